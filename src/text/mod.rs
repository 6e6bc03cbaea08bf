//! Text as bytes, words and positions; the only part of docent that knows about UTF-16.

pub mod glob;
pub mod hash;
pub mod identifier;
pub mod line;
pub mod line_index;
pub mod normal_form;
pub mod position;
pub mod span;
pub mod suggest;
pub mod variants;
pub mod words;

pub use span::Span;
