//! The user's disk: where a workspace begins, what belongs to it, and the text of its files.
//!
//! This is the only part of the core that reads files. Nothing here fails: what cannot be read is a
//! [`Problem`](crate::knowledge::Problem), and the rest goes on.

pub mod exclude;
pub mod mentions;
pub mod names;
pub mod pages;
pub mod project;
pub mod read;
pub mod root;
pub mod walk;

pub use project::Project;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// Texts that stand in for what is on disk, by absolute path: the open documents of an editor, saved or not.
pub type Buffers = BTreeMap<PathBuf, Arc<str>>;
