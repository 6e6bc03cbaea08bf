//! The one form in which terms are stored and looked up.
//!
//! Lower case (full case folding where letters demand it), NFKC, and one blank for every run of blanks,
//! hyphens and underscores. Other marks stay: `HTTP/2`, `C++` and `Node.js` are told from `HTTP 2`, `C` and
//! `Node js`. Names are not split here: the scanner does that, because only the text shows whether a name
//! is `PostgreSQL` or `SagaPattern`.

use super::identifier::splits;
use super::words::is_word_character;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The normal form of a term.
#[must_use]
pub fn normal_form(term: &str) -> String {
    let normalised = Normalised::new(term);
    normalised.text.trim_matches([' ', BREAK]).to_string()
}

/// The normal form of a name with its parts as words: `queryCache` becomes `query cache`.
#[must_use]
pub fn split_form(name: &str) -> String {
    let mut form = String::new();
    for part in super::identifier::parts(name) {
        if !form.is_empty() {
            form.push(' ');
        }
        form.push_str(&normal_form(part.of(name)));
    }
    form
}

/// What no term runs over: an empty line, or a dash between blanks.
pub const BREAK: char = '\n';

/// How a byte of normalised text may begin a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// Inside a word.
    Inside,
    /// A blank between words, or a break.
    Blank,
    /// The first letter of a word, or a mark directly before one (`.NET`, `@Transactional`).
    Word,
    /// A new part of a name: `queryCache` at `C`.
    Part,
    /// A digit after a letter: `oauth2`.
    Digit,
    /// A letter after a digit: `log4j`.
    AfterDigit,
    /// Any other mark.
    Mark,
}

/// Running text in normal form, with the way back to the text as written.
#[derive(Debug, Default)]
pub struct Normalised {
    pub text: String,
    /// For each byte of `text`, the offset in the source at which it begins; one more for the end.
    pub source: Vec<u32>,
    pub edges: Vec<Edge>,
}

impl Normalised {
    #[must_use]
    pub fn new(text: &str) -> Normalised {
        let mut normalised = Normalised {
            text: String::with_capacity(text.len()),
            source: Vec::with_capacity(text.len() + 1),
            edges: Vec::with_capacity(text.len()),
        };
        let mut before = [None, None];
        let mut characters = text.char_indices().peekable();
        while let Some((offset, character)) = characters.next() {
            if is_joint(character) {
                let mut run = Run::default();
                run.add(character);
                while let Some((_, joint)) = characters.next_if(|(_, next)| is_joint(*next)) {
                    run.add(joint);
                }
                normalised.push(run.as_character(), offset, Edge::Blank);
                before = [None, None];
                continue;
            }
            let next = characters.peek().map(|(_, next)| *next);
            let edge = edge(before, character, next);
            if character.is_ascii() && next.is_none_or(|next| next.is_ascii()) {
                normalised.push(character.to_ascii_lowercase(), offset, edge);
            } else {
                let mut cluster = String::from(character);
                while let Some((_, mark)) = characters.next_if(|(_, next)| is_combining_mark(*next)) {
                    cluster.push(mark);
                }
                normalised.push_folded(&cluster, offset, edge);
            }
            before = [before[1], Some(character)];
        }
        normalised.source.push(u32::try_from(text.len()).unwrap_or(u32::MAX));
        normalised
    }

    /// The offset in the source that belongs to a place in the normalised text.
    #[must_use]
    pub fn source_offset(&self, place: usize) -> usize {
        self.source.get(place).or(self.source.last()).map_or(0, |offset| *offset as usize)
    }

    fn push(&mut self, character: char, offset: usize, edge: Edge) {
        self.text.push(character);
        let offset = u32::try_from(offset).unwrap_or(u32::MAX);
        let mut edge = edge;
        while self.source.len() < self.text.len() {
            self.source.push(offset);
            self.edges.push(edge);
            edge = Edge::Inside;
        }
    }

