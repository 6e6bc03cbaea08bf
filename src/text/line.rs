//! The line around an offset, for edits that take or add whole lines.

use super::Span;

/// Of longer lines only as much on each side is looked at, so that many edits on one do not take as many walks over it.
const REACH: usize = 16_384;

/// The line that holds `offset`, without its line break (LF or CRLF) and without a byte order mark.
#[must_use]
pub fn line_around(text: &str, offset: usize) -> Span {
    let near = Span::at(offset.min(text.len())).widened(REACH, text);
    let mark = if near.start == 0 && text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let before = text.as_bytes().get(near.start()..offset).unwrap_or_default();
    let start =
        memchr::memrchr(b'\n', before).map_or((near.start() + mark).min(offset), |at| near.start() + at + 1);
    let after = text.as_bytes().get(offset..near.end()).unwrap_or_default();
    let end = memchr::memchr(b'\n', after).map_or(near.end(), |at| offset + at);
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
        assert_eq!(line_around("\u{feff}one\n", 4).of("\u{feff}one\n"), "one");
    }
}
