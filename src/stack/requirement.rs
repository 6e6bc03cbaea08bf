//! What a written requirement allows: one exact version, a family of versions, or everything from one on.

use crate::knowledge::version::Version;
use std::ops::Range;

/// One alternative of a requirement (`^7 || ^8` has two).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allowed {
    /// The lowest version: by it practices are judged.
    pub lowest: String,
    /// What all allowed versions begin with, by which the end of life is judged: `2` of `^2.3`, `1.2.3` of
    /// `==1.2.3`. Nothing where the requirement is open above: `>=18` is no statement about 18.
    pub family: Option<String>,
}

/// The alternatives of a requirement, in the order in which they are written; those without a lower end are
/// left out.
#[must_use]
pub fn alternatives(requirement: &str) -> Vec<Allowed> {
    requirement.split("||").flat_map(|part| part.split('|')).filter_map(alternative).collect()
}

/// Numbers as far as they are written.
type Numbers = Vec<u32>;

/// The bounds of one alternative.
#[derive(Default)]
struct Bounds {
    lowest: Option<(Numbers, String)>,
    /// The first version that is no longer allowed.
    below: Option<Numbers>,
    /// All versions that begin so are allowed up to here.
    up_to: Option<Numbers>,
    family: Option<Numbers>,
}

fn alternative(written: &str) -> Option<Allowed> {
    let mut bounds = Bounds::default();
    if let Some((low, high)) = written.split_once(" - ") {
        bounds.from(low);
        bounds.up_to = numbers(high);
    } else if let Some(inside) = interval(written) {
        let (low, high) = inside.split_once(',').unwrap_or((inside, inside));
        bounds.from(low);
        match numbers(high) {
            Some(high) if written.trim().ends_with(']') => bounds.up_to = Some(high),
            high => bounds.below = high,
        }
    } else {
        for (sign, version) in comparators(written) {
            bounds.take(sign, version);
        }
    }
    let (lowest, text) = bounds.lowest.take()?;
    let family = bounds.family_from(&lowest).map(|numbers| joined(&numbers));
    Some(Allowed { lowest: text, family })
}

/// What stands between the brackets of `[1.0,2.0)`.
fn interval(written: &str) -> Option<&str> {
    let inside = written.trim().strip_prefix(['[', '('])?;
    inside.strip_suffix([']', ')'])
}

/// Each comparison with its version: `>=1.2, <2` has two.
fn comparators(written: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let mut rest = written;
    while let Some(Range { start, end }) = next_version(rest) {
        let before = rest.get(..start).unwrap_or_default();
        let sign = before.trim_matches(|mark: char| mark.is_whitespace() || matches!(mark, ',' | 'v' | 'V'));
        let sign_start = sign.rfind([',', ' ']).map_or(0, |at| at + 1);
        found.push((sign.get(sign_start..).unwrap_or_default(), rest.get(start..end).unwrap_or_default()));
        rest = rest.get(end..).unwrap_or_default();
    }
    found
}

/// The next word that begins with a digit; a `v` may stand before it.
fn next_version(text: &str) -> Option<Range<usize>> {
    let start = text.find(|character: char| character.is_ascii_digit())?;
    let length = text.get(start..)?.find(|mark: char| mark.is_whitespace() || matches!(mark, ',' | ';'));
    Some(start..length.map_or(text.len(), |length| start + length))
}

impl Bounds {
    fn from(&mut self, version: &str) {
        if let (Some(numbers), Some(text)) = (numbers(version), text_of(version)) {
            self.lowest = Some((numbers, text));
        }
    }

    fn take(&mut self, sign: &str, version: &str) {
        let Some(numbers) = numbers(version) else { return };
        match sign {
            "<" => self.below = Some(numbers),
            "<=" => self.up_to = Some(numbers),
            ">" | ">=" => self.from(version),
            "^" => {
                self.from(version);
                self.family = Some(caret(&numbers));
            }
            "~" | "~>" | "~=" => {
                self.from(version);
                let kept = numbers.len().saturating_sub(1).max(1);
                self.family = Some(numbers.into_iter().take(kept).collect());
            }
            "!=" | "!" => {}
            // Bare, `=`, `==`, `===`, or behind a word: `python-3.9.7`.
            _ if self.lowest.is_none() => {
                self.from(version);
                self.family = Some(numbers);
            }
            _ => {}
        }
    }

