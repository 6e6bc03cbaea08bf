//! Keys, values and image tags of configuration files.

use super::{Item, LIMIT, LOOKED_AT, item};
use crate::context::Context;
use crate::knowledge::kind::Fold;
use crate::knowledge::product::End;
use crate::knowledge::rule::Change;
use crate::knowledge::{Kind, Page};
use crate::place;
use crate::text::Span;
use std::sync::Arc;

pub(super) fn items(context: &Context, line: Span, offset: usize, invoked: bool) -> Vec<Item> {
    let before = Span::new(line.start(), offset).of(&context.document.text);
    let tags = tags(context, before, offset);
    if !tags.is_empty() {
        return tags;
    }
    let Some(kind) = place::kind_at(context, offset) else { return Vec::new() };
    match key_being_typed(before) {
        Some(typed) => keys(context, kind, Span::new(offset - typed.len(), offset), invoked),
        None => values(context, kind, offset),
    }
}

/// What is typed of a key, if the cursor is at one: nothing but blanks and dashes of a list stand before it.
fn key_being_typed(before: &str) -> Option<&str> {
    let trimmed = before.trim_start().trim_start_matches("- ").trim_start();
    let is_key = trimmed.chars().all(|character| character.is_alphanumeric() || "_-.".contains(character));
    is_key.then_some(trimmed)
}

fn keys(context: &Context, kind: Kind, replace: Span, invoked: bool) -> Vec<Item> {
    let typed = replace.of(&context.document.text);
    let entries = match (typed.is_empty(), invoked) {
        (true, false) => Vec::new(),
        (true, true) => all_entries(context, kind),
        (false, _) => entries_beginning_with(context, kind, typed),
    };
    let with_dashes = kind.row().fold == Fold::MysqlOption && typed.contains('-') && !typed.contains('_');
    let name = |page: &Page| if with_dashes { page.title.replace('_', "-") } else { page.title.clone() };
    entries.iter().map(|page| item(context, page, name(page), replace)).collect()
}

fn entries_beginning_with(context: &Context, kind: Kind, typed: &str) -> Vec<Arc<Page>> {
    let fold = kind.row().fold;
    let start = fold.apply(typed);
    let mut pages = Vec::new();
    for term in context.library.prefix(typed, LOOKED_AT) {
        if pages.len() >= LIMIT {
            break;
        }
        if !term.page.contains('.') || !fold.apply(&term.term).starts_with(&start) {
            continue;
        }
        pages.extend(
            context.library.page(&term.page).filter(|page| is_key_of(page, kind) && page.title != typed),
        );
    }
    pages
}

/// The first entries of the kind's reference pages, in the order of their names.
fn all_entries(context: &Context, kind: Kind) -> Vec<Arc<Page>> {
    let ids = context.library.page_ids().into_iter().filter(|id| id.contains('.'));
    ids.filter_map(|id| context.library.page(&id)).filter(|page| is_key_of(page, kind)).take(LIMIT).collect()
}

fn is_key_of(page: &Page, kind: Kind) -> bool {
    super::is_entry(page) && page.reference.as_deref() == Some(kind.name())
}

/// Values that a rule about the key would put in place of a flagged one.
fn values(context: &Context, kind: Kind, offset: usize) -> Vec<Item> {
    let Some(setting) = place::setting_at(&context.document.outline, offset) else { return Vec::new() };
    let Some(value) = setting.value.as_ref().filter(|value| value.span.touches(offset)) else {
        return Vec::new();
    };
    let mut items = Vec::new();
    for page in context.library.key(kind, &setting.name) {
        let Some(rule) = &page.rule else { continue };
        let own = rule.matchers.iter().filter_map(|matcher| matcher.fix.as_ref());
        for fix in own.chain(rule.fix.as_ref()) {
            if let Change::Value(text) = &fix.change
                && !text.contains('{')
                && *text != value.text
            {
                items.push(Item { deprecated: false, ..item(context, &page, text.clone(), value.span) });
            }
        }
    }
    items
}

/// The living release cycles of the image whose tag is being typed.
fn tags(context: &Context, before: &str, offset: usize) -> Vec<Item> {
    let is_reference = |character: char| character.is_ascii_alphanumeric() || "./_-:".contains(character);
    let start = before
        .rfind(|character| !is_reference(character))
        .map_or(0, |at| at + before.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8));
    let Some((name, tag)) = before.get(start..).and_then(|reference| reference.rsplit_once(':')) else {
        return Vec::new();
    };
    let name = name.trim_start_matches("docker.io/").trim_start_matches("library/");
    let Some((page, _)) = context.products.of_image(name) else { return Vec::new() };
    let replace = Span::new(offset - tag.len(), offset);
    let mut items = Vec::new();
    for release in &page.releases {
        let ends = match release.ends {
            End::On(date) if date < context.today => continue,
            End::On(date) => format!("security fixes until {date}"),
            End::Open => "no end announced".to_string(),
        };
        let is_out = release.released.is_none_or(|date| date <= context.today);
        if is_out && release.cycle.starts_with(tag) && release.cycle != tag {
            let lts = if release.lts { ", long-term support" } else { "" };
            let detail = format!("{} {}: {ends}{lts}", page.title, release.cycle);
            let cycle = item(context, page, release.cycle.clone(), replace);
            items.push(Item { detail, deprecated: false, ..cycle });
        }
    }
    items
}
