//! Packs in priority order: what is known, whoever wrote it.

use crate::knowledge::Page;
use crate::text::Span;
use std::sync::Arc;

/// All knowledge in use: the pages of the workspace first, then the embedded ones.
#[derive(Debug, Default)]
pub struct Library {}

/// A stretch of text that names one or more pages, the likeliest page first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermHit {
    pub span: Span,
    /// Page ids. Reference entries are pages of their own: `postgresql-settings.max_connections`.
    pub pages: Vec<String>,
}

/// A term that begins with, or is close to, what was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermMatch {
    /// The surface form as written on its page.
    pub term: String,
    pub page: String,
}

impl Library {
    /// The pack that was compiled into the program. Takes microseconds: nothing is parsed.
    #[must_use]
    pub fn embedded() -> Library {
        Library::default()
    }

    /// Only these pages, in place of the embedded ones (`--knowledge DIR`, examples, tests).
    #[must_use]
    pub fn of_pages(_pages: Vec<Page>) -> Library {
        Library::default()
    }

    /// The same library with the pages of a workspace before all others.
    #[must_use]
    pub fn with_workspace(&self, _pages: Vec<Page>) -> Library {
        Library::default()
    }

    /// A page by its id, or by an id it had formerly.
    #[must_use]
    pub fn page(&self, _id: &str) -> Option<Arc<Page>> {
        None
    }

    /// Every page, in priority order, then by id.
    #[must_use]
    pub fn page_ids(&self) -> Vec<String> {
        Vec::new()
    }

    /// The pages that a term names, in any of its forms; ids and former ids too.
    #[must_use]
    pub fn exact(&self, _term: &str) -> Vec<Arc<Page>> {
        Vec::new()
    }

    /// Terms that begin with `prefix` (in normal form), at most `limit`, in alphabetical order.
    #[must_use]
    pub fn prefix(&self, _prefix: &str, _limit: usize) -> Vec<TermMatch> {
        Vec::new()
    }

    /// Terms within a small edit distance, nearest first.
    #[must_use]
    pub fn fuzzy(&self, _term: &str, _limit: usize) -> Vec<TermMatch> {
        Vec::new()
    }

    /// Every longest term in running text, left to right, not overlapping.
    #[must_use]
    pub fn scan(&self, _text: &str) -> Vec<TermHit> {
        Vec::new()
    }

    /// The longest term that covers `offset` in `text` (a line or sentence), also inside an identifier.
    #[must_use]
    pub fn at(&self, _text: &str, _offset: usize) -> Option<TermHit> {
        None
    }

    /// All pages that carry a rule, in priority order. Decoded on first use, then shared.
    #[must_use]
    pub fn rules(&self) -> &[Arc<Page>] {
        &[]
    }

    /// All pages that carry a product, in priority order. Decoded on first use, then shared.
    #[must_use]
    pub fn products(&self) -> &[Arc<Page>] {
        &[]
    }
}
