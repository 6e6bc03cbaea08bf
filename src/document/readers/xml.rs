//! XML: elements, attributes and texts as settings. The path of an attribute is that of a child element of its
//! name (`ItemGroup.PackageReference.Version`), for many formats take either. Prefixes of names are left out.

use super::settings::{DEEPEST, Settings};
use super::sql;
use super::yaml::tree::Tree;
use super::{packages, template};
use crate::document::builder::{Builder, count};
use crate::document::outline::{SettingId, UnitId};
use crate::document::source::Source;
use crate::knowledge::Kind;
use std::ops::Range;

struct Frame {
    setting: SettingId,
    name: String,
    has_text: bool,
}

struct Reader<'s, 'a, 'b> {
    settings: Settings<'s, 'a, 'b>,
    text: &'s str,
    at: usize,
    frames: Vec<Frame>,
    too_deep: usize,
    is_whole: bool,
}

/// Reads the whole file.
pub fn read(source: &Source<'_>, kind: Option<Kind>, unit: UnitId, out: &mut Builder) {
    let source = template::overwrite(source, out);
    let first = SettingId(count(out.outline.settings.len()));
    let settings = Settings::new(&source, kind, unit, out);
    let mut reader =
        Reader { settings, text: &source.text, at: 0, frames: Vec::new(), too_deep: 0, is_whole: true };
    while reader.at < source.text.len() {
        reader.step();
    }
    let is_whole = reader.is_whole && reader.frames.is_empty();
    while !reader.frames.is_empty() {
        reader.pop(source.text.len());
    }
    if !is_whole {
        out.incomplete(unit);
    }
    let tree = Tree::of(&out.outline, first);
    packages::from_settings(kind, &tree, out);
}

