//! Names of products that are written wrongly in running text: `Postgre SQL`, `ElasticSearch`, `Github`.
//!
//! The title of a product page is the right writing, and so are its terms. What is written in small letters or in
//! capitals only may be an identifier, a command or a heading, and is left alone.

use super::finding::{Edit, Finding, FixClass, QuickFix};
use crate::document::Document;
use crate::document::outline::{BlockStyle, FragmentStyle, Origin, Sentence};
use crate::knowledge::kind::Reader;
use crate::knowledge::rule::{Severity, Status};
use crate::library::Library;
use crate::text::Span;
use std::collections::{HashMap, HashSet};

/// The id of the rule.
pub const RULE: &str = "product-name";
/// Shorter names look like too many other words.
const SHORTEST: usize = 5;
const LONGEST: usize = 32;
/// Quotes are looked for within this many bytes before a name.
const NEAR: usize = 1_000;

/// The names of all products.
#[derive(Debug, Default)]
pub struct NameTable {
    names: Vec<Name>,
    /// By what a wrong writing may begin with, in small letters: `postgre` of `postgresql`.
    by_start: HashMap<Box<[u8]>, Vec<usize>>,
    /// Everything that pages list, as they write it.
    listed: HashSet<String>,
}

#[derive(Debug)]
struct Name {
    written: String,
    /// Its letters and digits in small letters.
    letters: Vec<u8>,
    page: String,
}

impl NameTable {
    #[must_use]
    pub fn new(library: &Library) -> NameTable {
        let mut table = NameTable::default();
        for page in library.products() {
            for word in page.title.split_whitespace() {
                let is_whole = word.len() == page.title.len();
                // Of a longer title only a word that is clearly a name: `GitHub` of `GitHub Actions`.
                if is_whole || word.chars().skip(1).any(char::is_uppercase) {
                    table.add(word, &page.id);
                }
            }
            table.listed.insert(page.title.clone());
            table.listed.extend(page.terms.iter().map(|term| term.text.clone()));
        }
        table
    }

    fn add(&mut self, written: &str, page: &str) {
        let letters: Vec<u8> = written.bytes().filter(u8::is_ascii_alphanumeric).collect();
        let letters = letters.to_ascii_lowercase();
        let is_fit = (SHORTEST..=LONGEST).contains(&letters.len())
            && written.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.')
            && written.starts_with(|first: char| first.is_ascii_uppercase())
            && !is_shouted(written);
        if !is_fit || self.names.iter().any(|name| name.letters == letters) {
            return;
        }
        for length in 2..=letters.len() {
            let start = letters.get(..length).unwrap_or_default();
            self.by_start.entry(start.into()).or_default().push(self.names.len());
        }
        self.names.push(Name { written: written.to_string(), letters, page: page.to_string() });
    }

    /// Every name of a document that is written wrongly.
    #[must_use]
    pub fn findings(&self, document: &Document) -> Vec<Finding> {
        let mut findings = Vec::new();
        let reader = document.kind.map(|kind| kind.row().reader);
        let is_history = is_history(&document.path);
        if is_history
            || self.names.is_empty()
            || !matches!(reader, Some(Reader::Markdown | Reader::Text | Reader::Html))
        {
            return findings;
        }
        for sentence in &document.outline.sentences {
            for fragment in &sentence.fragments {
                if !matches!(fragment.style, FragmentStyle::Plain | FragmentStyle::Emphasis) {
                    continue;
                }
                for (span, name) in self.in_text(fragment.span, &document.text) {
                    if is_own_words(document, sentence, span) {
                        findings.push(finding(name, span, &document.text));
                    }
                }
            }
        }
        findings
    }

    /// The wrong writings in a stretch of text.
    fn in_text(&self, stretch: Span, text: &str) -> Vec<(Span, &Name)> {
        let bytes = text.as_bytes().get(..stretch.end()).unwrap_or_default();
        let (mut found, mut at) = (Vec::new(), stretch.start());
        while at < bytes.len() {
            let is_start = bytes.get(at).is_some_and(u8::is_ascii_uppercase)
                && (at == stretch.start()
                    || bytes.get(at - 1).is_some_and(|before| may_stand_before(*before)));
            let Some((end, name)) = is_start.then(|| self.at(at, bytes)).flatten() else {
                at += 1;
                continue;
            };
            let span = Span::new(at, end);
            if self.is_wrong(span.of(text), name) && ends_there(text, end) && begins_there(text, at) {
                found.push((span, name));
            }
            at = end;
        }
        found
    }

