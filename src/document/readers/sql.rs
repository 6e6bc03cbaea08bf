//! SQL of any dialect: statements as tokens. No grammar: only what separates words, strings and comments.

use super::transcript::{self, Typed};
use crate::document::builder::Builder;
use crate::document::outline::{Place, Statement, Token, TokenStyle, UnitId};
use crate::document::source::{Source, TEMPLATE};

/// Words with which a statement begins, so that a string can be known to be SQL.
const VERBS: &[&str] = &[
    "SELECT ",
    "INSERT INTO ",
    "UPDATE ",
    "DELETE FROM ",
    "CREATE ",
    "ALTER ",
    "DROP ",
    "GRANT ",
    "REVOKE ",
    "SET GLOBAL ",
    "SET PERSIST ",
    "SET SESSION ",
    "CHANGE MASTER ",
    "CHANGE REPLICATION ",
    "START SLAVE",
    "STOP SLAVE",
    "SHOW SLAVE ",
    "SHOW MASTER ",
    "FLUSH ",
    "VACUUM ",
];

/// Whether a text begins as a statement does: a verb in capitals.
#[must_use]
pub fn starts_with_verb(text: &str) -> bool {
    let text = text.trim_start();
    VERBS.iter().any(|verb| text.starts_with(verb))
}

/// Whether a text is a verb alone, or begins as a statement does.
#[must_use]
pub fn names_statement(text: &str) -> bool {
    starts_with_verb(text)
        || VERBS.iter().any(|verb| verb.trim_end().contains(' ') && text.trim() == verb.trim_end())
}

/// Whether a program sends its standard input or `-c`/`-e` string to a database.
#[must_use]
pub fn is_client(program: &str) -> bool {
    matches!(
        program,
        "psql" | "mysql" | "mariadb" | "sqlite3" | "cockroach" | "sqlcmd" | "clickhouse-client" | "cqlsh"
    )
}

/// Reads a text of statements, or of a session with a client.
pub fn read(source: &Source<'_>, unit: UnitId, out: &mut Builder) {
    let typed = transcript::typed(source, Typed::Sql);
    statements(typed.as_ref().unwrap_or(source), unit, out);
}

/// Adds the statements of a text to a unit.
pub fn statements(source: &Source<'_>, unit: UnitId, out: &mut Builder) {
    let mut lexer = Lexer {
        source,
        text: &source.text,
        at: 0,
        unit,
        out,
        tokens: Vec::new(),
        delimiter: ";".to_string(),
    };
    while lexer.at < lexer.text.len() {
        lexer.step();
    }
    lexer.end_statement();
}

struct Lexer<'s, 'a, 'b> {
    source: &'s Source<'a>,
    text: &'s str,
    at: usize,
    unit: UnitId,
    out: &'b mut Builder,
    tokens: Vec<Token>,
    /// What ends a statement; the client of `MySQL` lets it be changed.
    delimiter: String,
}

