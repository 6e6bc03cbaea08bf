//! What a file says: its kind and its outline, whatever the format.

pub mod builder;
pub mod detect;
pub mod ignores;
pub mod outline;
pub mod readers;
pub mod source;

pub use outline::Outline;

use crate::knowledge::Kind;
use builder::Builder;
use outline::Origin;
use source::Source;
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
        let (kind, reason) = match kind {
            Some(kind) => (Some(kind), "docent.toml says so".to_string()),
            None => detect::detect(path, text.trim_start_matches('\u{FEFF}'), language),
        };
        let outline = Arc::new(outline_of(&text, kind));
        Document { path: path.to_string(), text, kind, reason, outline }
    }
}

/// The outline of a text that is of `kind`.
#[must_use]
pub fn outline_of(text: &str, kind: Option<Kind>) -> Outline {
    let mut builder = Builder::default();
    // A byte order mark belongs to no format.
    let start = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    let source = Source::of_file(text).part(start, text.len());
    builder.read_part(&source, kind, Origin::File);
    let outline = builder.finish(text);
    if kind.is_some_and(Kind::is_lock_file) { outline.only_packages() } else { outline }
}
