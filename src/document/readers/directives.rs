//! Configuration of directives: a name and its arguments, in lines or up to a semicolon, in blocks or sections.

pub mod apache;
pub mod haproxy;
pub mod nginx;
pub mod pg_hba;
pub mod redis;

use super::settings::Settings;
use super::template;
use crate::document::builder::Builder;
use crate::document::outline::{Scalar, UnitId};
use crate::document::source::{Line, Source};
use crate::knowledge::Kind;
use std::ops::Range;

/// Reads a file of directives.
pub fn read(source: &Source<'_>, kind: Option<Kind>, unit: UnitId, out: &mut Builder) {
    let source = template::overwrite(source, out);
    let settings = Settings::new(&source, kind, unit, out);
    match kind.map_or("", Kind::name) {
        "nginx" => nginx::read(settings),
        "haproxy" => haproxy::read(settings),
        "apache" => apache::read(settings),
        "pg-hba" => pg_hba::read(settings),
        _ => redis::read(settings),
    }
}

/// One word of a directive.
#[derive(Clone, Debug)]
struct Argument {
    /// With its quotes.
    range: Range<usize>,
    /// Without its quotes.
    text: String,
    is_quoted: bool,
}

/// The value that arguments make: one alone without its quotes, several joined by blanks.
fn value(settings: &Settings<'_, '_, '_>, arguments: &[Argument]) -> Option<Scalar> {
    let (first, last) = (arguments.first()?, arguments.last()?);
    if arguments.len() == 1 && first.is_quoted {
        let end = first.range.end.saturating_sub(1).max(first.range.start + 1);
        return Some(settings.scalar(first.range.start + 1..end, &first.text));
    }
    let words: Vec<&str> = arguments.iter().map(|argument| argument.text.as_str()).collect();
    Some(settings.scalar(first.range.start..last.range.end, &words.join(" ")))
}

/// How the words of a line are written.
#[derive(Clone, Copy)]
struct Writing {
    /// `#` begins a comment after a blank too, not only at the start of a line.
    late_comments: bool,
    /// A backslash takes the meaning from the next character, also outside quotes.
    escapes: bool,
}

/// The words of a line, and the comment after them.
fn words(source: &Source<'_>, line: Line, writing: Writing) -> (Vec<Argument>, Option<Range<usize>>) {
    let text = source.text.as_ref();
    let bytes = text.as_bytes();
    let (mut at, mut found) = (line.start, Vec::new());
    while at < line.end {
        match bytes.get(at) {
            Some(b' ' | b'\t' | b'\r' | b'\n') => at += 1,
            Some(b'\\') if matches!(bytes.get(at + 1), Some(b'\r' | b'\n')) => at += 2,
            Some(b'#') if writing.late_comments || found.is_empty() => return (found, Some(at..line.end)),
            _ => {
                let argument = word(text, at, line.end, writing);
                at = argument.range.end.max(at + 1);
                found.push(argument);
            }
        }
    }
    (found, None)
}

fn word(text: &str, start: usize, end: usize, writing: Writing) -> Argument {
    let bytes = text.as_bytes();
    let mut unquoted = String::new();
    let (mut at, mut quote, mut taken) = (start, None, start);
    let take = |from: usize, to: usize, unquoted: &mut String| {
        unquoted.push_str(text.get(from..to).unwrap_or_default());
    };
    while at < end {
        let byte = bytes.get(at).copied().unwrap_or_default();
        match (byte, quote) {
            (b'\\', _) if (writing.escapes || quote == Some(b'"')) && at + 1 < end => {
                take(taken, at, &mut unquoted);
                taken = at + 1;
                at += 1;
            }
            (b'"' | b'\'', None) => {
                take(taken, at, &mut unquoted);
                (quote, taken) = (Some(byte), at + 1);
            }
            (_, Some(open)) if byte == open => {
                take(taken, at, &mut unquoted);
                (quote, taken) = (None, at + 1);
            }
            (b' ' | b'\t' | b'\r' | b'\n', None) => break,
            _ => {}
        }
        at += 1;
    }
    let at = at.min(end);
    take(taken, at, &mut unquoted);
    let is_quoted = quoted_as_a_whole(text.get(start..at).unwrap_or_default());
    Argument { range: start..at, text: unquoted, is_quoted }
}

fn quoted_as_a_whole(written: &str) -> bool {
    let quote = written.bytes().next().filter(|first| matches!(first, b'"' | b'\''));
    quote.is_some_and(|quote| written.len() >= 2 && written.bytes().last() == Some(quote))
}

/// The lines of a text, where a backslash at the end of one lets it go on.
fn joined_lines(text: &str) -> impl Iterator<Item = Line> + '_ {
    let mut all = crate::document::source::lines(text);
    std::iter::from_fn(move || {
        let mut line = all.next()?;
        while line.of(text).ends_with('\\') {
            let Some(next) = all.next() else { break };
            line = Line { start: line.start, ..next };
        }
        Some(line)
    })
}
