//! A page of the workspace's glossary, begun from the words that are selected.

use super::{Action, Kind};
use crate::context::Context;
use crate::text::Span;
use crate::text::words::words;

/// The file that takes new words, from the root of the workspace; `docent init` writes it, too.
pub const GLOSSARY: &str = ".docent/knowledge/glossary.md";

/// More words than this are no term.
const WORDS: usize = 5;
/// Nor are more bytes.
const LENGTH: usize = 60;

/// The action for a selection that could be a term and is none of the workspace's own yet.
pub(super) fn add(context: &Context, selection: Span) -> Option<Action> {
    let text = &context.document.text;
    let selected = selection.of(text);
    let term = selected.trim();
    let start = selection.start() + selected.len() - selected.trim_start().len();
    let count = words(term).count();
    let is_plain = |character: char| character.is_alphanumeric() || " -_./+'’&".contains(character);
    let is_term = (1..=WORDS).contains(&count)
        && term.len() <= LENGTH
        && term.chars().all(is_plain)
        && term.chars().any(char::is_alphabetic)
        // A part of a word is selected by accident.
        && stands_alone(text, Span::new(start, start + term.len()));
    let is_known = || context.library.exact(term).iter().any(|page| page.area == "workspace");
    (is_term && !is_known()).then(|| Action {
        title: format!("Add “{term}” to the glossary"),
        kind: Kind::Glossary(term.to_string()),
        edits: Vec::new(),
        finding: None,
        preferred: false,
    })
}

fn stands_alone(text: &str, selection: Span) -> bool {
    let before = text.get(..selection.start()).and_then(|text| text.chars().next_back());
    let after = text.get(selection.end()..).and_then(|text| text.chars().next());
    let is_free = |character: Option<char>| character.is_none_or(|character| !character.is_alphanumeric());
    is_free(before) && is_free(after)
}

/// What is put at the end of the glossary for a new term. `present` is the text that stands there.
#[must_use]
pub fn entry_text(term: &str, present: &str) -> String {
    let gap = match present {
        "" => "",
        text if text.ends_with("\n\n") => "",
        text if text.ends_with('\n') => "\n",
        _ => "\n\n",
    };
    format!("{gap}# {term}\n\nWhat {term} means here, in one or two sentences.\n")
}
