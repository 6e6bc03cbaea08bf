//! Globs over one short text: `*`, `?`, `{a,b}` and `\`, with what each of them took.
//!
//! Separate from the path globs of `globset`: patterns of rules match keys, values and words, and report
//! what `*` and `{a,b}` took so that a message or a fix can say it.

use super::Span;

/// More alternatives than this are cut off; no rule comes near it.
const MAX_EXPANSIONS: usize = 256;

/// A compiled glob: any of its expansions matches the whole text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glob {
    expansions: Vec<Expansion>,
}

/// One way through all `{a,b}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expansion {
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Literal(String),
    /// `?`
    One,
    /// `*`; captured unless it stands inside `{}`, which is captured as a whole.
    Any {
        captured: bool,
    },
    CaptureStart,
    CaptureEnd,
}

impl Glob {
    #[must_use]
    pub fn parse(pattern: &str) -> Glob {
        let characters: Vec<char> = pattern.chars().collect();
        let mut expansions = vec![Vec::new()];
        expand(&characters, &mut expansions, false);
        Glob { expansions: expansions.into_iter().map(|pieces| Expansion { pieces: join(pieces) }).collect() }
    }

    #[must_use]
    pub fn expansions(&self) -> &[Expansion] {
        &self.expansions
    }

    /// The one text that matches, if the glob holds no `*`, `?` or `{}`.
    #[must_use]
    pub fn literal(&self) -> Option<String> {
        match self.expansions.as_slice() {
            [only] => only.literal(),
            _ => None,
        }
    }

    #[must_use]
    pub fn is_match(&self, text: &str, ignore_case: bool) -> bool {
        self.expansions.iter().any(|expansion| expansion.captures(text, ignore_case).is_some())
    }

    /// What each `*` and `{a,b}` took, left to right, if the whole text matches.
    #[must_use]
    pub fn captures(&self, text: &str, ignore_case: bool) -> Option<Vec<Span>> {
        self.expansions.iter().find_map(|expansion| expansion.captures(text, ignore_case))
    }
}

