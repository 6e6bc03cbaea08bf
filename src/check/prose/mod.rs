//! Phrases in running text, and how the text speaks of them.

pub mod cues;
mod filter;
pub mod near;
pub mod phrases;
pub mod sentence;
pub mod stance;
