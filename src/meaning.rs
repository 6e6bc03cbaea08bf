//! Which of several pages an ambiguous term means at one place.

use crate::knowledge::{Kind, Page};
use crate::stack::{FileEvidence, FileStack};
use std::sync::Arc;

/// What is known about the place of a term.
#[derive(Clone, Copy, Debug, Default)]
pub struct Clues<'a> {
    pub kind: Option<Kind>,
    /// The pages that the terms around name.
    pub around: &'a [Arc<Page>],
    pub stack: Option<&'a FileStack>,
}

/// The likeliest page first. Pages that nothing tells apart stay in the order in which they were given.
#[must_use]
pub fn ranked(mut pages: Vec<Arc<Page>>, clues: &Clues<'_>) -> Vec<Arc<Page>> {
    pages.sort_by_cached_key(|page| std::cmp::Reverse(score(page, clues)));
    pages.dedup_by(|one, other| one.id == other.id);
    pages
}

fn score(page: &Page, clues: &Clues<'_>) -> usize {
    let mut score = 0;
    if page.area == "workspace" {
        score += 1_000;
    }
    if let Some(kind) = clues.kind {
        score += kind_score(page, kind);
    }
    if clues.stack.is_some_and(|stack| is_in_stack(page, stack)) {
        score += 100;
    }
    score + around_score(page, clues.around)
}

fn kind_score(page: &Page, kind: Kind) -> usize {
    let is_reference = page.reference.as_deref() == Some(kind.name());
    let reads = page.product.as_ref().is_some_and(|product| product.reads.contains(&kind));
    let is_judged = page
        .rule
        .as_ref()
        .is_some_and(|rule| rule.matchers.iter().any(|matcher| matcher.kinds.contains(&kind)));
    500 * usize::from(is_reference) + 200 * usize::from(reads) + 200 * usize::from(is_judged)
}

fn is_in_stack(page: &Page, stack: &FileStack) -> bool {
    let none = FileEvidence::default();
    let of_lifecycle = page.lifecycle.iter().map(|entry| entry.of.as_str());
    let related = page.see.iter().map(String::as_str);
    std::iter::once(page.id.as_str())
        .chain(of_lifecycle)
        .chain(related)
        .any(|product| !product.is_empty() && stack.mentions(product, &none))
}

fn around_score(page: &Page, around: &[Arc<Page>]) -> usize {
    let mut score = 0;
    for other in around {
        // Another term of the same page says more than a term of a page beside it.
        let related = page.id == other.id || page.see.contains(&other.id) || other.see.contains(&page.id);
        score += 40 * usize::from(related) + 20 * usize::from(page.area == other.area);
    }
    score.min(400)
}
