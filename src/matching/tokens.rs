//! Token patterns: words of a command or statement, with globs and `...`.

use super::lookup::NameShape;
use crate::document::outline::{Token, TokenStyle};
use crate::text::Span;
use crate::text::glob::Glob;

/// A compiled token pattern.
#[derive(Clone, Debug)]
pub struct TokenPattern {
    words: Vec<PatternWord>,
    ignore_case: bool,
    /// A command's pattern starts at its program; a statement's pattern anywhere.
    anchored: bool,
}

#[derive(Clone, Debug)]
enum PatternWord {
    /// `...`
    Rest,
    Word(Glob),
    /// A quoted word: a string literal with this content.
    Quoted(Glob),
    /// `--flag` in any form.
    Flag(Glob),
    /// `--flag=GLOB`: `--flag=v` and `--flag v`.
    FlagValue(Glob, Glob),
}

/// Where a token pattern matched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenMatch {
    /// The literal words after the last `...`.
    pub span: Span,
    /// Index of the first token.
    pub first: usize,
    /// One past the last token, from which a search for the next match goes on.
    pub end: usize,
    pub captures: Vec<String>,
}

impl TokenPattern {
    #[must_use]
    pub fn command(pattern: &str) -> TokenPattern {
        TokenPattern { words: split(pattern, true), ignore_case: false, anchored: true }
    }

    #[must_use]
    pub fn statement(pattern: &str) -> TokenPattern {
        TokenPattern { words: split(pattern, false), ignore_case: true, anchored: false }
    }

    #[must_use]
    pub fn code(pattern: &str) -> TokenPattern {
        TokenPattern { words: split(pattern, false), ignore_case: false, anchored: false }
    }

    /// What is known of the first word, by which patterns can be indexed.
    #[must_use]
    pub(super) fn first_words(&self) -> Vec<NameShape> {
        let Some(PatternWord::Word(glob)) = self.words.first() else { return vec![NameShape::Open] };
        let shapes = NameShape::of(glob).into_iter();
        if self.ignore_case { shapes.map(NameShape::lower).collect() } else { shapes.collect() }
    }

    /// The first program that a command's pattern names literally.
    pub(super) fn program(&self) -> Option<String> {
        self.first_words().into_iter().find_map(|shape| match shape {
            NameShape::Exact(name) => Some(name),
            _ => None,
        })
    }

    /// The first place in `tokens` at or after token `from` where the pattern stands.
    #[must_use]
    pub fn find(&self, tokens: &[Token], from: usize) -> Option<TokenMatch> {
        let leading = self.words.split(|word| matches!(word, PatternWord::Rest)).next().unwrap_or_default();
        let starts = if self.anchored { 0..tokens.len().min(1) } else { from..tokens.len() };
        // Where the words before the first `...` stand but the rest is missing, it is missing for every
        // later start as well: one try is enough, and the search stays linear.
        let first = starts
            .into_iter()
            .find(|first| self.group_at(leading, tokens, *first, &mut Vec::new()).is_some())?;
        self.matches_at(tokens, first)
    }

    /// Matches at one place: every `...` takes as few tokens as it can, so nothing is tried twice.
    fn matches_at(&self, tokens: &[Token], first: usize) -> Option<TokenMatch> {
        let groups = self.words.split(|word| matches!(word, PatternWord::Rest));
        let mut captures = Vec::new();
        let mut at = first;
        let mut span = None;
        let mut leading = true;
        for group in groups {
            if group.is_empty() {
                leading = false;
                continue;
            }
            let (start, end) = if leading {
                (at, self.group_at(group, tokens, at, &mut captures)?)
            } else {
                (at..tokens.len()).find_map(|start| {
                    let kept = captures.len();
                    let end = self.group_at(group, tokens, start, &mut captures);
                    if end.is_none() {
                        captures.truncate(kept);
                    }
                    end.map(|end| (start, end))
                })?
            };
            span = Some(cover(tokens, start, end));
            at = end;
            leading = false;
        }
        Some(TokenMatch { span: span?, first, end: at, captures })
    }

    /// Matches neighbouring words; returns the index after the last token taken.
    fn group_at(
        &self,
        group: &[PatternWord],
        tokens: &[Token],
        start: usize,
        captures: &mut Vec<String>,
    ) -> Option<usize> {
        let mut at = start;
        for word in group {
            let token = tokens.get(at)?;
            let mut accept = |glob: &Glob, text: &str| -> Option<()> {
                let spans = glob.captures(text, self.ignore_case)?;
                captures.extend(spans.iter().map(|span| span.of(text).to_string()));
                Some(())
            };
            let dynamic = token.style == TokenStyle::Dynamic;
            match word {
                PatternWord::Rest => return None,
                PatternWord::Word(glob) if dynamic => {
                    glob.expansions().iter().any(crate::text::glob::Expansion::is_any).then_some(())?;
                }
                PatternWord::Word(glob) => accept(glob, &token.text)?,
                PatternWord::Quoted(glob) => {
                    (token.style == TokenStyle::Quoted).then_some(())?;
                    accept(glob, &token.text)?;
                }
                PatternWord::Flag(glob) => accept(glob, flag_name(&token.text))?,
                PatternWord::FlagValue(name, value) => {
                    accept(name, flag_name(&token.text))?;
                    if let Some((_, inline)) = token.text.split_once('=') {
                        accept(value, inline)?;
                    } else {
                        at += 1;
                        accept(value, &tokens.get(at)?.text)?;
                    }
                }
            }
            at += 1;
        }
        Some(at)
    }
}

