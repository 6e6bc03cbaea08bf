//! Cues in the clause of a phrase: what speaks against it, and what tells of its past.
//!
//! A cue counts only where it rules the phrase: a verb whose object it is, a predicate whose subject it is. Words
//! with an object of their own ("remove the pods with X", "disable TLS to use X") say nothing about it.

use super::clause;
use super::cues;
use super::sentence::{Gap, Words};
use super::stance::{Decision, Mention, Stance, decide};
use std::ops::Range;

/// Words that may stand between an adjective and what it describes.
const ADJECTIVE_REACH: usize = 5;

/// Words that may stand between a phrase and the verb whose subject it ends.
const SUBJECT_REACH: usize = 3;

/// Something in the clause rejects the phrase.
pub fn rejecting_cue(mention: &Mention<'_>) -> Option<Decision> {
    let words = mention.words;
    let clause = clause::around(words, mention.first, mention.end);
    let negations = negations_in(words, clause.start..mention.first);
    let rejecting = ruling_verb(words, clause.start, mention.first);
    // "cannot run without Tiller", "do not disable the query cache": two negations assert.
    let count = negations.len() + usize::from(rejecting.is_some());
    if count % 2 == 1 {
        let cue = rejecting.or_else(|| negations.last().copied()).unwrap_or_default();
        return Some(decide(Stance::Rejects, format!("\"{cue}\" before it in its clause speaks against it")));
    }
    if count > 0 {
        return None;
    }
    let cue = predicate_against(words, &clause, mention.first, mention.end)
        .or_else(|| trouble(words, mention.end))
        .or_else(|| condition_to_leave(words, &clause, mention))?;
    let stance = if cues::DECLARING.has_whole(cue) { Stance::Declares } else { Stance::Rejects };
    Some(decide(stance, format!("\"{cue}\" after it speaks against it")))
}

/// The negations of a clause; "neither … nor" is one.
pub fn negations_in(words: &Words, range: Range<usize>) -> Vec<&'static str> {
    let end = range.end;
    let is_aside = |index: usize| clause::is_aside(words, index, end);
    let mut negations: Vec<&str> =
        range.filter_map(|index| negation_at(words, index).filter(|_| !is_aside(index))).collect();
    if negations.len() > 1 {
        negations.retain(|cue| *cue != "nor");
    }
    negations
}

fn negation_at(words: &Words, index: usize) -> Option<&'static str> {
    let cue = cues::NEGATIONS.at(words, index, words.len())?;
    let next = words.lower(index + cue.split(' ').count());
    let counts = cue == "no" && cues::AMOUNTS.has(next) && words.lower(index + 2) == "than";
    (!counts && !cues::NOT_NEGATED.has(next)).then_some(cue)
}

/// The nearest verb before the phrase whose object the phrase is.
pub fn ruling_verb(words: &Words, start: usize, first: usize) -> Option<&'static str> {
    (start..first).rev().find_map(|index| {
        let cue = cues::REJECTING_VERBS.at(words, index, first)?;
        (rules(words, start, index, cue, first) && !clause::is_aside(words, index, first)).then_some(cue)
    })
}

fn rules(words: &Words, start: usize, index: usize, cue: &str, first: usize) -> bool {
    let after = index + cue.split(' ').count();
    if !cue.contains(' ') && cue.ends_with("ed") && clause::is_passive(words, start, index) {
        return clause::has_colon(words, index, first);
    }
    if cues::ALSO_NOUNS.has(cue) && is_noun(words, start, index, after, first) {
        return false;
    }
    let is_gerund = words.lower(after).ends_with("ing");
    is_gerund && after < first || !has_own_object(words, cue, after, first)
}

/// "the flags of X", "a code block for X": a word before it, or none of an object after it, makes it a name.
fn is_noun(words: &Words, start: usize, index: usize, after: usize, first: usize) -> bool {
    let before = if index > start { words.lower(index - 1) } else { "" };
    let next = words.lower(after);
    let has_object = after == first || cues::DETERMINERS.has(next) || next.ends_with("ing");
    cues::DETERMINERS.has(before) || cues::BEFORE_NOUNS.has(before) || !has_object
}

