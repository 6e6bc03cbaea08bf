//! One way of writing front matter, so that pages by many hands read alike and patterns never turn into
//! YAML of another meaning.

use super::Audit;
use crate::knowledge::parse::{KEYS, Node, Style, Value};
use crate::knowledge::rule::Surface;

pub(super) fn check(audit: &mut Audit<'_>) {
    let Some(tree) = audit.tree else { return };
    order(audit, tree, &KEYS);
    for key in ["terms", "sources"] {
        let items = tree.get(key).map(Node::items).unwrap_or_default();
        for item in items {
            quoted(audit, item, key);
        }
    }
    if let Some(images) = tree.get("product").and_then(|product| product.get("images")) {
        for image in images.items() {
            quoted(audit, image.get("name").unwrap_or(image), "images");
        }
    }
    let pins = tree.get("product").and_then(|product| product.get("pins"));
    let matchers = tree.get("rule").and_then(|rule| rule.get("match"));
    for matcher in pins.into_iter().chain(matchers).flat_map(Node::items) {
        patterns(audit, matcher);
    }
    if let Some(rule) = tree.get("rule") {
        order(audit, rule, &["status", "severity", "message", "instead", "fix", "set", "match"]);
    }
}

/// Keys stand in the order of the format; the first that does not is the problem.
fn order(audit: &mut Audit<'_>, node: &Node, known: &[&str]) {
    let Value::Map(pairs) = &node.value else { return };
    let mut last = 0;
    for (key, _) in pairs {
        let Some(index) = key.text().and_then(|key| known.iter().position(|known| *known == key)) else {
            continue;
        };
        if index < last {
            let name = key.text().unwrap_or_default();
            audit.reader.problem(
                key.span,
                format!("`{name}` stands too late; the order of keys is {}", known.join(", ")),
            );
            return;
        }
        last = index;
    }
}

/// Patterns and value tests stand in quotes.
fn patterns(audit: &mut Audit<'_>, matcher: &Node) {
    let Value::Map(pairs) = &matcher.value else { return };
    for (key, node) in pairs {
        match key.text() {
            Some("value") => values(audit, node),
            Some("where" | "unless") => {
                let Value::Map(conditions) = &node.value else { continue };
                for (_, tests) in conditions {
                    values(audit, tests);
                }
            }
            Some("prose") if node.text() == Some("terms") => {}
            Some(name) if Surface::parse(name).is_some() => {
                for item in node.items() {
                    quoted(audit, item, name);
                }
            }
            _ => {}
        }
    }
}

fn values(audit: &mut Audit<'_>, node: &Node) {
    for item in node.items() {
        if !matches!(item.text(), Some("true" | "false")) {
            quoted(audit, item, "value");
        }
    }
}

fn quoted(audit: &mut Audit<'_>, node: &Node, what: &str) {
    if node.style == Style::Plain {
        let text = node.text().unwrap_or_default();
        audit.reader.problem(node.span, format!("write {what} in quotes: \"{text}\""));
    }
}
