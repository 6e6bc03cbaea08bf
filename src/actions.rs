//! What can be done about the findings at a place.

mod comment;
mod glossary;

pub use glossary::{GLOSSARY, entry_text};

use crate::check::edits::safe_fixes;
use crate::check::finding::{Edit, Finding};
use crate::context::Context;
use crate::document::outline::BlockStyle;
use crate::knowledge::kind::Reader;
use crate::place;
use crate::text::Span;
use comment::Comment;

/// One thing to do, offered by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    pub title: String,
    pub kind: Kind,
    /// In the document itself, in order, not overlapping; empty for what changes nothing there.
    pub edits: Vec<Edit>,
    /// The finding it is about, as an index into those that were given.
    pub finding: Option<usize>,
    /// The one that an editor applies on its "fix" key.
    pub preferred: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    Fix,
    /// Every safe fix of the document at once.
    FixAll,
    Ignore,
    /// Opens the page of the finding.
    Explain,
    /// Says what decided that the place is flagged.
    Why,
    /// Begins a page about this term in the glossary of the workspace.
    Glossary(String),
}

/// The actions for the findings that touch `span`: all fixes first, then what explains, then what hides.
#[must_use]
pub fn actions(context: &Context, span: Span, findings: &[Finding]) -> Vec<Action> {
    let touched = |finding: &Finding| finding.span.start <= span.end && span.start <= finding.span.end;
    let here: Vec<(usize, &Finding)> =
        findings.iter().enumerate().filter(|(_, finding)| touched(finding)).collect();
    let mut actions: Vec<Action> = Vec::new();
    for (index, finding) in &here {
        actions.extend(fixes(*index, finding));
    }
    for (index, finding) in &here {
        actions.extend(explain(context, *index, finding));
    }
    actions.extend(here.iter().map(|(index, finding)| why(*index, finding)));
    for (index, finding) in &here {
        actions.extend(ignores(context, *index, finding));
    }
    actions.extend(glossary::add(context, span));
    let mut unique: Vec<Action> = Vec::with_capacity(actions.len());
    for action in actions {
        if unique.iter().all(|known| known.title != action.title || known.edits != action.edits) {
            unique.push(action);
        }
    }
    unique
}

/// All safe fixes of a document as one action; of fixes that touch the same text the first is taken, and the
/// others are left for another time. Nothing if there is none.
#[must_use]
pub fn fix_all(findings: &[Finding]) -> Option<Action> {
    let fixes = safe_fixes(findings);
    let count = fixes.len();
    let mut edits: Vec<Edit> = fixes.into_iter().flatten().cloned().collect();
    edits.sort_by_key(|edit| edit.span);
    let title = match count {
        0 => return None,
        1 => "Apply the safe fix of this file".to_string(),
        _ => format!("Apply all {count} safe fixes of this file"),
    };
    Some(Action { title, kind: Kind::FixAll, edits, finding: None, preferred: false })
}

fn fixes(index: usize, finding: &Finding) -> impl Iterator<Item = Action> {
    finding.fixes.iter().enumerate().map(move |(order, fix)| Action {
        title: fix.title.clone(),
        kind: Kind::Fix,
        edits: fix.edits.clone(),
        finding: Some(index),
        preferred: order == 0,
    })
}

fn explain(context: &Context, index: usize, finding: &Finding) -> Option<Action> {
    let page = context.library.page(&finding.page)?;
    let title = format!("Explain {}", page.title);
    Some(Action { title, kind: Kind::Explain, edits: Vec::new(), finding: Some(index), preferred: false })
}

fn why(index: usize, finding: &Finding) -> Action {
    let title = format!("Why {} is reported here", finding.rule);
    Action { title, kind: Kind::Why, edits: Vec::new(), finding: Some(index), preferred: false }
}

/// Findings about ignore comments have fixes of their own, and a comment about a comment helps nobody.
fn ignores(context: &Context, index: usize, finding: &Finding) -> Vec<Action> {
    if matches!(finding.rule.as_str(), "unused-ignore" | "expired-ignore") {
        return Vec::new();
    }
    let action = |title: String, edit: Edit| Action {
        title,
        kind: Kind::Ignore,
        edits: vec![edit],
        finding: Some(index),
        preferred: false,
    };
    let mut actions = Vec::new();
    if let Some(edit) = ignore_here(context, finding) {
        actions.push(action(format!("Ignore {} here", finding.rule), edit));
    }
    if let Some(edit) = ignore_in_file(context, finding) {
        actions.push(action(format!("Ignore {} in this file", finding.rule), edit));
    }
    actions
}

