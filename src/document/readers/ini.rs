//! INI in its dialects: `my.cnf`, `postgresql.conf`, systemd units and plain `.ini` files.

use super::yaml::tree::Tree;
use super::{packages, shell, template, variables};
use crate::document::builder::{Builder, count, is_variable_name};
use crate::document::outline::{Place, Scalar, Setting, SettingId, UnitId};
use crate::document::source::{Line, Source, lines};
use crate::knowledge::Kind;
use crate::knowledge::kind::Fold;
use std::collections::HashMap;
use std::ops::Range;

/// How one kind differs from the others.
#[derive(Clone, Copy)]
struct Dialect {
    fold: Fold,
    /// `postgresql.conf`: no sections, `key value` as well, and no comments after `;`.
    is_flat: bool,
    /// Lines go on after a backslash, keys are told apart by case, and quotes belong to the value.
    is_systemd: bool,
    /// Indented lines are items of the key before them.
    has_items: bool,
}

impl Dialect {
    fn of(kind: Option<Kind>) -> Dialect {
        let name = kind.map_or("", Kind::name);
        let is_flat = name == "postgresql-conf";
        let is_systemd = name == "systemd";
        let has_items = name == "setup-cfg";
        let fold = kind.map_or(Fold::Exact, |kind| kind.row().fold);
        Dialect { fold, is_flat, is_systemd, has_items }
    }
}

struct Reader<'s, 'a, 'b> {
    source: &'s Source<'a>,
    dialect: Dialect,
    unit: UnitId,
    out: &'b mut Builder,
    section: Option<SettingId>,
    section_name: String,
    /// The last key, and how many items it has.
    last_key: Option<(SettingId, u32)>,
    /// How often each section and key has stood so far.
    seen: HashMap<String, u32>,
}

/// Reads a file of sections, keys and values.
pub fn read(source: &Source<'_>, kind: Option<Kind>, unit: UnitId, out: &mut Builder) {
    let source = template::overwrite(source, out);
    let dialect = Dialect::of(kind);
    let first = SettingId(count(out.outline.settings.len()));
    let mut reader = Reader {
        source: &source,
        dialect,
        unit,
        out,
        section: None,
        section_name: String::new(),
        last_key: None,
        seen: HashMap::new(),
    };
    let mut joined: Option<Line> = None;
    for line in lines(&source.text) {
        let start = joined.take().map_or(line.start, |first| first.start);
        let whole = Line { start, ..line };
        if dialect.is_systemd && line.of(&source.text).ends_with('\\') {
            joined = Some(whole);
            continue;
        }
        reader.line(whole);
    }
    if let Some(line) = joined {
        reader.line(line);
    }
    if dialect.has_items {
        packages::from_settings(kind, &Tree::of(&out.outline, first), out);
    }
}

