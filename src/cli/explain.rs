//! `docent explain`: the page of a term, whole.

use super::arguments::{ExplainArguments, ListFormat};
use super::output::Outcome;
use super::projects::Projects;
use super::{CLEAN, FOUND, rules};
use crate::describe;
use crate::knowledge::{Date, Page};
use crate::library::Library;
use crate::meaning::{self, Clues};
use crate::stack::ProductIndex;
use crate::text::suggest;
use serde::Serialize;
use std::io::{self, Write};
use std::sync::Arc;

#[derive(Serialize)]
struct Explanation<'a> {
    version: u32,
    pages: Vec<PageJson<'a>>,
}

#[derive(Serialize)]
struct PageJson<'a> {
    id: &'a str,
    title: &'a str,
    status: Option<&'a str>,
    summary: &'a str,
    markdown: &'a str,
    terms: Vec<&'a str>,
    see: &'a [String],
    sources: Vec<SourceJson<'a>>,
    rule: Option<rules::RuleLine>,
}

#[derive(Serialize)]
struct SourceJson<'a> {
    url: &'a str,
    checked: Option<Date>,
}

pub fn run(arguments: &ExplainArguments, projects: &Projects, out: &mut dyn Write) -> Outcome {
    let project = projects.here();
    let term = arguments.words.join(" ");
    let clues = Clues { kind: arguments.kind, ..Clues::default() };
    let pages = meaning::ranked(pages_of(&project.library, &term), &clues);
    if arguments.format == ListFormat::Json {
        let pages = pages.iter().map(|page| page_json(page)).collect();
        serde_json::to_writer(&mut *out, &Explanation { version: 1, pages })?;
        writeln!(out)?;
    }
    let Some((first, others)) = pages.split_first() else {
        let _ = writeln!(io::stderr(), "docent: {}", unknown(&project.library, &term));
        return Ok(FOUND);
    };
    if arguments.format == ListFormat::Text {
        let products = ProductIndex::new(&project.library);
        write_page(first, &project.library, &products, project.today(), out)?;
        if !others.is_empty() {
            writeln!(out, "\nOther meanings:")?;
        }
        for page in others {
            writeln!(out, "  {} (docent explain {})", page.title, page.id)?;
        }
    }
    Ok(CLEAN)
}

/// The pages that a term, a setting, a page id or a rule id names. `mysqld.max_connections` is looked up by its
/// last name too.
pub fn pages_of(library: &Library, term: &str) -> Vec<Arc<Page>> {
    let mut pages: Vec<Arc<Page>> = library.page(term).into_iter().collect();
    pages.extend(library.exact(term));
    if pages.is_empty() {
        pages.extend(term.strip_suffix("-end-of-life").and_then(|product| library.page(product)));
    }
    if pages.is_empty()
        && let Some((_, last)) = term.rsplit_once('.')
    {
        pages.extend(library.exact(last));
    }
    let mut seen = std::collections::BTreeSet::new();
    pages.retain(|page| seen.insert(page.id.clone()));
    pages
}

fn unknown(library: &Library, term: &str) -> String {
    let near = library.fuzzy(term, 3);
    let mut names: Vec<String> = near.into_iter().map(|found| format!("`{}`", found.term)).collect();
    if names.is_empty() {
        let ids = library.page_ids();
        names.extend(suggest::nearest(term, ids.iter().map(String::as_str)).map(|id| format!("`{id}`")));
    }
    names.dedup();
    if names.is_empty() {
        return format!("nothing is known about `{term}`; try `docent search` with one word of it");
    }
    format!("nothing is known about `{term}`; did you mean {}?", names.join(", "))
}

fn write_page(
    page: &Page,
    library: &Library,
    products: &ProductIndex,
    today: Date,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "{} ({})", page.title, page.id)?;
    if let Some(status) = describe::status_line(page, products, today) {
        writeln!(out, "{status}")?;
    }
    writeln!(out, "\n{}", page.body.trim())?;
    let terms: Vec<&str> = page.terms.iter().map(|term| term.text.as_str()).collect();
    if !terms.is_empty() {
        writeln!(out, "\nAlso: {}", terms.join(", "))?;
    }
    let related: Vec<String> =
        page.see.iter().filter_map(|id| library.page(id)).map(|page| page.title.clone()).collect();
    if !related.is_empty() {
        writeln!(out, "\nRelated: {}", related.join(" · "))?;
    }
    if !page.sources.is_empty() {
        writeln!(out, "\nSources:")?;
    }
    for source in &page.sources {
        match source.checked.or(page.checked) {
            Some(date) => writeln!(out, "  {} (checked {date})", source.url)?,
            None => writeln!(out, "  {}", source.url)?,
        }
    }
    Ok(())
}

fn page_json(page: &Page) -> PageJson<'_> {
    let source = |source: &'_ crate::knowledge::page::Source| source.checked.or(page.checked);
    PageJson {
        id: &page.id,
        title: &page.title,
        status: describe::status(page).map(crate::knowledge::rule::Status::name),
        summary: &page.summary,
        markdown: page.body.trim(),
        terms: page.terms.iter().map(|term| term.text.as_str()).collect(),
        see: &page.see,
        sources: page.sources.iter().map(|one| SourceJson { url: &one.url, checked: source(one) }).collect(),
        rule: rules::of_page(page).into_iter().next(),
    }
}
