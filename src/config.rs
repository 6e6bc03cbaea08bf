//! `docent.toml`, as plain data, and what it means for one file.

pub mod path_glob;
mod read;

pub use path_glob::PathGlob;

use crate::knowledge::page::Problem;
use crate::knowledge::rule::Severity;
use crate::knowledge::{Date, Kind};
use crate::text::glob::Glob;

/// The name under which the file is looked for.
pub const FILE_NAME: &str = "docent.toml";

/// What the nearest `docent.toml` says. The default is that of a workspace without one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Config {
    /// The folder of the file, with `/`, relative to the workspace; globs count from here.
    pub folder: String,
    pub as_of: Option<Date>,
    pub exclude: Vec<PathGlob>,
    pub knowledge: Vec<String>,
    /// `strict`, `inclusive`.
    pub sets: Vec<String>,
    /// Id or glob, and the severity it is given (`None` = off).
    pub rules: Vec<(String, Option<Severity>)>,
    /// Product id and version.
    pub targets: Vec<(String, String)>,
    /// Paths and the kind they are given.
    pub files: Vec<(PathGlob, Kind)>,
    pub overrides: Vec<Override>,
    pub editor: Editor,
}

/// One `[[overrides]]` table: replaces what it names for the paths it names.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Override {
    pub paths: Vec<PathGlob>,
    pub exclude: Option<bool>,
    pub sets: Option<Vec<String>>,
    pub rules: Vec<(String, Option<Severity>)>,
    pub targets: Vec<(String, String)>,
}

/// `[editor]`, the only part that an editor's own settings may override.
#[derive(Clone, Debug, PartialEq)]
pub struct Editor {
    pub hover_source: HoverSource,
    pub completion: CompletionMode,
    pub inlay_hints: bool,
}

/// Where hover answers in source code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HoverSource {
    /// In comments and strings.
    Comments,
    /// There, and on names of two words or more.
    #[default]
    Names,
    Off,
}

/// When completion answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CompletionMode {
    /// While typing, where a term begins with what is typed.
    #[default]
    Prefix,
    /// Only when invoked by hand.
    Asked,
    Off,
}

impl Default for Editor {
    fn default() -> Self {
        Self {
            hover_source: HoverSource::default(),
            completion: CompletionMode::default(),
            inlay_hints: true,
        }
    }
}

/// What holds for one file after overrides.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FileConfig {
    pub sets: Vec<String>,
    /// Strongest first: the last override that applies before the others, a longer name before a shorter one.
    pub rules: Vec<(String, Option<Severity>)>,
    pub targets: Vec<(String, String)>,
}

impl Config {
    /// Reads the text of a `docent.toml`; what cannot be read is a problem and the rest holds.
    #[must_use]
    pub fn parse(text: &str, path: &str) -> (Config, Vec<Problem>) {
        read::read(text, path)
    }

    /// What holds for the file at `path` (relative to the workspace, with `/`).
    #[must_use]
    pub fn for_file(&self, path: &str) -> FileConfig {
        let mut sets = &self.sets;
        let mut targets = self.targets.clone();
        let mut layers = vec![&self.rules];
        for entry in self.overrides_of(path) {
            sets = entry.sets.as_ref().unwrap_or(sets);
            layers.push(&entry.rules);
            for (product, version) in &entry.targets {
                targets.retain(|(known, _)| known != product);
                targets.push((product.clone(), version.clone()));
            }
        }
        let mut rules: Vec<(String, Option<Severity>)> = Vec::new();
        for layer in layers.into_iter().rev() {
            let mut layer: Vec<_> = layer.iter().rev().cloned().collect();
            layer.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
            rules.extend(layer);
        }
        FileConfig { sets: sets.clone(), rules, targets }
    }

    /// Whether `exclude`, or the last override that says so, keeps the file out of all findings.
    #[must_use]
    pub fn excludes(&self, path: &str) -> bool {
        let listed =
            self.within(path).is_some_and(|inside| self.exclude.iter().any(|glob| glob.matches(inside)));
        self.overrides_of(path).filter_map(|entry| entry.exclude).last().unwrap_or(listed)
    }

    /// The kind that `[files]` gives the path; the last glob that matches decides.
    #[must_use]
    pub fn kind_of(&self, path: &str) -> Option<Kind> {
        let inside = self.within(path)?;
        self.files.iter().rev().find(|(glob, _)| glob.matches(inside)).map(|(_, kind)| *kind)
    }

    fn overrides_of<'a>(&'a self, path: &'a str) -> impl Iterator<Item = &'a Override> {
        let inside = self.within(path);
        self.overrides.iter().filter(move |entry| {
            inside.is_some_and(|inside| entry.paths.iter().any(|glob| glob.matches(inside)))
        })
    }

    /// The path below the folder of the file, where the globs begin.
    fn within<'a>(&self, path: &'a str) -> Option<&'a str> {
        let path = path.strip_prefix("./").unwrap_or(path);
        match self.folder.trim_matches('/') {
            "" | "." => Some(path),
            _ => path.strip_prefix(self.folder.trim_end_matches('/'))?.strip_prefix('/'),
        }
    }
}

/// Every name that `[files]` may give, for messages.
#[must_use]
pub fn kind_names() -> Vec<&'static str> {
    Kind::all().map(Kind::name).collect()
}

/// Whether an id matches a name that may be a glob, as wherever ids are named by users.
#[must_use]
pub fn matches_id(pattern: &str, id: &str) -> bool {
    Glob::parse(pattern).is_match(id, false)
}

#[cfg(test)]
mod tests;
