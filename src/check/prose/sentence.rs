//! A sentence as words, the form in which phrases and cues are looked for.

use crate::document::outline::{FragmentStyle, Sentence};
use crate::text::Span;
use std::ops::Range;

/// The number of bytes that `Words::read_near` reads on both sides.
const NEAR: usize = 2_000;

/// The words of one sentence. Made to be filled again and again without new allocations.
#[derive(Debug, Default)]
pub struct Words {
    /// All words in lower case, one after another.
    lower: String,
    words: Vec<Word>,
}

/// One word, where it stands, and what stands before it.
#[derive(Clone, Debug)]
pub struct Word {
    pub span: Span,
    pub style: FragmentStyle,
    /// What separates it from the word before.
    pub gap: Gap,
    lower: Range<usize>,
}

/// What stands between two words, from weak to strong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// Blanks, hyphens, slashes, markup: a phrase may run across.
    Soft,
    /// A quote or mark: no phrase runs across, the clause does.
    Hard,
    /// A bracket.
    Opening,
    Closing,
    /// The same, and what follows is what was announced.
    Colon,
    Comma,
    /// A semicolon, a dash between blanks, or the start of the sentence: a clause ends.
    Clause,
}

impl Words {
    /// Reads the words of a sentence of `text`.
    pub fn read(&mut self, sentence: &Sentence, text: &str) {
        self.clear();
        for fragment in &sentence.fragments {
            self.push_fragment(fragment.span, fragment.style, text);
        }
    }

    /// Reads only the words around one place: a sentence of a megabyte may be asked about many places.
    pub fn read_near(&mut self, sentence: &Sentence, place: Span, text: &str) {
        self.clear();
        let window = place.widened(NEAR, text);
        for fragment in sentence.fragments.iter().filter(|fragment| fragment.span.overlaps(window)) {
            self.push_fragment(fragment.span.within(window), fragment.style, text);
        }
    }

    /// Reads the words of any stretch of plain text.
    pub fn read_plain(&mut self, span: Span, text: &str) {
        self.clear();
        self.push_fragment(span, FragmentStyle::Plain, text);
    }

    /// Reads the words of several stretches, one after another.
    pub fn read_spans(&mut self, spans: impl IntoIterator<Item = Span>, text: &str) {
        self.clear();
        for span in spans {
            self.push_fragment(span, FragmentStyle::Plain, text);
        }
    }

    fn clear(&mut self) {
        self.lower.clear();
        self.words.clear();
    }

    fn push_fragment(&mut self, span: Span, style: FragmentStyle, text: &str) {
        let fragment = span.of(text);
        let bytes = fragment.as_bytes();
        let (mut at, mut gap_start) = (0, 0);
        while at < bytes.len() {
            let length = word_length(fragment, at);
            if length == 0 {
                at += character_length(bytes[at]);
                continue;
            }
            let end = at + length;
            let lower_start = self.lower.len();
            push_lower(&mut self.lower, fragment.get(at..end).unwrap_or_default());
            let gap = if self.words.is_empty() {
                Gap::Clause
            } else {
                gap_of(fragment.get(gap_start..at).unwrap_or_default())
            };
            self.words.push(Word {
                span: Span::new(span.start() + at, span.start() + end),
                style,
                gap,
                lower: lower_start..self.lower.len(),
            });
            gap_start = end;
            at = end;
        }
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.words.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    #[must_use]
    pub fn get(&self, index: usize) -> Option<&Word> {
        self.words.get(index)
    }

    /// The word in lower case; empty past the end.
    #[must_use]
    pub fn lower(&self, index: usize) -> &str {
        self.words.get(index).and_then(|word| self.lower.get(word.lower.clone())).unwrap_or_default()
    }

    /// The index of the first word that ends after `offset`.
    #[must_use]
    pub fn at(&self, offset: usize) -> usize {
        self.words.partition_point(|word| word.span.end() <= offset)
    }

    /// Whether the words from `index` on are these.
    #[must_use]
    pub fn starts_with(&self, index: usize, phrase: &str) -> bool {
        phrase.split(' ').enumerate().all(|(offset, word)| self.lower(index + offset) == word)
    }
}

/// The number of bytes of the word at `at`, 0 if none begins there. An apostrophe inside belongs to it.
fn word_length(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let mut end = at;
    while let Some(byte) = bytes.get(end) {
        if byte.is_ascii_alphanumeric() {
            end += 1;
            continue;
        }
        if byte.is_ascii() && *byte != b'\'' {
            break;
        }
        let Some(character) = text.get(end..).and_then(|rest| rest.chars().next()) else { break };
        let is_inner_apostrophe = matches!(character, '\'' | '’')
            && end > at
            && text
                .get(end + character.len_utf8()..)
                .is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
        if !character.is_alphanumeric() && !is_inner_apostrophe {
            break;
        }
        end += character.len_utf8();
    }
    end - at
}

/// How many bytes the character takes that begins with this byte.
fn character_length(first: u8) -> usize {
    match first {
        0..=0xBF => 1,
        0xC0..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0.. => 4,
    }
}

/// Appends a word in lower case, with the straight apostrophe.
fn push_lower(buffer: &mut String, word: &str) {
    if word.is_ascii() {
        let start = buffer.len();
        buffer.push_str(word);
        if let Some(tail) = buffer.get_mut(start..) {
            tail.make_ascii_lowercase();
        }
        return;
    }
    for character in word.chars() {
        if character == '’' {
            buffer.push('\'');
        } else {
            buffer.extend(character.to_lowercase());
        }
    }
}

fn gap_of(between: &str) -> Gap {
    if between.len() == 1 && between.as_bytes()[0] == b' ' {
        return Gap::Soft;
    }
    let mut gap = Gap::Soft;
    for character in between.chars() {
        gap = gap.max(match character {
            ';' | '—' | '–' | '!' | '?' | '…' => Gap::Clause,
            ',' => Gap::Comma,
            ':' => Gap::Colon,
            '(' | '[' => Gap::Opening,
            ')' | ']' => Gap::Closing,
            '"' | '“' | '”' | '«' | '»' | '=' | '|' => Gap::Hard,
            _ => Gap::Soft,
        });
    }
    let has_hyphen = between.bytes().any(|byte| byte == b'-');
    if has_hyphen && [" - ", " -- "].iter().any(|dash| between.contains(dash)) {
        return Gap::Clause;
    }
    gap
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_words_with_their_gaps() {
        let text = "Don’t cache tokens; use the HTTP/2 push, not e.g. \"polling\" - or so";
        let mut words = Words::default();
        words.read_plain(Span::new(0, text.len()), text);
        let read: Vec<(&str, Gap)> = (0..words.len())
            .map(|index| (words.lower(index), words.get(index).expect("a word").gap))
            .collect();
        assert_eq!(
            read,
            [
                ("don't", Gap::Clause),
                ("cache", Gap::Soft),
                ("tokens", Gap::Soft),
                ("use", Gap::Clause),
                ("the", Gap::Soft),
                ("http", Gap::Soft),
                ("2", Gap::Soft),
                ("push", Gap::Soft),
                ("not", Gap::Comma),
                ("e", Gap::Soft),
                ("g", Gap::Soft),
                ("polling", Gap::Hard),
                ("or", Gap::Clause),
                ("so", Gap::Soft),
            ]
        );
    }
}
