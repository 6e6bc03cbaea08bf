//! The kinds of files docent tells apart, as one table of data.
//!
//! The table is shared with the build script, so that pages may name kinds; what finds the kind of a file
//! and what reads it stands in `document`.

mod languages;
mod manifests;
mod table;

use serde::{Deserialize, Serialize};

/// What a file is, as an index into the table of kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Kind(u16);

/// One row of the table. Rows stand from the special to the general: the first that fits decides.
#[derive(Debug)]
pub struct KindRow {
    pub name: &'static str,
    /// Globs over the path; a unique name is enough by itself. Without `/` they are matched against the
    /// file name, else against the end of the path.
    pub paths: &'static [&'static str],
    /// Globs that say so only together with `words`.
    pub shared_paths: &'static [&'static str],
    /// Tests of the content for a shared name, for a fence and for a document without a name:
    /// every group must have one of its words at the start of a line (after blanks, quotes, `-`, `{`).
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
    /// Running text without markup that docent knows: paragraphs and indented blocks.
    Text,
    Yaml,
    Ini,
    Dockerfile,
    Shell,
    Sql,
    /// `NAME=value` lines.
    Env,
    /// A name and its arguments, in blocks, sections or lines.
    Directives,
    Crontab,
    Makefile,
    /// `key = value` with dots in the keys.
    Properties,
    Toml,
    Xml,
    Hcl,
    Html,
    /// Cells of Markdown and code in JSON.
    Notebook,
    /// Source code; a table says how its language writes comments and strings.
    Code,
    /// Packages line by line: `requirements.txt`, `go.mod`, `yarn.lock`.
    Packages,
    /// The versions of tools: `.nvmrc`, `.tool-versions`.
    Versions,
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
    /// The relaxed names of Spring: `maxPoolSize`, `max_pool_size` and `MAX-POOL-SIZE` are `max-pool-size`.
    Relaxed,
}

impl Kind {
    /// The kind of this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Kind> {
        Kind::all().find(|kind| kind.name() == name)
    }

    /// The kind that an editor's language id or the info string of a fence names.
    #[must_use]
    pub fn of_language(language: &str) -> Option<Kind> {
        Kind::all()
            .find(|kind| kind.row().languages.iter().any(|known| known.eq_ignore_ascii_case(language)))
            .or_else(|| Kind::parse(&language.to_ascii_lowercase()))
    }

    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// Whether a package manager writes such files: what they say besides packages is nobody's decision.
    #[must_use]
    pub fn is_lock_file(self) -> bool {
        self.name().ends_with("-lock")
    }

    #[must_use]
    pub fn row(self) -> &'static KindRow {
        let index = usize::from(self.0);
        let manifests = || manifests::ROWS.get(index - table::ROWS.len());
        let languages = || languages::ROWS.get(index - table::ROWS.len() - manifests::ROWS.len());
        table::ROWS.get(index).or_else(manifests).or_else(languages).unwrap_or(&table::UNKNOWN)
    }

    /// Every kind, from the special to the general.
    pub fn all() -> impl Iterator<Item = Kind> {
        (0u16..).take(table::ROWS.len() + manifests::ROWS.len() + languages::ROWS.len()).map(Kind)
    }
}

impl Fold {
    /// The key as rules see it.
    #[must_use]
    pub fn apply(self, key: &str) -> String {
        match self {
            Fold::Exact => key.to_string(),
            Fold::IgnoreCase => key.to_ascii_lowercase(),
            Fold::Relaxed => relaxed(key),
            Fold::MysqlOption => {
                let folded = key.to_ascii_lowercase().replace('-', "_");
                folded.strip_prefix("loose_").map(ToString::to_string).unwrap_or(folded)
            }
        }
    }
}

/// A name in small letters with hyphens between its words.
fn relaxed(key: &str) -> String {
    let mut name = String::with_capacity(key.len() + 4);
    let mut after_small = false;
    for character in key.chars() {
        match character {
            '_' => name.push('-'),
            'A'..='Z' => {
                if after_small {
                    name.push('-');
                }
                name.push(character.to_ascii_lowercase());
            }
            _ => name.push(character),
        }
        after_small = character.is_ascii_lowercase() || character.is_ascii_digit();
    }
    name
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_unique_and_reads_back() {
        let mut seen = std::collections::HashSet::new();
        for kind in Kind::all() {
            assert!(seen.insert(kind.name()), "the name {} stands twice", kind.name());
            assert_eq!(Kind::parse(kind.name()), Some(kind));
        }
    }

    #[test]
    fn a_shared_name_always_has_words() {
        for row in Kind::all().map(Kind::row) {
            assert!(
                row.shared_paths.is_empty() || !row.words.is_empty(),
                "{} would match by a loose glob",
                row.name
            );
        }
    }

    #[test]
    fn options_of_mysql_are_folded() {
        assert_eq!(Fold::MysqlOption.apply("Loose-Query-Cache-Size"), "query_cache_size");
        assert_eq!(Fold::IgnoreCase.apply("SSLProtocol"), "sslprotocol");
        assert_eq!(Fold::Relaxed.apply("spring.jpa.openInView"), "spring.jpa.open-in-view");
        assert_eq!(Fold::Relaxed.apply("MAX_POOL_SIZE"), "max-pool-size");
        assert_eq!(Fold::Exact.apply("apiVersion"), "apiVersion");
    }
}
