//! Pages whose examples hold, and pages whose examples do not.

use super::check_files;
use crate::library::Library;

const MYSQL: &str = "---\nproduct:\n  images: [\"mysql\"]\n  programs: [\"mysqld\"]\n  reads: [mysql-cnf]\nreleases:\n  \
                     - { cycle: \"8.4\", ends: 2032-04-30 }\n  - { cycle: \"5.7\", ends: none }\n\
                     sources: []\n---\n# MySQL\n\nA database.\n";

const RULE: &str = "---\nsources: [\"https://a.example\"]\nchecked: 2026-11-24\n\
                    lifecycle: { of: mysql, removed: \"8.0\" }\n\
                    rule:\n  match: [ { setting: \"mysqld.old\", in: mysql-cnf, fix: FIX } ]\n\
                    ---\n# Old\n\nText.\n\n";

const EXAMPLES: &str = "## Flagged\n```ini file=my.cnf with=\"mysql 8.4\"\n[mysqld]\nold = 1\n^^^ old error\n```\n\
                        and\n```ini file=my.cnf\n[mysqld]\nold = 1\n^^^ old warning\n```\n\n\
                        ## Accepted\n```ini file=my.cnf with=\"mysql 5.7\"\n[mysqld]\nold = 1\n```\n\
                        and\n```ini file=my.cnf\n[client]\nold = 1\n```\n";

/// The problems of a page of the id `old`, as `line: message`.
fn check(text: &str, expected: &[&str]) {
    let files = [("old.md", text), ("mysql.md", MYSQL)];
    let files = files.map(|(path, text)| (path.to_string(), text.to_string(), "workspace".to_string()));
    let found = check_files(&files, &Library::of_pages(Vec::new()));
    let lines: Vec<String> = found
        .into_iter()
        .filter(|problem| problem.path == "old.md")
        .map(|problem| format!("{}: {}", problem.line, problem.message))
        .collect();
    assert_eq!(lines.len(), expected.len(), "{lines:#?}");
    for (line, expected) in lines.iter().zip(expected) {
        assert!(line.contains(expected), "expected {expected}, found {line}");
    }
}

fn page(fix: &str, examples: &str) -> String {
    format!("{}{examples}", RULE.replace("FIX", fix))
}

#[test]
fn sound_examples_pass() {
    check(&page("delete", EXAMPLES), &[]);
    check(&page("{ replace: \"new\" }", EXAMPLES), &[]);
}

#[test]
fn marks_and_findings_must_agree() {
    let changed = |from: &str, to: &str| page("delete", &EXAMPLES.replacen(from, to, 1));
    check(
        &changed("^^^ old error", "^^ old error"),
        &["`ol` is not flagged by `old`, but `old` is by `old`", "`old` is flagged by `old` without a mark"],
    );
    check(&changed("^^^ old error", "^^^ old hint"), &["15: `old` is flagged as error, not as hint"]);
    check(&changed("^^^ old error\n", "^^^ old error\n^^^ other\n"), &["`old` is not flagged by `other`"]);
    check(&changed("[client]", "[mysqld]"), &["`old` is flagged by `old` without a mark"]);
    check(
        &changed("[client]\nold = 1\n", "[client]\nold = 1\n^^^ old\n"),
        &["marked in an accepted example"],
    );
}

#[test]
fn fixes_must_mend() {
    let leaves = "leaves the finding";
    check(
        &page("{ replace: \"OLD\" }", EXAMPLES),
        &[leaves, "after all fixes there is still one", leaves, "after all fixes there is still one"],
    );
}

#[test]
fn examples_of_entries_are_generated() {
    let entry = |facts: &str| {
        format!(
            "---\nreference: mysql-cnf\nsources: [\"https://a.example\"]\nchecked: 2026-11-24\n---\n# Settings\n\n\
             ## gone\n{facts}\nText.\n"
        )
    };
    check(&entry("Removed: 8.0 · Instead: new_name"), &[]);
    check(&entry("Deprecated: 5.7 · Removed: 8.0"), &[]);
    check(&entry("Removed: 8.0 · Instead: gone"), &["leaves the finding", "after all fixes"]);
}
