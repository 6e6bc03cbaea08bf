//! Where an offset leads: the pages that explain it.

use crate::context::Context;
use crate::knowledge::Page;
use crate::text::Span;

/// One page that explains what stands at `origin`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    pub origin: Span,
    /// Id of the page.
    pub page: String,
}

/// The pages for what stands at `offset`, the likeliest first.
#[must_use]
pub fn definition(_context: &Context, _offset: usize) -> Vec<Target> {
    Vec::new()
}

/// A page as a reader sees it: Markdown without front matter, rule and examples, with its sources.
#[must_use]
pub fn page_text(_page: &Page) -> String {
    String::new()
}
