//! Searches the titles and terms of all pages.

use crate::library::Library;

/// One page that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// Id of the page.
    pub page: String,
    pub title: String,
    pub area: String,
}

/// The pages whose titles or terms hold the words of `query`, best first, at most `limit`.
#[must_use]
pub fn search(_library: &Library, _query: &str, _limit: usize) -> Vec<Symbol> {
    Vec::new()
}
