//! One place where a matcher matched.

use crate::document::outline::{SettingId, UnitId};
use crate::text::Span;

/// Where a matcher matched and what its pattern took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Index of the matcher in its `MatcherIndex`.
    pub matcher: usize,
    /// What the finding covers.
    pub span: Span,
    /// The whole setting, instruction, command or statement, for fixes.
    pub extent: Span,
    pub unit: UnitId,
    pub key: String,
    pub value: Option<String>,
    /// Where the value stands, without quotes.
    pub value_span: Option<Span>,
    /// What each `*` and `{a,b}` took: first of the pattern, then of the value test.
    pub captures: Vec<String>,
    pub setting: Option<SettingId>,
    /// The span is the key or the start of its extent, so that `delete` takes the extent.
    pub covers_key: bool,
    /// The sentence that holds it (code spans and link targets of a document).
    pub sentence: Option<u32>,
}
