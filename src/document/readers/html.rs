//! HTML: the text between tags as blocks of prose, `<pre>` as code, the targets of links as texts.

use super::sentences;
use crate::document::builder::{Builder, Comment, plain_block};
use crate::document::detect;
use crate::document::outline::{Block, BlockId, BlockStyle, Fragment, FragmentStyle, Origin, Place, UnitId};
use crate::document::source::Source;
use std::ops::Range;

/// Elements that stand within a sentence.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "cite", "code", "del", "dfn", "em", "i", "img", "ins", "kbd", "mark", "q", "s",
    "samp", "small", "span", "strike", "strong", "sub", "sup", "tt", "u", "var", "wbr",
];

struct Reader<'s, 'a, 'b> {
    source: &'s Source<'a>,
    text: &'s str,
    unit: UnitId,
    out: &'b mut Builder,
    at: usize,
    style: BlockStyle,
    fragments: Vec<Fragment>,
    /// How deep the text stands in elements of emphasis, code, links and what was struck out.
    emphasis: usize,
    code: usize,
    links: usize,
    struck: usize,
    quotes: usize,
    headings: [Option<BlockId>; 7],
    /// The start of `<pre>`, and the language that its tag names.
    pre: Option<(usize, String)>,
}

/// Reads a page.
pub fn read(source: &Source<'_>, unit: UnitId, out: &mut Builder) {
    let mut reader = Reader {
        source,
        text: &source.text,
        unit,
        out,
        at: 0,
        style: BlockStyle::Paragraph,
        fragments: Vec::new(),
        emphasis: 0,
        code: 0,
        links: 0,
        struck: 0,
        quotes: 0,
        headings: [None; 7],
        pre: None,
    };
    while reader.at < reader.text.len() {
        reader.step();
    }
    reader.flush();
}

