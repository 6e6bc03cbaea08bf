//! Matchers × outline → hits: where a pattern of a page stands in a file.
//!
//! The same code serves rules and the pins of products. Whether a hit is worth a finding is decided above.

pub mod conditions;
pub mod hit;
pub mod index;
mod lookup;
pub mod package;
pub mod path;
mod sources;
pub mod surfaces;
pub mod tokens;
pub mod value;

pub use hit::Hit;
pub use index::MatcherIndex;
pub(crate) use lookup::{Lookup, NameShape};
