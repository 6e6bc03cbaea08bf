//! `near` and `not-near`: whether the surroundings of a phrase speak of its product.

use super::sentence::Words;
use crate::document::Document;
use crate::document::outline::{Block, BlockId, BlockStyle, Origin, Outline};
use crate::knowledge::rule::Matcher;
use crate::text::Span;

/// A block is read this many bytes around the phrase, other stretches from their start.
const WINDOW: usize = 2_000;

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
    let text = &at.document.text;
    let mut words = Words::default();
    if !matcher.not_near.is_empty() {
        let window = at.phrase.widened(WINDOW, text).within(at.sentence);
        words.read_spans(
            std::iter::once(window).chain(nearest_heading(outline, at.block).map(|block| block.span)),
            text,
        );
        if matcher.not_near.iter().any(|word| names(&words, at.phrase, word)) {
            return false;
        }
    }
    if matcher.near.is_empty() || matcher.near.iter().any(|word| in_stack(&word.to_lowercase())) {
        return true;
    }
    words.read_spans(stretches(outline, at), text);
    if matcher.near.iter().any(|word| names(&words, at.phrase, word)) {
        return true;
    }
    // A folder's name is weak evidence: what speaks of something else may stand a little further away, too.
    if !matcher.not_near.is_empty() {
        words.read_spans(std::iter::once(at.phrase.widened(WINDOW, text)), text);
        if matcher.not_near.iter().any(|word| names(&words, at.phrase, word)) {
            return false;
        }
    }
    let path = &at.document.path;
    words.read_plain(Span::new(0, path.len()), path);
    matcher.near.iter().any(|word| names(&words, Span::at(path.len()), word))
}

/// The sentence and its block, what leads to them, the headings above, the first heading, the front matter.
fn stretches(outline: &Outline, at: &Surroundings<'_>) -> Vec<Span> {
    let block = outline.block(at.block);
    let around = block.map_or(at.sentence, |block| block.span.cover(at.sentence));
    let mut spans = vec![at.phrase.widened(WINDOW, &at.document.text).within(around)];
    let from_start = |span: Span| Span::at(span.start()).widened(WINDOW, &at.document.text).within(span);
    let lead_in = block.and_then(|block| block.lead_in).and_then(|id| outline.block(id));
    spans.extend(lead_in.map(|block| from_start(block.span)));
    let mut heading = nearest_heading(outline, at.block);
    // Headings link to higher ones only, so the chain is at most six long.
    while let Some(found) = heading {
        spans.push(from_start(found.span));
        heading = found.heading.and_then(|id| outline.block(id));
    }
    spans.extend(title(outline).map(|title| from_start(title.span)));
    let front_matter = outline.parts.iter().take(2).find(|part| part.origin == Origin::FrontMatter);
    spans.extend(front_matter.map(|part| from_start(part.span)));
    spans
}

/// The heading that names the document stands among its first blocks.
fn title(outline: &Outline) -> Option<&Block> {
    outline.blocks.iter().take(20).find(|block| matches!(block.style, BlockStyle::Heading(_)))
}

fn nearest_heading(outline: &Outline, block: BlockId) -> Option<&Block> {
    outline.block(block)?.heading.and_then(|id| outline.block(id))
}

/// Whether `wanted` stands among the words, outside the phrase; plural `s` allowed.
fn names(words: &Words, phrase: Span, wanted: &str) -> bool {
    let stands_outside = |index| words.get(index).is_some_and(|word| !phrase.overlaps(word.span));
    if wanted.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()) {
        return (0..words.len()).any(|index| same_word(words.lower(index), wanted) && stands_outside(index));
    }
    let mut sought = Words::default();
    sought.read_plain(Span::new(0, wanted.len()), wanted);
    let count = sought.len();
    count > 0
        && (0..words.len()).any(|start| {
            (0..count).all(|offset| same_word(words.lower(start + offset), sought.lower(offset)))
                && stands_outside(start)
        })
}

fn same_word(one: &str, other: &str) -> bool {
    if !one.starts_with(other) {
        return false;
    }
    let one = one.strip_suffix("'s").unwrap_or(one);
    one == other || one.strip_suffix('s') == Some(other)
}
