//! From the Markdown of a page to its parts. Never fails: what cannot be read is a problem with its line.

mod body;
mod example;
mod front_matter;
mod glossary;
mod reader;
mod reference;
mod rule;
mod tree;

pub(crate) use body::{BlockKind, blocks, is_example_heading};
pub(crate) use front_matter::KEYS;
pub(crate) use reader::{Reader, listed};
pub(crate) use tree::{Node, Style, Value};

use super::page::{Page, Problem};

/// Reads one file of knowledge: one page, the entries of a glossary, or a reference page with its entries
/// (each of them a page of its own, after the page that holds them).
///
/// No page comes back if the file cannot be packed, that is, if its front matter cannot be read or nothing
/// stands below it.
#[must_use]
pub fn parse(text: &str, path: &str, area: &str) -> (Vec<Page>, Vec<Problem>) {
    let mut reader = Reader::new(text, path);
    let pages = read(&mut reader, area);
    (pages, reader.into_problems())
}

/// What the audit looks at beside the pages: the front matter as a tree, with the place of everything in it.
pub(crate) fn front_matter_tree(text: &str) -> Option<Node> {
    let mut reader = Reader::new(text, "");
    let (front_matter, _) = front_matter::split(&mut reader)?;
    tree::read(&mut reader, front_matter?)
}

/// The offset at which the body begins.
pub(crate) fn body_start(text: &str) -> usize {
    front_matter::split(&mut Reader::new(text, "")).map_or(0, |(_, start)| start)
}

fn read(reader: &mut Reader<'_>, area: &str) -> Vec<Page> {
    let Some((front_matter, body_start)) = front_matter::split(reader) else { return Vec::new() };
    let mut page = Page { area: area.to_string(), path: reader.path().to_string(), ..Page::default() };
    page.id = file_stem(reader.path()).to_string();
    if let Some(span) = front_matter {
        let Some(tree) = tree::read(reader, span) else { return Vec::new() };
        front_matter::read(reader, &tree, &mut page);
    }
    let blocks = body::blocks(reader.text(), body_start);
    let titles = blocks.iter().filter(|block| block.is_heading(1)).count();
    if titles > 1 || (titles == 1 && front_matter.is_none()) {
        return glossary::read(reader, &blocks, &page);
    }
    if page.reference.is_some() {
        return reference::read(reader, &blocks, page);
    }
    body::read(reader, &blocks, &mut page);
    rule::use_terms(&mut page);
    if page.title.is_empty() { Vec::new() } else { vec![page] }
}

/// `knowledge/databases/mysql.md` → `mysql`.
fn file_stem(path: &str) -> &str {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

#[cfg(test)]
mod tests;
