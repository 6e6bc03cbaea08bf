//! A hash that is the same in every release and on every machine, for what is written to files.

/// FNV-1a over the bytes, with 64 bits.
#[must_use]
pub fn fixed(bytes: &[u8]) -> u64 {
    const START: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0100_0000_01b3;
    bytes.iter().fold(START, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(PRIME))
}

#[cfg(test)]
mod tests {
    use super::fixed;

    #[test]
    fn is_the_published_one() {
        assert_eq!(fixed(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fixed(b"a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(fixed(b"foobar"), 0x8594_4171_f739_67e8);
    }
}
