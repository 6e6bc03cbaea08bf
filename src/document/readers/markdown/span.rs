//! What a code span in a sentence names: a command, a statement, a variable with its value.
//!
//! Most code spans are names and nothing more. Those that hold more are read, so that "run `docker-compose up`" says
//! the same as a code block; the sentence around them decides how they are spoken of.

use crate::document::builder::{Builder, is_variable_name};
use crate::document::outline::UnitId;
use crate::document::readers::{shell, sql};
use crate::document::source::Source;
use std::ops::Range;

/// Longer code spans are not read.
const LONGEST: usize = 400;

/// Reads the code span that stands in `range` of the source, without its marks.
pub fn read(source: &Source<'_>, range: Range<usize>, unit: UnitId, out: &mut Builder) {
    let holds_more = |byte: u8| matches!(byte, b'=' | b' ' | b'\t' | b'\n' | b'\r');
    if range.len() > LONGEST || !source.seen(range.start, range.end).bytes().any(holds_more) {
        return;
    }
    let part = source.part(range.start, range.end);
    let text = part.text.as_ref();
    if variable(&part, unit, out) {
        return;
    }
    if sql::names_statement(text) {
        sql::statements(&part, unit, out);
    } else if is_command(text) {
        shell::named(&part, unit, out);
    }
}

/// `NAME=value` or `NAME: value`, where only a variable is written so.
fn variable(part: &Source<'_>, unit: UnitId, out: &mut Builder) -> bool {
    let text = part.text.as_ref();
    let Some(end) = text.find(['=', ':', ' ']) else { return false };
    let name = text.get(..end).unwrap_or_default();
    let is_loud = name.contains('_')
        && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_');
    if !is_loud || !is_variable_name(name) {
        return false;
    }
    let rest = text.get(end..).unwrap_or_default();
    let Some(value) = rest.strip_prefix('=').or_else(|| rest.strip_prefix(": ")) else { return false };
    let value = value.trim().trim_matches(['"', '\'']);
    let start =
        text.len() - text.get(end..).and_then(|rest| rest.find(value).map(|at| rest.len() - at)).unwrap_or(0);
    let scalar = part.scalar(start, start + value.len(), value);
    out.env(name, part.span(0, end), Some(scalar), part.whole(), unit);
    true
}

/// A program in small letters with arguments.
fn is_command(text: &str) -> bool {
    let text = text.strip_prefix("$ ").unwrap_or(text);
    let mut words = text.split_ascii_whitespace();
    let (Some(program), Some(second)) = (words.next(), words.next()) else { return false };
    program.starts_with(|first: char| first.is_ascii_lowercase() || matches!(first, '.' | '/' | '~'))
        && program.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._/~-".contains(&byte))
        && !second.starts_with(['=', ':', '{', '<', '>', '|', '&', '+', '*', '?', '!'])
}
