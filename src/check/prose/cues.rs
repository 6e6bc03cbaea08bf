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

    /// Whether these words together are one of the cues.
    #[must_use]
    pub fn has_whole(&self, cue: &str) -> bool {
        self.cues.contains(&cue)
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
    "haven't", "without", "none of", "nobody", "nothing", "dont", "doesnt", "hardly", "nowhere", "no one",
]);

/// Before the phrase: verbs and names of acts that speak against their object.
#[rustfmt::skip]
pub static REJECTING_VERBS: CueList = CueList::new(&[
    "avoid", "avoids", "avoided", "avoiding", "instead of", "rather than", "in place of", "in lieu of",
    "forbid", "forbids", "forbidden", "prohibit", "prohibits", "prohibited", "ban", "bans", "banned",
    "disallow", "disallows", "disallowed", "discourage", "discourages", "discouraged", "reject", "rejects",
    "rejected", "refuse", "refuses", "refused", "disable", "disables", "disabled", "disabling", "turn off",
    "turns off", "turned off", "turning off", "switch off", "switches off", "switched off", "stop using",
    "stops using", "stopped using", "stop", "stops", "stopped", "quit using", "get rid of", "gets rid of",
    "got rid of", "getting rid of", "moving away from", "move away from", "moved away from", "steer clear of",
    "stay away from", "beware of", "warns against", "warn against", "warned against", "advise against",
    "advises against", "recommend against", "recommends against", "protects against", "protect against",
    "protection against", "guard against", "argue against", "speaks against", "advised against",
    "recommended against", "decided against", "decide against", "other than", "as opposed to", "eliminate",
    "eliminates", "eliminated", "eliminating", "ditch", "ditched", "ditching", "drop", "drops", "dropping",
    "remove", "removes", "removing", "delete", "deletes", "deleting", "uninstall", "uninstalls", "uninstalled",
    "replace", "replaces", "replacing", "supersede", "supersedes", "superseding", "deprecate", "deprecates",
    "deprecating", "migrate off", "migrate away", "free of", "lack of", "lacks", "lack", "drawbacks of",
    "disadvantages of", "downsides of", "problem with", "problems with", "problems of", "issues with",
    "trouble with", "danger of", "dangers of", "risks of", "weakness of", "weaknesses of", "weakness in",
    "weaknesses in", "vulnerability in", "vulnerabilities in", "limitations of", "shortcomings of", "flaws in",
    "alternative to", "alternatives to", "successor to", "successor of", "replacement for",
    "replacements for", "replacement of", "substitute for", "omits", "omit", "omitted", "omitting",
    "missing from", "attack on", "attacks on", "attacks against", "attack against", "abuse", "abuses",
    "abused", "exploit", "exploits", "complained about", "complain about", "flags", "flag", "warns about",
    "warn about", "warning about", "retire", "retires", "retiring", "phases out", "phase out",
    "phasing out", "move off", "moves off", "moved off", "support for ends", "end support for",
    "ends support for", "ended support for", "drop support for", "drops support for",
    "dropped support for", "removes support for", "remove support for", "excludes", "exclude",
    "excluded", "excluding", "bans on", "ban on", "blocks", "block", "blocked", "blocking", "rules out",
    "rule out", "ruled out", "free from", "get off", "leave behind", "leaves behind", "left behind", "rid of",
    "bad idea to", "bad practice to", "dangerous to", "unsafe to", "insecure to", "mistake to", "wrong to",
    "risky to", "harmful to", "discouraged to", "pointless to", "unwise to", "against using", "against the use of",
    "wean", "say goodbye to", "goodbye to", "farewell to", "part ways with", "sunsets", "sunsetting",
    "deprecation of", "removal of", "retirement of", "demise of", "death of", "end of life of",
    "end of support for", "end of support of", "except for", "apart from", "refrain from", "refrains from",
    "skip", "skips", "skipping", "strip", "strips", "stripping", "ignore", "ignores", "ignoring", "prevent", "prevents", "preventing", "opt out of",
]);