/// Between the verb and the phrase stands an object of the verb, to which the phrase is only the means or the place.
fn has_own_object(words: &Words, cue: &str, after: usize, first: usize) -> bool {
    let takes_infinitive = cues::FORBIDDING.has(cue) || cue.ends_with(" to");
    (after..first).any(|index| {
        let word = words.lower(index);
        let is_purpose = word == "to"
            && index > after
            && !takes_infinitive
            && cues::OWN_PREDICATE.has(words.lower(index + 1));
        let is_place = word == "from"
            && index > after
            && cues::TAKING.has(cue)
            && !words.lower(index + 1).ends_with("ing");
        let is_means = cues::MEANS.has(word) && !(takes_infinitive && word == "using");
        let is_subject = matches!(word, "we" | "you" | "i" | "they");
        is_purpose || is_place || is_means || is_subject
    })
}

/// A predicate after the phrase that speaks against its subject.
fn predicate_against(words: &Words, clause: &Range<usize>, first: usize, end: usize) -> Option<&'static str> {
    let is_auxiliary = |index: usize| cues::AUXILIARIES.has(words.lower(index));
    let next = (end..clause.end.min(end + SUBJECT_REACH)).find(|index| is_auxiliary(*index));
    let is_subject = next.is_some() || clause::is_subject(words, clause.start, first);
    if !is_subject {
        return None;
    }
    let predicate = next.unwrap_or(end)..clause::end_of_predicate(words, clause.end);
    let first_of = |cues: &cues::CueList| {
        predicate.clone().find_map(|index| cues.at(words, index, predicate.end).map(|cue| (index, cue)))
    };
    match (first_of(&cues::NEGATED_AFTER), first_of(&cues::REJECTED_AFTER)) {
        // "must not be removed", "is never disabled": it stays.
        (Some((not, _)), Some((index, cue))) if not < index && index - not <= 3 && !is_copula(cue) => None,
        (Some((not, cue)), rejected) if cues::NOT_NEGATED.has(words.lower(not + 1)) => {
            rejected.filter(|(index, _)| *index > not).map(|_| cue)
        }
        (Some((_, cue)), _) | (None, Some((_, cue))) => Some(cue),
        (None, None) => None,
    }
}

/// "was" only sets the time of what follows.
fn is_copula(cue: &str) -> bool {
    matches!(cue, "was" | "were" | "had" | "did" | "used to" | "had to")
}

/// "the X alternatives", "X (deprecated)": right after the phrase, at most over a comma or bracket.
fn trouble(words: &Words, end: usize) -> Option<&'static str> {
    let gap = words.get(end)?.gap;
    cues::TROUBLE.at(words, end, words.len()).filter(|cue| {
        gap < Gap::Comma
            || gap == Gap::Comma && (cue.contains(' ') || matches!(*cue, "deprecated" | "removed" | "legacy"))
    })
}

/// "If you still use X, migrate": the condition names it, the advice is to leave it.
fn condition_to_leave(words: &Words, clause: &Range<usize>, mention: &Mention<'_>) -> Option<&'static str> {
    let opens = (clause.start..mention.first).any(|index| {
        matches!(words.lower(index), "if" | "when" | "whenever" | "in" | "for" | "should" | "where")
            && (words.lower(index) != "in" || words.starts_with(index, "in case"))
    });
    if !opens {
        return None;
    }
    let end = (clause.end + cues::ADVICE_REACH).min(words.len());
    cues::LEAVING.first(words, clause.end..end)
}

/// Something in the clause or at the start of the sentence tells of the past.
pub fn past_cue(mention: &Mention<'_>) -> Option<Decision> {
    let words = mention.words;
    let clause = clause::around(words, mention.first, mention.end);
    let cue = past_verb(words, clause.start, mention.first)
        .or_else(|| adjective(words, clause.start, mention.first))
        .or_else(|| moves_away(words, clause.start, mention.first))
        .or_else(|| was_used(words, clause.start, mention.first))
        .or_else(|| past_opener(words, mention.first))
        .or_else(|| cues::OLDER_VERSIONS.first(words, sentence_around(words, mention.first, mention.end)))?;
    Some(decide(Stance::ReportsHistory, format!("\"{cue}\" tells of its past or its end")))
}

fn past_verb(words: &Words, start: usize, first: usize) -> Option<&'static str> {
    (start..first).rev().find_map(|index| {
        let cue = cues::PAST_BEFORE.at(words, index, first)?;
        let is_participle =
            !cue.contains(' ') && cue.ends_with("ed") || matches!(cue, "used to" | "gone" | "sunset");
        if is_participle && clause::is_passive(words, start, index) {
            return clause::has_colon(words, index, first).then_some(cue);
        }
        let after = index + cue.split(' ').count();
        (!has_own_object(words, cue, after, first)).then_some(cue)
    })
}