impl Expansion {
    /// The text itself, if nothing in it is open.
    #[must_use]
    pub fn literal(&self) -> Option<String> {
        let mut text = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Literal(literal) => text.push_str(literal),
                Piece::One | Piece::Any { .. } => return None,
                Piece::CaptureStart | Piece::CaptureEnd => {}
            }
        }
        Some(text)
    }

    /// The literal with which every match ends.
    #[must_use]
    pub fn literal_end(&self) -> Option<&str> {
        self.pieces.iter().rev().find(|piece| piece.takes_text())?.literal()
    }

    /// The literal with which every match starts.
    #[must_use]
    pub fn literal_start(&self) -> Option<&str> {
        self.pieces.iter().find(|piece| piece.takes_text())?.literal()
    }

    /// Whether it is nothing but `*`.
    #[must_use]
    pub fn is_any(&self) -> bool {
        matches!(self.pieces.as_slice(), [Piece::Any { .. }])
    }

    /// The same expansion cut at each `separator` that stands in its literals: one glob a segment.
    #[must_use]
    pub fn split(&self, separator: char) -> Vec<Expansion> {
        let mut segments = vec![Vec::new()];
        for piece in &self.pieces {
            let Piece::Literal(literal) = piece else {
                if let Some(last) = segments.last_mut() {
                    last.push(piece.clone());
                }
                continue;
            };
            for (index, part) in literal.split(separator).enumerate() {
                if index > 0 {
                    segments.push(Vec::new());
                }
                if let (false, Some(last)) = (part.is_empty(), segments.last_mut()) {
                    last.push(Piece::Literal(part.to_string()));
                }
            }
        }
        segments.into_iter().map(|pieces| Expansion { pieces }).collect()
    }

    /// Takes the shortest stretch for every `*` but the last, as users read globs. Linear in the text
    /// for each literal: a `*` is only ever retried from the last one seen.
    #[must_use]
    pub fn captures(&self, text: &str, ignore_case: bool) -> Option<Vec<Span>> {
        if !self.ends_like(text, ignore_case) {
            return None;
        }
        let mut captures = Vec::new();
        let (mut piece, mut at, mut open) = (0, 0, 0);
        let mut retry: Option<Retry> = None;
        loop {
            let rest = text.get(at..).unwrap_or_default();
            let step = match self.pieces.get(piece) {
                None if rest.is_empty() => return Some(captures),
                None => None,
                Some(Piece::CaptureStart) => {
                    open = at;
                    Some(at)
                }
                Some(Piece::CaptureEnd) => {
                    captures.push(Span::new(open, at));
                    Some(at)
                }
                Some(Piece::One) => rest.chars().next().map(|character| at + character.len_utf8()),
                Some(Piece::Literal(literal)) => {
                    starts_with(rest, literal, ignore_case).then(|| at + literal.len())
                }
                Some(Piece::Any { captured }) => {
                    retry = Some(Retry { piece, start: at, end: at, captures: captures.len(), open });
                    if *captured {
                        captures.push(Span::at(at));
                    }
                    Some(at)
                }
            };
            if let Some(after) = step {
                at = after;
                piece += 1;
                continue;
            }
            let star = retry.as_mut()?;
            star.end += text.get(star.end..)?.chars().next()?.len_utf8();
            if let (Some(Piece::Literal(next)), false) = (self.pieces.get(star.piece + 1), ignore_case) {
                let rest = text.get(star.end..)?.as_bytes();
                star.end += memchr::memmem::find(rest, next.as_bytes())?;
            }
            captures.truncate(star.captures);
            if matches!(self.pieces.get(star.piece), Some(Piece::Any { captured: true })) {
                captures.push(Span::new(star.start, star.end));
            }
            (piece, at, open) = (star.piece + 1, star.end, star.open);
        }
    }

    /// Whether the text ends with the literal that ends the pattern: most texts are turned away here.
    fn ends_like(&self, text: &str, ignore_case: bool) -> bool {
        let Some(literal) = self.literal_end() else { return true };
        let Some(start) = text.len().checked_sub(literal.len()) else { return false };
        text.get(start..).is_some_and(|end| starts_with(end, literal, ignore_case))
    }
}

impl Piece {
    /// Whether it is more than a mark of where a capture starts or ends.
    fn takes_text(&self) -> bool {
        !matches!(self, Self::CaptureStart | Self::CaptureEnd)
    }

    fn literal(&self) -> Option<&str> {
        match self {
            Self::Literal(literal) => Some(literal),
            _ => None,
        }
    }
}

/// The last `*` seen, from which the match goes on when it fails.
struct Retry {
    piece: usize,
    start: usize,
    /// How far the `*` reaches now.
    end: usize,
    /// How many captures there were before it.
    captures: usize,
    open: usize,
}

/// Reads `pattern` onto the end of every expansion so far.
fn expand(pattern: &[char], expansions: &mut Vec<Vec<Piece>>, inside: bool) {
    let mut index = 0;
    while let Some(character) = pattern.get(index) {
        let piece = match character {
            '\\' if index + 1 < pattern.len() => {
                index += 1;
                Piece::Literal(pattern[index].to_string())
            }
            '*' => Piece::Any { captured: !inside },
            '?' => Piece::One,
            '{' => {
                if let Some(length) = closing(&pattern[index..]) {
                    expand_alternatives(&pattern[index + 1..index + length], expansions, inside);
                    index += length + 1;
                    continue;
                }
                Piece::Literal("{".to_string())
            }
            other => Piece::Literal(other.to_string()),
        };
        for expansion in expansions.iter_mut() {
            expansion.push(piece.clone());
        }
        index += 1;
    }
}

