//! Names of source code as words: where they split, and how words are written as a name.

use super::Span;
use super::words::{is_word_character, run_at};

/// How the words of a name are joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// `queryCache`
    Camel,
    /// `QueryCache`
    Pascal,
    /// `query_cache`
    Snake,
    /// `query-cache`
    Kebab,
    /// `QUERY_CACHE`
    Screaming,
}

/// The parts of a name, split at every mark that is no letter or digit, between lower and upper case,
/// before the last capital of an acronym that a word follows (`HTTPServer`), and around digits.
#[must_use]
pub fn parts(identifier: &str) -> Vec<Span> {
    let mut parts = Vec::new();
    for word in super::words::words(identifier) {
        let text = word.of(identifier);
        let mut start = 0;
        let mut before = [None, None];
        let mut characters = text.char_indices().peekable();
        while let Some((offset, character)) = characters.next() {
            let next = characters.peek().map(|(_, next)| *next);
            if splits(before, character, next) {
                parts.push(Span::new(start, offset).shifted(word.start()));
                start = offset;
            }
            before = [before[1], Some(character)];
        }
        parts.push(Span::new(start, text.len()).shifted(word.start()));
    }
    parts
}

/// Whether a new part begins at `current` inside a run of letters and digits, given the two characters
/// before it and the one after. One capital alone is no acronym: `OAuth` is one part.
#[must_use]
pub fn splits(before: [Option<char>; 2], current: char, next: Option<char>) -> bool {
    let Some(previous) = before[1] else { return false };
    if previous.is_numeric() != current.is_numeric() {
        return !unicode_normalization::char::is_combining_mark(current);
    }
    if !current.is_uppercase() {
        return false;
    }
    let acronym = before.iter().all(|before| before.is_some_and(char::is_uppercase));
    previous.is_lowercase() || (acronym && next.is_some_and(char::is_lowercase))
}

/// The name that `offset` lies in or touches: letters, digits, `_` and inner `-`.
#[must_use]
pub fn identifier_at(text: &str, offset: usize) -> Option<Span> {
    let run = run_at(text, offset, |character| is_word_character(character) || "_-".contains(character))?;
    let whole = run.of(text);
    let start = run.start() + (whole.len() - whole.trim_start_matches('-').len());
    let end = run.end() - (whole.len() - whole.trim_end_matches('-').len());
    (start < end).then(|| Span::new(start, end)).filter(|span| span.touches(offset))
}

/// The way a name is written; nothing for a single word in one case and for mixtures.
#[must_use]
pub fn case_of(identifier: &str) -> Option<Case> {
    let has = |test: fn(char) -> bool| identifier.chars().any(test);
    let (upper, lower) = (has(char::is_uppercase), has(char::is_lowercase));
    let mark = |mark: char| identifier.contains(mark);
    match (mark('_'), mark('-'), upper, lower) {
        (true, false, true, false) => Some(Case::Screaming),
        (true, false, false, _) => Some(Case::Snake),
        (false, true, false, _) => Some(Case::Kebab),
        (false, false, true, true) => {
            let first = identifier.chars().next()?;
            if first.is_lowercase() {
                return Some(Case::Camel);
            }
            identifier.chars().skip(1).any(char::is_uppercase).then_some(Case::Pascal)
        }
        _ => None,
    }
}

/// Writes words (`["query", "cache"]`) as one name.
#[must_use]
pub fn join(words: &[&str], case: Case) -> String {
    let mut name = String::new();
    for (index, word) in words.iter().enumerate() {
        if index > 0 {
            match case {
                Case::Snake | Case::Screaming => name.push('_'),
                Case::Kebab => name.push('-'),
                Case::Camel | Case::Pascal => {}
            }
        }
        match case {
            Case::Screaming => name.extend(word.chars().flat_map(char::to_uppercase)),
            Case::Snake | Case::Kebab => name.extend(word.chars().flat_map(char::to_lowercase)),
            Case::Camel if index == 0 => name.extend(word.chars().flat_map(char::to_lowercase)),
            Case::Camel | Case::Pascal => push_capitalised(&mut name, word),
        }
    }
    name
}

fn push_capitalised(name: &mut String, word: &str) {
    let mut characters = word.chars();
    name.extend(characters.next().into_iter().flat_map(char::to_uppercase));
    name.extend(characters.flat_map(char::to_lowercase));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_every_way_of_writing_a_name() {
        let cases = [
            ("queryCache", "query Cache"),
            ("QueryCache", "Query Cache"),
            ("query_cache_size", "query cache size"),
            ("read-committed", "read committed"),
            ("OFFSET_BASED", "OFFSET BASED"),
            ("HTTPServerError", "HTTP Server Error"),
            ("parseJSON", "parse JSON"),
            ("oauth2Client", "oauth 2 Client"),
            ("useOAuth", "use OAuth"),
            ("utf8mb4", "utf 8 mb 4"),
            ("__init__", "init"),
            ("größeMax", "größe Max"),
            ("redis", "redis"),
            ("", ""),
        ];
        for (name, expected) in cases {
            let found: Vec<&str> = parts(name).iter().map(|part| part.of(name)).collect();
            assert_eq!(found.join(" "), expected, "{name}");
        }
    }

    #[test]
    fn recognises_and_writes_cases() {
        let words = ["query", "cache"];
        for (name, case) in [
            ("queryCache", Case::Camel),
            ("QueryCache", Case::Pascal),
            ("query_cache", Case::Snake),
            ("query-cache", Case::Kebab),
            ("QUERY_CACHE", Case::Screaming),
        ] {
            assert_eq!(case_of(name), Some(case), "{name}");
            assert_eq!(join(&words, case), name);
        }
        for plain in ["query", "Query", "QUERY", "Query_cache", "a_b-c", ""] {
            assert_eq!(case_of(plain), None, "{plain}");
        }
    }

    #[test]
    fn finds_the_name_around_an_offset() {
        let text = "set --max-allowed_packet=1";
        assert_eq!(identifier_at(text, 10).map(|span| span.of(text)), Some("max-allowed_packet"));
        assert_eq!(identifier_at(text, 3).map(|span| span.of(text)), Some("set"));
        assert_eq!(identifier_at(text, 4), None);
    }
}
