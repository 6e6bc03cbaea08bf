//! Path globs of `docent.toml`.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

/// A glob over paths below the folder of a `docent.toml`, compiled once.
///
/// `*` stays within a folder and `**` crosses folders. A glob without `/` matches the name in any folder, and one
/// that matches a folder matches everything below it, as people know it from `.gitignore`.
#[derive(Clone, Debug)]
pub struct PathGlob {
    source: String,
    set: GlobSet,
}

impl PathGlob {
    /// Compiles the glob; the error says in words what is wrong with it.
    ///
    /// # Errors
    /// The glob is not well formed, for example because a bracket is never closed.
    pub fn new(source: &str) -> Result<PathGlob, String> {
        let trimmed = source.trim_start_matches("./").trim_matches('/');
        let anchored = source.trim_end_matches('/').contains('/');
        let path = if anchored { trimmed.to_string() } else { format!("**/{trimmed}") };
        let mut builder = GlobSetBuilder::new();
        for glob in [format!("{path}/**"), path] {
            let glob = GlobBuilder::new(&glob).literal_separator(true).empty_alternates(true).build();
            builder.add(glob.map_err(|error| error.kind().to_string())?);
        }
        let set = builder.build().map_err(|error| error.kind().to_string())?;
        Ok(PathGlob { source: source.to_string(), set })
    }

    /// Whether the glob matches a path with `/` or one of the folders above it.
    #[must_use]
    pub fn matches(&self, path: &str) -> bool {
        self.set.is_match(path)
    }

    /// As written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.source
    }
}

impl PartialEq for PathGlob {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
    }
}

#[cfg(test)]
mod tests {
    use super::PathGlob;

    #[track_caller]
    fn check(glob: &str, matching: &[&str], others: &[&str]) {
        let compiled = PathGlob::new(glob).expect("a glob");
        for path in matching {
            assert!(compiled.matches(path), "{glob} should match {path}");
        }
        for path in others {
            assert!(!compiled.matches(path), "{glob} should not match {path}");
        }
    }

    #[test]
    fn matches_as_gitignore_readers_expect() {
        check(
            "fixtures/**",
            &["fixtures/a.yml", "fixtures/x/a.yml"],
            &["tests/fixtures/a.yml", "fixtures.yml"],
        );
        check("deploy/*.tpl", &["deploy/a.tpl"], &["deploy/x/a.tpl", "a.tpl", "x/deploy/a.tpl"]);
        check("*.tpl", &["a.tpl", "x/y/a.tpl"], &["a.tpl.txt"]);
        check("generated", &["generated/a", "x/generated/b/c"], &["generated-not/a"]);
        check("docs/", &["docs/a.md", "x/docs/a.md"], &["docs.md"]);
        check("./src/a.rs", &["src/a.rs"], &["x/src/a.rs"]);
        check("a{,.prod}.yml", &["a.yml", "a.prod.yml"], &["a.test.yml"]);
        check("**/adr/*.md", &["adr/1.md", "docs/adr/1.md"], &["adr/x/1.md"]);
    }

    #[test]
    fn says_what_is_wrong_with_a_glob() {
        assert!(PathGlob::new("a[").is_err_and(|message| message.contains("unclosed")));
    }
}