impl Reader<'_, '_, '_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Where `mark` ends after `from`, or the end of the text.
    fn after(&mut self, from: usize, mark: &str) -> usize {
        let rest = self.text.get(from..).unwrap_or_default();
        if let Some(length) = memchr::memmem::find(rest.as_bytes(), mark.as_bytes()) {
            return from + length + mark.len();
        }
        self.is_whole = false;
        self.text.len()
    }

    fn step(&mut self) {
        let rest = self.rest();
        if rest.starts_with("<!--") {
            let end = self.after(self.at + 4, "-->");
            let span = self.settings.source.span(self.at, end);
            let body_end = end.saturating_sub(3).max(self.at + 4);
            let body = self.settings.source.span(self.at + 4, body_end.min(end));
            self.settings.out.comment(span, body, self.settings.unit);
            self.at = end;
        } else if rest.starts_with("<![CDATA[") {
            let (start, end) = (self.at + 9, self.after(self.at + 9, "]]>"));
            self.content(start..end.saturating_sub(3).max(start), false);
            self.at = end;
        } else if rest.starts_with("<?") {
            self.at = self.after(self.at + 2, "?>");
        } else if rest.starts_with("<!") {
            self.at = self.after(self.at + 2, ">");
        } else if let Some(name) = rest.strip_prefix("</") {
            let length = name.bytes().take_while(|byte| is_name(*byte)).count();
            let name = local(name.get(..length).unwrap_or_default()).to_string();
            let end = self.after(self.at + 2, ">");
            self.close(&name, end);
            self.at = end;
        } else if rest.starts_with('<') && rest.as_bytes().get(1).is_some_and(|byte| is_name(*byte)) {
            self.open();
        } else {
            let length = memchr::memchr(b'<', rest.as_bytes().get(1..).unwrap_or_default());
            let end = length.map_or(self.text.len(), |length| self.at + 1 + length);
            self.content(self.at..end, true);
            self.at = end;
        }
    }

    fn content(&mut self, range: Range<usize>, has_entities: bool) {
        let written = self.text.get(range.clone()).unwrap_or_default();
        let content = written.trim();
        if content.is_empty() || self.too_deep > 0 {
            return;
        }
        let start = range.start + written.len() - written.trim_start().len();
        let range = start..start + content.len();
        let text = if has_entities { without_entities(content) } else { content.to_string() };
        let Some(frame) = self.frames.last_mut().filter(|frame| !frame.has_text) else { return };
        frame.has_text = true;
        let setting = frame.setting;
        if sql::starts_with_verb(content) {
            let part = self.settings.source.part(range.start, range.end);
            let text = part.text.replace("&lt;", "    ").replace("&gt;", "    ").replace("&amp;", "     ");
            let part = part.with_text(text);
            sql::statements(&part, self.settings.unit, self.settings.out);
        }
        let scalar = self.settings.scalar(range.clone(), &text);
        self.settings.fill(setting, scalar, range.end);
    }

    fn open(&mut self) {
        let start = self.at + 1;
        let name_end = self.name_end(start);
        let name = self.text.get(start..name_end).unwrap_or_default();
        let key = name_end - local(name).len()..name_end;
        let name = local(name).to_string();
        self.at = name_end;
        if self.too_deep > 0 || self.frames.len() >= DEEPEST {
            self.at = self.after(self.at, ">");
            let closes = self.text.get(..self.at).is_some_and(|before| before.ends_with("/>"));
            self.too_deep += usize::from(!closes);
            return;
        }
        let parent = self.frames.last().map(|frame| frame.setting);
        let setting = self.settings.add(parent, key, None, name_end);
        loop {
            self.skip_blanks();
            let rest = self.rest().as_bytes();
            match rest.first() {
                Some(b'>') => {
                    self.at += 1;
                    self.frames.push(Frame { setting, name, has_text: false });
                    break;
                }
                Some(b'/') if rest.get(1) == Some(&b'>') => {
                    self.at += 2;
                    break;
                }
                Some(byte) if is_name(*byte) => self.attribute(setting),
                None | Some(b'<') => {
                    self.is_whole = false;
                    self.frames.push(Frame { setting, name, has_text: false });
                    break;
                }
                Some(_) => self.at = self.next_boundary(self.at + 1),
            }
        }
        self.settings.extend(setting, self.at);
    }

    fn next_boundary(&self, mut at: usize) -> usize {
        while at < self.text.len() && !self.text.is_char_boundary(at) {
            at += 1;
        }
        at
    }

    fn name_end(&self, start: usize) -> usize {
        let rest = self.text.as_bytes().get(start..).unwrap_or_default();
        let length = rest.iter().take_while(|byte| is_name(**byte)).count();
        self.next_boundary(start + length)
    }

    fn skip_blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    fn attribute(&mut self, element: SettingId) {
        let start = self.at;
        let end = self.name_end(start);
        let name = self.text.get(start..end).unwrap_or_default();
        let is_namespace = name.starts_with("xmlns");
        let key = end - local(name).len()..end;
        self.at = end;
        self.skip_blanks();
        if !self.rest().starts_with('=') {
            return;
        }
        self.at += 1;
        self.skip_blanks();
        let bytes = self.text.as_bytes();
        let Some(quote @ (b'"' | b'\'')) = bytes.get(self.at).copied() else { return };
        let inside = self.at + 1;
        let rest = bytes.get(inside..).unwrap_or_default();
        // An attribute that is not closed ends where the next tag begins.
        let length = memchr::memchr2(quote, b'<', rest).unwrap_or(rest.len());
        let closes = rest.get(length) == Some(&quote);
        self.is_whole &= closes;
        self.at = inside + length + usize::from(closes);
        if !is_namespace {
            let text = without_entities(self.text.get(inside..inside + length).unwrap_or_default());
            let scalar = self.settings.scalar(inside..inside + length, &text);
            self.settings.add(Some(element), key, Some(scalar), self.at);
        }
    }

    fn close(&mut self, name: &str, end: usize) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        let Some(found) = self.frames.iter().rposition(|frame| frame.name == name) else {
            self.is_whole = false;
            return;
        };
        self.is_whole &= found + 1 == self.frames.len();
        while self.frames.len() > found {
            self.pop(end);
        }
    }

    fn pop(&mut self, end: usize) {
        if let Some(frame) = self.frames.pop() {
            self.settings.extend(frame.setting, end);
        }
    }
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'_' | b'-' | b'.') || byte >= 0x80
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

fn without_entities(text: &str) -> String {
    if !text.contains('&') {
        return text.to_string();
    }
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")]
        .iter()
        .fold(text.to_string(), |text, (entity, character)| text.replace(entity, character))
}
