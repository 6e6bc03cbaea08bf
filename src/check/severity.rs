//! What the user's configuration and the place of a file make of a severity.

use crate::knowledge::rule::Severity;
use crate::text::glob::Glob;

/// Folders whose files show or test things rather than run them.
const EXAMPLE_FOLDERS: &[&str] = &["test", "tests", "fixtures", "testdata", "examples"];

/// What `[rules]` and the overrides say of an id: nothing, off, or a severity. `FileConfig` has the strongest first.
#[must_use]
pub fn configured(rules: &[(String, Option<Severity>)], id: &str) -> Option<Option<Severity>> {
    let first = rules.iter().find(|(pattern, _)| Glob::parse(pattern).is_match(id, false));
    first.map(|(_, severity)| *severity)
}

/// Whether a path (relative to the workspace) lies in a folder of tests or examples.
#[must_use]
pub fn is_in_example_folder(path: &str) -> bool {
    let folders = path.rsplit_once('/').map_or("", |(folders, _)| folders);
    folders.split('/').any(|folder| EXAMPLE_FOLDERS.contains(&folder))
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
        assert!(is_in_example_folder("app/tests/my.cnf"));
        assert!(!is_in_example_folder("tests"));
        assert!(!is_in_example_folder("latest/my.cnf"));
    }
}
