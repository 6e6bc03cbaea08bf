//! Quick fixes: what a page's `fix` changes in the text around a hit.

use super::finding::{Edit, FixClass, QuickFix};
use super::message::{Filling, fill};
use super::rules::Owner;
use crate::knowledge::rule::{Change, Fix, Status};
use crate::matching::Hit;
use crate::text::Span;
use crate::text::glob::Glob;
use crate::text::line::{line_around, whole_line_around};

/// The fix of a matcher or of its rule, applied to a hit.
#[must_use]
pub fn quick_fixes(owner: &Owner<'_>, hit: &Hit, filling: &Filling<'_>, text: &str) -> Vec<QuickFix> {
    let Some(fix) = owner.matcher.fix.as_ref().or(owner.rule.fix.as_ref()) else { return Vec::new() };
    let Some((title, mut edits)) = change(fix, hit, filling, text) else { return Vec::new() };
    let mut title = title;
    if let Some(line) = &fix.add {
        let line = fill(line, filling);
        if title.is_empty() {
            title = format!("Add `{line}`");
        }
        add_line(&mut edits, &line, hit, text);
    }
    if edits.is_empty() {
        return Vec::new();
    }
    // Deleting what still works changes behaviour: only what was removed may go without a look.
    let is_safe = fix.safe && (filling.judgement.status == Status::Removed || fix.change != Change::Delete);
    let class = if is_safe { FixClass::Safe } else { FixClass::Suggested };
    vec![QuickFix { title, class, edits }]
}

fn change(fix: &Fix, hit: &Hit, filling: &Filling<'_>, text: &str) -> Option<(String, Vec<Edit>)> {
    let replace = |span: Span, replacement: String| {
        let title = format!("Replace with `{replacement}`");
        Some((title, vec![Edit { span, text: replacement }]))
    };
    match &fix.change {
        Change::None => Some((String::new(), Vec::new())),
        Change::Delete => {
            let span = deleted(hit, text);
            let title = format!("Delete `{}`", filling.matched);
            Some((title, vec![Edit { span, text: String::new() }]))
        }
        Change::Replace(replacement) => {
            let span = inside_quotes(hit.span, text);
            replace(span, like_original(&fill(replacement, filling), span.of(text)))
        }
        Change::ReplaceBy(entries) => {
            let span = inside_quotes(hit.span, text);
            let matched = span.of(text);
            entries.iter().find_map(|(pattern, replacement)| {
                let taken = Glob::parse(pattern).captures(matched, true)?;
                let mut replacement = replacement.clone();
                for (number, span) in taken.iter().enumerate().rev() {
                    replacement = replacement.replace(&format!("{{{}}}", number + 1), span.of(matched));
                }
                replace(span, like_original(&fill(&replacement, filling), matched))
            })
        }
        Change::Value(value) => replace(hit.value_span?, fill(value, filling)),
        Change::Rewrite(_) => None,
    }
}

/// The setting, instruction or statement if the hit covers its key or start, else the words and one blank.
fn deleted(hit: &Hit, text: &str) -> Span {
    let span = if hit.covers_key { hit.extent } else { hit.span };
    let line_start = line_around(text, span.start()).start();
    let line_end = line_around(text, span.end()).end();
    let head = text.get(line_start..span.start()).unwrap_or_default();
    let tail = text.get(span.end()..line_end).unwrap_or_default();
    // A statement's own semicolon goes with it, and so does the dash of a list item.
    let stands_alone = matches!(head.trim(), "" | "-")
        && (matches!(tail.trim(), "" | ";") || tail.trim_start().starts_with('#'));
    if stands_alone {
        return Span::new(line_start, whole_line_around(text, span.end()).end());
    }
    if let Some(rest) = tail.trim_start().strip_prefix(',') {
        return Span::new(span.start(), line_end - rest.trim_start().len());
    }
    if let Some(before_comma) = head.trim_end().strip_suffix(',') {
        return Span::new(line_start + before_comma.len(), span.end());
    }
    // Only a whole statement takes its semicolon along: `listen 443 ssl http2;` still needs it.
    let rest = tail.strip_prefix(';').filter(|_| hit.covers_key).unwrap_or(tail);
    let rest = rest.strip_prefix([' ', '\t']).unwrap_or(rest);
    if rest.len() < tail.len() {
        return Span::new(span.start(), line_end - rest.len());
    }
    let blank = usize::from(head.ends_with([' ', '\t']));
    Span::new(span.start() - blank, span.end())
}

/// Puts a line below the hit, with its indentation and its kind of line break.
fn add_line(edits: &mut Vec<Edit>, line: &str, hit: &Hit, text: &str) {
    let first = line_around(text, hit.extent.start());
    let written = first.of(text);
    let indentation = written.get(..written.len() - written.trim_start().len()).unwrap_or_default();
    let last = line_around(text, hit.extent.end());
    let line_break =
        if text.get(last.end()..).is_some_and(|rest| rest.starts_with("\r\n")) { "\r\n" } else { "\n" };
    // Where the whole line goes, the new one takes its place.
    if let Some(edit) = edits.iter_mut().find(|edit| edit.span.end() > last.end()) {
        edit.text = format!("{indentation}{line}{line_break}{}", edit.text);
        return;
    }
    edits.push(Edit { span: Span::at(last.end()), text: format!("{line_break}{indentation}{line}") });
}

/// A word that was matched with its quotes keeps them.
fn inside_quotes(span: Span, text: &str) -> Span {
    let written = span.of(text);
    let quoted = ['"', '\'']
        .iter()
        .any(|quote| written.len() >= 2 && written.starts_with(*quote) && written.ends_with(*quote));
    if quoted { Span::new(span.start() + 1, span.end() - 1) } else { span }
}

/// Lower case stays lower case: `show slave status` becomes `show replica status`.
fn like_original(replacement: &str, original: &str) -> String {
    let lower = original.chars().any(char::is_lowercase) && !original.chars().any(char::is_uppercase);
    let shouts = replacement.chars().any(char::is_uppercase) && !replacement.chars().any(char::is_lowercase);
    if lower && shouts { replacement.to_lowercase() } else { replacement.to_string() }
}
