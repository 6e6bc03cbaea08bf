//! One line a finding, as compilers write it: `path:line:column: severity: message [rule]`.

use super::{Places, Report, Summary, visible};
use crate::cli::judge::CheckedFile;
use crate::cli::output::Failure;
use std::fmt::Write;

/// The format.
#[derive(Debug)]
pub struct Short;

impl Report for Short {
    fn file(&self, file: &CheckedFile) -> Result<String, Failure> {
        let (mut text, path) = (String::new(), visible(&file.path));
        let places = Places::new(&file.text);
        for finding in &file.findings {
            let place = places.of(finding.span.start());
            let (line, column) = (place.line, place.column);
            let (severity, message) = (finding.severity.name(), visible(&finding.message));
            let _ = writeln!(text, "{path}:{line}:{column}: {severity}: {message} [{}]", finding.rule);
        }
        Ok(text)
    }

    fn end(&self, _: &Summary) -> Result<String, Failure> {
        Ok(String::new())
    }
}
