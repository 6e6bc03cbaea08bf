//! How a sentence speaks of what it names: an ordered list of checks, the first that fires decides.
//!
//! No parts of speech, no parser, no model: cues in the clause of the phrase, then what is inherited from the
//! text around it. A negation elsewhere in the sentence excuses nothing, and two negations assert.

use super::cues;
use super::sentence::{Gap, Words};
use crate::document::Document;
use crate::document::outline::{Block, BlockId, BlockStyle, FragmentStyle, Origin, Outline, Sentence};
use crate::text::Span;
use std::ops::Range;

/// No clause is looked at further than this many words from the phrase, so that a sentence of a megabyte costs no more.
const CLAUSE_WORDS: usize = 80;

/// No quotation is looked for further than this many bytes from the phrase.
const QUOTATION_WINDOW: usize = 400;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stance {
    /// Recommends or describes present use: the only one that is flagged.
    Recommends,
    Rejects,
    ReportsHistory,
    Compares,
    Quotes,
    Asks,
    Mentions,
}

/// A stance and the check that decided it, in words for `docent why`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    pub stance: Stance,
    pub because: String,
}

/// What holds for all sentences of a document, decided once.
#[derive(Debug, Default)]
pub struct Frame {
    /// The path or the front matter makes the whole document history.
    history: Option<Decision>,
}

impl Frame {
    #[must_use]
    pub fn of(document: &Document) -> Frame {
        Frame { history: history_of(document) }
    }
}

/// A phrase in its sentence.
#[derive(Clone, Copy, Debug)]
pub struct Mention<'a> {
    pub document: &'a Document,
    pub frame: &'a Frame,
    pub sentence: &'a Sentence,
    pub words: &'a Words,
    /// Words of the phrase: first and one past the last.
    pub first: usize,
    pub end: usize,
}

/// Decides how the sentence speaks of the phrase.
#[must_use]
pub fn stance(mention: &Mention<'_>) -> Decision {
    let checks: [fn(&Mention<'_>) -> Option<Decision>; 11] = [
        struck_through,
        quotation,
        question,
        rejecting_cue,
        past_cue,
        comparison,
        history_file,
        change_entry,
        heading_above,
        lead_in,
        bare_mention,
    ];
    checks.iter().find_map(|check| check(mention)).unwrap_or_else(|| Decision {
        stance: Stance::Recommends,
        because: "nothing in the sentence or around it speaks against it".to_string(),
    })
}

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
    if let Some(decision) = headings_decision(outline, heading, &document.text) {
        return decision;
    }
    let sentence = lead.and_then(|index| outline.sentences.get(index as usize));
    let mut words = Words::default();
    if let Some(sentence) = sentence {
        words.read(sentence, &document.text);
        let clause = clause_of(&words, words.len(), words.len());
        if let Some(cue) = lead_cue(&words, &clause) {
            return decide(Stance::Rejects, format!("the sentence before the code says \"{cue}\""));
        }
    }
    decide(Stance::Recommends, "nothing around the code speaks against it".to_string())
}

fn decide(stance: Stance, because: String) -> Decision {
    Decision { stance, because }
}

fn struck_through(mention: &Mention<'_>) -> Option<Decision> {
    let word = mention.words.get(mention.first)?;
    (word.style == FragmentStyle::Strikethrough)
        .then(|| decide(Stance::ReportsHistory, "it is struck through".to_string()))
}

/// A block quote, or a quoted stretch that holds more than the name itself.
fn quotation(mention: &Mention<'_>) -> Option<Decision> {
    let block = mention.document.outline.block(mention.sentence.block)?;
    if block.quoted && block.admonition.is_none() {
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

fn question(mention: &Mention<'_>) -> Option<Decision> {
    let text = mention.sentence.span.of(&mention.document.text);
    let asks = text.trim_end().trim_end_matches(['*', '_', '"', ')', '”']).ends_with('?');
    asks.then(|| decide(Stance::Asks, "the sentence is a question".to_string()))
}

fn rejecting_cue(mention: &Mention<'_>) -> Option<Decision> {
    let clause = clause_of(mention.words, mention.first, mention.end);
    let before = clause.start..mention.first;
    let after = mention.end..clause.end;
    let words = mention.words;
    let negations = negations_in(words, before.clone());
    let rejecting = cues::REJECTING_VERBS.last(words, before.clone());
    // "cannot run without Tiller", "do not disable the query cache": two negations assert.
    let count = negations.len() + usize::from(rejecting.is_some());
    if count % 2 == 1 {
        let cue = rejecting.or_else(|| negations.last().copied()).unwrap_or_default();
        return Some(decide(Stance::Rejects, format!("\"{cue}\" before it in its clause speaks against it")));
    }
    if count == 0 {
        let cue = cues::REJECTED_AFTER.first(words, after)?;
        return Some(decide(Stance::Rejects, format!("\"{cue}\" after it in its clause speaks against it")));
    }
    None
}

/// The negations of a clause; "neither … nor" is one.
fn negations_in(words: &Words, range: Range<usize>) -> Vec<&'static str> {
    let mut negations: Vec<&str> = range.filter_map(|index| negation_at(words, index)).collect();
    if negations.len() > 1 {
        negations.retain(|cue| *cue != "nor");
    }
    negations
}

fn negation_at(words: &Words, index: usize) -> Option<&'static str> {
    let cue = cues::NEGATIONS.at(words, index, words.len())?;
    let next = words.lower(index + cue.split(' ').count());
    (!cues::NOT_NEGATED.has(next)).then_some(cue)
}

