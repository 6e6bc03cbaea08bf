//! Where an offset leads: the pages that explain it.

use crate::context::Context;
use crate::knowledge::Page;
use crate::place;
use crate::text::Span;
use std::fmt::Write;

/// One page that explains what stands at `origin`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    pub origin: Span,
    /// Id of the page.
    pub page: String,
}

/// The pages for what stands at `offset`, the likeliest first.
#[must_use]
pub fn definition(context: &Context, offset: usize) -> Vec<Target> {
    let Some(subject) = place::subject_at(context, offset) else { return Vec::new() };
    subject.pages.iter().map(|page| Target { origin: subject.span, page: page.id.clone() }).collect()
}

/// A page as a reader sees it: Markdown without front matter, rule and examples, with its sources.
#[must_use]
pub fn page_text(page: &Page) -> String {
    let mut text = format!("# {}\n\n{}\n", page.title, page.body.trim());
    let others: Vec<&str> =
        page.terms.iter().map(|term| term.text.as_str()).filter(|term| *term != page.title).collect();
    if !others.is_empty() {
        let _ = write!(text, "\nAlso: {}\n", others.join(", "));
    }
    if page.sources.is_empty() {
        return text;
    }
    text.push_str("\n## Sources\n");
    for source in &page.sources {
        let _ = match source.checked.or(page.checked) {
            Some(date) => writeln!(text, "- <{}> (checked {date})", source.url),
            None => writeln!(text, "- <{}>", source.url),
        };
    }
    text
}
