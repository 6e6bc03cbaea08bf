//! `reStructuredText`: its code blocks are taken out by their indentation, the rest is read as Markdown.

use super::put;
use crate::document::builder::{Builder, count};
use crate::document::outline::{BlockId, BlockStyle, Origin, UnitId};
use crate::document::readers::markdown;
use crate::document::source::{Line, Source, lines};
use std::ops::Range;

/// Directives that hold code.
const CODE: &[&str] = &["code-block", "code", "sourcecode", "parsed-literal", "prompt"];

/// Directives that are notes to the reader.
const NOTES: &[&str] = &[
    "note",
    "warning",
    "caution",
    "danger",
    "important",
    "tip",
    "hint",
    "attention",
    "error",
    "deprecated",
    "versionadded",
    "versionchanged",
    "versionremoved",
    "admonition",
    "seealso",
];

/// A code block: its language, and the range of its lines.
struct CodeBlock<'t> {
    language: &'t str,
    range: Range<usize>,
}

/// Reads a document.
pub fn read(source: &Source<'_>, unit: UnitId, out: &mut Builder) {
    let all: Vec<Line> = lines(&source.text).collect();
    let mut bytes = source.text.as_bytes().to_vec();
    let blocks = overwrite(source, &all, &mut bytes);
    let (first_block, first_sentence) = (out.outline.blocks.len(), out.outline.sentences.len());
    match String::from_utf8(bytes) {
        Ok(text) => markdown::read_indented(&source.with_text(text), unit, out),
        Err(_) => markdown::read_indented(source, unit, out),
    }
    for block in blocks {
        let origin = origin(source.base + block.range.start, first_block, first_sentence, out);
        let Origin::CodeBlock { lead_in, .. } = origin else { continue };
        let part = source.part(block.range.start, block.range.end);
        markdown::read_code(&part, block.language, lead_in, origin, out);
    }
}

/// The heading above a code block and the sentence before it.
fn origin(at: usize, first_block: usize, first_sentence: usize, out: &Builder) -> Origin {
    let blocks = out.outline.blocks.get(first_block..).unwrap_or_default();
    let after = blocks.partition_point(|block| block.span.start() < at);
    let before = blocks.get(..after).unwrap_or_default();
    let heading = before
        .iter()
        .rposition(|block| matches!(block.style, BlockStyle::Heading(_)))
        .map(|index| BlockId(count(first_block + index)));
    let sentences = out.outline.sentences.get(first_sentence..).unwrap_or_default();
    let before = sentences.partition_point(|sentence| sentence.span.start() < at);
    let lead_in = before.checked_sub(1).map(|index| count(first_sentence + index)).filter(|index| {
        let block =
            out.outline.sentences.get(*index as usize).and_then(|sentence| out.outline.block(sentence.block));
        block.is_some_and(|block| matches!(block.style, BlockStyle::Paragraph | BlockStyle::ListItem))
    });
    Origin::CodeBlock { heading, lead_in }
}

/// Puts the marks of Markdown in the place of those of reStructuredText, and blanks in the place of code.
fn overwrite<'t>(source: &'t Source<'_>, all: &[Line], bytes: &mut [u8]) -> Vec<CodeBlock<'t>> {
    let text = source.text.as_ref();
    let mut blocks = Vec::new();
    let mut index = 0;
    if let Some((body, next)) = leading_code(text, all) {
        blank(bytes.get_mut(body.clone()).unwrap_or_default());
        blocks.push(CodeBlock { language: "", range: body });
        index = next;
    }
    while let Some(line) = all.get(index) {
        let written = line.of(text).trim_end();
        let content = written.trim_start();
        let start = line.start + written.len() - content.len();
        let end = line.start + written.len();
        let directive = content.strip_prefix(".. ");
        let language = directive.map_or_else(|| content.ends_with("::").then_some(""), language_of);
        if let Some(language) = language
            && let Some((body, next)) = code_below(text, all, index, directive.is_some())
        {
            if directive.is_some() {
                put(bytes, start, end, "");
            }
            let hidden = all.get(index + 1).map_or(body.start, |line| line.start);
            blank(bytes.get_mut(hidden..body.end).unwrap_or_default());
            blocks.push(CodeBlock { language, range: body });
            index = next;
            continue;
        }
        if let Some(mark) = underline(content) {
            heading(text, all, index, mark, bytes);
        } else if let Some(directive) = directive {
            let name = directive.split_once("::").map_or("", |(name, _)| name);
            if NOTES.contains(&name) {
                put(bytes, start, start + 3, "-  ");
            } else {
                put(bytes, start, end, "");
            }
        } else if is_option(content) {
            put(bytes, start, end, "");
        }
        index += 1;
    }
    blocks
}