/// Rejecting verbs that are as often names of things: "the flags of", "code blocks".
#[rustfmt::skip]
pub static ALSO_NOUNS: CueList = CueList::new(&[
    "flag", "flags", "block", "blocks", "drop", "drops", "exploit", "exploits", "abuse", "abuses", "ban", "bans",
    "lack", "stop", "stops", "skip", "skips", "disabled", "excluded", "blocked", "stopped",
]);

/// Verbs whose object may be told what not to do: "forbids clients to use X".
#[rustfmt::skip]
pub static FORBIDDING: CueList = CueList::new(&[
    "forbid", "forbids", "forbidden", "prohibit", "prohibits", "prohibited", "disallow", "disallows",
    "disallowed", "refuse", "refuses", "refused", "ban", "bans", "banned", "discourage", "discourages",
    "discouraged", "prevent", "prevents", "preventing", "stop", "stops", "stopped",
]);

/// Between a rejecting verb and the phrase: the phrase is only the means, not what is rejected.
#[rustfmt::skip]
pub static MEANS: CueList = CueList::new(&["with", "by", "via", "through", "using", "thanks to"]);

/// After the phrase: the text speaks against it or of its end.
#[rustfmt::skip]
pub static REJECTED_AFTER: CueList = CueList::new(&[
    "no longer", "forbidden", "prohibited", "banned", "disallowed", "discouraged", "rejected", "avoided",
    "insecure", "unsafe", "vulnerable", "obsolete", "deprecated", "removed", "dropped", "retired",
    "discontinued", "unsupported", "unmaintained", "disabled", "superseded", "replaced", "gone", "dead",
    "considered harmful", "bad practice", "bad idea", "an anti pattern", "a mistake", "end of life", "eol",
    "sunset", "legacy", "went away", "is off", "turned off", "switched off", "archived", "abandoned", "fails",
    "breaks", "died", "refuses", "refused", "ignored", "invalid", "is over", "outdated", "was", "were",
    "used to", "omitted", "missing", "absent", "ends", "ended", "out of scope", "blocked", "leaks",
    "renamed", "had", "had to", "did", "ruled out", "to be removed", "phased out", "migrate", "must go",
    "disappears", "disappeared", "excluded", "has problems", "has a problem", "has flaws", "broken",
    "dangerous", "harmful", "suffers from", "suffered from", "caused", "risky", "a risk", "weak",
    "old fashioned", "history", "stopped", "ceased", "lost", "remained", "became", "uninstalled", "deleted",
    "out of date", "past its", "maintenance mode", "under attack", "should go", "has no place", "stood",
    "came with", "existed", "worked", "ran", "a thing of the past", "too slow", "a bottleneck", "inferior",
    "less secure", "less safe", "previously", "formerly", "in the past", "performance issues", "performance problems", "contention", "with care", "with caution", "unnecessary", "superfluous", "optional no more", "exposes", "suspended",
]);

/// After the phrase: negations of what it does or of its use.
#[rustfmt::skip]
pub static NEGATED_AFTER: CueList = CueList::new(&[
    "not", "never", "isn't", "aren't", "wasn't", "weren't", "doesn't", "don't", "didn't", "cannot", "can't",
    "won't", "shouldn't", "mustn't", "couldn't", "hasn't", "haven't", "wouldn't",
]);

/// Words that rule the verb after a phrase: what stands before them is their subject.
#[rustfmt::skip]
pub static AUXILIARIES: CueList = CueList::new(&[
    "is", "are", "was", "were", "be", "been", "has", "have", "had", "should", "must", "can", "cannot", "could",
    "will", "would", "may", "might", "shall", "does", "do", "did", "isn't", "aren't", "wasn't", "weren't",
    "doesn't", "don't", "didn't", "can't", "won't", "shouldn't", "mustn't", "hasn't", "haven't", "went", "no",
    "never", "ends", "ended", "fails", "leaks", "breaks", "refuses", "became", "died", "needs", "ought",
    "disappears", "disappeared", "suffers", "caused", "used", "existed", "worked", "isnt",
]);

