//! The front matter of a page: where it ends, and its closed set of keys.

use super::reader::Reader;
use super::rule;
use super::tree::{Node, Value};
use crate::knowledge::Kind;
use crate::knowledge::lifecycle::Lifecycle;
use crate::knowledge::page::{Page, Source, Term};
use crate::knowledge::product::{End, Product, ProductImage, Release};
use crate::knowledge::rule::Boundary;
use crate::text::Span;
use crate::text::suggest::nearest;

/// Every key of front matter, in canonical order.
pub(crate) const KEYS: [&str; 10] = [
    "terms",
    "formerly",
    "see",
    "sources",
    "checked",
    "lifecycle",
    "product",
    "releases",
    "reference",
    "rule",
];

/// The place of the YAML between the two `---` lines, if there is front matter, and the offset at which the
/// body begins. Nothing, with a problem, if front matter begins and does not end.
pub(super) fn split(reader: &mut Reader<'_>) -> Option<(Option<Span>, usize)> {
    let text = reader.text();
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let mut lines = text.get(start..).unwrap_or_default().split_inclusive('\n');
    let Some(first) = lines.next().filter(|line| line.trim_end() == "---") else {
        return Some((None, start));
    };
    let content = start + first.len();
    let mut offset = content;
    for line in lines {
        if line.trim_end() == "---" {
            return Some((Some(Span::new(content, offset)), offset + line.len()));
        }
        offset += line.len();
    }
    reader.problem(Span::new(start, content), "the front matter has no end; close it with a line `---`");
    None
}

/// Fills the page from its front matter.
pub(super) fn read(reader: &mut Reader<'_>, tree: &Node, page: &mut Page) {
    if tree.text().is_some_and(str::is_empty) {
        return;
    }
    for (key, node) in reader.entries(tree, "the front matter", &KEYS) {
        match key {
            "terms" => page.terms = terms(reader, node),
            "formerly" => page.formerly = reader.scalars(node, key),
            "see" => page.see = reader.scalars(node, key),
            "sources" => page.sources = sources(reader, node),
            "checked" => page.checked = reader.date(node, key),
            "lifecycle" => page.lifecycle = lifecycle(reader, node),
            "product" => page.product = Some(product(reader, node)),
            "releases" => page.releases = releases(reader, node),
            "reference" => page.reference = reader.scalar(node, key),
            "rule" => page.rule = Some(rule::read(reader, node)),
            _ => {}
        }
    }
}

fn terms(reader: &mut Reader<'_>, node: &Node) -> Vec<Term> {
    reader.scalars(node, "terms").into_iter().map(|text| term(&text)).collect()
}

/// `=Go` is matched with exactly this case.
pub(super) fn term(text: &str) -> Term {
    let text = text.trim();
    match text.strip_prefix('=').filter(|rest| !rest.trim().is_empty()) {
        Some(rest) => Term { text: rest.trim().to_string(), exact_case: true },
        None => Term { text: text.to_string(), exact_case: false },
    }
}

fn sources(reader: &mut Reader<'_>, node: &Node) -> Vec<Source> {
    let mut sources = Vec::new();
    for item in node.items() {
        if let Value::Text(url) = &item.value {
            sources.push(Source { url: url.clone(), checked: None });
            continue;
        }
        let (mut url, mut checked) = (None, None);
        for (key, node) in reader.entries(item, "a source", &["url", "checked"]) {
            match key {
                "url" => url = reader.scalar(node, key),
                _ => checked = reader.date(node, key),
            }
        }
        match url {
            Some(url) => sources.push(Source { url, checked }),
            None => reader.problem(item.span, "a source needs a `url`"),
        }
    }
    sources
}

fn lifecycle(reader: &mut Reader<'_>, node: &Node) -> Vec<Lifecycle> {
    let mut entries = Vec::new();
    for item in node.items() {
        let mut entry = Lifecycle { of: String::new(), deprecated: None, removed: None };
        for (key, node) in reader.entries(item, "a lifecycle", &["of", "deprecated", "removed"]) {
            let Some(text) = reader.scalar(node, key) else { continue };
            match key {
                "of" => entry.of = text,
                "deprecated" => entry.deprecated = boundary(reader, node, &text),
                _ => entry.removed = boundary(reader, node, &text),
            }
        }
        if entry.of.is_empty() {
            reader.problem(item.span, "a lifecycle needs `of`, the id of a product page");
        } else if item.get("deprecated").or(item.get("removed")).is_none() {
            reader.problem(item.span, "a lifecycle needs `deprecated` or `removed`");
        } else if entry.deprecated.is_some() || entry.removed.is_some() {
            entries.push(entry);
        }
    }
    entries
}