fn past_cue(mention: &Mention<'_>) -> Option<Decision> {
    let clause = clause_of(mention.words, mention.first, mention.end);
    let cue = cues::PAST_BEFORE
        .last(mention.words, clause.start..mention.first)
        .or_else(|| past_opener(mention.words, mention.first))?;
    Some(decide(Stance::ReportsHistory, format!("\"{cue}\" tells of its past or its end")))
}

/// "Historically, reads went through it": the comma ends no clause here.
fn past_opener(words: &Words, first: usize) -> Option<&'static str> {
    let opening =
        (0..=first).rev().find(|index| words.get(*index).is_some_and(|word| word.gap == Gap::Clause))?;
    cues::PAST_OPENERS.at(words, opening, first)
}

fn comparison(mention: &Mention<'_>) -> Option<Decision> {
    let clause = clause_of(mention.words, mention.first, mention.end);
    let cue = cues::COMPARISONS.first(mention.words, clause)?;
    Some(decide(Stance::Compares, format!("\"{cue}\" compares it with something else")))
}

fn history_file(mention: &Mention<'_>) -> Option<Decision> {
    mention.frame.history.clone()
}

/// "- Fix the reload (#2955)": an item that names a change by its number belongs to a list of changes.
fn change_entry(mention: &Mention<'_>) -> Option<Decision> {
    let block = mention.document.outline.block(mention.sentence.block)?;
    if block.style != BlockStyle::ListItem {
        return None;
    }
    let window = mention.words.get(mention.first)?.span.widened(QUOTATION_WINDOW, &mention.document.text);
    let text = window.within(block.span).of(&mention.document.text);
    let named = text.match_indices('#').any(|(at, _)| {
        let opens =
            text.get(..at).is_none_or(|before| before.is_empty() || before.ends_with(['[', '(', ' ']));
        opens && text.get(at + 1..).is_some_and(|rest| rest.starts_with(|digit: char| digit.is_ascii_digit()))
    });
    named.then(|| decide(Stance::ReportsHistory, "the item names a change by its number".to_string()))
}

fn history_of(document: &Document) -> Option<Decision> {
    let mut words = Words::default();
    words.read_plain(Span::new(0, document.path.len()), &document.path);
    let word = cues::HISTORY_PATHS.first(&words, 0..words.len());
    if let Some(word) = word {
        return Some(decide(Stance::ReportsHistory, format!("the path says \"{word}\"")));
    }
    let outline = &document.outline;
    let status = outline.settings.iter().find(|setting| {
        setting.name.eq_ignore_ascii_case("status")
            && outline.part_of(setting.unit).is_some_and(|part| part.origin == Origin::FrontMatter)
    })?;
    let value = status.value.as_ref()?.text.to_lowercase();
    let dead = cues::DEAD_STATUS.iter().find(|word| value.starts_with(**word))?;
    Some(decide(Stance::ReportsHistory, format!("the front matter says that the document is {dead}")))
}

fn heading_above(mention: &Mention<'_>) -> Option<Decision> {
    let outline = &mention.document.outline;
    let block = outline.block(mention.sentence.block)?;
    let start = if matches!(block.style, BlockStyle::Heading(_)) {
        Some(block)
    } else {
        block.heading.and_then(|id| outline.block(id))
    };
    headings_decision(outline, start, &mention.document.text)
}

/// Looks at a heading and those above it; the first heading of a file is its title and says what it is about.
fn headings_decision(outline: &Outline, start: Option<&Block>, text: &str) -> Option<Decision> {
    let mut heading = start;
    let mut words = Words::default();
    while let Some(block) = heading {
        words.read_plain(block.span, text);
        if let Some(cue) = cues::REJECTING_HEADINGS.first(&words, 0..words.len()) {
            return Some(decide(Stance::ReportsHistory, format!("the heading above says \"{cue}\"")));
        }
        heading = block.heading.and_then(|id| outline.block(id));
    }
    None
}

