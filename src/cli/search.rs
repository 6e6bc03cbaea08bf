//! `docent search`: pages by the words of their titles and terms.

use super::arguments::{ListFormat, SearchArguments};
use super::output::Outcome;
use super::projects::Projects;
use super::{CLEAN, FOUND};
use crate::symbols;
use serde::Serialize;
use std::io::{self, Write};

/// More than this nobody reads.
const LIMIT: usize = 50;

#[derive(Serialize)]
struct Found {
    version: u32,
    pages: Vec<PageJson>,
}

#[derive(Serialize)]
struct PageJson {
    id: String,
    title: String,
    area: String,
    summary: String,
}

pub fn run(arguments: &SearchArguments, projects: &Projects, out: &mut dyn Write) -> Outcome {
    let library = projects.here().library;
    let query = arguments.words.join(" ");
    let mut pages = Vec::new();
    for symbol in symbols::search(&library, &query, LIMIT) {
        let summary = library.page(&symbol.page).map(|page| page.summary.clone()).unwrap_or_default();
        pages.push(PageJson { id: symbol.page, title: symbol.title, area: symbol.area, summary });
    }
    let is_empty = pages.is_empty();
    if arguments.format == ListFormat::Json {
        serde_json::to_writer(&mut *out, &Found { version: 1, pages })?;
        writeln!(out)?;
    } else {
        for page in pages {
            writeln!(out, "{} ({}) in {}\n    {}", page.title, page.id, page.area, page.summary)?;
        }
    }
    if is_empty {
        let _ = writeln!(io::stderr(), "docent: no page has the words `{query}`; try fewer or shorter ones");
        return Ok(FOUND);
    }
    Ok(CLEAN)
}
