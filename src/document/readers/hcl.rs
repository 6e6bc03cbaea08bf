//! HCL: Terraform, `OpenTofu`, Packer and Nomad. Blocks with their labels as segments, attributes as settings.
//! A block at the top is a unit. What is computed is dynamic.

use super::code;
use super::settings::{DEEPEST, Settings};
use super::yaml::{Scope, derive, tree::Tree};
use crate::document::builder::{Builder, count};
use crate::document::outline::{Scalar, SettingId, UnitId};
use crate::document::source::{Source, lines};
use crate::knowledge::Kind;
use std::ops::Range;

/// Labels of one block that are followed; blocks have two at most.
const MOST_LABELS: usize = 4;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Block,
    Object,
    List,
}

struct Frame {
    form: Form,
    setting: SettingId,
    /// The first of the settings that its labels made; all end together.
    first: SettingId,
    /// The unit around, if it is a unit.
    around: Option<UnitId>,
}

struct Reader<'s, 'a, 'b> {
    settings: Settings<'s, 'a, 'b>,
    text: &'s str,
    bytes: &'s [u8],
    at: usize,
    frames: Vec<Frame>,
    too_deep: usize,
    is_whole: bool,
}

/// Reads the whole file.
pub fn read(source: &Source<'_>, kind: Option<Kind>, unit: UnitId, out: &mut Builder) {
    let first = SettingId(count(out.outline.settings.len()));
    let settings = Settings::silent(source, kind, unit, out);
    let mut reader = Reader {
        settings,
        text: &source.text,
        bytes: source.text.as_bytes(),
        at: 0,
        frames: Vec::new(),
        too_deep: 0,
        is_whole: true,
    };
    while reader.at < source.text.len() {
        reader.step();
    }
    if !reader.is_whole || !reader.frames.is_empty() {
        let unit = reader.settings.unit;
        reader.settings.out.incomplete(unit);
    }
    while !reader.frames.is_empty() {
        reader.close();
    }
    let tree = Tree::of(&out.outline, first);
    if let Some(language) = code::languages::of("terraform") {
        code::tokens(source, language, unit, out);
    }
    derive::read(source, &tree, Scope { kind, unit, document: 0 }, out);
}

