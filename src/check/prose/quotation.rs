//! Whether a phrase stands in what somebody else said.

use super::cues;
use super::sentence::Words;
use super::stance::{Decision, Mention, QUOTATION_WINDOW, Stance, decide};
use crate::document::outline::Block;
use crate::text::Span;

/// A block quote, or a quoted stretch that holds more than the name itself.
pub fn quotation(mention: &Mention<'_>) -> Option<Decision> {
    let block = mention.document.outline.block(mention.sentence.block)?;
    if block.quoted && block.admonition.is_none() && !is_callout(mention, block) {
        return Some(decide(Stance::Quotes, "it stands in a block quote".to_string()));
    }
    let (first, last) = (mention.words.get(mention.first)?, mention.words.get(mention.end.checked_sub(1)?)?);
    let phrase = first.span.cover(last.span);
    let window = phrase.widened(QUOTATION_WINDOW, &mention.document.text).within(mention.sentence.span);
    let quoted =
        quoted_stretches(window, &mention.document.text).into_iter().find(|span| span.contains(phrase))?;
    let inside = (mention.words.at(quoted.start())..mention.words.len())
        .take_while(|index| mention.words.get(*index).is_some_and(|word| word.span.start < quoted.end))
        .filter(|index| mention.words.get(*index).is_some_and(|word| quoted.contains(word.span)))
        .count();
    let more = inside.saturating_sub(mention.end - mention.first);
    (more >= 2).then(|| decide(Stance::Quotes, "it is part of a quotation".to_string()))
}

/// Stretches between double quotation marks.
fn quoted_stretches(sentence: Span, text: &str) -> Vec<Span> {
    let mut stretches = Vec::new();
    let mut open: Option<(usize, char)> = None;
    for (offset, character) in sentence.of(text).char_indices() {
        let at = sentence.start() + offset;
        open = match (open, character) {
            (Some((start, closing)), character) if character == closing => {
                stretches.push(Span::new(start, at));
                None
            }
            (None, '"') => Some((at + 1, '"')),
            (None, '“') => Some((at + '“'.len_utf8(), '”')),
            (None, '«') => Some((at + '«'.len_utf8(), '»')),
            (open, _) => open,
        };
    }
    stretches
}

/// Many documents set their notes as block quotes. One is a quotation if the text before it leads to somebody's words,
/// or if it names whose they are.
fn is_callout(mention: &Mention<'_>, block: &Block) -> bool {
    let outline = &mention.document.outline;
    let text = &mention.document.text;
    let written = block.span.of(text).trim();
    let has_author = written.starts_with(['"', '“', '«'])
        || written.lines().any(|line| line.trim_start_matches(['>', ' ']).starts_with(['—', '–']));
    let after = outline.sentences.partition_point(|sentence| sentence.span.start < block.span.end);
    let is_signed = outline.sentences.get(after).is_some_and(|next| {
        next.span.of(text).starts_with(['—', '–'])
            && outline.block(next.block).is_some_and(|block| block.quoted)
    });
    let before = outline.sentences.partition_point(|sentence| sentence.span.start < block.span.start);
    let lead = before.checked_sub(1).and_then(|index| outline.sentences.get(index));
    let lead = lead.filter(|sentence| {
        text.get(sentence.span.end()..block.span.start())
            .is_some_and(|between| between.len() < QUOTATION_WINDOW)
    });
    let speaks = lead.is_some_and(|sentence| {
        let ends_with_colon = sentence.span.of(text).trim_end().ends_with(':');
        let mut words = Words::default();
        words.read_near(sentence, Span::at(sentence.span.end()), text);
        ends_with_colon || cues::SPEAKING.first(&words, 0..words.len()).is_some()
    });
    !has_author && !is_signed && !speaks
}