    /// The longest name whose letters stand at a place, and where it ends.
    fn at(&self, at: usize, bytes: &[u8]) -> Option<(usize, &Name)> {
        let rest = bytes.get(at..).unwrap_or_default();
        let length = rest.iter().take(LONGEST).take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let mut first = [0u8; LONGEST];
        let first = first.get_mut(..length)?;
        first.copy_from_slice(rest.get(..length)?);
        first.make_ascii_lowercase();
        let names = self.by_start.get(&*first)?.iter().filter_map(|index| self.names.get(*index));
        let ends = names.filter_map(|name| Some((at + name.length_in(rest)?, name)));
        ends.max_by_key(|(end, _)| *end)
    }

    fn is_wrong(&self, written: &str, name: &Name) -> bool {
        written != name.written && !is_shouted(written) && !self.listed.contains(written)
    }
}

impl Name {
    /// How many bytes a writing of the name takes, with at most one blank or hyphen between parts, each of which begins
    /// with a capital.
    fn length_in(&self, bytes: &[u8]) -> Option<usize> {
        let mut at = 0;
        for (index, letter) in self.letters.iter().enumerate() {
            let mut byte = *bytes.get(at)?;
            if index > 0 && matches!(byte, b' ' | b'-' | b'.') {
                let (separator, next) = (byte, *bytes.get(at + 1)?);
                let is_part = next.is_ascii_uppercase() || (separator == b'.' && self.written.contains('.'));
                if !is_part {
                    return None;
                }
                at += 1;
                byte = next;
            }
            if byte.to_ascii_lowercase() != *letter {
                return None;
            }
            at += 1;
        }
        Some(at)
    }
}

/// What was released long ago stays as it was announced.
fn is_history(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    ["changelog", "changes", "history", "releasenotes", "release-notes", "release_notes"]
        .iter()
        .any(|start| name.starts_with(start))
}

/// All letters are capitals.
fn is_shouted(text: &str) -> bool {
    !text.bytes().any(|byte| byte.is_ascii_lowercase())
}

fn may_stand_before(byte: u8) -> bool {
    byte.is_ascii_whitespace() || matches!(byte, b'(' | b'*' | b'|' | b'>' | b',' | b';')
}

/// Nothing that makes it a part of something longer: `Github.com`, `Mysql2`, `Mysql::Client`, `Github-Token`.
fn ends_there(text: &str, end: usize) -> bool {
    let mut rest = text.get(end..).unwrap_or_default().chars();
    let is_outside = |next: Option<char>| {
        next.is_none_or(|next| {
            next.is_whitespace() || matches!(next, ')' | '*' | '|' | '<' | '…' | '–' | '—')
        })
    };
    match rest.next() {
        Some('.' | ',' | ':' | ';' | '!' | '?') => is_outside(rest.next()),
        Some('\'' | '’') => rest.next() == Some('s') && !rest.next().is_some_and(char::is_alphanumeric),
        next => is_outside(next),
    }
}

fn begins_there(text: &str, start: usize) -> bool {
    let before = text.get(..start).and_then(|before| before.chars().next_back());
    before.is_none_or(|before| {
        before.is_ascii() && may_stand_before(u8::try_from(before).unwrap_or(b' '))
            || matches!(before, '–' | '—' | '\u{feff}')
    })
}

/// Not quoted from others, and of several words only where they cannot be words of their own: `Open Search` in a title or
/// at the start of a sentence may mean a search that is open.
fn is_own_words(document: &Document, sentence: &Sentence, span: Span) -> bool {
    let outline = &document.outline;
    let text = &document.text;
    let Some(block) = outline.block(sentence.block).filter(|block| !block.quoted) else { return false };
    let is_of_document = outline
        .part_of(sentence.unit)
        .is_some_and(|part| matches!(part.origin, Origin::File | Origin::FrontMatter));
    let before =
        Span::new(sentence.span.start().max(span.start().saturating_sub(NEAR)), span.start()).of(text);
    let is_quoted = before.bytes().filter(|byte| *byte == b'"').count() % 2 == 1
        || before
            .rfind(['“', '«', '„'])
            .is_some_and(|open| !before.get(open..).is_some_and(|rest| rest.contains(['”', '»'])));
    let is_split = span.of(text).contains([' ', '-']);
    let is_title =
        matches!(block.style, BlockStyle::Heading(_) | BlockStyle::TableHeader | BlockStyle::FrontMatter);
    let is_first = !before.bytes().any(|byte| byte.is_ascii_alphanumeric());
    is_of_document && !is_quoted && !(is_split && (is_title || is_first))
}

fn finding(name: &Name, span: Span, text: &str) -> Finding {
    let edits = vec![Edit { span, text: name.written.clone() }];
    let title = format!("Replace with `{}`", name.written);
    Finding {
        rule: RULE.to_string(),
        page: name.page.clone(),
        severity: Severity::Hint,
        status: Status::Name,
        span,
        message: format!("The name is written {}, not {}.", name.written, span.of(text)),
        instead: None,
        url: None,
        evidence: Vec::new(),
        fixes: vec![QuickFix { title, class: FixClass::Safe, edits }],
        because: String::new(),
    }
}
