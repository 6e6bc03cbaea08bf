//! The phrases of all prose rules in one word trie.

use super::filter::PhraseFilter;
use super::sentence::{Gap, Words};
use crate::document::outline::Sentence;
use crate::text::Span;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// A `*` in a phrase stands for one to this many words.
const WILDCARD_WORDS: usize = 3;

/// Phrases by their words.
#[derive(Debug)]
pub struct PhraseTrie {
    nodes: Vec<Node>,
    filter: PhraseFilter,
}

#[derive(Debug, Default)]
struct Node {
    next: FxHashMap<Box<str>, usize>,
    wildcard: Option<usize>,
    /// Phrases that end here.
    ends: Vec<usize>,
}

/// A phrase that stands in a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhraseHit {
    pub phrase: usize,
    /// Indices into the sentence's words.
    pub words: Range<usize>,
    pub span: Span,
}

impl Default for PhraseTrie {
    fn default() -> Self {
        PhraseTrie { nodes: vec![Node::default()], filter: PhraseFilter::default() }
    }
}

impl PhraseTrie {
    /// Enters a phrase; `number` is what a hit will name.
    pub fn insert(&mut self, phrase: &str, number: usize) {
        let mut words = Words::default();
        let pieces: Vec<&str> = phrase.split_whitespace().collect();
        let mut path: Vec<Option<String>> = Vec::new();
        for piece in pieces {
            if piece == "*" {
                path.push(None);
                continue;
            }
            words.read_plain(Span::new(0, piece.len()), piece);
            path.extend((0..words.len()).map(|index| Some(words.lower(index).to_string())));
        }
        let Some(last) = path.pop() else { return };
        self.enter_filter(&path, last.as_deref());
        let mut node = 0;
        for step in path {
            node = self.child(node, step.as_deref());
        }
        let forms = last.as_deref().map_or_else(Vec::new, plural_forms);
        if forms.is_empty() {
            let end = self.child(node, None);
            self.nodes[end].ends.push(number);
        }
        for form in forms {
            let end = self.child(node, Some(&form));
            self.nodes[end].ends.push(number);
        }
    }

    fn enter_filter(&mut self, path: &[Option<String>], last: Option<&str>) {
        let lasts = last.map_or_else(Vec::new, plural_forms);
        match path {
            [] => {
                for word in &lasts {
                    self.filter.insert(word, None);
                }
            }
            [Some(first)] if !lasts.is_empty() => {
                for word in &lasts {
                    self.filter.insert(first, Some(word));
                }
            }
            [Some(first), Some(second), ..] => self.filter.insert(first, Some(second)),
            [Some(first), ..] => self.filter.insert(first, None),
            // A phrase cannot begin with `*`: no word would lead to it.
            [None, ..] => {}
        }
    }

    /// Whether a phrase may stand in the sentence: turns most sentences away before their words are read.
    #[must_use]
    pub fn may_hold(&self, sentence: &Sentence, text: &str) -> bool {
        self.filter.may_hold(sentence, text)
    }

    fn child(&mut self, node: usize, word: Option<&str>) -> usize {
        let fresh = self.nodes.len();
        let known = match word {
            Some(word) => self.nodes[node].next.get(word).copied(),
            None => self.nodes[node].wildcard,
        };
        if let Some(known) = known {
            return known;
        }
        match word {
            Some(word) => {
                self.nodes[node].next.insert(word.into(), fresh);
            }
            None => self.nodes[node].wildcard = Some(fresh),
        }
        self.nodes.push(Node::default());
        fresh
    }

    /// All phrases in the sentence; where one phrase is found twice from the same word, the longer one.
    pub fn find(&self, words: &Words, hits: &mut Vec<PhraseHit>) {
        hits.clear();
        for start in 0..words.len() {
            if self.filter.may_begin(words.lower(start)) {
                self.walk(0, words, start, start, hits);
            }
        }
        hits.sort_by_key(|hit| (hit.phrase, hit.words.start, std::cmp::Reverse(hit.words.end)));
        hits.dedup_by_key(|hit| (hit.phrase, hit.words.start));
        hits.sort_by_key(|hit| (hit.words.start, std::cmp::Reverse(hit.words.end), hit.phrase));
    }

    fn walk(&self, node: usize, words: &Words, start: usize, at: usize, hits: &mut Vec<PhraseHit>) {
        if let (Some(first), Some(last)) =
            (words.get(start), at.checked_sub(1).and_then(|last| words.get(last)))
        {
            for phrase in &self.nodes[node].ends {
                hits.push(PhraseHit { phrase: *phrase, words: start..at, span: first.span.cover(last.span) });
            }
        }
        let Some(word) = words.get(at) else { return };
        if at > start && word.gap > Gap::Soft {
            return;
        }
        if let Some(next) = self.nodes[node].next.get(words.lower(at)) {
            self.walk(*next, words, start, at + 1, hits);
        }
        if let Some(next) = self.nodes[node].wildcard {
            for taken in 1..=WILDCARD_WORDS {
                let crosses = (at + 1..at + taken)
                    .any(|index| words.get(index).is_none_or(|word| word.gap > Gap::Soft));
                if !crosses && at + taken <= words.len() {
                    self.walk(next, words, start, at + taken, hits);
                }
            }
        }
    }
}

/// A word with its plural or singular and its possessive, for the last word of a phrase.
fn plural_forms(word: &str) -> Vec<String> {
    let mut forms = vec![word.to_string()];
    if !word.ends_with(|last: char| last.is_ascii_alphabetic()) || word.len() < 3 {
        return forms;
    }
    let hisses = ["s", "x", "ch", "sh", "z"].iter().any(|ending| word.ends_with(ending));
    match word.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'i', 'o', 'u']) => forms.push(format!("{stem}ies")),
        _ if hisses => forms.push(format!("{word}es")),
        _ => forms.push(format!("{word}s")),
    }
    forms.push(format!("{word}'s"));
    if let Some(singular) = word.strip_suffix('s').filter(|stem| !stem.ends_with(['s', 'u', 'i'])) {
        forms.push(singular.to_string());
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(phrases: &[&str], text: &str, expected: &[(usize, &str)]) {
        let mut trie = PhraseTrie::default();
        for (number, phrase) in phrases.iter().enumerate() {
            trie.insert(phrase, number);
        }
        let (mut words, mut hits) = (Words::default(), Vec::new());
        words.read_plain(Span::new(0, text.len()), text);
        trie.find(&words, &mut hits);
        let found: Vec<(usize, &str)> = hits.iter().map(|hit| (hit.phrase, hit.span.of(text))).collect();
        assert_eq!(found, expected, "{phrases:?} in {text}");
    }

    #[test]
    fn finds_phrases_in_any_form_within_a_clause() {
        check(&["query cache"], "The Query-Caches, a query, cache", &[(0, "Query-Caches")]);
        check(&["HTTP/2 server push"], "use http2 or HTTP/2 server push.", &[(0, "HTTP/2 server push")]);
        check(&["hash passwords with MD5"], "We hash passwords with MD5!", &[(0, "hash passwords with MD5")]);
        check(
            &["store * in local storage"],
            "store the access token in local storage",
            &[(0, "store the access token in local storage")],
        );
        check(&["store * in local storage"], "store one two three four in local storage", &[]);
        check(&["flow", "implicit flow"], "implicit flow", &[(1, "implicit flow"), (0, "flow")]);
        check(&["redis"], "redi redis", &[(0, "redis")]);
    }
}
