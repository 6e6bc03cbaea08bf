//! Source code into tokens, comments and strings, by what the table says of its language. Total and linear:
//! nothing is gone back to, and what is not closed ends with its line or with the text.

use super::languages::{Language, StringForm};
use crate::document::outline::{Token, TokenStyle};
use crate::document::source::{Source, lines};
use std::ops::Range;

/// A comment: the whole, and what stands between its marks.
#[derive(Debug)]
pub struct Comment {
    pub range: Range<usize>,
    pub body: Range<usize>,
}

/// Everything found in one text.
#[derive(Debug, Default)]
pub struct Lexed {
    pub tokens: Vec<Token>,
    pub comments: Vec<Comment>,
    /// What stands between the quotes of strings, each with the index of its token.
    pub strings: Vec<(Range<usize>, usize)>,
}

/// The longest literal of a character: `'\u{10FFFF}'`.
const LONGEST_CHARACTER: usize = 12;

struct Lexer<'s, 'a> {
    source: &'s Source<'a>,
    text: &'s str,
    bytes: &'s [u8],
    language: &'static Language,
    at: usize,
    /// Bytes with which a comment, a string or a here-document may begin.
    special: [bool; 256],
    name: [bool; 256],
    found: Lexed,
    heredocs: Vec<String>,
    brackets: usize,
    /// Nothing but blanks stands before on the line.
    at_line_start: bool,
}

/// Reads a text.
#[must_use]
pub fn lex(source: &Source<'_>, language: &'static Language) -> Lexed {
    let mut special = [false; 256];
    let openers = language.strings.iter().map(|form| form.opens);
    let marks =
        language.line_comments.iter().copied().chain(language.block_comments.iter().map(|(open, _)| *open));
    for first in openers.chain(marks).chain([language.heredoc]).filter_map(|mark| mark.bytes().next()) {
        special[usize::from(first)] = true;
    }
    for (mark, is_used) in [(b'/', language.has_patterns), (b'\'', language.has_characters)] {
        special[usize::from(mark)] |= is_used;
    }
    let mut name = [false; 256];
    for (byte, flag) in (0u8..=255).zip(name.iter_mut()) {
        *flag = byte.is_ascii_alphanumeric()
            || byte == b'_'
            || byte >= 0x80
            || language.name_marks.contains(&byte);
    }
    let mut lexer = Lexer {
        source,
        text: &source.text,
        bytes: source.text.as_bytes(),
        language,
        at: 0,
        special,
        name,
        found: Lexed::default(),
        heredocs: Vec::new(),
        brackets: 0,
        at_line_start: true,
    };
    while lexer.at < lexer.bytes.len() {
        lexer.step();
    }
    lexer.found
}

