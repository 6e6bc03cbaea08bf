//! JSON, with comments and half-written: a scanner that takes what it can. It is the strict and the tolerant
//! reader in one, for JSON read as YAML fails at tabs, comments and most unfinished lines.

use super::Scope;
use crate::document::builder::Builder;
use crate::document::outline::{Scalar, Setting, SettingId};
use crate::document::readers::variables;
use crate::document::source::{Source, TEMPLATE};
use std::ops::Range;

/// Objects and arrays inside each other that are told apart.
const DEEPEST: usize = 128;

struct Frame {
    /// The setting whose value it is.
    parent: Option<SettingId>,
    is_array: bool,
    next_index: u32,
    /// The key that waits for its value.
    key: Option<SettingId>,
    has_colon: bool,
}

struct Scanner<'s, 'a, 'b> {
    source: &'s Source<'a>,
    bytes: &'s [u8],
    scope: Scope,
    out: &'b mut Builder,
    at: usize,
    frames: Vec<Frame>,
    /// Brackets that were too deep to be told apart.
    too_deep: usize,
    is_whole: bool,
}

/// Whether a text begins as JSON does and YAML hardly ever.
#[must_use]
pub fn is_json(text: &str) -> bool {
    let content = text.trim_start();
    let mut content = content;
    while content.starts_with("//") || content.starts_with("/*") {
        let end = if content.starts_with("//") { content.find('\n') } else { content.find("*/") };
        content = content.get(end.map_or(content.len(), |end| end + 2)..).unwrap_or_default().trim_start();
    }
    let mut characters = content.chars();
    let first = characters.next();
    let next = characters.find(|character| !character.is_whitespace());
    match first {
        Some('{') => matches!(next, None | Some('"' | '}' | '/')),
        Some('[') => matches!(next, None | Some('"' | '{' | '[' | ']')),
        _ => false,
    }
}

/// Reads a text; tells whether it was whole.
pub fn read(source: &Source<'_>, scope: Scope, out: &mut Builder) -> bool {
    let bytes = source.text.as_bytes();
    let mut scanner =
        Scanner { source, bytes, scope, out, at: 0, frames: Vec::new(), too_deep: 0, is_whole: true };
    while scanner.at < bytes.len() {
        scanner.step();
    }
    let whole = scanner.is_whole && scanner.frames.is_empty();
    while !scanner.frames.is_empty() {
        scanner.pop(bytes.len());
    }
    whole
}

