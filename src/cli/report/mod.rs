//! What `docent check` prints, in each of its formats.

pub mod github;
pub mod gitlab;
pub mod json;
pub mod junit;
pub mod sarif;
pub mod short;
pub mod statistics;
pub mod text;

use super::judge::CheckedFile;
use super::output::Failure;
use crate::check::Finding;
use crate::knowledge::Problem;
use crate::knowledge::rule::Severity;
use crate::text::line_index::LineIndex;
use crate::text::{Span, hash};
use std::cell::Cell;
use std::collections::{BTreeMap, HashMap};

/// A byte order mark.
const MARK: char = '\u{feff}';

/// One format. The parts are made where the files are checked, on several threads, and printed one after the
/// other: no report is ever held as a whole.
pub trait Report: Sync {
    /// What stands before the files.
    fn begin(&self) -> String {
        String::new()
    }

    /// What is printed of one file; nothing for one without findings.
    fn file(&self, file: &CheckedFile) -> Result<String, Failure>;

    /// What stands between the parts of two files.
    fn between(&self) -> &'static str {
        ""
    }

    fn end(&self, summary: &Summary) -> Result<String, Failure>;

    /// Whether the report itself names the files that could not be read.
    fn has_problems(&self) -> bool {
        false
    }
}

/// Everything that is known when all files were checked.
#[derive(Debug, Default)]
pub struct Summary {
    pub totals: Totals,
    pub problems: Vec<Problem>,
}

/// What is counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Files that were checked, also those without findings.
    pub files: usize,
    pub errors: usize,
    pub warnings: usize,
    pub information: usize,
    pub hints: usize,
    /// Findings that comments hide.
    pub ignored: usize,
    /// Findings that the baseline hides, where there is one.
    pub known: Option<usize>,
    /// Findings that were mended, where that was asked for.
    pub fixed: Option<usize>,
    /// By rule.
    pub rules: BTreeMap<String, RuleTotals>,
}

/// What is counted of one rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleTotals {
    pub count: usize,
    /// The worst.
    pub severity: Severity,
    pub url: Option<String>,
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

impl Totals {
    pub fn count(&mut self, finding: &Finding) {
        *match finding.severity {
            Severity::Error => &mut self.errors,
            Severity::Warning => &mut self.warnings,
            Severity::Information => &mut self.information,
            Severity::Hint => &mut self.hints,
        } += 1;
        let (severity, url) = (finding.severity, finding.url.clone());
        self.add_rule(&finding.rule, RuleTotals { count: 1, severity, url });
    }

    pub fn findings(&self) -> usize {
        self.errors + self.warnings + self.information + self.hints
    }

    pub fn add(&mut self, other: Totals) {
        self.files += other.files;
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.information += other.information;
        self.hints += other.hints;
        self.ignored += other.ignored;
        self.known = sum(self.known, other.known);
        self.fixed = sum(self.fixed, other.fixed);
        for (rule, totals) in other.rules {
            self.add_rule(&rule, totals);
        }
    }

    fn add_rule(&mut self, rule: &str, other: RuleTotals) {
        match self.rules.get_mut(rule) {
            Some(known) => {
                known.count += other.count;
                known.severity = known.severity.max(other.severity);
            }
            None => {
                self.rules.insert(rule.to_string(), other);
            }
        }
    }
}

fn sum(one: Option<usize>, other: Option<usize>) -> Option<usize> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one + other),
        (one, other) => one.or(other),
    }
}

/// Names for the findings of a file that stay when lines move: a hash of the rule, the path and the line as it is
/// written, and a number where that is not enough. In the order of the findings.
pub fn fingerprints(file: &CheckedFile) -> Vec<String> {
    let lines = LineIndex::new(&file.text);
    let mut seen: HashMap<u64, usize> = HashMap::new();
    let names = file.findings.iter().map(|finding| {
        let line = lines.line(&file.text, lines.line_of(finding.span.start())).unwrap_or_default();
        let written = format!("{}\n{}\n{}", finding.rule, file.path, line.of(&file.text).trim());
        let hash = hash::fixed(written.as_bytes());
        let count = seen.entry(hash).or_default();
        *count += 1;
        format!("{hash:016x}{:04x}", *count)
    });
    names.collect()
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
