//! Packages of Maven and Gradle, whose coordinates stand in several values.

use super::named;
use crate::document::builder::Builder;
use crate::document::outline::{Outline, Package, Scalar, Setting, SettingId};
use crate::document::readers::yaml::tree::Tree;
use crate::text::Span;
use std::collections::HashMap;

/// Dependencies, plugins and the parent of a `pom.xml`; versions that stand in a property are looked up.
pub fn pom(tree: &Tree, out: &mut Builder) {
    let properties = properties(tree, &out.outline);
    let mut found = Vec::new();
    for id in tree.ids() {
        let Some(setting) = out.outline.setting(id) else { break };
        if matches!(setting.name.as_str(), "dependency" | "plugin" | "parent" | "extension") {
            let group = value(tree, &out.outline, id, "groupId");
            let artifact = value(tree, &out.outline, id, "artifactId");
            let Some(artifact) = artifact else { continue };
            // Plugins without a group are of Maven itself.
            let group = group.map_or("org.apache.maven.plugins".to_string(), |group| group.text);
            let version = value(tree, &out.outline, id, "version");
            let version = version.map(|version| resolved(version, &properties));
            let name = format!("{group}:{}", artifact.text);
            found.push(named("maven", &name, artifact.span, version, setting.extent, setting.unit));
        }
    }
    out.outline.packages.extend(found);
}

fn value(tree: &Tree, outline: &Outline, id: SettingId, name: &str) -> Option<Scalar> {
    tree.child(outline, id, name).and_then(|(_, setting)| setting.value.clone())
}

/// The properties of the project by name.
fn properties(tree: &Tree, outline: &Outline) -> HashMap<String, String> {
    let mut found = HashMap::new();
    for id in tree.ids() {
        let Some(setting) = outline.setting(id) else { break };
        let parent = setting.parent.and_then(|id| outline.setting(id));
        if let (Some("properties"), Some(value)) = (parent.map(|parent| parent.name.as_str()), &setting.value)
        {
            found.entry(setting.name.clone()).or_insert_with(|| value.text.clone());
        }
    }
    found
}

fn resolved(version: Scalar, properties: &HashMap<String, String>) -> Scalar {
    let name = version.text.strip_prefix("${").and_then(|rest| rest.strip_suffix('}'));
    match name.and_then(|name| properties.get(name)).filter(|text| !text.contains('$')) {
        Some(text) => Scalar { text: text.clone(), dynamic: false, ..version },
        None => version,
    }
}

/// `libs.versions.toml`: libraries as `group:artifact:version`, as `module` or as `group` and `name`; plugins.
pub fn catalog(tree: &Tree, out: &mut Builder) {
    let outline = &out.outline;
    let tops = |name: &str| {
        let named = |id: &SettingId| {
            outline.setting(*id).is_some_and(|setting| setting.parent.is_none() && setting.name == name)
        };
        tree.ids().find(named)
    };
    let versions: HashMap<&str, &Scalar> = tops("versions")
        .into_iter()
        .flat_map(|id| tree.children(id))
        .filter_map(|id| outline.setting(id))
        .filter_map(|setting| setting.value.as_ref().map(|value| (setting.name.as_str(), value)))
        .collect();
    let mut found: Vec<Package> = Vec::new();
    for (section, ecosystem) in [("libraries", "maven"), ("plugins", "gradle")] {
        let Some(section) = tops(section) else { continue };
        for id in tree.children(section) {
            let Some(setting) = outline.setting(id) else { continue };
            found.extend(match &setting.value {
                Some(text) => coordinates(text, setting, ecosystem),
                None => entry(tree, outline, id, setting, ecosystem, &versions),
            });
        }
    }
    out.outline.packages.extend(found);
}

