//! Candidates by name: exact names at once, open names by their first or last letters.
//!
//! Nearly every name of a file is none that a rule knows, so what counts is how soon that is seen.

use crate::text::glob::{Expansion, Glob};
use rustc_hash::FxHashMap;

/// How many bytes at the end or the start of an open name are looked up.
const EDGE: usize = 3;

/// A matcher and one of its patterns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Candidate {
    pub matcher: usize,
    pub pattern: usize,
}

/// What is known of a name before it is compared with the whole pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NameShape {
    Exact(String),
    EndsWith(String),
    StartsWith(String),
    Open,
}

/// Patterns by the names that they may match. May propose a pattern twice, and one that does not match.
#[derive(Debug)]
pub(crate) struct Lookup<T = Candidate> {
    exact: FxHashMap<String, Vec<T>>,
    ends: FxHashMap<[u8; EDGE], Vec<T>>,
    starts: FxHashMap<[u8; EDGE], Vec<T>>,
    open: Vec<T>,
}

impl NameShape {
    /// One shape for each way through the glob.
    pub fn of(glob: &Glob) -> Vec<NameShape> {
        glob.expansions().iter().map(NameShape::of_expansion).collect()
    }

    pub fn of_expansion(expansion: &Expansion) -> NameShape {
        if let Some(literal) = expansion.literal() {
            return NameShape::Exact(literal);
        }
        match (expansion.literal_end(), expansion.literal_start()) {
            (Some(end), _) if end.len() >= EDGE => NameShape::EndsWith(end.to_string()),
            (_, Some(start)) if start.len() >= EDGE => NameShape::StartsWith(start.to_string()),
            _ => NameShape::Open,
        }
    }

    /// The same shape of names in lower case.
    pub fn lower(self) -> NameShape {
        match self {
            Self::Exact(name) => Self::Exact(name.to_ascii_lowercase()),
            Self::EndsWith(end) => Self::EndsWith(end.to_ascii_lowercase()),
            Self::StartsWith(start) => Self::StartsWith(start.to_ascii_lowercase()),
            Self::Open => Self::Open,
        }
    }
}

impl<T> Default for Lookup<T> {
    fn default() -> Lookup<T> {
        Lookup {
            exact: FxHashMap::default(),
            ends: FxHashMap::default(),
            starts: FxHashMap::default(),
            open: Vec::new(),
        }
    }
}

impl<T: Copy + PartialEq> Lookup<T> {
    pub fn enter(&mut self, shapes: impl IntoIterator<Item = NameShape>, candidate: T) {
        for shape in shapes {
            let entries = match &shape {
                NameShape::Exact(name) => self.exact.entry(name.clone()).or_default(),
                NameShape::EndsWith(end) => match last_bytes(end) {
                    Some(edge) => self.ends.entry(edge).or_default(),
                    None => &mut self.open,
                },
                NameShape::StartsWith(start) => match first_bytes(start) {
                    Some(edge) => self.starts.entry(edge).or_default(),
                    None => &mut self.open,
                },
                NameShape::Open => &mut self.open,
            };
            if entries.last() != Some(&candidate) {
                entries.push(candidate);
            }
        }
    }

    /// Every pattern that may match the name.
    pub fn candidates<'a>(&'a self, name: &str) -> impl Iterator<Item = T> + use<'a, T> {
        let ends = last_bytes(name).and_then(|edge| self.ends.get(&edge));
        let starts = first_bytes(name).and_then(|edge| self.starts.get(&edge));
        let near = ends.into_iter().chain(starts).flatten();
        self.exact.get(name).into_iter().flatten().chain(near).chain(&self.open).copied()
    }

    /// Patterns that may match any name.
    pub fn open(&self) -> &[T] {
        &self.open
    }

    /// Patterns that may match this name and are not [`Lookup::open`].
    pub fn named<'a>(&'a self, name: &str) -> impl Iterator<Item = T> + use<'a, T> {
        let ends = last_bytes(name).and_then(|edge| self.ends.get(&edge));
        let starts = first_bytes(name).and_then(|edge| self.starts.get(&edge));
        self.exact.get(name).into_iter().chain(ends).chain(starts).flatten().copied()
    }

    pub fn is_empty(&self) -> bool {
        self.exact.is_empty() && self.ends.is_empty() && self.starts.is_empty() && self.open.is_empty()
    }
}

fn last_bytes(name: &str) -> Option<[u8; EDGE]> {
    name.as_bytes().last_chunk().copied()
}

fn first_bytes(name: &str) -> Option<[u8; EDGE]> {
    name.as_bytes().first_chunk().copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pattern: &str, name: &str, expected: bool) {
        let mut lookup = Lookup::default();
        lookup.enter(NameShape::of(&Glob::parse(pattern)), 1);
        assert_eq!(lookup.candidates(name).next().is_some(), expected, "{pattern} for {name}");
    }

    #[test]
    fn proposes_what_may_match() {
        check("mysql", "mysql", true);
        check("mysql", "mysql2", false);
        check("*/mysql", "example.com/mysql", true);
        check("*/mysql", "example.com/redis", false);
        check("query_cache_*", "query_cache_size", true);
        check("query_cache_*", "key_cache_size", false);
        check("*{cache,log}", "the_log", true);
        check("*{cache,log}", "the_lag", false);
        check("*a*", "anything", true);
        check("é*", "é", true);
        check("é*x", "éx", true);
    }
}
