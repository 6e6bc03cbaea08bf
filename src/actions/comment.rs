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
const MARKUP: Comment = Comment { opens: "<!--", closes: "-->", at_line_end: false };
const BLOCK: Comment = Comment { opens: "/*", closes: "*/", at_line_end: true };

impl Comment {
    /// Nothing for a format without comments, and for a file of no known kind.
    pub(super) fn of(kind: Option<Kind>) -> Option<Comment> {
        let kind = kind?;
        match kind.name() {
            "json" => return None,
            "xml" | "html" | "mdx" | "pom" | "msbuild" => return Some(MARKUP),
            "css" => return Some(BLOCK),
            "toml" | "python" | "ruby" | "gemfile" | "r" | "perl" | "elixir" | "powershell" | "graphql"
            | "terraform" | "nginx" => {
                return Some(HASH);
            }
            "makefile" | "apache" | "haproxy" => return Some(HASH_ALONE),
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