/// The language that a directive of code names.
fn language_of(directive: &str) -> Option<&str> {
    let (name, rest) = directive.split_once("::")?;
    CODE.contains(&name).then(|| rest.trim().split(' ').next().unwrap_or_default())
}

/// The lines below line `index` that are indented more than it, without the options of a directive; and the index
/// of the line after them.
fn code_below(text: &str, all: &[Line], index: usize, is_directive: bool) -> Option<(Range<usize>, usize)> {
    let indent = indentation(all.get(index)?.of(text));
    let mut first = index + 1;
    while is_directive && all.get(first).is_some_and(|line| is_option(line.of(text).trim())) {
        first += 1;
    }
    let is_blank = |line: &Line| line.of(text).trim().is_empty();
    if !is_directive && !all.get(first).is_some_and(is_blank) {
        return None;
    }
    while all.get(first).is_some_and(is_blank) {
        first += 1;
    }
    let rest = all.get(first..).unwrap_or_default();
    let length = rest.iter().take_while(|line| is_blank(line) || indentation(line.of(text)) > indent).count();
    let body = rest.get(..length).unwrap_or_default();
    let last = body.iter().rfind(|line| !is_blank(line))?;
    Some((body.first()?.start..last.end, first + length))
}

/// A stretch of a document may begin inside a code block: with indented lines that are no sentences.
fn leading_code(text: &str, all: &[Line]) -> Option<(Range<usize>, usize)> {
    let first = all.iter().position(|line| !line.of(text).trim().is_empty())?;
    let is_code = |line: &Line| {
        let written = line.of(text);
        let content = written.trim();
        content.is_empty() || indentation(written) > 0 && !content.starts_with("..")
    };
    let rest = all.get(first..)?;
    let length = rest.iter().take_while(|line| is_code(line)).count();
    let body = rest.get(..length)?;
    let has_marks = |line: &Line| {
        let content = line.of(text).trim();
        content.ends_with([';', '{', '}', '\\'])
            || content.starts_with(['$', '#', '-'])
            || content.contains(" = ")
    };
    let last = body.iter().rfind(|line| !line.of(text).trim().is_empty())?;
    body.iter().any(has_marks).then(|| (body.first().map_or(0, |line| line.start)..last.end, first + length))
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// `:name: value` below a directive.
fn is_option(content: &str) -> bool {
    let name = content.strip_prefix(':').and_then(|rest| rest.split_once(':')).map(|(name, _)| name);
    name.is_some_and(|name| {
        !name.is_empty()
            && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
            && !content.contains('`')
    })
}

fn blank(bytes: &mut [u8]) {
    bytes.iter_mut().filter(|byte| !matches!(byte, b'\n' | b'\r')).for_each(|byte| *byte = b' ');
}

/// A line of marks below or around a title.
fn heading(text: &str, all: &[Line], index: usize, mark: char, bytes: &mut [u8]) {
    let Some(line) = all.get(index) else { return };
    let written = line.of(text).trim_end();
    let (start, end) = (line.start + indentation(written), line.start + written.len());
    let above =
        index.checked_sub(1).and_then(|index| all.get(index)).map_or("", |line| line.of(text).trim_end());
    let below = all.get(index + 2).map_or("", |line| line.of(text).trim_end());
    let is_underline = !above.is_empty() && underline(above).is_none();
    if !is_underline && underline(below) == Some(mark) {
        put(bytes, start, end, "");
    } else if mark != '=' {
        let marks = "-".repeat(end - start);
        put(bytes, start, end, if is_underline { &marks } else { "" });
    }
}

/// The mark of a line that consists of three or more of it.
fn underline(line: &str) -> Option<char> {
    let mark = line.chars().next().filter(|first| "=-~^\"'`#*+.:_".contains(*first))?;
    (line.len() >= 3 && line.chars().all(|character| character == mark)).then_some(mark)
}
