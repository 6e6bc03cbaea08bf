//! Packages that manifests and lock files name: found in the settings of those that have some, line by line
//! in the others.

mod jvm;
mod lines;
pub mod places;

use super::yaml::tree::Tree;
use crate::document::builder::Builder;
use crate::document::outline::{Outline, Package, Scalar, Setting, SettingId, UnitId};
use crate::knowledge::Kind;
use crate::text::Span;

pub use jvm::maven_coordinates;
pub use lines::read;
use places::{PLACES, Shape};

/// Adds the packages that the settings of a manifest name.
pub fn from_settings(kind: Option<Kind>, tree: &Tree, out: &mut Builder) {
    let name = kind.map_or("", Kind::name);
    let mut tops: Option<Vec<SettingId>> = None;
    let before = out.outline.packages.len();
    for place in PLACES.iter().filter(|place| place.kind == name) {
        // A lock file of npm in version 2 says everything twice.
        if name == "package-lock" && out.outline.packages.len() > before {
            break;
        }
        let is_top =
            |id: &SettingId| out.outline.setting(*id).is_some_and(|setting| setting.parent.is_none());
        let tops = tops.get_or_insert_with(|| tree.ids().filter(is_top).collect());
        for id in at_path(place.path, tops, tree, &out.outline) {
            add(place.ecosystem, place.shape, id, tree, out);
        }
    }
    match name {
        "pom" => jvm::pom(tree, out),
        "gradle-catalog" => jvm::catalog(tree, out),
        "gradle-wrapper" => jvm::wrapper(tree, out),
        _ => {}
    }
}

/// The settings under a path: `*` is any name, `[]` any item.
fn at_path(path: &[&str], tops: &[SettingId], tree: &Tree, outline: &Outline) -> Vec<SettingId> {
    let fits = |id: SettingId, segment: &str| {
        outline.setting(id).is_some_and(|setting| match segment {
            "*" => !setting.is_item,
            "[]" => setting.is_item,
            name => setting.name == name && !setting.is_item,
        })
    };
    let Some((first, rest)) = path.split_first() else { return Vec::new() };
    let mut found: Vec<SettingId> = tops.iter().copied().filter(|id| fits(*id, first)).collect();
    for segment in rest {
        found = found.iter().flat_map(|id| tree.children(*id)).filter(|id| fits(*id, segment)).collect();
    }
    found
}

fn add(ecosystem: &'static str, shape: Shape, id: SettingId, tree: &Tree, out: &mut Builder) {
    let child = |id: SettingId, name: &str, outline: &Outline| {
        tree.child(outline, id, name).and_then(|(_, setting)| setting.value.clone())
    };
    let mut found = Vec::new();
    match shape {
        Shape::Names => {
            for (child_id, setting) in children(id, tree, &out.outline) {
                let version = setting.value.clone();
                let version = version
                    .or_else(|| child(child_id, "version", &out.outline))
                    .or_else(|| child(child_id, "resolved", &out.outline));
                let renamed = child(child_id, "package", &out.outline);
                let (name, span) = match renamed {
                    Some(renamed) => (renamed.text, renamed.span),
                    None => (setting.name.clone(), setting.key),
                };
                found.push(package(ecosystem, &name, span, version, setting));
            }
        }
        Shape::Modules => {
            for (child_id, setting) in children(id, tree, &out.outline) {
                let Some((_, name)) = setting.name.rsplit_once("node_modules/") else { continue };
                let start = setting.key.end().saturating_sub(name.len()).max(setting.key.start());
                let span = Span::new(start, setting.key.end());
                let version = child(child_id, "version", &out.outline);
                found.push(package(ecosystem, name, span, version, setting));
            }
        }
        Shape::Tables(name_key) => {
            if let (Some(name), Some(setting)) = (child(id, name_key, &out.outline), out.outline.setting(id))
            {
                let version = child(id, "version", &out.outline)
                    .or_else(|| child(id, "Version", &out.outline))
                    .or_else(|| child(id, "VersionOverride", &out.outline));
                found.push(package(ecosystem, &name.text, name.span, version, setting));
            }
        }
        Shape::Keys => {
            for (_, setting) in children(id, tree, &out.outline) {
                found.extend(in_key(ecosystem, setting));
            }
        }
        Shape::Requirement => {
            if let Some(setting) = out.outline.setting(id) {
                let value = setting.value.as_ref();
                found.extend(value.and_then(|value| requirement(value, setting.extent, setting.unit)));
            }
        }
    }
    out.outline.packages.extend(found);
}

