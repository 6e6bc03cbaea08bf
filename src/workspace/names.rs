//! Names in `docent.toml` that nothing bears: they would change nothing without a word.

use crate::config::matches_id;
use crate::describe;
use crate::knowledge::Problem;
use crate::library::Library;
use crate::text::line_index::LineIndex;
use crate::text::{Span, suggest};
use std::ops::Range;
use toml::de::{DeTable, DeValue};

/// Rules and products that the text of a `docent.toml` names and the library does not have, in the order of the file.
#[must_use]
pub fn unknown_names(text: &str, path: &str, library: &Library) -> Vec<Problem> {
    let (table, _) = DeTable::parse_recoverable(text);
    let mut names = Names { text, path, library, rules: None, problems: Vec::new() };
    names.table(table.get_ref());
    let overrides = table.get_ref().get("overrides").and_then(|value| value.get_ref().as_array());
    for entry in overrides.into_iter().flatten() {
        if let Some(table) = entry.get_ref().as_table() {
            names.table(table);
        }
    }
    names.problems.sort_by_key(|problem| problem.span);
    names.problems
}

/// What to say of a product id that the library does not have; nothing if it has it.
#[must_use]
pub fn unknown_product(name: &str, library: &Library) -> Option<String> {
    let products = library.products();
    if products.iter().any(|page| page.id == name) {
        return None;
    }
    let named = library.exact(name).into_iter().find(|page| page.product.is_some());
    let nearest = || suggest::nearest(name, products.iter().map(|page| page.id.as_str()));
    Some(match named.as_ref().map(|page| page.id.as_str()).or_else(nearest) {
        Some(near) => format!("unknown product `{name}`; did you mean `{near}`?"),
        None => format!("unknown product `{name}`; `docent search {name}` finds the name of a page"),
    })
}

struct Names<'a> {
    text: &'a str,
    path: &'a str,
    library: &'a Library,
    /// Read when the file names a rule.
    rules: Option<Vec<String>>,
    problems: Vec<Problem>,
}

impl Names<'_> {
    fn table(&mut self, table: &DeTable<'_>) {
        for (name, range) in keys(table, "rules") {
            self.rule(&name, range);
        }
        for (name, range) in keys(table, "targets") {
            self.product(&name, range);
        }
    }

    fn rule(&mut self, name: &str, range: Range<usize>) {
        let library = self.library;
        let known = self.rules.get_or_insert_with(|| describe::rule_ids(library));
        if known.iter().any(|id| matches_id(name, id)) {
            return;
        }
        let renamed = library.page(name).map(|page| page.id.clone()).filter(|id| known.contains(id));
        let nearest = suggest::nearest(name, known.iter().map(String::as_str)).map(str::to_string);
        let message = match renamed.or(nearest) {
            _ if name.contains(['*', '{']) => {
                format!("no rule matches `{name}`; `docent rules` lists them all")
            }
            Some(near) => format!("unknown rule `{name}`; did you mean `{near}`?"),
            None => format!("unknown rule `{name}`; `docent rules` lists them all"),
        };
        self.problem(range, message);
    }

    fn product(&mut self, name: &str, range: Range<usize>) {
        if let Some(message) = unknown_product(name, self.library) {
            self.problem(range, message);
        }
    }

    fn problem(&mut self, range: Range<usize>, message: String) {
        let span = Span::from(range);
        let line = LineIndex::new(self.text).line_of(span.start()) + 1;
        self.problems.push(Problem { path: self.path.to_string(), line, span, message });
    }
}

/// The keys of a table inside a table, with their places.
fn keys(table: &DeTable<'_>, name: &str) -> Vec<(String, Range<usize>)> {
    let inner = table.get(name).map(toml::Spanned::get_ref).and_then(DeValue::as_table);
    let keys = inner.into_iter().flat_map(|inner| inner.keys());
    keys.map(|key| (key.get_ref().to_string(), key.span())).collect()
}

#[cfg(test)]
mod tests {
    use super::unknown_names;
    use crate::knowledge::parse::parse;
    use crate::library::Library;

    #[test]
    fn names_what_the_library_does_not_have() {
        let rule = "---\nterms: []\nformerly: [open-gate]\nrule:\n  message: \"No.\"\n  match: [{ prose: [\"x y\"] }]\n---\n# Gate\n\nA gate.\n";
        let product = "---\nterms: [FluxBase]\nproduct: {}\nreleases:\n  - { cycle: \"1\", released: 2020-01-01, ends: 2026-01-01 }\n---\n# FluxDB\n\nA base.\n";
        let mut pages = parse(rule, "flux-gate.md", "data").0;
        pages.extend(parse(product, "fluxdb.md", "products").0);
        let library = Library::of_pages(pages);
        let text = "[rules]\nflux-gate = \"off\"\nflux-gaet = \"off\"\nopen-gate = \"off\"\n\"*-end-of-life\" = \"off\"\n\
                    \"mysql-*\" = \"off\"\nunused-ignore = \"off\"\nzebra = \"off\"\n[targets]\nfluxdb = \"1\"\nfluxbase = \"1\"\n\
                    zebra = \"1\"\n[[overrides]]\npaths = [\"a\"]\nrules = { flux = \"off\", \"*\" = \"off\" }\n\
                    targets = { flxdb = \"1\" }\n";
        let problems = unknown_names(text, "docent.toml", &library);
        let found: Vec<String> =
            problems.iter().map(|problem| format!("{}: {}", problem.line, problem.message)).collect();
        assert_eq!(
            found,
            [
                "3: unknown rule `flux-gaet`; did you mean `flux-gate`?",
                "4: unknown rule `open-gate`; did you mean `flux-gate`?",
                "6: no rule matches `mysql-*`; `docent rules` lists them all",
                "8: unknown rule `zebra`; `docent rules` lists them all",
                "11: unknown product `fluxbase`; did you mean `fluxdb`?",
                "12: unknown product `zebra`; `docent search zebra` finds the name of a page",
                "15: unknown rule `flux`; `docent rules` lists them all",
                "16: unknown product `flxdb`; did you mean `fluxdb`?",
            ]
        );
        assert_eq!(problems[0].span.of(text), "flux-gaet");
    }
}
