//! What a page says in one line: its status, what runs in the user's project, its sources.

use crate::check::Finding;
use crate::knowledge::lifecycle::Lifecycle;
use crate::knowledge::product::End;
use crate::knowledge::rule::{Boundary, Severity, Status};
use crate::knowledge::version::Version;
use crate::knowledge::{Date, Kind, Page};
use crate::library::Library;
use crate::stack::{Evidence, ProductIndex, release_of};
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use std::fmt::Write;

/// At most this many living releases of a product are named.
const RELEASE_LIMIT: usize = 4;

/// Rules that belong to no page.
pub const BUILT_IN_RULES: [(&str, Severity, Status, &str); 5] = [
    ("expired-ignore", Severity::Warning, Status::Ignore, "An ignore comment whose day has passed"),
    ("invalid-config", Severity::Error, Status::Invalid, "A docent.toml that cannot be read as it stands"),
    (
        "invalid-page",
        Severity::Error,
        Status::Invalid,
        "A page of knowledge that cannot be read as it stands",
    ),
    ("product-name", Severity::Hint, Status::Name, "A product whose name is written wrongly"),
    ("unused-ignore", Severity::Hint, Status::Ignore, "An ignore comment that hides nothing"),
];

/// `removed in MySQL 8.0.3, deprecated since 5.7.20`; for a page without a lifecycle the status of its rule;
/// for a product the releases that get security fixes on this day.
#[must_use]
pub fn status_line(page: &Page, products: &ProductIndex, today: Date) -> Option<String> {
    let entries: Vec<String> =
        page.lifecycle.iter().filter_map(|entry| lifecycle_text(page, products, entry)).collect();
    if !entries.is_empty() {
        return Some(entries.join("; "));
    }
    if let Some(status) = page.rule.as_ref().and_then(|rule| rule.status) {
        return Some(status.name().to_string());
    }
    let living: Vec<&str> = page
        .releases
        .iter()
        .filter(|release| !has_ended(release.ends, today) && release.released.is_none_or(|day| day <= today))
        .map(|release| release.cycle.as_str())
        .take(RELEASE_LIMIT)
        .collect();
    (!living.is_empty()).then(|| format!("gets security fixes: {}", living.join(", ")))
}

/// The one word for what happened to the thing a page describes, as findings have it.
#[must_use]
pub fn status(page: &Page) -> Option<Status> {
    if page.lifecycle.iter().any(|entry| entry.removed.is_some()) {
        return Some(Status::Removed);
    }
    if page.lifecycle.iter().any(|entry| entry.deprecated.is_some()) {
        return Some(Status::Deprecated);
    }
    page.rule.as_ref().and_then(|rule| rule.status)
}

/// The ids of all rules, those about the end of life and those that belong to no page among them.
#[must_use]
pub fn rule_ids(library: &Library) -> Vec<String> {
    let own = library.rules().iter().map(|page| page.id.clone());
    let ending = library.products().iter().filter(|page| !page.releases.is_empty());
    let ending = ending.map(|page| format!("{}-end-of-life", page.id));
    let built_in = BUILT_IN_RULES.iter().map(|(id, ..)| (*id).to_string());
    own.chain(ending).chain(built_in).collect()
}

fn lifecycle_text(page: &Page, products: &ProductIndex, entry: &Lifecycle) -> Option<String> {
    let product = product_of(page, products, entry).map_or_else(String::new, |product| product.title.clone());
    let removed =
        entry.removed.as_ref().map(|boundary| boundary_text("removed in", "removed on", &product, boundary));
    // The product is named once.
    let product = if removed.is_some() { "" } else { product.as_str() };
    let deprecated = entry
        .deprecated
        .as_ref()
        .map(|boundary| boundary_text("deprecated since", "deprecated since", product, boundary));
    let parts: Vec<String> = removed.into_iter().chain(deprecated).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn boundary_text(of_version: &str, of_date: &str, product: &str, boundary: &Boundary) -> String {
    match boundary {
        Boundary::Version(version) if product.is_empty() => format!("{of_version} {version}"),
        Boundary::Version(version) => format!("{of_version} {product} {version}"),
        Boundary::Date(date) => format!("{of_date} {date}"),
    }
}

/// The product of a lifecycle entry: the one it names, else, on a reference page, the one that reads its kind.
fn product_of<'p>(page: &Page, products: &'p ProductIndex, entry: &Lifecycle) -> Option<&'p Page> {
    if !entry.of.is_empty() {
        return products.page(&entry.of).map(AsRef::as_ref);
    }
    let kind = page.reference.as_deref().and_then(Kind::parse)?;
    products.reading(kind).map(AsRef::as_ref)
}

/// The products whose version decides what a page means for the user: those of its lifecycle, else the page's own.
#[must_use]
pub fn deciding_products(page: &Page, products: &ProductIndex) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    for entry in &page.lifecycle {
        ids.extend((!entry.of.is_empty()).then(|| entry.of.clone()));
    }
    if page.product.is_some() {
        ids.push(page.id.clone());
    }
    let kind = page.reference.as_deref().and_then(Kind::parse);
    ids.extend(kind.and_then(|kind| products.reading(kind)).map(|product| product.id.clone()));
    ids.dedup();
    ids
}

/// `Your project runs mysql:8.0 (compose.yaml:12): removed there.`
#[must_use]
pub fn running_line(page: &Page, products: &ProductIndex, evidence: &Evidence, today: Date) -> String {
    let place = match evidence.line {
        0 => evidence.path.clone(),
        line => format!("{}:{line}", evidence.path),
    };
    let mut line = format!("Your project runs {} ({place})", evidence.text);
    let consequence = evidence.version.as_deref().and_then(|version| {
        let verdict = lifecycle_verdict(page, &evidence.product, version);
        // The end of a product's life is no news about each of its settings.
        let product = page.product.as_ref().and_then(|_| products.page(&evidence.product));
        verdict.or_else(|| end_verdict(product?, version, today))
    });
    if let Some(consequence) = consequence {
        let _ = write!(line, ": {consequence}");
    }
    line.push('.');
    line
}

