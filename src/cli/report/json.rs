//! The stable JSON of `check`, version 1, as one object or as lines.

use super::{Place, Places, Report, Summary, Totals};
use crate::check::Finding;
use crate::check::finding::QuickFix;
use crate::cli::judge::CheckedFile;
use crate::cli::output::Failure;
use crate::stack::Evidence;
use crate::text::Span;
use serde::Serialize;

/// One object.
#[derive(Debug)]
pub struct Json;

/// One finding a line, then the summary.
#[derive(Debug)]
pub struct JsonLines;

#[derive(Serialize)]
struct FindingJson<'a> {
    rule: &'a str,
    severity: &'a str,
    status: &'a str,
    message: &'a str,
    path: &'a str,
    range: RangeJson,
    bytes: [u32; 2],
    url: Option<&'a str>,
    instead: Option<&'a str>,
    evidence: Vec<EvidenceJson<'a>>,
    fixes: Vec<FixJson<'a>>,
}

#[derive(Serialize)]
struct RangeJson {
    start: PlaceJson,
    end: PlaceJson,
}

#[derive(Serialize)]
struct PlaceJson {
    line: u32,
    column: u32,
}

#[derive(Serialize)]
struct EvidenceJson<'a> {
    product: &'a str,
    version: Option<&'a str>,
    path: &'a str,
    line: usize,
    text: &'a str,
}

#[derive(Serialize)]
struct FixJson<'a> {
    title: &'a str,
    class: &'a str,
    edits: Vec<EditJson<'a>>,
}

#[derive(Serialize)]
struct EditJson<'a> {
    path: &'a str,
    bytes: [u32; 2],
    text: &'a str,
}

#[derive(Serialize)]
struct ProblemJson<'a> {
    path: &'a str,
    message: String,
}

#[derive(Serialize)]
struct SummaryJson {
    files: usize,
    findings: usize,
    errors: usize,
    warnings: usize,
    information: usize,
    hints: usize,
    ignored: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fixed: Option<usize>,
}

/// The last line of the lines.
#[derive(Serialize)]
struct Last<'a> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    problems: Vec<ProblemJson<'a>>,
    summary: SummaryJson,
}

impl Report for Json {
    fn begin(&self) -> String {
        r#"{"version":1,"findings":["#.to_string()
    }

    fn file(&self, file: &CheckedFile) -> Result<String, Failure> {
        Ok(written(file)?.join(","))
    }

    fn between(&self) -> &'static str {
        ","
    }

    fn end(&self, summary: &Summary) -> Result<String, Failure> {
        let problems = serde_json::to_string(&problems_json(summary))?;
        let summary = serde_json::to_string(&summary_json(&summary.totals))?;
        Ok(format!("],\"problems\":{problems},\"summary\":{summary}}}\n"))
    }

    fn has_problems(&self) -> bool {
        true
    }
}

impl Report for JsonLines {
    fn file(&self, file: &CheckedFile) -> Result<String, Failure> {
        Ok(written(file)?.into_iter().flat_map(|line| [line, "\n".to_string()]).collect())
    }

    fn end(&self, summary: &Summary) -> Result<String, Failure> {
        let last = Last { problems: problems_json(summary), summary: summary_json(&summary.totals) };
        Ok(serde_json::to_string(&last)? + "\n")
    }

    fn has_problems(&self) -> bool {
        true
    }
}

/// Each finding as an object on one line.
fn written(file: &CheckedFile) -> Result<Vec<String>, serde_json::Error> {
    let places = Places::new(&file.text);
    let objects = file.findings.iter().map(|finding| finding_json(&file.path, &places, finding));
    objects.map(|object| serde_json::to_string(&object)).collect()
}

fn summary_json(totals: &Totals) -> SummaryJson {
    SummaryJson {
        files: totals.files,
        findings: totals.findings(),
        errors: totals.errors,
        warnings: totals.warnings,
        information: totals.information,
        hints: totals.hints,
        ignored: totals.ignored,
        baseline: totals.known,
        fixed: totals.fixed,
    }
}

fn problems_json(summary: &Summary) -> Vec<ProblemJson<'_>> {
    let problems = summary.problems.iter().map(|problem| {
        let message = match problem.line {
            0 | 1 if problem.span == Span::default() => problem.message.clone(),
            line => format!("line {line}: {}", problem.message),
        };
        ProblemJson { path: &problem.path, message }
    });
    problems.collect()
}

fn finding_json<'a>(path: &'a str, places: &Places, finding: &'a Finding) -> FindingJson<'a> {
    let place = |offset| {
        let Place { line, column } = places.of(offset);
        PlaceJson { line, column }
    };
    FindingJson {
        rule: &finding.rule,
        severity: finding.severity.name(),
        status: finding.status.name(),
        message: &finding.message,
        path,
        range: RangeJson { start: place(finding.span.start()), end: place(finding.span.end()) },
        bytes: bytes(finding.span),
        url: finding.url.as_deref(),
        instead: finding.instead.as_deref(),
        evidence: finding.evidence.iter().map(evidence_json).collect(),
        fixes: finding.fixes.iter().map(|fix| fix_json(path, fix)).collect(),
    }
}

fn evidence_json(evidence: &Evidence) -> EvidenceJson<'_> {
    EvidenceJson {
        product: &evidence.product,
        version: evidence.version.as_deref(),
        path: &evidence.path,
        line: evidence.line,
        text: &evidence.text,
    }
}

fn fix_json<'a>(path: &'a str, fix: &'a QuickFix) -> FixJson<'a> {
    let edits = fix.edits.iter().map(|edit| EditJson { path, bytes: bytes(edit.span), text: &edit.text });
    FixJson { title: &fix.title, class: fix.class.name(), edits: edits.collect() }
}

fn bytes(span: Span) -> [u32; 2] {
    [span.start, span.end]
}
