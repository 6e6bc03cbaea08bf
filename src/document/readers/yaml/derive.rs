//! What every YAML and JSON text gives, whatever it is for: images, variables, commands, mounts, nested texts.

use super::Scope;
use super::tree::Tree;
use crate::document::builder::{Builder, is_variable_name};
use crate::document::detect;
use crate::document::outline::{
    Build, Command, Mount, Outline, Place, Scalar, Setting, SettingId, Token, TokenStyle, UnitId,
};
use crate::document::readers::{image, shell, sql};
use crate::document::source::Source;
use crate::knowledge::Kind;
use crate::text::Span;

struct Deriver<'s, 'a, 't> {
    source: &'s Source<'a>,
    tree: &'t Tree,
    kind: &'static str,
}

/// Goes over the settings of one document.
pub fn read(source: &Source<'_>, tree: &Tree, scope: Scope, out: &mut Builder) {
    let deriver = Deriver { source, tree, kind: scope.kind.map_or("", Kind::name) };
    for id in tree.ids() {
        let Some(setting) = out.outline.setting(id) else { break };
        let value = setting.value.as_ref().map(|value| (value.span, setting.unit));
        let wanted = (!setting.is_item && says_more(setting)).then(|| setting.clone());
        if let Some((span, unit)) = value {
            out.text(span, Place::Value, unit);
        }
        if let Some(setting) = wanted {
            deriver.key(id, &setting, out);
        }
    }
}

/// Keys below which images, variables, commands or mounts stand.
const KEYS: &[&str] = &[
    "image",
    "Image",
    "container",
    "repository",
    "services",
    "uses",
    "env",
    "environment",
    "extraEnv",
    "extraEnvs",
    "extraEnvVars",
    "envVars",
    "variables",
    "command",
    "entrypoint",
    "args",
    "test",
    "run",
    "shell",
    "bash",
    "Command",
    "EntryPoint",
    "Environment",
    "ansible.builtin.shell",
    "ansible.builtin.command",
    "script",
    "commands",
    "before_script",
    "after_script",
    "install",
    "before_install",
    "after_success",
    "before_deploy",
    "cmd",
    "volumes",
    "build",
    "pg_hba",
    "env_file",
    "file",
    "scripts",
];

/// Most settings say only what they say.
fn says_more(setting: &Setting) -> bool {
    let is_text = |value: &Scalar| value.text.contains('\n') || sql::starts_with_verb(&value.text);
    KEYS.contains(&setting.name.as_str()) || setting.value.as_ref().is_some_and(is_text)
}

