//! Markdown: prose in blocks and sentences, and the texts of other formats in its code blocks.

mod code;
mod fragment;
mod prose;
mod span;

use super::yaml;
use crate::document::builder::{Builder, plain_block};
use crate::document::outline::{BlockStyle, Fragment, FragmentStyle, Origin, UnitId};
use crate::document::readers::sentences;
use crate::document::source::{Source, lines};
use crate::knowledge::Kind;
use prose::Reader;
use pulldown_cmark::{Options, Parser};

/// Reads a document.
pub fn read(source: &Source<'_>, unit: UnitId, out: &mut Builder) {
    read_with(source, false, unit, out);
}

/// Reads a document whose code blocks were taken out: what is indented is prose.
pub fn read_indented(source: &Source<'_>, unit: UnitId, out: &mut Builder) {
    read_with(source, true, unit, out);
}

/// Reads a code block of a document in another markup.
pub fn read_code(part: &Source<'_>, info: &str, lead_in: Option<u32>, origin: Origin, out: &mut Builder) {
    let sentence = lead_in.and_then(|index| out.outline.sentences.get(index as usize));
    let kind = code::kind(info, sentence, part.file, &part.text);
    code::read(part, kind, origin, out);
}

fn read_with(source: &Source<'_>, indented_is_prose: bool, unit: UnitId, out: &mut Builder) {
    let mut start = front_matter(source, out);
    if start == 0 {
        start = leading_code(source, out);
    }
    let body = source.part(start, source.text.len());
    let parsed = notes_as_items(&body);
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM;
    let mut reader = Reader::new(&body, indented_is_prose, unit, out);
    for (event, range) in Parser::new_ext(parsed.as_deref().unwrap_or(&body.text), options).into_offset_iter()
    {
        reader.event(event, range);
    }
    reader.end();
}

/// Reads the YAML between `---` lines at the start; gives where the body starts.
fn front_matter(source: &Source<'_>, out: &mut Builder) -> usize {
    let text = source.text.as_ref();
    let mut all = lines(text);
    let Some(first) = all.next().filter(|line| line.of(text).trim_end() == "---") else { return 0 };
    let Some(last) = all.find(|line| matches!(line.of(text).trim_end(), "---" | "...")) else { return 0 };
    let part = source.part(first.next, last.start);
    let first_setting = out.outline.settings.len();
    out.read_part(&part, Kind::parse("yaml"), Origin::FrontMatter);
    let unit = out.outline.parts.last().map(|part| part.root).unwrap_or_default();
    let settings = out.outline.settings.get(first_setting..).unwrap_or_default();
    let prose: Vec<_> = settings
        .iter()
        .filter(|setting| setting.parent.is_none() && is_prose(&setting.name))
        .filter_map(yaml::walk::value_span)
        .collect();
    for span in prose {
        let block = out.block(plain_block(BlockStyle::FrontMatter, span));
        let fragment = Fragment { span, style: FragmentStyle::Plain };
        let sentences = sentences::split(source.file, &[fragment], block, unit);
        out.sentences(sentences);
    }
    last.next
}

/// A stretch of a document may begin inside a code block: its first fence then only ends it. Gives where the
/// document goes on.
fn leading_code(source: &Source<'_>, out: &mut Builder) -> usize {
    let text = source.text.as_ref();
    let Some(found) = memchr::memmem::find(text.as_bytes(), b"```") else { return 0 };
    let start = text.get(..found).and_then(|before| before.rfind(['\n', '\r'])).map_or(0, |at| at + 1);
    let before = text.get(..start).unwrap_or_default();
    if before.trim().is_empty() || !is_closing_fence(text, start) {
        return 0;
    }
    let part = source.part(0, start);
    let kind = code::kind("", None, source.file, &part.text);
    code::read(&part, kind, Origin::CodeBlock { heading: None, lead_in: None }, out);
    lines(text).find(|line| line.start == start).map_or(0, |line| line.next)
}

/// Whether the first fence of a text ends a block that began before the text: it stands right below a line that is
/// no sentence, and the fences after it only come in pairs without it.
fn is_closing_fence(text: &str, start: usize) -> bool {
    let last = text.get(..start).unwrap_or_default().trim_end_matches(['\n', '\r']);
    let is_adjacent = start - last.len() <= 2;
    let last = last.rsplit(['\n', '\r']).next().unwrap_or_default().trim_end();
    let is_sentence = last.trim().is_empty() || last.ends_with(['.', '!', '?', ':']) || last.contains(". ");
    if !is_adjacent || is_sentence && last != "..." {
        return false;
    }
    let rest = text.get(start..).unwrap_or_default();
    let mut fences = lines(rest).map(|line| line.of(rest).trim()).filter(|line| line.starts_with("```"));
    if fences.next() != Some("```") {
        return false;
    }
    // The next fence that names a language cannot end a block, so the first one did.
    let others: Vec<&str> = fences.collect();
    others.first().is_some_and(|next| *next != "```") || others.len().is_multiple_of(2)
}

fn is_prose(key: &str) -> bool {
    matches!(key, "title" | "description" | "summary" | "subtitle" | "excerpt" | "abstract")
}

/// `!!! warning` and `??? note` (`MkDocs`) hold indented text; as list items they hold it in Markdown too.
fn notes_as_items(source: &Source<'_>) -> Option<String> {
    let text = source.text.as_ref();
    let marks = ["!!! ", "??? ", "???+"];
    marks.iter().find(|mark| memchr::memmem::find(text.as_bytes(), mark.as_bytes()).is_some())?;
    let mut bytes = text.as_bytes().to_vec();
    for line in lines(text) {
        let written = line.of(text);
        let content = written.trim_start();
        let start = line.start + written.len() - content.len();
        if marks.iter().any(|mark| content.starts_with(mark))
            && let Some((first, rest)) = bytes.get_mut(start..line.end).and_then(<[u8]>::split_first_mut)
        {
            *first = b'-';
            rest.fill(b' ');
        }
    }
    String::from_utf8(bytes).ok()
}