/// What decided about a finding, one reason a line: its severity, the check, the evidence, the source.
#[must_use]
pub fn reasons(finding: &Finding) -> Vec<String> {
    let mut reasons = vec![format!("severity: {} ({})", finding.severity.name(), finding.status.name())];
    if !finding.because.is_empty() {
        reasons.push(format!("because: {}", finding.because));
    }
    for evidence in &finding.evidence {
        let place = match evidence.line {
            0 => evidence.path.clone(),
            line => format!("{}:{line}", evidence.path),
        };
        let version = evidence.version.as_deref().unwrap_or("of unknown version");
        reasons.push(format!("evidence: {place} says {} ({} {version})", evidence.text, evidence.product));
    }
    reasons.extend(finding.instead.iter().map(|instead| format!("instead: {instead}")));
    reasons.extend(finding.url.iter().map(|url| format!("source: {url}")));
    reasons
}

fn lifecycle_verdict(page: &Page, product: &str, version: &str) -> Option<String> {
    let entry = page.lifecycle.iter().find(|entry| entry.of == product || entry.of.is_empty())?;
    let version = Version::parse(version);
    let reached = |boundary: &Option<Boundary>| match boundary {
        Some(Boundary::Version(boundary)) => version.has_reached(boundary),
        _ => false,
    };
    let verdict = if reached(&entry.removed) {
        "removed there"
    } else if reached(&entry.deprecated) {
        "deprecated there"
    } else {
        "not affected yet"
    };
    Some(verdict.to_string())
}

fn end_verdict(product: &Page, version: &str, today: Date) -> Option<String> {
    match release_of(product, version)?.ends {
        End::On(date) if date < today => Some(format!("no free security fixes since {date}")),
        End::On(date) => Some(format!("free security fixes until {date}")),
        End::Open => None,
    }
}

fn has_ended(end: End, today: Date) -> bool {
    matches!(end, End::On(date) if date < today)
}

/// The paragraph or list under the first heading of this name, as one line of Markdown.
#[must_use]
pub fn section_line(page: &Page, heading: &str) -> Option<String> {
    let mut lines = page.body.lines().skip_while(|line| {
        line.strip_prefix("## ").is_none_or(|name| !name.trim().eq_ignore_ascii_case(heading))
    });
    lines.next()?;
    let mut items: Vec<String> = Vec::new();
    for line in lines.take_while(|line| !line.starts_with('#')) {
        let line = line.trim();
        let item = line.strip_prefix("- ").or_else(|| line.strip_prefix("* "));
        match (item, items.last_mut()) {
            (Some(item), _) => items.push(item.to_string()),
            (None, _) if line.is_empty() || line.starts_with("```") => {}
            (None, Some(last)) => {
                last.push(' ');
                last.push_str(line);
            }
            (None, None) => items.push(line.to_string()),
        }
    }
    (!items.is_empty()).then(|| items.join(" "))
}

/// Markdown as plain text: no emphasis marks, no link targets, list items with a dash.
#[must_use]
pub fn plain(markdown: &str) -> String {
    let mut text = String::new();
    for event in Parser::new(markdown) {
        match event {
            Event::Text(part) | Event::Code(part) => text.push_str(&part),
            Event::SoftBreak | Event::HardBreak => text.push('\n'),
            Event::Start(Tag::Item) => text.push_str("- "),
            Event::End(TagEnd::Item) if !text.ends_with('\n') => text.push('\n'),
            Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::List(_)) => text.push_str("\n\n"),
            _ => {}
        }
    }
    let mut text = text.trim().to_string();
    while text.contains("\n\n\n") {
        text = text.replace("\n\n\n", "\n\n");
    }
    text
}

/// The host of an address without `www.`: enough to say whose word it is.
#[must_use]
pub fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    host.strip_prefix("www.").unwrap_or(host)
}

/// The last name in the path of an address, without its extension: `query-cache`.
#[must_use]
pub fn last_name(url: &str) -> Option<&str> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = rest.split(['?', '#']).next().unwrap_or(rest);
    let name = path.trim_end_matches('/').split('/').skip(1).last()?;
    Some(name.rsplit_once('.').map_or(name, |(stem, _)| stem))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins_the_items_of_a_section() {
        let body = "It is.\n\n## What bites\n- One lock.\n- Any write\n  empties it.\n\n## Instead\nA cache,\nor none.\n";
        let page = Page { body: body.to_string(), ..Page::default() };
        assert_eq!(section_line(&page, "What bites").as_deref(), Some("One lock. Any write empties it."));
        assert_eq!(section_line(&page, "Instead").as_deref(), Some("A cache, or none."));
        assert_eq!(section_line(&page, "When"), None);
    }

    #[test]
    fn takes_marks_off_markdown() {
        assert_eq!(plain("**A** [b](https://c) `d`\n\n- e\n- f"), "A b d\n\n- e\n- f");
    }

    #[test]
    fn names_the_host_of_an_address() {
        assert_eq!(host("https://www.example.org/a?b"), "example.org");
        assert_eq!(host("https://example.org"), "example.org");
        assert_eq!(last_name("https://example.org/a/b-c.html?d=e#f"), Some("b-c"));
        assert_eq!(last_name("https://example.org/a/"), Some("a"));
        assert_eq!(last_name("https://example.org/"), None);
    }
}
