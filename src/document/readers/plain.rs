//! Texts whose structure docent does not read: lines of code as texts, without those that are comments.

use crate::document::builder::Builder;
use crate::document::outline::{Place, UnitId};
use crate::document::source::{Source, lines};
use crate::knowledge::Kind;

/// Lines beyond this length are data or minified.
const LONGEST_LINE: usize = 10_000;

/// Gives each line to the `text` surface, unless it begins as a comment does.
pub fn read(source: &Source<'_>, _kind: Option<Kind>, unit: UnitId, out: &mut Builder) {
    for line in lines(&source.text) {
        let written = line.of(&source.text);
        let content = written.trim_start();
        let is_comment =
            ["//", "#", "--", ";", "/*", "*", "<!--", "%"].iter().any(|mark| content.starts_with(mark));
        if is_comment || content.len() > LONGEST_LINE {
            continue;
        }
        let start = line.start + written.len() - content.len();
        out.text(source.span(start, start + content.trim_end().len()), Place::Code, unit);
    }
}
