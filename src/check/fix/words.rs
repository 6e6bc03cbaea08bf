//! Taking words, statements and lines out of a text, whatever its format.

use crate::check::finding::Edit;
use crate::text::Span;
use crate::text::line::{line_around, whole_line_around};

/// What stands on the lines around a span.
struct Around<'t> {
    text: &'t str,
    span: Span,
    /// Before the span on its first line.
    head: &'t str,
    /// After the span on its last line.
    tail: &'t str,
}

/// The edit that takes a span out.
#[must_use]
pub fn gone(span: Span) -> Edit {
    Edit { span, text: String::new() }
}

/// The lines of a span, with the last line break.
#[must_use]
pub fn whole_lines(text: &str, span: Span) -> Span {
    Span::new(line_around(text, span.start()).start(), whole_line_around(text, span.end()).end())
}

/// Whether nothing else stands on the lines of a span but a comment behind it.
#[must_use]
pub fn stands_alone(text: &str, span: Span) -> bool {
    let around = Around::of(text, span);
    around.head.trim().is_empty() && is_empty_or_comment(around.tail)
}

/// Takes a whole statement out, with its semicolon. Nothing where others depend on it: `a && old`, `RUN old`.
#[must_use]
pub fn statement(text: &str, span: Span) -> Option<Edit> {
    let around = Around::of(text, span);
    let head = around.head.trim_end();
    let blanks = around.tail.len() - around.tail.trim_start_matches([' ', '\t']).len();
    let behind = around.tail.trim_start_matches([' ', '\t']);
    let end = span.end() + if behind.starts_with(';') { blanks + 1 } else { 0 };
    let rest = behind.strip_prefix(';').unwrap_or(behind);
    if head.is_empty() && is_empty_or_comment(rest) {
        let is_continued = around.line_before().is_some_and(|line| line.of(text).trim_end().ends_with('\\'));
        return (!is_continued).then(|| gone(whole_lines(text, span)));
    }
    let may_end = rest.len() < behind.len() || is_empty_or_comment(behind) || behind.starts_with('}');
    if !may_end || !(head.is_empty() || head.ends_with([';', '{', '}'])) {
        return None;
    }
    Some(gone(with_one_blank(Span::new(span.start(), end), around.head, rest)))
}

/// Takes an assignment out, with the word that exports it if nothing else is exported.
#[must_use]
pub fn assignment(text: &str, span: Span) -> Edit {
    let around = Around::of(text, span);
    let is_only = matches!(around.head.trim(), "export" | "declare -x") && is_empty_or_comment(around.tail);
    if is_only { gone(whole_lines(text, span)) } else { some(text, span) }
}

/// Takes words out, with a comma or a blank that parted them from their neighbours, and without leaving a continued
/// line open.
#[must_use]
pub fn some(text: &str, span: Span) -> Edit {
    let around = Around::of(text, with_quotes(text, span));
    let span = around.span;
    let (head, tail) = (around.head.trim(), around.tail.trim());
    if let Some(comma) = around.comma_before_the_last() {
        return gone(Span::new(comma, span.end()));
    }
    let is_continued = tail == "\\" || tail == "`";
    if head.is_empty() && (tail.is_empty() || is_continued || tail == ",") {
        return gone(around.line(is_continued));
    }
    let behind = around.tail.trim_start();
    if let Some(rest) = behind.strip_prefix(',') {
        let end = around.span.end() + around.tail.len() - rest.trim_start().len();
        return gone(Span::new(span.start(), end));
    }
    if let Some(before) = around.head.trim_end().strip_suffix(',') {
        return gone(Span::new(span.start() - (around.head.len() - before.len()), span.end()));
    }
    gone(with_one_blank(span, around.head, around.tail))
}

/// The span with the quotes around it, where it is an element of a list in brackets.
fn with_quotes(text: &str, span: Span) -> Span {
    let before = text.get(..span.start()).unwrap_or_default();
    let behind = text.get(span.end()..).unwrap_or_default();
    let is_element = ['"', '\''].iter().any(|quote| {
        let outside = before.strip_suffix(*quote).zip(behind.strip_prefix(*quote));
        outside.is_some_and(|(before, behind)| {
            before.trim_end().ends_with(['[', ',']) && behind.trim_start().starts_with([']', ','])
        })
    });
    if is_element { Span::new(span.start() - 1, span.end() + 1) } else { span }
}

/// The span with the blanks on one side of it: those behind, or at the end of a line those before.
fn with_one_blank(span: Span, head: &str, tail: &str) -> Span {
    let behind = tail.trim_start_matches([' ', '\t']);
    let is_last = behind.is_empty() || behind.starts_with([';', '\\', ')', ']', '"', '\'']);
    let before = head.len() - head.trim_end_matches([' ', '\t']).len();
    if is_last && before < head.len() {
        return Span::new(span.start() - before, span.end());
    }
    Span::new(span.start(), span.end() + tail.len() - behind.len())
}

fn is_empty_or_comment(text: &str) -> bool {
    let text = text.trim();
    text.is_empty() || text.starts_with('#') || text.starts_with("//") || text.starts_with("--")
}

impl<'t> Around<'t> {
    fn of(text: &'t str, span: Span) -> Around<'t> {
        let (first, last) = (line_around(text, span.start()), line_around(text, span.end()));
        let head = text.get(first.start()..span.start()).unwrap_or_default();
        let tail = text.get(span.end()..last.end()).unwrap_or_default();
        Around { text, span, head, tail }
    }

    fn line_before(&self) -> Option<Span> {
        let start = line_around(self.text, self.span.start()).start();
        start.checked_sub(1).map(|end| line_around(self.text, end))
    }

    /// The whole line. The last of a command that goes on over lines takes the mark before it along.
    fn line(&self, is_continued: bool) -> Span {
        let lines = whole_lines(self.text, self.span);
        if is_continued {
            return lines;
        }
        let before = self.line_before().map(|line| (line, line.of(self.text).trim_end()));
        let mark = before.and_then(|(line, written)| Some((line, written.strip_suffix(['\\', '`'])?)));
        match mark {
            Some((line, kept)) => {
                let end = line_around(self.text, self.span.end()).end();
                Span::new(line.start() + kept.trim_end().len(), end)
            }
            None => lines,
        }
    }

    /// Of the last of several in brackets over several lines, the comma before it.
    fn comma_before_the_last(&self) -> Option<usize> {
        let before = self.text.get(..self.span.start())?.trim_end();
        let after = self.text.get(self.span.end()..)?.trim_start();
        let is_last = after.starts_with([']', ')', '}']);
        (is_last && before.ends_with(',')).then(|| before.len() - 1)
    }
}
