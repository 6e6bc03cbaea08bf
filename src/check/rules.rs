//! All rules of a library, compiled for matching.

use super::prose::phrases::PhraseTrie;
use crate::knowledge::page::Page;
use crate::knowledge::rule::{Matcher, Rule, Surface};
use crate::library::Library;
use crate::matching::MatcherIndex;
use std::sync::Arc;

/// The matchers of all rules; an index into `owners` names page and matcher.
#[derive(Debug, Default)]
pub struct RuleTable {
    pages: Vec<Arc<Page>>,
    owners: Vec<(usize, usize)>,
    pub index: MatcherIndex,
    pub phrases: PhraseTrie,
    /// Phrase number → position in `owners`.
    phrase_owners: Vec<usize>,
}

/// One matcher with its rule and page.
#[derive(Clone, Copy, Debug)]
pub struct Owner<'a> {
    pub page: &'a Page,
    pub rule: &'a Rule,
    pub matcher: &'a Matcher,
}

impl RuleTable {
    #[must_use]
    pub fn new(library: &Library) -> RuleTable {
        let mut table = RuleTable { pages: library.rules().to_vec(), ..RuleTable::default() };
        let pages = table.pages.clone();
        let mut matchers = Vec::new();
        for (number, page) in pages.iter().enumerate() {
            let Some(rule) = &page.rule else { continue };
            for (position, matcher) in rule.matchers.iter().enumerate() {
                let owner = table.owners.len();
                table.owners.push((number, position));
                if matcher.surface == Surface::Prose {
                    for phrase in &matcher.patterns {
                        table.phrases.insert(phrase, table.phrase_owners.len());
                        table.phrase_owners.push(owner);
                    }
                }
                matchers.push(matcher);
            }
        }
        table.index = MatcherIndex::new(matchers);
        table
    }

    #[must_use]
    pub fn owner(&self, number: usize) -> Option<Owner<'_>> {
        let (page, matcher) = self.owners.get(number)?;
        let page = self.pages.get(*page)?;
        let rule = page.rule.as_ref()?;
        Some(Owner { page, rule, matcher: rule.matchers.get(*matcher)? })
    }

    #[must_use]
    pub fn owner_of_phrase(&self, phrase: usize) -> Option<Owner<'_>> {
        self.phrase_owners.get(phrase).and_then(|number| self.owner(*number))
    }
}
