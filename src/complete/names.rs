//! Terms inside the names of source code, joined as the name is typed.

use super::{Item, LETTERS, LOOKED_AT, is_listed, item};
use crate::context::Context;
use crate::text::Span;
use crate::text::identifier::{self, Case};
use crate::text::normal_form::normal_form;
use crate::text::words::words;

pub(super) fn items(context: &Context, line: Span, offset: usize) -> Vec<Item> {
    let text = line.of(&context.document.text);
    let Some(name) = identifier::identifier_at(text, offset - line.start()) else { return Vec::new() };
    let name = name.shifted(line.start());
    let typed = Span::new(name.start(), offset);
    if name.end() != offset || typed.len() > 100 {
        return Vec::new();
    }
    let typed_text = typed.of(&context.document.text);
    let Some(case) = case_being_typed(typed_text) else { return Vec::new() };
    let mut items = Vec::new();
    for part in identifier::parts(typed_text) {
        let replace = Span::new(typed.start() + part.start(), offset);
        items.extend(beginning_with(context, replace, if part.start() == 0 { case } else { inner(case) }));
    }
    items
}

/// The way a name is being written; one word alone says it by its capitals.
fn case_being_typed(typed: &str) -> Option<Case> {
    if let Some(case) = identifier::case_of(typed) {
        return Some(case);
    }
    let letters = typed.chars().filter(|character| character.is_alphabetic()).count();
    if letters == 0 {
        return None;
    }
    let is_upper = |text: &str| !text.chars().any(char::is_lowercase);
    match (is_upper(typed), typed.starts_with(char::is_uppercase)) {
        (true, _) if letters > 1 => Some(Case::Screaming),
        (_, true) => Some(Case::Pascal),
        _ => Some(Case::Camel),
    }
}

/// The case of words further inside a name.
fn inner(case: Case) -> Case {
    if case == Case::Camel { Case::Pascal } else { case }
}

fn beginning_with(context: &Context, replace: Span, case: Case) -> Vec<Item> {
    let typed = replace.of(&context.document.text);
    if typed.chars().filter(|character| character.is_alphanumeric()).count() < LETTERS {
        return Vec::new();
    }
    let prefix = crate::text::normal_form::split_form(typed);
    let mut found = Vec::new();
    for term in context.library.prefix(&prefix, LOOKED_AT) {
        let form = normal_form(&term.term);
        let parts: Vec<&str> = words(&form).map(|word| word.of(&form)).collect();
        let is_longer = form.len() > prefix.len();
        if parts.len() < 2 || !is_longer {
            continue;
        }
        if let Some(page) = context.library.page(&term.page).filter(|page| is_listed(page, &term.term)) {
            found.push((parts.len(), identifier::join(&parts, case), page));
        }
    }
    found.sort_by(|one, other| (one.0, &one.1).cmp(&(other.0, &other.1)));
    found.into_iter().map(|(_, name, page)| item(context, &page, name, replace)).collect()
}
