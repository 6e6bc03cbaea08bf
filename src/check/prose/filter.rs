//! Tells most sentences apart from those that may hold a phrase, without reading their words one by one.

use crate::document::outline::Sentence;

/// Bits of the filter; a power of two.
const BITS: usize = 1 << 16;

/// The first words of all phrases, and their first two, as bits by hash. It errs on one side only: a sentence
/// that it turns away holds no phrase.
#[derive(Debug)]
pub struct PhraseFilter {
    /// First words behind which anything may follow: phrases of one word, and those that go on with `*`.
    alone: Bits,
    first: Bits,
    pairs: Bits,
}

#[derive(Debug)]
struct Bits(Box<[u64]>);

impl Default for PhraseFilter {
    fn default() -> Self {
        let bits = || Bits(vec![0; BITS / 64].into_boxed_slice());
        PhraseFilter { alone: bits(), first: bits(), pairs: bits() }
    }
}

impl Bits {
    fn set(&mut self, hash: u32) {
        let bit = hash as usize % BITS;
        self.0[bit / 64] |= 1 << (bit % 64);
    }

    fn has(&self, hash: u32) -> bool {
        let bit = hash as usize % BITS;
        self.0[bit / 64] >> (bit % 64) & 1 == 1
    }
}

impl PhraseFilter {
    /// Enters a phrase by its first word and its second, where it has one that is not `*`.
    pub fn insert(&mut self, first: &str, second: Option<&str>) {
        let first = hash_of(first.as_bytes());
        self.first.set(first);
        match second {
            Some(second) => self.pairs.set(pair(first, hash_of(second.as_bytes()))),
            None => self.alone.set(first),
        }
    }

    /// Whether a phrase may begin with this word, in lower case.
    #[must_use]
    pub fn may_begin(&self, word: &str) -> bool {
        self.first.has(hash_of(word.as_bytes()))
    }

    /// Whether a phrase may stand in the sentence.
    #[must_use]
    pub fn may_hold(&self, sentence: &Sentence, text: &str) -> bool {
        let mut before: Option<u32> = None;
        for fragment in &sentence.fragments {
            let bytes = fragment.span.of(text).as_bytes();
            let mut at = 0;
            while let Some(byte) = bytes.get(at) {
                match CLASSES[usize::from(*byte)] {
                    Class::Letter => {}
                    Class::Other => return true,
                    Class::Gap | Class::Apostrophe => {
                        at += 1;
                        continue;
                    }
                }
                let start = at;
                at += word_length(&bytes[at..]);
                let hash = hash_of(&bytes[start..at]);
                if before.is_some_and(|before| self.pairs.has(pair(before, hash))) || self.alone.has(hash) {
                    return true;
                }
                before = self.first.has(hash).then_some(hash);
            }
        }
        false
    }
}

/// What a byte is to a word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Letter,
    Apostrophe,
    Gap,
    /// Part of a character beyond ASCII, which may be a letter or not.
    Other,
}

const CLASSES: [Class; 256] = {
    let mut classes = [Class::Gap; 256];
    let mut byte = 0_u8;
    loop {
        if byte.is_ascii_alphanumeric() {
            classes[byte as usize] = Class::Letter;
        } else if byte == b'\'' {
            classes[byte as usize] = Class::Apostrophe;
        } else if !byte.is_ascii() {
            classes[byte as usize] = Class::Other;
        }
        if byte == u8::MAX {
            break;
        }
        byte += 1;
    }
    classes
};

/// The length of the word at the start. An apostrophe belongs to a word if a letter follows, as in `Words`.
fn word_length(bytes: &[u8]) -> usize {
    let class = |at: usize| bytes.get(at).map_or(Class::Gap, |byte| CLASSES[usize::from(*byte)]);
    let mut end = 0;
    loop {
        match class(end) {
            Class::Letter => end += 1,
            Class::Apostrophe if class(end + 1) == Class::Letter => end += 2,
            _ => return end,
        }
    }
}

/// A hash over the lower case of a word: eight bytes at once, for words are short.
fn hash_of(word: &[u8]) -> u32 {
    const MULTIPLIER: u64 = 0x9E37_79B9_7F4A_7C15;
    // Sets the bit that tells small letters from capitals; of digits and apostrophes it is set already.
    const LOWER: u64 = 0x2020_2020_2020_2020;
    let mut hash = word.len() as u64;
    let (chunks, rest) = word.as_chunks::<8>();
    for chunk in chunks {
        hash = (hash ^ (u64::from_le_bytes(*chunk) | LOWER)).wrapping_mul(MULTIPLIER).rotate_left(29);
    }
    let tail = rest.iter().rev().fold(0_u64, |tail, byte| tail << 8 | u64::from(*byte | 0x20));
    hash = (hash ^ tail).wrapping_mul(MULTIPLIER);
    (hash >> 32) as u32
}

fn pair(first: u32, second: u32) -> u32 {
    first.rotate_left(7) ^ second.wrapping_mul(0x9E37_79B1)
}
