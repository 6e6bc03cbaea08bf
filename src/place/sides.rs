//! The sides of one setting: its entry in a list of settings, and the rules about it.

use crate::context::Context;
use crate::document::outline::Setting;
use crate::knowledge::rule::{Matcher, Surface};
use crate::knowledge::{Kind, Page};
use crate::matching::MatcherIndex;
use crate::matching::path::PathPattern;
use std::sync::Arc;

/// The pages about a setting, and the ids of those whose rule is about other values than the one at hand.
///
/// A page that flags the key whatever its value comes first. Before a page that flags some values comes the entry
/// that says what the setting does, if it says more than where to look.
pub(super) fn of_setting(context: &Context, kind: Kind, setting: &Setting) -> (Vec<Arc<Page>>, Vec<String>) {
    let mut pages = context.library.key(kind, &setting.name);
    let is_about_values = |page: &Page| is_about_values(page, kind, &setting.name);
    let mut unconcerned = Vec::new();
    for page in pages.iter().filter(|page| is_about_values(page)) {
        if !is_flagged(context, page, setting) {
            unconcerned.push(page.id.clone());
        }
    }
    let only_refers = |page: &Page| only_refers(context, page);
    pages.sort_by_cached_key(|page| match page.reference {
        Some(_) if only_refers(page) => 4,
        Some(_) => 1,
        None if unconcerned.contains(&page.id) => 3,
        None if is_about_values(page) => 2,
        None => 0,
    });
    if pages.iter().any(|page| page.reference.is_none()) {
        pages.retain(|page| page.reference.is_none() || !only_refers(page));
    }
    (pages, unconcerned)
}

/// Whether the rule of a page that is no entry flags the key with some values only.
fn is_about_values(page: &Page, kind: Kind, name: &str) -> bool {
    if page.reference.is_some() {
        return false;
    }
    let mut matchers = matchers_of(page, kind, name).peekable();
    matchers.peek().is_some()
        && matchers.all(|matcher| !matcher.values.is_empty() || !matcher.conditions.is_empty())
}

/// The matchers that concern a key of a kind.
fn matchers_of<'p>(page: &'p Page, kind: Kind, name: &'p str) -> impl Iterator<Item = &'p Matcher> {
    let names_key = move |pattern: &String| PathPattern::parse(pattern).may_name(name);
    page.rule.iter().flat_map(|rule| &rule.matchers).filter(move |matcher| {
        matcher.surface == Surface::Setting
            && (matcher.kinds.is_empty() || matcher.kinds.contains(&kind))
            && matcher.patterns.iter().any(names_key)
    })
}

/// Whether a matcher of the page's rule holds for this setting as it stands in the document.
fn is_flagged(context: &Context, page: &Page, setting: &Setting) -> bool {
    let matchers = page.rule.iter().flat_map(|rule| &rule.matchers);
    let index = MatcherIndex::new(matchers.filter(|matcher| matcher.surface == Surface::Setting));
    let outline = &context.document.outline;
    index.hits(context.document).iter().any(|hit| {
        let hit_setting = hit.setting.and_then(|id| outline.settings.get(id.0 as usize));
        hit_setting.is_some_and(|found| found.key == setting.key)
    })
}

/// Whether an entry has no facts: its page says everything about the key.
fn only_refers(context: &Context, entry: &Page) -> bool {
    let list = entry.see.last().and_then(|id| context.library.page(id));
    let Some(list) = list else { return false };
    let own = list.entries.iter().find(|known| known.name == entry.title);
    own.is_some_and(|own| own.see.is_some() && own.facts.iter().all(|(name, _)| name == "See"))
}
