//! `near` and `not-near`: whether the surroundings of a phrase speak of its product.

use super::sentence::Words;
use crate::document::Document;
use crate::document::outline::{Block, BlockId, Outline};
use crate::knowledge::rule::Matcher;
use crate::text::Span;

/// Where a phrase stands.
#[derive(Clone, Copy, Debug)]
pub struct Surroundings<'a> {
    pub document: &'a Document,
    pub sentence: Span,
    pub block: BlockId,
    /// The phrase itself does not count as its own surroundings.
    pub phrase: Span,
}

/// `near` holds by a word nearby, or by `in_stack`: a product id that the file's evidence names.
#[must_use]
pub fn holds(matcher: &Matcher, at: &Surroundings<'_>, in_stack: &dyn Fn(&str) -> bool) -> bool {
    let outline = &at.document.outline;
    let is_excluded = matcher.not_near.iter().any(|word| {
        names(at.sentence, at.phrase, &at.document.text, word)
            || nearest_heading(outline, at.block)
                .is_some_and(|heading| names(heading.span, at.phrase, &at.document.text, word))
    });
    if is_excluded {
        return false;
    }
    matcher.near.is_empty()
        || matcher.near.iter().any(|word| {
            in_stack(&word.to_lowercase())
                || stretches(outline, at)
                    .into_iter()
                    .any(|span| names(span, at.phrase, &at.document.text, word))
                || path_names(&at.document.path, word)
        })
}

/// The sentence, its block, the headings above, the first heading, the front matter.
fn stretches(outline: &Outline, at: &Surroundings<'_>) -> Vec<Span> {
    let mut spans = vec![at.sentence];
    let block = outline.block(at.block);
    spans.extend(block.map(|block| block.span));
    spans.extend(
        block.and_then(|block| block.lead_in).and_then(|id| outline.block(id)).map(|block| block.span),
    );
    let mut heading = nearest_heading(outline, at.block);
    // Headings link to higher ones only, so the chain is at most six long.
    while let Some(found) = heading {
        spans.push(found.span);
        heading = found.heading.and_then(|id| outline.block(id));
    }
    let title = outline
        .blocks
        .iter()
        .find(|block| matches!(block.style, crate::document::outline::BlockStyle::Heading(_)));
    spans.extend(title.map(|title| title.span));
    let front_matter =
        outline.parts.iter().find(|part| part.origin == crate::document::outline::Origin::FrontMatter);
    spans.extend(front_matter.map(|part| part.span));
    spans
}

fn nearest_heading(outline: &Outline, block: BlockId) -> Option<&Block> {
    outline.block(block)?.heading.and_then(|id| outline.block(id))
}

/// Whether `wanted` stands in the text under `span`, as words, outside the phrase; plural `s` allowed.
fn names(span: Span, phrase: Span, text: &str, wanted: &str) -> bool {
    let mut words = Words::default();
    words.read_plain(span, text);
    let mut sought = Words::default();
    sought.read_plain(Span::new(0, wanted.len()), wanted);
    let count = sought.len();
    count > 0
        && (0..words.len()).any(|start| {
            (0..count).all(|offset| same_word(words.lower(start + offset), sought.lower(offset)))
                && words.get(start).is_some_and(|word| !phrase.overlaps(word.span))
        })
}

fn same_word(one: &str, other: &str) -> bool {
    one == other || one.strip_suffix('s') == Some(other)
}

fn path_names(path: &str, wanted: &str) -> bool {
    names(Span::new(0, path.len()), Span::new(path.len(), path.len()), path, wanted)
}
