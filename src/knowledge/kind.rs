//! The kinds of files docent tells apart, as one table of data.

use serde::{Deserialize, Serialize};

/// What a file is, as an index into the table of kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Kind(u16);

/// One row of the table.
#[derive(Debug)]
pub struct KindRow {
    pub name: &'static str,
    /// Globs over the path; a unique name is enough by itself.
    pub paths: &'static [&'static str],
    /// Globs that say so only together with `words`.
    pub shared_paths: &'static [&'static str],
    /// Tests of the content for a shared name, for a fence and for a document without a name:
    /// every group must have one of its words at the start of a line (after blanks and quotes).
    pub words: &'static [&'static [&'static str]],
    pub reader: Reader,
    /// How keys are folded before rules see them.
    pub fold: Fold,
    /// Ids of languages and fence info strings that name the kind.
    pub languages: &'static [&'static str],
}

/// The reader that turns the text of a kind into an outline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    Markdown,
    Yaml,
    Ini,
    Dockerfile,
    Shell,
    Sql,
    /// `NAME=value` lines.
    Env,
    /// No structure is known: only what every text has.
    Plain,
}

/// How a kind writes one key in several ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fold {
    /// As written.
    Exact,
    /// `-` reads as `_`, `loose_` is dropped, ASCII case is ignored.
    MysqlOption,
    /// ASCII case is ignored.
    IgnoreCase,
}

impl Kind {
    #[must_use]
    pub fn parse(_name: &str) -> Option<Kind> {
        None
    }

    #[must_use]
    pub fn row(self) -> &'static KindRow {
        &KindRow {
            name: "",
            paths: &[],
            shared_paths: &[],
            words: &[],
            reader: Reader::Plain,
            fold: Fold::Exact,
            languages: &[],
        }
    }

    #[must_use]
    pub fn name(self) -> &'static str {
        ""
    }
}

impl Serialize for Kind {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Kind {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Kind::parse(&name).ok_or_else(|| serde::de::Error::custom("not a kind of file"))
    }
}