/// A comment at the end of the line where the format has such, else on a line of its own before.
fn ignore_here(context: &Context, finding: &Finding) -> Option<Edit> {
    let text = &context.document.text;
    let kind = place::kind_at(context, finding.span.start());
    let comment = Comment::of(kind).filter(|_| !is_json(context))?;
    let line = place::line_at(text, finding.span.start());
    let is_prose = kind.is_some_and(|kind| matches!(kind.row().reader, Reader::Markdown | Reader::Text));
    if !is_prose && is_continued(text, line) {
        return None;
    }
    if comment.at_line_end && finding.span.end() <= line.end() {
        let words = comment.written(&format!("docent: ignore {}", finding.rule));
        return Some(Edit { span: Span::at(line.end()), text: format!(" {words}") });
    }
    let line = if is_prose { block_line(context, finding).unwrap_or(line) } else { line };
    let written = line.of(text);
    let indent = written.get(..written.len() - written.trim_start().len()).unwrap_or_default();
    let words = comment.written(&format!("docent: ignore {}", finding.rule));
    Some(Edit { span: Span::at(line.start()), text: format!("{indent}{words}{}", line_break(text)) })
}

/// Several kinds are written as YAML or as JSON, which has no comments.
fn is_json(context: &Context) -> bool {
    let is_yaml = context.document.kind.is_some_and(|kind| kind.row().reader == Reader::Yaml);
    is_yaml && context.document.text.trim_start_matches('\u{feff}').trim_start().starts_with(['{', '['])
}

/// The first line of the paragraph, item or table that holds the finding: a comment before it covers the block.
fn block_line(context: &Context, finding: &Finding) -> Option<Span> {
    let outline = &context.document.outline;
    let next = outline.blocks.partition_point(|block| block.span.start <= finding.span.start);
    let blocks = outline.blocks.get(..next)?;
    let block = blocks.iter().rev().find(|block| block.span.contains(finding.span))?;
    let text = &context.document.text;
    let mut line = place::line_at(text, block.span.start());
    if matches!(block.style, BlockStyle::TableCell | BlockStyle::TableHeader) {
        // A comment between its rows would end the table.
        while let Some(above) = line_above(text, line).filter(|above| above.of(text).contains('|')) {
            line = above;
        }
    }
    Some(line)
}

fn line_above(text: &str, line: Span) -> Option<Span> {
    let before = text.get(..line.start())?;
    let end = before.strip_suffix('\n').map(|before| before.strip_suffix('\r').unwrap_or(before).len())?;
    Some(place::line_at(text, end))
}

/// A command over several lines takes no comment between them, nor one at their end.
fn is_continued(text: &str, line: Span) -> bool {
    let before = text.get(..line.start()).unwrap_or_default().trim_end_matches(['\n', '\r']);
    line.of(text).ends_with('\\') || before.ends_with('\\')
}

fn ignore_in_file(context: &Context, finding: &Finding) -> Option<Edit> {
    let text = &context.document.text;
    let comment = Comment::of(context.document.kind).filter(|_| !is_json(context))?;
    let words = comment.written(&format!("docent: ignore-file {}", finding.rule));
    let start = top(context, &comment);
    Some(Edit { span: Span::at(start), text: format!("{words}{}", line_break(text)) })
}

/// Behind the byte order mark, the front matter and the comments that begin the file: some of them must come first.
fn top(context: &Context, comment: &Comment) -> usize {
    let text = &context.document.text;
    let mut start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    for part in &context.document.outline.parts {
        if part.origin == crate::document::outline::Origin::FrontMatter {
            start = after_line(text, place::line_at(text, part.span.end()));
            // The span of front matter may end before its closing line.
            let next = place::line_at(text, start);
            if next.of(text).trim_end() == "---" {
                start = after_line(text, next);
            }
        }
    }
    loop {
        let line = place::line_at(text, start);
        let is_comment = line.of(text).trim_start().starts_with(comment.opens);
        let after = after_line(text, line);
        if !is_comment || after <= start || after >= text.len() {
            return start;
        }
        start = after;
    }
}

fn after_line(text: &str, line: Span) -> usize {
    let rest = text.get(line.end()..).unwrap_or_default();
    let length = if rest.starts_with("\r\n") { 2 } else { usize::from(!rest.is_empty()) };
    line.end() + length
}

fn line_break(text: &str) -> &'static str {
    let first = place::line_at(text, 0);
    if text.get(first.end()..).is_some_and(|rest| rest.starts_with("\r\n")) { "\r\n" } else { "\n" }
}