    fn push_folded(&mut self, cluster: &str, offset: usize, edge: Edge) {
        let mut edge = edge;
        for character in cluster.nfkc().flat_map(char::to_lowercase) {
            match character {
                'ß' => {
                    self.push('s', offset, edge);
                    self.push('s', offset, Edge::Inside);
                }
                'ς' => self.push('σ', offset, edge),
                _ => self.push(character, offset, edge),
            }
            edge = Edge::Inside;
        }
    }
}

fn is_joint(character: char) -> bool {
    matches!(character, '-' | '_' | '\u{2010}' | '\u{2011}' | '\u{ad}') || character.is_whitespace()
}

/// A run of blanks, hyphens and underscores between words.
#[derive(Default)]
struct Run {
    blanks: usize,
    line_breaks: usize,
    hyphens: usize,
    /// The last one was a blank: hyphens at the end of a run begin a flag (`--record`), not a clause.
    ends_blank: bool,
}

impl Run {
    fn add(&mut self, character: char) {
        self.ends_blank = character.is_whitespace();
        match character {
            '\n' => self.line_breaks += 1,
            _ if character.is_whitespace() => self.blanks += 1,
            _ => self.hyphens += 1,
        }
    }

    fn as_character(&self) -> char {
        let dash = self.hyphens > 0 && self.ends_blank && self.blanks + self.line_breaks > 1;
        if dash || self.line_breaks > 1 { BREAK } else { ' ' }
    }
}

fn edge(before: [Option<char>; 2], current: char, next: Option<char>) -> Edge {
    let previous = before[1].filter(|previous| is_word_character(*previous));
    if !is_word_character(current) {
        let opens = next.is_some_and(is_word_character) && previous.is_none();
        return if opens { Edge::Word } else { Edge::Mark };
    }
    let Some(previous) = previous else { return Edge::Word };
    if !splits(before, current, next) {
        return Edge::Inside;
    }
    match (previous.is_numeric(), current.is_numeric()) {
        (false, true) => Edge::Digit,
        (true, false) => Edge::AfterDigit,
        _ => Edge::Part,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_case_joints_and_compatibility_forms() {
        let cases = [
            ("Query Cache", "query cache"),
            ("query-cache", "query cache"),
            ("QUERY__CACHE", "query cache"),
            ("  query \t cache\n", "query cache"),
            ("HTTP/2", "http/2"),
            ("C++", "c++"),
            (".NET", ".net"),
            ("Straße", "strasse"),
            ("ﬁle", "file"),
            ("Caf\u{e9}", "caf\u{e9}"),
            ("Cafe\u{301}", "caf\u{e9}"),
            ("non\u{2011}blocking\u{a0}io", "non blocking io"),
            ("", ""),
        ];
        for (written, expected) in cases {
            assert_eq!(normal_form(written), expected, "{written}");
            assert_eq!(normal_form(expected), expected, "{expected} is stable");
        }
        assert_eq!(normal_form("query - cache"), "query\ncache", "a dash parts words");
        assert_eq!(normal_form("query\n\ncache"), "query\ncache", "so does an empty line");
    }

    #[test]
    fn splits_names_on_request() {
        assert_eq!(split_form("sagaPattern"), "saga pattern");
        assert_eq!(split_form("OFFSET_BASED"), "offset based");
        assert_eq!(split_form("OAuth2"), "oauth 2");
    }

    #[test]
    fn leads_back_to_the_text() {
        let text = "Use ＭySQL — Straßen_Index";
        let normalised = Normalised::new(text);
        assert_eq!(normalised.source.len(), normalised.text.len() + 1);
        assert_eq!(normalised.edges.len(), normalised.text.len());
        let start = normalised.text.find("strassen").expect("the word");
        assert_eq!(&text[normalised.source_offset(start)..][..8], "Straßen");
        assert!(normalised.source.iter().all(|offset| text.is_char_boundary(*offset as usize)));
    }
}
