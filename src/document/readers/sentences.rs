//! Running text into sentences.

use crate::document::outline::{BlockId, Fragment, FragmentStyle, Sentence, UnitId};
use crate::text::Span;

/// Words after which a full stop ends nothing.
const ABBREVIATIONS: &[&str] = &[
    "e.g", "i.e", "eg", "ie", "vs", "cf", "ca", "approx", "resp", "incl", "excl", "esp", "no", "nos", "fig",
    "sec", "ch", "vol", "ver", "v", "dr", "mr", "mrs", "ms", "st", "jr", "sr", "inc", "ltd", "corp", "al",
    "z.b", "u.a", "bzw", "viz", "aka", "a.k.a", "w.r.t", "min", "max", "dept", "est", "ed", "eds", "p", "pp",
];

/// The sentences of one block of prose.
///
/// A sentence ends at `.`, `!` or `?` before a blank, unless an abbreviation, an initial or the number of a
/// list item stands before the mark. Names such as `my.cnf` and `v1.2` have no blank after their dots.
#[must_use]
pub fn split(file: &str, fragments: &[Fragment], block: BlockId, unit: UnitId) -> Vec<Sentence> {
    let mut splitter = Splitter { block, unit, current: Vec::new(), done: Vec::new() };
    for (index, fragment) in fragments.iter().enumerate() {
        if fragment.style == FragmentStyle::CodeSpan {
            splitter.current.push(*fragment);
            continue;
        }
        splitter.fragment(file, *fragment, fragments.get(index + 1));
    }
    splitter.end();
    splitter.done
}

struct Splitter {
    block: BlockId,
    unit: UnitId,
    current: Vec<Fragment>,
    done: Vec<Sentence>,
}

impl Splitter {
    fn fragment(&mut self, file: &str, fragment: Fragment, next: Option<&Fragment>) {
        let text = fragment.span.of(file);
        let bytes = text.as_bytes();
        let mut start = 0;
        let mut at = 0;
        while let Some(found) = memchr::memchr3(b'.', b'!', b'?', bytes.get(at..).unwrap_or_default()) {
            let mark = at + found;
            at = mark + 1;
            while bytes.get(at).is_some_and(|byte| b".!?".contains(byte)) {
                at += 1;
            }
            at += closers(text.get(at..).unwrap_or_default());
            let ends = match bytes.get(at) {
                Some(byte) => byte.is_ascii_whitespace(),
                None => next.is_some_and(|next| begins_apart(file, fragment, *next)),
            };
            let is_ellipsis = text.get(mark..).is_some_and(|rest| rest.starts_with(".."));
            let goes_on = is_ellipsis
                && text.get(at..).unwrap_or_default().trim_start().starts_with(char::is_lowercase);
            if ends
                && !goes_on
                && !self.is_abbreviation(text.get(start..mark).unwrap_or_default(), bytes.get(mark))
            {
                self.push(text, fragment, start, at);
                self.end();
                start = at;
            }
        }
        self.push(text, fragment, start, text.len());
    }

    /// Adds a stretch of a fragment without the blanks at its outer edges.
    fn push(&mut self, text: &str, fragment: Fragment, start: usize, end: usize) {
        let stretch = text.get(start..end).unwrap_or_default();
        let trimmed = stretch.trim_start();
        let start = if self.current.is_empty() { start + stretch.len() - trimmed.len() } else { start };
        if trimmed.is_empty() && self.current.is_empty() {
            return;
        }
        let base = fragment.span.start();
        if end > start {
            self.current.push(Fragment { span: Span::new(base + start, base + end), style: fragment.style });
        }
    }

    fn end(&mut self) {
        let fragments = std::mem::take(&mut self.current);
        let (Some(first), Some(last)) = (fragments.first(), fragments.last()) else { return };
        let span = first.span.cover(last.span);
        self.done.push(Sentence { span, block: self.block, fragments, unit: self.unit });
    }

    fn is_abbreviation(&self, before: &str, mark: Option<&u8>) -> bool {
        if mark != Some(&b'.') {
            return false;
        }
        let word = before
            .rsplit(|end: char| end.is_whitespace() || matches!(end, '(' | '[' | '"' | '\'' | ','))
            .next();
        let word = word.unwrap_or_default();
        let is_initial = word.chars().count() == 1 && word.starts_with(char::is_uppercase);
        let stands_first = self.current.is_empty() && before.trim_start().len() == word.len();
        let is_list_number =
            stands_first && !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
        is_initial || is_list_number || ABBREVIATIONS.iter().any(|known| known.eq_ignore_ascii_case(word))
    }
}

/// The length of the quotes and brackets that belong to the end of a sentence.
fn closers(text: &str) -> usize {
    let rest = text.trim_start_matches(['"', '\'', ')', ']', '\u{201D}', '\u{2019}', '\u{BB}']);
    text.len() - rest.len()
}

/// Whether a blank lies between two fragments.
fn begins_apart(file: &str, fragment: Fragment, next: Fragment) -> bool {
    let gap = file.get(fragment.span.end()..next.span.start()).unwrap_or_default();
    gap.contains([' ', '\t', '\n', '\r']) || next.span.of(file).starts_with(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let whole = Fragment { span: Span::new(0, text.len()), style: FragmentStyle::Plain };
        let sentences = split(text, &[whole], BlockId(0), UnitId(0));
        let found: Vec<&str> = sentences.iter().map(|sentence| sentence.span.of(text)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn sentences_end_at_their_marks() {
        check("One. Two! Three?", &["One.", "Two!", "Three?"]);
        check(
            "Set it in my.cnf. mysqld reads v1.2 files.",
            &["Set it in my.cnf.", "mysqld reads v1.2 files."],
        );
        check("Use a cache, e.g. Redis. See No. 5 of it.", &["Use a cache, e.g. Redis.", "See No. 5 of it."]);
        check("1. First item. More", &["1. First item.", "More"]);
        check(
            "He said \"stop.\" Then it ended (at 3.5). Done",
            &["He said \"stop.\"", "Then it ended (at 3.5).", "Done"],
        );
        check("Wait... and see. Yes", &["Wait... and see.", "Yes"]);
        check("  ", &[]);
    }
}