/// Right after the phrase: what it names is the trouble with it, or its end.
#[rustfmt::skip]
pub static TROUBLE: CueList = CueList::new(&[
    "alternative", "alternatives", "issue", "issues", "problem", "problems", "vulnerability",
    "vulnerabilities", "attack", "attacks", "removal", "deprecation", "deprecated", "removed", "free", "legacy",
    "replacement", "replacements", "migration", "drawbacks", "limitations", "pitfalls", "weaknesses", "flaws",
    "risks", "sunset", "retirement", "eol", "obsolete", "unsupported", "no longer", "unmaintained", "disabled",
    "considered harmful", "which is deprecated", "which was removed", "which has been removed",
    "which is insecure", "which is obsolete", "that was removed", "which was deprecated", "now deprecated",
    "which is no longer", "which has been deprecated", "which were removed", "which are deprecated",
    "which is discouraged", "which is gone", "is dead", "no more", "less", "not recommended", "discouraged", "gone",
]);

/// Forms of "be" and "get": a participle after them speaks of their subject.
#[rustfmt::skip]
pub static BE: CueList = CueList::new(&[
    "is", "are", "was", "were", "be", "been", "being", "get", "gets", "got", "isn't", "aren't", "it's", "are",
]);

/// Before the phrase: the text reports its end or its past.
#[rustfmt::skip]
pub static PAST_BEFORE: CueList = CueList::new(&[
    "removed", "deprecated", "dropped", "migrated from", "migrated off", "migrated away from",
    "migration from", "moved from", "moved off", "switched from", "switching from", "replaced", "retired",
    "sunset", "used to", "no longer", "formerly", "previously", "historically", "originally", "phased out",
    "in the past", "abandoned", "killed", "stripped", "deleted", "cleaned up", "upgraded from", "ported from",
    "years ago", "back then", "plan to retire", "gone", "used until", "had to", "back in", "were using",
    "was using", "renamed", "attackers", "attacker", "we had", "we ran", "we relied on", "relied on",
    "once had", "once used", "once ran", "discontinued", "the days of", "era of", "story of", "history of",
    "goodbye", "until recently", "until last", "until version", "until then", "stopped shipping",
    "stopped supporting", "ended", "sunsetted", "was built on", "were built on", "was based on",
    "started out with", "started with", "grew out of", "successor", "predecessor",
]);

/// Adjectives right before the phrase.
#[rustfmt::skip]
pub static PAST_ADJECTIVES: CueList = CueList::new(&[
    "legacy", "obsolete", "outdated", "superseded", "discontinued", "old", "older", "former", "abandoned",
    "unsupported", "eol", "unmaintained", "archived", "insecure", "unsafe", "broken", "vulnerable",
    "dangerous", "deprecated", "removed", "retired", "discouraged", "defunct", "ancient", "outmoded",
    "vestigial", "now removed", "infamous", "dead", "weak", "soon to be removed", "aging", "dreaded",
]);

/// Verbs of moving: with "from" before the phrase they leave it.
#[rustfmt::skip]
pub static MOVING: CueList = CueList::new(&[
    "migrate", "migrates", "migrated", "migrating", "migration", "switch", "switches", "switched", "switching",
    "move", "moves", "moved", "moving", "change", "changes", "changed", "changing", "convert", "converts",
    "converted", "converting", "transition", "transitions", "transitioned", "transitioning", "port", "ported",
    "upgrade", "upgrades", "upgraded", "upgrading", "shift", "shifted", "away", "refactor", "rewrite", "evolve",
    "evolved", "departure", "coming", "come", "graduate", "conversion",
]);