impl Lexer<'_, '_> {
    fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(0)
    }

    fn is_name(&self, at: usize) -> bool {
        self.bytes.get(at).is_some_and(|byte| self.name.get(usize::from(*byte)).copied().unwrap_or_default())
    }

    fn starts_with(&self, at: usize, mark: &str) -> bool {
        !mark.is_empty() && self.bytes.get(at..).is_some_and(|rest| rest.starts_with(mark.as_bytes()))
    }

    fn boundary(&self, mut at: usize) -> usize {
        while at < self.text.len() && !self.text.is_char_boundary(at) {
            at += 1;
        }
        at.min(self.text.len())
    }

    fn line_end(&self, from: usize) -> usize {
        let rest = self.bytes.get(from..).unwrap_or_default();
        from + memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len())
    }

    fn step(&mut self) {
        let byte = self.byte(self.at);
        let is_special = self.special.get(usize::from(byte)).copied().unwrap_or_default();
        if is_special && self.special() {
            return;
        }
        match byte {
            b' ' | b'\t' | b'\r' => self.at += 1,
            b'\n' => self.line_break(),
            _ if self.is_name(self.at) => self.word(),
            b'.' | b'@' | b'$' if self.is_name(self.at + 1) => self.word(),
            _ => {
                match byte {
                    b'(' | b'[' | b'{' => self.brackets += 1,
                    b')' | b']' | b'}' => self.brackets = self.brackets.saturating_sub(1),
                    _ => {}
                }
                self.push(self.at, self.boundary(self.at + 1), TokenStyle::Punctuation);
            }
        }
    }

    fn push(&mut self, start: usize, end: usize, style: TokenStyle) {
        let text = self.text.get(start..end).unwrap_or_default().to_string();
        self.found.tokens.push(Token { span: self.source.span(start, end), text, style });
        self.at = end.max(start + 1);
        self.at_line_start = false;
    }

    fn line_break(&mut self) {
        self.at += 1;
        self.at_line_start = true;
        for end in std::mem::take(&mut self.heredocs) {
            self.heredoc_body(&end);
        }
    }

    /// What begins at a special byte; false if it only looked so.
    fn special(&mut self) -> bool {
        let language = self.language;
        for (open, close) in language.block_comments {
            // A mark that must begin a line holds the line break before it.
            let mark = open.trim_start_matches('\n');
            let needs_line = mark.len() < open.len();
            if self.starts_with(self.at, open) || (needs_line && self.at == 0 && self.starts_with(0, mark)) {
                self.block_comment(open, close);
                return true;
            }
        }
        if language.line_comments.iter().any(|mark| self.starts_with(self.at, mark)) {
            let marks = language.line_comments.iter().find(|mark| self.starts_with(self.at, mark));
            let (start, end) = (self.at, self.line_end(self.at));
            let body = (start + marks.map_or(1, |mark| mark.len())).min(end)..end;
            self.found.comments.push(Comment { range: start..end, body });
            self.at = end;
            return true;
        }
        if self.starts_with(self.at, language.heredoc) && self.heredoc() {
            return true;
        }
        if language.has_characters && self.byte(self.at) == b'\'' {
            self.character();
            return true;
        }
        if let Some(form) = language.strings.iter().find(|form| self.starts_with(self.at, form.opens)) {
            self.string(form);
            return true;
        }
        language.has_patterns && self.byte(self.at) == b'/' && self.pattern()
    }

    fn block_comment(&mut self, open: &str, close: &str) {
        let start = self.at;
        let inside = (start + open.len()).min(self.bytes.len());
        let (mut at, mut depth) = (inside, 1usize);
        let first = close.as_bytes().first().copied().unwrap_or_default();
        let nested_first =
            if self.language.nested { open.as_bytes().first().copied().unwrap_or(first) } else { first };
        let end = loop {
            let rest = self.bytes.get(at..).unwrap_or_default();
            let Some(found) = memchr::memchr2(first, nested_first, rest) else { break self.bytes.len() };
            at += found;
            if self.starts_with(at, close) {
                depth -= 1;
                at += close.len();
                if depth == 0 {
                    break at;
                }
            } else if self.language.nested && self.starts_with(at, open) {
                depth += 1;
                at += open.len();
            } else {
                at += 1;
            }
        };
        let body_end = if depth == 0 { end - close.len() } else { end };
        self.found.comments.push(Comment { range: start..end, body: inside..body_end.max(inside) });
        self.at = end;
    }

    /// A name with the names that dots and the like join to it.
    fn word(&mut self) {
        let start = self.at;
        let is_number = self.byte(start).is_ascii_digit();
        let mut at = start + 1;
        let mut shown: Option<String> = None;
        let mut taken = start;
        loop {
            while self.is_name(at) {
                at += 1;
            }
            if self.byte(at) == b'.' && self.is_name(at + 1) {
                at += 1;
                continue;
            }
            let join = self
                .language
                .joins
                .iter()
                .find(|join| self.starts_with(at, join) && self.is_name(at + join.len()));
            let Some(join) = join.filter(|_| !is_number) else { break };
            if matches!(*join, "->" | "?->" | "?." | "&.") {
                let text = shown.get_or_insert_with(String::new);
                text.push_str(self.text.get(taken..at).unwrap_or_default());
                text.push('.');
                taken = at + join.len();
            }
            at += join.len();
        }
        let end = self.boundary(at);
        let text = match shown {
            Some(mut text) => {
                text.push_str(self.text.get(taken..end).unwrap_or_default());
                text
            }
            None => self.text.get(start..end).unwrap_or_default().to_string(),
        };
        // Letters right before a quote say how the string is to be read.
        if text.len() <= 3 && matches!(self.byte(end), b'"' | b'\'') && self.prefixed(start, end, &text) {
            return;
        }
        let style = TokenStyle::Word;
        self.found.tokens.push(Token { span: self.source.span(start, end), text, style });
        self.at = end;
        self.at_line_start = false;
    }

    /// `f"…"`, `rb'…'`: the letters belong to the string.
    fn prefixed(&mut self, start: usize, end: usize, letters: &str) -> bool {
        let is_python = self.language.kinds.contains(&"python");
        let known = if is_python { "rRbBuUfF" } else { "rbsLu" };
        let all_known = letters.chars().all(|letter| known.contains(letter));
        let Some(form) =
            self.language.strings.iter().find(|form| all_known && self.starts_with(end, form.opens))
        else {
            return false;
        };
        let mut form = *form;
        if is_python && letters.contains(['f', 'F']) {
            form.computes = "{";
        }
        if letters.contains(['r', 'R']) && !is_python {
            form.escapes = false;
        }
        let was_line_start = self.at_line_start;
        self.at = end;
        self.string(&form);
        self.at_line_start = was_line_start && self.at_line_start;
        let start = self.source.span(start, start).start;
        if let Some(token) =
            self.found.tokens.last_mut().filter(|token| token.span.start() == self.source.base + end)
        {
            token.span.start = start;
        }
        true
    }

    fn string(&mut self, form: &StringForm) {
        let start = self.at;
        let inside = start + form.opens.len();
        let quote = form.closes.as_bytes().first().copied().unwrap_or_default();
        let computes = form.computes.as_bytes().first().copied();
        let (mut at, mut is_dynamic) = (inside, false);
        let (end, closed) = loop {
            let byte = match self.bytes.get(at) {
                Some(byte) => *byte,
                None => break (self.bytes.len(), false),
            };
            if !form.long && matches!(byte, b'\n' | b'\r') {
                break (at, false);
            }
            if computes == Some(byte) && self.computes(at, form.computes) {
                is_dynamic = true;
                at = self.after_computed(at, form);
            } else if byte == b'\\' && form.escapes {
                at += 2;
            } else if byte == quote && self.starts_with(at, form.closes) {
                break (at, true);
            } else {
                at += 1;
            }
        };
        let (start, inside) = (start, inside.min(self.bytes.len()));
        let end = self.boundary(end.max(inside));
        let token_end = if closed { end + form.closes.len() } else { end };
        if form.long && self.is_document(start, form) {
            self.found.comments.push(Comment { range: start..token_end, body: inside..end });
        } else {
            self.literal(start, token_end, inside..end, is_dynamic, form.escapes);
        }
        self.at = token_end.max(start + 1);
    }

    fn literal(&mut self, start: usize, end: usize, inside: Range<usize>, computed: bool, escapes: bool) {
        let written = self.text.get(inside.clone()).unwrap_or_default();
        let text = if escapes { unescaped(written) } else { written.to_string() };
        let style = if computed { TokenStyle::Dynamic } else { TokenStyle::Quoted };
        self.found.strings.push((inside, self.found.tokens.len()));
        self.found.tokens.push(Token { span: self.source.span(start, end), text, style });
        self.at_line_start = false;
    }

    fn computes(&self, at: usize, mark: &str) -> bool {
        let after = self.byte(at + mark.len());
        let is_doubled = mark == "{" && after == b'{';
        let names = after.is_ascii_alphabetic() || matches!(after, b'_' | b'{' | b'(' | b'@' | b'$');
        self.starts_with(at, mark) && !is_doubled && (mark.len() > 1 || names)
    }

    /// Where a computed stretch ends: behind its brace, or at once if it has none.
    fn after_computed(&self, start: usize, form: &StringForm) -> usize {
        let mark_end = start + form.computes.len();
        let has_brace = form.computes.ends_with(['{', '(']) || self.byte(mark_end) == b'{';
        if !has_brace {
            return mark_end;
        }
        let mut at = mark_end + usize::from(self.byte(mark_end) == b'{' && !form.computes.ends_with('{'));
        let mut depth = 0usize;
        while let Some(&byte) = self.bytes.get(at) {
            match byte {
                b'{' | b'(' => depth += 1,
                b'}' | b')' if depth == 0 => return at + 1,
                b'}' | b')' => depth -= 1,
                b'\n' if !form.long => return at,
                _ => {}
            }
            at += 1;
        }
        at
    }

    /// A text of Python or Elixir that documents what it stands in.
    fn is_document(&self, start: usize, form: &StringForm) -> bool {
        let kinds = self.language.kinds;
        let last = self.found.tokens.last().map_or("", |token| token.text.as_str());
        let is_python = kinds.contains(&"python") && self.brackets == 0 && self.at_line_start;
        let is_elixir = kinds.contains(&"elixir") && matches!(last, "@doc" | "@moduledoc");
        form.opens.len() == 3
            && (is_python
                && matches!(self.byte(start), b'"' | b'\'')
                && !matches!(last, "=" | "\\" | "return")
                || is_elixir)
    }

    fn character(&mut self) {
        let start = self.at;
        let rest = self.bytes.get(start + 1..).unwrap_or_default();
        let near = rest.get(..rest.len().min(LONGEST_CHARACTER)).unwrap_or_default();
        let skip = usize::from(near.first() == Some(&b'\\')) + 1;
        let close = near.iter().skip(skip).position(|byte| *byte == b'\'').map(|at| at + skip);
        let one_character = |length: &usize| {
            near.first() == Some(&b'\\')
                || self.text.get(start + 1..start + 1 + length).is_some_and(|text| text.chars().count() == 1)
        };
        match close.filter(one_character) {
            Some(length) => {
                let inside = start + 1..start + 1 + length;
                self.literal(start, inside.end + 1, inside.clone(), false, true);
                self.found.strings.pop();
                self.at = inside.end + 1;
            }
            None => self.push(start, start + 1, TokenStyle::Punctuation),
        }
    }

    /// `/…/` where an operand is missing; its text is passed over.
    fn pattern(&mut self) -> bool {
        let after_operand = self.found.tokens.last().is_some_and(|token| match token.style {
            TokenStyle::Punctuation => matches!(token.text.as_str(), ")" | "]" | "}"),
            TokenStyle::Word => {
                !matches!(token.text.as_str(), "return" | "typeof" | "case" | "if" | "unless" | "when")
            }
            _ => true,
        });
        if after_operand && !self.at_line_start {
            return false;
        }
        let (mut at, mut in_class) = (self.at + 1, false);
        while let Some(&byte) = self.bytes.get(at) {
            match byte {
                b'\n' | b'\r' => break,
                b'\\' => at += 1,
                b'[' => in_class = true,
                b']' => in_class = false,
                b'/' if !in_class => {
                    self.push(self.at, at + 1, TokenStyle::Quoted);
                    return true;
                }
                _ => {}
            }
            at += 1;
        }
        // Not closed: the rest of the line is not looked through again.
        self.push(self.at, self.boundary(at), TokenStyle::Dynamic);
        true
    }

    /// `<<~SQL`: the text begins with the next line.
    fn heredoc(&mut self) -> bool {
        let mut at = self.at + self.language.heredoc.len();
        while matches!(self.byte(at), b'~' | b'-' | b'"' | b'\'') {
            at += 1;
        }
        let start = at;
        while self.byte(at).is_ascii_alphanumeric() || self.byte(at) == b'_' {
            at += 1;
        }
        let name = self.text.get(start..at).unwrap_or_default().to_string();
        if !name.starts_with(|first: char| first.is_ascii_uppercase()) {
            return false;
        }
        at += usize::from(matches!(self.byte(at), b'"' | b'\''));
        self.heredocs.push(name);
        self.push(self.at, at, TokenStyle::Dynamic);
        true
    }

    fn heredoc_body(&mut self, end_mark: &str) {
        let start = self.at;
        let rest = self.text.get(start..).unwrap_or_default();
        let closes = |line: &str| {
            let after = line.trim_start().strip_prefix(end_mark);
            after.is_some_and(|after| !after.starts_with(|next: char| next.is_alphanumeric() || next == '_'))
        };
        let last = lines(rest).find(|line| closes(line.of(rest)));
        let (end, next) = last.map_or((rest.len(), rest.len()), |line| (line.start, line.end));
        let computed = rest.get(..end).is_some_and(|body| body.contains("#{") || body.contains('$'));
        self.literal(start, start + end, start..start + end, computed, false);
        self.at = start + next;
    }
}

fn unescaped(written: &str) -> String {
    if !written.contains('\\') {
        return written.to_string();
    }
    let mut text = String::with_capacity(written.len());
    let mut rest = written.chars();
    while let Some(character) = rest.next() {
        match character {
            '\\' => match rest.next() {
                Some('n') => text.push('\n'),
                Some('t') => text.push('\t'),
                Some(other) => text.push(other),
                None => {}
            },
            _ => text.push(character),
        }
    }
    text
}
