//! Sound pages, and pages with one thing wrong.

use super::{Known, audit, duplicates};
use crate::knowledge::parse::parse;

const OTHERS: [(&str, &str); 2] = [
    ("mysql.md", "---\nproduct: {}\n---\n# MySQL\n\nA database.\n"),
    (
        "old-key.md",
        "---\nrule: { match: [ { setting: [\"**.old_key\", \"log.max.ms\"], in: mysql-cnf } ] }\n---\n# Old key\n\nText.\n",
    ),
];

/// The problems of a page in front of two others, as `line: message`.
fn problems(text: &str, path: &str, area: &str) -> Vec<String> {
    let mut pages: Vec<_> = OTHERS.iter().flat_map(|(path, text)| parse(text, path, "databases").0).collect();
    pages.extend(parse(text, path, area).0);
    let found = audit(text, path, area, &Known::of(&pages));
    found.into_iter().map(|problem| format!("{}: {}", problem.line, problem.message)).collect()
}

const SOURCES: &str = "sources: [\"https://a.example\"]\nchecked: 2026-11-24\n";

fn check(front_matter: &str, body: &str, expected: &[&str]) {
    let text = format!("---\n{front_matter}---\n# Title\n\n{body}");
    let found = problems(&text, "knowledge/databases/a-page.md", "databases");
    assert_eq!(found.len(), expected.len(), "{front_matter}{body}: {found:#?}");
    for (found, expected) in found.iter().zip(expected) {
        assert!(found.contains(expected), "expected {expected}, found {found}");
    }
}

const EXAMPLES: &str = "Text.\n\n## Flagged\n```ini\na=1\n^ a-page\n```\nand\n```ini\na=2\n^ a-page\n```\n\n\
                        ## Accepted\n```ini with=\"mysql 5.7\"\na=3\n```\nand\n```ini\na=4\n```\n";

#[test]
fn a_sound_page_has_no_problems() {
    let rule = "lifecycle: { of: mysql, removed: \"8.0\" }\nrule:\n  message: \"no `{match}`, {1}\"\n  \
                match: [ { setting: \"a.b\", in: mysql-cnf, fix: { delete: true, safe: true } } ]\n";
    check(&format!("terms: [\"x\"]\nsee: [mysql]\n{SOURCES}{rule}"), EXAMPLES, &[]);
    let glossary =
        problems("# Order desk\nWhat takes orders, at length, <b>or</b> not.\n", "g.md", "workspace");
    assert_eq!(glossary.len(), 1, "only HTML is wrong in a team's page: {glossary:?}");
}

#[test]
fn links_and_sources_are_checked() {
    check(
        &format!("see: [mysqll]\n{SOURCES}"),
        "Text.\n",
        &["2: there is no page `mysqll`; did you mean `mysql`?"],
    );
    check(&format!("terms: [\"--flag\"]\n{SOURCES}"), "Text.\n", &["must begin with a letter"]);
    check(&format!("see: [a-page]\n{SOURCES}"), "Text.\n", &["does not name itself"]);
    check(&format!("formerly: [mysql]\n{SOURCES}"), "Text.\n", &["id of a living page"]);
    check(
        "sources: [\"http://a.example\"]\nchecked: 2026-11-24\n",
        "Text.\n",
        &["must be an address with https"],
    );
    check("sources: [\"https://a.example\"]\n", "Text.\n", &["needs `checked`"]);
    check("checked: 2026-11-24\n", "Text.\n", &["a bundled page needs a source"]);
    check(
        &format!("{SOURCES}lifecycle: {{ of: mysq, removed: 1 }}\n"),
        "Text.\n",
        &["no product `mysq`; did you mean `mysql`"],
    );
}

#[test]
fn the_text_is_checked() {
    check(SOURCES, "", &["needs a first paragraph"]);
    check(SOURCES, &"word ".repeat(46), &["at most 45 words; here are 46"]);
    check(SOURCES, "Text with <b>HTML</b>.\n", &["holds no HTML"]);
    check(
        SOURCES,
        &format!("Text.\n\n## What bites\n{}", "- bites\n".repeat(20)),
        &["have 22 lines and a hover 15"],
    );
    check(SOURCES, &format!("Text.\n\n## Depth\n{}", "- more\n".repeat(20)), &[]);
    let found =
        problems("---\nsources: []\n---\n# T\n\nText.\n", "knowledge/databases/Bad_Name.md", "databases");
    assert!(found.iter().any(|found| found.contains("lower-case words joined by hyphens")), "{found:?}");
}

