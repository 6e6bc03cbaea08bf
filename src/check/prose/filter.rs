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
        let first = hash_of(first);
        self.first.set(first);
        match second {
            Some(second) => self.pairs.set(pair(first, hash_of(second))),
            None => self.alone.set(first),
        }
    }

    /// Whether a phrase may stand in the sentence.
    #[must_use]
    pub fn may_hold(&self, sentence: &Sentence, text: &str) -> bool {
        let mut before: Option<u32> = None;
        for fragment in &sentence.fragments {
            let bytes = fragment.span.of(text).as_bytes();
            let mut at = 0;
            while let Some(byte) = bytes.get(at) {
                if !byte.is_ascii() {
                    return true;
                }
                if !byte.is_ascii_alphanumeric() {
                    at += 1;
                    continue;
                }
                let mut hash = SEED;
                while let Some(byte) = bytes.get(at).filter(|byte| is_inside(**byte, bytes.get(at + 1))) {
                    hash = step(hash, *byte);
                    at += 1;
                }
                if before.is_some_and(|before| self.pairs.has(pair(before, hash))) || self.alone.has(hash) {
                    return true;
                }
                before = self.first.has(hash).then_some(hash);
            }
        }
        false
    }
}

const SEED: u32 = 0x811C_9DC5;

/// One step of FNV-1a over the lower case of a byte.
fn step(hash: u32, byte: u8) -> u32 {
    (hash ^ u32::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0193)
}

fn hash_of(word: &str) -> u32 {
    word.bytes().fold(SEED, step)
}

fn pair(first: u32, second: u32) -> u32 {
    first.rotate_left(7) ^ second.wrapping_mul(0x9E37_79B1)
}

/// An apostrophe belongs to a word if a letter follows, as in `Words`.
fn is_inside(byte: u8, next: Option<&u8>) -> bool {
    byte.is_ascii_alphanumeric() || (byte == b'\'' && next.is_some_and(u8::is_ascii_alphanumeric))
}
