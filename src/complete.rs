//! What could stand at an offset.

use crate::context::Context;
use crate::library::Library;
use crate::text::Span;

/// The proposals for one place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completion {
    pub items: Vec<Item>,
    /// More typing may bring other items: the client has to ask again.
    pub incomplete: bool,
}

/// One proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub label: String,
    pub insert: String,
    pub replace: Span,
    /// What the client compares with the text under `replace`.
    pub filter: String,
    pub detail: String,
    /// Id of the page that explains it.
    pub page: Option<String>,
    pub deprecated: bool,
    /// Clients order items by this text.
    pub sort: String,
    /// Markdown; empty where [`documentation`] gives it later.
    pub documentation: String,
}

/// What could stand at `offset`; `invoked` if the user asked by hand.
#[must_use]
pub fn complete(_context: &Context, _offset: usize, _invoked: bool) -> Completion {
    Completion::default()
}

/// The documentation of an item whose `page` is `id`, as Markdown; empty if there is no such page.
#[must_use]
pub fn documentation(_library: &Library, _id: &str) -> String {
    String::new()
}