impl Deriver<'_, '_, '_> {
    fn key(&self, id: SettingId, setting: &Setting, out: &mut Builder) {
        match setting.name.as_str() {
            "image" | "container" => self.image(id, setting, out),
            "Image" if self.kind == "cloudformation" => self.image(id, setting, out),
            "repository" => self.repository(id, setting, out),
            "services" if self.kind == "gitlab-ci" => self.image_items(id, out),
            "uses" if value(setting).is_some_and(|value| value.text.starts_with("docker://")) => {
                self.image_value(setting, out);
            }
            // Terraform has `environment { variables = { … } }`.
            "environment" if self.kind == "terraform" => {}
            "env" | "environment" | "extraEnv" | "extraEnvs" | "extraEnvVars" | "envVars" => {
                self.env(id, out);
            }
            "variables" if self.kind == "terraform" && parent_is(setting, "environment", out) => {
                self.env(id, out);
            }
            "variables" if self.kind == "gitlab-ci" => self.env(id, out),
            "Environment" if self.kind == "cloudformation" => self.env(id, out),
            "EntryPoint" | "Command" if self.kind == "cloudformation" => self.command(id, setting, out),
            "command" | "entrypoint" | "args" => self.command(id, setting, out),
            "test" if parent_is(setting, "healthcheck", out) => self.command(id, setting, out),
            "run" | "shell" if !self.runs_elsewhere(setting, out) => self.script(setting, out),
            "bash" if self.kind == "azure-pipelines" => self.script(setting, out),
            "ansible.builtin.shell" | "ansible.builtin.command" => self.script(setting, out),
            "script" | "commands" | "before_script" | "after_script" | "install" | "before_install"
            | "after_success" | "before_deploy" | "cmd" => self.scripts(id, setting, out),
            "volumes" => self.volumes(id, out),
            "build" if self.kind == "compose" => self.build(id, setting, out),
            "pg_hba" => self.pg_hba(id, out),
            "env_file" | "file" if self.kind == "compose" => self.mount(value(setting), setting.unit, out),
            "scripts" if self.kind == "package-json" => self.scripts_by_name(id, out),
            name => self.embedded(name, setting, out),
        }
    }

    /// The range of a value in the source, for what reads it further.
    fn range(&self, span: Span) -> Option<std::ops::Range<usize>> {
        let start = span.start().checked_sub(self.source.base)?;
        let end = span.end().checked_sub(self.source.base)?;
        self.source.text.get(start..end).map(|_| start..end)
    }

    /// A value as a text of its own. In double quotes, line breaks and tabs that are written as escapes
    /// become what they stand for, with a blank before them, so that bytes stay in their places. After `>` lines
    /// are one.
    fn part(&self, range: &std::ops::Range<usize>) -> Source<'_> {
        let part = self.source.part(range.start, range.end);
        if part.text.contains('\n') && self.is_folded(range.start) {
            let text = folded(&part.text);
            return part.with_text(text);
        }
        let is_quoted = range.start > 0 && self.source.seen(range.start - 1, range.start) == "\"";
        if !is_quoted || !part.text.contains('\\') {
            return part;
        }
        let text = part.text.replace("\\n", " \n").replace("\\t", " \t").replace("\\r", "  ");
        part.with_text(text)
    }

    fn is_folded(&self, start: usize) -> bool {
        let header = self.source.seen(0, start).trim_end().trim_end_matches(['-', '+']);
        header.strip_suffix('>').is_some_and(|before| before.ends_with([' ', '\t', ':']))
    }

    fn image(&self, id: SettingId, setting: &Setting, out: &mut Builder) {
        if setting.value.is_some() {
            return self.image_value(setting, out);
        }
        let named = self.tree.child(&out.outline, id, "name").map(|(_, setting)| setting.clone());
        if let Some(named) = named.filter(|named| named.value.is_some()) {
            self.image_value(&named, out);
        }
    }

    fn image_value(&self, setting: &Setting, out: &mut Builder) {
        let Some(range) = value(setting).and_then(|value| self.range(value.span)) else { return };
        image::add(self.source, range, setting.extent, setting.unit, &image::unknown, out);
    }

    fn image_items(&self, id: SettingId, out: &mut Builder) {
        for item in self.items(id, &out.outline) {
            let named = self.tree.child(&out.outline, item.0, "name").map(|(_, setting)| setting.clone());
            self.image_value(&named.unwrap_or(item.1), out);
        }
    }

    /// `repository` with `tag` beside it, or inside a block that is called an image.
    fn repository(&self, _id: SettingId, setting: &Setting, out: &mut Builder) {
        let (Some(parent), Some(name)) = (setting.parent, value(setting)) else { return };
        let tag = self.tree.child(&out.outline, parent, "tag").and_then(|(_, tag)| tag.value.clone());
        let around =
            out.outline.setting(parent).map(|parent| (parent.name.to_ascii_lowercase(), parent.extent));
        let Some((around, extent)) = around else { return };
        if tag.is_some() || around.ends_with("image") {
            image::add_pair(name, tag.as_ref(), extent, setting.unit, out);
        }
    }

    fn items(&self, id: SettingId, outline: &Outline) -> Vec<(SettingId, Setting)> {
        let children =
            self.tree.children(id).filter_map(|id| outline.setting(id).map(|setting| (id, setting)));
        children.filter(|(_, setting)| setting.is_item).map(|(id, setting)| (id, setting.clone())).collect()
    }

    /// `NAME: value`, `- NAME=value`, and `- name: NAME` with `value:`; Travis has lists of them below `global`.
    fn env(&self, id: SettingId, out: &mut Builder) {
        let children: Vec<SettingId> = self.tree.children(id).collect();
        for child in children {
            let Some(setting) = out.outline.setting(child).cloned() else { continue };
            let below = |names: [&str; 2]| {
                let found = names.iter().find_map(|name| self.tree.child(&out.outline, child, name));
                found.and_then(|(_, setting)| setting.value.clone())
            };
            if let (Some(value), true) = (&setting.value, setting.is_item) {
                self.env_assignment(value, &setting, out);
            } else if setting.is_item {
                let (Some(name), value) = (below(["name", "Name"]), below(["value", "Value"])) else {
                    continue;
                };
                out.env(&name.text, name.span, value, setting.extent, setting.unit);
            } else if setting.value.is_none() && self.is_group(child, &setting, &out.outline) {
                self.env(child, out);
            } else {
                let value = setting.value.clone().or_else(|| below(["value", "value"]));
                out.env(&setting.name, setting.key, value, setting.extent, setting.unit);
            }
        }
    }

    /// Whether a key among variables only holds more of them.
    fn is_group(&self, id: SettingId, setting: &Setting, outline: &Outline) -> bool {
        match setting.name.as_str() {
            "Variables" => self.kind == "cloudformation",
            "global" | "jobs" | "matrix" => {
                self.tree.children(id).any(|id| outline.setting(id).is_some_and(|setting| setting.is_item))
            }
            _ => false,
        }
    }

    fn env_assignment(&self, written: &Scalar, setting: &Setting, out: &mut Builder) {
        let Some(range) = self.range(written.span) else { return };
        let seen = self.source.seen(range.start, range.end);
        let (name, text) = seen.split_once('=').map_or((seen, None), |(name, text)| (name, Some(text)));
        let name_span = self.source.span(range.start, range.start + name.len());
        let value = text.map(|text| {
            let start = range.start + name.len() + 1;
            crate::document::readers::variables::resolved(self.source.scalar(start, range.end, text))
        });
        if is_variable_name(name) {
            out.env(name, name_span, value, setting.extent, setting.unit);
        }
    }

    /// `command`, `entrypoint`, `args` and `healthcheck.test`, as text or as list.
    fn command(&self, id: SettingId, setting: &Setting, out: &mut Builder) {
        let parent = setting.parent;
        let sibling = |name: &str| parent.and_then(|parent| self.tree.child(&out.outline, parent, name));
        let program_first = match setting.name.as_str() {
            // Only where a container is described do arguments belong to its image.
            "args" if sibling("command").is_some() => return,
            "args" if sibling("image").is_none() => return,
            "command"
                if sibling("entrypoint").is_some_and(|(id, _)| self.tree.children(id).next().is_some()) =>
            {
                false
            }
            _ => true,
        };
        let following = match setting.name.as_str() {
            "command" => sibling("args").map(|(id, _)| id),
            "entrypoint" => sibling("command").map(|(id, _)| id),
            _ => None,
        };
        if setting.value.is_some() {
            return self.command_text(setting, out);
        }
        let mut words = self.item_tokens(id, &out.outline);
        if program_first && let Some(following) = following {
            words.extend(self.item_tokens(following, &out.outline));
        }
        if program_first {
            self.word_list(words, setting, out);
        }
    }

    fn command_text(&self, setting: &Setting, out: &mut Builder) {
        let Some(range) = value(setting).and_then(|value| self.range(value.span)) else { return };
        let source = self.part(&range);
        if source.text.trim_start().starts_with('-') {
            let words = shell::words(&source);
            out.command(Command {
                words,
                arguments_of_image: true,
                extent: setting.extent,
                unit: setting.unit,
            });
        } else {
            shell::read(&source, setting.unit, out);
        }
    }

    fn item_tokens(&self, id: SettingId, outline: &Outline) -> Vec<Token> {
        let items = self.tree.children(id).filter_map(|id| outline.setting(id));
        items.filter(|item| item.is_item).filter_map(|item| item.value.as_ref()).map(token_of).collect()
    }

    fn word_list(&self, mut words: Vec<Token>, setting: &Setting, out: &mut Builder) {
        if words.first().is_some_and(|first| matches!(first.text.as_str(), "CMD" | "CMD-SHELL")) {
            words.remove(0);
        }
        words.retain(|word| !word.text.is_empty());
        let arguments_of_image = words.first().is_some_and(|first| first.text.starts_with('-'));
        if arguments_of_image {
            out.command(Command { words, arguments_of_image, extent: setting.extent, unit: setting.unit });
            return;
        }
        let file = self.source;
        shell::exec(file, words, setting.extent, setting.unit, out);
    }

    /// A `run:` step that another program than a shell reads.
    fn runs_elsewhere(&self, setting: &Setting, out: &Builder) -> bool {
        let Some(parent) = setting.parent else { return true };
        let is_shell = |text: &str| {
            ["sh", "bash", "zsh", "/bin/sh", "/bin/bash"].iter().any(|shell| text.starts_with(shell))
        };
        let other =
            self.tree.child(&out.outline, parent, "shell").and_then(|(_, shell)| shell.value.as_ref());
        setting.name == "run" && other.is_some_and(|shell| !is_shell(&shell.text))
            || setting.name == "shell" && self.kind != "ansible"
    }

    fn script(&self, setting: &Setting, out: &mut Builder) {
        let Some(range) = value(setting).and_then(|value| self.range(value.span)) else { return };
        let source = self.part(&range);
        shell::read(&source, setting.unit, out);
    }

    fn scripts(&self, id: SettingId, setting: &Setting, out: &mut Builder) {
        self.script(setting, out);
        for (_, item) in self.items(id, &out.outline) {
            self.script(&item, out);
        }
    }

    /// `scripts` of `package.json`: each key holds one.
    fn scripts_by_name(&self, id: SettingId, out: &mut Builder) {
        let children: Vec<SettingId> = self.tree.children(id).collect();
        for child in children {
            if let Some(setting) = out.outline.setting(child).cloned() {
                self.script(&setting, out);
            }
        }
    }

    /// Files and folders of the host in a container: `./my.cnf:/etc/my.cnf` and `source:`.
    fn volumes(&self, id: SettingId, out: &mut Builder) {
        for (item_id, item) in self.items(id, &out.outline) {
            if item.value.is_some() {
                self.mount(value(&item), item.unit, out);
                continue;
            }
            let source =
                self.tree.child(&out.outline, item_id, "source").and_then(|(_, source)| source.value.clone());
            self.mount(source.as_ref(), item.unit, out);
        }
    }

    /// `build: ./db`, and `build:` with `context:` and `dockerfile:`.
    fn build(&self, id: SettingId, setting: &Setting, out: &mut Builder) {
        let child = |name: &str| {
            self.tree.child(&out.outline, id, name).and_then(|(_, setting)| setting.value.clone())
        };
        let context = setting.value.clone().or_else(|| child("context"));
        let dockerfile = child("dockerfile");
        if [&context, &dockerfile].into_iter().flatten().any(|value| value.dynamic) {
            return;
        }
        let context = context.map_or_else(|| ".".to_string(), |context| context.text);
        let dockerfile = dockerfile.map_or_else(|| "Dockerfile".to_string(), |dockerfile| dockerfile.text);
        out.outline.builds.push(Build { dockerfile: format!("{context}/{dockerfile}"), unit: setting.unit });
    }

    /// Lines of `pg_hba.conf` as a list, as Patroni and the operators take them.
    fn pg_hba(&self, id: SettingId, out: &mut Builder) {
        for (_, item) in self.items(id, &out.outline) {
            if let Some(range) = value(&item).and_then(|value| self.range(value.span)) {
                out.read_embedded(&self.part(&range), Kind::parse("pg-hba"), item.unit);
            }
        }
    }

    fn mount(&self, written: Option<&Scalar>, unit: UnitId, out: &mut Builder) {
        let Some(written) = written else { return };
        let source = written.text.split(':').next().unwrap_or_default();
        let is_path = source.starts_with(['.', '/', '~']) || source.contains('/') || source.contains('.');
        if is_path && !written.dynamic {
            let span = Span::new(
                written.span.start(),
                (written.span.start() + source.len()).min(written.span.end()),
            );
            let span = if span.of(self.source.file) == source { span } else { written.span };
            out.outline.mounts.push(Mount { source: source.to_string(), span, unit });
        }
    }

    /// A value that holds a whole file: an entry of a `ConfigMap`, `configuration:` of a chart, `content:`.
    fn embedded(&self, name: &str, setting: &Setting, out: &mut Builder) {
        let Some(range) = value(setting).and_then(|value| self.range(value.span)) else { return };
        let part = self.part(&range);
        let seen = part.text.as_ref();
        let starts_with_verb = sql::starts_with_verb(seen);
        if !seen.contains('\n') && !starts_with_verb {
            return;
        }
        let kind = match seen {
            _ if starts_with_verb => Kind::parse("sql"),
            _ if seen.trim_start().starts_with("#!/bin/") => Kind::parse("shell"),
            _ => detect::detect_embedded(name, seen),
        };
        if kind.is_some() {
            // The indentation of the first line belongs to the text.
            let before = self.source.seen(0, range.start);
            let start = range.start - (before.len() - before.trim_end_matches([' ', '\t']).len());
            let source = self.part(&(start..range.end));
            out.read_embedded(&source, kind, setting.unit);
        }
    }
}

fn parent_is(setting: &Setting, name: &str, out: &Builder) -> bool {
    setting.parent.and_then(|id| out.outline.setting(id)).is_some_and(|parent| parent.name == name)
}

fn value(setting: &Setting) -> Option<&Scalar> {
    setting.value.as_ref()
}

fn token_of(value: &Scalar) -> Token {
    let style = if value.dynamic { TokenStyle::Dynamic } else { TokenStyle::Word };
    Token { span: value.span, text: value.text.clone(), style }
}

/// A text whose lines are one, but for blank ones between them; bytes stay in their places.
fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut lines = text.split('\n').peekable();
    while let Some(line) = lines.next() {
        let content = line.strip_suffix('\r').unwrap_or(line);
        folded.push_str(content);
        folded.extend(std::iter::repeat_n(' ', line.len() - content.len()));
        if let Some(next) = lines.peek() {
            let is_break = line.trim().is_empty() || next.trim().is_empty();
            folded.push(if is_break { '\n' } else { ' ' });
        }
    }
    folded
}