/// Words of choice: with "over" before the phrase they choose something else.
#[rustfmt::skip]
pub static PREFERRING: CueList = CueList::new(&[
    "prefer", "prefers", "preferred", "preferable", "choose", "chose", "chosen", "favor", "favored", "favour",
    "recommended", "recommend", "recommends", "advantage", "advantages", "benefit", "benefits", "pick", "picked",
    "improvement", "improvements", "better", "superior",
]);

/// At the start of a sentence: all of it, up to a semicolon, tells of the past.
#[rustfmt::skip]
pub static PAST_OPENERS: CueList = CueList::new(&[
    "historically", "previously", "formerly", "originally", "in the past", "back then", "in the old days",
    "traditionally", "at the time", "in those days", "until recently", "in older versions",
    "in earlier versions", "in older releases", "in earlier releases", "in previous versions",
    "in previous releases", "years ago", "once upon a time", "back in", "at first", "in the beginning",
    "in the early days",
]);

/// Anywhere in the sentence: what it says holds for versions that are behind.
#[rustfmt::skip]
pub static OLDER_VERSIONS: CueList = CueList::new(&[
    "and earlier", "or earlier", "and older", "or older", "and below", "or below", "and lower", "or lower",
    "and before", "older versions of", "earlier versions of", "previous versions of", "older releases of",
    "earlier releases of", "versions before", "versions prior to", "releases before", "older than",
    "earlier than",
]);

/// Anywhere in the clause: the text compares.
#[rustfmt::skip]
pub static COMPARISONS: CueList = CueList::new(&[
    "unlike", "versus", "vs", "compared to", "compared with", "in comparison to", "in comparison with",
    "in contrast to", "in contrast with", "by contrast", "differs from", "differ from", "different from",
    "similar to", "as with", "than", "equivalent of", "equivalent to", "difference between",
    "differences between", "comparison of", "comparison between", "comparing", "inspired by",
    "analogous to", "analogue of", "reminiscent of", "counterpart of", "counterpart to", "akin to",
    "as opposed to", "contrary to", "just like",
]);

/// "more than 10" counts; it compares nothing with the phrase.
#[rustfmt::skip]
pub static AMOUNTS: CueList = CueList::new(&[
    "more", "less", "fewer", "greater", "higher", "lower", "larger", "smaller", "longer", "shorter", "bigger",
    "later", "earlier", "newer", "older", "faster",
]);

/// Words after which a negation asserts: "not only", "do not forget to enable".
#[rustfmt::skip]
pub static NOT_NEGATED: CueList = CueList::new(&[
    "only", "just", "merely", "necessarily", "forget", "hesitate", "miss", "least", "matter", "surprisingly",
    "a problem", "too", "wrong", "bad", "insecure", "unusual", "surprising", "uncommon", "unsafe", "worry",
    "fail", "neglect", "simply", "dangerous", "afraid",
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
    "take", "takes", "apply", "applies", "allow", "allows", "works", "requires", "require", "increase",
    "tune", "try", "recommend", "recommends", "suggest", "suggests", "expects", "expect", "talks", "talk",
    "connect", "connects", "activate", "activates", "select", "selects", "open", "opens", "give", "gives",
    "read", "reads", "write", "writes", "follow", "follows", "point", "points", "see", "check", "ensure",
    "change", "update", "adopt", "initialize", "configures", "leverage", "leverages", "benefit", "benefits",
    "handled", "served", "stored", "based", "built", "include", "includes", "offers", "offer", "comes",
]);

/// Words that join clauses with a clause of their own.
#[rustfmt::skip]
pub static SUBORDINATORS: CueList = CueList::new(&[
    "if", "when", "whenever", "unless", "until", "where", "once", "before", "after", "till", "provided",
]);

/// In the rest of the sentence after a condition: the advice is to leave what the condition names.
#[rustfmt::skip]
pub static LEAVING: CueList = CueList::new(&[
    "migrate", "upgrade", "switch to", "replace", "replaced", "stop", "remove", "disable", "move to", "consider",
    "turn it off", "you should not", "don't", "do not", "change to", "rewrite", "get rid", "plan", "see the migration",
    "convert", "transition", "deprecated", "no longer", "removed", "unsupported", "must be", "drop", "be warned",
    "beware", "be aware", "at risk", "vulnerable",
]);

