//! Findings for people: the source line, what is wrong, the evidence, what to do, where to read on.

use super::{CheckReport, Places};
use crate::check::Finding;
use crate::cli::output::Failure;
use crate::knowledge::rule::Severity;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use std::io::Write;

pub fn write(report: &CheckReport, colour: bool, out: &mut dyn Write) -> Result<(), Failure> {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    for file in &report.files {
        let places = Places::new(&file.text);
        for finding in &file.findings {
            let group = group(&file.path, &file.text, &places, finding);
            writeln!(out, "{}\n", renderer.render(&[group]))?;
        }
    }
    writeln!(out, "{}", summary(report))?;
    Ok(())
}

fn group<'a>(path: &'a str, text: &'a str, places: &Places, finding: &'a Finding) -> Group<'a> {
    let lines = places.lines_of(finding.span);
    let span = finding.span.start() - lines.start()..finding.span.end() - lines.start();
    let line = places.of(finding.span.start()).line as usize;
    let snippet = Snippet::source(lines.of(text))
        .line_start(line)
        .path(path)
        .annotation(AnnotationKind::Primary.span(span));
    let mut group =
        level(finding.severity).primary_title(&finding.message).id(&finding.rule).element(snippet);
    for evidence in &finding.evidence {
        let place = match evidence.line {
            0 => evidence.path.clone(),
            line => format!("{}:{line}", evidence.path),
        };
        group = group.element(Level::NOTE.message(format!("{place} says {}", evidence.text)));
    }
    if let Some(instead) = &finding.instead {
        group = group.element(Level::HELP.message(instead));
    }
    if let Some(url) = &finding.url {
        group = group.element(Level::NOTE.with_name("source").message(url));
    }
    group
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Information => Level::INFO.with_name("information"),
        Severity::Hint => Level::NOTE.with_name("hint"),
    }
}

fn summary(report: &CheckReport) -> String {
    let files = counted(report.files.len(), "file", "files");
    let mut kinds = Vec::new();
    for (severity, one, many) in [
        (Severity::Error, "error", "errors"),
        (Severity::Warning, "warning", "warnings"),
        (Severity::Information, "information", "information"),
        (Severity::Hint, "hint", "hints"),
    ] {
        match report.count(severity) {
            0 => {}
            count => kinds.push(counted(count, one, many)),
        }
    }
    let found = if kinds.is_empty() { "nothing found".to_string() } else { kinds.join(", ") };
    match report.ignored() {
        0 => format!("{found} in {files}"),
        ignored => format!("{found} in {files}; {ignored} ignored"),
    }
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
