//! The line scanner for documents that do not parse: half typed, templated, or not quite YAML.
//!
//! It knows indentation, `key: value`, `- item`, quotes, block scalars and flow values on one line; every
//! other line is passed over.

use super::{Scope, walk};
use crate::document::builder::Builder;
use crate::document::outline::{Scalar, SettingId};
use crate::document::readers::variables;
use crate::document::source::{Line, Source, lines};
use std::ops::Range;

/// A key or item that lines further in belong to.
struct Open {
    column: usize,
    id: SettingId,
    is_item: bool,
    items: u32,
}

struct Scanner<'s, 'a, 'b> {
    source: &'s Source<'a>,
    scope: Scope,
    out: &'b mut Builder,
    open: Vec<Open>,
    top_items: u32,
    /// Lines further in than this belong to the block scalar of the last key.
    block: Option<Block>,
}

struct Block {
    key: SettingId,
    column: usize,
    content: Option<Range<usize>>,
}

/// Reads one document line by line.
pub fn read(source: &Source<'_>, scope: Scope, out: &mut Builder) {
    let mut scanner = Scanner { source, scope, out, open: Vec::new(), top_items: 0, block: None };
    for line in lines(&source.text) {
        scanner.line(line);
    }
    scanner.end_block();
}

impl Scanner<'_, '_, '_> {
    fn line(&mut self, line: Line) {
        let written = line.of(&self.source.text);
        let content = written.trim_start_matches([' ', '\t']);
        let column = written.len() - content.len();
        if content.trim_end().is_empty() {
            return;
        }
        if let Some(block) = &mut self.block {
            if column > block.column {
                let start = block.content.as_ref().map_or(line.start + column, |content| content.start);
                block.content = Some(start..line.start + written.trim_end().len());
                return;
            }
            self.end_block();
        }
        if content.starts_with("---") || content.starts_with('%') {
            return;
        }
        if content.starts_with('#') {
            self.comment(line.start + column, line.start + written.trim_end().len());
            return;
        }
        self.entry(line, column);
    }

    /// Items and a key with its value, from `column` of the line on.
    fn entry(&mut self, line: Line, mut column: usize) {
        let text = self.source.text.as_ref();
        // Each dash opens an item; hostile lines hold thousands of them.
        for _ in 0..64 {
            let rest = text.get(line.start + column..line.end).unwrap_or_default();
            let Some(after) =
                rest.strip_prefix('-').filter(|after| after.is_empty() || after.starts_with([' ', '\t']))
            else {
                break;
            };
            self.item(line.start + column, column);
            column += 1 + after.len() - after.trim_start_matches([' ', '\t']).len();
        }
        let start = line.start + column;
        let rest = text.get(start..line.end).unwrap_or_default();
        if let Some(key) = key_of(rest) {
            let id = self.key(start + key.name.start..start + key.name.end, column);
            let value = start + key.end;
            self.value(id, column, value, line.end);
        } else if let Some(item) = self.open.last().filter(|open| open.is_item && open.column < column) {
            let (id, column) = (item.id, item.column);
            self.value(id, column, start, line.end);
        }
    }

    fn item(&mut self, at: usize, column: usize) {
        // A list may stand at the column of its key.
        while self
            .open
            .last()
            .is_some_and(|open| open.column > column || (open.column == column && open.is_item))
        {
            self.open.pop();
        }
        let (parent, count) = match self.open.last_mut() {
            Some(open) => (Some(open.id), &mut open.items),
            None => (None, &mut self.top_items),
        };
        let occurrence = *count;
        *count += 1;
        let id = self.setting(parent, "", occurrence, true, at..at);
        self.open.push(Open { column, id, is_item: true, items: 0 });
    }

    fn key(&mut self, name: Range<usize>, column: usize) -> SettingId {
        while self.open.last().is_some_and(|open| open.column >= column) {
            self.open.pop();
        }
        let parent = self.open.last().map(|open| open.id);
        let occurrence = if parent.is_none() { self.scope.document } else { 0 };
        let written = self.source.written(name.start, name.end).to_string();
        let id = self.setting(parent, &written, occurrence, false, name);
        self.open.push(Open { column, id, is_item: false, items: 0 });
        id
    }

    fn setting(
        &mut self,
        parent: Option<SettingId>,
        name: &str,
        occurrence: u32,
        is_item: bool,
        key: Range<usize>,
    ) -> SettingId {
        let key = self.source.span(key.start, key.end);
        self.out.setting(self.scope.setting(parent, name, occurrence, is_item, key))
    }

    fn value(&mut self, id: SettingId, column: usize, start: usize, end: usize) {
        let text = self.source.text.as_ref();
        let rest = text.get(start..end).unwrap_or_default();
        let trimmed = rest.trim_start_matches([' ', '\t']);
        let start = start + rest.len() - trimmed.len();
        if trimmed.starts_with(['|', '>']) {
            self.block = Some(Block { key: id, column, content: None });
            return;
        }
        if trimmed.starts_with('#') {
            self.comment(start, start + trimmed.trim_end().len());
            return;
        }
        if trimmed.starts_with(['[', '{']) && trimmed.trim_end().trim_end_matches(',').ends_with([']', '}']) {
            let flow = trimmed.trim_end().trim_end_matches(',');
            let part = self.source.part(start, start + flow.len());
            let before = self.out.outline.settings.len();
            if walk::read(&part, self.scope, Some(id), self.out).is_err() {
                self.out.outline.settings.truncate(before);
            }
            self.extend(id, start + flow.len());
            return;
        }
        if let Some((inside, written)) = plain_or_quoted(trimmed) {
            let range = start + inside.start..start + inside.end;
            let value = text.get(range.clone()).unwrap_or_default();
            let scalar = self.source.scalar(range.start, range.end, value);
            self.set(id, variables::resolved(scalar), start + written);
            let after = trimmed.get(written..).unwrap_or_default();
            if let Some(at) = after.find(" #") {
                self.comment(start + written + at + 1, start + trimmed.trim_end().len());
            }
        }
    }

    fn set(&mut self, id: SettingId, scalar: Scalar, end: usize) {
        if let Some(setting) = self.out.outline.settings.get_mut(id.0 as usize) {
            setting.value = Some(scalar);
        }
        self.extend(id, end);
    }

    /// Makes the setting and what is open around it end at `end` or later.
    fn extend(&mut self, id: SettingId, end: usize) {
        let end = self.source.span(end, end).start;
        let mut next = Some(id);
        // Deep nesting must not make every line walk to the top.
        for _ in 0..64 {
            let Some(setting) = next.and_then(|id| self.out.outline.settings.get_mut(id.0 as usize)) else {
                return;
            };
            setting.extent.end = setting.extent.end.max(end);
            next = setting.parent;
        }
    }

    fn end_block(&mut self) {
        let Some(block) = self.block.take() else { return };
        let Some(content) = block.content else { return };
        let value = self.source.seen(content.start, content.end);
        let scalar = self.source.scalar(content.start, content.end, value);
        self.set(block.key, scalar, content.end);
    }

    fn comment(&mut self, start: usize, end: usize) {
        let (span, body) = (self.source.span(start, end), self.source.span(start + 1, end));
        self.out.comment(span, body, self.scope.unit);
    }
}