fn entry(
    tree: &Tree,
    outline: &Outline,
    id: SettingId,
    setting: &Setting,
    ecosystem: &'static str,
    versions: &HashMap<&str, &Scalar>,
) -> Option<Package> {
    let whole = value(tree, outline, id, "module").or_else(|| value(tree, outline, id, "id"));
    let (name, span) = if let Some(whole) = whole {
        (whole.text, whole.span)
    } else {
        let (group, name) = (value(tree, outline, id, "group")?, value(tree, outline, id, "name")?);
        (format!("{}:{}", group.text, name.text), name.span)
    };
    let (version_id, version) = tree.child(outline, id, "version").unzip();
    let version = version.and_then(|version| version.value.clone()).or_else(|| {
        let reference = value(tree, outline, version_id?, "ref")?;
        let known = versions.get(reference.text.as_str())?;
        Some(Scalar { span: reference.span, text: known.text.clone(), dynamic: known.dynamic })
    });
    Some(named(ecosystem, &name, span, version, setting.extent, setting.unit))
}

/// `group:artifact:version` (a plugin: `id:version`) as one text.
fn coordinates(text: &Scalar, setting: &Setting, ecosystem: &'static str) -> Option<Package> {
    if ecosystem == "gradle" {
        let (name, version) = text.text.split_once(':')?;
        let version = part(text, name.len() + 1, version);
        return Some(named(ecosystem, name, prefix(text, name), Some(version), setting.extent, setting.unit));
    }
    let (name_span, name, version) = maven_coordinates(text)?;
    Some(named(ecosystem, &name, name_span, version, setting.extent, setting.unit))
}

/// The parts of `group:artifact` or `group:artifact:version[:classifier]`.
#[must_use]
pub fn maven_coordinates(text: &Scalar) -> Option<(Span, String, Option<Scalar>)> {
    let mut parts = text.text.split(':');
    let (group, artifact) = (parts.next()?, parts.next()?);
    let good = |part: &str| {
        !part.is_empty()
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'))
    };
    if !good(group) || !good(artifact) || !group.starts_with(|first: char| first.is_ascii_alphabetic()) {
        return None;
    }
    let name = format!("{group}:{artifact}");
    let version =
        parts.next().map(|version| part(text, name.len() + 1, version.split('@').next().unwrap_or(version)));
    let version = version.filter(|version| !version.text.is_empty());
    Some((prefix(text, &name), name, version))
}

fn prefix(text: &Scalar, name: &str) -> Span {
    Span::new(text.span.start(), text.span.start() + name.len()).within(text.span)
}

fn part(text: &Scalar, at: usize, written: &str) -> Scalar {
    let start = text.span.start() + at;
    let dynamic = text.dynamic || written.contains('$');
    Scalar {
        span: Span::new(start, start + written.len()).within(text.span),
        text: written.to_string(),
        dynamic,
    }
}

/// The version of Gradle in the address from which its wrapper loads it.
pub fn wrapper(tree: &Tree, out: &mut Builder) {
    let mut found = None;
    for id in tree.ids() {
        let Some(setting) = out.outline.setting(id) else { break };
        let Some(address) = setting.value.as_ref().filter(|_| setting.name == "distributionUrl") else {
            continue;
        };
        let written = address.text.as_str();
        let Some(at) = written.rfind("/gradle-").map(|at| at + "/gradle-".len()) else { continue };
        let rest = written.get(at..).unwrap_or_default();
        let length = rest.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
        let version = rest.get(..length).unwrap_or_default();
        // Escapes (`https\://`) moved what comes after them.
        let moved = address.span.len().saturating_sub(written.len());
        let start = address.span.start() + moved + at;
        let span = Span::new(start, start + length).within(address.span);
        let scalar = Scalar { span, text: version.to_string(), dynamic: false };
        let name_span =
            Span::new(start.saturating_sub("gradle-".len()), start.saturating_sub(1)).within(address.span);
        found = Some(named("gradle", "gradle", name_span, Some(scalar), setting.extent, setting.unit));
    }
    out.outline.packages.extend(found);
}
