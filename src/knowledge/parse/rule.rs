//! The rule of a page: matchers, conditions and fixes.

use super::front_matter::{boundary, kinds, text_pairs};
use super::reader::Reader;
use super::tree::{Node, Value};
use crate::knowledge::page::Page;
use crate::knowledge::rule::{
    Change, Condition, Fix, Matcher, Rule, RuleSet, Severity, Status, Subject, Surface, ValueTest,
};
use std::collections::HashSet;

const SEVERITIES: [(&str, Severity); 4] = [
    ("hint", Severity::Hint),
    ("information", Severity::Information),
    ("warning", Severity::Warning),
    ("error", Severity::Error),
];

const STATUSES: [(&str, Status); 3] = [
    ("insecure", Status::Insecure),
    ("discouraged", Status::Discouraged),
    ("superseded", Status::Superseded),
];

const SETS: [(&str, RuleSet); 2] = [("strict", RuleSet::Strict), ("inclusive", RuleSet::Inclusive)];

pub(super) fn read(reader: &mut Reader<'_>, node: &Node) -> Rule {
    let mut rule = Rule::default();
    let known = ["status", "severity", "message", "instead", "fix", "set", "match"];
    for (key, node) in reader.entries(node, "a rule", &known) {
        match key {
            "status" => rule.status = reader.one_of(node, key, &STATUSES),
            "severity" => rule.severity = reader.one_of(node, key, &SEVERITIES),
            "message" => rule.message = reader.scalar(node, key),
            "instead" => rule.instead = reader.scalar(node, key),
            "fix" => rule.fix = fix(reader, node),
            "set" => rule.set = reader.one_of(node, key, &SETS),
            _ => rule.matchers = node.items().iter().filter_map(|item| matcher(reader, item)).collect(),
        }
    }
    if node.get("match").is_none_or(|matchers| matchers.items().is_empty()) {
        reader.problem(node.span, "a rule needs at least one matcher under `match`");
    }
    rule
}

/// The keys of a matcher beside its surface.
const MATCHER_KEYS: [&str; 14] = [
    "in",
    "value",
    "where",
    "unless",
    "import",
    "near",
    "not-near",
    "of",
    "severity",
    "deprecated",
    "removed",
    "message",
    "instead",
    "fix",
];

/// One matcher; nothing, with a problem, if it has no single surface or none of its kinds is known (it would
/// else hold for every kind).
pub(super) fn matcher(reader: &mut Reader<'_>, node: &Node) -> Option<Matcher> {
    let mut known: Vec<&str> = Surface::ALL.iter().map(|(_, name)| *name).collect();
    known.extend(MATCHER_KEYS);
    let entries = reader.entries(node, "a matcher", &known);
    let surfaces: Vec<Surface> = entries.iter().filter_map(|(key, _)| Surface::parse(key)).collect();
    let [surface] = surfaces.as_slice() else {
        reader.problem(node.span, "a matcher needs exactly one surface, such as `setting` or `prose`");
        return None;
    };
    let mut matcher = empty(*surface, reader.line(node.span.start()));
    let mut kinds_lost = false;
    for (key, node) in entries {
        match key {
            "in" => {
                matcher.kinds = kinds(reader, node, key);
                kinds_lost = matcher.kinds.is_empty();
            }
            "value" => matcher.values = value_tests(reader, node, key),
            "where" => matcher.conditions = conditions(reader, node, key),
            "unless" => matcher.unless = conditions(reader, node, key),
            "import" => matcher.import = reader.scalars(node, key),
            "near" => matcher.near = reader.scalars(node, key),
            "not-near" => matcher.not_near = reader.scalars(node, key),
            "of" => matcher.of = reader.scalar(node, key),
            "severity" => matcher.severity = reader.one_of(node, key, &SEVERITIES),
            "message" => matcher.message = reader.scalar(node, key),
            "instead" => matcher.instead = reader.scalar(node, key),
            "fix" => matcher.fix = fix(reader, node),
            "deprecated" | "removed" => {
                let reached = reader.scalar(node, key).and_then(|text| boundary(reader, node, &text));
                if key == "removed" { matcher.removed = reached } else { matcher.deprecated = reached }
            }
            _ => matcher.patterns = reader.scalars(node, key),
        }
    }
    fits_surface(reader, node, &matcher);
    if matcher.patterns.iter().all(String::is_empty) {
        reader.problem(node.span, format!("`{}` needs a pattern", surface.name()));
        return None;
    }
    (!kinds_lost).then_some(matcher)
}

