//! The XML of test reports: a suite for each file with findings, a failed case for each finding.

use super::{Places, Report, Summary, problem_line};
use crate::cli::judge::CheckedFile;
use crate::cli::output::Failure;
use std::fmt::Write;

/// The format.
#[derive(Debug)]
pub struct Junit;

impl Report for Junit {
    fn begin(&self) -> String {
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"docent\">\n".to_string()
    }

    fn file(&self, file: &CheckedFile) -> Result<String, Failure> {
        let (count, path) = (file.findings.len(), escaped(&file.path));
        if count == 0 {
            return Ok(String::new());
        }
        let places = Places::new(&file.text);
        let mut text = format!(
            "  <testsuite name=\"{path}\" tests=\"{count}\" failures=\"{count}\" errors=\"0\" skipped=\"0\">\n"
        );
        for finding in &file.findings {
            let place = places.of(finding.span.start());
            let (line, column) = (place.line, place.column);
            let (rule, severity) = (escaped(&finding.rule), finding.severity.name());
            let (message, instead) = (&finding.message, finding.instead.as_deref().unwrap_or_default());
            let url = finding.url.as_deref().unwrap_or_default();
            let body = format!("{}:{line}:{column}\n{instead}\n{url}", file.path);
            let _ = writeln!(
                text,
                "    <testcase classname=\"{path}\" name=\"{rule} (line {line}, column {column})\" file=\"{path}\" \
                 line=\"{line}\">\n      <failure type=\"{severity}\" message=\"{}\">{}</failure>\n    </testcase>",
                escaped(message),
                escaped(body.trim_end())
            );
        }
        text.push_str("  </testsuite>\n");
        Ok(text)
    }

    /// The last suite is that of the run: it says what could not be read, and is there when nothing was found, since
    /// many readers take a report without any test for a failure.
    fn end(&self, summary: &Summary) -> Result<String, Failure> {
        let errors = summary.problems.len();
        let mut text = format!(
            "  <testsuite name=\"docent\" tests=\"{}\" failures=\"0\" errors=\"{errors}\" skipped=\"0\">\n",
            errors + 1
        );
        let _ = writeln!(text, "    <testcase classname=\"docent\" name=\"check\"/>");
        for problem in &summary.problems {
            let message = escaped(&problem_line(problem));
            let name = escaped(&problem.path);
            let _ = writeln!(
                text,
                "    <testcase classname=\"docent\" name=\"{name}\"><error message=\"{message}\"/></testcase>"
            );
        }
        text.push_str("  </testsuite>\n</testsuites>\n");
        Ok(text)
    }

    fn has_problems(&self) -> bool {
        true
    }
}

/// Text for an attribute or an element. Characters that XML cannot hold become the replacement character.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' | '\t' => escaped.push(character),
            '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            character if character.is_control() => escaped.push('\u{fffd}'),
            character => escaped.push(character),
        }
    }
    escaped
}
