//! `reStructuredText`, `AsciiDoc` and plain text, read as Markdown after their marks have been overwritten by
//! Markdown's, byte for byte: what matters is where prose, headings, notes and code blocks begin and end.

use super::markdown;
use crate::document::builder::Builder;
use crate::document::outline::UnitId;
use crate::document::source::{Line, Source, lines};
use crate::knowledge::Kind;

/// Directives of reStructuredText that hold code.
const CODE: &[&str] = &["code-block", "code", "sourcecode", "highlight", "parsed-literal", "prompt"];

/// Directives that are notes to the reader.
const NOTES: &[&str] = &[
    "note",
    "warning",
    "caution",
    "danger",
    "important",
    "tip",
    "hint",
    "attention",
    "error",
    "deprecated",
    "versionadded",
    "versionchanged",
    "versionremoved",
    "admonition",
    "seealso",
];

/// Reads a document in a markup language other than Markdown.
pub fn read(source: &Source<'_>, kind: Option<Kind>, unit: UnitId, out: &mut Builder) {
    let overwrite: fn(&Source<'_>, &mut [u8]) = match kind.map_or("", Kind::name) {
        "restructuredtext" => restructured_text,
        "asciidoc" => ascii_doc,
        _ => return markdown::read(source, unit, out),
    };
    let mut bytes = source.text.as_bytes().to_vec();
    overwrite(source, &mut bytes);
    match String::from_utf8(bytes) {
        Ok(text) => markdown::read(&source.with_text(text), unit, out),
        Err(_) => markdown::read(source, unit, out),
    }
}

/// Overwrites a line by `text` and blanks; a text that does not fit leaves it alone.
fn put(bytes: &mut [u8], start: usize, end: usize, text: &str) {
    let Some(place) = bytes.get_mut(start..end).filter(|place| place.len() >= text.len()) else { return };
    let (head, tail) = place.split_at_mut(text.len());
    head.copy_from_slice(text.as_bytes());
    tail.fill(b' ');
}

fn restructured_text(source: &Source<'_>, bytes: &mut [u8]) {
    let all: Vec<Line> = lines(&source.text).collect();
    let text = source.text.as_ref();
    for (index, line) in all.iter().enumerate() {
        let written = line.of(text).trim_end();
        let content = written.trim_start();
        let start = line.start + written.len() - content.len();
        let end = line.start + written.len();
        if let Some(mark) = underline(content) {
            let above = index
                .checked_sub(1)
                .and_then(|index| all.get(index))
                .map_or("", |line| line.of(text).trim_end());
            let below = all.get(index + 2).map_or("", |line| line.of(text).trim_end());
            let is_underline = !above.is_empty() && underline(above).is_none();
            if !is_underline && underline(below) == Some(mark) {
                put(bytes, start, end, "");
            } else if mark != '=' {
                let marks = "-".repeat(end - start);
                put(bytes, start, end, if is_underline { &marks } else { "" });
            }
        } else if let Some(directive) = content.strip_prefix(".. ") {
            self::directive(directive, bytes, start, end);
        }
    }
}

fn directive(directive: &str, bytes: &mut [u8], start: usize, end: usize) {
    let (name, rest) = directive.split_once("::").unwrap_or(("", ""));
    if CODE.contains(&name) {
        // A list item holds the code: both end where the indentation does.
        put(bytes, start, end, &format!("-  ```{}", rest.trim().split(' ').next().unwrap_or_default()));
    } else if NOTES.contains(&name) {
        put(bytes, start, start + 3, "-  ");
    } else {
        put(bytes, start, end, "");
    }
}

/// The mark of a line that consists of three or more of it.
fn underline(line: &str) -> Option<char> {
    let mark = line.chars().next().filter(|first| "=-~^\"'`#*+.:_".contains(*first))?;
    (line.len() >= 3 && line.chars().all(|character| character == mark)).then_some(mark)
}

fn ascii_doc(source: &Source<'_>, bytes: &mut [u8]) {
    let text = source.text.as_ref();
    // The line above a block that names its language.
    let mut source_line: Option<(usize, usize, &str)> = None;
    let mut fence: Option<&str> = None;
    for line in lines(text) {
        let written = line.of(text).trim_end();
        let (start, end) = (line.start, line.start + written.len());
        if let Some(open) = fence {
            if written == open {
                put(bytes, start, end, "````");
                fence = None;
            }
            continue;
        }
        match written {
            "----" | "...." => {
                match source_line.take() {
                    Some((from, to, language)) => {
                        put(bytes, from, to, &format!("```{language}"));
                        put(bytes, start, end, "");
                    }
                    None => put(bytes, start, end, "````"),
                }
                fence = Some(if written == "----" { "----" } else { "...." });
            }
            "====" | "****" | "____" | "--" | "|===" => put(bytes, start, end, ""),
            _ if written.starts_with("[source") || written.starts_with("[,") => {
                let language = written.trim_end_matches(']').split(',').nth(1).unwrap_or_default().trim();
                source_line = Some((start, end, language));
                put(bytes, start, end, "");
            }
            _ if written.starts_with("//") => put(bytes, start, end, ""),
            _ if written.starts_with('[') && written.ends_with(']') => put(bytes, start, end, ""),
            _ => heading(written, bytes, start),
        }
    }
}

fn heading(written: &str, bytes: &mut [u8], start: usize) {
    let depth = written.bytes().take_while(|byte| *byte == b'=').count();
    if (1..=6).contains(&depth) && written.as_bytes().get(depth) == Some(&b' ') {
        put(bytes, start, start + depth, &"#".repeat(depth));
    }
}
