//! How a sentence speaks of what it names: an ordered list of checks, the first that fires decides.
//!
//! No parts of speech, no parser, no model: cues in the clause of the phrase, then what is inherited from the
//! text around it. A negation elsewhere in the sentence excuses nothing, and two negations assert.

use super::against::{past_cue, rejecting_cue};
use super::clause;
use super::cues;
use super::inherited::{change_entry, heading_above, history_of, label_before, lead_in};
use super::quotation::quotation;
use super::sentence::Words;
use crate::document::Document;
use crate::document::outline::{BlockStyle, FragmentStyle, Sentence};

/// No quotation is looked for further than this many bytes from the phrase.
pub(super) const QUOTATION_WINDOW: usize = 400;

/// The language is told by this many words on both sides of the phrase.
const LANGUAGE_WORDS: usize = 20;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stance {
    /// Recommends or describes present use: the only one that is flagged.
    Recommends,
    Rejects,
    /// Says itself that it is deprecated, gone or wrong: below, the text need not be told.
    Declares,
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
    pub(super) history: Option<Decision>,
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
    let checks: [fn(&Mention<'_>) -> Option<Decision>; 15] = [
        struck_through,
        quotation,
        question,
        other_language,
        word_for_word,
        cited_title,
        rejecting_cue,
        past_cue,
        comparison,
        history_file,
        change_entry,
        heading_above,
        lead_in,
        reference,
        bare_mention,
    ];
    checks.iter().find_map(|check| check(mention)).unwrap_or_else(|| Decision {
        stance: Stance::Recommends,
        because: "nothing in the sentence or around it speaks against it".to_string(),
    })
}

pub(super) fn decide(stance: Stance, because: String) -> Decision {
    Decision { stance, because }
}

fn struck_through(mention: &Mention<'_>) -> Option<Decision> {
    let word = mention.words.get(mention.first)?;
    (word.style == FragmentStyle::Strikethrough)
        .then(|| decide(Stance::ReportsHistory, "it is struck through".to_string()))
}

fn question(mention: &Mention<'_>) -> Option<Decision> {
    let text = mention.sentence.span.of(&mention.document.text);
    let asks = text.trim_end().trim_end_matches(['*', '_', '"', ')', '”']).ends_with('?');
    asks.then(|| decide(Stance::Asks, "the sentence is a question".to_string()))
}

/// The cues are English: how another language speaks of the phrase is not known.
fn other_language(mention: &Mention<'_>) -> Option<Decision> {
    let words = mention.words;
    let from = mention.first.saturating_sub(LANGUAGE_WORDS);
    let near = (from..words.len().min(mention.end + LANGUAGE_WORDS)).map(|index| words.lower(index));
    let (all, foreign, english) = near.fold((0, 0, 0), |(all, foreign, english), word| {
        let is_foreign = !word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'\'')
            || cues::FOREIGN.has(word);
        (all + 1, foreign + usize::from(is_foreign), english + usize::from(cues::ENGLISH.has(word)))
    });
    (foreign > english && foreign * 4 >= all)
        .then(|| decide(Stance::Mentions, "the sentence is not in English".to_string()))
}

/// "see the X section": the clause only points at where it is written of.
fn reference(mention: &Mention<'_>) -> Option<Decision> {
    let words = mention.words;
    let clause = clause::around(words, mention.first, mention.end);
    let cue = (clause.start..mention.first).rev().find_map(|index| {
        let cue = cues::REFERRING.at(words, index, mention.first)?;
        let after = index + cue.split(' ').count();
        // "we see that X" is no request to look.
        let asks = cue != "see"
            || index == clause.start
            || matches!(words.lower(index - 1), "please" | "also" | "and" | "to" | "then");
        // "see the guide for X" says what the guide is for.
        let is_object = !(after..mention.first).any(|index| words.lower(index) == "for");
        (asks && is_object && clause::is_subject(words, after, mention.first)).then_some(cue)
    })?;
    Some(decide(Stance::Mentions, format!("\"{cue}\" only refers to it")))
}

