//! Tests of one value: globs, booleans, numbers with units, words, regular expressions.

use crate::knowledge::rule::ValueTest;
use crate::text::Span;
use crate::text::glob::Glob;
use regex::{Regex, RegexBuilder};
use std::cmp::Ordering;
use std::sync::OnceLock;

/// The longest regular expression a page may hold, in bytes.
pub const MAX_REGEX: usize = 200;

/// A compiled value test.
#[derive(Debug)]
pub struct ValuePredicate {
    test: Test,
}

#[derive(Debug)]
enum Test {
    Present,
    Boolean(bool),
    Compare(Relation, String),
    Has(Vec<Glob>),
    Pattern(LazyRegex),
    Glob(Glob),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Relation {
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// A regular expression that is compiled when first needed; a broken one matches nothing (the audit says so).
#[derive(Debug)]
pub struct LazyRegex {
    source: String,
    compiled: OnceLock<Option<Regex>>,
}

/// What a test took of a value that passed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ValueMatch {
    pub captures: Vec<String>,
    /// The word of a `has` test, as a range of the value.
    pub word: Option<Span>,
}

impl ValuePredicate {
    #[must_use]
    pub fn compile(test: &ValueTest) -> ValuePredicate {
        ValuePredicate { test: parse(test.0.trim()) }
    }

    /// `"*"`: also a container or a value that cannot be known passes.
    #[must_use]
    pub fn is_presence(&self) -> bool {
        matches!(self.test, Test::Present)
    }

    /// `"has …"`: the finding covers the word.
    #[must_use]
    pub fn is_word_test(&self) -> bool {
        matches!(self.test, Test::Has(_))
    }

    /// Tests a value as text after unquoting.
    #[must_use]
    pub fn test(&self, value: &str) -> Option<ValueMatch> {
        let passed = |yes: bool| yes.then(ValueMatch::default);
        match &self.test {
            Test::Present => Some(ValueMatch::default()),
            Test::Boolean(wanted) => passed(boolean(value) == Some(*wanted)),
            Test::Compare(relation, bound) => passed(compare(value, *relation, bound)),
            Test::Has(wanted) => has(value, wanted),
            Test::Pattern(regex) => regex.find(value).map(|_| ValueMatch::default()),
            Test::Glob(glob) => glob.captures(value, true).map(|spans| ValueMatch {
                captures: spans.iter().map(|span| span.of(value).to_string()).collect(),
                word: None,
            }),
        }
    }
}

impl ValuePredicate {
    /// Why a regular expression of the test cannot be used.
    #[must_use]
    pub fn fault(&self) -> Option<String> {
        match &self.test {
            Test::Pattern(regex) => regex.fault(),
            _ => None,
        }
    }
}

impl LazyRegex {
    #[must_use]
    pub fn new(source: &str) -> LazyRegex {
        LazyRegex { source: source.to_string(), compiled: OnceLock::new() }
    }

    #[must_use]
    pub fn find(&self, text: &str) -> Option<Span> {
        self.regex().and_then(|regex| regex.find(text)).map(|found| Span::from(found.range()))
    }

    /// Why the expression cannot be used; nothing if it can.
    #[must_use]
    pub fn fault(&self) -> Option<String> {
        compile_regex(&self.source).err().map(|fault| format!("`/{}/`: {fault}", self.source))
    }

