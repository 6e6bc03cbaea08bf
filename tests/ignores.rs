//! Ignore comments in every way in which every kind of file writes a comment.
#![allow(clippy::expect_used, reason = "a test that fails with a place says what it is for")]

use docent::document::ignores::IgnoreScope;
use docent::document::outline_of;
use docent::knowledge::Kind;
use docent::knowledge::kind::Reader;
use std::collections::BTreeSet;

const HASH: &str = "# @";
const SLASHES: &str = "// @";
const BLOCK: &str = "/* @ */";
const MARKUP: &str = "<!-- @ -->";

/// The kinds that write comments alike, with `@` for the words, and what stands on a line with such a comment; nothing
/// where a comment takes a line of its own.
const KINDS: &[(&[&str], &[&str], Option<&str>)] = &[
    (
        &[
            "mongod-conf",
            "github-workflow",
            "gitea-workflow",
            "github-action",
            "gitlab-ci",
            "circleci",
            "azure-pipelines",
            "bitbucket-pipelines",
            "travis-ci",
            "drone-ci",
            "helm-chart",
            "cloudformation",
            "serverless",
            "openapi",
            "kubernetes",
            "compose",
            "prometheus",
            "spring",
            "ansible",
            "helm-values",
            "yaml",
            "pnpm-lock",
        ],
        &[HASH],
        Some("a: 1"),
    ),
    (
        &[
            "toml",
            "pyproject",
            "pipfile",
            "cargo-toml",
            "gradle-catalog",
            "python-lock",
            "cargo-lock",
            "mise",
        ],
        &[HASH],
        Some("a = 1"),
    ),
    (&["nginx"], &[HASH], Some("a 1;")),
    (&["shell"], &[HASH], Some("a b")),
    (&["terraform"], &[HASH, SLASHES, BLOCK], Some("a = 1")),
    (&["python", "ruby", "perl", "elixir", "r", "gemfile", "graphql"], &[HASH], Some("a")),
    (&["powershell"], &[HASH, "<# @ #>"], Some("a")),
    (&["php"], &[SLASHES, BLOCK, HASH], Some("<?php a();")),
    (
        &[
            "javascript",
            "typescript",
            "go",
            "java",
            "kotlin",
            "groovy",
            "scala",
            "rust",
            "csharp",
            "c",
            "cpp",
            "swift",
            "dart",
            "protobuf",
            "gradle",
        ],
        &[SLASHES, BLOCK],
        Some("a();"),
    ),
    (&["zig"], &[SLASHES], Some("a();")),
    (&["fsharp"], &[SLASHES, "(* @ *)"], Some("a")),
    (&["lua"], &["-- @", "--[[ @ ]]"], Some("a()")),
    (&["haskell"], &["-- @", "{- @ -}"], Some("a")),
    (&["clojure"], &["; @", ";; @"], Some("(a)")),
    (&["erlang"], &["% @", "%% @"], Some("a().")),
    (&["sql"], &["-- @", BLOCK, HASH], Some("SELECT 1;")),
    (&["css"], &[BLOCK], Some("a { b: c }")),
    (&["go-mod"], &[SLASHES], Some("require a v1")),
    (&["requirements"], &[HASH], Some("a==1")),
    (&["mysql-cnf", "ini"], &[HASH, "; @"], None),
    (&["systemd", "setup-cfg"], &[HASH, "; @"], None),
    (
        &[
            "postgresql-conf",
            "pg-hba",
            "redis-conf",
            "rabbitmq-conf",
            "haproxy",
            "apache",
            "dockerfile",
            "env",
            "crontab",
            "makefile",
        ],
        &[HASH],
        None,
    ),
    (&["kafka-properties", "properties", "gradle-wrapper"], &[HASH, "! @"], None),
    (&["markdown", "html", "xml", "pom", "msbuild"], &[MARKUP], None),
    (&["mdx"], &["{/* @ */}", MARKUP], None),
    (&["restructuredtext"], &[".. @"], None),
    (&["asciidoc"], &[SLASHES], None),
    (&["org"], &[HASH], None),
    (&["json", "package-json", "composer-json", "keycloak-realm", "dotnet-global"], &[SLASHES, BLOCK], None),
    (
        &[
            "node-version",
            "python-version",
            "ruby-version",
            "java-version",
            "golang-version",
            "php-version",
            "terraform-version",
            "tool-versions",
        ],
        &[HASH],
        None,
    ),
    // No comments: docent.toml ignores what stands in them.
    (
        &["text", "notebook", "package-lock", "composer-lock", "pipfile-lock", "gemfile-lock", "yarn-lock"],
        &[],
        None,
    ),
];