struct Key {
    name: Range<usize>,
    /// After the colon.
    end: usize,
}

/// The key with which a text begins, if a colon and a blank or nothing follow it.
fn key_of(text: &str) -> Option<Key> {
    let quote = text.chars().next().filter(|first| matches!(first, '"' | '\''));
    if let Some(quote) = quote {
        let inside = text.get(1..)?;
        let length = inside.find(quote)?;
        let after = inside.get(length + 1..)?;
        let colon = after.trim_start_matches([' ', '\t']);
        let gap = after.len() - colon.len();
        return colon.starts_with(':').then(|| Key { name: 1..1 + length, end: length + 2 + gap + 1 });
    }
    if text.starts_with(['[', '{', '#', '|', '>', '&', '*', '!', '%', '@', '`', ']', '}', ',']) {
        return None;
    }
    let bytes = text.as_bytes();
    // A key longer than this is a sentence.
    let colon = memchr::memchr_iter(b':', bytes.get(..bytes.len().min(256))?)
        .find(|&at| matches!(bytes.get(at + 1), None | Some(b' ' | b'\t')))?;
    let name = text.get(..colon)?.trim_end();
    (!name.is_empty() && !name.contains(" #")).then_some(Key { name: 0..name.len(), end: colon + 1 })
}

/// The range of a value's text without quotes, and the length of all that is written.
fn plain_or_quoted(text: &str) -> Option<(Range<usize>, usize)> {
    let first = text.chars().next()?;
    if matches!(first, '"' | '\'') {
        let inside = text.get(1..)?;
        let length = closing_quote(inside, first).unwrap_or(inside.trim_end().len());
        return Some((1..1 + length, (length + 2).min(text.len())));
    }
    let end = text.find(" #").unwrap_or(text.len());
    let value = text.get(..end)?.trim_end().trim_end_matches(',');
    let is_mark = matches!(value, "{" | "[" | "}" | "]" | "");
    (!is_mark && !value.starts_with(['&', '*', '!', '[', '{'])).then_some((0..value.len(), value.len()))
}

fn closing_quote(text: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (at, character) in text.char_indices() {
        match character {
            '\\' if quote == '"' && !escaped => escaped = true,
            _ if character == quote && !escaped => return Some(at),
            _ => escaped = false,
        }
    }
    None
}
