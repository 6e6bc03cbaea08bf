//! What the pages around a file hold, for checks that look beyond it.

use crate::knowledge::page::Page;
use crate::knowledge::rule::{Matcher, Surface};
use crate::text::glob::{Expansion, Glob};
use std::collections::BTreeSet;

/// The ids of all pages and products, and the keys that written rules flag.
#[derive(Debug, Default)]
pub struct Known {
    pages: BTreeSet<String>,
    products: BTreeSet<String>,
    flagged: Vec<FlaggedKey>,
}

/// A pattern of a rule that flags its key whatever the value.
#[derive(Debug)]
struct FlaggedKey {
    page: String,
    kinds: Vec<String>,
    /// What stands between the dots.
    segments: Vec<Expansion>,
}

impl Known {
    #[must_use]
    pub fn of<'a>(pages: impl IntoIterator<Item = &'a Page>) -> Known {
        let mut known = Known::default();
        for page in pages {
            known.pages.insert(page.id.clone());
            if page.product.is_some() {
                known.products.insert(page.id.clone());
            }
            let is_written = page.reference.is_none();
            for matcher in page.rule.iter().filter(|_| is_written).flat_map(|rule| &rule.matchers) {
                known.add_keys(page, matcher);
            }
        }
        known
    }

    fn add_keys(&mut self, page: &Page, matcher: &Matcher) {
        let tested = !matcher.values.is_empty() || !matcher.conditions.is_empty();
        if matcher.surface != Surface::Setting || tested || matcher.kinds.is_empty() {
            return;
        }
        let kinds: Vec<String> = matcher.kinds.iter().map(|kind| kind.name().to_string()).collect();
        for pattern in &matcher.patterns {
            for expansion in Glob::parse(pattern).expansions() {
                let segments = expansion.split('.');
                if segments.last().is_some_and(|key| !key.is_any()) {
                    self.flagged.push(FlaggedKey { page: page.id.clone(), kinds: kinds.clone(), segments });
                }
            }
        }
    }

    pub(super) fn has_page(&self, id: &str) -> bool {
        self.pages.contains(id)
    }

    pub(super) fn has_product(&self, id: &str) -> bool {
        self.products.contains(id)
    }

    pub(super) fn pages(&self) -> impl Iterator<Item = &str> {
        self.pages.iter().map(String::as_str)
    }

    pub(super) fn products(&self) -> impl Iterator<Item = &str> {
        self.products.iter().map(String::as_str)
    }

    /// The page whose rule flags a key of a kind.
    pub(super) fn flags(&self, kind: &str, key: &str) -> Option<&str> {
        let found = self.flagged.iter().find(|flagged| {
            // A key names itself without the section around it, but with all its own dots.
            let mut ends = flagged.segments.iter().rev().zip(key.rsplit('.'));
            flagged.kinds.iter().any(|known| known == kind)
                && ends.all(|(segment, part)| segment.captures(part, true).is_some())
        });
        found.map(|flagged| flagged.page.as_str())
    }
}
