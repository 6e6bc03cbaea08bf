//! What could stand at an offset.
//!
//! An answer must never be in the way: in running text there is none unless a term begins with what is typed, and
//! then the editor's own words come through.

mod config;
mod names;
mod prose;

use crate::config::CompletionMode;
use crate::context::Context;
use crate::describe;
use crate::knowledge::Page;
use crate::library::Library;
use crate::place::{self, Manner};
use crate::text::Span;
use crate::text::variants::plural_forms;
use std::collections::HashSet;
use std::sync::Arc;

/// More proposals than this are not sent.
const LIMIT: usize = 50;
/// As many terms are looked at, because several may lead to one proposal.
const LOOKED_AT: usize = 4 * LIMIT;
/// This many letters must be typed before a term is proposed.
const LETTERS: usize = 3;

/// Details are cut after this many characters.
const DETAIL_LENGTH: usize = 80;

/// The proposals for one place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completion {
    pub items: Vec<Item>,
    /// More typing may bring other items: the client has to ask again.
    pub incomplete: bool,
}

/// One proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub label: String,
    pub insert: String,
    pub replace: Span,
    /// What the client compares with the text under `replace`.
    pub filter: String,
    pub detail: String,
    /// Id of the page that explains it.
    pub page: Option<String>,
    pub deprecated: bool,
    /// Clients order items by this text.
    pub sort: String,
    /// Markdown; empty where [`documentation`] gives it later.
    pub documentation: String,
}

/// What could stand at `offset`; `invoked` if the user asked by hand.
#[must_use]
pub fn complete(context: &Context, offset: usize, invoked: bool) -> Completion {
    let mode = context.config.editor.completion;
    let text = &context.document.text;
    if mode == CompletionMode::Off
        || (mode == CompletionMode::Asked && !invoked)
        || text.get(offset..).is_none()
    {
        return Completion::default();
    }
    let line = place::line_at(text, offset);
    let manner = place::manner_at(context, offset, line);
    let items = match manner {
        Manner::Prose => prose::items(context, line, offset, invoked),
        Manner::Config => config::items(context, line, offset, invoked),
        Manner::Code => names::items(context, line, offset),
    };
    Completion { items: ordered(items, text, manner != Manner::Config), incomplete: true }
}

/// The documentation of an item whose `page` is `id`, as Markdown; empty if there is no such page.
#[must_use]
pub fn documentation(library: &Library, id: &str) -> String {
    let Some(page) = library.page(id) else { return String::new() };
    let mut parts = vec![format!("**{}**", page.title)];
    parts.push(if is_entry(&page) { page.body.trim().to_string() } else { page.summary.clone() });
    let instead = describe::section_line(&page, "Instead")
        .or_else(|| page.rule.as_ref().and_then(|rule| rule.instead.clone()));
    parts.extend(instead.map(|instead| format!("**Instead** {instead}")));
    if let Some(source) = page.sources.first() {
        parts.push(format!("[{}]({})", describe::host(&source.url), source.url));
    }
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n")
}

/// An item that inserts `insert` and is explained by a page. Its place in the list comes later.
fn item(context: &Context, page: &Arc<Page>, insert: String, replace: Span) -> Item {
    let typed = replace.of(&context.document.text);
    // Clients compare without case, but not without marks: `query-ca` must find `query cache`.
    let begins = insert.get(..typed.len()).is_some_and(|start| start.eq_ignore_ascii_case(typed));
    let filter = if begins { insert.clone() } else { format!("{typed} {insert}") };
    let status = describe::status_line(page, context.products, context.today);
    Item {
        label: insert.clone(),
        insert,
        replace,
        filter,
        detail: status.filter(|_| page.product.is_none()).unwrap_or_else(|| detail(page)),
        page: Some(page.id.clone()),
        deprecated: describe::status(page).is_some_and(crate::knowledge::rule::Status::is_deprecation),
        sort: String::new(),
        documentation: String::new(),
    }
}

/// What a page is in a few words: its title, or the facts of a setting, whose title is what is inserted.
fn detail(page: &Page) -> String {
    if !is_entry(page) {
        return page.title.clone();
    }
    let line = page.body.lines().next().unwrap_or_default().replace('`', "");
    let end = line.char_indices().nth(DETAIL_LENGTH).map_or(line.len(), |(at, _)| at);
    line.get(..end).unwrap_or_default().to_string()
}

/// Whether the page is one setting of a reference page.
fn is_entry(page: &Page) -> bool {
    page.reference.is_some() && page.entries.is_empty()
}

/// Whether a term is the title or one of the terms of a page, rather than a key that its rule names.
fn is_listed(page: &Page, term: &str) -> bool {
    !is_entry(page) && (page.title == term || page.terms.iter().any(|listed| listed.text == term))
}

/// The living first, each text once, in an order that clients keep. Of words no plural stands beside its singular,
/// nor is it proposed where the singular is typed; keys may differ by one letter.
fn ordered(mut items: Vec<Item>, text: &str, are_words: bool) -> Vec<Item> {
    items.sort_by_key(|item| item.deprecated);
    let mut plurals = HashSet::new();
    if are_words {
        let singulars = items.iter().flat_map(|item| [item.insert.as_str(), item.replace.of(text)]);
        plurals.extend(singulars.flat_map(plural_forms).map(|plural| plural.to_lowercase()));
    }
    let mut seen = HashSet::new();
    items.retain(|item| {
        let text = item.insert.to_lowercase();
        !plurals.contains(&text) && seen.insert(text)
    });
    items.truncate(LIMIT);
    for (index, item) in items.iter_mut().enumerate() {
        item.sort = format!("{index:03}");
    }
    items
}
