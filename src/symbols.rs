//! Searches the titles and terms of all pages.

use crate::knowledge::Page;
use crate::library::Library;
use crate::text::normal_form::normal_form;

/// One page that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// Id of the page.
    pub page: String,
    pub title: String,
    pub area: String,
}

/// The pages whose titles or terms hold the words of `query`, best first, at most `limit`.
///
/// Every word must begin a word of the title, of one term, of the id or of the area; an empty query finds all.
#[must_use]
pub fn search(library: &Library, query: &str, limit: usize) -> Vec<Symbol> {
    let query = normal_form(query);
    let words: Vec<&str> = query.split(' ').filter(|word| !word.is_empty()).collect();
    let mut found = Vec::new();
    for (order, id) in library.page_ids().into_iter().enumerate() {
        let Some(page) = library.page(&id) else { continue };
        if let Some(distance) = distance(&page, &query, &words) {
            found.push((distance, order, page));
        }
    }
    found.sort_by_key(|(distance, order, _)| (*distance, *order));
    let symbol =
        |page: &Page| Symbol { page: page.id.clone(), title: page.title.clone(), area: page.area.clone() };
    found.iter().take(limit).map(|(_, _, page)| symbol(page)).collect()
}

/// How far the page is from the query, 0 for an equal title; nothing if a word is missing.
fn distance(page: &Page, query: &str, words: &[&str]) -> Option<usize> {
    let title = normal_form(&page.title);
    if title == query {
        return Some(0);
    }
    let terms = page.terms.iter().map(|term| normal_form(&term.text));
    let names: Vec<String> = std::iter::once(title).chain(terms).chain([normal_form(&page.id)]).collect();
    if names.iter().any(|name| name == query) {
        return Some(1);
    }
    if names.iter().any(|name| name.starts_with(query)) {
        return Some(2);
    }
    if names.iter().any(|name| words.iter().all(|word| holds(name, word))) {
        return Some(3);
    }
    let everything = format!("{} {}", names.join(" "), normal_form(&page.area));
    words.iter().all(|word| holds(&everything, word)).then_some(4)
}

/// Whether a word of `name` begins with `start`.
fn holds(name: &str, start: &str) -> bool {
    name.split([' ', '.', '/']).any(|word| word.starts_with(start))
}
