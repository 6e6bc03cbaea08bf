//! What is wrong at one place of a file, as plain data.

use crate::knowledge::rule::{Severity, Status};
use crate::stack::Evidence;
use crate::text::Span;

/// One finding. The same value is shown by the shell and by an editor.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Rule id: the page's id, `<page>-end-of-life`, `<page>.<setting>`, or a built-in one.
    pub rule: String,
    /// Id of the page that explains it; empty for built-in rules.
    pub page: String,
    pub severity: Severity,
    pub status: Status,
    pub span: Span,
    /// What is wrong and since when, in one or two sentences.
    pub message: String,
    /// What to do, without a place in `message`.
    pub instead: Option<String>,
    /// First source of the page.
    pub url: Option<String>,
    pub evidence: Vec<Evidence>,
    pub fixes: Vec<QuickFix>,
    /// The check that decided how the text speaks of the practice, for `docent why`; empty in configuration.
    pub because: String,
}

/// A change that makes the finding go away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuickFix {
    pub title: String,
    pub class: FixClass,
    /// In the finding's own file, in order, not overlapping.
    pub edits: Vec<Edit>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FixClass {
    /// Belongs to fix-all and `check --fix`.
    Safe,
    /// Offered one by one.
    Suggested,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    pub span: Span,
    pub text: String,
}

impl FixClass {
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Suggested => "suggested",
        }
    }
}
