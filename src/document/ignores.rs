//! Comments that switch findings off.

use crate::text::Span;

/// One `docent: ignore …` comment, as written; `check` decides what it hides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IgnoreDirective {
    pub scope: IgnoreScope,
    /// Ids as written, perhaps with `*`, each with its place.
    pub rules: Vec<(String, Span)>,
    /// `until YYYY-MM-DD`, as written.
    pub until: Option<(String, Span)>,
    /// After `--`.
    pub reason: Option<String>,
    /// What it covers: a line, the next line that is not a comment, the next block, a range, the file.
    pub covers: Span,
    /// The directive's own words, from `docent:` to the end of its reason.
    pub span: Span,
    /// The whole comment, with its line break if it stands alone: what a fix deletes.
    pub comment: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IgnoreScope {
    Line,
    Next,
    Range,
    File,
    FrontMatter,
}