/// Before the phrase: what follows is a word, not the thing.
#[rustfmt::skip]
pub static WORDS_FOR: CueList = CueList::new(&[
    "term", "terms", "word", "words", "phrase", "phrases", "expression", "metaphor", "terminology", "naming",
    "wording", "nomenclature", "named",
]);

/// Before the phrase, with nothing that acts between: the text sends its reader elsewhere.
#[rustfmt::skip]
pub static REFERRING: CueList = CueList::new(&[
    "see", "refer to", "read about", "read more about", "learn about", "learn more about", "more about",
    "information about", "information on", "details about", "details on", "described in", "explained in", "covered in",
    "documented in", "introduction to", "overview of", "discussion of", "article on", "article about", "post on",
    "post about", "talk on", "talk about", "book on", "section on", "chapter on", "section about", "documentation on",
    "documentation of", "documentation for", "documentation about",
]);

/// In comments above a line of a code block: the line shows what not to do.
#[rustfmt::skip]
pub static BAD_EXAMPLE: CueList = CueList::new(&[
    "bad", "wrong", "don't", "do not", "never", "avoid", "danger", "dangerous", "not recommended", "insecure", "deprecated",
    "legacy", "old", "before", "obsolete", "anti pattern", "discouraged", "incorrect", "no longer", "removed", "unsafe",
    "vulnerable", "not supported", "bad practice", "not secure", "should not", "must not", "shouldn't",
]);

/// Words that join clauses.
#[rustfmt::skip]
pub static CLAUSE_WORDS: CueList = CueList::new(&[
    "but", "and", "then", "so", "because", "while", "whereas", "although", "though", "however", "yet",
    "since", "therefore", "thus", "hence", "nevertheless",
]);

/// Anywhere in a heading: what stands below is rejected, gone, or told as history.
#[rustfmt::skip]
pub static REJECTING_HEADINGS: CueList = CueList::new(&[
    "deprecated", "deprecation", "deprecations", "removed", "removals", "removal", "changelog", "change log",
    "release notes", "what's new", "alternatives considered", "considered alternatives", "rejected alternatives",
    "non goals", "nongoals", "rejected options", "options considered", "considered options", "anti pattern",
    "anti patterns", "antipattern", "antipatterns", "breaking changes", "upgrade notes", "what not to do", "obsolete",
    "legacy", "end of life", "eol", "insecure", "superseded", "unsupported", "not supported", "out of scope", "sunset",
    "retired", "comparison", "vs", "versus", "known issues", "vulnerable", "vulnerabilities", "considered harmful",
    "no longer", "discontinued", "not recommended", "common mistakes", "bad practice", "bad practices", "what changed",
    "what's changed", "lessons learned", "postmortem", "discouraged", "previous versions", "older versions",
    "what is wrong", "why not", "problem statement", "alternatives to", "alternative to", "incompatible changes",
]);

/// A heading that consists of these words.
#[rustfmt::skip]
pub static WHOLE_HEADINGS: CueList = CueList::new(&[
    "changes", "history", "alternatives", "rejected", "bad", "wrong", "before", "old", "mistakes", "pitfalls", "glossary",
    "problems", "drawbacks", "disadvantages", "cons", "downsides", "weaknesses", "avoid", "don't", "don'ts", "dont", "do not", "never",
    "migration", "upgrade notes", "upgrading notes", "version history", "release history", "past", "the past", "status quo ante",
    "things to avoid", "what to avoid", "previously", "then", "incorrect", "not this", "bad example", "the old way", "old way",
    "problem", "the problem", "background", "prior art", "related work", "terminology", "further reading", "references",
    "see also", "credits", "acknowledgements", "context and problem statement",
]);

