//! Phrases in running text, and how the text speaks of them.

mod against;
mod clause;
pub mod cues;
mod filter;
pub mod inherited;
pub mod near;
pub mod phrases;
mod quotation;
pub mod sentence;
pub mod stance;
