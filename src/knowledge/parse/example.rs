//! The examples of a page: fences under `## Flagged` and `## Accepted`, with caret lines as markers.

use super::body::{Block, BlockKind, is_example_heading};
use super::reader::Reader;
use crate::knowledge::page::{Example, ExampleFile, Marker};
use crate::knowledge::rule::Severity;
use crate::text::Span;

/// Fences that follow each other are one example; any other block between them begins the next.
pub(super) fn read(reader: &mut Reader<'_>, blocks: &[Block]) -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    let mut section = None;
    let mut joins = false;
    for block in blocks {
        match &block.kind {
            BlockKind::Heading(1 | 2) => section = is_example_heading(block),
            BlockKind::Fence(info) => {
                let Some(flagged) = section else { continue };
                let (file, with) = fence(reader, block, info);
                let line = file.line.saturating_sub(1);
                match examples.last_mut().filter(|_| joins) {
                    Some(example) => {
                        example.files.push(file);
                        example.with.extend(with);
                    }
                    None => examples.push(Example { flagged, files: vec![file], with, line }),
                }
                joins = true;
                continue;
            }
            _ => {}
        }
        joins = false;
    }
    examples
}

fn fence(reader: &mut Reader<'_>, block: &Block, info: &str) -> (ExampleFile, Vec<(String, String)>) {
    let mut file = ExampleFile {
        language: String::new(),
        path: String::new(),
        text: String::new(),
        markers: Vec::new(),
        line: reader.line(block.range.start) + 1,
    };
    let mut with = Vec::new();
    for (index, (key, value)) in info_words(info).into_iter().enumerate() {
        match (key.as_str(), value) {
            (language, None) if index == 0 => file.language = language.to_string(),
            ("file", Some(path)) => file.path = path,
            ("with", Some(entries)) => with.extend(stack_entries(reader, block, &entries)),
            (other, _) => {
                reader.problem(
                    block.span(),
                    format!("a fence takes `file=PATH` and `with=\"mysql 5.7\"`, not `{other}`"),
                );
            }
        }
    }
    take_markers(reader, block, &mut file);
    (file, with)
}

/// The words of an info string: `LANG`, `key=value`, `key="a value"`.
fn info_words(info: &str) -> Vec<(String, Option<String>)> {
    let mut words = Vec::new();
    let mut rest = info.trim_start();
    while !rest.is_empty() {
        let end =
            rest.find(|character: char| character == '=' || character.is_whitespace()).unwrap_or(rest.len());
        let (key, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        let Some(value) = after.strip_prefix('=') else {
            words.push((key.to_string(), None));
            rest = after.trim_start();
            continue;
        };
        let (value, after) = match value.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => value.split_once(char::is_whitespace).unwrap_or((value, "")),
        };
        words.push((key.to_string(), Some(value.to_string())));
        rest = after.trim_start();
    }
    words
}

/// `mysql 5.7, redis 7.2`.
fn stack_entries(reader: &mut Reader<'_>, block: &Block, entries: &str) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for entry in entries.split(',') {
        let words: Vec<&str> = entry.split_whitespace().collect();
        match words.as_slice() {
            [product, version] => pairs.push(((*product).to_string(), (*version).to_string())),
            _ => {
                reader.problem(block.span(), format!("`with=\"{entry}\"` must be a product and its version"));
            }
        }
    }
    pairs
}

/// Moves the text of the fence into the file, without its caret lines, each of which marks the last line of
/// text above it.
fn take_markers(reader: &mut Reader<'_>, block: &Block, file: &mut ExampleFile) {
    let first_line = reader.line(block.range.start) + 1;
    let mut last_line = 0;
    for (index, line) in block.text.split_inclusive('\n').enumerate() {
        let Some(caret) = caret_line(line) else {
            last_line = file.text.len();
            file.text.push_str(line);
            continue;
        };
        let above = file.text.get(last_line..).unwrap_or_default().trim_end_matches(['\r', '\n']);
        let place = reader.line_span(first_line + index);
        match caret.place_in(above) {
            Some(span) => {
                let span = span.shifted(last_line);
                file.markers.push(Marker { span, rule: caret.rule, severity: caret.severity });
            }
            None => reader.problem(place, "the carets reach beyond the line above them"),
        }
        if let Some(unknown) = caret.unknown {
            reader.problem(
                place,
                format!("`{unknown}` is not a severity: hint, information, warning or error"),
            );
        }
    }
}

/// A line of blanks, carets and a rule id.
struct Caret {
    /// In characters.
    start: usize,
    length: usize,
    rule: String,
    severity: Option<Severity>,
    unknown: Option<String>,
}

impl Caret {
    fn place_in(&self, line: &str) -> Option<Span> {
        let offset =
            |column: usize| line.char_indices().map(|(offset, _)| offset).chain([line.len()]).nth(column);
        Some(Span::new(offset(self.start)?, offset(self.start + self.length)?))
    }
}

fn caret_line(line: &str) -> Option<Caret> {
    let line = line.trim_end();
    let carets = line.trim_start_matches([' ', '\t']);
    let start = line.len() - carets.len();
    let rest = carets.trim_start_matches('^');
    let length = carets.len() - rest.len();
    if length == 0 || !rest.starts_with([' ', '\t']) {
        return None;
    }
    let words: Vec<&str> = rest.split_whitespace().collect();
    let (rule, severity) = match words.as_slice() {
        [rule] => (rule, None),
        [rule, severity] => (rule, Some(severity)),
        _ => return None,
    };
    let known = severity.and_then(|severity| Severity::parse(severity));
    let unknown = severity.filter(|_| known.is_none()).map(|severity| (*severity).to_string());
    Some(Caret { start, length, rule: (*rule).to_string(), severity: known, unknown })
}
