//! Globs over one text: `*`, `?`, `{a,b}` and `\`, with what each alternative took.
//!
//! Separate from the path globs of `globset`: patterns of rules match keys, values and words, report what
//! `*` and `{a,b}` took, and must not backtrack without bound.

/// A compiled glob.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glob {
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Literal(String),
    /// `?`
    One,
    /// `*`
    Any,
    Alternatives(Vec<Glob>),
}
