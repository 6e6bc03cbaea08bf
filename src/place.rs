//! What stands at an offset of a document, and which pages explain it: the question behind hover and definition.

mod sides;
mod source;

use crate::config::HoverSource;
use crate::context::Context;
use crate::document::outline::{Image, Outline, Place, Setting, UnitId};
use crate::knowledge::kind::Reader;
use crate::knowledge::{Kind, Page};
use crate::library::TermHit;
use crate::meaning::{self, Clues};
use crate::text::Span;
use crate::text::identifier;
use crate::text::normal_form::normal_form;
use std::sync::Arc;

/// How far around an offset other terms are looked for, in bytes.
const AROUND: usize = 300;
/// How many of them are looked at.
const AROUND_LIMIT: usize = 8;
/// So many headings stand above a paragraph at most.
const HEADINGS: usize = 6;
/// A longer run of letters and marks is no address that anybody hovers.
const LONGEST_ADDRESS: usize = 2_048;

/// What stands at an offset.
#[derive(Clone, Debug)]
pub struct Subject {
    pub span: Span,
    /// The likeliest first, never empty.
    pub pages: Vec<Arc<Page>>,
    /// The pages are different meanings of one term, not several sides of one thing.
    pub is_ambiguous: bool,
    /// Its unit, for evidence of versions.
    pub unit: UnitId,
    /// Ids of pages whose rule is about other values than the one that stands here.
    pub unconcerned: Vec<String>,
}

/// How the text around an offset is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// Running text, a comment, a string.
    Prose,
    /// A key or value of a configuration file.
    Config,
    /// Names and marks of source code.
    Code,
}

/// What stands at `offset`, with its pages; nothing where nothing is known.
#[must_use]
pub fn subject_at(context: &Context, offset: usize) -> Option<Subject> {
    let text = &context.document.text;
    text.get(offset..)?;
    let outline = &context.document.outline;
    let setting = setting_at(outline, offset);
    if let Some(setting) = setting.filter(|setting| !setting.is_item && setting.key.touches(offset))
        && let Some(kind) = outline.kind_of(setting.unit)
    {
        let (pages, unconcerned) = sides::of_setting(context, kind, setting);
        if !pages.is_empty() {
            return Some(Subject {
                span: setting.key,
                pages,
                is_ambiguous: false,
                unit: setting.unit,
                unconcerned,
            });
        }
    }
    if let Some(subject) = named_at(context, offset) {
        return Some(subject);
    }
    let line = line_at(text, offset);
    if in_link_target(outline, offset) || is_in_address(text, line, offset) {
        return None;
    }
    let manner = manner_at(context, offset, line);
    if !is_asked(context, offset, manner) {
        return None;
    }
    let hit = term_at(context, line, offset)?;
    let hit_text = hit.span.of(text);
    let unit = setting.map_or_else(UnitId::default, |setting| setting.unit);
    let whole_value =
        setting.and_then(|setting| setting.value.as_ref()).is_some_and(|value| value.span == hit.span);
    let pages = pages_of(context, &hit, line, offset);
    let needs_words = manner == Manner::Code || (manner == Manner::Config && !whole_value);
    let pages: Vec<Arc<Page>> =
        pages.into_iter().filter(|page| !needs_words || has_several_words(page, hit_text)).collect();
    let is_ambiguous = pages.len() > 1;
    (!pages.is_empty()).then_some(Subject {
        span: hit.span,
        pages,
        is_ambiguous,
        unit,
        unconcerned: Vec::new(),
    })
}

/// Whether the user wants answers in text of this manner: only in source code there is a choice.
fn is_asked(context: &Context, offset: usize, manner: Manner) -> bool {
    let is_source = || kind_at(context, offset).is_some_and(|kind| kind.row().reader == Reader::Code);
    match context.config.editor.hover_source {
        HoverSource::Names => true,
        HoverSource::Comments => manner != Manner::Code,
        HoverSource::Off => manner != Manner::Code && !is_source(),
    }
}

/// The image or environment variable under the offset, if a page is about it.
fn named_at(context: &Context, offset: usize) -> Option<Subject> {
    let outline = &context.document.outline;
    if let Some(image) = image_at(outline, offset) {
        if let Some(subject) = tag_suffix_at(context, image, offset) {
            return Some(subject);
        }
        let (page, _) = context.products.of_image(&image.name)?;
        return Some(Subject {
            span: image.span,
            pages: vec![page.clone()],
            is_ambiguous: false,
            unit: image.unit,
            unconcerned: Vec::new(),
        });
    }
    let next = outline.env.partition_point(|variable| variable.name_span.start() <= offset);
    let variable = next.checked_sub(1).and_then(|index| outline.env.get(index))?;
    if !variable.name_span.touches(offset) {
        return None;
    }
    let pages = context.library.exact(&variable.name);
    (!pages.is_empty()).then_some(Subject {
        span: variable.name_span,
        pages,
        is_ambiguous: false,
        unit: variable.unit,
        unconcerned: Vec::new(),
    })
}

