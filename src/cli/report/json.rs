//! The stable JSON of `check`, version 1.

use super::{CheckReport, Place, Places};
use crate::check::Finding;
use crate::check::finding::QuickFix;
use crate::cli::output::Failure;
use crate::knowledge::rule::Severity;
use crate::stack::Evidence;
use crate::text::Span;
use serde::Serialize;
use std::io::Write;

#[derive(Serialize)]
struct Whole<'a> {
    version: u32,
    findings: Vec<FindingJson<'a>>,
    problems: Vec<ProblemJson<'a>>,
    summary: Summary,
}

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
struct Summary {
    files: usize,
    findings: usize,
    errors: usize,
    warnings: usize,
    information: usize,
    hints: usize,
    ignored: usize,
}

pub fn write(report: &CheckReport, out: &mut dyn Write) -> Result<(), Failure> {
    let mut findings = Vec::new();
    for file in &report.files {
        let places = Places::new(&file.text);
        findings.extend(file.findings.iter().map(|finding| finding_json(&file.path, &places, finding)));
    }
    let summary = Summary {
        files: report.files.len(),
        findings: findings.len(),
        errors: report.count(Severity::Error),
        warnings: report.count(Severity::Warning),
        information: report.count(Severity::Information),
        hints: report.count(Severity::Hint),
        ignored: report.ignored(),
    };
    let problems = report.problems.iter().map(|problem| {
        let message = match problem.line {
            0 | 1 if problem.span == Span::default() => problem.message.clone(),
            line => format!("line {line}: {}", problem.message),
        };
        ProblemJson { path: &problem.path, message }
    });
    let whole = Whole { version: 1, findings, problems: problems.collect(), summary };
    serde_json::to_writer(&mut *out, &whole)?;
    writeln!(out)?;
    Ok(())
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
