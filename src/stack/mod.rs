//! Which product runs in which version, and where that is written.

use crate::text::Span;

/// One statement of a product's version, with the place where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// Id of a product page.
    pub product: String,
    /// As the product counts, for example `8.0`; none if the place names no version (`latest`, a digest).
    pub version: Option<String>,
    /// Path of the file, in the form of `Document::path`; `docent.toml` for a target.
    pub path: String,
    pub span: Span,
    /// Counted from 1.
    pub line: usize,
    /// What is written there: `mysql:8.0`.
    pub text: String,
}

/// The evidence of a whole workspace.
#[derive(Clone, Debug, Default)]
pub struct Stack {}

/// The evidence that applies to one file.
#[derive(Clone, Debug, Default)]
pub struct FileStack {}
