//! A sentence as words, the form in which phrases and cues are looked for.

use crate::document::outline::{FragmentStyle, Sentence};
use crate::text::Span;
use std::ops::Range;

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
    /// A bracket, quote or colon: no phrase runs across, the clause does.
    Hard,
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

    /// Reads the words of any stretch of plain text.
    pub fn read_plain(&mut self, span: Span, text: &str) {
        self.clear();
        self.push_fragment(span, FragmentStyle::Plain, text);
    }

    fn clear(&mut self) {
        self.lower.clear();
        self.words.clear();
    }

    fn push_fragment(&mut self, span: Span, style: FragmentStyle, text: &str) {
        let fragment = span.of(text);
        let mut gap_start = 0;
        let mut characters = fragment.char_indices().peekable();
        while let Some((start, first)) = characters.next() {
            if !is_word(first) {
                continue;
            }
            let lower_start = self.lower.len();
            push_lower(&mut self.lower, first);
            let mut end = start + first.len_utf8();
            while let Some((at, character)) = characters.peek().copied() {
                let inner_apostrophe = matches!(character, '\'' | '’')
                    && fragment
                        .get(at + character.len_utf8()..)
                        .is_some_and(|rest| rest.starts_with(is_word));
                if !is_word(character) && !inner_apostrophe {
                    break;
                }
                push_lower(&mut self.lower, if inner_apostrophe { '\'' } else { character });
                end = at + character.len_utf8();
                characters.next();
            }
            let gap = if self.words.is_empty() {
                Gap::Clause
            } else {
                gap_of(fragment.get(gap_start..start).unwrap_or_default())
            };
            self.words.push(Word {
                span: Span::new(span.start() + start, span.start() + end),
                style,
                gap,
                lower: lower_start..self.lower.len(),
            });
            gap_start = end;
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

fn is_word(character: char) -> bool {
    character.is_alphanumeric()
}

fn push_lower(buffer: &mut String, character: char) {
    if character.is_ascii() {
        buffer.push(character.to_ascii_lowercase());
    } else {
        buffer.extend(character.to_lowercase());
    }
}

fn gap_of(between: &str) -> Gap {
    let mut gap = Gap::Soft;
    for character in between.chars() {
        gap = gap.max(match character {
            ';' | '—' | '–' | '!' | '?' | '…' => Gap::Clause,
            ',' => Gap::Comma,
            ':' | '(' | ')' | '[' | ']' | '"' | '“' | '”' | '«' | '»' | '=' | '|' => Gap::Hard,
            _ => Gap::Soft,
        });
    }
    if [" - ", " -- "].iter().any(|dash| between.contains(dash)) {
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
