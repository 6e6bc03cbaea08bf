//! Version numbers as products count them.

use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::fmt;

/// A version: its text and the numbers that lead it (`8.0.34-debian` has 8, 0, 34).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    text: String,
    numbers: Vec<u32>,
}

impl Version {
    /// Never fails: text without leading numbers (`nodejs20.x`, `bookworm`) is a version with no numbers.
    #[must_use]
    pub fn parse(text: &str) -> Version {
        let trimmed = text.trim().trim_start_matches(['v', 'V', '=', '^', '~']);
        let mut numbers = Vec::new();
        let mut rest = trimmed;
        loop {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let Ok(number) = rest[..digits].parse() else { break };
            numbers.push(number);
            rest = &rest[digits..];
            match rest.strip_prefix('.') {
                Some(after) => rest = after,
                None => break,
            }
        }
        Version { text: text.trim().to_string(), numbers }
    }

    #[must_use]
    pub fn numbers(&self) -> &[u32] {
        &self.numbers
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether this version has reached `boundary`: number by number to the shorter length, equal is reached.
    /// The tag `8` has reached 8.0.3, `5` has not. A version without numbers has reached only itself.
    #[must_use]
    pub fn has_reached(&self, boundary: &Version) -> bool {
        if self.numbers.is_empty() || boundary.numbers.is_empty() {
            return self.text == boundary.text;
        }
        for (own, other) in self.numbers.iter().zip(&boundary.numbers) {
            match own.cmp(other) {
                Ordering::Less => return false,
                Ordering::Greater => return true,
                Ordering::Equal => {}
            }
        }
        true
    }

    /// Whether this version belongs to the release cycle: `8.0.34` to `8.0`, `nodejs20.x` to `nodejs20.x`.
    #[must_use]
    pub fn is_in_cycle(&self, cycle: &str) -> bool {
        let cycle = Version::parse(cycle);
        if cycle.numbers.is_empty() || self.numbers.is_empty() {
            return self.text.eq_ignore_ascii_case(&cycle.text);
        }
        self.numbers.starts_with(&cycle.numbers)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reached(own: &str, boundary: &str) -> bool {
        Version::parse(own).has_reached(&Version::parse(boundary))
    }

    #[test]
    fn compares_number_by_number_to_the_shorter_length() {
        assert!(reached("8", "8.0.3"));
        assert!(reached("8.0", "8.0.3"));
        assert!(reached("8.10", "8.9"));
        assert!(reached("9.0.0", "8.4"));
        assert!(reached("v3.9-alpine", "3.9"));
        assert!(!reached("5", "8.0.3"));
        assert!(!reached("8.0.2", "8.0.3"));
        assert!(!reached("bookworm", "8"));
    }

    #[test]
    fn finds_the_cycle_of_a_version() {
        assert!(Version::parse("8.0.34").is_in_cycle("8.0"));
        assert!(Version::parse("3.10").is_in_cycle("3.10"));
        assert!(!Version::parse("3.10").is_in_cycle("3.1"));
        assert!(!Version::parse("8").is_in_cycle("8.0"));
        assert!(Version::parse("nodejs20.x").is_in_cycle("nodejs20.x"));
    }
}