impl Lexer<'_, '_, '_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn byte(&self, ahead: usize) -> u8 {
        self.text.as_bytes().get(self.at + ahead).copied().unwrap_or(0)
    }

    fn step(&mut self) {
        if self.rest().starts_with(self.delimiter.as_str()) {
            self.end_statement();
            self.at += self.delimiter.len();
            return;
        }
        match self.byte(0) {
            b' ' | b'\t' | b'\n' | b'\r' => self.at += 1,
            b'-' if self.byte(1) == b'-' => self.line_comment(2),
            b'#' if !matches!(self.byte(1), b'>' | b'-' | b'=') => self.line_comment(1),
            b'/' if self.byte(1) == b'*' => self.block_comment(),
            b'\'' => self.string(b'\'', TokenStyle::Quoted),
            b'"' => self.string(b'"', TokenStyle::Quoted),
            b'`' => self.string(b'`', TokenStyle::Word),
            b'$' => self.dollar(),
            b'\\' if self.tokens.is_empty() => self.line_comment(0),
            b'\\' if matches!(self.byte(1), b'G' | b'g') => {
                self.end_statement();
                self.at += 2;
            }
            byte if is_word(byte) => self.word(),
            _ => self.token(self.at + 1, TokenStyle::Punctuation),
        }
    }

    fn token(&mut self, end: usize, style: TokenStyle) {
        let start = self.at;
        let text = self.source.seen(start, end);
        let style = if text.contains(TEMPLATE) { TokenStyle::Dynamic } else { style };
        let span = self.source.span(start, end);
        self.tokens.push(Token { span, text: text.to_string(), style });
        self.at = end;
    }

    fn line_end(&self) -> usize {
        let rest = self.rest();
        self.at + memchr::memchr2(b'\n', b'\r', rest.as_bytes()).unwrap_or(rest.len())
    }

    /// A comment to the end of the line; without marks it is a command of a client, which is passed over.
    fn line_comment(&mut self, marks: usize) {
        let end = self.line_end();
        if marks > 0 {
            let (span, body) = (self.source.span(self.at, end), self.source.span(self.at + marks, end));
            self.out.comment(span, body, self.unit);
        }
        self.at = end;
    }

    fn block_comment(&mut self) {
        let inside = self.text.get(self.at + 2..).unwrap_or_default();
        let length = memchr::memmem::find(inside.as_bytes(), b"*/");
        let end = length.map_or(self.text.len(), |length| self.at + length + 4);
        let body_end = length.map_or(self.text.len(), |length| self.at + length + 2);
        // MySQL runs what stands in `/*! … */`; it is neither prose nor surely run.
        if !inside.starts_with('!') {
            let (span, body) = (self.source.span(self.at, end), self.source.span(self.at + 2, body_end));
            self.out.comment(span, body, self.unit);
        }
        self.at = end;
    }

    /// A quoted string; a quote written twice or after a backslash belongs to it.
    fn string(&mut self, quote: u8, style: TokenStyle) {
        let bytes = self.text.as_bytes();
        let start = self.at;
        let mut at = start + 1;
        let mut end = None;
        while let Some(found) = memchr::memchr2(quote, b'\\', bytes.get(at..).unwrap_or_default()) {
            at += found;
            if bytes.get(at) == Some(&b'\\') && quote != b'`' || bytes.get(at + 1) == Some(&quote) {
                at += 2;
            } else if bytes.get(at) == Some(&b'\\') {
                at += 1;
            } else {
                end = Some(at);
                break;
            }
        }
        let inside_end = end.unwrap_or(self.text.len());
        let token_end = end.map_or(self.text.len(), |end| end + 1);
        let span = self.source.span(start, token_end);
        let written = self.source.seen(start + 1, inside_end);
        let style = if written.contains(TEMPLATE) { TokenStyle::Dynamic } else { style };
        let mark = char::from(quote).to_string();
        let text = written.replace(&mark.repeat(2), &mark);
        self.tokens.push(Token { span, text, style });
        if style == TokenStyle::Quoted {
            self.out.text(self.source.span(start + 1, inside_end), Place::Value, self.unit);
        }
        self.at = token_end;
    }

    /// `$$ … $$` and `$name$ … $name$`: the body of a function is read as statements of its own.
    fn dollar(&mut self) {
        let rest = self.rest();
        let name =
            rest.bytes().skip(1).take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
        let is_mark = rest.as_bytes().get(name + 1) == Some(&b'$')
            && !rest.as_bytes().get(1).is_some_and(u8::is_ascii_digit);
        if !is_mark {
            return self.word();
        }
        // The marks are passed over, so that the statements inside end at their own semicolons.
        self.token(self.at + name + 2, TokenStyle::Punctuation);
    }

    fn word(&mut self) {
        let bytes = self.text.as_bytes();
        let mut end = self.at + 1;
        while let Some(&byte) = bytes.get(end) {
            let joins = byte == b'.' && bytes.get(end + 1).is_some_and(|&next| is_word(next) && next != b'$');
            if !is_word(byte) && !joins {
                break;
            }
            end += 1;
        }
        while !self.text.is_char_boundary(end) {
            end += 1;
        }
        let is_delimiter = self.tokens.is_empty()
            && self.text.get(self.at..end).is_some_and(|word| word.eq_ignore_ascii_case("delimiter"));
        if is_delimiter {
            let line_end = self.line_end();
            let mark = self.text.get(end..line_end).unwrap_or_default().trim();
            if !mark.is_empty() {
                self.delimiter = mark.to_string();
            }
            self.at = line_end;
            return;
        }
        self.token(end, TokenStyle::Word);
    }

    fn end_statement(&mut self) {
        let tokens = std::mem::take(&mut self.tokens);
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return };
        let extent = first.span.cover(last.span);
        self.out.outline.statements.push(Statement { tokens, extent, unit: self.unit });
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'@' | b'$') || byte >= 0x80
}