/// A heading that begins with these words.
#[rustfmt::skip]
pub static HEADING_STARTS: CueList = CueList::new(&[
    "avoid", "don't", "do not", "never", "stop using", "migrating from", "migrate from", "migration from",
    "moving from", "move from", "upgrading from", "upgrade from", "migrating to", "migrate to", "migration to",
    "upgrading to", "upgrade to", "moving to", "moving away", "migration guide", "upgrade guide", "upgrading guide",
    "migration overview", "migration steps", "migration path", "migration plan", "migration strategy", "replacing", "removing", "switching from", "changes in", "changes since", "changes from", "new in",
    "history of", "how not to", "goodbye", "mistake", "problems with", "issues with", "from",
]);

/// Anywhere in a segment of a path: the file tells history or changes.
#[rustfmt::skip]
pub static HISTORY_PATHS: CueList = CueList::new(&[
    "changelog", "changelogs", "release notes", "releasenotes", "release note", "deprecated", "deprecations",
    "deprecation", "whatsnew", "what s new", "whats new", "breaking changes", "migration guide", "migration guides",
    "upgrade guide", "upgrade guides", "upgrade notes", "upgrading from", "upgrading to", "migrating from",
    "migrating to", "migrate from", "migrate to", "upgrade from", "upgrade to", "migration from", "migration to",
    "postmortem", "postmortems", "history of", "changes since", "changes from",
]);

