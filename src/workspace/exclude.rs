//! Which files get no findings: what others made, what machines made, and what `docent.toml` excludes.

use crate::config::Config;
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

/// Folders of other people's code, of machines' output and of docent's own pages.
const FOLDERS: [&str; 6] = [".git", ".docent", "node_modules", "vendor", "third_party", "dist"];

/// Files that a package manager writes.
const LOCK_FILES: [&str; 15] = [
    "package-lock.json",
    "npm-shrinkwrap.json",
    "yarn.lock",
    "pnpm-lock.yaml",
    "bun.lock",
    "Cargo.lock",
    "poetry.lock",
    "uv.lock",
    "Pipfile.lock",
    "pdm.lock",
    "composer.lock",
    "Gemfile.lock",
    "go.sum",
    "mix.lock",
    ".terraform.lock.hcl",
];

/// The files that one `docent.toml` excludes, beside the built-in list.
#[derive(Clone, Debug, Default)]
pub struct Excludes {
    always: GlobSet,
    /// Path globs of `[[overrides]]` that decide, in order; the last match wins.
    overrides: Vec<(GlobSet, bool)>,
    /// The folder from which the globs count, with `/`; empty for the root.
    folder: String,
}

impl Excludes {
    #[must_use]
    pub fn new(config: &Config) -> Excludes {
        let overrides = config
            .overrides
            .iter()
            .filter_map(|table| table.exclude.map(|exclude| (glob_set(&table.paths), exclude)))
            .collect();
        Excludes { always: glob_set(&config.exclude), overrides, folder: config.folder.clone() }
    }

    /// Whether the file at `path` (relative to the workspace, with `/`) gets no findings.
    #[must_use]
    pub fn covers(&self, path: &str) -> bool {
        if is_built_in(path) {
            return true;
        }
        let below = path.strip_prefix(&self.folder).unwrap_or(path).trim_start_matches('/');
        let decided = self.overrides.iter().rev().find(|(paths, _)| paths.is_match(below));
        decided.map_or_else(|| self.always.is_match(below), |(_, exclude)| *exclude)
    }
}

/// Whether the built-in list covers the path.
#[must_use]
pub fn is_built_in(path: &str) -> bool {
    let mut names = path.split('/').rev();
    let name = names.next().unwrap_or_default();
    is_minified(name) || LOCK_FILES.contains(&name) || names.any(is_excluded_folder)
}

/// Whether a walk need not look into a folder of this name.
#[must_use]
pub fn is_excluded_folder(name: &str) -> bool {
    FOLDERS.contains(&name)
}

/// Whether one of the first ten lines says that a program wrote the file.
#[must_use]
pub fn is_generated(text: &str) -> bool {
    let mut lines = text.split(['\n', '\r']).filter(|line| !line.is_empty()).take(10);
    lines.any(|line| line.len() < 400 && is_generated_line(&line.to_ascii_lowercase()))
}

fn is_generated_line(line: &str) -> bool {
    line.contains("generated") && (line.contains("do not edit") || line.contains("do not modify"))
}

/// `app.min.js`, but not `docs.min` or `x.min.`.
fn is_minified(name: &str) -> bool {
    name.split_once(".min.").is_some_and(|(stem, extension)| !stem.is_empty() && !extension.is_empty())
}

/// A glob that cannot be read was reported when the configuration was read; here it matches nothing.
fn glob_set(patterns: &[String]) -> GlobSet {
    let mut builder = GlobSetBuilder::new();
    for pattern in patterns {
        let pattern =
            pattern.strip_suffix('/').map_or_else(|| pattern.clone(), |folder| format!("{folder}/**"));
        if let Ok(glob) = GlobBuilder::new(&pattern).literal_separator(true).build() {
            builder.add(glob);
        }
    }
    builder.build().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Override;

    fn strings(values: &[&str]) -> Vec<String> {
        values.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_built_in_list_covers_folders_and_names() {
        for path in [
            "node_modules/a/b.yml",
            "a/vendor/x.md",
            ".git/config",
            "web/dist/app.js",
            "web/app.min.js",
            "Cargo.lock",
            "a/pnpm-lock.yaml",
            ".docent/knowledge/x.md",
        ] {
            assert!(is_built_in(path), "{path}");
        }
        for path in
            ["vendor", "docs/vendor.md", "distribution/a.md", "a.min", ".gitlab-ci.yml", "a/lock.yaml"]
        {
            assert!(!is_built_in(path), "{path}");
        }
    }

    #[test]
    fn the_last_override_that_names_a_path_decides() {
        let config = Config {
            folder: "shop".to_string(),
            exclude: strings(&["fixtures/**", "*.tmp", "old/"]),
            overrides: vec![
                Override {
                    paths: strings(&["fixtures/keep/**"]),
                    exclude: Some(false),
                    ..Override::default()
                },
                Override { paths: strings(&["docs/**"]), exclude: Some(true), ..Override::default() },
                Override { paths: strings(&["docs/**"]), ..Override::default() },
            ],
            ..Config::default()
        };
        let excludes = Excludes::new(&config);
        let covered: Vec<&str> = [
            "shop/fixtures/a.md",
            "shop/fixtures/keep/a.md",
            "shop/docs/a.md",
            "shop/a.tmp",
            "shop/deep/a.tmp",
            "shop/old/deep/a.md",
            "shop/a.md",
        ]
        .into_iter()
        .filter(|path| excludes.covers(path))
        .collect();
        assert_eq!(covered, ["shop/fixtures/a.md", "shop/docs/a.md", "shop/a.tmp", "shop/old/deep/a.md"]);
    }

    #[test]
    fn generated_files_say_so_at_their_top() {
        assert!(is_generated("// Code generated by protoc. DO NOT EDIT.\npackage a\n"));
        assert!(is_generated("---\r\n# This file is GENERATED, do not modify it\r\n"));
        assert!(!is_generated("Generated columns\nDo not edit\n"));
        assert!(!is_generated(&format!("{}# generated, do not edit", "a\n".repeat(10))));
    }
}
