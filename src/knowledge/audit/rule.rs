//! A rule says what, since when and instead; it names its fix; and its examples prove it.

use super::Audit;
use crate::knowledge::page::{Example, Page};
use crate::knowledge::rule::{Boundary, Change, Fix, Matcher, Rule, Surface};
use crate::knowledge::version::Version;
use crate::text::Span;

/// What may stand between braces in `message`, `instead` and `fix`, beside `{1}` to `{9}`.
const PLACEHOLDERS: [&str; 7] = ["match", "key", "value", "product", "deprecated", "removed", "version"];

pub(super) fn check(audit: &mut Audit<'_>, page: &Page, rule: &Rule) {
    let place = audit.place("rule");
    let has_lifecycle = !page.lifecycle.is_empty();
    let dated = |matcher: &Matcher| matcher.deprecated.is_some() || matcher.removed.is_some();
    let all_dated = has_lifecycle || rule.matchers.iter().all(dated);
    if !all_dated && rule.status.is_none() {
        audit.reader.problem(place, "a rule without a lifecycle needs a `status`");
    }
    if !all_dated && rule.severity.is_none() {
        audit.reader.problem(place, "a rule without a lifecycle needs a `severity`");
    }
    if has_lifecycle && rule.status.is_some() {
        audit.reader.problem(place, "the lifecycle decides the `status`; leave it out");
    }
    if !all_dated && rule.message.is_none() && rule.matchers.iter().any(|matcher| matcher.message.is_none()) {
        audit.reader.problem(place, "a rule without a lifecycle needs a `message`");
    }
    texts(audit, place, [&rule.message, &rule.instead]);
    let removed = page.lifecycle.iter().any(|entry| entry.removed.is_some());
    fix(audit, place, rule.fix.as_ref(), removed);
    for matcher in &rule.matchers {
        let place = audit.reader.line_span(matcher.line as usize);
        texts(audit, place, [&matcher.message, &matcher.instead]);
        fix(audit, place, matcher.fix.as_ref(), removed || matcher.removed.is_some());
        if let Some(of) = &matcher.of {
            audit.product(of, place);
        }
        if matcher.surface == Surface::Code && matcher.import.is_empty() {
            code(audit, place, matcher);
        }
    }
    examples(audit, page);
}

fn texts(audit: &mut Audit<'_>, place: Span, texts: [&Option<String>; 2]) {
    for text in texts.into_iter().flatten() {
        placeholders(audit, place, text);
    }
}

fn placeholders(audit: &mut Audit<'_>, place: Span, text: &str) {
    for part in text.split('{').skip(1) {
        let Some((name, _)) = part.split_once('}') else { continue };
        let is_name =
            !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        let digit = matches!(name.as_bytes(), [b'1'..=b'9']);
        if is_name && !digit && !PLACEHOLDERS.contains(&name) {
            let known = crate::knowledge::parse::listed(&PLACEHOLDERS);
            audit.reader.problem(place, format!("`{{{name}}}` stands for nothing; use {known}, or 1 to 9"));
        }
    }
}

fn fix(audit: &mut Audit<'_>, place: Span, fix: Option<&Fix>, removed: bool) {
    let Some(fix) = fix else { return };
    let mut written: Vec<&String> = fix.add.iter().collect();
    match &fix.change {
        Change::Replace(text) | Change::Value(text) => written.push(text),
        Change::ReplaceBy(pairs) => written.extend(pairs.iter().map(|(_, text)| text)),
        Change::None | Change::Delete | Change::Rewrite(_) => {}
    }
    for text in written {
        placeholders(audit, place, text);
    }
    if !fix.safe {
        return;
    }
    match fix.change {
        Change::Delete if removed => {}
        Change::Delete => audit.reader.problem(place, "`delete` is safe only for what was removed"),
        Change::Replace(_) | Change::ReplaceBy(_) => {}
        _ => audit.reader.problem(place, "only `delete` and `replace` may be `safe`"),
    }
}

/// Without an import a pattern of code must be unmistakable: a name of two parts, or a string.
fn code(audit: &mut Audit<'_>, place: Span, matcher: &Matcher) {
    for pattern in &matcher.patterns {
        let has_string = pattern.contains(['"', '\'']);
        let has_parts = pattern.split_whitespace().any(|word| {
            let mut parts =
                word.split(['.', ':']).filter(|part| part.bytes().any(|byte| byte.is_ascii_alphanumeric()));
            parts.next().is_some() && parts.next().is_some()
        });
        if !has_string && !has_parts {
            let message = format!(
                "the code pattern `{pattern}` is too common; add `import`, a name of two parts or a string"
            );
            audit.reader.problem(place, message);
        }
    }
}

fn examples(audit: &mut Audit<'_>, page: &Page) {
    let of = |flagged: bool| page.examples.iter().filter(move |example| example.flagged == flagged);
    let place = page.title_span;
    for (flagged, heading) in [(true, "Flagged"), (false, "Accepted")] {
        let count = of(flagged).count();
        if count < 2 {
            let fences: usize = of(flagged).map(|example| example.files.len()).sum();
            let hint =
                if fences > count { " (fences without text between them are one workspace)" } else { "" };
            let message = format!("a rule needs two examples under `## {heading}`, here are {count}{hint}");
            audit.reader.problem(place, message);
        }
    }
    for example in of(true).filter(|example| example.files.iter().all(|file| file.markers.is_empty())) {
        let place = audit.reader.line_span(example.line);
        audit
            .reader
            .problem(place, "a flagged example needs a line of carets `^^^^ id` under what is flagged");
    }
    if !of(true).any(|example| marks(example, &page.id)) && of(true).next().is_some() {
        audit.reader.problem(place, format!("no flagged example marks a finding of `{}`", page.id));
    }
    for entry in &page.lifecycle {
        let versions: Vec<&Version> = [&entry.deprecated, &entry.removed]
            .into_iter()
            .flatten()
            .filter_map(|boundary| match boundary {
                Boundary::Version(version) => Some(version),
                Boundary::Date(_) => None,
            })
            .collect();
        let below = |example: &Example| {
            example.with.iter().any(|(product, version)| {
                *product == entry.of
                    && versions.iter().all(|first| !Version::parse(version).has_reached(first))
            })
        };
        if !versions.is_empty() && !of(false).any(below) {
            let message = format!(
                "the lifecycle needs an accepted example with=\"{} …\" below its first version",
                entry.of
            );
            audit.reader.problem(place, message);
        }
    }
}

fn marks(example: &Example, rule: &str) -> bool {
    example.files.iter().flat_map(|file| &file.markers).any(|marker| marker.rule == rule)
}
