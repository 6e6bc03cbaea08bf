//! What a page must hold beyond being readable, as problems with a line.
//!
//! Bundled pages are held to the whole of it. Pages of a workspace are held to what makes a rule right and
//! a link work; how long a team's definition is and how it quotes is its own affair.

mod body;
mod canonical;
mod known;
mod rule;

pub use known::Known;

use super::page::{AREAS, Page, Problem};
use super::parse::{self, Node, Reader};
use super::version::Version;
use crate::text::Span;
use crate::text::suggest::nearest;
use std::collections::{BTreeMap, HashSet};

/// Everything wrong with one file, in the order of its lines: what the parser says and what the audit says.
#[must_use]
pub fn audit(text: &str, path: &str, area: &str, known: &Known) -> Vec<Problem> {
    let (pages, mut problems) = parse::parse(text, path, area);
    let tree = parse::front_matter_tree(text);
    let mut audit =
        Audit { reader: Reader::new(text, path), tree: tree.as_ref(), known, bundled: area != "workspace" };
    audit.file(&pages);
    if audit.bundled {
        canonical::check(&mut audit);
    }
    problems.extend(audit.reader.into_problems());
    problems.sort_by_key(|problem| problem.line);
    problems
}

/// Pages whose id another page has already.
#[must_use]
pub fn duplicates(pages: &[Page]) -> Vec<Problem> {
    let mut first: BTreeMap<&str, &Page> = BTreeMap::new();
    let mut problems = Vec::new();
    for page in pages {
        let Some(other) = first.get(page.id.as_str()) else {
            first.insert(&page.id, page);
            continue;
        };
        let message =
            format!("the id `{}` is taken by {}; give one of them another name", page.id, other.path);
        problems.push(Problem { path: page.path.clone(), line: 1, span: page.title_span, message });
    }
    problems
}

/// One file under audit.
struct Audit<'a> {
    reader: Reader<'a>,
    tree: Option<&'a Node>,
    known: &'a Known,
    bundled: bool,
}

