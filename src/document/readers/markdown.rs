//! Markdown: prose in blocks and sentences, and the texts of other formats in its code blocks.

mod code;
mod prose;

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
    let start = front_matter(source, out);
    let body = source.part(start, source.text.len());
    let parsed = notes_as_items(&body);
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM;
    let mut reader = Reader::new(&body, unit, out);
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
