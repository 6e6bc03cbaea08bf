//! A file of several entries, each `# Term`, an optional line `Also: a, b`, and what it says.

use super::body::{self, Block};
use super::front_matter::term;
use super::reader::Reader;
use crate::knowledge::page::Page;
use crate::text::Span;
use crate::text::normal_form::normal_form;
use std::collections::HashSet;

/// Reads the entries. What the front matter says of sources and dates holds for each of them.
pub(super) fn read(reader: &mut Reader<'_>, blocks: &[Block], shared: &Page) -> Vec<Page> {
    if shared.rule.is_some()
        || shared.product.is_some()
        || !shared.terms.is_empty()
        || shared.reference.is_some()
    {
        let message = "a file of several entries takes only `see`, `sources` and `checked` in its front matter; \
                       give this page one title, or write terms as a line `Also: a, b`";
        reader.problem(Span::at(0), message);
    }
    let titles: Vec<usize> =
        blocks.iter().enumerate().filter(|(_, block)| block.is_heading(1)).map(|(index, _)| index).collect();
    let mut pages: Vec<Page> = Vec::new();
    let mut ids = HashSet::new();
    for (number, start) in titles.iter().enumerate() {
        let end = titles.get(number + 1).copied().unwrap_or(blocks.len());
        let Some(entry) = blocks.get(*start..end) else { continue };
        let mut page = Page {
            area: shared.area.clone(),
            path: shared.path.clone(),
            see: shared.see.clone(),
            sources: shared.sources.clone(),
            checked: shared.checked,
            ..Page::default()
        };
        if body::title(reader, entry, &mut page).is_none() {
            continue;
        }
        page.id = slug(&page.title);
        if page.id.is_empty() || !ids.insert(page.id.clone()) {
            let message = format!("`{}` stands here twice; join the two entries", page.title);
            reader.problem(page.title_span, message);
            continue;
        }
        let text_end = blocks.get(end).map_or(reader.text().len(), |next| next.range.start);
        fill(reader, entry, text_end, &mut page);
        pages.push(page);
    }
    pages
}

fn fill(reader: &Reader<'_>, entry: &[Block], text_end: usize, page: &mut Page) {
    let Some(first) = entry.get(1) else { return };
    let text = reader.text().get(first.range.start..text_end).unwrap_or_default();
    let (first_line, rest) = text.split_once('\n').unwrap_or((text, ""));
    let Some(also) = first_line.trim().strip_prefix("Also:") else {
        page.body = text.trim().to_string();
        return;
    };
    page.terms = also.split(',').map(term).filter(|term| !term.text.is_empty()).collect();
    page.body = rest.trim().to_string();
    page.summary = body::summary(&body::blocks(rest, 0));
}

/// The id of an entry: the words of its heading joined by hyphens.
pub(super) fn slug(title: &str) -> String {
    let form = normal_form(title);
    let mut slug = String::new();
    for character in form.chars() {
        if character.is_alphanumeric() || matches!(character, '+' | '#') {
            slug.push(character);
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_string()
}
