//! What `docent.toml` may say, and what is said about its mistakes.

use super::*;

const WHOLE: &str = r#"
as-of = "2026-11-22"
exclude = ["fixtures/**", "*.gen.yml"]
knowledge = ["docs/glossary/"]
sets = ["strict"]
[rules]
"*-end-of-life" = "information"
"mysql-*" = "error"
"mysql-end-of-life" = "off"
[targets]
mysql = "5.7"
[[overrides]]
paths = ["docs/adr/**"]
rules = { "*" = "off" }
[[overrides]]
paths = ["docs/**"]
rules = { "oauth-*" = "hint" }
sets = []
targets = { mysql = "8.4", redis = "7.2" }
exclude = false
[[overrides]]
paths = ["docs/old/**"]
exclude = true
[editor]
hover-source = "off"
completion = "asked"
inlay-hints = false
"#;

fn whole(path: &str) -> Config {
    let (config, problems) = Config::parse(WHOLE, path);
    assert_eq!(problems, []);
    config
}

#[test]
fn reads_every_key() {
    let config = whole("docent.toml");
    assert_eq!(config.folder, "");
    assert_eq!(config.as_of, Date::parse("2026-11-22"));
    assert_eq!(config.knowledge, ["docs/glossary"]);
    assert_eq!(config.sets, ["strict"]);
    assert_eq!(config.targets, [("mysql".to_string(), "5.7".to_string())]);
    assert_eq!(config.overrides.len(), 3);
    assert_eq!(config.editor.hover_source, HoverSource::Off);
    assert_eq!(config.editor.completion, CompletionMode::Asked);
    assert!(!config.editor.inlay_hints);
}

#[test]
fn gives_a_rule_the_severity_of_the_longest_name_in_the_last_override() {
    let config = whole("docent.toml");
    let check = |path: &str, rule: &str, expected: Option<Option<Severity>>| {
        let file = config.for_file(path);
        let first = file.rules.iter().find(|(name, _)| matches_id(name, rule));
        assert_eq!(first.map(|(_, severity)| *severity), expected, "{rule} in {path}");
    };
    check("my.cnf", "mysql-end-of-life", Some(None));
    check("my.cnf", "redis-end-of-life", Some(Some(Severity::Information)));
    check("my.cnf", "mysql-query-cache", Some(Some(Severity::Error)));
    check("my.cnf", "oauth-implicit-flow", None);
    check("docs/adr/1.md", "mysql-query-cache", Some(None));
    check("docs/adr/1.md", "oauth-implicit-flow", Some(Some(Severity::Hint)));
    check("docs/1.md", "mysql-query-cache", Some(Some(Severity::Error)));
    check("docs/1.md", "oauth-implicit-flow", Some(Some(Severity::Hint)));
}

#[test]
fn replaces_only_what_an_override_names() {
    let config = whole("docent.toml");
    let file = config.for_file("docs/1.md");
    assert_eq!(file.targets, [("mysql".into(), "8.4".into()), ("redis".into(), "7.2".into())]);
    assert_eq!(file.sets, Vec::<String>::new());
    let file = config.for_file("src/1.md");
    assert_eq!(file.targets, [("mysql".into(), "5.7".into())]);
    assert_eq!(file.sets, ["strict"]);
}

#[test]
fn excludes_by_glob_and_by_override() {
    let config = whole("shop/docent.toml");
    for (path, expected) in [
        ("shop/fixtures/a.yml", true),
        ("shop/a/b.gen.yml", true),
        ("shop/docs/b.gen.yml", false),
        ("shop/docs/old/a.md", true),
        ("shop/docs/a.md", false),
        ("fixtures/a.yml", false),
        ("shopping/a.gen.yml", false),
    ] {
        assert_eq!(config.excludes(path), expected, "{path}");
    }
}

#[test]
fn matches_names_with_stars() {
    for (pattern, id, expected) in [
        ("*", "mysql", true),
        ("mysql", "mysql", true),
        ("mysql", "mysql-query-cache", false),
        ("*-end-of-life", "mysql-end-of-life", true),
        ("*-end-of-life", "mysql", false),
        ("mysql-*-cache", "mysql-query-cache", true),
        ("mysql-*-cache", "mysql-cache", false),
        ("*a*b", "aab", true),
        ("*a*b", "ba", false),
        ("", "", true),
        ("", "a", false),
    ] {
        assert_eq!(matches_id(pattern, id), expected, "{pattern} {id}");
    }
}

#[track_caller]
fn check_problems(text: &str, expected: &[&str]) {
    let (_, problems) = Config::parse(text, "docent.toml");
    let found: Vec<String> =
        problems.iter().map(|problem| format!("{}: {}", problem.line, problem.message)).collect();
    assert_eq!(found, expected);
}

#[test]
fn names_the_line_and_the_nearest_known_name() {
    check_problems("\nexcludes = []\n", &["2: unknown key `excludes`; did you mean `exclude`?"]);
    check_problems(
        "[rules]\n\"a\" = \"warn\"\n\"b\" = \"information\"\n",
        &["2: unknown severity `warn`; known are off, hint, information, warning, error"],
    );
    check_problems("[rules]\na = \"eror\"\n", &["2: unknown severity `eror`; did you mean `error`?"]);
    check_problems("sets = [\"stricter\"]", &["1: unknown set `stricter`; did you mean `strict`?"]);
    check_problems(
        "[targets]\nmysql = 5.7\n",
        &["2: expected a version in quotes, like \"8.4\", found float"],
    );
    check_problems("as-of = \"yesterday\"", &["1: `yesterday` is no day; write one like \"2026-11-22\""]);
    check_problems("as-of = \"2026-02-30\"", &["1: `2026-02-30` is no day; write one like \"2026-11-22\""]);
    check_problems("as-of = 3", &["1: expected a date like \"2026-11-22\", found integer"]);
    check_problems(
        "[targets]\nmysql = \"latest\"\n",
        &["2: `latest` is no version; write its number, like \"8.4\""],
    );
    check_problems("as-of = 2026-11-22", &[]);
    check_problems("[[overrides]]\nrules = {}\n", &["1: an override needs `paths`, a list of globs"]);
    check_problems(
        "[[overrides]]\npath = \"a\"\n",
        &["2: unknown key of [[overrides]] `path`; did you mean `paths`?"],
    );
    check_problems(
        "exclude = [\"a[\", \"b\"]",
        &["1: `a[` is not a glob: unclosed character class; missing ']'"],
    );
    check_problems("knowledge = [\"/etc\"]", &["1: `/etc` must be a folder relative to this file"]);
    check_problems(
        "[editor]\ncompletion = \"prefixed\"",
        &["2: unknown value `prefixed`; did you mean `prefix`?"],
    );
    check_problems("[files]\n\"*.tpl\" = 3", &["2: expected the name of a kind in quotes, found integer"]);
}

#[test]
fn keeps_the_rest_of_a_broken_file() {
    let (config, problems) =
        Config::parse("sets = [\"strict\"]\nexclude = [\n[rules]\na = \"off\"\n", "docent.toml");
    assert_eq!(config.sets, ["strict"]);
    assert!(!problems.is_empty());
    assert!(problems.iter().all(|problem| problem.line >= 2), "{problems:?}");
}
