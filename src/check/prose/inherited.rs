//! What a sentence or a code block takes from the text around it: the file, the headings above, what leads to it.

use super::against::{negations_in, ruling_verb};
use super::clause;
use super::cues;
use super::sentence::{Gap, Words};
use super::stance::{Decision, Frame, Mention, QUOTATION_WINDOW, Stance, decide};
use crate::document::Document;
use crate::document::outline::{Block, BlockId, BlockStyle, Origin, Outline, Sentence};
use crate::text::Span;
use std::ops::Range;

/// Lines of comments that are looked at above a line of code.
const COMMENT_LINES: usize = 6;

/// Marks with which a line of comments begins.
const COMMENT_MARKS: &[&str] = &["#", "//", "--", ";", "/*", "*", "<!--", "%"];

/// A lead-in of so few words is a label: all of it belongs to what follows.
const LABEL_WORDS: usize = 5;

/// How the text before a code block speaks of what the block shows.
#[must_use]
pub fn stance_of_code(
    document: &Document,
    frame: &Frame,
    heading: Option<BlockId>,
    lead: Option<u32>,
) -> Decision {
    let outline = &document.outline;
    if let Some(decision) = &frame.history {
        return decision.clone();
    }
    let heading = heading.and_then(|id| outline.block(id));
    if let Some(decision) = headings_decision(outline, heading, None, &document.text) {
        return decision;
    }
    let sentence = lead.and_then(|index| outline.sentences.get(index as usize));
    let mut words = Words::default();
    if let Some(sentence) = sentence {
        words.read(sentence, &document.text);
        let is_heading =
            outline.block(sentence.block).is_some_and(|block| matches!(block.style, BlockStyle::Heading(_)));
        let ends_with_colon = sentence.span.of(&document.text).trim_end().ends_with(':');
        if let Some(cue) = code_cue(&words, ends_with_colon).filter(|_| !is_heading) {
            return decide(Stance::Rejects, format!("the sentence before the code says \"{cue}\""));
        }
    }
    decide(Stance::Recommends, "nothing around the code speaks against it".to_string())
}

/// The cue of the sentence before a code block. It counts only if the sentence speaks of the block: it is a label, it
/// points at what follows, or it breaks off with the cue.
fn code_cue(words: &Words, ends_with_colon: bool) -> Option<&'static str> {
    let whole = 0..words.len();
    if words.len() <= LABEL_WORDS && ends_with_colon {
        return label_cue(words, whole);
    }
    let last = clause::around(words, words.len(), words.len());
    let from = last.end.saturating_sub(2).max(last.start);
    let cut_off = ends_with_colon
        .then(|| {
            cues::REJECTING_VERBS
                .last(words, from..last.end)
                .or_else(|| cues::PAST_BEFORE.last(words, from..last.end))
        })
        .flatten();
    cut_off.or_else(|| {
        let pointing =
            (0..words.len()).find(|index| cues::POINTING.at(words, *index, words.len()).is_some())?;
        let clause = clause::around(words, pointing, pointing + 1);
        let negations = negations_in(words, clause.start..pointing);
        let rejecting = ruling_verb(words, clause.start, pointing);
        let count = negations.len() + usize::from(rejecting.is_some());
        if count % 2 == 1 {
            return rejecting.or_else(|| negations.last().copied());
        }
        past_tense(words, clause.start..pointing)
            .or_else(|| (count == 0).then(|| said_of_subject(words, pointing, clause)).flatten())
    })
}

/// "the following is deprecated": the predicate of what the sentence points at.
fn said_of_subject(words: &Words, pointing: usize, clause: Range<usize>) -> Option<&'static str> {
    if !clause::is_subject(words, clause.start, pointing) {
        return None;
    }
    let from = (pointing..clause.end).find(|index| cues::AUXILIARIES.has(words.lower(*index)))?;
    cues::DECLARING
        .first(words, from..clause.end)
        .or_else(|| cues::NEGATED_AFTER.first(words, from..clause.end))
}

/// A comment right above a line of a code block, or behind it, that calls it a bad example.
pub fn bad_example(text: &str, block: Span, line: Span) -> Option<Decision> {
    let before = Span::new(block.start(), line.start()).of(text);
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let mut words = Words::default();
    let mut end = line_start;
    for _ in 0..COMMENT_LINES {
        let Some(above) = before.get(..end.saturating_sub(1)) else { break };
        let start = above.rfind('\n').map_or(0, |at| at + 1);
        let content = above.get(start..).unwrap_or_default().trim();
        if end == 0 || !COMMENT_MARKS.iter().any(|mark| content.starts_with(mark)) {
            break;
        }
        words.read_plain(Span::new(block.start() + start, block.start() + above.len()), text);
        if let Some(cue) = cues::BAD_EXAMPLE.first(&words, 0..words.len()) {
            return Some(decide(Stance::Rejects, format!("the comment above it says \"{cue}\"")));
        }
        end = start;
    }
    None
}

