//! Findings for people: the source line, what is wrong, the evidence, what to do, where to read on.

use super::{Places, Report, Summary, Totals, counted, visible};
use crate::check::Finding;
use crate::cli::judge::CheckedFile;
use crate::cli::output::Failure;
use crate::knowledge::rule::Severity;
use crate::text::Span;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

/// Where there is no terminal.
const USUAL_WIDTH: usize = 140;
/// A narrower terminal would show nothing of the source.
const LEAST_WIDTH: usize = 40;
/// Lines beyond this many bytes are not shown whole.
const LONG_LINE: usize = 600;
/// As much of them is shown on each side of a finding.
const NEAR: usize = 60;

/// The format.
#[derive(Debug)]
pub struct Text {
    pub renderer: Renderer,
}

impl Text {
    /// `width` is that of the terminal, if there is one.
    pub fn new(colour: bool, width: Option<usize>) -> Text {
        let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
        Text { renderer: renderer.term_width(width.unwrap_or(USUAL_WIDTH).max(LEAST_WIDTH)) }
    }
}

impl Report for Text {
    fn file(&self, file: &CheckedFile) -> Result<String, Failure> {
        let mut text = String::new();
        let places = Places::new(&file.text);
        for finding in &file.findings {
            let group = group(&file.path, &file.text, &places, finding);
            text.push_str(&self.renderer.render(&[group]));
            text.push_str("\n\n");
        }
        Ok(text)
    }

    fn end(&self, summary: &Summary) -> Result<String, Failure> {
        Ok(format!("{}\n", sentence(&summary.totals)))
    }
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

/// `2 errors, 1 hint in 12 files; 1 ignored`.
fn sentence(totals: &Totals) -> String {
    let found: Vec<String> = [
        (totals.errors, "error", "errors"),
        (totals.warnings, "warning", "warnings"),
        (totals.information, "information", "information"),
        (totals.hints, "hint", "hints"),
    ]
    .into_iter()
    .filter(|(count, ..)| *count > 0)
    .map(|(count, one, many)| counted(count, one, many))
    .collect();
    let found = if found.is_empty() { "nothing found".to_string() } else { found.join(", ") };
    let mut text = format!("{found} in {}", counted(totals.files, "file", "files"));
    for (count, what) in [(totals.ignored, "ignored"), (totals.known.unwrap_or(0), "in the baseline")] {
        if count > 0 {
            text = format!("{text}; {count} {what}");
        }
    }
    text
}