/// A segment of a path that consists of these words, beside numbers.
#[rustfmt::skip]
pub static HISTORY_SEGMENTS: CueList = CueList::new(&[
    "changes", "history", "news", "upgrading", "upgrade", "migration", "migrating", "migrations", "archive",
    "archived", "archives", "upgrades", "releases", "obsolete", "legacy",
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

/// In a label before a colon, or before a list of names: what follows is only named.
#[rustfmt::skip]
pub static NAMING_LABELS: CueList = CueList::new(&[
    "supported", "supports", "support", "types", "kinds", "flows", "grants", "options", "examples", "example", "see",
    "see also", "related", "glossary", "terms", "keywords", "tags", "topics", "e.g", "such as", "choices", "variants",
    "aka", "also known as", "choose from", "one of", "any of", "possible values", "values", "not supported",
    "unsupported", "removed", "deprecated", "avoid", "out of scope", "alternatives", "missing", "replaced",
    "replaces", "instead of", "before", "old", "legacy", "no", "without", "title", "subject", "read", "fix", "fixes",
    "fixed", "drop", "remove", "disable", "dropped", "disabled", "reference", "link", "source", "chapter", "section",
]);

/// Words in the sentence before a code block or list that point at it.
#[rustfmt::skip]
pub static POINTING: CueList = CueList::new(&[
    "this", "these", "following", "below", "such", "like", "code", "lines", "line", "snippet", "example", "here",
    "any of", "them", "so",
]);

/// Words that begin the name of a thing.
#[rustfmt::skip]
pub static DETERMINERS: CueList = CueList::new(&[
    "the", "a", "an", "this", "that", "these", "those", "your", "our", "their", "its", "his", "her", "my", "any", "all",
    "each", "every", "some", "both", "such", "another", "other",
]);

/// Words before a noun that could be a verb: "code blocks", "feature flags", "of flags".
#[rustfmt::skip]
pub static BEFORE_NOUNS: CueList = CueList::new(&[
    "code", "feature", "command", "cli", "following", "of", "with", "by", "for", "in", "boolean", "server", "new",
    "first", "second", "two", "three", "several", "many", "more", "configuration", "config", "same", "no", "and",
    "startup", "line", "data", "memory", "runtime", "build", "compiler", "extra", "additional", "from", "as", "full",
]);

/// Verbs that take their object from a place.
#[rustfmt::skip]
pub static TAKING: CueList = CueList::new(&[
    "drop", "drops", "dropping", "dropped", "remove", "removes", "removing", "removed", "delete", "deletes", "deleting",
    "deleted", "exclude", "excludes", "excluded", "excluding", "eliminate", "eliminates", "eliminated", "omit", "omits",
    "omitted", "block", "blocks", "blocked", "stripped", "cleaned up", "prevent", "prevents", "preventing", "stop",
    "stops", "skip", "skips",
]);

/// Prepositions: what stands behind one is no object of what stands before it.
#[rustfmt::skip]
pub static PREPOSITIONS: CueList = CueList::new(&[
    "of", "in", "on", "for", "to", "with", "from", "at", "by", "via", "through", "into", "over", "under", "about", "as",
    "like", "than", "and", "or", "using", "behind", "between", "per", "against", "inside", "within", "toward", "towards",
]);

/// Verbs in the past whose object was in use.
#[rustfmt::skip]
pub static PAST_USE: CueList = CueList::new(&[
    "used", "ran", "had", "relied on", "chose", "shipped with", "came with", "shipped", "needed", "required",
    "depended on", "introduced", "invented", "published", "announced", "adopted", "implemented", "used to use",
    "were running", "was running", "operated", "recommended", "suggested", "preferred",
]);

/// Before a participle: "commonly used", "is used", "the one used".
#[rustfmt::skip]
pub static BEFORE_PARTICIPLES: CueList = CueList::new(&[
    "is", "are", "be", "been", "being", "was", "were", "commonly", "widely", "often", "usually", "mostly", "flow",
    "one", "has", "have", "will", "can", "get", "gets", "it's", "typically", "and", "when", "if", "as", "which",
    "that's", "not", "also", "frequently", "officially", "generally", "we've", "you've", "i've", "they've",
]);

/// A predicate by which the text itself says that the practice is over or wrong.
#[rustfmt::skip]
pub static DECLARING: CueList = CueList::new(&[
    "no longer", "deprecated", "removed", "obsolete", "discouraged", "insecure", "retired", "discontinued", "superseded",
    "unsupported", "unmaintained", "end of life", "eol", "legacy", "dropped", "forbidden", "prohibited", "banned",
    "not recommended", "considered harmful", "gone", "abandoned", "archived", "replaced", "phased out", "outdated",
    "should not", "must not", "shouldn't", "mustn't", "was deprecated", "has been deprecated", "unsafe", "vulnerable",
]);

/// After a condition, its advice is looked for in this many words.
pub const ADVICE_REACH: usize = 25;

/// In the sentence before a block quote: what follows are somebody's words.
#[rustfmt::skip]
pub static SPEAKING: CueList = CueList::new(&[
    "says", "said", "states", "stated", "wrote", "writes", "quote", "quotes", "quoted", "according to", "recommended",
    "explains", "explained", "asked", "asks", "read", "reads", "tells", "told", "from the", "answered", "replied",
    "announced", "announcement", "the docs", "the documentation", "the specification", "the rfc",
]);

/// Small words of English.
#[rustfmt::skip]
pub static ENGLISH: CueList = CueList::new(&[
    "the", "a", "an", "is", "are", "to", "of", "and", "in", "for", "with", "you", "we", "it", "be", "use", "uses", "this",
    "that", "on", "by", "from", "if", "not", "can", "your", "our", "has", "have", "will", "or", "as", "at", "when",
]);

/// Small words of other languages that English does not have.
#[rustfmt::skip]
pub static FOREIGN: CueList = CueList::new(&[
    "el", "la", "los", "las", "de", "del", "que", "una", "para", "con", "por", "como", "es", "se", "su", "al", "lo",
    "le", "les", "des", "du", "et", "est", "un", "une", "dans", "pour", "avec", "sur", "vous", "der", "das", "und",
    "ist", "nicht", "ein", "eine", "mit", "von", "wird", "auf", "zu", "den", "dem", "os", "um", "uma", "com", "em",
    "il", "di", "della", "che", "och", "att", "av", "het", "een", "van", "voor", "niet", "w", "na", "jest", "nie",
]);
