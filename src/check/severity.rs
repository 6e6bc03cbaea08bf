//! What the user's configuration and the place of a file make of a severity.

use crate::knowledge::rule::Severity;
use crate::text::glob::Glob;

/// Folders whose files show or test things rather than run them.
const EXAMPLE_FOLDERS: &[&str] = &[
    "test",
    "tests",
    "__tests__",
    "spec",
    "fixtures",
    "testdata",
    "snapshots",
    "__snapshots__",
    ".snapshots",
    "examples",
    "example",
    "samples",
];

/// Parts of a file name that say the same: `.env.example`, `login.test.ts`, `introspect_test.go`.
const EXAMPLE_NAMES: &[&str] = &[".test.", ".spec.", "_test.", "_spec.", ".example", ".sample", ".snap"];

/// What `[rules]` and the overrides say of an id: nothing, off, or a severity. `FileConfig` has the strongest first.
#[must_use]
pub fn configured(rules: &[(String, Option<Severity>)], id: &str) -> Option<Option<Severity>> {
    let first = rules.iter().find(|(pattern, _)| Glob::parse(pattern).is_match(id, false));
    first.map(|(_, severity)| *severity)
}

/// Whether a path (relative to the workspace) lies in a folder of tests or examples, or is called one.
#[must_use]
pub fn is_example(path: &str) -> bool {
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    folders.split('/').any(|folder| EXAMPLE_FOLDERS.contains(&folder))
        || EXAMPLE_NAMES.iter().any(|part| name.contains(part))
        || name.rsplit_once('.').is_some_and(|(_, ending)| ending == "test")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_matching_name_wins() {
        let rules = [
            ("mysql-end-of-life".to_string(), Some(Severity::Error)),
            ("*-end-of-life".to_string(), Some(Severity::Information)),
            ("*".to_string(), None),
        ];
        assert_eq!(configured(&rules, "mysql-end-of-life"), Some(Some(Severity::Error)));
        assert_eq!(configured(&rules, "nodejs-end-of-life"), Some(Some(Severity::Information)));
        assert_eq!(configured(&rules, "other"), Some(None));
        assert_eq!(configured(&[], "other"), None);
    }

    #[test]
    fn knows_folders_of_examples() {
        assert!(is_example("app/tests/my.cnf"));
        assert!(is_example("deploy/.env.example"));
        assert!(is_example("src/login.test.ts"));
        assert!(is_example("auth/introspect_test.go"));
        assert!(!is_example("deploy/.env.production"));
        assert!(!is_example("docs/testing.md"));
        assert!(!is_example("tests"));
        assert!(!is_example("latest/my.cnf"));
    }
}