impl Audit<'_> {
    fn file(&mut self, pages: &[Page]) {
        if self.bundled && pages.iter().any(|page| !AREAS.contains(&page.area.as_str())) {
            let known = AREAS.join(", ");
            self.reader.problem(Span::at(0), format!("the folder of a page is its area, one of {known}"));
        }
        let Some(page) = pages.first() else { return };
        if self.bundled && !is_kebab_case(&page.id) {
            self.reader.problem(Span::at(0), "the file name is the id: lower-case words joined by hyphens");
        }
        self.terms();
        self.links(page);
        self.sources(page);
        if page.entries.is_empty() {
            for page in pages {
                self.page(page);
            }
        } else {
            self.page(page);
            self.entries(page);
        }
        body::check(self, pages);
    }

    fn page(&mut self, page: &Page) {
        if let Some(rule) = &page.rule {
            rule::check(self, page, rule);
        }
        self.releases(page);
    }

    /// The place of a key of the front matter, else the start of the file.
    fn place(&self, key: &str) -> Span {
        self.tree.and_then(|tree| tree.get(key)).map_or(Span::at(0), |node| node.span)
    }

    /// The items of a list of the front matter, with their places.
    fn listed(&self, key: &str) -> Vec<(String, Span)> {
        let items = self.tree.and_then(|tree| tree.get(key)).map(Node::items).unwrap_or_default();
        items.iter().filter_map(|item| item.text().map(|text| (text.to_string(), item.span))).collect()
    }

    /// A hover finds a term from its first letter on: marks before it would not be found.
    fn terms(&mut self) {
        for (term, span) in self.listed("terms") {
            if term.trim_start_matches('=').starts_with(['-', '_']) {
                self.reader.problem(
                    span,
                    format!("the term `{term}` must begin with a letter, a digit, `$`, `@` or `.`"),
                );
            }
        }
    }

    fn links(&mut self, page: &Page) {
        for (id, span) in self.listed("see") {
            if id == page.id {
                self.reader.problem(span, "a page does not name itself under `see`");
            } else if !self.known.has_page(&id) {
                let message = unknown("page", &id, self.known.pages());
                self.reader.problem(span, message);
            }
        }
        for (id, span) in self.listed("formerly") {
            if self.known.has_page(&id) {
                self.reader
                    .problem(span, format!("`{id}` is the id of a living page; it cannot be a former one"));
            }
        }
        for entry in &page.lifecycle {
            self.product(&entry.of, self.place("lifecycle"));
        }
    }

    fn product(&mut self, id: &str, span: Span) {
        if !id.is_empty() && !self.known.has_product(id) {
            let message = unknown("product", id, self.known.products());
            self.reader.problem(span, message);
        }
    }

    fn sources(&mut self, page: &Page) {
        let place = self.place("sources");
        for source in &page.sources {
            if !source.url.starts_with("https://") || source.url.contains(char::is_whitespace) {
                self.reader
                    .problem(place, format!("the source `{}` must be an address with https", source.url));
            }
        }
        let dated = page.checked.is_some() || page.sources.iter().all(|source| source.checked.is_some());
        if !page.sources.is_empty() && !dated {
            self.reader
                .problem(place, "a page with sources needs `checked`, the day of the last look at them");
        } else if self.bundled && page.checked.is_none() {
            self.reader.problem(
                Span::at(0),
                "a bundled page needs `checked`, the day of the last look at its sources",
            );
        }
        if page.sources.is_empty() && (self.bundled || page.rule.is_some()) {
            let message =
                if page.rule.is_some() { "a rule needs a source" } else { "a bundled page needs a source" };
            self.reader.problem(Span::at(0), message);
        }
    }

    fn releases(&mut self, page: &Page) {
        let place = self.place("releases");
        if !page.releases.is_empty() && page.product.is_none() {
            self.reader.problem(place, "`releases` belong to a `product`; add it, if only as `product: {}`");
        }
        for pair in page.releases.windows(2) {
            let [newer, older] = pair else { continue };
            let by_date = newer.released.is_some() && newer.released < older.released;
            let by_number = Version::parse(&newer.cycle).numbers() < Version::parse(&older.cycle).numbers();
            if by_date && by_number {
                let message = format!("releases stand newest first: {} before {}", older.cycle, newer.cycle);
                self.reader.problem(place, message);
            }
        }
        let mut cycles = HashSet::new();
        for release in page.releases.iter().filter(|release| !cycles.insert(&release.cycle)) {
            self.reader.problem(place, format!("the cycle {} stands twice", release.cycle));
        }
    }

    /// A key is flagged in one place only: by its entry, or by the page that the entry names.
    fn entries(&mut self, page: &Page) {
        for entry in &page.entries {
            let flags_itself = entry.deprecated.is_some() || entry.removed.is_some();
            if let Some(see) = &entry.see
                && !self.known.has_page(see)
            {
                let message = unknown("page", see, self.known.pages());
                self.reader.problem(entry.span, message);
            }
            let kind = page.reference.as_deref().unwrap_or_default();
            let Some(rule) = self.known.flags(kind, &entry.name) else { continue };
            if flags_itself {
                let message = format!(
                    "`{}` is flagged by `{rule}` already: write `See: {rule}` in place of \
                                       `Deprecated:` and `Removed:`",
                    entry.name
                );
                self.reader.problem(entry.span, message);
            } else if entry.see.is_none() {
                let message = format!("`{}` is flagged by `{rule}`: add `See: {rule}`", entry.name);
                self.reader.problem(entry.span, message);
            }
        }
    }
}

fn unknown<'a>(what: &str, id: &str, known: impl Iterator<Item = &'a str>) -> String {
    let hint = nearest(id, known).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
    format!("there is no {what} `{id}`{hint}")
}

fn is_kebab_case(id: &str) -> bool {
    let word = |word: &str| {
        !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    id.split('-').all(word)
}

#[cfg(test)]
mod tests;
