//! Shell text into simple commands: words with their quotes taken off, comments and here-documents.
//!
//! Total and linear: what is not closed goes on to the end, and nesting is followed to a limit.

use crate::document::outline::{Token, TokenStyle};
use crate::document::readers::variables;
use crate::document::source::{Source, TEMPLATE};
use std::ops::Range;

/// Command substitutions inside each other that are followed.
const DEEPEST: usize = 64;

/// Everything read from one text.
#[derive(Debug, Default)]
pub struct Script {
    pub commands: Vec<RawCommand>,
    /// Ranges of comments with their `#`.
    pub comments: Vec<Range<usize>>,
}

/// One simple command before wrappers are taken off.
#[derive(Debug, Default)]
pub struct RawCommand {
    pub words: Vec<Token>,
    /// In the source.
    pub range: Range<usize>,
    /// Where output or input goes: `> FILE`.
    pub target: Option<String>,
    pub heredocs: Vec<Range<usize>>,
    /// Its output goes to the next command.
    pub is_piped: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Bracket {
    Group,
    Substitution,
    Backtick,
}

/// What goes on when a substitution ends.
struct Suspended {
    bracket: Bracket,
    command: RawCommand,
    word: Option<Word>,
    in_quotes: bool,
    awaits_target: bool,
}

#[derive(Default)]
struct Word {
    start: usize,
    text: String,
    dynamic: bool,
    /// Quoted stretches and unquoted characters so far.
    quoted: usize,
    has_bare: bool,
}

struct PendingHeredoc {
    end: String,
    /// The command it belongs to, counted in the order of their ends.
    command: usize,
}

struct Lexer<'s, 'a> {
    source: &'s Source<'a>,
    text: &'s str,
    at: usize,
    script: Script,
    command: RawCommand,
    word: Option<Word>,
    in_quotes: bool,
    awaits_target: bool,
    stack: Vec<Suspended>,
    heredocs: Vec<PendingHeredoc>,
}

/// Reads a text as shell.
#[must_use]
pub fn lex(source: &Source<'_>) -> Script {
    let mut lexer = Lexer {
        source,
        text: &source.text,
        at: 0,
        script: Script::default(),
        command: RawCommand::default(),
        word: None,
        in_quotes: false,
        awaits_target: false,
        stack: Vec::new(),
        heredocs: Vec::new(),
    };
    while lexer.at < lexer.text.len() {
        lexer.step();
    }
    lexer.end_command();
    while lexer.close() {}
    lexer.script
}

impl Lexer<'_, '_> {
    fn byte(&self, ahead: usize) -> u8 {
        self.text.as_bytes().get(self.at + ahead).copied().unwrap_or(0)
    }

    fn step(&mut self) {
        let byte = self.byte(0);
        if self.in_quotes {
            return self.quoted(byte);
        }
        match byte {
            b' ' | b'\t' => {
                self.end_word();
                self.at += 1;
            }
            b'\n' | b'\r' => self.line_break(),
            b'\\' => self.backslash(),
            b'\'' => self.single_quotes(),
            b'"' => {
                self.word_here().quoted += 1;
                self.in_quotes = true;
                self.at += 1;
            }
            b'#' if self.word.is_none() => self.comment(),
            b'&' if self.byte(1) == b'>' => self.redirect(2),
            b'|' if self.byte(1) == b'|' => self.separator(2),
            b'|' => self.pipe(),
            b';' | b'&' => self.separator(1),
            b'(' => {
                self.separator(1);
                self.open(Bracket::Group);
            }
            b')' => {
                self.separator(1);
                self.close();
            }
            b'<' => self.less_than(),
            b'>' => self.redirect(1),
            b'$' => self.dollar(),
            b'`' => self.backtick(),
            _ => self.bare(),
        }
    }

    fn word_here(&mut self) -> &mut Word {
        let start = self.at;
        self.word.get_or_insert_with(|| Word { start, ..Word::default() })
    }

    /// Characters that mean only themselves.
    fn bare(&mut self) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let special = |byte: &u8| b" \t\n\r\\'\"#;|&()<>$`".contains(byte);
        let length =
            rest.bytes().skip(1).position(|byte| special(&byte)).map_or(rest.len(), |found| found + 1);
        let mut end = length;
        while !rest.is_char_boundary(end) {
            end += 1;
        }
        let taken = rest.get(..end).unwrap_or_default().to_string();
        let word = self.word_here();
        word.has_bare = true;
        word.text.push_str(&taken);
        self.at += end.max(1);
    }

