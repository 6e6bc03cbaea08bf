//! The words by which English rejects, reports, compares and asks. Data, so that each line can be judged.
//!
//! Every entry is words in lower case with one blank between them. The lists are kept dense, to be read as lists.

use super::sentence::Words;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

/// Cues of one meaning, found by their first word.
#[derive(Debug)]
pub struct CueList {
    cues: &'static [&'static str],
    by_first_word: OnceLock<HashMap<&'static str, Vec<&'static str>>>,
}

impl CueList {
    const fn new(cues: &'static [&'static str]) -> CueList {
        CueList { cues, by_first_word: OnceLock::new() }
    }

    /// Whether a single word is one of the cues.
    #[must_use]
    pub fn has(&self, word: &str) -> bool {
        self.by_first_word().get(word).is_some_and(|cues| cues.contains(&word))
    }

    fn by_first_word(&self) -> &HashMap<&'static str, Vec<&'static str>> {
        self.by_first_word.get_or_init(|| {
            let mut map: HashMap<&str, Vec<&str>> = HashMap::new();
            for cue in self.cues {
                map.entry(cue.split(' ').next().unwrap_or(cue)).or_default().push(cue);
            }
            map
        })
    }

    /// The longest cue that begins with word `index` and ends before word `end`.
    #[must_use]
    pub fn at(&self, words: &Words, index: usize, end: usize) -> Option<&'static str> {
        let fits = |cue: &&&str| index + cue.split(' ').count() <= end && words.starts_with(index, cue);
        self.by_first_word().get(words.lower(index))?.iter().filter(fits).max_by_key(|cue| cue.len()).copied()
    }

    #[must_use]
    pub fn first(&self, words: &Words, range: Range<usize>) -> Option<&'static str> {
        let end = range.end;
        range.into_iter().find_map(|index| self.at(words, index, end))
    }

    #[must_use]
    pub fn last(&self, words: &Words, range: Range<usize>) -> Option<&'static str> {
        let end = range.end;
        range.into_iter().rev().find_map(|index| self.at(words, index, end))
    }
}

/// Before the phrase, in its clause: the text speaks against it. Two of them cancel out.
#[rustfmt::skip]
pub static NEGATIONS: CueList = CueList::new(&[
    "not", "never", "no", "nor", "neither", "cannot", "can't", "don't", "doesn't", "didn't", "isn't",
    "aren't", "wasn't", "weren't", "won't", "wouldn't", "shouldn't", "mustn't", "couldn't", "hasn't",
    "haven't", "without", "none of", "nobody", "nothing", "dont", "doesnt",
]);

/// Before the phrase: verbs that speak against their object.
#[rustfmt::skip]
pub static REJECTING_VERBS: CueList = CueList::new(&[
    "avoid", "avoids", "avoided", "avoiding", "instead of", "rather than", "in place of", "in lieu of",
    "forbid", "forbids", "forbidden", "prohibit", "prohibits", "prohibited", "ban", "bans", "banned",
    "disallow", "disallows", "disallowed", "discourage", "discourages", "discouraged", "reject", "rejects",
    "rejected", "refuse", "refuses", "disable", "disables", "disabled", "disabling", "turn off",
    "turns off", "turned off", "switch off", "switched off", "stop using", "stops using", "stopped using",
    "get rid of", "gets rid of", "got rid of", "moving away from", "move away from", "moved away from",
    "steer clear of", "stay away from", "beware of", "warns against", "warn against", "advise against",
    "advises against", "recommend against", "recommends against", "protects against", "protect against",
    "guard against", "instead using", "other than", "as opposed to", "eliminate", "eliminates",
    "eliminated", "ditch", "ditched", "drop", "drops", "dropping", "remove", "removes", "removing",
    "replace", "replaces", "replacing", "supersede", "supersedes", "superseding", "deprecate", "deprecates",
    "deprecating", "migrate off", "migrate from", "migrating from", "migrate away from", "upgrade from",
    "upgrading from", "free of", "lack of", "lacks", "lack", "drawbacks of", "problem with",
    "problems with", "danger of", "dangers of", "weakness of", "weaknesses of", "alternative to",
    "alternatives to", "successor to", "successor of", "replacement for", "replacements for", "instead",
    "omits", "omit", "omitted", "missing from", "decided against", "decide against", "advised against",
    "recommended against", "attack on", "attacks on", "abuse", "abuses", "abused", "exploit", "exploits",
    "complained about", "complain about", "flags", "flag", "warns about", "warn about", "retire", "retires",
    "retiring", "phases out", "migrate clients from", "migrate away", "move off", "moves off",
    "support for ends", "end support for", "ends support for", "drops support for", "dropped support for",
    "excludes", "exclude", "excluded", "bans on", "blocks", "block", "blocked", "rules out", "rule out",
    "ruled out", "free from", "get off", "leave behind", "leaves behind", "rid of",
]);

/// After the phrase, in its clause: the text speaks against it or of its end.
#[rustfmt::skip]
pub static REJECTED_AFTER: CueList = CueList::new(&[
    "not", "never", "no longer", "isn't", "aren't", "wasn't", "weren't", "doesn't", "don't", "didn't",
    "cannot", "can't", "won't", "shouldn't", "mustn't", "forbidden", "prohibited", "banned", "disallowed",
    "discouraged", "rejected", "avoided", "insecure", "unsafe", "vulnerable", "obsolete", "deprecated",
    "removed", "dropped", "retired", "discontinued", "unsupported", "unmaintained", "disabled",
    "superseded", "replaced", "gone", "considered harmful", "bad practice", "an anti pattern", "a mistake",
    "end of life", "eol", "sunset", "legacy", "went away", "is off", "turned off", "switched off",
    "archived", "abandoned", "free", "fails", "breaks", "died", "refuses", "refused", "ignored", "invalid",
    "is over", "outdated", "was used", "were used", "used to",
    "omitted", "missing", "absent", "ends", "ended", "out of scope", "was common", "was designed",
    "was meant", "was made for", "was popular", "blocked", "leaks", "renamed", "had to", "ruled out",
    "to be removed", "will be removed", "is being removed", "being phased out", "phased out",
    "should migrate", "migrate", "must go", "disappears", "disappeared", "not allowed", "not recommended",
    "excluded", "not needed",
]);

