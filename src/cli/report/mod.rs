//! What `docent check` prints, in each of its formats.

pub mod json;
pub mod short;
pub mod text;

use super::judge::CheckedFile;
use super::output::Failure;
use crate::check::Finding;
use crate::knowledge::Problem;
use crate::knowledge::rule::Severity;
use crate::text::Span;
use crate::text::line_index::LineIndex;
use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::Write;

/// A byte order mark.
const MARK: char = '\u{feff}';

/// Everything a run of `check` found, in the order in which it is printed.
#[derive(Debug)]
pub struct CheckReport {
    /// Every file that was checked, also those without findings.
    pub files: Vec<CheckedFile>,
    pub problems: Vec<Problem>,
}

/// A place as people count: from 1, columns in Unicode scalar values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub line: u32,
    pub column: u32,
}

/// The lines of one file, for placing its findings.
#[derive(Debug)]
pub struct Places<'t> {
    text: &'t str,
    lines: LineIndex,
    /// The last offset and its place: the next one on the same line is counted from there, so that many findings
    /// on one long line do not cost as many walks over it.
    last: Cell<(usize, Place)>,
}

impl CheckReport {
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.files.iter().flat_map(|file| &file.findings)
    }

    pub fn ignored(&self) -> usize {
        self.files.iter().map(|file| file.ignored).sum()
    }

    pub fn count(&self, severity: Severity) -> usize {
        self.findings().filter(|finding| finding.severity == severity).count()
    }
}

impl<'t> Places<'t> {
    pub fn new(text: &'t str) -> Places<'t> {
        let start = Place { line: 0, column: 0 };
        Places { text, lines: LineIndex::new(text), last: Cell::new((0, start)) }
    }

    /// A byte order mark takes bytes but no column.
    pub fn of(&self, offset: usize) -> Place {
        let offset = offset.min(self.text.len());
        let index = self.lines.line_of(offset);
        let line = u32::try_from(index + 1).unwrap_or(u32::MAX);
        let (last, known) = self.last.get();
        let (from, column) = if known.line == line && last <= offset {
            (last, known.column)
        } else {
            let start = self.lines.line(self.text, index).map_or(0, Span::start);
            let mark = if start == 0 && self.text.starts_with(MARK) { MARK.len_utf8() } else { 0 };
            (start + mark, 1)
        };
        let between = self.text.get(from..offset).unwrap_or_default();
        let column = column + u32::try_from(between.chars().count()).unwrap_or(u32::MAX);
        let place = Place { line, column };
        self.last.set((offset, place));
        place
    }

    /// The lines that a span touches, without the last line break and without a byte order mark.
    pub fn lines_of(&self, span: Span) -> Span {
        let line = |offset| self.lines.line(self.text, self.lines.line_of(offset)).unwrap_or(span);
        let lines = line(span.start()).cover(line(span.end()));
        let mark = if lines.start() == 0 && self.text.starts_with(MARK) { MARK.len_utf8() } else { 0 };
        Span::new((lines.start() + mark).min(span.start().max(mark)), lines.end())
    }
}

/// `path:line: message`, or `path: message` for a file as a whole.
pub fn problem_line(problem: &Problem) -> String {
    if problem.span == Span::default() && problem.line <= 1 {
        return visible(&format!("{}: {}", problem.path, problem.message));
    }
    visible(&format!("{}:{}: {}", problem.path, problem.line, problem.message))
}

/// One line without control characters, which could steer the terminal.
pub fn visible(text: &str) -> String {
    text.chars()
        .map(|character| match character {
            '\n' | '\r' | '\t' => ' ',
            character if character.is_control() => '\u{fffd}',
            character => character,
        })
        .collect()
}

/// `1 file`, `2 files`.
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// How often each rule was found, the most frequent first.
pub fn write_statistics(report: &CheckReport, out: &mut dyn Write) -> Result<(), Failure> {
    let mut counts: BTreeMap<&str, (usize, Severity)> = BTreeMap::new();
    for finding in report.findings() {
        let entry = counts.entry(&finding.rule).or_insert((0, finding.severity));
        *entry = (entry.0 + 1, entry.1.max(finding.severity));
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(rule, (count, _))| (std::cmp::Reverse(*count), *rule));
    for (rule, (count, severity)) in counts {
        writeln!(out, "{count:>6}  {:<11}  {rule}", severity.name())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_characters_from_one_and_no_byte_order_mark() {
        let text = "\u{feff}äb\r\nc𝄞d\n";
        let places = Places::new(text);
        let place = |needle: &str| places.of(text.find(needle).expect("the text"));
        let expected = |line, column| Place { line, column };
        // In any order: the last answer must not mislead the next.
        for _ in 0..2 {
            assert_eq!(place("d"), expected(2, 3));
            assert_eq!(place("b"), expected(1, 2));
            assert_eq!(place("ä"), expected(1, 1));
            assert_eq!(place("c"), expected(2, 1));
        }
        assert_eq!(places.of(0), expected(1, 1));
        assert_eq!(places.of(text.len()), expected(3, 1));
        assert_eq!(places.lines_of(Span::new(5, 9)).of(text), "äb\r\nc𝄞d");
    }
}
