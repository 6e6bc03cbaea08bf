//! Where the lines of a text begin, by the rules of the language server protocol.

use super::Span;

/// The start of every line of one text. A line ends with LF, CRLF or a lone CR.
///
/// An edit patches the table in place: lines before it stay, lines behind it shift.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineIndex {
    /// Ascending; the first is 0.
    starts: Vec<u32>,
}

impl LineIndex {
    #[must_use]
    pub fn new(text: &str) -> LineIndex {
        let mut starts = vec![0];
        push_starts(text, 1, text.len(), &mut starts);
        LineIndex { starts }
    }

    /// Follows an edit: `removed` is the range that was replaced, `added` the length of what stands there
    /// now, `text` the whole text after the edit.
    pub fn edit(&mut self, text: &str, removed: Span, added: usize) {
        let mut patch = Vec::new();
        push_starts(text, removed.start().max(1), removed.start() + added, &mut patch);
        let shift = to_u32(added).wrapping_sub(to_u32(removed.len()));
        let from = self.starts.partition_point(|start| *start < removed.start).max(1);
        let to = self.starts.partition_point(|start| *start <= removed.end).max(from);
        let behind = from + patch.len();
        self.starts.splice(from..to, patch);
        for start in self.starts.iter_mut().skip(behind) {
            *start = start.wrapping_add(shift);
        }
    }

    /// The number of lines; an empty text has one, and so does what follows a last line break.
    #[must_use]
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// The line that holds `offset`, counted from 0.
    #[must_use]
    pub fn line_of(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start as usize <= offset).saturating_sub(1)
    }

    /// The line without its line break; nothing if the text has no such line.
    #[must_use]
    pub fn line(&self, text: &str, line: usize) -> Option<Span> {
        let start = *self.starts.get(line)? as usize;
        let next = self.starts.get(line + 1).map_or(text.len(), |next| *next as usize);
        let content = text.get(start..next)?;
        let content =
            content.strip_suffix("\r\n").or_else(|| content.strip_suffix(['\n', '\r'])).unwrap_or(content);
        Some(Span::new(start, start + content.len()))
    }
}

/// Appends every line start in `from..=to`. Whether one stands at an offset depends only on the byte
/// before it and the byte at it.
fn push_starts(text: &str, from: usize, to: usize, starts: &mut Vec<u32>) {
    let bytes = text.as_bytes();
    let to = to.min(bytes.len());
    let Some(searched) = from.checked_sub(1).and_then(|before| bytes.get(before..to)) else {
        return;
    };
    for found in memchr::memchr2_iter(b'\n', b'\r', searched) {
        let start = from + found;
        let in_crlf = searched.get(found) == Some(&b'\r') && bytes.get(start) == Some(&b'\n');
        if !in_crlf {
            starts.push(to_u32(start));
        }
    }
}

fn to_u32(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let lines = LineIndex::new(text);
        let found: Vec<&str> =
            (0..lines.count()).filter_map(|line| lines.line(text, line)).map(|line| line.of(text)).collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn splits_at_every_line_break_of_the_protocol() {
        check("", &[""]);
        check("a", &["a"]);
        check("a\n", &["a", ""]);
        check("a\r\nb\rc\nd", &["a", "b", "c", "d"]);
        check("\r\r\n\n\r", &["", "", "", "", ""]);
        check("a\u{2028}b\u{85}c\x0bd", &["a\u{2028}b\u{85}c\x0bd"]);
    }

    #[test]
    fn has_no_line_beyond_the_last() {
        let lines = LineIndex::new("a\nb");
        assert_eq!(lines.line("a\nb", 2), None);
        assert_eq!((lines.line_of(1), lines.line_of(2), lines.line_of(99)), (0, 1, 1));
    }

    proptest! {
        #[test]
        fn an_edited_index_is_that_of_the_new_text(
            text in "[a\u{e9}\r\n]{0,12}",
            edits in proptest::collection::vec((0usize..14, 0usize..14, "[b\u{1f600}\r\n]{0,4}"), 1..5),
        ) {
            let mut text = text;
            let mut lines = LineIndex::new(&text);
            for (from, length, added) in edits {
                let from = text.floor_char_boundary_of(from);
                let to = text.floor_char_boundary_of(from + length);
                text.replace_range(from..to, &added);
                lines.edit(&text, Span::new(from, to), added.len());
                prop_assert_eq!(&lines, &LineIndex::new(&text), "{:?}", text);
            }
        }
    }

    trait FloorBoundary {
        fn floor_char_boundary_of(&self, offset: usize) -> usize;
    }

    impl FloorBoundary for str {
        fn floor_char_boundary_of(&self, offset: usize) -> usize {
            (0..=offset.min(self.len())).rev().find(|offset| self.is_char_boundary(*offset)).unwrap_or(0)
        }
    }
}
