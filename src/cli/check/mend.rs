//! `--fix` and `--diff`: what safe fixes make of a file.

use super::filter::Filter;
use crate::check::edits::{self, Fixed};
use crate::cli::judge::Job;
use crate::document::Document;
use crate::knowledge::Problem;
use crate::workspace::read;
use similar::{Algorithm, TextDiff};
use std::fs;
use std::sync::Arc;

/// A file after its fixes.
pub struct Mended {
    pub text: Arc<str>,
    pub count: usize,
}

/// Makes the safe fixes of the findings that are asked for. Fixes after which the file reads worse are not made.
pub fn mend(job: &Job, document: Document, filter: &Filter<'_>) -> Mended {
    let text = document.text.clone();
    let mut first = Some(document);
    let mut fewest = usize::MAX;
    let Fixed { text: changed, count } = edits::fix_all(&text, |text| {
        let document = first.take().unwrap_or_else(|| job.read(text.into()));
        let problems = document.outline.problems.len();
        if problems > fewest {
            return None;
        }
        fewest = problems;
        let mut file = job.judge(document);
        filter.apply(job, &mut file);
        Some(file.findings)
    });
    Mended { text: if count == 0 { text } else { changed.into() }, count }
}

/// Writes the fixed text in place of the file's own, and nothing else: links stay links, permissions stay.
pub fn write(job: &Job, text: &str) -> Result<(), Problem> {
    fs::write(&job.file, text).map_err(|error| {
        read::problem(&job.shown, format!("cannot be written, so it is not mended: {error}"))
    })
}

/// A unified diff that `patch -p1` and `git apply` take; nothing where nothing changes.
pub fn diff(shown: &str, before: &str, after: &str) -> String {
    if before == after {
        return String::new();
    }
    let path = shown.trim_start_matches('/');
    // Myers' algorithm takes too long for files with thousands of fixes; lines that stand once are anchors for this one.
    TextDiff::configure()
        .algorithm(Algorithm::Patience)
        .diff_lines(before, after)
        .unified_diff()
        .context_radius(3)
        .header(&format!("a/{path}"), &format!("b/{path}"))
        .to_string()
}