    fn push_char(&mut self) {
        let Some(character) = self.text.get(self.at..).and_then(|rest| rest.chars().next()) else {
            self.at += 1;
            return;
        };
        self.word_here().text.push(character);
        self.at += character.len_utf8();
    }

    fn quoted(&mut self, byte: u8) {
        match byte {
            b'"' => {
                self.in_quotes = false;
                self.at += 1;
            }
            b'\\' if matches!(self.byte(1), b'"' | b'\\' | b'$' | b'`') => {
                self.at += 1;
                self.push_char();
            }
            b'\\' if self.byte(1) == b'\n' => self.at += 2,
            b'$' => self.dollar(),
            b'`' => self.backtick(),
            _ => {
                let rest = self.text.get(self.at..).unwrap_or_default();
                let length = rest.bytes().skip(1).position(|byte| b"\"\\$`".contains(&byte));
                let mut end = length.map_or(rest.len(), |found| found + 1);
                while !rest.is_char_boundary(end) {
                    end += 1;
                }
                let taken = rest.get(..end).unwrap_or_default().to_string();
                self.word_here().text.push_str(&taken);
                self.at += end.max(1);
            }
        }
    }

    fn single_quotes(&mut self) {
        let inside = self.text.get(self.at + 1..).unwrap_or_default();
        let length = memchr::memchr(b'\'', inside.as_bytes()).unwrap_or(inside.len());
        let taken = inside.get(..length).unwrap_or_default().to_string();
        let word = self.word_here();
        word.quoted += 1;
        word.text.push_str(&taken);
        self.at = (self.at + length + 2).min(self.text.len());
    }

    fn backslash(&mut self) {
        match (self.byte(1), self.byte(2)) {
            (b'\r', b'\n') => self.at += 3,
            (b'\n', _) => self.at += 2,
            (0, _) => self.at += 1,
            _ => {
                self.word_here().has_bare = true;
                self.at += 1;
                self.push_char();
            }
        }
    }

