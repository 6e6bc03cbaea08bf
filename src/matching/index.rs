//! Compiled matchers, indexed by what each surface can look up at once.

use super::lookup::{Candidate, Lookup, NameShape};
use super::package::PackagePattern;
use super::path::PathPattern;
use super::tokens::TokenPattern;
use super::value::{LazyRegex, ValuePredicate};
use crate::knowledge::Kind;
use crate::knowledge::rule::{Condition, Matcher, Subject, Surface};
use crate::text::glob::Glob;

/// Matchers of many pages, compiled once and asked about many files. Prose is not matched here.
#[derive(Debug, Default)]
pub struct MatcherIndex {
    pub(super) matchers: Vec<CompiledMatcher>,
    /// Last segment of a key path (`image`, `steps[]`) → candidates.
    pub(super) settings: Lookup,
    pub(super) env: Lookup,
    /// Name of the image → candidates.
    pub(super) images: Lookup,
    /// Name of the program → candidates.
    pub(super) commands: Lookup,
    /// First word of the pattern in lower case → candidates.
    pub(super) statements: Lookup,
    pub(super) texts: Vec<Candidate>,
    /// First word of the pattern → candidates.
    pub(super) code: Lookup,
    /// Name of the package → candidates.
    pub(super) packages: Lookup,
    pub(super) files: Vec<Candidate>,
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
    /// One of them must occur in a text, in lower case, or the expression is not tried; none: always tried.
    pub required: Vec<String>,
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

    /// What is wrong with the regular expressions of the matchers: such a matcher would never match.
    #[must_use]
    pub fn faults(&self) -> Vec<String> {
        let faults = self.matchers.iter().flat_map(|matcher| {
            let conditions = matcher.conditions.iter().chain(&matcher.unless);
            let tests = matcher.values.iter().chain(conditions.flat_map(|condition| &condition.tests));
            let of_patterns = matcher.patterns.iter().filter_map(|pattern| match pattern {
                Pattern::Text(text) => text.regex.fault(),
                _ => None,
            });
            of_patterns.chain(tests.filter_map(ValuePredicate::fault)).collect::<Vec<_>>()
        });
        faults.collect()
    }

    fn enter(&mut self, surface: Surface, candidate: Candidate, pattern: &Pattern) {
        match (surface, pattern) {
            (Surface::Setting, Pattern::Path(path)) => self.settings.enter(path.last_names(), candidate),
            (Surface::Env, Pattern::Name(name)) => self.env.enter(NameShape::of(name), candidate),
            (Surface::Command, Pattern::Tokens(tokens)) => {
                self.commands.enter(tokens.first_words(), candidate);
            }
            (Surface::Sql, Pattern::Tokens(tokens)) => self.statements.enter(tokens.first_words(), candidate),
            (Surface::Code, Pattern::Tokens(tokens)) => self.code.enter(tokens.first_words(), candidate),
            (Surface::Image, Pattern::Image { name, .. }) => {
                self.images.enter(NameShape::of(name), candidate);
            }
            (Surface::Package, Pattern::Package(package)) => {
                self.packages.enter(package.names(), candidate);
            }
            (Surface::File, _) => self.files.push(candidate),
            (Surface::Text, _) => self.texts.push(candidate),
            _ => {}
        }
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
        TextPattern { required: required_literals(&source), regex: LazyRegex::new(&source) }
    }
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

/// Literals of which every match of the expression holds one, in lower case; none if that is not known.
fn required_literals(expression: &str) -> Vec<String> {
    let literals: Vec<String> = alternatives(expression).into_iter().map(required_literal).collect();
    if literals.iter().any(String::is_empty) { Vec::new() } else { literals }
}

/// The expression cut at each `|` that stands in no group and no class.
fn alternatives(expression: &str) -> Vec<&str> {
    let (mut cut, mut start) = (Vec::new(), 0);
    let (mut depth, mut class, mut escaped) = (0_u32, false, false);
    for (at, byte) in expression.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'[' => class = true,
            b']' => class = false,
            b'(' if !class => depth += 1,
            b')' if !class => depth = depth.saturating_sub(1),
            b'|' if !class && depth == 0 => {
                cut.push(expression.get(start..at).unwrap_or_default());
                start = at + 1;
            }
            _ => {}
        }
    }
    cut.push(expression.get(start..).unwrap_or_default());
    cut
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
            ("[?&]response_type=token(&|$)", &["response_type=token"][..]),
            (r"\bgcr\.io/[^\s]*", &["gcr.io/"]),
            ("abc|def(g|h)", &["abc", "def"]),
            ("abc|[d|e]?", &[]),
            ("colou?r", &["colo"]),
            ("x{0,3}abc", &["abc"]),
            ("(abc)?", &[]),
        ] {
            assert_eq!(required_literals(expression), literal, "{expression}");
        }
    }
}
