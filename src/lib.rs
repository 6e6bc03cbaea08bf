//! docent knows backend engineering: it explains terms, completes them, and flags practices that are
//! deprecated, removed, insecure or past end of life, in configuration files and in prose.
//!
//! The modules stand in reading order; each may use only those above it (ARCHITECTURE.md has the table,
//! `tests/tidy.rs` enforces it). Everything above `workspace` is pure: it reads no disk and never fails.
#![forbid(unsafe_code)]

pub mod text;

pub mod knowledge;

pub mod config;
pub mod document;
pub mod library;

pub mod matching;

pub mod stack;

pub mod check;

pub mod describe;
pub mod meaning;

pub mod actions;
pub mod complete;
pub mod context;
pub mod hints;
pub mod hover;
pub mod navigate;
pub mod place;
pub mod symbols;

pub mod examples;
pub mod workspace;

pub mod cli;
pub mod lsp;
