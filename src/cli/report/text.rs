//! Findings for people: the source line, what is wrong, the evidence, what to do, where to read on.

use super::{CheckReport, Places, counted, visible};
use crate::check::Finding;
use crate::cli::output::Failure;
use crate::knowledge::rule::Severity;
use crate::text::Span;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use std::io::Write;

/// Lines beyond this many bytes are not shown whole.
const LONG_LINE: usize = 600;
/// As much of them is shown on each side of a finding.
const NEAR: usize = 60;

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

fn group<'a>(path: &str, text: &'a str, places: &Places, finding: &'a Finding) -> Group<'a> {
    let place = places.of(finding.span.start());
    let lines = places.lines_of(finding.span);
    let shown = window(text, lines, finding.span);
    let start = finding.span.start().max(shown.start()) - shown.start();
    let end = finding.span.end().clamp(shown.start() + start, shown.end()) - shown.start();
    let snippet = Snippet::source(shown.of(text))
        .line_start(place.line as usize)
        .annotation(AnnotationKind::Primary.span(start..end));
    let path = visible(path);
    let title = level(finding.severity).primary_title(visible(&finding.message)).id(&finding.rule);
    // The column of a line that is not shown whole cannot be counted from what is shown.
    let mut group = if shown == lines {
        title.element(snippet.path(path))
    } else {
        let origin = Origin::path(path).line(place.line as usize).char_column(place.column as usize);
        title.element(origin).element(snippet)
    };
    for evidence in &finding.evidence {
        let place = match evidence.line {
            0 => evidence.path.clone(),
            line => format!("{}:{line}", evidence.path),
        };
        group = group.element(Level::NOTE.message(visible(&format!("{place} says {}", evidence.text))));
    }
    if let Some(instead) = &finding.instead {
        group = group.element(Level::HELP.message(visible(instead)));
    }
    if let Some(url) = &finding.url {
        group = group.element(Level::NOTE.with_name("source").message(visible(url)));
    }
    group
}

/// The lines of a finding; of long lines only what stands near it.
fn window(text: &str, lines: Span, span: Span) -> Span {
    if lines.len() <= LONG_LINE {
        return lines;
    }
    let from = lines.start().max(span.start().saturating_sub(NEAR));
    let to = lines.end().min(span.end().min(span.start() + LONG_LINE) + NEAR);
    let start = (from..=span.start()).find(|at| text.is_char_boundary(*at)).unwrap_or(span.start());
    let end = (span.start()..=to).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(to);
    Span::new(start, end)
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
