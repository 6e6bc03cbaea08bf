//! Byte offsets as line and column, and back; the only place where other code units than bytes exist.

use super::line_index::LineIndex;
use std::cell::Cell;

/// The unit in which a client counts columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    #[default]
    Utf16,
    /// Unicode scalar values; the shell counts in these.
    Utf32,
}

/// A place as clients name it. Both numbers count from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    pub line: u32,
    /// In units of the [`Encoding`].
    pub character: u32,
}

/// Converts between the offsets and the positions of one text.
///
/// Every offset and every position has a counterpart: what lies beyond the end of a line or of the text
/// becomes that end, what lies inside a character or a line break becomes its start.
#[derive(Debug)]
pub struct Positions<'a> {
    text: &'a str,
    lines: &'a LineIndex,
    encoding: Encoding,
    /// The last answer: the next one further right on its line is counted from there, so that a thousand
    /// offsets on one long line do not cost a thousand walks over it.
    last: Cell<(usize, Position)>,
}

impl Encoding {
    /// The name that the protocol gives it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16 => "utf-16",
            Self::Utf32 => "utf-32",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Encoding> {
        [Self::Utf8, Self::Utf16, Self::Utf32].into_iter().find(|encoding| encoding.name() == name)
    }

    /// The length of `text` in units.
    fn count(self, text: &str) -> usize {
        let scalars = || text.bytes().filter(|byte| byte & 0xC0 != 0x80).count();
        match self {
            Self::Utf8 => text.len(),
            Self::Utf16 => scalars() + text.bytes().filter(|byte| *byte >= 0xF0).count(),
            Self::Utf32 => scalars(),
        }
    }

    /// The bytes of the longest start of `text` that has at most `units` units.
    fn prefix(self, text: &str, units: usize) -> usize {
        if self == Self::Utf8 || text.is_ascii() {
            return floor_boundary(text, units);
        }
        let mut left = units;
        for (offset, character) in text.char_indices() {
            let width = if self == Self::Utf16 { character.len_utf16() } else { 1 };
            if left < width {
                return offset;
            }
            left -= width;
        }
        text.len()
    }
}

impl<'a> Positions<'a> {
    /// `lines` must be the index of `text`.
    #[must_use]
    pub fn new(text: &'a str, lines: &'a LineIndex, encoding: Encoding) -> Positions<'a> {
        Positions { text, lines, encoding, last: Cell::default() }
    }

    #[must_use]
    pub fn offset(&self, position: Position) -> usize {
        let Some(line) = self.lines.line(self.text, position.line as usize) else {
            return self.text.len();
        };
        line.start() + self.encoding.prefix(line.of(self.text), position.character as usize)
    }

    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        let line_number = self.lines.line_of(offset);
        let line = self.lines.line(self.text, line_number).unwrap_or_default();
        let offset = floor_boundary(self.text, offset.min(line.end()));
        let line_number = to_u32(line_number);
        let (last_offset, last) = self.last.get();
        let (start, counted) = if last.line == line_number && last_offset <= offset {
            (last_offset, last.character)
        } else {
            (line.start(), 0)
        };
        let passed = self.text.get(start..offset).unwrap_or_default();
        let character = counted.saturating_add(to_u32(self.encoding.count(passed)));
        let position = Position { line: line_number, character };
        self.last.set((offset, position));
        position
    }
}

/// The last character boundary at or before `offset`.
fn floor_boundary(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

fn to_u32(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ENCODINGS: [Encoding; 3] = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32];

    #[track_caller]
    fn check(text: &str, encoding: Encoding, (line, character): (u32, u32), expected: usize) {
        let lines = LineIndex::new(text);
        let found = Positions::new(text, &lines, encoding).offset(Position { line, character });
        assert_eq!(found, expected, "{text:?} {encoding:?} {line}:{character}");
    }

    #[test]
    fn counts_columns_in_the_units_of_the_client() {
        let text = "x\naé😀b";
        check(text, Encoding::Utf8, (1, 7), 9);
        check(text, Encoding::Utf16, (1, 4), 9);
        check(text, Encoding::Utf32, (1, 3), 9);
    }

    #[test]
    fn rounds_down_inside_a_character() {
        let text = "é😀b";
        check(text, Encoding::Utf8, (0, 1), 0);
        check(text, Encoding::Utf8, (0, 5), 2);
        check(text, Encoding::Utf16, (0, 2), 2);
        check(text, Encoding::Utf16, (0, 3), 6);
    }

    #[test]
    fn stops_at_the_end_of_the_line_and_of_the_text() {
        for encoding in ENCODINGS {
            check("ab\r\nc", encoding, (0, 3), 2);
            check("ab\r\nc", encoding, (0, u32::MAX), 2);
            check("ab\rc", encoding, (0, 99), 2);
            check("ab\r\nc", encoding, (1, 99), 5);
            check("ab\r\nc", encoding, (2, 0), 5);
            check("", encoding, (u32::MAX, u32::MAX), 0);
        }
    }

    #[test]
    fn an_offset_inside_a_line_break_is_the_end_of_its_line() {
        let text = "ab\r\nc";
        let lines = LineIndex::new(text);
        let positions = Positions::new(text, &lines, Encoding::Utf16);
        assert_eq!(positions.position(3), Position { line: 0, character: 2 });
        assert_eq!(positions.position(99), Position { line: 1, character: 1 });
    }

    proptest! {
        #[test]
        fn positions_lead_back_to_their_offset(
            text in "[a\u{e9}\u{2028}\u{1f600}\r\n]{0,20}",
            offsets in proptest::collection::vec(0usize..60, 1..8),
        ) {
            let lines = LineIndex::new(&text);
            for encoding in ENCODINGS {
                let positions = Positions::new(&text, &lines, encoding);
                for offset in &offsets {
                    let position = positions.position(*offset);
                    let back = positions.offset(position);
                    let inside_break = text.get(..*offset).is_some_and(|text| text.ends_with('\r'))
                        && text.get(*offset..).is_some_and(|text| text.starts_with('\n'));
                    let expected =
                        if inside_break { offset - 1 } else { floor_boundary(&text, *offset) };
                    prop_assert_eq!(back, expected, "{:?} {:?} {}", text, encoding, offset);
                    prop_assert_eq!(positions.position(back), position);
                }
            }
        }
    }
}