/// A link text of several words in capitals is the title of what it links to.
fn cited_title(mention: &Mention<'_>) -> Option<Decision> {
    let words = mention.words;
    let is_link = |index: usize| words.get(index).is_some_and(|word| word.style == FragmentStyle::LinkText);
    if !is_link(mention.first) {
        return None;
    }
    let start = (0..mention.first).rev().take_while(|index| is_link(*index)).last().unwrap_or(mention.first);
    let end = (mention.end..words.len())
        .take_while(|index| is_link(*index))
        .last()
        .map_or(mention.end, |last| last + 1);
    let text = &mention.document.text;
    let is_capital = |index: &usize| {
        words.get(*index).is_some_and(|word| {
            word.span.of(text).starts_with(|first: char| first.is_uppercase() || first.is_ascii_digit())
        })
    };
    let others = (start..mention.first).chain(mention.end..end);
    let (capitals, all) = others.fold((0, 0), |(capitals, all), index| {
        (capitals + usize::from(is_capital(&index)), all + usize::from(words.lower(index).len() > 3))
    });
    (all >= 2 && capitals >= 2 && capitals >= all / 2)
        .then(|| decide(Stance::Quotes, "it stands in the title of a link".to_string()))
}

/// "the term X", "the X metaphor": the word is spoken of, not the thing.
fn word_for_word(mention: &Mention<'_>) -> Option<Decision> {
    let words = mention.words;
    let before = (mention.first.saturating_sub(2)..mention.first)
        .find(|index| cues::WORDS_FOR.has(words.lower(*index)));
    let after = (mention.end..mention.end + 3).find(|index| cues::WORDS_FOR.has(words.lower(*index)));
    let cue = words.lower(before.or(after)?);
    Some(decide(Stance::Mentions, format!("\"{cue}\" speaks of the word")))
}

fn comparison(mention: &Mention<'_>) -> Option<Decision> {
    let words = mention.words;
    let clause = clause::around(words, mention.first, mention.end);
    let end = clause.end;
    let cue = clause.into_iter().find_map(|index| {
        let cue = cues::COMPARISONS.at(words, index, end)?;
        (cue != "than" || !is_amount(words, index)).then_some(cue)
    })?;
    Some(decide(Stance::Compares, format!("\"{cue}\" compares it with something else")))
}

/// "more than 10", "no later than one hour".
fn is_amount(words: &Words, than: usize) -> bool {
    let next = words.lower(than + 1);
    let counts = next.starts_with(|first: char| first.is_ascii_digit())
        || matches!(next, "one" | "two" | "three" | "half" | "a" | "that" | "needed" | "necessary" | "once");
    counts && than > 0 && cues::AMOUNTS.has(words.lower(than - 1))
}

fn history_file(mention: &Mention<'_>) -> Option<Decision> {
    mention.frame.history.clone()
}

/// A heading, a definition, or a name that stands alone in its item, cell or link.
fn bare_mention(mention: &Mention<'_>) -> Option<Decision> {
    let block = mention.document.outline.block(mention.sentence.block)?;
    let rest = mention.words.len() - (mention.end - mention.first);
    // A phrase that brings its own verb ("enable the query cache") is a sentence, not a name.
    let is_name = (0..mention.words.len().min(mention.end))
        .all(|index| !cues::OWN_PREDICATE.has(mention.words.lower(index)));
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
        BlockStyle::ListItem if let Some(label) = label_before(mention.words, mention.first, mention.end) => {
            // "Login: the implicit flow" says what is in use, unless the label only announces names.
            let cue = cues::NAMING_LABELS.first(mention.words, label)?;
            return Some(decide(Stance::Mentions, format!("the label \"{cue}\" only announces names")));
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

/// A link with at most two words beside it: "[Title](…) (blog)".
fn is_only_link(words: &Words) -> bool {
    let others = (0..words.len())
        .filter(|index| words.get(*index).is_some_and(|word| word.style != FragmentStyle::LinkText))
        .count();
    others == 0 || others <= 2 && words.len() >= 5
}