fn written(comment: &str, words: &str) -> String {
    comment.replace('@', words)
}

#[test]
fn every_comment_of_every_kind_can_ignore() {
    let mut faults = Vec::new();
    for (kinds, comments, beside) in KINDS {
        for name in *kinds {
            let kind = Kind::parse(name).unwrap_or_else(|| panic!("there is no kind {name}"));
            for comment in *comments {
                let line =
                    beside.unwrap_or(if comments == &[SLASHES, BLOCK] { "{ \"a\": 1 }" } else { "a = b" });
                let mut texts = vec![
                    (
                        IgnoreScope::Next,
                        format!(
                            "{line}\n\n{}\n{line}\n",
                            written(comment, "docent: ignore some-rule, two-* until 2030-01-01 -- because")
                        ),
                    ),
                    (
                        IgnoreScope::File,
                        format!(
                            "{}\n\n{line}\n",
                            written(
                                comment,
                                "docent: ignore-file some-rule,two-* until 2030-01-01 -- because"
                            )
                        ),
                    ),
                ];
                if beside.is_some() {
                    let words =
                        written(comment, "docent: ignore some-rule two-* until 2030-01-01 -- because");
                    texts.push((IgnoreScope::Line, format!("{line}\n{line} {words}\n")));
                }
                let range = [
                    line.to_string(),
                    written(comment, "docent: ignore-start some-rule two-* until 2030-01-01 -- because"),
                    line.to_string(),
                    written(comment, "docent: ignore-end"),
                    line.to_string(),
                ];
                texts.push((IgnoreScope::Range, range.join("\n\n") + "\n"));
                for (scope, text) in texts {
                    let text = if *name == "php" && !text.starts_with("<?php") {
                        format!("<?php\n{text}")
                    } else {
                        text
                    };
                    faults.extend(fault(kind, scope, &text));
                    faults.extend(fault(kind, scope, &text.replace('\n', "\r\n")));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn fault(kind: Kind, scope: IgnoreScope, text: &str) -> Option<String> {
    let outline = outline_of(text, Some(kind));
    let [found] = outline.ignores.as_slice() else {
        return Some(format!("{}: {} ignores in {text:?}", kind.name(), outline.ignores.len()));
    };
    let rules: Vec<&str> = found.rules.iter().map(|(rule, _)| rule.as_str()).collect();
    let until = found.until.as_ref().map(|(day, _)| day.as_str());
    let is_read = found.scope == scope && rules == ["some-rule", "two-*"] && until == Some("2030-01-01");
    if !is_read || found.reason.as_deref() != Some("because") {
        return Some(format!("{}: {found:?} in {text:?}", kind.name()));
    }
    let covered = found.covers.of(text).trim();
    let lines = covered.lines().filter(|line| !line.trim().is_empty() && !line.contains("docent:")).count();
    let expected = if scope == IgnoreScope::File { lines } else { usize::from(scope != IgnoreScope::Line) };
    (lines != expected).then(|| format!("{}: covers {covered:?} of {text:?}", kind.name()))
}

/// Languages differ most; other kinds that are not listed write comments as their reader says.
#[test]
fn no_language_is_forgotten() {
    let listed: BTreeSet<&str> = KINDS.iter().flat_map(|(kinds, ..)| kinds.iter().copied()).collect();
    let unlisted: Vec<Kind> = Kind::all().filter(|kind| !listed.contains(kind.name())).collect();
    let languages: Vec<&str> =
        unlisted.iter().filter(|kind| kind.row().reader == Reader::Code).map(|kind| kind.name()).collect();
    assert_eq!(languages, Vec::<&str>::new(), "say how these write comments");
    let is_of_hashes = |kind: &&Kind| {
        matches!(
            kind.row().reader,
            Reader::Yaml | Reader::Ini | Reader::Properties | Reader::Toml | Reader::Env
        ) && !kind.name().ends_with("-lock")
            && kind.row().paths.iter().any(|path| path.rsplit('.').next() != Some("json"))
    };
    for kind in unlisted.iter().filter(is_of_hashes) {
        let text = "# docent: ignore some-rule two-* until 2030-01-01 -- because\na: 1\n";
        assert_eq!(fault(*kind, IgnoreScope::Next, text), None);
    }
}
