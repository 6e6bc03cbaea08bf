//! One setting of a reference page.

use super::rule::Boundary;
use crate::text::Span;
use serde::{Deserialize, Serialize};

/// A `## name` of a page with `reference: KIND`; its id is `<page>.<name>`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The key as written in the heading, for example `max_connections` or `server.listen`.
    pub name: String,
    /// The line of facts as pairs, in the order written: (`Default`, `100`), (`Restart`, nothing).
    pub facts: Vec<(String, String)>,
    pub deprecated: Option<Boundary>,
    pub removed: Option<Boundary>,
    pub instead: Option<String>,
    /// `See: ID`: the page whose rule flags this key.
    pub see: Option<String>,
    /// The sentences after the line of facts, as Markdown.
    pub body: String,
    pub span: Span,
}
