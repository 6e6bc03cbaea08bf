//! Compiled matchers, indexed by what each surface can look up at once.

use super::package::PackagePattern;
use super::path::PathPattern;
use super::tokens::TokenPattern;
use super::value::{LazyRegex, ValuePredicate};
use crate::knowledge::Kind;
use crate::knowledge::rule::{Condition, Matcher, Subject, Surface};
use crate::text::glob::Glob;
use std::collections::HashMap;

/// Matchers of many pages, compiled once and asked about many files. Prose is not matched here.
#[derive(Debug, Default)]
pub struct MatcherIndex {
    pub(super) matchers: Vec<CompiledMatcher>,
    /// Last segment of a key path (`image`, `steps[]`) → candidates.
    pub(super) settings: Lookup,
    pub(super) env: Lookup,
    pub(super) images: Vec<Candidate>,
    /// Name of the program → candidates.
    pub(super) commands: Lookup,
    /// First word of the pattern in lower case → candidates.
    pub(super) statements: Lookup,
    pub(super) texts: Vec<Candidate>,
    /// First word of the pattern → candidates.
    pub(super) code: Lookup,
    pub(super) packages: Vec<Candidate>,
    pub(super) files: Vec<Candidate>,
}

/// A matcher and one of its patterns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Candidate {
    pub matcher: usize,
    pub pattern: usize,
}

/// Candidates by a literal name, and those whose name is open.
#[derive(Debug, Default)]
pub(super) struct Lookup {
    named: HashMap<String, Vec<Candidate>>,
    open: Vec<Candidate>,
}

#[derive(Debug)]
pub(super) struct CompiledMatcher {
    pub kinds: Vec<Kind>,
    pub patterns: Vec<Pattern>,
    pub values: Vec<ValuePredicate>,
    pub conditions: Vec<CompiledCondition>,
    pub unless: Vec<CompiledCondition>,
    /// Code counts only in files that import one of these; empty: in every file.
    pub imports: Vec<String>,
}

#[derive(Debug)]
pub(super) enum Pattern {
    Path(PathPattern),
    Name(Glob),
    Image {
        name: Glob,
        tag: Option<Glob>,
    },
    Tokens(TokenPattern),
    Package(PackagePattern),
    Text(TextPattern),
    /// A surface that is matched elsewhere.
    Other,
}

/// A literal with globs, or a regular expression, searched inside a text.
#[derive(Debug)]
pub(super) struct TextPattern {
    /// Must occur in the file, in lower case, or the expression is not tried; empty: always tried.
    pub required: String,
    pub regex: LazyRegex,
}

#[derive(Debug)]
pub(super) struct CompiledCondition {
    pub subject: CompiledSubject,
    pub tests: Vec<ValuePredicate>,
}

#[derive(Debug)]
pub(super) enum CompiledSubject {
    Value,
    Path(PathPattern),
    /// Patterns of a surface that must occur in the unit.
    Occurs(Surface, Vec<Pattern>),
}

impl MatcherIndex {
    /// Compiles matchers; a hit names its matcher by the position in this list.
    pub fn new<'a>(matchers: impl IntoIterator<Item = &'a Matcher>) -> MatcherIndex {
        let mut index = MatcherIndex::default();
        for (number, matcher) in matchers.into_iter().enumerate() {
            let compiled = CompiledMatcher::new(matcher);
            for (pattern, compiled_pattern) in compiled.patterns.iter().enumerate() {
                index.enter(matcher.surface, Candidate { matcher: number, pattern }, compiled_pattern);
            }
            index.matchers.push(compiled);
        }
        index
    }

    fn enter(&mut self, surface: Surface, candidate: Candidate, pattern: &Pattern) {
        match (surface, pattern) {
            (Surface::Setting, Pattern::Path(path)) => {
                let names = path
                    .last_names()
                    .map(|names| names.iter().map(|name| last_segment(name).to_string()).collect());
                self.settings.enter(names, candidate);
            }
            (Surface::Env, Pattern::Name(name)) => self.env.enter(literals(name), candidate),
            (Surface::Command, Pattern::Tokens(tokens)) => {
                self.commands.enter(tokens.first_words(), candidate);
            }
            (Surface::Sql, Pattern::Tokens(tokens)) => self.statements.enter(tokens.first_words(), candidate),
            (Surface::Code, Pattern::Tokens(tokens)) => self.code.enter(tokens.first_words(), candidate),
            (Surface::Image, _) => self.images.push(candidate),
            (Surface::Package, _) => self.packages.push(candidate),
            (Surface::File, _) => self.files.push(candidate),
            (Surface::Text, _) => self.texts.push(candidate),
            _ => {}
        }
    }
}

