//! Annotations of GitHub Actions: `::error file=…,line=…::message`.

use super::{Places, Report, Summary};
use crate::cli::judge::CheckedFile;
use crate::cli::output::Failure;
use crate::knowledge::rule::Severity;
use std::fmt::Write;

/// The format.
#[derive(Debug)]
pub struct Github;

impl Report for Github {
    fn file(&self, file: &CheckedFile) -> Result<String, Failure> {
        let (mut text, path) = (String::new(), property(&file.path));
        let places = Places::new(&file.text);
        for finding in &file.findings {
            let level = match finding.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Information | Severity::Hint => "notice",
            };
            let (start, end) = (places.of(finding.span.start()), places.of(finding.span.end()));
            let _ = write!(text, "::{level} file={path},line={},endLine={}", start.line, end.line);
            // Columns are understood within one line only.
            if start.line == end.line {
                let _ = write!(text, ",col={},endColumn={}", start.column, end.column);
            }
            let instead = finding.instead.iter().map(|instead| format!("\n{instead}"));
            let message = std::iter::once(finding.message.clone()).chain(instead).collect::<String>();
            let _ = writeln!(text, ",title={}::{}", property(&finding.rule), data(&message));
        }
        Ok(text)
    }

    fn end(&self, _: &Summary) -> Result<String, Failure> {
        Ok(String::new())
    }
}

/// The text of a command, which ends with its line.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property, which ends at a comma or a colon as well.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
