//! `docent.toml`, as plain data.

use crate::knowledge::Date;
use crate::knowledge::page::Problem;
use crate::knowledge::rule::Severity;

/// What the nearest `docent.toml` says. The default is that of a workspace without one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Config {
    /// The folder of the file, with `/`, relative to the workspace; globs count from here.
    pub folder: String,
    pub as_of: Option<Date>,
    pub exclude: Vec<String>,
    pub knowledge: Vec<String>,
    /// `strict`, `inclusive`.
    pub sets: Vec<String>,
    /// Id or glob, and the severity it is given (`None` = off).
    pub rules: Vec<(String, Option<Severity>)>,
    /// Product id and version.
    pub targets: Vec<(String, String)>,
    /// Path glob and kind name.
    pub files: Vec<(String, String)>,
    pub overrides: Vec<Override>,
    pub editor: Editor,
}

/// One `[[overrides]]` table: replaces what it names for the paths it names.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Override {
    pub paths: Vec<String>,
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

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HoverSource {
    Comments,
    #[default]
    Names,
    Off,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CompletionMode {
    #[default]
    Prefix,
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
    /// The longest matching name wins; `check::severity` looks it up.
    pub rules: Vec<(String, Option<Severity>)>,
    pub targets: Vec<(String, String)>,
}

impl Config {
    /// Reads the text of a `docent.toml`; what cannot be read is a problem and the rest holds.
    #[must_use]
    pub fn parse(_text: &str, _path: &str) -> (Config, Vec<Problem>) {
        (Config::default(), Vec::new())
    }

    /// What holds for the file at `path` (relative to the workspace, with `/`).
    #[must_use]
    pub fn for_file(&self, _path: &str) -> FileConfig {
        FileConfig::default()
    }

    /// The kind that `[files]` gives the path.
    #[must_use]
    pub fn kind_of(&self, _path: &str) -> Option<crate::knowledge::Kind> {
        None
    }
}