    fn comment(&mut self) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let length = memchr::memchr2(b'\n', b'\r', rest.as_bytes()).unwrap_or(rest.len());
        self.script.comments.push(self.at..self.at + length);
        self.at += length;
    }

    fn separator(&mut self, length: usize) {
        self.end_command();
        self.at += length;
    }

    fn pipe(&mut self) {
        let before = self.script.commands.len();
        self.separator(1);
        if self.script.commands.len() > before
            && let Some(command) = self.script.commands.last_mut()
        {
            command.is_piped = true;
        }
    }

    fn line_break(&mut self) {
        self.end_command();
        self.at += 1;
        if self.byte(0) == b'\n' && self.text.as_bytes().get(self.at - 1) == Some(&b'\r') {
            self.at += 1;
        }
        for heredoc in std::mem::take(&mut self.heredocs) {
            self.heredoc_body(&heredoc);
        }
    }

    fn heredoc_body(&mut self, heredoc: &PendingHeredoc) {
        let start = self.at;
        let rest = self.text.get(start..).unwrap_or_default();
        let mut end = rest.len();
        let mut next = rest.len();
        for line in crate::document::source::lines(rest) {
            if line.of(rest).trim() == heredoc.end {
                end = line.start;
                next = line.next;
                break;
            }
        }
        self.at = start + next;
        if let Some(command) = self.script.commands.get_mut(heredoc.command) {
            command.heredocs.push(start..start + end);
        }
    }

    fn less_than(&mut self) {
        if self.byte(1) == b'(' {
            self.at += 2;
            self.word_here().dynamic = true;
            self.open(Bracket::Substitution);
        } else if self.byte(1) == b'<' && self.byte(2) != b'<' {
            self.end_word();
            self.at += 2 + usize::from(self.byte(2) == b'-');
            self.heredoc_mark();
        } else {
            self.redirect(if self.byte(1) == b'<' { 3 } else { 1 });
        }
    }

    fn heredoc_mark(&mut self) {
        while matches!(self.byte(0), b' ' | b'\t') {
            self.at += 1;
        }
        let rest = self.text.get(self.at..).unwrap_or_default();
        let length = rest.find([' ', '\t', '\n', '\r', ';', '|', '&', ')', '>']).unwrap_or(rest.len());
        let end = rest.get(..length).unwrap_or_default().replace(['"', '\'', '\\'], "");
        self.at += length;
        if !end.is_empty() {
            self.heredocs.push(PendingHeredoc { end, command: self.script.commands.len() });
            if self.command.words.is_empty() && self.word.is_none() {
                self.command.range = self.at..self.at;
            }
        }
    }

    fn redirect(&mut self, length: usize) {
        // The number of a stream is not a word of the command.
        if self
            .word
            .as_ref()
            .is_some_and(|word| word.quoted == 0 && word.text.bytes().all(|byte| byte.is_ascii_digit()))
        {
            self.word = None;
        }
        self.end_word();
        self.at += length;
        while matches!(self.byte(0), b'>' | b'|' | b'&') {
            self.at += 1;
        }
        self.awaits_target = true;
    }

    fn dollar(&mut self) {
        let rest = self.text.get(self.at + 1..).unwrap_or_default();
        match rest.bytes().next() {
            Some(b'(') if rest.starts_with("((") => {
                let near = rest.as_bytes().get(..rest.len().min(256)).unwrap_or_default();
                let length = memchr::memmem::find(near, b"))").map_or(2, |found| found + 2);
                self.skip_dynamic(1 + length);
            }
            Some(b'(') => {
                self.word_here().dynamic = true;
                self.at += 2;
                self.open(Bracket::Substitution);
            }
            Some(b'{') => self.braces(rest),
            Some(b'\'') if !self.in_quotes => self.at += 1,
            Some(first) if first.is_ascii_alphabetic() || first == b'_' => {
                let length =
                    rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
                self.skip_dynamic(1 + length);
            }
            Some(b'0'..=b'9' | b'@' | b'*' | b'#' | b'?' | b'$' | b'!') => self.skip_dynamic(2),
            _ => self.push_char(),
        }
    }

    fn skip_dynamic(&mut self, length: usize) {
        let mut end = (self.at + length).min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end += 1;
        }
        let taken = self.text.get(self.at..end).unwrap_or_default().to_string();
        let word = self.word_here();
        word.dynamic = true;
        word.text.push_str(&taken);
        self.at = end;
    }

    /// `${NAME:-default}`.
    fn braces(&mut self, rest: &str) {
        let near = rest.as_bytes().get(..rest.len().min(256)).unwrap_or_default();
        let Some(length) = memchr::memchr(b'}', near) else { return self.skip_dynamic(2) };
        let written = self.text.get(self.at..self.at + length + 2).unwrap_or_default();
        let resolved = variables::resolve(written, &|_| None);
        if resolved.dynamic || written.is_empty() {
            return self.skip_dynamic(length + 2);
        }
        let word = self.word_here();
        word.has_bare = true;
        word.text.push_str(&resolved.text);
        self.at += length + 2;
    }

    fn backtick(&mut self) {
        if self.stack.last().is_some_and(|open| open.bracket == Bracket::Backtick) {
            self.end_command();
            self.at += 1;
            self.close();
            return;
        }
        self.word_here().dynamic = true;
        self.at += 1;
        self.open(Bracket::Backtick);
    }

    fn open(&mut self, bracket: Bracket) {
        if self.stack.len() >= DEEPEST {
            return;
        }
        self.stack.push(Suspended {
            bracket,
            command: std::mem::take(&mut self.command),
            word: self.word.take(),
            in_quotes: std::mem::take(&mut self.in_quotes),
            awaits_target: std::mem::take(&mut self.awaits_target),
        });
    }

    /// Goes on with what the innermost bracket interrupted; tells whether there was one.
    fn close(&mut self) -> bool {
        let Some(before) = self.stack.pop() else { return false };
        self.end_command();
        self.command = before.command;
        self.word = before.word;
        self.in_quotes = before.in_quotes;
        self.awaits_target = before.awaits_target;
        if self.at >= self.text.len() {
            self.end_command();
        }
        true
    }

    fn end_word(&mut self) {
        let Some(word) = self.word.take() else { return };
        let end = self.at.min(self.text.len());
        let style = if word.dynamic || word.text.contains(TEMPLATE) {
            TokenStyle::Dynamic
        } else if word.quoted == 1 && !word.has_bare {
            TokenStyle::Quoted
        } else {
            TokenStyle::Word
        };
        if std::mem::take(&mut self.awaits_target) {
            self.command.target = Some(word.text);
            return;
        }
        let text = if word.text.contains(TEMPLATE) {
            self.source.written(word.start, end).to_string()
        } else {
            word.text
        };
        if self.command.words.is_empty() {
            self.command.range = word.start..end;
        }
        self.command.range.end = end;
        self.command.words.push(Token { span: self.source.span(word.start, end), text, style });
    }

    fn end_command(&mut self) {
        self.in_quotes = false;
        self.end_word();
        self.awaits_target = false;
        let waits = self.heredocs.last().is_some_and(|heredoc| heredoc.command == self.script.commands.len());
        if !self.command.words.is_empty() || waits {
            self.script.commands.push(std::mem::take(&mut self.command));
        }
    }
}
