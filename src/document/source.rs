//! The text that a reader sees, and where it stands in the file.

use super::outline::Scalar;
use crate::text::Span;
use std::borrow::Cow;

/// Stands for the inside of a template: a private-use character, so no format gives it a meaning.
pub const TEMPLATE: char = '\u{E000}';

/// A file, or a stretch of it that is read as another format.
///
/// Byte `i` of `text` stands at `base + i` of the file, always: what a reader must not see (templates, the
/// prefixes of a quoted block) is overwritten in `text` by as many bytes.
#[derive(Clone, Debug)]
pub struct Source<'a> {
    pub file: &'a str,
    pub text: Cow<'a, str>,
    pub base: usize,
    /// The text was made from an encoding: what the file holds must nowhere be read in its place.
    pub is_decoded: bool,
}

impl<'a> Source<'a> {
    #[must_use]
    pub fn of_file(file: &'a str) -> Source<'a> {
        Source { file, text: Cow::Borrowed(file), base: 0, is_decoded: false }
    }

    /// The range of the file under a range of `text`, moved outwards to character boundaries.
    #[must_use]
    pub fn span(&self, start: usize, end: usize) -> Span {
        let mut start = (self.base + start).min(self.file.len());
        let mut end = (self.base + end).min(self.file.len()).max(start);
        while !self.file.is_char_boundary(start) {
            start -= 1;
        }
        while !self.file.is_char_boundary(end) {
            end += 1;
        }
        Span::new(start, end)
    }

    /// The range of the file under the whole text.
    #[must_use]
    pub fn whole(&self) -> Span {
        self.span(0, self.text.len())
    }

    /// What the file holds under a range of `text`.
    #[must_use]
    pub fn written(&self, start: usize, end: usize) -> &'a str {
        self.span(start, end).of(self.file)
    }

    /// What the reader sees there.
    #[must_use]
    pub fn seen(&self, start: usize, end: usize) -> &str {
        self.text.get(start..end).unwrap_or_default()
    }

    /// Whether a template stands in the range.
    #[must_use]
    pub fn is_dynamic(&self, start: usize, end: usize) -> bool {
        self.seen(start, end).contains(TEMPLATE)
    }

    /// A value whose text is `text` after unquoting; where a template stands in it, it is as written.
    #[must_use]
    pub fn scalar(&self, start: usize, end: usize, text: &str) -> Scalar {
        let dynamic = text.contains(TEMPLATE);
        let text = if dynamic { self.written(start, end) } else { text };
        Scalar { span: self.span(start, end), text: text.to_string(), dynamic }
    }

    /// A stretch of this text as a text of its own.
    #[must_use]
    pub fn part(&self, start: usize, end: usize) -> Source<'a> {
        let text = match &self.text {
            Cow::Borrowed(text) => Cow::Borrowed(text.get(start..end).unwrap_or_default()),
            Cow::Owned(text) => Cow::Owned(text.get(start..end).unwrap_or_default().to_string()),
        };
        Source { file: self.file, text, base: self.base + start, is_decoded: self.is_decoded }
    }

    /// The same place with another text, whose bytes stand where those of this one stand.
    #[must_use]
    pub fn with_text(&self, text: String) -> Source<'a> {
        debug_assert_eq!(text.len(), self.text.len(), "offsets must stay");
        Source { file: self.file, text: Cow::Owned(text), base: self.base, is_decoded: self.is_decoded }
    }
}

/// One line of a text: where it starts and where it ends without its line break.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    pub start: usize,
    pub end: usize,
    /// Where the next line starts.
    pub next: usize,
}

impl Line {
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }
}

/// The lines of a text; `\n`, `\r\n` and `\r` end them.
pub fn lines(text: &str) -> impl Iterator<Item = Line> + '_ {
    let bytes = text.as_bytes();
    let mut start = 0;
    std::iter::from_fn(move || {
        if start >= bytes.len() {
            return None;
        }
        let rest = bytes.get(start..).unwrap_or_default();
        let (end, next) = match memchr::memchr2(b'\n', b'\r', rest) {
            Some(at) if rest.get(at) == Some(&b'\r') && rest.get(at + 1) == Some(&b'\n') => {
                (start + at, start + at + 2)
            }
            Some(at) => (start + at, start + at + 1),
            None => (bytes.len(), bytes.len()),
        };
        let line = Line { start, end, next };
        start = next;
        Some(line)
    })
}