    #[must_use]
    pub fn regex(&self) -> Option<&Regex> {
        self.compiled.get_or_init(|| compile_regex(&self.source).ok()).as_ref()
    }
}

/// Compiles a page's regular expression under its limits: ASCII case ignored, bounded size.
///
/// # Errors
/// Says what is wrong with the expression.
pub fn compile_regex(source: &str) -> Result<Regex, String> {
    if source.len() > MAX_REGEX {
        return Err(format!("the regular expression is longer than {MAX_REGEX} bytes"));
    }
    RegexBuilder::new(source)
        .case_insensitive(true)
        .size_limit(1 << 20)
        .build()
        .map_err(|error| error.to_string())
}

fn parse(test: &str) -> Test {
    if test == "*" {
        return Test::Present;
    }
    if let Some(wanted) = match test {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    } {
        return Test::Boolean(wanted);
    }
    let relations = [
        ("<=", Relation::LessOrEqual),
        (">=", Relation::GreaterOrEqual),
        ("<", Relation::Less),
        (">", Relation::Greater),
    ];
    for (sign, relation) in relations {
        if let Some(bound) = test.strip_prefix(sign) {
            return Test::Compare(relation, bound.trim().to_string());
        }
    }
    if let Some(words) = test.strip_prefix("has ") {
        return Test::Has(words.split_whitespace().map(Glob::parse).collect());
    }
    if let Some(source) = test.strip_prefix('/').and_then(|rest| rest.strip_suffix('/')) {
        return Test::Pattern(LazyRegex::new(source));
    }
    Test::Glob(Glob::parse(test))
}

/// Every spelling of a boolean that configuration formats know.
fn boolean(value: &str) -> Option<bool> {
    match value.trim().to_ascii_lowercase().as_str() {
        "true" | "on" | "yes" | "1" | "enabled" | "enable" | "y" | "t" => Some(true),
        "false" | "off" | "no" | "0" | "disabled" | "disable" | "n" | "f" => Some(false),
        _ => None,
    }
}

fn has(value: &str, wanted: &[Glob]) -> Option<ValueMatch> {
    let words = words(value);
    let mut found = ValueMatch::default();
    for glob in wanted {
        let (word, captures) = words.iter().find_map(|word| {
            let text = word.of(value);
            glob.captures(text, true)
                .map(|spans| (*word, spans.iter().map(|span| span.of(text).to_string()).collect::<Vec<_>>()))
        })?;
        found.captures.extend(captures);
        found.word.get_or_insert(word);
    }
    Some(found)
}

/// The words of a value: cut at blanks and `, ; : |`.
fn words(value: &str) -> Vec<Span> {
    let mut words = Vec::new();
    let mut start = None;
    for (index, character) in value.char_indices() {
        let separates = character.is_whitespace() || matches!(character, ',' | ';' | ':' | '|');
        match (start, separates) {
            (Some(begin), true) => {
                words.push(Span::new(begin, index));
                start = None;
            }
            (None, false) => start = Some(index),
            _ => {}
        }
    }
    words.extend(start.map(|begin| Span::new(begin, value.len())));
    words
}

fn compare(value: &str, relation: Relation, bound: &str) -> bool {
    let order =
        if bound.contains('.') { compare_versions(value, bound) } else { compare_quantities(value, bound) };
    match order {
        None => false,
        Some(order) => match relation {
            Relation::Less => order == Ordering::Less,
            Relation::LessOrEqual => order != Ordering::Greater,
            Relation::Greater => order == Ordering::Greater,
            Relation::GreaterOrEqual => order != Ordering::Less,
        },
    }
}

/// Number by number to the shorter length.
fn compare_versions(value: &str, bound: &str) -> Option<Ordering> {
    let value = crate::knowledge::Version::parse(value);
    let bound = crate::knowledge::Version::parse(bound);
    if value.numbers().is_empty() || bound.numbers().is_empty() {
        return None;
    }
    let differs = value.numbers().iter().zip(bound.numbers()).map(|(one, two)| one.cmp(two));
    Some(differs.into_iter().find(|order| order.is_ne()).unwrap_or(Ordering::Equal))
}

fn compare_quantities(value: &str, bound: &str) -> Option<Ordering> {
    quantity(value)?.partial_cmp(&quantity(bound)?)
}

/// A number with a unit of size (in bytes) or time (in milliseconds), or without.
fn quantity(text: &str) -> Option<f64> {
    let text = text.trim();
    let digits = text
        .char_indices()
        .find(|(index, character)| {
            let sign = *index == 0 && matches!(character, '-' | '+');
            !(character.is_ascii_digit() || *character == '.' || *character == '_' || sign)
        })
        .map_or(text.len(), |(index, _)| index);
    let number: f64 = text.get(..digits)?.replace('_', "").parse().ok()?;
    let unit = text.get(digits..)?.trim().to_ascii_lowercase();
    let factor = match unit.as_str() {
        "" | "b" | "ms" => 1.0,
        "k" | "kb" | "kib" | "ki" => 1024.0,
        "m" | "mb" | "mib" | "mi" => 1024.0 * 1024.0,
        "g" | "gb" | "gib" | "gi" => 1024.0 * 1024.0 * 1024.0,
        "t" | "tb" | "tib" | "ti" => 1024.0 * 1024.0 * 1024.0 * 1024.0,
        "us" => 0.001,
        "s" | "sec" => 1000.0,
        "min" => 60_000.0,
        "h" => 3_600_000.0,
        "d" => 86_400_000.0,
        _ => return None,
    };
    Some(number * factor)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(test: &str, value: &str, passes: bool) {
        let predicate = ValuePredicate::compile(&ValueTest(test.to_string()));
        assert_eq!(predicate.test(value).is_some(), passes, "{test} on {value}");
    }

    #[test]
    fn tests_values_in_every_form() {
        check("*", "", true);
        check("true", "ON", true);
        check("true", "enabled", true);
        check("true", "2", false);
        check("false", "off", true);
        check("none", "NONE", true);
        check("actions/*@v{1,2}", "actions/cache@v2", true);
        check("< 12", "11.9", true);
        check("< 12", "12", false);
        check("> 0", "0.5", true);
        check("> 0", "64M", true);
        check("< 1M", "512k", true);
        check("< 1s", "900ms", true);
        check(">= 8.0", "8.10", true);
        check("< 8.9", "8.10", false);
        check("< 12", "twelve", false);
        check("has http2", "443 ssl http2", true);
        check("has http2", "443 ssl http20", false);
        check("has TLSv1 TLSv1.1", "TLSv1,TLSv1.1 TLSv1.2", true);
        check("/^ssl(v3)?$/", "SSLv3", true);
        check("/(/", "(", false);
    }

    #[test]
    fn a_word_test_says_which_word() {
        let predicate = ValuePredicate::compile(&ValueTest("has http2".into()));
        assert_eq!(predicate.test("443 ssl http2").and_then(|found| found.word), Some(Span::new(8, 13)));
    }
}
