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
use crate::text::position::{Encoding, Positions};
use std::collections::BTreeMap;
use std::io::Write;

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
        Places { text, lines: LineIndex::new(text) }
    }

    /// A byte order mark takes bytes but no column.
    pub fn of(&self, offset: usize) -> Place {
        let position = Positions::new(self.text, &self.lines, Encoding::Utf32).position(offset);
        let marked = position.line == 0 && position.character > 0 && self.text.starts_with('\u{feff}');
        Place { line: position.line + 1, column: position.character + u32::from(!marked) }
    }

    /// The lines that a span touches, without the last line break.
    pub fn lines_of(&self, span: Span) -> Span {
        let line = |offset| self.lines.line(self.text, self.lines.line_of(offset)).unwrap_or(span);
        line(span.start()).cover(line(span.end()))
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
