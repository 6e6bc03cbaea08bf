//! TOML: the events of a parser that goes on after errors, into settings.

use super::settings::Settings;
use super::yaml::Scope;
use super::yaml::tree::Tree;
use super::{packages, template, yaml};
use crate::document::builder::{Builder, count};
use crate::document::outline::{Scalar, SettingId, UnitId};
use crate::document::source::Source;
use crate::knowledge::Kind;
use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;
use toml_parser::decoder::Encoding;
use toml_parser::parser::{EventReceiver, RecursionGuard, parse_document};
use toml_parser::{ErrorSink, ParseError, Raw, Span};

/// Arrays and inline tables inside each other that are followed.
const DEEPEST: u32 = 64;

/// One part of a key, as written without quotes.
struct KeyPart {
    name: String,
    range: Range<usize>,
}

/// What is open inside a value.
enum Frame {
    Array(SettingId),
    Inline(SettingId),
}

struct Reader<'s, 'a, 'b> {
    settings: Settings<'s, 'a, 'b>,
    /// The table of the last header.
    table: Option<SettingId>,
    frames: Vec<Frame>,
    key: Vec<KeyPart>,
    /// The key that waits for its value.
    pending: Option<SettingId>,
    in_header: bool,
    /// Tables by their parent and name; for an array of tables, its last item.
    known: HashMap<(Option<SettingId>, String), SettingId>,
}

/// Reads the whole file.
pub fn read(source: &Source<'_>, kind: Option<Kind>, unit: UnitId, out: &mut Builder) {
    let source = template::overwrite(source, out);
    let first = SettingId(count(out.outline.settings.len()));
    let tokens = toml_parser::Source::new(&source.text).lex().into_vec();
    let mut problem: Option<ParseError> = None;
    let mut reader = Reader {
        settings: Settings::silent(&source, kind, unit, out),
        table: None,
        frames: Vec::new(),
        key: Vec::new(),
        pending: None,
        in_header: false,
        known: HashMap::new(),
    };
    let mut guard = RecursionGuard::new(&mut reader, DEEPEST);
    parse_document(&tokens, &mut guard, &mut problem);
    if let Some(problem) = problem {
        let at = problem.unexpected().or(problem.context()).map_or(0, |span| span.start());
        out.problem(source.span(at, at), problem.description());
        out.incomplete(unit);
    }
    let tree = Tree::of(&out.outline, first);
    yaml::derive::read(&source, &tree, Scope { kind, unit, document: 0 }, out);
    packages::from_settings(kind, &tree, out);
}