/// "the old X", "legacy flows such as X": near before the phrase, over nothing that acts or relates.
fn adjective(words: &Words, start: usize, first: usize) -> Option<&'static str> {
    let from = start.max(first.saturating_sub(ADJECTIVE_REACH));
    (from..first).rev().find_map(|index| {
        let cue = cues::PAST_ADJECTIVES.at(words, index, first)?;
        let after = index + cue.split(' ').count();
        let stops = |index: usize| {
            let word = words.lower(index);
            let relates = cues::PREPOSITIONS.has(word) && !matches!(word, "like" | "as");
            relates || cues::OWN_PREDICATE.has(word) || cues::AUXILIARIES.has(word)
        };
        (!(after..first).any(stops)).then_some(cue)
    })
}

/// "migrate clients from X", "prefer PKCE over X".
fn moves_away(words: &Words, start: usize, first: usize) -> Option<&'static str> {
    let nearest = (start.max(first.saturating_sub(ADJECTIVE_REACH))..first)
        .rev()
        .find(|index| cues::PREPOSITIONS.has(words.lower(*index)) || words.lower(*index) == "off")?;
    if (nearest + 1..first).any(|index| cues::OWN_PREDICATE.has(words.lower(index))) {
        return None;
    }
    let before = start..nearest;
    match words.lower(nearest) {
        "from" | "off" => cues::MOVING.last(words, before),
        "using" if nearest > start && words.lower(nearest - 1) == "from" => cues::MOVING.last(words, before),
        "over" => cues::PREFERRING.last(words, before),
        "to" => {
            cues::PREFERRING.last(words, before).filter(|cue| cue.starts_with("prefer") || *cue == "superior")
        }
        _ => None,
    }
}

/// "the team used X": a past tense with the phrase as its object.
fn was_used(words: &Words, start: usize, first: usize) -> Option<&'static str> {
    (start.max(first.saturating_sub(ADJECTIVE_REACH))..first).rev().find_map(|index| {
        let cue = cues::PAST_USE.at(words, index, first)?;
        let after = index + cue.split(' ').count();
        let has_subject = index > start && !cues::BEFORE_PARTICIPLES.has(words.lower(index - 1));
        let relates = |at: usize| {
            let word = words.lower(at);
            cues::PREPOSITIONS.has(word) || cues::OWN_PREDICATE.has(word) || cues::AUXILIARIES.has(word)
        };
        let is_object = !(after..first).any(relates);
        (has_subject && is_object && !clause::is_passive(words, start, index)).then_some(cue)
    })
}

/// "Historically, reads went through it", "Before 8.0, …": the comma ends no clause here.
fn past_opener(words: &Words, first: usize) -> Option<&'static str> {
    let opening =
        (0..=first).rev().find(|index| words.get(*index).is_some_and(|word| word.gap == Gap::Clause))?;
    cues::PAST_OPENERS.at(words, opening, first).or_else(|| version_before(words, opening, first))
}

/// "Before 8.0", "Prior to Kubernetes 1.25", "Until 2019": a number right after the word.
fn version_before(words: &Words, opening: usize, first: usize) -> Option<&'static str> {
    let cue = ["before", "prior to", "until", "up to", "through"]
        .into_iter()
        .find(|cue| words.starts_with(opening, cue))?;
    let after = opening + cue.split(' ').count();
    let has_number = |index: usize| words.lower(index).starts_with(|first: char| first.is_ascii_digit());
    (after..first.min(after + 4)).any(has_number).then_some(cue)
}

/// The words of the sentence up to semicolons on both sides.
fn sentence_around(words: &Words, first: usize, end: usize) -> Range<usize> {
    let is_end = |index: &usize| words.get(*index).is_some_and(|word| word.gap == Gap::Clause);
    let start = (first.saturating_sub(60)..=first).rev().find(is_end).unwrap_or(first.saturating_sub(60));
    let stop = (end..words.len().min(end + 60)).find(is_end).unwrap_or(words.len().min(end + 60));
    start..stop
}