fn past_tense(words: &Words, range: Range<usize>) -> Option<&'static str> {
    cues::PAST_BEFORE.last(words, range.clone()).or_else(|| cues::PAST_USE.last(words, range.clone())).filter(
        |cue| {
            let at = range.clone().find(|index| words.starts_with(*index, cue));
            at.is_some_and(|at| {
                !clause::is_passive(words, range.start, at) && at > range.start || cue.contains(' ')
            })
        },
    )
}

fn label_cue(words: &Words, range: Range<usize>) -> Option<&'static str> {
    let negations = negations_in(words, range.clone());
    let rejecting = cues::REJECTING_VERBS.last(words, range.clone());
    let count = negations.len() + usize::from(rejecting.is_some());
    if count % 2 == 1 {
        return rejecting.or_else(|| negations.last().copied());
    }
    if count > 0 {
        return None;
    }
    cues::PAST_BEFORE
        .last(words, range.clone())
        .or_else(|| cues::PAST_ADJECTIVES.last(words, range.clone()))
        .or_else(|| cues::WHOLE_HEADINGS.first(words, range.clone()))
        .or_else(|| cues::REJECTING_HEADINGS.first(words, range))
}

/// The path or the front matter makes the whole document history.
pub fn history_of(document: &Document) -> Option<Decision> {
    let mut words = Words::default();
    let mut start = 0;
    for segment in document.path.split('/') {
        let span = Span::new(start, start + segment.len());
        start += segment.len() + 1;
        words.read_plain(span, &document.path);
        if let Some(word) = history_segment(&words) {
            return Some(decide(Stance::ReportsHistory, format!("the path says \"{word}\"")));
        }
    }
    let front_matter = |name: &str| {
        let outline = &document.outline;
        let setting = outline.settings.iter().take_while(|setting| {
            outline.part_of(setting.unit).is_some_and(|part| part.origin == Origin::FrontMatter)
        });
        setting
            .filter(|setting| setting.name.eq_ignore_ascii_case(name))
            .find_map(|setting| setting.value.as_ref())
    };
    if let Some(title) = front_matter("title") {
        words.read_plain(title.span, &document.text);
        if let Some(cue) = heading_cue(&words) {
            return Some(decide(Stance::ReportsHistory, format!("the title says \"{cue}\"")));
        }
    }
    let value = front_matter("status")?.text.to_lowercase();
    let dead = cues::DEAD_STATUS.iter().find(|word| value.starts_with(**word))?;
    Some(decide(Stance::ReportsHistory, format!("the front matter says that the document is {dead}")))
}

/// `CHANGELOG-1.2.md`, `migrations`, `upgrading-from-2.md`; not `chat-history.md`.
fn history_segment(words: &Words) -> Option<&'static str> {
    cues::HISTORY_PATHS.first(words, 0..words.len()).or_else(|| {
        let says_nothing = |index: usize| {
            let word = words.lower(index);
            word.len() <= 4
                && (word.starts_with(|first: char| first.is_ascii_digit())
                    || matches!(word, "md" | "rst" | "mdx" | "txt" | "adoc" | "v" | "html" | "org"))
                || word.strip_prefix('v').is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()))
        };
        let told: Vec<usize> = (0..words.len()).filter(|index| !says_nothing(*index)).collect();
        let [only] = told.as_slice() else { return None };
        cues::HISTORY_SEGMENTS.at(words, *only, words.len())
    })
}

pub fn heading_above(mention: &Mention<'_>) -> Option<Decision> {
    let outline = &mention.document.outline;
    let block = outline.block(mention.sentence.block)?;
    let start = if matches!(block.style, BlockStyle::Heading(_)) {
        Some(block)
    } else {
        block.heading.and_then(|id| outline.block(id))
    };
    let phrase =
        mention.words.get(mention.first)?.span.cover(mention.words.get(mention.end.checked_sub(1)?)?.span);
    headings_decision(outline, start, Some(phrase), &mention.document.text)
}

/// Looks at a heading and those above it. Of the phrase's own heading also what follows the phrase counts
/// ("Implicit flow: problems").
fn headings_decision(
    outline: &Outline,
    start: Option<&Block>,
    phrase: Option<Span>,
    text: &str,
) -> Option<Decision> {
    let mut heading = start;
    let mut words = Words::default();
    while let Some(block) = heading {
        words.read_plain(block.span, text);
        if let Some(cue) = heading_cue(&words).or_else(|| names_trouble(&words, phrase, text)) {
            return Some(decide(Stance::ReportsHistory, format!("the heading above says \"{cue}\"")));
        }
        heading = block.heading.and_then(|id| outline.block(id));
    }
    None
}

