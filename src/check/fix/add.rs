//! Putting a line beside what a hit covers.

use crate::check::finding::Edit;
use crate::document::Document;
use crate::knowledge::kind::Reader;
use crate::matching::Hit;
use crate::text::Span;
use crate::text::line::line_around;

/// A line that stands there already is looked for within this many bytes.
const NEAR: usize = 16_384;

/// Puts a line below the hit, with its indentation and its kind of line break. False where there is no place for one:
/// in brackets.
pub fn add_line(edits: &mut Vec<Edit>, line: &str, hit: &Hit, document: &Document) -> bool {
    let text: &str = &document.text;
    // What stands there already does not come twice.
    let unit = document.outline.unit(hit.unit).map_or(Span::default(), |unit| unit.span);
    let unit = unit.within(hit.extent.widened(NEAR, text));
    if has_line(unit.of(text), line) {
        return true;
    }
    let last = line_around(text, hit.extent.end());
    let rest = text.get(hit.extent.end()..last.end()).unwrap_or_default();
    let behind = rest.strip_prefix(';').unwrap_or(rest);
    let reader = document.outline.kind_of(hit.unit).map(|kind| kind.row().reader);
    let ends_line = behind.trim().is_empty() || behind.trim_start().starts_with(['#', ';', '/']);
    if !ends_line {
        let is_statement = reader == Some(Reader::Directives) && behind.len() < rest.len();
        if is_statement {
            let place = hit.extent.end() + 1;
            edits.push(Edit { span: Span::at(place), text: format!(" {line}") });
        }
        return is_statement;
    }
    let line_break =
        if text.get(last.end()..).is_some_and(|rest| rest.starts_with("\r\n")) { "\r\n" } else { "\n" };
    let indentation = indentation(hit, text);
    // Where the whole line goes, the new one takes its place.
    if let Some(edit) = edits.iter_mut().find(|edit| edit.span.end() > last.end()) {
        edit.text = format!("{indentation}{line}{line_break}{}", edit.text);
        return true;
    }
    let head = line_around(text, hit.extent.start());
    match edits.iter_mut().find(|edit| edit.span.start() == head.start() && edit.span.end() == last.end()) {
        Some(edit) => edit.text = format!("{indentation}{line}"),
        None => {
            edits.push(Edit { span: Span::at(last.end()), text: format!("{line_break}{indentation}{line}") });
        }
    }
    true
}

/// Whether a line stands in a text, with nothing around it but blanks.
fn has_line(text: &str, line: &str) -> bool {
    memchr::memmem::find_iter(text.as_bytes(), line).any(|at| {
        let around = line_around(text, at);
        around.of(text).trim() == line
    })
}

/// The blanks before the hit; the dash of an item counts as a blank.
fn indentation(hit: &Hit, text: &str) -> String {
    let line = line_around(text, hit.extent.start());
    let head = text.get(line.start()..hit.extent.start()).unwrap_or_default();
    let kept = head.len() - head.trim_start_matches([' ', '\t', '-']).len();
    head.get(..kept).unwrap_or_default().replace('-', " ")
}