impl Lookup {
    fn enter(&mut self, names: Option<Vec<String>>, candidate: Candidate) {
        let Some(names) = names else {
            self.open.push(candidate);
            return;
        };
        for name in names {
            let entries = self.named.entry(name).or_default();
            if entries.last() != Some(&candidate) {
                entries.push(candidate);
            }
        }
    }

    /// Candidates for `name`, those with a literal name first.
    pub fn candidates<'a>(&'a self, name: &str) -> impl Iterator<Item = Candidate> + use<'a> {
        self.named.get(name).into_iter().flatten().chain(&self.open).copied()
    }

    /// Candidates whose literal name this is.
    pub fn named<'a>(&'a self, name: &str) -> impl Iterator<Item = Candidate> + use<'a> {
        self.named.get(name).into_iter().flatten().copied()
    }

    pub fn has_named(&self, name: &str) -> bool {
        self.named.contains_key(name)
    }

    pub fn open(&self) -> &[Candidate] {
        &self.open
    }

    pub fn is_empty(&self) -> bool {
        self.named.is_empty() && self.open.is_empty()
    }
}

impl CompiledMatcher {
    fn new(matcher: &Matcher) -> CompiledMatcher {
        CompiledMatcher {
            kinds: matcher.kinds.clone(),
            patterns: matcher.patterns.iter().map(|pattern| Pattern::new(matcher.surface, pattern)).collect(),
            values: matcher.values.iter().map(ValuePredicate::compile).collect(),
            conditions: matcher.conditions.iter().map(CompiledCondition::new).collect(),
            unless: matcher.unless.iter().map(CompiledCondition::new).collect(),
            imports: matcher.import.clone(),
        }
    }

    pub fn is_for(&self, kind: Option<Kind>) -> bool {
        self.kinds.is_empty() || kind.is_some_and(|kind| self.kinds.contains(&kind))
    }
}

impl CompiledCondition {
    fn new(condition: &Condition) -> CompiledCondition {
        let subject = match &condition.subject {
            Subject::Value => CompiledSubject::Value,
            Subject::Path(path) => CompiledSubject::Path(PathPattern::parse(path)),
            Subject::Surface(surface) => {
                let patterns = condition.tests.iter().map(|test| Pattern::new(*surface, &test.0)).collect();
                CompiledSubject::Occurs(*surface, patterns)
            }
        };
        CompiledCondition { subject, tests: condition.tests.iter().map(ValuePredicate::compile).collect() }
    }
}

impl Pattern {
    fn new(surface: Surface, pattern: &str) -> Pattern {
        match surface {
            Surface::Setting => Pattern::Path(PathPattern::parse(pattern)),
            Surface::Env | Surface::File => Pattern::Name(Glob::parse(pattern)),
            Surface::Image => {
                let after_host = pattern.rfind('/').map_or(0, |slash| slash + 1);
                let colon =
                    pattern.get(after_host..).and_then(|rest| rest.rfind(':')).map(|at| at + after_host);
                let (name, tag) = match colon {
                    Some(colon) => (&pattern[..colon], Some(Glob::parse(&pattern[colon + 1..]))),
                    None => (pattern, None),
                };
                Pattern::Image { name: Glob::parse(name), tag }
            }
            Surface::Command => Pattern::Tokens(TokenPattern::command(pattern)),
            Surface::Sql => Pattern::Tokens(TokenPattern::statement(pattern)),
            Surface::Text => Pattern::Text(TextPattern::new(pattern)),
            Surface::Code => Pattern::Tokens(TokenPattern::code(pattern)),
            Surface::Package => Pattern::Package(PackagePattern::parse(pattern)),
            Surface::Prose => Pattern::Other,
        }
    }
}

