//! Reads `docent.toml`. Whatever is wrong becomes a problem with its line; the rest holds.

use super::{CompletionMode, Config, Editor, HoverSource, Override, PathGlob};
use crate::knowledge::page::Problem;
use crate::knowledge::rule::{RuleSet, Severity};
use crate::knowledge::{Date, Kind};
use crate::text::{Span, suggest};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

const TOP_KEYS: [&str; 9] =
    ["as-of", "exclude", "knowledge", "sets", "rules", "targets", "files", "overrides", "editor"];
const OVERRIDE_KEYS: [&str; 5] = ["paths", "exclude", "sets", "rules", "targets"];
const EDITOR_KEYS: [&str; 3] = ["hover-source", "completion", "inlay-hints"];
const SEVERITIES: [&str; 5] = ["off", "hint", "information", "warning", "error"];
const SETS: [&str; 2] = ["strict", "inclusive"];

/// A value with its place in the file.
type Value<'i> = Spanned<DeValue<'i>>;

/// The configuration of `text` and everything wrong with it, in the order of the file.
pub(super) fn read(text: &str, path: &str) -> (Config, Vec<Problem>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut reader = Reader { path, text, line_starts: line_starts(text), problems: Vec::new() };
    for error in errors {
        reader.problem(error.span().unwrap_or(0..0), error.message().trim().to_string());
    }
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut config = Config { folder: folder.to_string(), ..Config::default() };
    for (key, value) in table.get_ref() {
        reader.top_key(&mut config, key, value);
    }
    reader.problems.sort_by_key(|problem| problem.span);
    (config, reader.problems)
}

fn line_starts(text: &str) -> Vec<usize> {
    std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1)).collect()
}

