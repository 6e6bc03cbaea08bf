//! The part of a page that flags a practice: a rule and its matchers, as written.

use super::date::Date;
use super::kind::Kind;
use super::version::Version;
use serde::{Deserialize, Serialize};

/// What a page flags and what it says of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Rule {
    /// Left out where a lifecycle decides.
    pub status: Option<Status>,
    /// A ceiling: no finding of the rule is above it.
    pub severity: Option<Severity>,
    pub message: Option<String>,
    pub instead: Option<String>,
    pub fix: Option<Fix>,
    pub set: Option<RuleSet>,
    pub matchers: Vec<Matcher>,
}

/// One surface with patterns, conditions and overrides of its rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Matcher {
    pub surface: Surface,
    /// Any of these matches. `terms` of a prose matcher has been replaced by the page's terms.
    pub patterns: Vec<String>,
    /// Empty: every kind that has the surface.
    pub kinds: Vec<Kind>,
    /// Any of these must hold; empty: no test.
    pub values: Vec<ValueTest>,
    pub conditions: Vec<Condition>,
    pub unless: Vec<Condition>,
    pub import: Vec<String>,
    pub near: Vec<String>,
    pub not_near: Vec<String>,
    pub of: Option<String>,
    pub severity: Option<Severity>,
    pub deprecated: Option<Boundary>,
    pub removed: Option<Boundary>,
    pub message: Option<String>,
    pub instead: Option<String>,
    pub fix: Option<Fix>,
    /// Line of the page, counted from 1, for messages of the audit.
    pub line: u32,
}

/// `where` and `unless` entries: what is looked at, and any of the tests it must pass.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Condition {
    pub subject: Subject,
    pub tests: Vec<ValueTest>,
}

/// What a condition looks at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Subject {
    /// The value that the matcher took.
    Value,
    /// An occurrence on this surface in the same unit.
    Surface(Surface),
    /// The value at a key path that starts at the same root as the matched setting.
    Path(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Surface {
    Setting,
    Env,
    Image,
    Package,
    Command,
    Sql,
    Code,
    Text,
    File,
    Prose,
}

impl Surface {
    pub const ALL: [(Surface, &'static str); 10] = [
        (Surface::Setting, "setting"),
        (Surface::Env, "env"),
        (Surface::Image, "image"),
        (Surface::Package, "package"),
        (Surface::Command, "command"),
        (Surface::Sql, "sql"),
        (Surface::Code, "code"),
        (Surface::Text, "text"),
        (Surface::File, "file"),
        (Surface::Prose, "prose"),
    ];

    #[must_use]
    pub fn parse(name: &str) -> Option<Surface> {
        Self::ALL.iter().find(|(_, known)| *known == name).map(|(surface, _)| *surface)
    }

    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(surface, _)| *surface == self).map_or("", |(_, name)| name)
    }
}

/// A test of one value, as written: `"text*"`, `true`, `"< 12"`, `"has A B"`, `"/re/"`.
///
/// Kept as text here; `check::value` compiles and runs it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ValueTest(pub String);

/// Why a practice is flagged. `Name`, `Ignore` and `Invalid` belong to the built-in rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    Removed,
    Deprecated,
    Superseded,
    EndOfLife,
    Insecure,
    Discouraged,
    Name,
    Ignore,
    Invalid,
}

/// Ordered from mild to severe, so that `min` lowers and `max` raises.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    Hint,
    Information,
    Warning,
    Error,
}

impl Severity {
    #[must_use]
    pub fn parse(name: &str) -> Option<Severity> {
        match name {
            "hint" => Some(Self::Hint),
            "information" => Some(Self::Information),
            "warning" => Some(Self::Warning),
            "error" => Some(Self::Error),
            _ => None,
        }
    }

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Hint => "hint",
            Self::Information => "information",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// One step milder; a hint stays a hint.
    #[must_use]
    pub fn lowered(self) -> Severity {
        match self {
            Self::Error => Self::Warning,
            Self::Warning => Self::Information,
            Self::Information | Self::Hint => Self::Hint,
        }
    }
}

impl Status {
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Removed => "removed",
            Self::Deprecated => "deprecated",
            Self::Superseded => "superseded",
            Self::EndOfLife => "end-of-life",
            Self::Insecure => "insecure",
            Self::Discouraged => "discouraged",
            Self::Name => "name",
            Self::Ignore => "ignore",
            Self::Invalid => "invalid",
        }
    }

    /// Whether an editor may strike the text through.
    #[must_use]
    pub fn is_deprecation(self) -> bool {
        matches!(self, Self::Removed | Self::Deprecated | Self::Superseded)
    }
}

/// A set of rules that is off unless it is switched on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RuleSet {
    Strict,
    Inclusive,
}

impl RuleSet {
    #[must_use]
    pub fn parse(name: &str) -> Option<RuleSet> {
        match name {
            "strict" => Some(Self::Strict),
            "inclusive" => Some(Self::Inclusive),
            _ => None,
        }
    }

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Strict => "strict",
            Self::Inclusive => "inclusive",
        }
    }
}

/// When a practice was deprecated or removed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Boundary {
    Version(Version),
    Date(Date),
}

impl Boundary {
    /// A date `YYYY-MM-DD`, else a version.
    #[must_use]
    pub fn parse(text: &str) -> Boundary {
        match Date::parse(text) {
            Some(date) => Boundary::Date(date),
            None => Boundary::Version(Version::parse(text)),
        }
    }
}

impl std::fmt::Display for Boundary {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Boundary::Version(version) => version.fmt(formatter),
            Boundary::Date(date) => date.fmt(formatter),
        }
    }
}

/// What a quick fix changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fix {
    pub change: Change,
    /// A new line after the setting, with its indentation.
    pub add: Option<String>,
    /// Belongs to fix-all.
    pub safe: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Change {
    /// Nothing but `add`.
    None,
    Delete,
    /// The finding's text.
    Replace(String),
    /// By what was matched; no entry, no fix. Patterns are globs, replacements may hold `{1}`.
    ReplaceBy(Vec<(String, String)>),
    /// The whole value.
    Value(String),
    /// One of the few coded rewrites that ARCHITECTURE.md lists.
    Rewrite(String),
}
