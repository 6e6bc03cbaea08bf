//! Quick fixes: what a page's `fix` changes in the text around a hit.

mod add;
mod remove;
mod rewrite;
mod tree;
mod words;
mod written;

use super::finding::{Edit, FixClass, QuickFix};
use super::message::{Filling, fill};
use super::rules::Owner;
use crate::document::Document;
use crate::knowledge::kind::Reader;
use crate::knowledge::rule::{Change, Fix, Status};
use crate::matching::Hit;
use crate::text::Span;
use crate::text::glob::Glob;
use written::{inside_quotes, like_original, like_word, value_at};

/// The fix of a matcher or of its rule, applied to a hit.
#[must_use]
pub fn quick_fixes(
    owner: &Owner<'_>,
    hit: &Hit,
    filling: &Filling<'_>,
    document: &Document,
) -> Vec<QuickFix> {
    let Some(fix) = owner.matcher.fix.as_ref().or(owner.rule.fix.as_ref()) else { return Vec::new() };
    let Some((mut title, mut edits)) = change(fix, hit, filling, document) else { return Vec::new() };
    if let Some(line) = &fix.add {
        let line = fill(line, filling);
        if title.is_empty() {
            title = format!("Add `{line}`");
        }
        if !add::add_line(&mut edits, &line, hit, document) {
            return Vec::new();
        }
    }
    if edits.is_empty() {
        return Vec::new();
    }
    edits.sort_by_key(|edit| edit.span);
    // Deleting what still works changes behaviour: only what was removed may go without a look.
    let is_safe = fix.safe && (filling.judgement.status == Status::Removed || fix.change != Change::Delete);
    let class = if is_safe { FixClass::Safe } else { FixClass::Suggested };
    vec![QuickFix { title, class, edits }]
}

/// The same for a phrase of running text, which can only be replaced by another.
#[must_use]
pub fn phrase_fixes(
    owner: &Owner<'_>,
    span: Span,
    filling: &Filling<'_>,
    document: &Document,
) -> Vec<QuickFix> {
    let fix = owner.matcher.fix.as_ref().or(owner.rule.fix.as_ref());
    let matched = span.of(&document.text);
    let replacement = match fix.map(|fix| &fix.change) {
        Some(Change::Replace(replacement)) => Some(fill(replacement, filling)),
        Some(Change::ReplaceBy(entries)) => replaced_by(entries, matched, filling),
        _ => None,
    };
    let Some(text) = replacement.map(|text| like_word(&text, matched)) else { return Vec::new() };
    let is_safe = fix.is_some_and(|fix| fix.safe);
    let class = if is_safe { FixClass::Safe } else { FixClass::Suggested };
    vec![QuickFix { title: format!("Replace with `{text}`"), class, edits: vec![Edit { span, text }] }]
}

/// By the first pattern that takes what was matched.
fn replaced_by(entries: &[(String, String)], matched: &str, filling: &Filling<'_>) -> Option<String> {
    entries.iter().find_map(|(pattern, replacement)| {
        let taken = Glob::parse(pattern).captures(matched, true)?;
        let mut replacement = replacement.clone();
        for (number, span) in taken.iter().enumerate().rev() {
            replacement = replacement.replace(&format!("{{{}}}", number + 1), span.of(matched));
        }
        Some(fill(&replacement, filling))
    })
}

fn change(fix: &Fix, hit: &Hit, filling: &Filling<'_>, document: &Document) -> Option<(String, Vec<Edit>)> {
    let text: &str = &document.text;
    match &fix.change {
        Change::None => Some((String::new(), Vec::new())),
        Change::Delete => {
            let title = format!("Delete `{}`", filling.matched);
            Some((title, remove::removal(hit, document)?))
        }
        Change::Replace(replacement) => {
            let span = inside_quotes(hit.span, text);
            let replacement = like_original(&fill(replacement, filling), span.of(text));
            Some(replace(span, &replacement, hit, document))
        }
        Change::ReplaceBy(entries) => {
            let span = inside_quotes(hit.span, text);
            let replacement = replaced_by(entries, span.of(text), filling)?;
            let replacement = like_original(&replacement, span.of(text));
            Some(replace(span, &replacement, hit, document))
        }
        Change::Value(value) => {
            let span = hit.value_span?;
            Some(replace(span, &fill(value, filling), hit, document))
        }
        Change::Rewrite(name) => rewrite::rewrite(name, hit, text),
    }
}

/// A value is written as its place takes it; of an element that gets a new name, both tags do.
fn replace(span: Span, replacement: &str, hit: &Hit, document: &Document) -> (String, Vec<Edit>) {
    let title = format!("Replace with `{replacement}`");
    let is_value = hit.value_span == Some(span);
    let text =
        if is_value { value_at(replacement, span, hit.unit, document) } else { replacement.to_string() };
    let mut edits = vec![Edit { span, text: text.clone() }];
    let is_xml = document.outline.kind_of(hit.unit).is_some_and(|kind| kind.row().reader == Reader::Xml);
    if is_xml && hit.covers_key {
        let name = span.of(&document.text);
        let element = hit.extent.of(&document.text);
        if let Some(before) = element.strip_suffix('>').and_then(|rest| rest.trim_end().strip_suffix(name)) {
            let start = hit.extent.start() + before.len();
            let closes = before.rsplit_once('<').is_some_and(|(_, tag)| tag.starts_with('/'));
            if closes && start > span.start() {
                edits.push(Edit { span: Span::new(start, start + name.len()), text });
            }
        }
    }
    (title, edits)
}
