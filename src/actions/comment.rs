//! How each format writes a comment.

use crate::knowledge::Kind;
use crate::knowledge::kind::Reader;

/// The comment of a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Comment {
    pub opens: &'static str,
    closes: &'static str,
    /// It may follow something else on its line.
    pub at_line_end: bool,
}

const HASH: Comment = Comment { opens: "#", closes: "", at_line_end: true };
const HASH_ALONE: Comment = Comment { at_line_end: false, ..HASH };
const SLASHES: Comment = Comment { opens: "//", closes: "", at_line_end: true };
const DASHES: Comment = Comment { opens: "--", closes: "", at_line_end: true };
const SLASHES_ALONE: Comment = Comment { at_line_end: false, ..SLASHES };
const SEMICOLON: Comment = Comment { opens: ";", closes: "", at_line_end: true };
const PERCENT: Comment = Comment { opens: "%", closes: "", at_line_end: true };
const DOTS: Comment = Comment { opens: "..", closes: "", at_line_end: false };
const BRACES: Comment = Comment { opens: "{/*", closes: "*/}", at_line_end: false };
const MARKUP: Comment = Comment { opens: "<!--", closes: "-->", at_line_end: false };
const BLOCK: Comment = Comment { opens: "/*", closes: "*/", at_line_end: true };

impl Comment {
    /// Nothing for a format without comments, and for a file of no known kind.
    pub(super) fn of(kind: Option<Kind>) -> Option<Comment> {
        let kind = kind.filter(|kind| !is_without(*kind))?;
        match kind.name() {
            "xml" | "html" | "pom" | "msbuild" => return Some(MARKUP),
            "mdx" => return Some(BRACES),
            "restructuredtext" => return Some(DOTS),
            "asciidoc" => return Some(SLASHES_ALONE),
            "clojure" => return Some(SEMICOLON),
            "erlang" => return Some(PERCENT),
            "go-mod" => return Some(SLASHES),
            "css" => return Some(BLOCK),
            "toml" | "python" | "ruby" | "gemfile" | "r" | "perl" | "elixir" | "powershell" | "graphql"
            | "terraform" | "nginx" => {
                return Some(HASH);
            }
            "makefile" | "apache" | "haproxy" | "org" => return Some(HASH_ALONE),
            "lua" | "haskell" => return Some(DASHES),
            "javascript" | "typescript" | "go" | "java" | "kotlin" | "groovy" | "scala" | "rust" | "php"
            | "csharp" | "c" | "cpp" | "swift" | "dart" | "protobuf" | "gradle" | "fsharp" | "zig" => {
                return Some(SLASHES);
            }
            _ => {}
        }
        match kind.row().reader {
            Reader::Markdown | Reader::Xml | Reader::Html => Some(MARKUP),
            Reader::Yaml | Reader::Shell | Reader::Hcl => Some(HASH),
            // After a value these would be part of it.
            Reader::Ini
            | Reader::Env
            | Reader::Dockerfile
            | Reader::Directives
            | Reader::Crontab
            | Reader::Makefile
            | Reader::Properties
            | Reader::Toml
            | Reader::Packages
            | Reader::Versions => Some(HASH_ALONE),
            Reader::Sql => Some(DASHES),
            Reader::Text | Reader::Plain | Reader::Code | Reader::Notebook => None,
        }
    }

    pub(super) fn written(&self, words: &str) -> String {
        match self.closes {
            "" => format!("{} {words}", self.opens),
            closes => format!("{} {words} {closes}", self.opens),
        }
    }
}

/// JSON has no comments, and the next run of a package manager would drop one from its own file.
fn is_without(kind: Kind) -> bool {
    let paths = kind.row().paths;
    let is_json = !paths.is_empty() && paths.iter().all(|path| path.rsplit('.').next() == Some("json"));
    is_json || kind.name().ends_with("-lock") || kind.name() == "json"
}

#[cfg(test)]
mod tests {
    use super::Comment;
    use crate::document::outline_of;
    use crate::knowledge::Kind;

    #[test]
    fn what_is_written_is_read_as_an_ignore() {
        let without: Vec<&str> =
            Kind::all().filter(|kind| Comment::of(Some(*kind)).is_none()).map(Kind::name).collect();
        assert!(
            ["json", "package-json", "cargo-lock", "text", "notebook"]
                .iter()
                .all(|name| without.contains(name))
        );
        for kind in Kind::all() {
            let Some(comment) = Comment::of(Some(kind)) else { continue };
            let written = comment.written("docent: ignore some-rule");
            let mut texts = vec![format!("{written}\n\na = b\n")];
            if comment.at_line_end {
                texts.push(format!("a: b {written}\n"));
            }
            for text in texts {
                let found = outline_of(&text, Some(kind)).ignores;
                assert_eq!(found.len(), 1, "{}: {text}", kind.name());
            }
        }
    }
}