/// Says which keys the surface does not take.
fn fits_surface(reader: &mut Reader<'_>, node: &Node, matcher: &Matcher) {
    let surface = matcher.surface;
    let misplaced = [
        (!matcher.values.is_empty() && !matches!(surface, Surface::Setting | Surface::Env), "value"),
        (!matcher.near.is_empty() && surface != Surface::Prose, "near"),
        (!matcher.not_near.is_empty() && surface != Surface::Prose, "not-near"),
        (!matcher.import.is_empty() && surface != Surface::Code, "import"),
    ];
    for (wrong, key) in misplaced {
        if wrong {
            reader.problem(node.span, format!("`{key}` does not go with `{}`", surface.name()));
        }
    }
}

/// A matcher that matches nothing yet.
pub(super) fn empty(surface: Surface, line: usize) -> Matcher {
    Matcher {
        surface,
        patterns: Vec::new(),
        kinds: Vec::new(),
        values: Vec::new(),
        conditions: Vec::new(),
        unless: Vec::new(),
        import: Vec::new(),
        near: Vec::new(),
        not_near: Vec::new(),
        of: None,
        severity: None,
        deprecated: None,
        removed: None,
        message: None,
        instead: None,
        fix: None,
        line: u32::try_from(line).unwrap_or(u32::MAX),
    }
}

fn value_tests(reader: &mut Reader<'_>, node: &Node, what: &str) -> Vec<ValueTest> {
    reader.scalars(node, what).into_iter().map(ValueTest).collect()
}

fn conditions(reader: &mut Reader<'_>, node: &Node, what: &str) -> Vec<Condition> {
    let Value::Map(pairs) = &node.value else {
        reader.problem(node.span, format!("`{what}` must be a map from what is looked at to a value test"));
        return Vec::new();
    };
    let mut conditions = Vec::new();
    for (key, value) in pairs {
        let Some(name) = reader.scalar(key, what) else { continue };
        conditions.push(Condition { subject: subject(&name), tests: value_tests(reader, value, what) });
    }
    conditions
}

fn subject(name: &str) -> Subject {
    match (name, Surface::parse(name)) {
        ("value", _) => Subject::Value,
        (_, Some(surface))
            if matches!(
                surface,
                Surface::Env
                    | Surface::Image
                    | Surface::Command
                    | Surface::Code
                    | Surface::Sql
                    | Surface::Text
            ) =>
        {
            Subject::Surface(surface)
        }
        _ => Subject::Path(name.to_string()),
    }
}

fn fix(reader: &mut Reader<'_>, node: &Node) -> Option<Fix> {
    let mut fix = Fix { change: Change::None, add: None, safe: false };
    if let Value::Text(word) = &node.value {
        if word == "delete" {
            fix.change = Change::Delete;
            return Some(fix);
        }
        reader.problem(node.span, "`fix` must be `delete` or a map with one change");
        return None;
    }
    let mut changes = 0;
    for (key, node) in
        reader.entries(node, "a fix", &["delete", "replace", "value", "add", "rewrite", "safe"])
    {
        let change = match key {
            "safe" => {
                fix.safe = reader.flag(node, key);
                continue;
            }
            "add" => {
                fix.add = reader.scalar(node, key);
                continue;
            }
            "delete" => reader.flag(node, key).then_some(Change::Delete),
            "replace" if matches!(node.value, Value::Map(_)) => {
                Some(Change::ReplaceBy(text_pairs(reader, node, key)))
            }
            "replace" => reader.scalar(node, key).map(Change::Replace),
            "value" => reader.scalar(node, key).map(Change::Value),
            _ => reader.scalar(node, key).map(Change::Rewrite),
        };
        changes += 1;
        fix.change = change?;
    }
    if changes > 1 {
        reader.problem(node.span, "a fix makes one change, beside which only `add` may stand");
        return None;
    }
    (changes == 1 || fix.add.is_some()).then_some(fix)
}

/// `prose: terms` means the terms of the page, its title among them.
pub(super) fn use_terms(page: &mut Page) {
    let Some(rule) = &mut page.rule else { return };
    for matcher in &mut rule.matchers {
        if matcher.surface == Surface::Prose && matcher.patterns.iter().any(|pattern| pattern == "terms") {
            matcher.patterns.retain(|pattern| pattern != "terms");
            let mut seen: HashSet<String> = matcher.patterns.iter().cloned().collect();
            let terms = page.terms.iter().map(|term| &term.text);
            let new = std::iter::once(&page.title).chain(terms).filter(|term| seen.insert((*term).clone()));
            matcher.patterns.extend(new.cloned());
        }
    }
}
