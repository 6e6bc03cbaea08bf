//! Reference pages: many settings in one file, each of which becomes a page of its own.

use super::body::{self, Block, BlockKind};
use super::front_matter;
use super::reader::Reader;
use super::rule;
use crate::knowledge::Kind;
use crate::knowledge::lifecycle::Lifecycle;
use crate::knowledge::page::Page;
use crate::knowledge::reference::Entry;
use crate::knowledge::rule::{Boundary, Change, Fix, Rule, Surface};
use crate::text::suggest::nearest;
use std::collections::HashSet;

/// The names of facts. `Restart` stands alone; all others have a value.
const FACTS: [&str; 9] =
    ["Default", "Unit", "Range", "Since", "Deprecated", "Removed", "Instead", "See", "Restart"];

/// The page first, then one page for each of its entries.
pub(super) fn read(reader: &mut Reader<'_>, blocks: &[Block], mut page: Page) -> Vec<Page> {
    let Some(title) = body::title(reader, blocks, &mut page) else { return Vec::new() };
    let kind = page.reference.as_deref().and_then(Kind::parse);
    if kind.is_none() {
        let name = page.reference.clone().unwrap_or_default();
        reader.problem(page.title_span, front_matter::unknown_kind(&name));
    }
    let blocks = blocks.get(title + 1..).unwrap_or_default();
    let headings: Vec<&Block> =
        blocks.iter().filter(|block| matches!(block.kind, BlockKind::Heading(1 | 2))).collect();
    let start = blocks.first().map_or(0, |block| block.range.start);
    let end = headings.first().map_or(reader.text().len(), |heading| heading.range.start);
    page.body = reader.text().get(start..end).unwrap_or_default().trim().to_string();
    let mut names = HashSet::new();
    for (index, heading) in headings.iter().enumerate() {
        let end = headings.get(index + 1).map_or(reader.text().len(), |next| next.range.start);
        let text = reader.text().get(heading.range.end..end).unwrap_or_default();
        let entry = entry(reader, heading, text);
        if names.insert(entry.name.clone()) {
            page.entries.push(entry);
        } else {
            reader.problem(entry.span, format!("`{}` stands here twice; join the two entries", entry.name));
        }
    }
    let mut pages: Vec<Page> = page.entries.iter().map(|entry| expand(reader, &page, kind, entry)).collect();
    pages.insert(0, page);
    pages
}

fn entry(reader: &mut Reader<'_>, heading: &Block, text: &str) -> Entry {
    let span = body_span(reader.text(), heading);
    let mut entry = Entry { name: heading.text.trim().to_string(), span, ..Entry::default() };
    let text = text.trim();
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let begins_with_fact = fact(first.split('·').next().unwrap_or_default()).is_some();
    if !begins_with_fact {
        entry.body = text.to_string();
        return entry;
    }
    entry.body = rest.trim().to_string();
    for item in first.split('·') {
        let Some((name, value)) = fact(item) else {
            let name = item.split(':').next().unwrap_or_default().trim();
            let hint =
                nearest(name, FACTS).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            reader.problem(entry.span, format!("`{}`: `{}` is no fact{hint}", entry.name, item.trim()));
            continue;
        };
        match name {
            "Deprecated" => entry.deprecated = version(reader, &entry, value),
            "Removed" => entry.removed = version(reader, &entry, value),
            "Instead" => entry.instead = Some(value.to_string()),
            "See" => entry.see = Some(value.to_string()),
            _ => {}
        }
        entry.facts.push((name.to_string(), value.to_string()));
    }
    entry
}

fn body_span(text: &str, heading: &Block) -> crate::text::Span {
    let written = heading.span().of(text).trim_end();
    crate::text::Span::new(heading.range.start, heading.range.start + written.len())
}

/// `Default: 100` or `Restart`.
fn fact(item: &str) -> Option<(&'static str, &str)> {
    let item = item.trim();
    let (name, value) = item.split_once(':').unwrap_or((item, ""));
    let name = FACTS.into_iter().find(|fact| *fact == name.trim_end())?;
    let value = value.trim();
    (value.is_empty() == (name == "Restart")).then_some((name, value))
}

