//! The text of a page: it defines its thing in few words, fits a hover, and is Markdown only.

use super::Audit;
use crate::knowledge::page::Page;
use crate::knowledge::parse::{BlockKind, blocks, body_start, is_example_heading};
use crate::text::Span;

/// The longest definition, in words.
const DEFINITION: usize = 45;

/// The longest hover, in lines.
const HOVER: usize = 15;

/// The sections of which a hover consists, beside the definition.
const SHOWN: [&str; 3] = ["When", "What bites", "Instead"];

pub(super) fn check(audit: &mut Audit<'_>, pages: &[Page]) {
    html(audit);
    if !audit.bundled {
        return;
    }
    let Some(page) = pages.first() else { return };
    if pages.len() > 1 && page.entries.is_empty() {
        audit.reader.problem(page.title_span, "a bundled page has one title");
    }
    for page in pages {
        let words = page.summary.split_whitespace().count();
        if words == 0 {
            let message = format!("`{}` needs a first paragraph that says what it is", page.title);
            audit.reader.problem(page.title_span, message);
        } else if words > DEFINITION && page.entries.is_empty() && page.reference.is_none() {
            let message = format!(
                "the first paragraph defines the thing in at most {DEFINITION} words; here are {words}"
            );
            audit.reader.problem(page.title_span, message);
        }
    }
    let lines = hover_lines(page);
    if lines > HOVER {
        let message = format!(
            "definition, `When`, `What bites` and `Instead` have {lines} lines and a hover {HOVER}; move depth \
             into sections of other names"
        );
        audit.reader.problem(page.title_span, message);
    }
    for page in pages.iter().filter(|page| page.rule.is_none() && page.product.is_none()) {
        if let Some(example) = page.examples.first() {
            let place = audit.reader.line_span(example.line);
            audit.reader.problem(place, "examples belong to a rule or a product; this page has neither");
        }
    }
}

fn html(audit: &mut Audit<'_>) {
    let text = audit.reader.text();
    for block in blocks(text, body_start(text)) {
        let Some(place) = block.html else { continue };
        let comment = text.get(place..).is_some_and(|html| html.starts_with("<!--"));
        if !comment && !matches!(block.kind, BlockKind::Fence(_)) && is_example_heading(&block).is_none() {
            audit
                .reader
                .problem(Span::at(place), "a page holds no HTML; put names such as `<id>` in code style");
        }
    }
}

/// The lines that a hover takes from the page: its title, and each paragraph or list item as one line.
fn hover_lines(page: &Page) -> usize {
    let mut lines = 1;
    let mut shown = true;
    let mut in_paragraph = false;
    for line in page.body.lines().map(str::trim) {
        if let Some(heading) = line.strip_prefix("## ") {
            shown = SHOWN.contains(&heading.trim());
            in_paragraph = false;
            continue;
        }
        if line.starts_with("# ") || line.starts_with("### ") {
            continue;
        }
        let is_item = line.starts_with("- ") || line.starts_with("* ") || line.starts_with('|');
        if shown && !line.is_empty() && (is_item || !in_paragraph) {
            lines += 1;
        }
        in_paragraph = !line.is_empty();
    }
    lines
}
