//! One page of knowledge, as parsed from Markdown.

use super::date::Date;
use super::lifecycle::Lifecycle;
use super::product::{Product, Release};
use super::reference::Entry;
use super::rule::Rule;
use crate::text::Span;
use serde::{Deserialize, Serialize};

/// Everything one page says. A glossary file holds several; each heading of it is one `Page`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// The stable name: the file stem, or the slug of the heading in a glossary file.
    pub id: String,
    pub title: String,
    /// The folder below the knowledge root (`databases`), or `workspace`.
    pub area: String,
    /// Path of the file as it was given to the parser; findings on the page itself name it.
    pub path: String,
    /// Surface forms beside the title, as written (an entry `=Go` keeps its case and its `=` is in `exact`).
    pub terms: Vec<Term>,
    pub formerly: Vec<String>,
    pub see: Vec<String>,
    pub sources: Vec<Source>,
    pub checked: Option<Date>,
    pub lifecycle: Vec<Lifecycle>,
    pub product: Option<Product>,
    /// Newest first, as written.
    pub releases: Vec<Release>,
    /// The kind whose settings the page lists, for reference pages.
    pub reference: Option<String>,
    pub entries: Vec<Entry>,
    pub rule: Option<Rule>,
    /// The first paragraph as plain text.
    pub summary: String,
    /// The body as shown to readers: Markdown after the title, without examples, links as written.
    pub body: String,
    /// The examples, not packed.
    #[serde(skip)]
    pub examples: Vec<Example>,
    /// Where in its file the page begins (the title line).
    pub title_span: Span,
}

/// The areas of the bundled pages, in the order in which they rank for a term of several meanings. Pages of
/// a workspace rank before all of them.
pub const AREAS: [&str; 17] = [
    "workspace",
    "databases",
    "apis",
    "security",
    "messaging",
    "caching",
    "architecture",
    "patterns",
    "services",
    "delivery",
    "cloud",
    "observability",
    "data",
    "testing",
    "products",
    "settings",
    "scenarios",
];

/// The place of an area in `AREAS`; unknown ones come last.
#[must_use]
pub fn area_rank(area: &str) -> usize {
    AREAS.iter().position(|known| *known == area).unwrap_or(AREAS.len())
}

/// A surface form that names a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    pub text: String,
    /// Matched with exactly this case (`=Go`).
    pub exact_case: bool,
}

/// Where a statement of the page can be looked up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    pub url: String,
    /// Overrides the page's `checked` date for this source.
    pub checked: Option<Date>,
}

/// One example workspace under `## Flagged` or `## Accepted`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// Under `## Flagged`: exactly the marked findings are expected.
    pub flagged: bool,
    pub files: Vec<ExampleFile>,
    /// Product and version pairs of `with="mysql 5.7"`.
    pub with: Vec<(String, String)>,
    /// The line of the first fence in the page, counted from 1.
    pub line: usize,
}

/// One fence of an example: a file whose marker lines have been taken out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExampleFile {
    /// The info string's first word; decides the kind where the path says nothing.
    pub language: String,
    pub path: String,
    pub text: String,
    pub markers: Vec<Marker>,
    /// The line of the page on which the text begins, counted from 1.
    pub line: usize,
}

/// A line of carets: the finding that must stand on the line above it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marker {
    /// In the text without markers.
    pub span: Span,
    pub rule: String,
    /// Asserted only if written.
    pub severity: Option<super::rule::Severity>,
}

/// Something wrong with a page or a configuration file: nothing is lost, the rest goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub path: String,
    /// Counted from 1.
    pub line: usize,
    pub span: Span,
    /// One sentence without a full stop that says what is wrong and what to do.
    pub message: String,
}
