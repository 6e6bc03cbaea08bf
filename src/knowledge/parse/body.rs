//! The body of a page: its title, the paragraph that defines it, and its sections.

use super::example;
use super::reader::Reader;
use crate::knowledge::page::Page;
use crate::text::Span;
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// One block at the top level of the Markdown.
#[derive(Debug)]
pub(crate) struct Block {
    pub kind: BlockKind,
    /// In the file.
    pub range: Range<usize>,
    /// Plain text: of a heading or paragraph without markup; of a fence its content.
    pub text: String,
    /// Where HTML begins in it.
    pub html: Option<usize>,
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum BlockKind {
    Heading(usize),
    Paragraph,
    /// With its info string.
    Fence(String),
    Other,
}

impl Block {
    pub(crate) fn is_heading(&self, level: usize) -> bool {
        self.kind == BlockKind::Heading(level)
    }

    pub(crate) fn span(&self) -> Span {
        Span::from(self.range.clone())
    }
}

/// The blocks of the Markdown that begins at `start`. Links keep only their text.
pub(crate) fn blocks(text: &str, start: usize) -> Vec<Block> {
    let markdown = text.get(start..).unwrap_or_default();
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut blocks: Vec<Block> = Vec::new();
    let mut depth = 0_usize;
    for (event, range) in Parser::new_ext(markdown, options).into_offset_iter() {
        let range = range.start + start..range.end + start;
        match event {
            Event::Start(tag) => {
                if depth == 0 {
                    blocks.push(Block { kind: kind(&tag), range, text: String::new(), html: None });
                }
                depth += 1;
            }
            Event::End(tag) => {
                depth = depth.saturating_sub(1);
                if matches!(tag, TagEnd::Item | TagEnd::TableCell) {
                    push_text(&mut blocks, " ");
                }
            }
            Event::Rule if depth == 0 => {
                blocks.push(Block { kind: BlockKind::Other, range, text: String::new(), html: None });
            }
            Event::InlineHtml(_) | Event::Html(_) => {
                if let Some(block) = blocks.last_mut() {
                    block.html.get_or_insert(range.start);
                }
            }
            Event::Text(text) | Event::Code(text) => push_text(&mut blocks, &text),
            Event::SoftBreak | Event::HardBreak => push_text(&mut blocks, " "),
            _ => {}
        }
    }
    blocks
}

fn push_text(blocks: &mut [Block], text: &str) {
    if let Some(block) = blocks.last_mut() {
        block.text.push_str(text);
    }
}

fn kind(tag: &Tag<'_>) -> BlockKind {
    match tag {
        Tag::Heading { level, .. } => BlockKind::Heading(level_number(*level)),
        Tag::Paragraph => BlockKind::Paragraph,
        Tag::CodeBlock(CodeBlockKind::Fenced(info)) => BlockKind::Fence(info.to_string()),
        _ => BlockKind::Other,
    }
}

fn level_number(level: HeadingLevel) -> usize {
    level as usize
}

/// Whether a heading begins the examples, and whether of what is flagged.
pub(crate) fn is_example_heading(block: &Block) -> Option<bool> {
    match (&block.kind, block.text.trim()) {
        (BlockKind::Heading(2), "Flagged") => Some(true),
        (BlockKind::Heading(2), "Accepted") => Some(false),
        _ => None,
    }
}

/// Fills title, summary, body and examples from the blocks of a page with one title.
pub(super) fn read(reader: &mut Reader<'_>, blocks: &[Block], page: &mut Page) {
    let Some(title) = title(reader, blocks, page) else { return };
    let blocks = blocks.get(title + 1..).unwrap_or_default();
    page.examples = example::read(reader, blocks);
    page.body = body(reader, blocks);
}

/// Sets title and summary; the index of the title, or a problem if there is none.
pub(super) fn title(reader: &mut Reader<'_>, blocks: &[Block], page: &mut Page) -> Option<usize> {
    let Some(index) = blocks.iter().position(|block| block.is_heading(1) && !block.text.trim().is_empty())
    else {
        let place = blocks.first().map_or(Span::at(0), Block::span);
        reader.problem(place, "the page has no title; begin its body with a line `# Title`");
        return None;
    };
    let (before, rest) = blocks.split_at(index);
    if let Some(stray) = before.first() {
        reader.problem(stray.span(), "nothing may stand before the title `# …`");
    }
    let block = rest.first()?;
    page.title = block.text.trim().to_string();
    page.title_span = trimmed(reader.text(), &block.range);
    page.summary = summary(rest.get(1..).unwrap_or_default());
    Some(index)
}

/// The first paragraph, if it stands before any other heading.
pub(super) fn summary(blocks: &[Block]) -> String {
    let mut before_heading = blocks.iter().take_while(|block| !matches!(block.kind, BlockKind::Heading(_)));
    let paragraph = before_heading.find(|block| block.kind == BlockKind::Paragraph);
    paragraph.map(|block| block.text.split_whitespace().collect::<Vec<_>>().join(" ")).unwrap_or_default()
}

fn trimmed(text: &str, range: &Range<usize>) -> Span {
    let end = range.start + text.get(range.clone()).unwrap_or_default().trim_end().len();
    Span::new(range.start, end)
}

/// The Markdown under the title without the sections of examples.
fn body(reader: &Reader<'_>, blocks: &[Block]) -> String {
    let mut body = String::new();
    let mut visible = true;
    let mut start = blocks.first().map_or(reader.text().len(), |block| block.range.start);
    for block in blocks {
        if !matches!(block.kind, BlockKind::Heading(1 | 2)) {
            continue;
        }
        let shows = is_example_heading(block).is_none();
        if visible && !shows {
            push_section(&mut body, reader.text().get(start..block.range.start));
        } else if !visible && shows {
            start = block.range.start;
        }
        visible = shows;
    }
    if visible {
        push_section(&mut body, reader.text().get(start..));
    }
    body
}

fn push_section(body: &mut String, section: Option<&str>) {
    let section = section.unwrap_or_default().trim();
    if !body.is_empty() && !section.is_empty() {
        body.push_str("\n\n");
    }
    body.push_str(section);
}