/// The sentence that introduces a list, or the header of a column.
fn lead_in(mention: &Mention<'_>) -> Option<Decision> {
    let outline = &mention.document.outline;
    let block = outline.block(mention.sentence.block)?;
    let lead = block.lead_in?;
    let sentence = last_sentence_of(outline, lead)?;
    let mut words = Words::default();
    words.read(sentence, &mention.document.text);
    let clause = clause_of(&words, words.len(), words.len());
    let cue = lead_cue(&words, &clause).or_else(|| {
        let is_header = outline.block(lead).is_some_and(|block| block.style == BlockStyle::TableHeader);
        is_header.then(|| cues::REJECTING_HEADINGS.first(&words, 0..words.len())).flatten()
    })?;
    Some(decide(Stance::Rejects, format!("the words that lead to it say \"{cue}\"")))
}

/// Sentences stand in the order of the file, so the one that ends a block is found by its place.
fn last_sentence_of(outline: &Outline, block: BlockId) -> Option<&Sentence> {
    let end = outline.block(block)?.span.end;
    let after = outline.sentences.partition_point(|sentence| sentence.span.start < end);
    outline.sentences.get(after.checked_sub(1)?).filter(|sentence| sentence.block == block)
}

fn lead_cue(words: &Words, clause: &Range<usize>) -> Option<&'static str> {
    let negations = negations_in(words, clause.clone());
    let rejecting = cues::REJECTING_VERBS.last(words, clause.clone());
    let count = negations.len() + usize::from(rejecting.is_some());
    if count % 2 == 1 {
        return rejecting.or_else(|| negations.last().copied());
    }
    cues::PAST_BEFORE.last(words, clause.clone())
}

/// A heading, a definition, or a name that stands alone in its item, cell or link.
fn bare_mention(mention: &Mention<'_>) -> Option<Decision> {
    let block = mention.document.outline.block(mention.sentence.block)?;
    let rest = mention.words.len() - (mention.end - mention.first);
    // A phrase that brings its own verb ("enable the query cache") is a sentence, not a name.
    let is_name =
        (mention.first..mention.end).all(|index| !cues::OWN_PREDICATE.has(mention.words.lower(index)));
    match block.style {
        BlockStyle::Heading(_) | BlockStyle::TableHeader => {
            return Some(decide(Stance::Mentions, "a heading only names it".to_string()));
        }
        BlockStyle::FrontMatter => {
            return Some(decide(
                Stance::Mentions,
                "the front matter only says what the document is about".to_string(),
            ));
        }
        BlockStyle::ListItem | BlockStyle::TableCell if rest <= 1 && is_name => {
            return Some(decide(Stance::Mentions, "it stands alone in its item or cell".to_string()));
        }
        BlockStyle::ListItem if is_only_link(mention.words) => {
            return Some(decide(
                Stance::Mentions,
                "the item is only a link, as in a table of contents".to_string(),
            ));
        }
        BlockStyle::Paragraph if rest == 0 && is_name => {
            return Some(decide(Stance::Mentions, "it stands alone".to_string()));
        }
        _ => {}
    }
    let leads =
        mention.first <= 1 && (mention.first == 0 || matches!(mention.words.lower(0), "the" | "a" | "an"));
    let defines = cues::DEFINING.at(mention.words, mention.end, mention.words.len()).filter(|_| leads)?;
    Some(decide(Stance::Mentions, format!("\"{defines}\" defines it")))
}

fn is_only_link(words: &Words) -> bool {
    (0..words.len()).all(|index| words.get(index).is_some_and(|word| word.style == FragmentStyle::LinkText))
}

/// The clause around words `first..end`: up to a semicolon or dash, a comma or a joining word, except where
/// what follows only continues a list ("do not use Tiller, the implicit flow or MD5").
fn clause_of(words: &Words, first: usize, end: usize) -> Range<usize> {
    let mut start = first.min(words.len());
    let mut has_predicate = false;
    while start > 0 && first - start < CLAUSE_WORDS {
        has_predicate |= start < first && cues::OWN_PREDICATE.has(words.lower(start));
        let goes_on = !has_predicate && joins_list(words, start);
        if starts_clause(words, start) && !goes_on {
            break;
        }
        if words.get(start).is_some_and(|word| word.gap == Gap::Clause) {
            break;
        }
        start -= 1;
    }
    let mut stop = end;
    while stop < words.len() && stop - end < CLAUSE_WORDS && !ends_clause(words, stop) {
        stop += 1;
    }
    start..stop
}

fn starts_clause(words: &Words, index: usize) -> bool {
    let gap = words.get(index).map_or(Gap::Soft, |word| word.gap);
    gap >= Gap::Comma || cues::CLAUSE_WORDS.has(words.lower(index))
}

fn ends_clause(words: &Words, index: usize) -> bool {
    let gap = words.get(index).map_or(Gap::Soft, |word| word.gap);
    gap >= Gap::Comma
        || matches!(words.lower(index), "but" | "and" | "then" | "because" | "while" | "whereas")
}

/// Whether the word may go on with a list: only a comma or "and" stands before it. It does if no predicate of
/// its own follows before the phrase.
fn joins_list(words: &Words, joint: usize) -> bool {
    !cues::CLAUSE_WORDS.has(words.lower(joint)) || words.lower(joint) == "and"
}