fn heading_cue(words: &Words) -> Option<&'static str> {
    let is_number = |index: &usize| words.lower(*index).bytes().all(|byte| byte.is_ascii_digit());
    let first = (0..words.len()).find(|index| !is_number(index))?;
    let whole = cues::WHOLE_HEADINGS
        .at(words, first, words.len())
        .filter(|cue| first + cue.split(' ').count() == words.len());
    whole
        .or_else(|| cues::HEADING_STARTS.at(words, first, words.len()))
        .or_else(|| cues::REJECTING_HEADINGS.first(words, first..words.len()))
}

/// The heading holds the words of the phrase, and trouble right after them.
fn names_trouble(words: &Words, phrase: Option<Span>, text: &str) -> Option<&'static str> {
    let written = phrase?.of(text);
    let last = written.rsplit([' ', '-']).next()?.to_lowercase();
    let stem = last.strip_suffix('s').unwrap_or(&last);
    let at = (0..words.len()).find(|index| {
        let word = words.lower(*index);
        word.strip_suffix('s').unwrap_or(word) == stem
    })?;
    cues::TROUBLE.at(words, at + 1, words.len())
}

/// The sentence that introduces a list, or the header of a column.
pub fn lead_in(mention: &Mention<'_>) -> Option<Decision> {
    let outline = &mention.document.outline;
    let block = outline.block(mention.sentence.block)?;
    let lead = block.lead_in?;
    let sentence = last_sentence_of(outline, lead)?;
    let mut words = Words::default();
    words.read(sentence, &mention.document.text);
    let is_header = outline.block(lead).is_some_and(|block| block.style == BlockStyle::TableHeader);
    let cue = if is_header {
        label_cue(&words, 0..words.len())
    } else if sentence.span.of(&mention.document.text).trim_end().ends_with(['.', '!', '?']) {
        // A sentence that is complete leads to nothing, unless it points at the list.
        code_cue(&words, false)
    } else {
        list_cue(&words)
    }?;
    Some(decide(Stance::Rejects, format!("the words that lead to it say \"{cue}\"")))
}

/// The cue of the sentence before a list, in its last clause.
fn list_cue(words: &Words) -> Option<&'static str> {
    let clause = clause::around(words, words.len(), words.len());
    let negations = negations_in(words, clause.clone());
    let rejecting = ruling_verb(words, clause.start, words.len());
    let count = negations.len() + usize::from(rejecting.is_some());
    if count % 2 == 1 {
        return rejecting.or_else(|| negations.last().copied());
    }
    if count > 0 {
        return None;
    }
    let is_conditional = cues::SUBORDINATORS.has(words.lower(clause.start));
    cues::PAST_BEFORE
        .last(words, clause.clone())
        .or_else(|| cues::DECLARING.last(words, clause.clone()))
        .or_else(|| past_tense(words, clause))
        .filter(|_| !is_conditional)
}

/// Sentences stand in the order of the file, so the one that ends a block is found by its place.
fn last_sentence_of(outline: &Outline, block: BlockId) -> Option<&Sentence> {
    let end = outline.block(block)?.span.end;
    let after = outline.sentences.partition_point(|sentence| sentence.span.start < end);
    outline.sentences.get(after.checked_sub(1)?).filter(|sentence| sentence.block == block)
}

/// Words before the number of a change.
const CHANGE_WORDS: &[&str] =
    &["pr", "issue", "fix", "fixes", "fixed", "close", "closes", "closed", "see", "bug", "in"];

/// "- Fix the reload (#2955)": an item that names a change by its number belongs to a list of changes.
pub fn change_entry(mention: &Mention<'_>) -> Option<Decision> {
    let block = mention.document.outline.block(mention.sentence.block)?;
    if block.style != BlockStyle::ListItem {
        return None;
    }
    let window = mention.words.get(mention.first)?.span.widened(QUOTATION_WINDOW, &mention.document.text);
    let text = window.within(block.span).of(&mention.document.text);
    let named = text.match_indices('#').any(|(at, _)| {
        let opens = text.get(..at).is_none_or(|before| {
            let word = before.trim_end().rsplit([' ', '[', '(']).next().unwrap_or_default();
            before.is_empty()
                || before.ends_with(['[', '('])
                || CHANGE_WORDS.iter().any(|known| known.eq_ignore_ascii_case(word))
        });
        opens && text.get(at + 1..).is_some_and(|rest| rest.starts_with(|digit: char| digit.is_ascii_digit()))
    });
    named.then(|| decide(Stance::ReportsHistory, "the item names a change by its number".to_string()))
}

/// "Auth: implicit flow": the label before the colon, if the phrase is all that stands behind it.
pub fn label_before(words: &Words, first: usize, end: usize) -> Option<Range<usize>> {
    let colon =
        (1..=first).rev().find(|index| words.get(*index).is_some_and(|word| word.gap == Gap::Colon))?;
    (words.len() - end <= 1 && first - colon <= 3).then_some(0..colon)
}
