//! Where the files of a workspace mention a page.

use super::exclude::is_built_in;
use super::{Project, read, root, walk};
use crate::knowledge::Page;
use crate::navigate;
use crate::text::Span;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// More files than this are not searched.
const FILE_LIMIT: usize = 20_000;

/// The mentions of one file, in order, never none.
#[derive(Clone, Debug)]
pub struct FileMentions {
    pub path: PathBuf,
    pub text: Arc<str>,
    pub spans: Vec<Span>,
}

/// Every mention of `page` in the files of the workspace but those for which `is_open` holds. Stops when the answer is
/// no longer `wanted`.
#[must_use]
pub fn of_page(
    project: &Project,
    page: &Page,
    is_open: impl Fn(&Path) -> bool,
    wanted: impl Fn() -> bool,
) -> Vec<FileMentions> {
    let mut found = Vec::new();
    for path in walk::files(&project.root).files.into_iter().take(FILE_LIMIT) {
        if !wanted() {
            break;
        }
        let shown = root::relative(&project.root, &path);
        if is_open(&path) || is_built_in(&shown) {
            continue;
        }
        // What cannot be read mentions nothing; `check` says why.
        let Ok(Some(text)) = read::text_of_found_file(&path, &shown) else { continue };
        if !navigate::may_mention(&project.library, &text, page) {
            continue;
        }
        let text: Arc<str> = text.into();
        let spans = project.ask(&shown, text.clone(), |context, _| navigate::mentions(context, page));
        if !spans.is_empty() {
            found.push(FileMentions { path, text, spans });
        }
    }
    found
}
