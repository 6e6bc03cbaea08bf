//! The line around an offset, for edits that take or add whole lines.

use super::Span;

/// The line that holds `offset`, without its line break (LF or CRLF).
#[must_use]
pub fn line_around(text: &str, offset: usize) -> Span {
    let before = text.get(..offset).unwrap_or(text);
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let after = text.get(offset..).unwrap_or_default();
    let end = after.find('\n').map_or(text.len(), |at| offset + at);
    let line = Span::new(start, end);
    if line.of(text).ends_with('\r') { Span::new(start, (end - 1).max(start)) } else { line }
}

/// The same line with its line break.
#[must_use]
pub fn whole_line_around(text: &str, offset: usize) -> Span {
    let line = line_around(text, offset);
    let rest = text.get(line.end()..).unwrap_or_default();
    let line_break = if rest.starts_with("\r\n") { 2 } else { usize::from(rest.starts_with('\n')) };
    Span::new(line.start(), line.end() + line_break)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_lines_with_either_line_break() {
        let text = "one\r\ntwo\nthree";
        assert_eq!(line_around(text, 1).of(text), "one");
        assert_eq!(whole_line_around(text, 1).of(text), "one\r\n");
        assert_eq!(line_around(text, 5).of(text), "two");
        assert_eq!(whole_line_around(text, 8).of(text), "two\n");
        assert_eq!(whole_line_around(text, text.len()).of(text), "three");
    }
}