struct Reader<'t> {
    path: &'t str,
    text: &'t str,
    line_starts: Vec<usize>,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn problem(&mut self, range: Range<usize>, message: String) {
        let start = range.start.min(self.text.len());
        let end = range.end.clamp(start, self.text.len());
        let line = self.line_starts.partition_point(|line| *line <= start).max(1);
        let path = self.path.to_string();
        self.problems.push(Problem { path, line, span: Span::new(start, end), message });
    }

    fn unknown(&mut self, range: Range<usize>, what: &str, name: &str, known: &[&str]) {
        let hint = match suggest::nearest(name, known.iter().copied()) {
            Some(nearest) => format!("did you mean `{nearest}`?"),
            None => format!("known are {}", known.join(", ")),
        };
        self.problem(range, format!("unknown {what} `{name}`; {hint}"));
    }

    fn expected(&mut self, value: &Value<'_>, what: &str) {
        let found = value.get_ref().type_str();
        self.problem(value.span(), format!("expected {what}, found {found}"));
    }

    fn top_key(&mut self, config: &mut Config, key: &Spanned<std::borrow::Cow<'_, str>>, value: &Value<'_>) {
        match key.get_ref().as_ref() {
            "as-of" => config.as_of = self.date(value),
            "exclude" => config.exclude = self.globs(value),
            "knowledge" => config.knowledge = self.folders(value),
            "sets" => config.sets = self.sets(value),
            "rules" => config.rules = self.rules(value),
            "targets" => config.targets = self.targets(value),
            "files" => config.files = self.files(value),
            "overrides" => config.overrides = self.overrides(value),
            "editor" => config.editor = self.editor(value),
            name => self.unknown(key.span(), "key", name, &TOP_KEYS),
        }
    }

    fn date(&mut self, value: &Value<'_>) -> Option<Date> {
        let text = match value.get_ref() {
            DeValue::String(text) => text.to_string(),
            DeValue::Datetime(date) => date.to_string(),
            _ => String::new(),
        };
        let date = Date::parse(&text);
        if date.is_none() && text.is_empty() {
            self.expected(value, "a date like \"2026-11-22\"");
        } else if date.is_none() {
            self.problem(value.span(), format!("`{text}` is no day; write one like \"2026-11-22\""));
        }
        date
    }

    fn texts(&mut self, value: &Value<'_>, what: &str) -> Vec<(String, Range<usize>)> {
        let single = DeArray::new();
        let items = match value.get_ref() {
            DeValue::Array(items) => items,
            DeValue::String(text) => return vec![(text.to_string(), value.span())],
            _ => {
                self.expected(value, &format!("a list of {what}"));
                &single
            }
        };
        let mut texts = Vec::new();
        for item in items {
            match item.get_ref().as_str() {
                Some(text) => texts.push((text.to_string(), item.span())),
                None => self.expected(item, &format!("one of the {what} in quotes")),
            }
        }
        texts
    }

    fn glob(&mut self, source: &str, range: Range<usize>) -> Option<PathGlob> {
        match PathGlob::new(source) {
            Ok(glob) => Some(glob),
            Err(reason) => {
                self.problem(range, format!("`{source}` is not a glob: {reason}"));
                None
            }
        }
    }

    fn globs(&mut self, value: &Value<'_>) -> Vec<PathGlob> {
        let texts = self.texts(value, "globs");
        texts.into_iter().filter_map(|(text, range)| self.glob(&text, range)).collect()
    }

    fn folders(&mut self, value: &Value<'_>) -> Vec<String> {
        let mut folders = self.texts(value, "folders");
        folders.retain(|(folder, range)| {
            let absolute = folder.starts_with('/') || folder.contains(':');
            if absolute {
                let message = format!("`{folder}` must be a folder relative to this file");
                self.problem(range.clone(), message);
            }
            !absolute
        });
        folders.into_iter().map(|(folder, _)| folder.trim_end_matches('/').to_string()).collect()
    }

    fn sets(&mut self, value: &Value<'_>) -> Vec<String> {
        let mut sets = self.texts(value, "sets");
        sets.retain(|(name, range)| {
            let known = RuleSet::parse(name).is_some();
            if !known {
                self.unknown(range.clone(), "set", name, &SETS);
            }
            known
        });
        sets.into_iter().map(|(name, _)| name).collect()
    }

    /// The entries of a table in the order of the file, or a problem.
    fn entries<'v>(
        &mut self,
        value: &'v Value<'v>,
        what: &str,
    ) -> Vec<(&'v str, Range<usize>, &'v Value<'v>)> {
        let Some(table) = value.get_ref().as_table() else {
            self.expected(value, what);
            return Vec::new();
        };
        let mut entries: Vec<_> =
            table.iter().map(|(key, value)| (key.get_ref().as_ref(), key.span(), value)).collect();
        entries.sort_by_key(|(_, range, _)| range.start);
        entries
    }

    fn rules(&mut self, value: &Value<'_>) -> Vec<(String, Option<Severity>)> {
        let mut rules = Vec::new();
        for (name, _, value) in self.entries(value, "a table of rule = severity") {
            match value.get_ref().as_str() {
                Some("off") => rules.push((name.to_string(), None)),
                Some(text) => match Severity::parse(text) {
                    Some(severity) => rules.push((name.to_string(), Some(severity))),
                    None => self.unknown(value.span(), "severity", text, &SEVERITIES),
                },
                None => self.expected(value, "off, hint, information, warning or error in quotes"),
            }
        }
        rules
    }

    fn targets(&mut self, value: &Value<'_>) -> Vec<(String, String)> {
        let mut targets = Vec::new();
        for (product, _, value) in self.entries(value, "a table of product = version") {
            match value.get_ref().as_str() {
                Some(version) if version.bytes().any(|byte| byte.is_ascii_digit()) => {
                    targets.push((product.to_string(), version.to_string()));
                }
                Some(version) => {
                    let message = format!("`{version}` is no version; write its number, like \"8.4\"");
                    self.problem(value.span(), message);
                }
                None => self.expected(value, "a version in quotes, like \"8.4\""),
            }
        }
        targets
    }

    fn files(&mut self, value: &Value<'_>) -> Vec<(PathGlob, Kind)> {
        let mut files = Vec::new();
        for (source, range, value) in self.entries(value, "a table of glob = kind") {
            let Some(glob) = self.glob(source, range) else { continue };
            match value.get_ref().as_str() {
                Some(name) => match Kind::parse(name) {
                    Some(kind) => files.push((glob, kind)),
                    None => self.unknown(value.span(), "kind", name, &super::kind_names()),
                },
                None => self.expected(value, "the name of a kind in quotes"),
            }
        }
        files
    }

    fn overrides(&mut self, value: &Value<'_>) -> Vec<Override> {
        let Some(tables) = value.get_ref().as_array() else {
            self.expected(value, "[[overrides]] tables");
            return Vec::new();
        };
        tables.iter().filter_map(|table| self.one_override(table)).collect()
    }

    fn one_override(&mut self, table: &Value<'_>) -> Option<Override> {
        let mut result = Override::default();
        let before = self.problems.len();
        for (key, range, value) in self.entries(table, "a table") {
            match key {
                "paths" => result.paths = self.globs(value),
                "exclude" => match value.get_ref().as_bool() {
                    Some(exclude) => result.exclude = Some(exclude),
                    None => self.expected(value, "true or false"),
                },
                "sets" => result.sets = Some(self.sets(value)),
                "rules" => result.rules = self.rules(value),
                "targets" => result.targets = self.targets(value),
                name => self.unknown(range, "key of [[overrides]]", name, &OVERRIDE_KEYS),
            }
        }
        if result.paths.is_empty() && self.problems.len() == before {
            self.problem(table.span(), "an override needs `paths`, a list of globs".to_string());
        }
        (!result.paths.is_empty()).then_some(result)
    }

    fn editor(&mut self, value: &Value<'_>) -> Editor {
        let mut editor = Editor::default();
        for (key, range, value) in self.entries(value, "a table") {
            match key {
                "hover-source" => {
                    let known = [
                        ("comments", HoverSource::Comments),
                        ("names", HoverSource::Names),
                        ("off", HoverSource::Off),
                    ];
                    editor.hover_source = self.choice(value, &known).unwrap_or_default();
                }
                "completion" => {
                    let known = [
                        ("prefix", CompletionMode::Prefix),
                        ("asked", CompletionMode::Asked),
                        ("off", CompletionMode::Off),
                    ];
                    editor.completion = self.choice(value, &known).unwrap_or_default();
                }
                "inlay-hints" => match value.get_ref().as_bool() {
                    Some(shown) => editor.inlay_hints = shown,
                    None => self.expected(value, "true or false"),
                },
                name => self.unknown(range, "key of [editor]", name, &EDITOR_KEYS),
            }
        }
        editor
    }

    fn choice<T: Copy>(&mut self, value: &Value<'_>, known: &[(&str, T)]) -> Option<T> {
        let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
        let Some(text) = value.get_ref().as_str() else {
            self.expected(value, &format!("one of {} in quotes", names.join(", ")));
            return None;
        };
        let found = known.iter().find(|(name, _)| *name == text).map(|(_, choice)| *choice);
        if found.is_none() {
            self.unknown(value.span(), "value", text, &names);
        }
        found
    }
}
