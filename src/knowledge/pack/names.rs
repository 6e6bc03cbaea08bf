//! Every surface form under which a page is found.

use super::Standing;
use crate::knowledge::page::Page;
use crate::knowledge::rule::{Matcher, Surface};
use crate::text::glob::{Expansion, Glob};
use crate::text::normal_form::normal_form;
use crate::text::variants::{acronym_plural, variants};

/// A surface form and how it names the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Form {
    pub text: String,
    pub standing: Standing,
    pub exact_case: bool,
}

/// Title, terms, their plurals and spellings, and what the rule names literally.
pub(super) fn forms(page: &Page) -> Vec<Form> {
    let mut forms = Vec::new();
    if is_entry(page) {
        forms.push(Form { text: page.title.clone(), standing: Standing::Key, exact_case: false });
        return forms;
    }
    let exact_title = page.terms.iter().any(|term| term.exact_case && term.text == page.title);
    forms.push(Form { text: page.title.clone(), standing: Standing::Title, exact_case: exact_title });
    for term in &page.terms {
        forms.push(Form { text: term.text.clone(), standing: Standing::Term, exact_case: term.exact_case });
    }
    let is_name = page.product.is_some();
    for index in 0..forms.len() {
        let Some(form) = forms.get(index) else { continue };
        if form.exact_case {
            let plural = acronym_plural(&form.text).filter(|_| !is_name);
            forms.extend(plural.map(|text| Form { text, standing: Standing::Variant, exact_case: true }));
            continue;
        }
        for variant in variants(&form.text, is_name) {
            let exact_case = variant.exact_case;
            forms.push(Form { text: variant.text, standing: Standing::Variant, exact_case });
        }
    }
    for text in keys(page) {
        // A term says more than a key: it names the page wherever it stands.
        if forms.iter().any(|form| normal_form(&form.text) == normal_form(&text)) {
            continue;
        }
        forms.push(Form { text, standing: Standing::Key, exact_case: false });
    }
    forms
}

/// Whether the page is one setting of a reference page.
fn is_entry(page: &Page) -> bool {
    page.reference.is_some() && page.entries.is_empty() && page.id.ends_with(&page.title)
}

/// Keys, variables and flags that the rule names literally, and those that its examples hold for a glob.
fn keys(page: &Page) -> Vec<String> {
    let Some(rule) = &page.rule else { return Vec::new() };
    let mut keys: Vec<String> = Vec::new();
    for matcher in &rule.matchers {
        for pattern in &matcher.patterns {
            let found = match matcher.surface {
                Surface::Setting => setting_keys(page, matcher, pattern),
                Surface::Env => open_names(page, Glob::parse(pattern).expansions()),
                Surface::Command => flags(pattern),
                _ => continue,
            };
            keys.extend(found);
        }
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The last keys of a path. With a value test the page is about the value: then only a key that no other
/// page would mean (`default_authentication_plugin`, not `uses`).
fn setting_keys(page: &Page, matcher: &Matcher, pattern: &str) -> Vec<String> {
    let glob = Glob::parse(pattern);
    let last: Vec<Expansion> =
        glob.expansions().iter().filter_map(|expansion| expansion.split('.').pop()).collect();
    let mut keys = open_names(page, &last);
    if !matcher.values.is_empty() || !matcher.conditions.is_empty() {
        keys.retain(|key| key.contains(['_', '-']));
    }
    keys.into_iter().map(|key| key.trim_end_matches("[]").to_string()).collect()
}

/// Literal names as they are; for open ones what the markers of the page's examples cover.
fn open_names(page: &Page, names: &[Expansion]) -> Vec<String> {
    let mut found = Vec::new();
    for name in names {
        match name.literal() {
            Some(literal) => found.push(literal),
            None if name.is_any() => {}
            None => found.extend(marked(page).filter(|text| name.captures(text, true).is_some())),
        }
    }
    found.retain(|name| name.len() > 1 && name.bytes().any(|byte| byte.is_ascii_alphabetic()));
    found
}

/// What the flagged examples mark for the page's own rule, where it is one name.
fn marked(page: &Page) -> impl Iterator<Item = String> + '_ {
    let files = page.examples.iter().filter(|example| example.flagged).flat_map(|example| &example.files);
    files.flat_map(move |file| {
        let own = file.markers.iter().filter(move |marker| marker.rule == page.id);
        let texts = own.map(move |marker| marker.span.of(&file.text).replace('-', "_"));
        texts.filter(|text| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.".contains(&byte)))
    })
}

/// `mongod ... --bind_ip_all=*` names `--bind_ip_all`.
fn flags(pattern: &str) -> Vec<String> {
    let mut flags = Vec::new();
    for word in pattern.split_whitespace() {
        let flag = word.split('=').next().unwrap_or(word);
        if flag.starts_with("--") && flag.len() > 4 {
            flags.extend(Glob::parse(flag).expansions().iter().filter_map(Expansion::literal));
        }
    }
    flags
}
