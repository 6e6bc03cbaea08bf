//! Pages of every form, and what is said of broken ones.

use super::parse;
use crate::knowledge::page::{Example, Page};
use crate::knowledge::product::End;
use crate::knowledge::rule::{Change, Severity, Subject, Surface};

fn one(text: &str) -> Page {
    let (mut pages, problems) = parse(text, "knowledge/databases/query-cache.md", "databases");
    assert_eq!(problems, [], "no problems expected");
    assert_eq!(pages.len(), 1);
    pages.remove(0)
}

/// The problems of a page whose front matter is `front_matter`, as `line: message`.
fn problems(front_matter: &str) -> Vec<String> {
    let text = format!("---\n{front_matter}\n---\n# Title\n\nText.\n");
    let (_, problems) = parse(&text, "a.md", "databases");
    problems.iter().map(|problem| format!("{}: {}", problem.line, problem.message)).collect()
}

#[test]
fn reads_a_page_with_a_rule() {
    let page = one(r#"---
terms: ["query cache", "=QC"]
see: mysql
sources: ["https://a.example/1", { url: "https://a.example/2", checked: 2026-01-02 }]
checked: 2026-11-24
lifecycle: { of: mysql, deprecated: 5.7.20, removed: 8.10 }
rule:
  message: "no `{match}`"
  match:
    - { setting: "mysqld.query_cache_*", value: [on, "> 0"], where: { "mysqld.x": "*", env: A }, fix: { delete: true, safe: true } }
    - sql: "FLUSH QUERY CACHE"
      severity: hint
      fix: { replace: { "a*": "b{1}" } }
    - { prose: terms, near: [mysql] }
---

# MySQL *query* cache

The query cache kept
`SELECT` results.

## What bites
A lock.

## Flagged
```ini file=my.cnf with="mysql 8.4"
[mysqld]
query_cache_size = 1
^^^^^^^^^^^^^^^^ query-cache error
```
```yaml file=compose.yaml
é: ß
   ^ query-cache
   ^ other
```
Next:
```ini
a=1
```

## Accepted
```ini file=my.cnf
a=2
```

## More
Depth.
"#);
    assert_eq!((page.id.as_str(), page.title.as_str()), ("query-cache", "MySQL query cache"));
    assert_eq!(page.summary, "The query cache kept SELECT results.");
    assert!(page.body.starts_with("The query cache kept"));
    assert!(page.body.ends_with("## More\nDepth."), "{}", page.body);
    assert!(!page.body.contains("my.cnf"));
    assert!(page.terms[1].exact_case && page.terms[1].text == "QC");
    assert_eq!(page.see, ["mysql"]);
    assert_eq!(page.sources[1].checked.map(|day| day.to_string()).as_deref(), Some("2026-01-02"));
    let removed = page.lifecycle[0].removed.as_ref().map(ToString::to_string);
    assert_eq!(removed.as_deref(), Some("8.10"), "scalars stay text");

    let rule = page.rule.as_ref().expect("a rule");
    let [setting, sql, prose] = rule.matchers.as_slice() else { panic!("three matchers") };
    assert_eq!(setting.line, 10);
    assert_eq!(setting.values.iter().map(|test| test.0.as_str()).collect::<Vec<_>>(), ["on", "> 0"]);
    assert_eq!(setting.conditions[0].subject, Subject::Path("mysqld.x".into()));
    assert_eq!(setting.conditions[1].subject, Subject::Surface(Surface::Env));
    assert!(setting.fix.as_ref().is_some_and(|fix| fix.safe && fix.change == Change::Delete));
    assert_eq!(sql.severity, Some(Severity::Hint));
    assert_eq!(prose.patterns, ["MySQL query cache", "query cache", "QC"]);

    let [first, second, third]: &[Example] = page.examples.as_slice() else { panic!("three examples") };
    assert!(first.flagged && second.flagged && !third.flagged);
    assert_eq!(first.with, [("mysql".to_string(), "8.4".to_string())]);
    assert_eq!(first.files.len(), 2);
    assert_eq!(first.files[0].text, "[mysqld]\nquery_cache_size = 1\n");
    assert_eq!(first.files[0].markers[0].span.of(&first.files[0].text), "query_cache_size");
    assert_eq!(first.files[0].markers[0].severity, Some(Severity::Error));
    let [marker, other] = first.files[1].markers.as_slice() else { panic!("two markers") };
    assert_eq!(marker.span.of(&first.files[1].text), "ß");
    assert_eq!((other.span, other.rule.as_str()), (marker.span, "other"));
    assert_eq!((first.line, first.files[0].line), (26, 27));
    assert_eq!(second.files[0].path, "");
}

#[test]
fn reads_a_product() {
    let page = one(r#"---
product:
  family: mysql
  images: ["mysql", { name: "bitnami/mysql", versions: { "7.9": "3.9" } }]
releases:
  - { cycle: "8.10", released: 2024-04-30, ends: 2032-04-30, lts: true }
  - { cycle: "9.7", ends: none }
---
# MySQL

A database.
"#);
    let product = page.product.expect("a product");
    assert_eq!(product.images[1].versions, [("7.9".to_string(), "3.9".to_string())]);
    assert_eq!(page.releases[0].cycle, "8.10");
    assert!(page.releases[0].lts);
    assert_eq!(page.releases[1].ends, End::Open);
}

#[test]
fn reads_a_reference_page() {
    let text = "---\nreference: ini\nsources: [\"https://a.example\"]\n---\n# Settings\n\nIntro.\n\n\
                ## max_connections\nDefault: 100 · Range: 1..10 · Restart\nHow many. And more.\n\n\
                ## old_name\nRemoved: 16 · Instead: new_name\nOnce.\n\n## plain\nText: with a colon.\n";
    let (pages, problems) = parse(text, "settings.md", "settings");
    assert_eq!(problems.iter().filter(|problem| !problem.message.contains("not a kind")).count(), 0);
    let ids: Vec<&str> = pages.iter().map(|page| page.id.as_str()).collect();
    assert_eq!(ids, ["settings", "settings.max_connections", "settings.old_name", "settings.plain"]);
    assert_eq!(pages[0].body, "Intro.");
    assert_eq!(pages[0].entries.len(), 3);
    assert_eq!(
        pages[1].body,
        "Default: `100` · range: `1..10` · takes effect after a restart\n\nHow many. And more."
    );
    assert_eq!(pages[1].summary, "How many. And more.");
    assert_eq!(pages[1].sources.len(), 1);
    assert!(pages[1].lifecycle.is_empty() && pages[1].rule.is_none());
    assert_eq!(pages[2].lifecycle[0].of, "");
    assert_eq!(pages[3].body, "Text: with a colon.");
}

#[test]
fn reads_a_glossary() {
    let text = "# Order desk\nAlso: OD, =Desk\nTakes orders.\nMore.\n\n# Pick & pack\n\nThe warehouse.\n\n# order-desk\nAgain.\n";
    let (pages, problems) = parse(text, "glossary.md", "workspace");
    assert_eq!(pages.len(), 2);
    assert_eq!((pages[0].id.as_str(), pages[1].id.as_str()), ("order-desk", "pick-pack"));
    assert_eq!(pages[0].terms.iter().map(|term| term.text.as_str()).collect::<Vec<_>>(), ["OD", "Desk"]);
    assert_eq!(pages[0].summary, "Takes orders. More.");
    assert_eq!(pages[0].body, "Takes orders.\nMore.");
    assert_eq!(pages[1].summary, "The warehouse.");
    assert_eq!(problems.len(), 1);
    assert!(problems[0].message.contains("stands here twice"), "{problems:?}");
    assert_eq!(problems[0].line, 10);
}

#[test]
fn says_what_is_wrong_and_where() {
    let check = |front_matter: &str, expected: &str| {
        let found = problems(front_matter);
        assert_eq!(found.len(), 1, "{front_matter}: {found:?}");
        assert!(found[0].contains(expected), "{front_matter}: {found:?}");
    };
    check("term: [a]", "2: the front matter has no key `term`; did you mean `terms`?");
    check("see: [a]\nchecked: 2026-13-01", "3: `checked: 2026-13-01` must be a day");
    check("terms: {a: b}", "`terms` must be one text");
    check("terms: [a", "not readable as YAML");
    check("lifecycle: { of: mysql }", "needs `deprecated` or `removed`");
    check("lifecycle: { of: mysql, removed: soon }", "must be a version");
    check("rule:\n  severity: fatal\n  match: { text: a }", "3: `severity: fatal` must be `hint`, ");
    check("rule: { match: [ { text: a, value: b } ] }", "`value` does not go with `text`");
    check("rule: { match: [ { text: a, near: b } ] }", "`near` does not go with `text`");
    check("rule: { match: [ { text: a, fix: { replace: b, value: c } } ] }", "one change");
    check("releases: [ { cycle: 1 } ]", "needs `ends`");
    check("sources: [ { checked: 2026-01-01 } ]", "a source needs a `url`");
    check("see: a\nsee: b", "stands twice");
    let lost = parse("---\nsee: a\n# No end\n", "a.md", "x");
    assert!(lost.0.is_empty() && lost.1.len() == 1);
    let untitled = parse("Only text.\n", "a.md", "x");
    assert!(untitled.0.is_empty() && untitled.1[0].message.contains("no title"));
}

#[test]
fn a_matcher_whose_kinds_are_unknown_is_left_out() {
    let (pages, problems) =
        parse("---\nrule: { match: [ { setting: a, in: nonsense }, { text: b } ] }\n---\n# T\n", "a.md", "x");
    assert_eq!(pages[0].rule.as_ref().map(|rule| rule.matchers.len()), Some(1));
    assert!(problems[0].message.contains("`nonsense` is not a kind"), "{problems:?}");
}