impl Scanner<'_, '_, '_> {
    fn byte(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    fn step(&mut self) {
        match self.byte(0) {
            b' ' | b'\t' | b'\n' | b'\r' => self.at += 1,
            b'{' => self.open(false),
            b'[' => self.open(true),
            b'}' => self.close(false),
            b']' => self.close(true),
            b',' => {
                if let Some(frame) = self.frames.last_mut() {
                    frame.key = None;
                    frame.has_colon = false;
                }
                self.at += 1;
            }
            b':' => {
                if let Some(frame) = self.frames.last_mut() {
                    frame.has_colon = frame.key.is_some();
                }
                self.at += 1;
            }
            b'/' if self.byte(1) == b'/' => self.line_comment(),
            b'/' if self.byte(1) == b'*' => self.block_comment(),
            quote @ (b'"' | b'\'') => self.string(quote),
            _ => self.bare(),
        }
    }

    fn line_comment(&mut self) {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let end = self.at + memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
        self.comment(end, 0);
    }

    fn block_comment(&mut self) {
        let rest = self.bytes.get(self.at + 2..).unwrap_or_default();
        match memchr::memmem::find(rest, b"*/") {
            Some(length) => self.comment(self.at + 2 + length + 2, 2),
            None => self.comment(self.bytes.len(), 0),
        }
    }

    fn comment(&mut self, end: usize, closes: usize) {
        let span = self.source.span(self.at, end);
        let body = self.source.span((self.at + 2).min(end), (end - closes).max((self.at + 2).min(end)));
        self.out.comment(span, body, self.scope.unit);
        self.at = end;
    }

    fn string(&mut self, quote: u8) {
        let start = self.at + 1;
        let mut at = start;
        let mut has_escapes = false;
        let closed = loop {
            let Some(found) = memchr::memchr3(quote, b'\\', b'\n', self.bytes.get(at..).unwrap_or_default())
            else {
                at = self.bytes.len();
                break false;
            };
            at += found;
            match self.bytes.get(at) {
                Some(b'\\') => {
                    has_escapes = true;
                    at += 2;
                }
                Some(b'\n') => break false,
                _ => break true,
            }
        };
        let mut end = at.min(self.bytes.len());
        while !self.source.text.is_char_boundary(end) {
            end += 1;
        }
        if !closed {
            self.is_whole = false;
            end = start + self.source.seen(start, end).trim_end_matches(['\r', ' ', ',']).len();
        }
        self.at = (at + usize::from(closed)).max(end).min(self.bytes.len());
        self.scalar(start..end, has_escapes, usize::from(closed));
    }

    fn bare(&mut self) {
        let start = self.at;
        let ends = |byte: u8| b" \t\r\n,:{}[]\"".contains(&byte);
        let rest = self.bytes.get(start + 1..).unwrap_or_default();
        let length = rest.iter().position(|&byte| ends(byte)).unwrap_or(rest.len());
        let mut end = start + 1 + length;
        while !self.source.text.is_char_boundary(end) {
            end += 1;
        }
        self.at = end;
        self.scalar(start..end, false, 0);
    }

    /// A string or word: a key where one is missing, else a value.
    fn scalar(&mut self, range: Range<usize>, has_escapes: bool, quotes: usize) {
        if self.too_deep > 0 {
            return;
        }
        let end = range.end + quotes;
        let Some(frame) = self.frames.last_mut() else {
            self.is_whole = false;
            return;
        };
        if !frame.is_array && !frame.has_colon {
            let parent = frame.parent;
            self.is_whole &= frame.key.is_none();
            let name = self.text(&range, has_escapes);
            let key = self.setting(parent, &name, 0, false, range, end);
            if let Some(frame) = self.frames.last_mut() {
                frame.key = Some(key);
            }
            return;
        }
        let Some(id) = self.slot(range.start) else { return };
        let text = self.text(&range, has_escapes);
        let scalar: Scalar = variables::resolved(self.source.scalar(range.start, range.end, &text));
        let end = self.source.span(end, end).end;
        if let Some(setting) = self.out.outline.settings.get_mut(id.0 as usize) {
            setting.value = Some(scalar);
            setting.extent.end = setting.extent.end.max(end);
        }
    }

    fn text(&self, range: &Range<usize>, has_escapes: bool) -> String {
        let written = self.source.seen(range.start, range.end);
        if has_escapes { unescaped(written) } else { written.to_string() }
    }

    /// The setting that the next value belongs to; none at the top and where a key is missing.
    fn slot(&mut self, at: usize) -> Option<SettingId> {
        let frame = self.frames.last_mut()?;
        if !frame.is_array {
            frame.has_colon = false;
            return frame.key.take();
        }
        let (parent, index) = (frame.parent, frame.next_index);
        frame.next_index += 1;
        Some(self.setting(parent, "", index, true, at..at, at))
    }

    fn setting(
        &mut self,
        parent: Option<SettingId>,
        name: &str,
        occurrence: u32,
        is_item: bool,
        key: Range<usize>,
        end: usize,
    ) -> SettingId {
        let span = self.source.span(key.start, key.end);
        let name = if name.contains(TEMPLATE) { span.of(self.source.file) } else { name };
        let occurrence = if parent.is_none() && !is_item { self.scope.document } else { occurrence };
        let extent = self.source.span(key.start, end);
        let setting = self.scope.setting(parent, name, occurrence, is_item, span);
        self.out.setting(Setting { extent, ..setting })
    }

    fn open(&mut self, is_array: bool) {
        let at = self.at;
        self.at += 1;
        if self.too_deep > 0 || self.frames.len() >= DEEPEST {
            self.too_deep += 1;
            return;
        }
        let parent = self.slot(at);
        if parent.is_none() && !self.frames.is_empty() {
            self.is_whole = false;
        }
        let parent = parent.or_else(|| self.frames.last().and_then(|frame| frame.parent));
        self.frames.push(Frame { parent, is_array, next_index: 0, key: None, has_colon: false });
    }

    fn close(&mut self, is_array: bool) {
        self.at += 1;
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        // A bracket that was forgotten: the nearest one of this form closes, with all inside it.
        let Some(found) = self.frames.iter().rposition(|frame| frame.is_array == is_array) else {
            self.is_whole = false;
            return;
        };
        self.is_whole &= found + 1 == self.frames.len();
        while self.frames.len() > found {
            self.pop(self.at);
        }
    }

    fn pop(&mut self, end: usize) {
        let Some(frame) = self.frames.pop() else { return };
        let end = self.source.span(end, end).end;
        if let Some(setting) = frame.parent.and_then(|id| self.out.outline.settings.get_mut(id.0 as usize)) {
            setting.extent.end = setting.extent.end.max(end);
        }
    }
}

/// The text of a string with its escapes replaced.
fn unescaped(written: &str) -> String {
    let mut text = String::with_capacity(written.len());
    let mut rest = written.chars();
    while let Some(character) = rest.next() {
        if character != '\\' {
            text.push(character);
            continue;
        }
        match rest.next() {
            Some('n') => text.push('\n'),
            Some('t') => text.push('\t'),
            Some('r') => text.push('\r'),
            None | Some('b' | 'f') => {}
            Some('u') => {
                let digits = rest.as_str().get(..4).unwrap_or_default();
                match u32::from_str_radix(digits, 16).ok().and_then(char::from_u32) {
                    Some(decoded) => {
                        text.push(decoded);
                        rest = rest.as_str().get(4..).unwrap_or_default().chars();
                    }
                    None => text.push('u'),
                }
            }
            Some(other) => text.push(other),
        }
    }
    text
}