/// The second product that a tag names, if the offset touches its name: Debian in `node:24-bookworm`.
fn tag_suffix_at(context: &Context, image: &Image, offset: usize) -> Option<Subject> {
    let tag = image.tag.as_ref().filter(|tag| !tag.dynamic && tag.span.touches(offset))?;
    let (page, _, range) = context.products.of_tag_suffix(&tag.text)?;
    let span = Span::from(range).shifted(tag.span.start());
    let subject = Subject {
        span,
        pages: vec![page.clone()],
        is_ambiguous: false,
        unit: image.unit,
        unconcerned: Vec::new(),
    };
    span.touches(offset).then_some(subject)
}

fn image_at(outline: &Outline, offset: usize) -> Option<&Image> {
    let next = outline.images.partition_point(|image| image.span.start() <= offset);
    let image = next.checked_sub(1).and_then(|index| outline.images.get(index))?;
    (image.span.touches(offset) && !image.dynamic).then_some(image)
}

/// The setting whose key or value the offset touches.
#[must_use]
pub fn setting_at(outline: &Outline, offset: usize) -> Option<&Setting> {
    let touches = |setting: &&Setting| {
        setting.key.touches(offset) || setting.value.as_ref().is_some_and(|value| value.span.touches(offset))
    };
    let next = outline.settings.partition_point(|setting| setting.key.start() <= offset);
    let near = outline.settings.get(next.saturating_sub(2)..next).unwrap_or_default();
    if let Some(setting) = near.iter().rev().find(touches) {
        return Some(setting);
    }
    // The settings of a nested text may stand after all those of the text around it.
    let is_nested = outline.parts.iter().skip(1).any(|part| part.span.touches(offset));
    is_nested.then(|| outline.settings.iter().rev().find(touches)).flatten()
}

/// The kind of the innermost text that holds the offset.
#[must_use]
pub fn kind_at(context: &Context, offset: usize) -> Option<Kind> {
    let nested = context.document.outline.parts.iter().skip(1).rev().find(|part| part.span.touches(offset));
    nested.map_or(context.document.kind, |part| part.kind)
}

/// How the text at the offset is written. `line` is its line.
#[must_use]
pub fn manner_at(context: &Context, offset: usize, line: Span) -> Manner {
    let before = Span::new(line.start(), offset).of(&context.document.text);
    match kind_at(context, offset).map(|kind| kind.row().reader) {
        Some(Reader::Markdown | Reader::Text) if is_code_line(&context.document.outline, offset) => {
            Manner::Code
        }
        Some(Reader::Markdown | Reader::Text) => Manner::Prose,
        Some(Reader::Yaml | Reader::Ini | Reader::Env | Reader::Dockerfile) => {
            if source::is_in_hash_comment(before) { Manner::Prose } else { Manner::Config }
        }
        _ if source::is_in_comment_or_string(before) => Manner::Prose,
        _ => Manner::Code,
    }
}

/// Whether the offset lies in a code block of no known kind.
fn is_code_line(outline: &Outline, offset: usize) -> bool {
    text_at(outline, offset).is_some_and(|place| place == Place::Code)
}

fn in_link_target(outline: &Outline, offset: usize) -> bool {
    text_at(outline, offset).is_some_and(|place| place == Place::LinkTarget)
}

fn text_at(outline: &Outline, offset: usize) -> Option<Place> {
    let next = outline.texts.partition_point(|text| text.span.start() <= offset);
    let text = next.checked_sub(1).and_then(|index| outline.texts.get(index))?;
    text.span.touches(offset).then_some(text.place)
}

/// The line of an offset without its line break.
#[must_use]
pub fn line_at(text: &str, offset: usize) -> Span {
    let bytes = text.as_bytes();
    let before = bytes.get(..offset).unwrap_or_default();
    let after = bytes.get(offset..).unwrap_or_default();
    let start = memchr::memrchr2(b'\n', b'\r', before).map_or(0, |at| at + 1);
    let end = memchr::memchr2(b'\n', b'\r', after).map_or(text.len(), |at| offset + at);
    Span::new(start, end)
}