/// A version with a number in it, or a day.
pub(super) fn boundary(reader: &mut Reader<'_>, node: &Node, text: &str) -> Option<Boundary> {
    let boundary = Boundary::parse(text);
    if let Boundary::Version(version) = &boundary
        && (version.numbers().is_empty() || text.contains(char::is_whitespace))
    {
        reader.problem(
            node.span,
            format!("`{text}` must be a version such as 8.0.3 or a day such as 2026-11-22"),
        );
        return None;
    }
    Some(boundary)
}

/// Kinds by name; an unknown one is a problem and is left out.
pub(super) fn kinds(reader: &mut Reader<'_>, node: &Node, what: &str) -> Vec<Kind> {
    let mut kinds = Vec::new();
    for item in node.items() {
        let Some(name) = reader.scalar(item, what) else { continue };
        match Kind::parse(&name) {
            Some(kind) => kinds.push(kind),
            None => reader.problem(item.span, unknown_kind(&name)),
        }
    }
    kinds
}

/// Says so with the nearest known name.
pub(super) fn unknown_kind(name: &str) -> String {
    let near = nearest(name, Kind::all().map(Kind::name));
    let hint = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
    format!("`{name}` is not a kind of file that docent knows{hint}")
}

fn product(reader: &mut Reader<'_>, node: &Node) -> Product {
    let mut product = Product::default();
    if node.text().is_some_and(str::is_empty) {
        return product;
    }
    let known = ["family", "images", "packages", "programs", "reads", "pins"];
    for (key, node) in reader.entries(node, "a product", &known) {
        match key {
            "family" => product.family = reader.scalar(node, key),
            "images" => product.images = node.items().iter().filter_map(|item| image(reader, item)).collect(),
            "packages" => product.packages = reader.scalars(node, key),
            "programs" => product.programs = reader.scalars(node, key),
            "reads" => product.reads = kinds(reader, node, key),
            _ => product.pins = node.items().iter().filter_map(|item| rule::matcher(reader, item)).collect(),
        }
    }
    product
}

fn image(reader: &mut Reader<'_>, node: &Node) -> Option<ProductImage> {
    if let Value::Text(name) = &node.value {
        return Some(ProductImage { name: name.clone(), versions: Vec::new() });
    }
    let mut image = ProductImage::default();
    for (key, node) in reader.entries(node, "an image", &["name", "versions"]) {
        match key {
            "name" => image.name = reader.scalar(node, key)?,
            _ => image.versions = text_pairs(reader, node, key),
        }
    }
    if image.name.is_empty() {
        reader.problem(node.span, "an image needs a `name`");
        return None;
    }
    Some(image)
}

/// A map of texts with open keys.
pub(super) fn text_pairs(reader: &mut Reader<'_>, node: &Node, what: &str) -> Vec<(String, String)> {
    let Value::Map(pairs) = &node.value else {
        reader.problem(node.span, format!("`{what}` must be a map of texts"));
        return Vec::new();
    };
    let mut texts = Vec::new();
    for (key, value) in pairs {
        if let (Some(key), Some(value)) = (reader.scalar(key, what), reader.scalar(value, what)) {
            texts.push((key, value));
        }
    }
    texts
}

fn releases(reader: &mut Reader<'_>, node: &Node) -> Vec<Release> {
    let known = ["cycle", "codename", "released", "ends", "lts", "instead"];
    let mut releases = Vec::new();
    for item in node.items() {
        let mut release = Release {
            cycle: String::new(),
            codename: None,
            released: None,
            ends: End::Open,
            lts: false,
            instead: None,
        };
        let mut ends = false;
        for (key, node) in reader.entries(item, "a release", &known) {
            match key {
                "cycle" => release.cycle = reader.scalar(node, key).unwrap_or_default(),
                "codename" => release.codename = reader.scalar(node, key),
                "released" => release.released = reader.date(node, key),
                "ends" if node.text() == Some("none") => ends = true,
                "ends" => {
                    ends = true;
                    release.ends = reader.date(node, key).map_or(End::Open, End::On);
                }
                "lts" => release.lts = reader.flag(node, key),
                _ => release.instead = reader.scalar(node, key),
            }
        }
        if release.cycle.is_empty() {
            reader.problem(item.span, "a release needs a `cycle`");
        } else {
            if !ends {
                reader
                    .problem(item.span, "a release needs `ends`: a day, or `none` where no day is announced");
            }
            releases.push(release);
        }
    }
    releases
}
