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
        let first = hash_of_word(first);
        self.first.set(first);
        match second {
            Some(second) => self.pairs.set(pair(first, hash_of_word(second))),
            None => self.alone.set(first),
        }
    }

    /// Whether a phrase may begin with this word, in lower case.
    #[must_use]
    pub fn may_begin(&self, word: &str) -> bool {
        self.first.has(hash_of_word(word))
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
                at += word_length(bytes.get(at..).unwrap_or_default());
                let hash = hash_of(bytes, start, at);
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

/// A hash over the lower case of the word `bytes[start..end]`, eight bytes at once, for words are short.
fn hash_of(bytes: &[u8], start: usize, end: usize) -> u32 {
    let mut hash = (end - start) as u64;
    let mut at = start;
    while end - at > 8 {
        hash = mixed(hash, eight_bytes(bytes, at));
        at += 8;
    }
    // What stands behind the word is shifted out.
    let surplus = 8 * (8 - (end - at)).min(7);
    hash = mixed(hash, eight_bytes(bytes, at) << surplus);
    #[expect(clippy::cast_possible_truncation, reason = "half of the hash is enough")]
    let half = hash as u32;
    half
}

fn mixed(hash: u64, bytes: u64) -> u64 {
    // Sets the bit that tells small letters from capitals; in digits and apostrophes it is set already.
    const LOWER: u64 = 0x2020_2020_2020_2020;
    // Only the high bits of a product depend on every letter: they come first.
    (hash ^ (bytes | LOWER)).wrapping_mul(0x9E37_79B9_7F4A_7C15).swap_bytes()
}

/// The eight bytes from `at` on, with zeros past the end.
fn eight_bytes(bytes: &[u8], at: usize) -> u64 {
    let rest = bytes.get(at..).unwrap_or_default();
    match rest.first_chunk::<8>() {
        Some(chunk) => u64::from_le_bytes(*chunk),
        None => rest.iter().rev().fold(0, |sum, byte| sum << 8 | u64::from(*byte)),
    }
}

fn hash_of_word(word: &str) -> u32 {
    hash_of(word.as_bytes(), 0, word.len())
}

fn pair(first: u32, second: u32) -> u32 {
    first.rotate_left(7) ^ second.wrapping_mul(0x9E37_79B1)
}
