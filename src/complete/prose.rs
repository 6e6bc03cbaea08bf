//! Terms in running text, comments and strings.

use super::{Item, LETTERS, LOOKED_AT, is_entry, item};
use crate::context::Context;
use crate::knowledge::Page;
use crate::text::Span;
use crate::text::normal_form::normal_form;
use crate::text::words::{is_word_character, words};
use std::sync::Arc;

/// A term is followed back over this many words: `query ca`.
const WORDS_BACK: usize = 4;
/// And over this many bytes.
const BYTES_BACK: usize = 120;
/// A longer title is a sentence.
const TITLE_WORDS: usize = 5;
/// How many near terms an explicit question gets when no term begins with what is typed.
const NEAR: usize = 10;

pub(super) fn items(context: &Context, line: Span, offset: usize, invoked: bool) -> Vec<Item> {
    let text = &context.document.text;
    if text.get(offset..).is_some_and(|rest| rest.starts_with(is_word_character)) {
        return Vec::new();
    }
    let starts = starts(text, line, offset);
    let mut items = Vec::new();
    for start in &starts {
        items.extend(beginning_with(context, Span::new(*start, offset)));
    }
    if items.is_empty() && invoked {
        let mut answers = starts.iter().map(|start| near(context, Span::new(*start, offset)));
        items.extend(answers.find(|answer| !answer.is_empty()).unwrap_or_default());
    }
    items
}

/// Where a term may have begun, the longest way back first.
fn starts(text: &str, line: Span, offset: usize) -> Vec<usize> {
    let from = line.start().max(offset.saturating_sub(BYTES_BACK));
    let from = (from..=offset).find(|at| text.is_char_boundary(*at)).unwrap_or(offset);
    let typed = Span::new(from, offset).of(text);
    let found: Vec<Span> = words(typed).collect();
    // What ends with a mark or a blank is not being typed.
    if found.last().is_none_or(|last| last.end() != typed.len()) {
        return Vec::new();
    }
    let mut starts: Vec<usize> = Vec::new();
    let mut next: Option<Span> = None;
    for word in found.iter().rev().take(WORDS_BACK) {
        let joined = next.is_none_or(|next| is_joint(Span::new(word.end(), next.start()).of(typed)));
        if !joined {
            break;
        }
        starts.push(from + word.start());
        next = Some(*word);
    }
    starts.reverse();
    // A word in an address or a path is none of running text.
    let inside_path = starts
        .last()
        .and_then(|start| text.get(..*start))
        .is_some_and(|before| before.ends_with(['/', '@', '\\', '.']));
    if inside_path { Vec::new() } else { starts }
}

/// What may stand between the words of one term.
fn is_joint(between: &str) -> bool {
    between.chars().count() == 1 && between.chars().all(|character| " -_/.".contains(character))
}

fn beginning_with(context: &Context, replace: Span) -> Vec<Item> {
    let typed = replace.of(&context.document.text);
    let form = normal_form(typed);
    if typed.chars().filter(|character| character.is_alphanumeric()).count() < LETTERS {
        return Vec::new();
    }
    let mut found: Vec<(String, Arc<Page>)> = Vec::new();
    for term in context.library.prefix(typed, LOOKED_AT) {
        let is_longer = normal_form(&term.term).len() > form.len();
        // Lists of settings are words of prose for nobody.
        let page = context.library.page(&term.page).filter(|page| page.reference.is_none());
        if let Some(page) = page.filter(|page| is_longer && is_word_of_prose(page, &term.term)) {
            found.push((term.term, page));
        }
    }
    found.sort_by_key(|(term, page)| {
        // The canonical name of a product goes before its other names.
        let is_other_name = page.product.is_some() && *term != page.title;
        (page.area != "workspace", is_other_name, term.chars().count(), term.clone())
    });
    found.iter().map(|(term, page)| item(context, page, written(term, page, typed), replace)).collect()
}

fn near(context: &Context, replace: Span) -> Vec<Item> {
    let typed = replace.of(&context.document.text);
    if typed.chars().count() < LETTERS {
        return Vec::new();
    }
    let found = context.library.fuzzy(typed, NEAR).into_iter();
    found
        .filter_map(|term| {
            let page = context.library.page(&term.page).filter(|page| is_word_of_prose(page, &term.term))?;
            Some(item(context, &page, written(&term.term, &page, typed), replace))
        })
        .collect()
}

/// Whether people write the term in a sentence: a term of a page, or the title of a page about a thing rather than a
/// practice, of few words and without marks that only code has.
fn is_word_of_prose(page: &Page, term: &str) -> bool {
    let is_term = page.terms.iter().any(|listed| listed.text == term);
    let is_title = page.title == term && page.rule.is_none() && words(term).count() <= TITLE_WORDS;
    let is_plain = |character: char| is_word_character(character) || " -./+#@&'’".contains(character);
    !is_entry(page) && (is_term || is_title) && term.chars().all(is_plain)
}

/// Whether the page writes the term as code only, as the name of a program is written: its case never changes.
fn is_name_of_program(term: &str, page: &Page) -> bool {
    if page.title == term {
        return term.starts_with(char::is_lowercase);
    }
    let text = &page.body;
    let stands_free = |(at, _): (usize, &str)| {
        let before = text.get(..at).and_then(|text| text.chars().next_back());
        let after = text.get(at + term.len()..).and_then(|text| text.chars().next());
        before.is_none_or(char::is_whitespace) && after.is_none_or(|after| after != '`')
    };
    text.contains(&format!("`{term}`")) && !text.match_indices(term).any(stands_free)
}

/// The term in the case that its page gives it; an ordinary first word follows what is typed.
fn written(term: &str, page: &Page, typed: &str) -> String {
    let title = &page.title;
    let term = if normal_form(title) == normal_form(term) { title } else { term };
    let first = words(term).next().map_or("", |word| word.of(term));
    let is_ordinary = first.chars().skip(1).all(char::is_lowercase) && first.chars().count() > 1;
    if !is_ordinary || !term.starts_with(first) || is_name(first, page) || is_name_of_program(term, page) {
        return term.to_string();
    }
    let wants_capital = typed.starts_with(char::is_uppercase);
    let mut letters = term.chars();
    let Some(letter) = letters.next() else { return String::new() };
    let initial: String =
        if wants_capital { letter.to_uppercase().collect() } else { letter.to_lowercase().collect() };
    initial + letters.as_str()
}

/// Whether a capitalised word is a name: of a product, or because the page writes it so inside a sentence.
fn is_name(word: &str, page: &Page) -> bool {
    if !word.starts_with(char::is_uppercase) {
        return false;
    }
    if page.product.is_some() {
        return true;
    }
    let text = format!("{}\n{}", page.summary, page.body);
    text.match_indices(word).any(|(at, _)| {
        let mut before = text.get(..at).unwrap_or_default().chars().rev();
        before.next() == Some(' ')
            && before.next().is_some_and(|letter| letter.is_lowercase() || letter == ',')
    })
}