fn children<'o>(
    id: SettingId,
    tree: &'o Tree,
    outline: &'o Outline,
) -> impl Iterator<Item = (SettingId, &'o Setting)> + 'o {
    tree.children(id).filter_map(|id| outline.setting(id).map(|setting| (id, setting)))
}

fn package(
    ecosystem: &'static str,
    name: &str,
    span: Span,
    version: Option<Scalar>,
    setting: &Setting,
) -> Package {
    named(ecosystem, name, span, version, setting.extent, setting.unit)
}

/// A package with its name as the registry of the ecosystem writes it.
#[must_use]
pub fn named(
    ecosystem: &'static str,
    name: &str,
    name_span: Span,
    version: Option<Scalar>,
    extent: Span,
    unit: UnitId,
) -> Package {
    let name = match ecosystem {
        "pypi" => name.to_ascii_lowercase().replace(['_', '.'], "-"),
        "nuget" => name.to_string(),
        _ => name.trim().to_string(),
    };
    Package { ecosystem, name, name_span, version, unit, extent }
}

/// `name@1.2.3` and `/@scope/name@1.2.3(peer)` as a key.
fn in_key(ecosystem: &'static str, setting: &Setting) -> Option<Package> {
    let start = usize::from(setting.name.starts_with('/'));
    let written = setting.name.get(start..)?;
    let at = written.get(1..)?.find('@')? + 1;
    let (name, version) = (written.get(..at)?, written.get(at + 1..)?);
    let version = version.split('(').next().unwrap_or(version);
    let name_span = Span::new(setting.key.start() + start, setting.key.start() + start + at);
    let version_start = name_span.end() + 1;
    let span = Span::new(version_start, version_start + version.len()).within(setting.key);
    let scalar = Scalar { span, text: version.to_string(), dynamic: false };
    Some(package(ecosystem, name, name_span.within(setting.key), Some(scalar), setting))
}

/// A requirement of Python: `name[extra] >=1,<2; marker`.
#[must_use]
pub fn requirement(value: &Scalar, extent: Span, unit: UnitId) -> Option<Package> {
    let (name, version) = split_requirement(&value.text)?;
    let at = |range: std::ops::Range<usize>| Span::from(range).shifted(value.span.start()).within(value.span);
    let scalar = (!version.is_empty()).then(|| Scalar {
        span: at(version.clone()),
        text: value.text.get(version).unwrap_or_default().to_string(),
        dynamic: value.dynamic,
    });
    let text = value.text.get(name.clone())?;
    Some(named("pypi", text, at(name), scalar, extent, unit))
}

/// Where name and version stand in a requirement.
fn split_requirement(text: &str) -> Option<(std::ops::Range<usize>, std::ops::Range<usize>)> {
    let start = text.len() - text.trim_start().len();
    let good = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    let length = text.bytes().skip(start).take_while(good).count();
    let name = start..start + length;
    if !text.as_bytes().get(start).is_some_and(u8::is_ascii_alphanumeric) {
        return None;
    }
    let mut rest = text.get(name.end..)?;
    if let Some(extra) = rest.trim_start().strip_prefix('[') {
        rest = extra.get(extra.find(']')? + 1..)?;
    }
    let body = rest.split([';', '#']).next().unwrap_or_default();
    let body = body.split(" --").next().unwrap_or_default();
    let version_start = text.len() - rest.len() + body.len() - body.trim_start().len();
    let version = body.trim().trim_end_matches('\\').trim_end();
    let is_version = version.is_empty() || version.starts_with(['=', '<', '>', '~', '!', '@', '(']);
    is_version.then(|| (name, version_start..version_start + version.len()))
}