fn flag_name(word: &str) -> &str {
    word.split_once('=').map_or(word, |(name, _)| name)
}

fn cover(tokens: &[Token], start: usize, end: usize) -> Span {
    let first = tokens.get(start).map_or_else(Span::default, |token| token.span);
    end.checked_sub(1).and_then(|last| tokens.get(last)).map_or(first, |last| first.cover(last.span))
}

/// Cuts a pattern into words; `{a, b}` and quotes keep their blanks.
fn split(pattern: &str, flags: bool) -> Vec<PatternWord> {
    let mut words = Vec::new();
    let mut current = String::new();
    let (mut depth, mut quote) = (0_i32, None);
    for character in pattern.chars() {
        match (character, quote) {
            (_, Some(open)) if character == open => quote = None,
            ('"' | '\'', None) => quote = Some(character),
            ('{', None) => depth += 1,
            ('}', None) => depth -= 1,
            _ => {}
        }
        if character.is_whitespace() && quote.is_none() && depth <= 0 {
            push_word(&mut words, &current, flags);
            current.clear();
        } else {
            current.push(character);
        }
    }
    push_word(&mut words, &current, flags);
    words
}

fn push_word(words: &mut Vec<PatternWord>, word: &str, flags: bool) {
    if word.is_empty() {
        return;
    }
    let quoted = ['"', '\'']
        .iter()
        .find_map(|quote| word.strip_prefix(*quote).and_then(|rest| rest.strip_suffix(*quote)));
    words.push(match quoted {
        _ if word == "..." => PatternWord::Rest,
        Some(inner) => PatternWord::Quoted(Glob::parse(inner)),
        None if flags && word.starts_with('-') && word.len() > 1 => match word.split_once('=') {
            Some((name, value)) => PatternWord::FlagValue(Glob::parse(name), Glob::parse(value)),
            None => PatternWord::Flag(Glob::parse(word)),
        },
        None => PatternWord::Word(Glob::parse(word)),
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Vec<Token> {
        let mut at = 0;
        text.split_whitespace()
            .map(|word| {
                let start = text[at..].find(word).expect("a word of the text") + at;
                at = start + word.len();
                let inner = word.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''));
                let style = match inner {
                    Some(_) => TokenStyle::Quoted,
                    None if word.starts_with('$') => TokenStyle::Dynamic,
                    None => TokenStyle::Word,
                };
                Token { span: Span::new(start, at), text: inner.unwrap_or(word).to_string(), style }
            })
            .collect()
    }

    fn check_command(pattern: &str, text: &str, expected: Option<&str>) {
        let found = TokenPattern::command(pattern).find(&tokens(text), 0);
        assert_eq!(found.map(|found| found.span.of(text)), expected, "{pattern} on {text}");
    }

    #[test]
    fn commands_start_at_their_program() {
        check_command("kubectl ... --record", "kubectl apply -f x.yaml --record=true", Some("--record=true"));
        check_command("kubectl ... --record", "echo kubectl --record", None);
        check_command(
            "kubectl run ... --generator=*",
            "kubectl run web --generator run/v1",
            Some("--generator run/v1"),
        );
        check_command(
            "mysqld ... --query{-,_}cache*",
            "mysqld --query-cache-size=1M",
            Some("--query-cache-size=1M"),
        );
        check_command("docker-compose", "docker-compose up -d", Some("docker-compose"));
        check_command("redis-cli ... 'x*'", "redis-cli -h 'xy'", Some("'xy'"));
        check_command("redis-cli KEYS *", "redis-cli KEYS $pattern", Some("redis-cli KEYS $pattern"));
        check_command("redis-cli KEYS a*", "redis-cli KEYS $pattern", None);
    }

    #[test]
    fn statements_match_anywhere_in_any_case() {
        let text = "alter user x identified with mysql_native_password by 'y'";
        let pattern = TokenPattern::statement("IDENTIFIED WITH mysql_native_password");
        let found = pattern.find(&tokens(text), 0).expect("a match");
        assert_eq!(found.span.of(text), "identified with mysql_native_password");
        assert!(TokenPattern::statement("SET ... x").find(&tokens(text), 0).is_none());
    }
}