/// Whether the run of non-blank text around the offset is an address such as `https://…`.
fn is_in_address(text: &str, line: Span, offset: usize) -> bool {
    let ends = |character: char| character.is_whitespace() || "<>()\"'`|".contains(character);
    let line_text = line.of(text);
    let at = offset - line.start();
    let (Some(before), Some(after)) = (line_text.get(..at), line_text.get(at..)) else { return false };
    let start = before.char_indices().rev().take(LONGEST_ADDRESS).take_while(|(_, c)| !ends(*c)).last();
    let start = start.map_or(at, |(start, _)| start);
    let end = after.char_indices().take(LONGEST_ADDRESS).find(|(_, c)| ends(*c));
    let end = end.map_or(line_text.len().min(at + LONGEST_ADDRESS), |(end, _)| at + end);
    let run = line_text.get(start..end).unwrap_or_default();
    run.contains("://") || run.starts_with("www.")
}

/// The longest term at the offset; the line alone is read.
fn term_at(context: &Context, line: Span, offset: usize) -> Option<TermHit> {
    let text = line.of(&context.document.text);
    let hit = context.library.at(text, offset - line.start())?;
    Some(TermHit { span: hit.span.shifted(line.start()), pages: hit.pages })
}

/// The pages of a term, the likeliest at this place first.
fn pages_of(context: &Context, hit: &TermHit, line: Span, offset: usize) -> Vec<Arc<Page>> {
    let pages: Vec<Arc<Page>> = hit.pages.iter().filter_map(|id| context.library.page(id)).collect();
    if pages.len() < 2 {
        return pages;
    }
    let around = pages_around(context, hit, line);
    let clues = Clues { kind: kind_at(context, offset), around: &around, stack: Some(context.stack) };
    meaning::ranked(pages, &clues)
}

/// The pages that other terms name near a term: in the same paragraph or on the same line, in the headings above, in
/// the path. The nearest come first.
fn pages_around(context: &Context, hit: &TermHit, line: Span) -> Vec<Arc<Page>> {
    let (text, outline) = (&context.document.text, &context.document.outline);
    let next = outline.blocks.partition_point(|block| block.span.start <= hit.span.start);
    let block = next.checked_sub(1).and_then(|index| outline.blocks.get(index));
    let whole = block.filter(|block| block.span.contains(hit.span));
    let near = whole.map_or(line, |block| block.span.cover(line));
    let near = near.within(hit.span.widened(AROUND, text));
    let mut pages = named_in(context, near.of(text), hit);
    let mut heading = block.and_then(|block| block.heading);
    for _ in 0..HEADINGS {
        let Some(above) = heading.and_then(|id| outline.block(id)) else { break };
        pages.extend(named_in(context, above.span.of(text), hit));
        heading = above.heading;
    }
    pages.extend(named_in(context, &context.document.path, hit));
    pages.truncate(AROUND_LIMIT);
    pages
}

/// The likeliest page of each term in a text but for the term that is asked about.
fn named_in(context: &Context, text: &str, asked: &TermHit) -> Vec<Arc<Page>> {
    let hits = context.library.scan(text).into_iter().filter(|hit| hit.pages != asked.pages);
    hits.filter_map(|hit| hit.pages.first().and_then(|id| context.library.page(id)))
        .take(AROUND_LIMIT)
        .collect()
}

/// Whether the page is named here by a term of at least two words: `sagaPattern`, but not `PostgreSQL`, which is
/// one word though it looks like two.
fn has_several_words(page: &Page, written: &str) -> bool {
    let is_word = |part: &Span| part.of(written).starts_with(char::is_alphabetic);
    let joined = normal_form(written);
    let mut names = std::iter::once(&page.title).chain(page.terms.iter().map(|term| &term.text));
    identifier::parts(written).iter().filter(|part| is_word(part)).count() > 1
        && !names.any(|name| normal_form(name) == joined && !joined.contains(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_addresses_from_text() {
        let text = "see https://example.org/query-cache and (query-cache) www.a.b/c a/b";
        let check = |word: &str, nth: usize, expected: bool| {
            let offset = text.match_indices(word).nth(nth).expect("the word").0;
            assert_eq!(is_in_address(text, line_at(text, offset), offset), expected, "{word}");
        };
        check("query-cache", 0, true);
        check("query-cache", 1, false);
        check("b/c", 0, true);
        check("a/b", 0, false);
    }

    #[test]
    fn tells_names_of_several_words_from_single_words() {
        let page = |title: &str| Page { title: title.to_string(), ..Page::default() };
        for (title, written, expected) in [
            ("Saga pattern", "sagaPattern", true),
            ("Offset-based pagination", "OFFSET_BASED_PAGINATION", true),
            ("Query cache", "query caches", true),
            ("PostgreSQL", "PostgreSQL", false),
            ("Saga", "saga", false),
            ("OAuth 2.0", "OAuth2", false),
        ] {
            assert_eq!(has_several_words(&page(title), written), expected, "{written}");
        }
    }
}