impl Reader<'_, '_, '_> {
    fn line(&mut self, line: Line) {
        let written = line.of(&self.source.text);
        let content = written.trim_start();
        let start = line.start + written.len() - content.len();
        let end = line.start + written.trim_end().len();
        let content = content.trim_end();
        if content.is_empty() {
            return;
        }
        let is_comment = content.starts_with('#') || (!self.dialect.is_flat && content.starts_with(';'));
        if is_comment {
            let (span, body) = (self.source.span(start, end), self.source.span(start + 1, end));
            self.out.comment(span, body, self.unit);
        } else if let Some(name) = content.strip_prefix('[').filter(|_| !self.dialect.is_flat) {
            let length = name.find(']').unwrap_or(name.len());
            self.section(start + 1..start + 1 + length);
        } else if self.dialect.has_items && start > line.start && self.last_key.is_some() {
            self.list_item(start, end);
        } else {
            self.entry(start, end);
        }
    }

    fn section(&mut self, name: Range<usize>) {
        let text = self.source.written(name.start, name.end).trim().to_string();
        let occurrence = self.count(format!("[{text}"));
        self.section_name = format!("{text}\n{occurrence}");
        self.last_key = None;
        self.section = Some(self.setting(None, &text, occurrence, name.clone(), name.end, None));
    }

    fn list_item(&mut self, start: usize, end: usize) {
        let (Some((parent, index)), Some((scalar, extent_end))) = (self.last_key, self.value(start, end))
        else {
            return;
        };
        self.out.text(scalar.span, Place::Value, self.unit);
        self.last_key = Some((parent, index + 1));
        let item = self.setting(Some(parent), "", index, start..start, extent_end, Some(scalar));
        if let Some(setting) = self.out.outline.settings.get_mut(item.0 as usize) {
            setting.is_item = true;
        }
    }

    fn count(&mut self, key: String) -> u32 {
        let count = self.seen.entry(key).or_insert(0);
        *count += 1;
        *count - 1
    }

    fn entry(&mut self, start: usize, end: usize) {
        let content = self.source.seen(start, end);
        let (key_length, value_at) = self.key_and_value(content);
        let key = start..start + key_length;
        let value = value_at.and_then(|at| self.value(start + at, end));
        if self.section.is_none() && !self.dialect.is_flat {
            self.section = Some(self.setting(None, "", 0, start..start, start, None));
        }
        let written = self.source.written(key.start, key.end).to_string();
        let name = if self.dialect.is_systemd { written.clone() } else { self.dialect.fold.apply(&written) };
        let occurrence = self.count(format!("{}\n{name}", self.section_name));
        let (scalar, extent_end) = match value {
            Some((scalar, extent_end)) => (Some(scalar), extent_end),
            None => (None, key.end),
        };
        if let Some(scalar) = &scalar {
            self.out.text(scalar.span, Place::Value, self.unit);
        }
        let id = self.setting(self.section, &name, occurrence, key, extent_end, scalar);
        self.last_key = Some((id, 0));
        if self.dialect.is_systemd {
            self.systemd(id);
        }
    }

    /// The length of the key, and where the value starts, if there is one.
    fn key_and_value(&self, content: &str) -> (usize, Option<usize>) {
        let bytes = content.as_bytes();
        let mark =
            if self.dialect.is_flat || self.dialect.is_systemd || self.dialect.fold == Fold::MysqlOption {
                memchr::memchr(b'=', bytes)
            } else {
                memchr::memchr2(b'=', b':', bytes)
            };
        let blank = memchr::memchr2(b' ', b'\t', bytes);
        // `!include FILE` and, in `postgresql.conf`, `key value`.
        let blank_first = blank.filter(|&at| mark.is_none_or(|mark| mark > at));
        if let Some(at) = blank_first {
            let after = content.get(at..).unwrap_or_default().trim_start();
            let is_include = content.starts_with('!');
            if (self.dialect.is_flat || is_include) && !after.starts_with('=') {
                return (at, Some(content.len() - after.len()));
            }
        }
        if let Some(at) = mark {
            return (content.get(..at).unwrap_or_default().trim_end().len(), Some(at + 1));
        }
        // A bare key; a comment may follow it.
        let end = content.find(" #").or_else(|| content.find("\t#")).unwrap_or(content.len());
        (content.get(..end).unwrap_or_default().trim_end().len(), None)
    }

    /// The value that starts at `start` or after blanks, and where it ends with its quotes.
    fn value(&mut self, start: usize, end: usize) -> Option<(Scalar, usize)> {
        let written = self.source.seen(start, end);
        let trimmed = written.trim_start();
        let start = start + written.len() - trimmed.len();
        if trimmed.is_empty() {
            return None;
        }
        let first =
            trimmed.chars().next().filter(|first| matches!(first, '"' | '\'') && !self.dialect.is_systemd);
        if let Some(quote) = first
            && let Some(length) = closing(trimmed.get(1..).unwrap_or_default(), quote)
        {
            self.trailing_comment(start + length + 2, end);
            let text = trimmed.get(1..=length).unwrap_or_default().replace("''", "'");
            return Some((self.scalar(start + 1, start + 1 + length, &text), start + length + 2));
        }
        let comment = if self.dialect.is_systemd { None } else { comment_start(trimmed) };
        let length = comment.unwrap_or(trimmed.len());
        if comment.is_some() {
            self.trailing_comment(start + length, end);
        }
        let value = trimmed.get(..length).unwrap_or_default().trim_end();
        let value_end = start + value.len();
        (!value.is_empty()).then(|| (self.scalar(start, value_end, value), value_end))
    }

    fn scalar(&self, start: usize, end: usize, text: &str) -> Scalar {
        variables::resolved(self.source.scalar(start, end, text))
    }

    fn trailing_comment(&mut self, start: usize, end: usize) {
        let rest = self.source.seen(start, end);
        let comment = rest.trim_start();
        if comment.starts_with('#') {
            let start = start + rest.len() - comment.len();
            let (span, body) = (self.source.span(start, end), self.source.span(start + 1, end));
            self.out.comment(span, body, self.unit);
        }
    }

    fn setting(
        &mut self,
        parent: Option<SettingId>,
        name: &str,
        occurrence: u32,
        key: Range<usize>,
        end: usize,
        value: Option<Scalar>,
    ) -> SettingId {
        let extent = self.source.span(key.start, end.max(key.end));
        if let Some(around) = parent.and_then(|id| self.out.outline.settings.get_mut(id.0 as usize)) {
            around.extent.end = around.extent.end.max(extent.end);
        }
        let written = self.source.seen(key.start, key.end).to_ascii_lowercase();
        // A server that does not know an option passes over one that is loose.
        let is_loose = written.strip_prefix("loose").is_some_and(|rest| rest.starts_with(['_', '-']));
        let conditional = is_loose && self.dialect.fold == Fold::MysqlOption;
        self.out.setting(Setting {
            parent,
            name: name.to_string(),
            occurrence,
            is_item: false,
            key: self.source.span(key.start, key.end),
            value,
            extent,
            unit: self.unit,
            conditional,
        })
    }

    /// Commands and variables of a unit file.
    fn systemd(&mut self, id: SettingId) {
        let Some(setting) = self.out.outline.setting(id).cloned() else { return };
        let Some(value) = setting.value else { return };
        let Some(start) = value.span.start().checked_sub(self.source.base) else { return };
        let part = self.source.part(start, start + value.span.len());
        match setting.name.as_str() {
            name if name.starts_with("Exec") => {
                let marks = part.text.len() - part.text.trim_start_matches(['-', '@', '+', '!', ':']).len();
                shell::read(&part.part(marks, part.text.len()), self.unit, self.out);
            }
            "Environment" => {
                for word in shell::words(&part) {
                    if word.text.split_once('=').is_some_and(|(name, _)| is_variable_name(name)) {
                        shell::assignment(&part, &word, self.unit, self.out);
                    }
                }
            }
            "Image" => {
                let whole = 0..part.text.len();
                super::image::add(&part, whole, setting.extent, self.unit, &super::image::unknown, self.out);
            }
            _ => {}
        }
    }
}

/// Where a comment after a value starts: a `#` after a blank.
fn comment_start(value: &str) -> Option<usize> {
    let bytes = value.as_bytes();
    memchr::memchr_iter(b'#', bytes).find(|&at| at == 0 || matches!(bytes.get(at - 1), Some(b' ' | b'\t')))
}

/// The length of what stands before the quote that closes; a quote written twice belongs to the text.
fn closing(text: &str, quote: char) -> Option<usize> {
    let mut rest = text.char_indices().peekable();
    while let Some((at, character)) = rest.next() {
        if character == '\\' {
            rest.next();
        } else if character == quote {
            if quote == '\'' && rest.peek().is_some_and(|(_, next)| *next == quote) {
                rest.next();
            } else {
                return Some(at);
            }
        }
    }
    None
}
