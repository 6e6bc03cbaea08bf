//! The Code Quality report of GitLab: one array of issues.

use super::{Places, Report, Summary, fingerprints};
use crate::cli::judge::CheckedFile;
use crate::cli::output::Failure;
use crate::knowledge::rule::Severity;
use serde_json::json;

/// The format.
#[derive(Debug)]
pub struct Gitlab;

impl Report for Gitlab {
    fn begin(&self) -> String {
        "[".to_string()
    }

    fn file(&self, file: &CheckedFile) -> Result<String, Failure> {
        let places = Places::new(&file.text);
        let issues = file.findings.iter().zip(fingerprints(file)).map(|(finding, fingerprint)| {
            let severity = match finding.severity {
                Severity::Error => "critical",
                Severity::Warning => "major",
                Severity::Information => "minor",
                Severity::Hint => "info",
            };
            let (start, end) = (places.of(finding.span.start()), places.of(finding.span.end()));
            let issue = json!({
                "description": finding.message,
                "check_name": finding.rule,
                "fingerprint": fingerprint,
                "severity": severity,
                "location": { "path": file.path, "lines": { "begin": start.line, "end": end.line } },
            });
            issue.to_string()
        });
        Ok(issues.collect::<Vec<_>>().join(","))
    }

    fn between(&self) -> &'static str {
        ","
    }

    fn end(&self, _: &Summary) -> Result<String, Failure> {
        Ok("]\n".to_string())
    }
}