fn expand_alternatives(inner: &[char], expansions: &mut Vec<Vec<Piece>>, inside: bool) {
    let before = std::mem::take(expansions);
    for alternative in alternatives(inner) {
        let mut branch = before.clone();
        let mark = |branch: &mut Vec<Vec<Piece>>, piece: &Piece| {
            if !inside {
                for pieces in branch.iter_mut() {
                    pieces.push(piece.clone());
                }
            }
        };
        mark(&mut branch, &Piece::CaptureStart);
        expand(alternative, &mut branch, true);
        mark(&mut branch, &Piece::CaptureEnd);
        expansions.extend(branch);
        if expansions.len() > MAX_EXPANSIONS {
            expansions.truncate(MAX_EXPANSIONS);
            return;
        }
    }
}

/// The offset of the brace that closes the one at the start.
fn closing(pattern: &[char]) -> Option<usize> {
    let mut depth = 0;
    let mut escaped = false;
    for (index, character) in pattern.iter().enumerate() {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '{' => depth += 1,
            '}' => {
                depth -= 1;
                if depth == 0 {
                    return Some(index);
                }
            }
            _ => {}
        }
    }
    None
}

/// Cuts at the commas that stand in no inner brace.
fn alternatives(inner: &[char]) -> Vec<&[char]> {
    let mut parts = Vec::new();
    let (mut depth, mut start, mut escaped) = (0, 0, false);
    for (index, character) in inner.iter().enumerate() {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&inner[start..index]);
                start = index + 1;
            }
            _ => {}
        }
    }
    parts.push(&inner[start..]);
    parts
}

/// Joins neighbouring literals and drops a `*` after a `*`.
fn join(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut joined: Vec<Piece> = Vec::new();
    for piece in pieces {
        match (joined.last_mut(), piece) {
            (Some(Piece::Literal(last)), Piece::Literal(next)) => last.push_str(&next),
            (_, next) => joined.push(next),
        }
    }
    joined
}

fn starts_with(text: &str, literal: &str, ignore_case: bool) -> bool {
    match text.get(..literal.len()) {
        Some(start) if ignore_case => start.eq_ignore_ascii_case(literal),
        Some(start) => start == literal,
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pattern: &str, text: &str, expected: Option<&[&str]>) {
        let taken = Glob::parse(pattern).captures(text, false);
        let taken = taken.map(|spans| spans.iter().map(|span| span.of(text)).collect::<Vec<_>>());
        assert_eq!(taken.as_deref(), expected, "{pattern} on {text}");
    }

    #[test]
    fn takes_what_stars_and_alternatives_stand_for() {
        check("query_cache_*", "query_cache_size", Some(&["size"]));
        check("query_cache_*", "have_query_cache_size", None);
        check(
            "actions/{upload,download}-artifact@v{1,2,3}*",
            "actions/upload-artifact@v3.1",
            Some(&["upload", "3", ".1"]),
        );
        check("{,loose_}x", "x", Some(&[""]));
        check("{,loose_}x", "loose_x", Some(&["loose_"]));
        check("a*b*c", "aXbYbZc", Some(&["X", "YbZ"]));
        check("a*b", "ab-ab-ab", Some(&["b-ab-a"]));
        check("{a*,b}c", "axyc", Some(&["axy"]));
        check("v?", "v1", Some(&[]));
        check("v?", "v12", None);
        check("\\*", "*", Some(&[]));
        check("\\*", "x", None);
        check("{open", "{open", Some(&[]));
        check("*", "", Some(&[""]));
        check("*é?", "café!", Some(&["caf"]));
    }

    #[test]
    fn ignores_ascii_case_only_when_asked() {
        assert!(Glob::parse("NoNe").is_match("none", true));
        assert!(!Glob::parse("NoNe").is_match("none", false));
    }

    #[test]
    fn stays_linear_on_many_stars() {
        let text = "a".repeat(20_000);
        assert!(!Glob::parse("a*a*a*a*a*b").is_match(&text, false));
    }
}