fn version(reader: &mut Reader<'_>, entry: &Entry, text: &str) -> Option<Boundary> {
    let boundary = Boundary::parse(text);
    if let Boundary::Version(version) = &boundary
        && (version.numbers().is_empty() || text.contains(char::is_whitespace))
    {
        let message = format!("`{}`: `{text}` must be a version such as 8.0.3 or a day", entry.name);
        reader.problem(entry.span, message);
        return None;
    }
    Some(boundary)
}

/// The page of one entry.
fn expand(reader: &Reader<'_>, page: &Page, kind: Option<Kind>, entry: &Entry) -> Page {
    let mut see: Vec<String> = entry.see.iter().cloned().collect();
    see.push(page.id.clone());
    let facts = readable(&entry.facts);
    let body = match (facts.is_empty(), entry.body.is_empty()) {
        (true, _) => entry.body.clone(),
        (false, true) => facts,
        (false, false) => format!("{facts}\n\n{}", entry.body),
    };
    let lasts = entry.deprecated.is_none() && entry.removed.is_none();
    let lifecycle =
        Lifecycle { of: String::new(), deprecated: entry.deprecated.clone(), removed: entry.removed.clone() };
    Page {
        id: format!("{}.{}", page.id, entry.name),
        title: entry.name.clone(),
        area: page.area.clone(),
        path: page.path.clone(),
        see,
        sources: page.sources.clone(),
        checked: page.checked,
        lifecycle: if lasts { Vec::new() } else { vec![lifecycle] },
        reference: page.reference.clone(),
        rule: kind.filter(|_| !lasts).map(|kind| generated_rule(reader, kind, entry)),
        summary: body::summary(&body::blocks(&entry.body, 0)),
        body,
        title_span: entry.span,
        ..Page::default()
    }
}

/// The line of facts as readers see it.
fn readable(facts: &[(String, String)]) -> String {
    let shown = facts.iter().filter(|(name, _)| name != "See").map(|(name, value)| match name.as_str() {
        "Restart" => "takes effect after a restart".to_string(),
        "Since" | "Deprecated" | "Removed" => format!("{} {value}", name.to_lowercase()),
        "Instead" => format!("instead: `{value}`"),
        _ if value.contains(' ') || value.contains('`') => format!("{}: {value}", name.to_lowercase()),
        _ => format!("{}: `{value}`", name.to_lowercase()),
    });
    let mut line = shown.collect::<Vec<_>>().join(" · ");
    if let Some(first) = line.get(..1).map(str::to_ascii_uppercase) {
        line.replace_range(..1, &first);
    }
    line
}

/// `Deprecated:` and `Removed:` flag the key wherever it stands in files of the kind.
fn generated_rule(reader: &Reader<'_>, kind: Kind, entry: &Entry) -> Rule {
    let name = escaped(&entry.name);
    let mut matcher = rule::empty(Surface::Setting, reader.line(entry.span.start()));
    matcher.patterns = vec![format!("**.{name}"), name];
    matcher.kinds = vec![kind];
    let change = match &entry.instead {
        None => Some(Change::Delete),
        Some(instead) if is_name(instead) => Some(Change::Replace(instead.clone())),
        Some(_) => None,
    };
    let instead =
        entry.instead.as_ref().map(|text| if is_name(text) { format!("`{text}`") } else { text.clone() });
    Rule {
        instead,
        fix: change.map(|change| Fix { change, add: None, safe: false }),
        matchers: vec![matcher],
        ..Rule::default()
    }
}

fn is_name(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte))
}

/// A name in which nothing is read as a glob.
fn escaped(name: &str) -> String {
    let mut escaped = String::new();
    for character in name.chars() {
        if matches!(character, '*' | '?' | '{' | '}' | ',' | '\\') {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}
