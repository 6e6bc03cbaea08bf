//! What can be done about the findings at a place.

use crate::check::finding::{Edit, Finding};
use crate::context::Context;
use crate::text::Span;

/// One thing to do, offered by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    pub title: String,
    pub kind: Kind,
    /// In the document itself, in order, not overlapping; empty for `Explain`.
    pub edits: Vec<Edit>,
    /// The finding it is about, as an index into those that were given.
    pub finding: Option<usize>,
    /// The one that an editor applies on its "fix" key.
    pub preferred: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Fix,
    Ignore,
    /// Opens the page of the finding.
    Explain,
}

/// The actions for the findings that touch `span`.
#[must_use]
pub fn actions(_context: &Context, _span: Span, _findings: &[Finding]) -> Vec<Action> {
    Vec::new()
}
