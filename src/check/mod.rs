//! Rules × outline × stack → findings.

pub mod finding;

pub use finding::Finding;
