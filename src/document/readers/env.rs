//! `.env` files: one `NAME=value` a line.

use super::variables;
use crate::document::builder::{Builder, is_variable_name};
use crate::document::outline::{Place, UnitId};
use crate::document::source::{Line, Source, lines};

/// Reads the variables of the file.
pub fn read(source: &Source<'_>, unit: UnitId, out: &mut Builder) {
    for line in lines(&source.text) {
        entry(source, line, unit, out);
    }
}

/// Reads one line.
pub fn entry(source: &Source<'_>, line: Line, unit: UnitId, out: &mut Builder) {
    let written = line.of(&source.text);
    let content = written.trim_start();
    let mut start = line.start + written.len() - content.len();
    let end = line.start + written.trim_end().len();
    if content.starts_with('#') {
        out.comment(source.span(start, end), source.span(start + 1, end), unit);
        return;
    }
    let mut content = content.trim_end();
    if let Some(rest) = content.strip_prefix("export ") {
        start += content.len() - rest.trim_start().len();
        content = rest.trim_start();
    }
    let Some((name, value)) = content.split_once('=') else { return };
    let name_length = name.trim_end().len();
    if !is_variable_name(name.trim_end()) {
        return;
    }
    let value_start = start + name.len() + 1;
    let trimmed = value.trim_start();
    let value_start = value_start + value.len() - trimmed.len();
    let (offset, length) = unquoted(trimmed);
    let range = value_start + offset..value_start + offset + length;
    let text = source.seen(range.start, range.end);
    let scalar = variables::resolved(source.scalar(range.start, range.end, text));
    let name_span = source.span(start, start + name_length);
    out.text(scalar.span, Place::Value, unit);
    out.env(name.trim_end(), name_span, Some(scalar), source.span(start, end), unit);
}

/// Where the text of a value starts, and its length, without quotes and without a comment after it.
fn unquoted(value: &str) -> (usize, usize) {
    if let Some(quote) = value.chars().next().filter(|first| matches!(first, '"' | '\'')) {
        let inside = value.get(1..).unwrap_or_default();
        return (1, inside.find(quote).unwrap_or(inside.len()));
    }
    let end = value.find(" #").unwrap_or(value.len());
    (0, value.get(..end).unwrap_or_default().trim_end().len())
}