    /// What all versions from `lowest` on that the upper bound lets through begin with.
    fn family_from(&self, lowest: &Numbers) -> Option<Numbers> {
        if self.family.is_some() {
            return self.family.clone();
        }
        if let Some(highest) = &self.up_to {
            let same = lowest.iter().zip(highest).take_while(|(low, high)| low == high).count();
            return (same > 0).then(|| lowest.iter().take(same).copied().collect());
        }
        let mut below = self.below.clone()?;
        while below.len() > 1 && below.last() == Some(&0) {
            below.pop();
        }
        let last = below.last_mut()?;
        *last = last.checked_sub(1)?;
        lowest.starts_with(&below).then_some(below)
    }
}

/// `^1.2` stays within 1, `^0.3.1` within 0.3.
fn caret(numbers: &Numbers) -> Numbers {
    let first = numbers.iter().position(|number| *number != 0).unwrap_or(numbers.len().saturating_sub(1));
    numbers.iter().take(first + 1).copied().collect()
}

fn numbers(version: &str) -> Option<Numbers> {
    let numbers = Version::parse(&text_of(version)?).numbers().to_vec();
    (!numbers.is_empty()).then_some(numbers)
}

/// The version without what stands before its first digit, and without `.x` and `.*` at its end.
fn text_of(version: &str) -> Option<String> {
    let start = version.find(|character: char| character.is_ascii_digit())?;
    let mut text = version.get(start..)?.trim();
    while let Some(shorter) = [".x", ".X", ".*"].iter().find_map(|end| text.strip_suffix(end)) {
        text = shorter;
    }
    Some(text.to_string())
}

fn joined(numbers: &Numbers) -> String {
    numbers.iter().map(u32::to_string).collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    use super::alternatives;

    #[test]
    fn reads_what_a_requirement_allows() {
        for (requirement, expected) in [
            ("18", "18 in 18"),
            ("v18.2.0", "18.2.0 in 18.2.0"),
            ("18.x", "18 in 18"),
            ("2.25.2", "2.25.2 in 2.25.2"),
            ("==3.8.*", "3.8 in 3.8"),
            ("^2.25.2", "2.25.2 in 2"),
            ("^0.3.1", "0.3.1 in 0.3"),
            ("~1.2.3", "1.2.3 in 1.2"),
            ("~> 2.7", "2.7 in 2"),
            ("~=3.8.1", "3.8.1 in 3.8"),
            (">=18", "18"),
            (">= 18.12.0", "18.12.0"),
            (">=2,<3", "2 in 2"),
            (">=2.1 <3.0.0", "2.1 in 2"),
            (">=3.8,<3.13", "3.8"),
            (">=3.8,!=3.9.*", "3.8"),
            ("<3", ""),
            ("!=2", ""),
            ("18.0 - 18.9", "18.0 in 18"),
            ("16 - 18", "16"),
            ("[1.0,2.0)", "1.0 in 1"),
            ("[1.5]", "1.5 in 1.5"),
            ("^16 || ^18", "16 in 16; 18 in 18"),
            ("^7.4|^8.0", "7.4 in 7; 8.0 in 8"),
            ("python-3.9.7", "3.9.7 in 3.9.7"),
            ("latest", ""),
            ("lts/*", ""),
            ("3.9-slim", "3.9-slim in 3.9"),
            ("", ""),
        ] {
            let found: Vec<String> = alternatives(requirement)
                .into_iter()
                .map(|allowed| match allowed.family {
                    Some(family) => format!("{} in {family}", allowed.lowest),
                    None => allowed.lowest,
                })
                .collect();
            assert_eq!(found.join("; "), expected, "{requirement}");
        }
    }
}