impl TextPattern {
    fn new(pattern: &str) -> TextPattern {
        let source = match pattern.strip_prefix('/').and_then(|rest| rest.strip_suffix('/')) {
            Some(expression) => expression.to_string(),
            None => literal_expression(pattern),
        };
        TextPattern { required: required_literal(&source), regex: LazyRegex::new(&source) }
    }
}

fn literals(glob: &Glob) -> Option<Vec<String>> {
    glob.expansions().iter().map(crate::text::glob::Expansion::literal).collect()
}

/// Keys may hold dots, so an index by name goes by what stands after the last one.
pub(super) fn last_segment(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

/// A literal with globs as an expression that stands at word boundaries and stays within a word.
fn literal_expression(pattern: &str) -> String {
    let mut expression = String::new();
    let word = |character: Option<char>| character.is_some_and(|c| c.is_alphanumeric() || c == '_');
    if word(pattern.chars().next()) {
        expression.push_str(r"\b");
    }
    let mut depth = 0;
    for character in pattern.chars() {
        match character {
            '*' => expression.push_str(r#"[^\s"'`<>]*"#),
            '?' => expression.push('.'),
            '{' => {
                depth += 1;
                expression.push_str("(?:");
            }
            '}' if depth > 0 => {
                depth -= 1;
                expression.push(')');
            }
            ',' if depth > 0 => expression.push('|'),
            other => expression.push_str(&regex::escape(other.encode_utf8(&mut [0; 4]))),
        }
    }
    if word(pattern.chars().last()) {
        expression.push_str(r"\b");
    }
    expression
}

/// The longest run of plain characters that every match of the expression holds, in lower case.
///
/// Careful rather than clever: anything below the top level, before a quantifier or beside a `|` is left out.
fn required_literal(expression: &str) -> String {
    let (mut best, mut run) = (String::new(), String::new());
    let (mut depth, mut class) = (0_u32, false);
    let mut characters = expression.chars().peekable();
    while let Some(character) = characters.next() {
        let plain = match character {
            '\\' => match characters.next() {
                Some(escaped) if !escaped.is_alphanumeric() => Some(escaped),
                _ => None,
            },
            '[' | '{' => {
                class = true;
                None
            }
            ']' | '}' => {
                class = false;
                None
            }
            '(' if !class => {
                depth += 1;
                None
            }
            ')' if !class => {
                depth = depth.saturating_sub(1);
                None
            }
            '|' if depth == 0 && !class => return String::new(),
            '.' | '^' | '$' | '|' | '*' | '+' | '?' => None,
            other => Some(other),
        };
        let quantified = matches!(characters.peek(), Some('?' | '*' | '{'));
        match plain {
            Some(character) if depth == 0 && !class && !quantified && character.is_ascii() => {
                run.push(character.to_ascii_lowercase());
            }
            _ => {
                if run.len() > best.len() {
                    best.clone_from(&run);
                }
                run.clear();
            }
        }
    }
    if run.len() > best.len() { run } else { best }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_every_match_must_hold() {
        for (expression, literal) in [
            ("[?&]response_type=token(&|$)", "response_type=token"),
            (r"\bgcr\.io/[^\s]*", "gcr.io/"),
            ("abc|def", ""),
            ("colou?r", "colo"),
            ("x{0,3}abc", "abc"),
            ("(abc)?", ""),
        ] {
            assert_eq!(required_literal(expression), literal, "{expression}");
        }
    }
}
