//! Where an offset leads: to the pages that explain it, and from a page back to the places that mention it.

use crate::context::Context;
use crate::knowledge::{Kind, Page};
use crate::library::Library;
use crate::place;
use crate::text::Span;
use std::collections::HashMap;
use std::fmt::Write;

/// A document that mentions one page more often repeats itself.
const MENTION_LIMIT: usize = 5_000;

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

/// Every place of the document that a reader would be led from to this page, in order.
#[must_use]
pub fn mentions(context: &Context, page: &Page) -> Vec<Span> {
    let mut spans = named_mentions(context, page);
    let text = &context.document.text;
    for hit in context.library.scan(text) {
        if !hit.pages.contains(&page.id) || spans.len() >= MENTION_LIMIT {
            continue;
        }
        let subject = place::subject_at(context, hit.span.start());
        let likeliest = subject.as_ref().and_then(|subject| subject.pages.first());
        if let Some(subject) = &subject
            && likeliest.is_some_and(|likeliest| likeliest.id == page.id)
        {
            spans.push(subject.span);
        }
    }
    spans.sort_unstable();
    spans.dedup();
    spans
}

/// Whether a text may mention the page, by its words alone: most files of a workspace need not be read further.
#[must_use]
pub fn may_mention(library: &Library, text: &str, page: &Page) -> bool {
    let is_named = page.product.is_some() || page.rule.is_some() || page.reference.is_some();
    is_named || library.scan(text).iter().any(|hit| hit.pages.contains(&page.id))
}

/// The settings, images and variables that the page is about.
fn named_mentions(context: &Context, page: &Page) -> Vec<Span> {
    let outline = &context.document.outline;
    let mut known: HashMap<(Option<Kind>, &str), bool> = HashMap::new();
    let is_page = |other: &std::sync::Arc<Page>| other.id == page.id;
    let mut spans = Vec::new();
    for setting in outline.settings.iter().filter(|setting| !setting.is_item && !setting.name.is_empty()) {
        let Some(kind) = outline.kind_of(setting.unit) else { continue };
        let leads = known
            .entry((Some(kind), setting.name.as_str()))
            .or_insert_with(|| context.library.key(kind, &setting.name).iter().any(is_page));
        spans.extend(leads.then_some(setting.key));
    }
    for variable in &outline.env {
        let leads = known
            .entry((None, variable.name.as_str()))
            .or_insert_with(|| context.library.exact(&variable.name).iter().any(is_page));
        spans.extend(leads.then_some(variable.name_span));
    }
    for image in outline.images.iter().filter(|image| !image.dynamic) {
        let product = context.products.of_image(&image.name);
        spans.extend(product.filter(|(product, _)| is_page(product)).map(|_| image.span));
    }
    spans.truncate(MENTION_LIMIT);
    spans
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
