//! What stands at an offset, explained in at most fifteen lines.

use crate::context::Context;
use crate::text::Span;

/// The explanation of one place, in both forms that clients show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    pub span: Span,
    pub markdown: String,
    pub plain: String,
}

/// Explains the longest term that covers `offset`, or the setting, image, variable or package under it.
#[must_use]
pub fn hover(_context: &Context, _offset: usize) -> Option<Hover> {
    None
}