impl Reader<'_, '_, '_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn step(&mut self) {
        let rest = self.rest();
        let bytes = rest.as_bytes();
        if let Some(inside) = rest.strip_prefix("<!--") {
            let length = memchr::memmem::find(inside.as_bytes(), b"-->");
            let body = self.at + 4..self.at + 4 + length.unwrap_or(inside.len());
            let end = (body.end + 3).min(self.text.len());
            let (span, body) = (self.source.span(self.at, end), self.source.span(body.start, body.end));
            self.out.comments.push(Comment { span, body, unit: self.unit, in_document: true });
            self.at = end;
        } else if bytes.first() == Some(&b'<')
            && bytes
                .get(1)
                .is_some_and(|next| next.is_ascii_alphabetic() || matches!(next, b'/' | b'!' | b'?'))
        {
            let length = memchr::memchr(b'>', bytes).map_or(rest.len(), |length| length + 1);
            self.tag(self.at..self.at + length);
        } else {
            let length = memchr::memchr(b'<', bytes.get(1..).unwrap_or_default());
            let end = length.map_or(self.text.len(), |length| self.at + 1 + length);
            self.content(self.at..end);
            self.at = end;
        }
    }

    fn tag(&mut self, range: Range<usize>) {
        self.at = range.end;
        let written = self.text.get(range.clone()).unwrap_or_default();
        let inside = written.trim_start_matches('<');
        let closes = inside.starts_with('/');
        let name = inside.trim_start_matches('/');
        let length = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let name = name.get(..length).unwrap_or_default().to_ascii_lowercase();
        if let Some((start, language)) = self.pre.take() {
            if closes && name == "pre" {
                self.code_block(start..range.start, &language);
            } else {
                let language = if language.is_empty() { language_of(written) } else { language };
                self.pre = Some((start, language));
            }
            return;
        }
        match name.as_str() {
            "script" | "style" if !closes => self.pass_over(&name),
            "pre" if !closes => {
                self.flush();
                self.pre = Some((range.end, language_of(written)));
            }
            "b" | "strong" | "em" | "i" => count(&mut self.emphasis, closes),
            "code" | "kbd" | "samp" | "tt" => count(&mut self.code, closes),
            "del" | "s" | "strike" => count(&mut self.struck, closes),
            "a" => {
                count(&mut self.links, closes);
                self.target(range);
            }
            _ if INLINE.contains(&name.as_str()) => {}
            _ => {
                self.flush();
                if name == "blockquote" {
                    count(&mut self.quotes, closes);
                }
                self.style = if closes { BlockStyle::Paragraph } else { style_of(&name) };
            }
        }
    }

    /// Scripts and styles are no text.
    fn pass_over(&mut self, name: &str) {
        self.flush();
        let close = format!("</{name}");
        let length = memchr::memmem::find(self.rest().as_bytes(), close.as_bytes());
        self.at = length.map_or(self.text.len(), |length| self.at + length);
    }

    fn target(&mut self, tag: Range<usize>) {
        let written = self.text.get(tag.clone()).unwrap_or_default();
        let Some(at) = written.find("href=").map(|at| at + 5) else { return };
        let rest = written.get(at..).unwrap_or_default();
        let Some(quote) = rest.chars().next().filter(|quote| matches!(quote, '"' | '\'')) else { return };
        let inside = rest.get(1..).unwrap_or_default();
        let start = tag.start + at + 1;
        let end = start + inside.find(quote).unwrap_or(0);
        self.out.text(self.source.span(start, end), Place::LinkTarget, self.unit);
    }

    fn content(&mut self, range: Range<usize>) {
        let written = self.text.get(range.clone()).unwrap_or_default();
        if self.pre.is_some() || (written.trim().is_empty() && self.fragments.is_empty()) {
            return;
        }
        let style = if self.code > 0 {
            FragmentStyle::CodeSpan
        } else if self.struck > 0 {
            FragmentStyle::Strikethrough
        } else if self.links > 0 {
            FragmentStyle::LinkText
        } else if self.emphasis > 0 {
            FragmentStyle::Emphasis
        } else {
            FragmentStyle::Plain
        };
        let span = self.source.span(range.start, range.end);
        if style == FragmentStyle::CodeSpan {
            self.out.text(span, Place::CodeSpan, self.unit);
        }
        self.fragments.push(Fragment { span, style });
    }

    fn flush(&mut self) {
        let mut fragments = std::mem::take(&mut self.fragments);
        while fragments.last().is_some_and(|last| last.span.of(self.source.file).trim().is_empty()) {
            fragments.pop();
        }
        let (Some(first), Some(last)) = (fragments.first_mut().map(|first| *first), fragments.last()) else {
            return;
        };
        let span = first.span.cover(last.span);
        let level = if let BlockStyle::Heading(level) = self.style { usize::from(level) } else { 7 };
        let heading = self.headings.iter().take(level).rev().find_map(|heading| *heading);
        let block = Block { heading, quoted: self.quotes > 0, ..plain_block(self.style, span) };
        let id = self.out.block(block);
        if level < 7 {
            self.headings.iter_mut().skip(level).for_each(|heading| *heading = None);
            if let Some(slot) = self.headings.get_mut(level) {
                *slot = Some(id);
            }
        }
        self.out.sentences(sentences::split(self.source.file, &fragments, id, self.unit));
    }

    fn code_block(&mut self, range: Range<usize>, language: &str) {
        // Tags inside would be code; entities stand for marks that no reader needs.
        let part = self.source.part(range.start, range.end);
        let mut bytes = part.text.as_bytes().to_vec();
        let mut at = 0;
        while let Some(found) = memchr::memchr(b'<', bytes.get(at..).unwrap_or_default()) {
            let start = at + found;
            let rest = bytes.get(start..).unwrap_or_default();
            let is_tag = rest.get(1).is_some_and(|next| next.is_ascii_alphabetic() || *next == b'/');
            let length =
                if is_tag { memchr::memchr(b'>', rest).map_or(rest.len(), |length| length + 1) } else { 1 };
            if is_tag && let Some(tag) = bytes.get_mut(start..start + length) {
                tag.iter_mut().filter(|byte| !matches!(byte, b'\n' | b'\r')).for_each(|byte| *byte = b' ');
            }
            at = start + length;
        }
        let Ok(text) = String::from_utf8(bytes) else { return };
        // A tag before the first line is no indentation of it.
        let begins_with_tag = self.source.seen(range.start, range.end).starts_with('<');
        let indentation = if begins_with_tag { text.len() - text.trim_start_matches(' ').len() } else { 0 };
        let part = part.with_text(text).part(indentation, range.len());
        let kind = detect::detect_fence(language, None, &part.text);
        let heading = self.headings.iter().rev().find_map(|heading| *heading);
        let lead_in = self.out.outline.sentences.len().checked_sub(1).map(crate::document::builder::count);
        self.out.read_part(&part, kind, Origin::CodeBlock { heading, lead_in });
    }
}

fn count(depth: &mut usize, closes: bool) {
    *depth = if closes { depth.saturating_sub(1) } else { *depth + 1 };
}

fn style_of(name: &str) -> BlockStyle {
    match name {
        "h1" | "title" => BlockStyle::Heading(1),
        "h2" => BlockStyle::Heading(2),
        "h3" => BlockStyle::Heading(3),
        "h4" => BlockStyle::Heading(4),
        "h5" => BlockStyle::Heading(5),
        "h6" => BlockStyle::Heading(6),
        "li" | "dd" | "dt" => BlockStyle::ListItem,
        "th" => BlockStyle::TableHeader,
        "td" => BlockStyle::TableCell,
        _ => BlockStyle::Paragraph,
    }
}

/// The language that a class names: `language-yaml`, `highlight-source-yaml`, `brush: yaml`.
fn language_of(tag: &str) -> String {
    let mark = ["language-", "lang-", "highlight-source-", "brush: "]
        .iter()
        .find_map(|mark| Some(tag.find(mark)? + mark.len()));
    let rest = mark.and_then(|at| tag.get(at..)).unwrap_or_default();
    let length = rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'+').count();
    rest.get(..length).unwrap_or_default().to_string()
}