impl Reader<'_, '_, '_> {
    fn around(&self) -> Option<SettingId> {
        match self.frames.last() {
            Some(Frame::Array(id) | Frame::Inline(id)) => Some(*id),
            None => self.table,
        }
    }

    /// The setting for a part of a key that may stand for a table that is known.
    fn table(&mut self, parent: Option<SettingId>, part: KeyPart) -> SettingId {
        let key = (parent, part.name);
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let end = part.range.end;
        let id = self.settings.add_named(parent, &key.1, part.range, None, end);
        self.known.insert(key, id);
        id
    }

    fn header(&mut self, end: usize, is_array: bool) {
        let parts = std::mem::take(&mut self.key);
        self.in_header = false;
        let length = parts.len();
        let mut parent = None;
        for (index, part) in parts.into_iter().enumerate() {
            let is_last = index + 1 == length;
            let (name, start) = (part.name.clone(), part.range.start);
            if is_last && is_array {
                let list_key = (parent, format!("{name}[]"));
                let list = match self.known.get(&list_key) {
                    Some(list) => *list,
                    None => self.settings.add_named(parent, &name, part.range, None, end),
                };
                let item = self.settings.item(Some(list), start, None, end);
                self.known.insert(list_key, list);
                self.known.insert((parent, name), item);
                parent = Some(item);
            } else {
                parent = Some(self.table(parent, part));
            }
        }
        self.table = parent;
    }

    /// The key before `=` is whole.
    fn assign(&mut self) {
        let parts = std::mem::take(&mut self.key);
        let length = parts.len();
        let mut parent = self.around();
        for (index, part) in parts.into_iter().enumerate() {
            if index + 1 < length {
                parent = Some(self.table(parent, part));
                continue;
            }
            let end = part.range.end;
            let id = self.settings.add_named(parent, &part.name, part.range, None, end);
            self.pending = Some(id);
        }
    }

    /// The setting that the next value belongs to.
    fn slot(&mut self, at: usize) -> Option<SettingId> {
        if let Some(pending) = self.pending.take() {
            return Some(pending);
        }
        match self.frames.last() {
            Some(Frame::Array(id)) => Some(self.settings.item(Some(*id), at, None, at)),
            _ => None,
        }
    }

    fn close(&mut self, end: usize) {
        self.pending = None;
        self.key.clear();
        if let Some(Frame::Array(id) | Frame::Inline(id)) = self.frames.pop() {
            self.settings.extend(id, end);
        }
        self.reach(end);
    }

    /// The table around reaches as far as its last value.
    fn reach(&mut self, end: usize) {
        if let (true, Some(table)) = (self.frames.is_empty(), self.table) {
            self.settings.extend(table, end);
        }
    }

    fn text_of(&self, span: Span, encoding: Option<Encoding>) -> (Range<usize>, String) {
        let written = self.settings.source.seen(span.start(), span.end());
        let quotes = match encoding {
            None => 0,
            Some(Encoding::LiteralString | Encoding::BasicString) => 1,
            Some(Encoding::MlLiteralString | Encoding::MlBasicString) => 3,
        };
        let mark = written.get(..quotes).unwrap_or_default();
        let is_closed = written.len() >= 2 * quotes && written.ends_with(mark);
        if encoding.is_none() || !is_closed {
            let start = (span.start() + quotes).min(span.end());
            return (start..span.end(), self.settings.source.seen(start, span.end()).to_string());
        }
        let inside = span.start() + quotes..span.end() - quotes;
        let mut text = Cow::Borrowed("");
        let _ = Raw::new_unchecked(written, encoding, span).decode_scalar(&mut text, &mut ());
        (inside, text.into_owned())
    }

    fn value(&mut self, span: Span, encoding: Option<Encoding>) {
        let Some(id) = self.slot(span.start()) else { return };
        if span.is_empty() {
            // `key =` with nothing behind it yet.
            let unit = self.settings.unit;
            return self.settings.out.incomplete(unit);
        }
        let (inside, text) = self.text_of(span, encoding);
        let scalar: Scalar = self.settings.scalar(inside, &text);
        self.settings.fill(id, scalar, span.end());
        self.reach(span.end());
    }
}

impl EventReceiver for Reader<'_, '_, '_> {
    fn std_table_open(&mut self, _span: Span, _error: &mut dyn ErrorSink) {
        (self.in_header, self.pending) = (true, None);
        self.frames.clear();
        self.key.clear();
    }

    fn std_table_close(&mut self, span: Span, _error: &mut dyn ErrorSink) {
        self.header(span.end(), false);
    }

    fn array_table_open(&mut self, span: Span, error: &mut dyn ErrorSink) {
        self.std_table_open(span, error);
    }

    fn array_table_close(&mut self, span: Span, _error: &mut dyn ErrorSink) {
        self.header(span.end(), true);
    }

    fn inline_table_open(&mut self, span: Span, _error: &mut dyn ErrorSink) -> bool {
        let Some(id) = self.slot(span.start()) else { return false };
        self.frames.push(Frame::Inline(id));
        true
    }

    fn inline_table_close(&mut self, span: Span, _error: &mut dyn ErrorSink) {
        self.close(span.end());
    }

    fn array_open(&mut self, span: Span, _error: &mut dyn ErrorSink) -> bool {
        let Some(id) = self.slot(span.start()) else { return false };
        self.frames.push(Frame::Array(id));
        true
    }

    fn array_close(&mut self, span: Span, _error: &mut dyn ErrorSink) {
        self.close(span.end());
    }

    fn simple_key(&mut self, span: Span, kind: Option<Encoding>, _error: &mut dyn ErrorSink) {
        let (range, name) = self.text_of(span, kind);
        self.key.push(KeyPart { name, range });
    }

    fn key_val_sep(&mut self, _span: Span, _error: &mut dyn ErrorSink) {
        self.assign();
    }

    fn scalar(&mut self, span: Span, kind: Option<Encoding>, _error: &mut dyn ErrorSink) {
        self.value(span, kind);
    }

    fn comment(&mut self, span: Span, _error: &mut dyn ErrorSink) {
        self.settings.comment(span.start()..span.end(), 1);
    }

    fn newline(&mut self, _span: Span, _error: &mut dyn ErrorSink) {
        if self.frames.is_empty() {
            self.key.clear();
            self.pending = None;
        }
    }
}