/// Before the phrase: the text reports what was.
#[rustfmt::skip]
pub static PAST_BEFORE: CueList = CueList::new(&[
    "removed", "removal of", "deprecated", "deprecation of", "dropped", "migrated from", "migrated off",
    "migrated away from", "migration from", "moved from", "moved off", "switched from", "switching from",
    "replaced", "retired", "sunset", "used to", "no longer", "formerly", "previously", "historically",
    "originally", "until", "legacy", "obsolete", "outdated", "superseded", "discontinued", "old", "former",
    "phased out", "phase out", "phasing out", "end of", "in the past", "abandoned", "killed", "stripped",
    "deleted", "cleaned up", "upgraded from", "ported from", "unsupported", "eol", "unmaintained",
    "archived", "insecure", "unsafe", "broken", "vulnerable", "dangerous", "years ago", "back then",
    "plan to retire", "gone", "used until", "had to", "back in", "were using", "was using", "renamed", "attackers",
    "attacker",
]);

/// At the start of a sentence: all of it, up to a semicolon, tells of the past.
#[rustfmt::skip]
pub static PAST_OPENERS: CueList = CueList::new(&[
    "historically", "previously", "formerly", "originally", "in the past", "back then", "in the old days",
    "traditionally", "at the time", "in those days",
]);

/// Anywhere in the clause: the text compares.
#[rustfmt::skip]
pub static COMPARISONS: CueList = CueList::new(&[
    "unlike", "versus", "vs", "compared to", "compared with", "in contrast to", "differs from",
    "different from", "similar to", "as with", "than", "equivalent of", "difference between",
    "comparison of", "inspired by", "analogous to",
]);

/// Words after which a negation asserts: "not only", "do not forget to enable".
#[rustfmt::skip]
pub static NOT_NEGATED: CueList = CueList::new(&[
    "only", "just", "merely", "necessarily", "forget", "hesitate", "miss", "least", "matter", "surprisingly",
    "a problem", "too", "wrong", "bad", "insecure", "unusual", "surprising", "uncommon", "unsafe",
]);

/// Verbs and subjects: a clause that holds one before the phrase speaks for itself.
#[rustfmt::skip]
pub static OWN_PREDICATE: CueList = CueList::new(&[
    "use", "uses", "using", "used", "enable", "enables", "enabling", "choose", "prefer", "keep", "keeps",
    "set", "sets", "run", "runs", "call", "calls", "switch", "go", "rely", "relies", "configure", "need",
    "needs", "support", "supports", "want", "wants", "should", "must", "can", "will", "is", "are", "was",
    "we", "you", "it", "they", "i", "add", "adds", "install", "deploy", "store", "stores", "implement",
    "implements", "send", "sends", "turn", "put", "puts", "create", "creates", "start", "starts", "make",
    "makes", "provide", "provides", "with", "via", "through", "by", "hash", "hashes", "authenticate",
    "authenticates", "log", "let", "lets", "have", "has", "obtain", "obtains", "get", "gets", "pick",
    "take", "takes", "apply", "applies", "allow", "allows", "works",
]);

/// Words that join clauses.
#[rustfmt::skip]
pub static CLAUSE_WORDS: CueList = CueList::new(&[
    "but", "and", "then", "so", "because", "while", "whereas", "although", "though", "however", "yet",
    "since",
]);

/// In a heading: what stands below is rejected, gone, or told as history.
#[rustfmt::skip]
pub static REJECTING_HEADINGS: CueList = CueList::new(&[
    "deprecated", "deprecation", "deprecations", "removed", "removals", "removal", "migration", "migrating",
    "migrate", "changelog", "change log", "changes", "release notes", "what's new", "history",
    "alternatives considered", "alternatives", "non goals", "nongoals", "rejected", "rejected options",
    "anti pattern", "anti patterns", "antipatterns", "breaking changes", "upgrade", "upgrading",
    "upgrade notes", "what not to do", "don't", "don'ts", "do not", "avoid", "never", "obsolete", "legacy",
    "end of life", "bad", "wrong", "before", "old", "insecure", "mistakes", "pitfalls", "superseded",
    "unsupported", "not supported", "out of scope", "sunset", "retired", "glossary", "comparison", "vs",
    "versus", "known issues", "vulnerable",
]);

/// Words in a path: the whole file tells history or changes.
#[rustfmt::skip]
pub static HISTORY_PATHS: CueList = CueList::new(&[
    "changelog", "changelogs", "changes", "history", "release notes", "releasenotes", "release note",
    "news", "upgrading", "upgrade", "migration", "migrating", "migrations", "deprecated", "deprecations",
    "whatsnew", "breaking changes", "archive",
]);

/// Values of `status:` in front matter that make a document history.
#[rustfmt::skip]
pub const DEAD_STATUS: &[&str] = &[
    "superseded", "rejected", "deprecated", "withdrawn", "obsolete", "abandoned",
];

/// After the phrase at the start of a sentence: it is defined, not recommended.
#[rustfmt::skip]
pub static DEFINING: CueList = CueList::new(&[
    "is a", "is an", "is the", "is one", "was a", "was an", "was the", "are a", "are the", "refers to",
    "means", "stands for", "describes", "denotes", "is when", "is where", "is how",
]);
