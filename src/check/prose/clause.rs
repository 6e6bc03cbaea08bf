//! The clause around a phrase, and what stands in it before and after.

use super::cues;
use super::sentence::{Gap, Words};
use std::ops::Range;

/// No clause is looked at further than this many words from the phrase, so that a sentence of a megabyte costs no more.
const LONGEST: usize = 80;

/// The clause around words `first..end`: up to a semicolon or dash, a comma or a joining word, except where
/// what follows only continues a list ("do not use Tiller, the implicit flow or MD5").
pub fn around(words: &Words, first: usize, end: usize) -> Range<usize> {
    let mut start = first.min(words.len());
    let mut has_predicate = false;
    while start > 0 && first - start < LONGEST {
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
    while stop < words.len() && stop - end < LONGEST && !ends_clause(words, stop) {
        stop += 1;
    }
    start..stop
}

fn starts_clause(words: &Words, index: usize) -> bool {
    let gap = words.get(index).map_or(Gap::Soft, |word| word.gap);
    gap >= Gap::Colon
        || cues::CLAUSE_WORDS.has(words.lower(index))
        || cues::SUBORDINATORS.has(words.lower(index))
}

fn ends_clause(words: &Words, index: usize) -> bool {
    let gap = words.get(index).map_or(Gap::Soft, |word| word.gap);
    gap >= Gap::Comma
        || matches!(words.lower(index), "but" | "and" | "then" | "because" | "while" | "whereas")
        || cues::SUBORDINATORS.has(words.lower(index))
        || words.starts_with(index, "in case")
}

/// Whether the word may go on with a list: only a comma or "and" stands before it. It does if no predicate of
/// its own follows before the phrase.
fn joins_list(words: &Words, joint: usize) -> bool {
    let word = words.lower(joint);
    word == "and" || !cues::CLAUSE_WORDS.has(word) && !cues::SUBORDINATORS.has(word)
}

/// Whether the phrase that begins at `first` is the subject of its clause: nothing before it acts.
pub fn is_subject(words: &Words, start: usize, first: usize) -> bool {
    !(start..first).any(|index| cues::OWN_PREDICATE.has(words.lower(index)))
}

/// Whether a form of "be" stands before the word, over adverbs: what follows says something of the subject.
pub fn is_passive(words: &Words, start: usize, index: usize) -> bool {
    let mut at = index;
    while at > start {
        at -= 1;
        let word = words.lower(at);
        if cues::BE.has(word) {
            return true;
        }
        if !(word.ends_with("ly")
            || matches!(word, "not" | "now" | "also" | "already" | "been" | "longer" | "no"))
        {
            return false;
        }
    }
    false
}

/// Where the predicate ends of which the first clause ends at `end`: "X has problems and has been retired".
pub fn end_of_predicate(words: &Words, end: usize) -> usize {
    let joins = matches!(words.lower(end), "and" | "but") && cues::AUXILIARIES.has(words.lower(end + 1));
    if !joins {
        return end;
    }
    let mut stop = end + 1;
    while stop < words.len() && stop - end < LONGEST && !ends_clause(words, stop) {
        stop += 1;
    }
    stop
}

/// Whether the word stands in brackets that close before word `first`.
pub fn is_aside(words: &Words, index: usize, first: usize) -> bool {
    let bracket = (index + 1..=first).find_map(|index| {
        words.get(index).map(|word| word.gap).filter(|gap| matches!(gap, Gap::Opening | Gap::Closing))
    });
    bracket == Some(Gap::Closing)
}

/// Whether a colon stands between two words, so that the second is an item of what the first announces.
pub fn has_colon(words: &Words, from: usize, to: usize) -> bool {
    (from + 1..=to).any(|index| words.get(index).is_some_and(|word| word.gap == Gap::Colon))
}