impl Reader<'_, '_, '_> {
    fn byte(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    fn line_end(&self, from: usize) -> usize {
        let rest = self.bytes.get(from..).unwrap_or_default();
        from + memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len())
    }

    fn parent(&self) -> Option<SettingId> {
        self.frames.last().map(|frame| frame.setting)
    }

    fn step(&mut self) {
        if self.blank_or_comment() {
            return;
        }
        let in_list = self.frames.last().is_some_and(|frame| frame.form == Form::List);
        match self.byte(0) {
            b'}' | b']' => {
                self.at += 1;
                if self.too_deep > 0 {
                    self.too_deep -= 1;
                } else if self.frames.is_empty() {
                    self.is_whole = false;
                } else {
                    self.close();
                }
            }
            b',' => self.at += 1,
            _ if self.too_deep > 0 => self.skip(),
            _ if in_list => {
                let at = self.at;
                let parent = self.parent();
                let item = self.settings.item(parent, at, None, at);
                self.value(item);
            }
            _ => self.key(),
        }
    }

    /// Passes over what lies too deep.
    fn skip(&mut self) {
        match self.byte(0) {
            b'{' | b'[' => {
                self.too_deep += 1;
                self.at += 1;
            }
            b'"' => self.at = self.string_end(self.at).0,
            _ => self.at = self.boundary(self.at + 1),
        }
    }

    fn boundary(&self, mut at: usize) -> usize {
        while at < self.text.len() && !self.text.is_char_boundary(at) {
            at += 1;
        }
        at.min(self.text.len())
    }

    fn blank_or_comment(&mut self) -> bool {
        let (end, marks, closes) = match (self.byte(0), self.byte(1)) {
            (b' ' | b'\t' | b'\n' | b'\r', _) => {
                self.at += 1;
                return true;
            }
            (b'#', _) => (self.line_end(self.at), 1, 0),
            (b'/', b'/') => (self.line_end(self.at), 2, 0),
            (b'/', b'*') => {
                let rest = self.bytes.get(self.at + 2..).unwrap_or_default();
                match memchr::memmem::find(rest, b"*/") {
                    Some(length) => (self.at + 2 + length + 2, 2, 2),
                    None => (self.text.len(), 2, 0),
                }
            }
            _ => return false,
        };
        let source = self.settings.source;
        let body_start = (self.at + marks).min(end);
        let body = source.span(body_start, (end - closes).max(body_start));
        self.settings.out.comment(source.span(self.at, end), body, self.settings.unit);
        self.at = end;
        true
    }

    fn skip_blanks(&mut self) {
        while matches!(self.byte(0), b' ' | b'\t') {
            self.at += 1;
        }
    }

    /// A name or a text in quotes, without its quotes; and where it ends.
    fn word(&mut self) -> Option<Range<usize>> {
        if self.byte(0) == b'"' {
            let start = self.at;
            let (end, closed) = self.string_end(start);
            self.at = end;
            return closed.then_some(start + 1..end - 1);
        }
        let good =
            |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.') || **byte >= 0x80;
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let length = rest.iter().take_while(good).count();
        let start = self.at;
        self.at = self.boundary(start + length);
        (length > 0).then_some(start..self.at)
    }

    /// `name = value`, `name: value` or the head of a block.
    fn key(&mut self) {
        let start = self.at;
        let mut words = Vec::new();
        loop {
            self.skip_blanks();
            match self.byte(0) {
                b'{' if !words.is_empty() => return self.block(words),
                b'=' if self.byte(1) != b'=' => break,
                b':' if words.len() == 1 => break,
                byte if byte == b'"' || byte == b'_' || byte.is_ascii_alphanumeric() || byte >= 0x80 => {
                    let Some(word) = self.word() else { break };
                    words.push(word);
                }
                _ => break,
            }
        }
        let assigns = matches!(self.byte(0), b'=' | b':');
        match words.pop().filter(|_| words.is_empty()) {
            Some(name) if assigns => {
                self.at += 1;
                self.skip_blanks();
                let end = name.end;
                let parent = self.parent();
                let id = self.settings.add(parent, name, None, end);
                self.value(id);
            }
            _ => {
                // A half-typed line, or a key that is computed.
                self.is_whole = false;
                let is_key = self.byte(0) == b'(';
                self.at = if is_key { self.expression_end(self.at) } else { self.line_end(self.at) };
                self.at = self.at.max(self.boundary(start + 1));
            }
        }
    }

    fn block(&mut self, words: Vec<Range<usize>>) {
        self.at += 1;
        if self.frames.len() >= DEEPEST {
            self.too_deep += 1;
            return;
        }
        let mut parent = self.parent();
        let mut first = None;
        for word in words.into_iter().take(MOST_LABELS) {
            let end = word.end;
            let id = self.settings.add(parent, word, None, end);
            first = first.or(Some(id));
            parent = Some(id);
        }
        let (Some(first), Some(setting)) = (first, parent) else { return };
        let mut around = None;
        if self.frames.is_empty() {
            around = Some(self.settings.unit);
            let unit = self.settings.open_unit(first);
            for id in first.0 + 1..=setting.0 {
                if let Some(label) = self.settings.out.outline.settings.get_mut(id as usize) {
                    label.unit = unit;
                }
            }
        }
        self.frames.push(Frame { form: Form::Block, setting, first, around });
    }

    fn close(&mut self) {
        let Some(frame) = self.frames.pop() else { return };
        for id in frame.first.0..=frame.setting.0 {
            self.settings.extend(SettingId(id), self.at);
        }
        if let Some(around) = frame.around {
            self.settings.close_unit(self.settings.unit, frame.first);
            self.settings.unit = around;
        }
    }

    fn value(&mut self, id: SettingId) {
        let form = match self.byte(0) {
            b'{' => Some(Form::Object),
            b'[' => Some(Form::List),
            _ => None,
        };
        if let Some(form) = form.filter(|_| !self.is_for()) {
            self.at += 1;
            if self.frames.len() >= DEEPEST {
                self.too_deep += 1;
            } else {
                self.frames.push(Frame { form, setting: id, first: id, around: None });
            }
            return;
        }
        let start = self.at;
        if self.byte(0) == b'<' && self.byte(1) == b'<' {
            return self.heredoc(id);
        }
        let end = self.expression_end(start);
        self.at = end.max(start);
        let written = self.text.get(start..end).unwrap_or_default().trim_end();
        let end = start + written.len();
        if written.is_empty() {
            self.is_whole = false;
            self.at = self.at.max(start);
            if !matches!(self.byte(0), b'\n' | b'\r' | b'}' | b']' | b',') {
                self.at = self.boundary(start + 1);
            }
            return;
        }
        let scalar = self.scalar(start, end, written);
        self.settings.fill(id, scalar, end);
    }

    /// `{ for …` and `[ for …` compute their value.
    fn is_for(&self) -> bool {
        let rest = self.text.get(self.at + 1..).unwrap_or_default().trim_start();
        rest.strip_prefix("for").is_some_and(|rest| rest.starts_with([' ', '\t']))
    }

    fn scalar(&mut self, start: usize, end: usize, written: &str) -> Scalar {
        let source = self.settings.source;
        if written.starts_with('"') {
            let (string_end, closed) = self.string_end(start);
            if string_end == end && closed {
                let inside = written.get(1..written.len() - 1).unwrap_or_default();
                let mut scalar = source.scalar(start + 1, end - 1, &unescaped(inside));
                scalar.dynamic |= is_computed(inside);
                return scalar;
            }
            self.is_whole &= closed;
        }
        let mut scalar = source.scalar(start, end, written);
        let is_literal =
            written.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
                || written.parse::<f64>().is_ok();
        scalar.dynamic |= !is_literal;
        scalar
    }

    fn heredoc(&mut self, id: SettingId) {
        let line_end = self.line_end(self.at);
        let mark = self.text.get(self.at + 2..line_end).unwrap_or_default().trim().trim_start_matches('-');
        let start =
            line_end + usize::from(self.text.get(line_end..).is_some_and(|rest| rest.starts_with("\r\n")));
        let start = (start + 1).min(self.text.len());
        let rest = self.text.get(start..).unwrap_or_default();
        let last = lines(rest).find(|line| line.of(rest).trim() == mark);
        let (end, next) = last.map_or((rest.len(), rest.len()), |line| (line.start, line.end));
        self.is_whole &= last.is_some();
        let body = rest.get(..end).unwrap_or_default();
        let mut scalar = self.settings.source.scalar(start, start + body.trim_end().len(), body.trim_end());
        scalar.dynamic |= is_computed(body);
        self.at = start + next;
        let end = self.at;
        self.settings.fill(id, scalar, end);
    }

    /// Where an expression ends: at a line break, a comma or a bracket that it did not open.
    fn expression_end(&self, start: usize) -> usize {
        let (mut at, mut depth) = (start, 0usize);
        while let Some(&byte) = self.bytes.get(at) {
            match byte {
                b'"' => {
                    at = self.string_end(at).0;
                    continue;
                }
                b'(' | b'[' | b'{' => depth += 1,
                b')' | b']' | b'}' | b',' | b'\n' | b'\r' | b'#' if depth == 0 => break,
                b')' | b']' | b'}' => depth -= 1,
                b'/' if depth == 0 && matches!(self.bytes.get(at + 1), Some(b'/' | b'*')) => break,
                _ => {}
            }
            at += 1;
        }
        self.boundary(at)
    }

    /// Where a text in quotes ends, and whether it was closed; `${ … }` in it may hold quotes again.
    fn string_end(&self, start: usize) -> (usize, bool) {
        let mut at = start + 1;
        // Open brackets of interpolations; `None` is a quote that is open inside one.
        let mut open: Vec<Option<usize>> = vec![None];
        while let Some(&byte) = self.bytes.get(at) {
            let next = self.bytes.get(at + 1);
            match (byte, open.last_mut()) {
                (b'\n' | b'\r', _) => return (at, false),
                (b'\\', Some(None)) => at += 1,
                (b'$' | b'%', Some(None)) if next == Some(&b'{') => {
                    open.push(Some(0));
                    at += 1;
                }
                (b'"', Some(None)) => {
                    open.pop();
                    if open.is_empty() {
                        return (at + 1, true);
                    }
                }
                (b'"', Some(Some(_))) => open.push(None),
                (b'{', Some(Some(depth))) => *depth += 1,
                (b'}', Some(Some(0))) => {
                    open.pop();
                }
                (b'}', Some(Some(depth))) => *depth -= 1,
                _ => {}
            }
            at += 1;
        }
        (self.text.len(), false)
    }
}

/// Whether a text holds an interpolation; `$${` stands for itself.
fn is_computed(text: &str) -> bool {
    let bytes = text.as_bytes();
    ["${", "%{"].iter().any(|mark| {
        memchr::memmem::find_iter(bytes, mark.as_bytes())
            .any(|at| at.checked_sub(1).and_then(|before| bytes.get(before)) != mark.as_bytes().first())
    })
}

fn unescaped(text: &str) -> String {
    if !text.contains('\\') {
        return text.to_string();
    }
    let text = text.replace("\\n", "\n").replace("\\t", "\t").replace("\\\"", "\"");
    text.replace("\\\\", "\\")
}