#[test]
fn rules_are_checked() {
    let rule = |rule: &str| format!("{SOURCES}rule: {rule}\n");
    let sound = "status: insecure, severity: error, message: \"m\"";
    let with = |change: &str| rule(&format!("{{ {sound}, match: [ {{ setting: \"a\"{change} }} ] }}"));
    check(&with(""), EXAMPLES, &[]);
    check(
        &rule("{ match: [ { setting: \"a\" } ] }"),
        EXAMPLES,
        &["a `status`", "a `severity`", "a `message`"],
    );
    check(&with(", message: \"{matched}\""), EXAMPLES, &["4: `{matched}` stands for nothing"]);
    check(&with(", fix: { replace: \"{x}\" }"), EXAMPLES, &["`{x}` stands for nothing"]);
    check(&with(", fix: { delete: true, safe: true }"), EXAMPLES, &["safe only for what was removed"]);
    check(
        &with(", fix: { value: \"x\", safe: true }"),
        EXAMPLES,
        &["only `delete` and `replace` may be `safe`"],
    );
    check(&with(", of: mongo"), EXAMPLES, &["no product `mongo`"]);
    check(
        &rule(&format!("{{ {sound}, match: [ {{ setting: a }} ] }}")),
        EXAMPLES,
        &["write setting in quotes: \"a\""],
    );
    check(&with(", value: on"), EXAMPLES, &["write value in quotes: \"on\""]);
    check(&rule(&format!("{{ {sound}, match: [ {{ code: \"get (\" }} ] }}")), EXAMPLES, &["too common"]);
    check(&rule(&format!("{{ {sound}, match: [ {{ code: \"grpc.WithInsecure (\" }} ] }}")), EXAMPLES, &[]);
    check(
        &rule("{ severity: error, status: insecure, message: \"m\", match: [ { text: \"a\" } ] }"),
        EXAMPLES,
        &["`status` stands too late"],
    );
    check(
        &with(", in: mysqlcnf"),
        EXAMPLES,
        &["`mysqlcnf` is not a kind of file that docent knows; did you mean `mysql-cnf`?"],
    );
}

#[test]
fn examples_are_counted() {
    let rule = format!(
        "{SOURCES}rule: {{ status: insecure, severity: error, message: \"m\", match: [ {{ text: \"a\" }} ] }}\n"
    );
    check(&rule, "Text.\n", &["two examples under `## Flagged`", "two examples under `## Accepted`"]);
    let unmarked = EXAMPLES.replace("^ a-page\n", "");
    check(&rule, &unmarked, &["no flagged example marks", "a line of carets", "a line of carets"]);
    let joined = EXAMPLES.replace("\nand\n", "\n\n");
    check(&rule, &joined, &["here are 1 (fences without text", "here are 1 (fences without text"]);
    let lifecycle = format!(
        "{SOURCES}lifecycle: {{ of: mysql, deprecated: \"5.7\" }}\nrule: {{ match: [ {{ text: \"a\" }} ] }}\n"
    );
    check(&lifecycle, EXAMPLES, &["needs an accepted example with=\"mysql …\" below its first version"]);
}

#[test]
fn a_key_is_flagged_in_one_place() {
    let of_key = |key: &str, facts: &str| {
        let text = format!(
            "---\n{SOURCES}reference: mysql-cnf\n---\n# Settings\n\nText.\n\n## {key}\n{facts}Once.\n"
        );
        problems(&text, "knowledge/settings/all.md", "settings")
    };
    let page = |facts: &str| of_key("old_key", facts);
    assert!(of_key("log.max.ms", "Default: 1\n")[0].contains("add `See: old-key`"));
    assert_eq!(of_key("log.min.ms", "Default: 1\n"), Vec::<String>::new(), "another key with the same end");
    assert_eq!(page("See: old-key\n"), Vec::<String>::new());
    assert!(page("Removed: 8.0\n")[0].contains("10: `old_key` is flagged by `old-key` already"));
    assert!(page("Default: 1\n")[0].contains("add `See: old-key`"));
    assert!(page("See: nothing\n")[0].contains("there is no page `nothing`"));
}

#[test]
fn finds_ids_that_are_taken() {
    let pages: Vec<_> = ["a/x.md", "b/x.md", "b/y.md"]
        .iter()
        .flat_map(|path| parse("# T\n\nText.\n", path, "workspace").0)
        .collect();
    let found = duplicates(&pages);
    assert_eq!(found.len(), 2, "a glossary entry is named by its title: {found:?}");
    assert!(found[0].message.contains("`t` is taken by a/x.md"));
}
