//! What the embedded knowledge makes of small workspaces: versions from other files, siblings, negation.
#![allow(clippy::expect_used, reason = "a test that fails with a place says what it is for")]

use docent::check::Checker;
use docent::config::FileConfig;
use docent::document::Document;
use docent::knowledge::Date;
use docent::library::Library;
use docent::stack::Stack;
use std::sync::Arc;

/// Checks files beside each other; expects exactly these lines: `path:line severity rule [evidence]`.
#[track_caller]
fn check(files: &[(&str, &str)], targets: &[(&str, &str)], expected: &[&str]) {
    let checker = Checker::new(Arc::new(Library::embedded()));
    let targets =
        targets.iter().map(|(product, version)| (product.to_string(), version.to_string())).collect();
    let config = FileConfig { targets, ..FileConfig::default() };
    let today = Date::parse("2026-11-24").expect("a day");
    let documents: Vec<Document> =
        files.iter().map(|(path, text)| Document::read(path, (*text).into(), None, None)).collect();
    let stack = Stack::of_documents(&documents, checker.products());
    let mut found = Vec::new();
    for document in &documents {
        let file_stack = stack.for_file(&document.path, &config);
        for finding in checker.check(document, &file_stack, &config, today).findings {
            let line = document.text[..finding.span.start()].matches('\n').count() + 1;
            let evidence = finding.evidence.first();
            let evidence = evidence.map(|known| format!(" {}:{} {}", known.path, known.line, known.text));
            let (path, severity) = (&document.path, finding.severity.name());
            found.push(format!("{path}:{line} {severity} {}{}", finding.rule, evidence.unwrap_or_default()));
        }
    }
    assert_eq!(found, expected);
}

const CNF: &str = "[mysqld]\nquery_cache_size = 64M\n";

fn compose(image: &str) -> String {
    format!("services:\n  db:\n    image: {image}\n    volumes: [\"./db/my.cnf:/etc/mysql/conf.d/my.cnf\"]\n")
}

#[test]
fn a_removed_setting_is_an_error_in_the_version_that_mounts_it() {
    check(
        &[("compose.yaml", &compose("mysql:8.4")), ("db/my.cnf", CNF)],
        &[],
        &["db/my.cnf:2 error mysql-query-cache compose.yaml:3 mysql:8.4"],
    );
}

#[test]
fn a_version_before_the_removal_only_deprecates_and_has_ended_itself() {
    check(
        &[("compose.yaml", &compose("mysql:5.7")), ("db/my.cnf", CNF)],
        &[],
        &[
            "compose.yaml:3 warning mysql-end-of-life",
            "db/my.cnf:2 warning mysql-query-cache compose.yaml:3 mysql:5.7",
        ],
    );
}

#[test]
fn a_version_before_the_deprecation_is_fine() {
    check(&[("my.cnf", CNF)], &[("mysql", "5.7.19")], &[]);
}

#[test]
fn a_sibling_keeps_the_rule_silent() {
    check(&[("compose.yaml", &compose("mariadb:11.8")), ("db/my.cnf", CNF)], &[], &[]);
}

#[test]
fn without_a_version_the_severity_is_one_step_lower() {
    check(&[("my.cnf", CNF)], &[], &["my.cnf:2 warning mysql-query-cache"]);
    check(
        &[("compose.yaml", &compose("mysql:latest")), ("db/my.cnf", CNF)],
        &[],
        &["db/my.cnf:2 warning mysql-query-cache compose.yaml:3 mysql:latest"],
    );
}

#[test]
fn a_finding_must_hold_for_every_version_that_runs() {
    let both = "services:\n  old:\n    image: mysql:5.6\n  new:\n    image: mysql:8.4\n";
    check(&[("compose.yaml", both), ("my.cnf", CNF)], &[], &["compose.yaml:3 warning mysql-end-of-life"]);
}

#[test]
fn a_target_goes_before_every_file() {
    check(
        &[("compose.yaml", &compose("mariadb:11.8")), ("db/my.cnf", CNF)],
        &[("mysql", "8.4")],
        &["db/my.cnf:2 error mysql-query-cache docent.toml:0 mysql = \"8.4\""],
    );
}

#[test]
fn settings_inside_a_version_condition_of_a_template_are_not_judged() {
    let template = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: mysql\ndata:\n  my.cnf: |\n    [mysqld]\n    \
                    {{- if semverCompare \"<8.0\" .Values.image.tag }}\n    query_cache_size = 64M\n    {{- end }}\n    \
                    max_connections = 100\n";
    check(&[("chart/templates/configmap.yaml", template)], &[], &[]);
}

#[test]
fn a_config_map_is_read_as_the_file_that_it_holds() {
    let map = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: mysql\ndata:\n  my.cnf: |\n    [mysqld]\n    query_cache_size = 64M\n";
    check(&[("mysql.yaml", map)], &[], &["mysql.yaml:8 warning mysql-query-cache"]);
}

#[test]
fn documents_are_read_with_their_negations() {
    for silent in [
        "Do not use the implicit flow of OAuth.",
        "We removed the MySQL query cache.",
        "On top of MySQL we enable Hibernate's query cache.",
    ] {
        check(&[("docs/design.md", silent)], &[], &[]);
    }
    check(
        &[("docs/design.md", "For OAuth: do not cache tokens; use the implicit flow.")],
        &[],
        &["docs/design.md:1 information oauth-implicit-flow"],
    );
}

#[test]
fn a_file_that_speaks_of_a_sibling_is_taken_for_the_siblings() {
    check(&[("my.cnf", "# Settings of our MariaDB server.\n[mysqld]\nquery_cache_size = 64M\n")], &[], &[]);
    check(&[("etc/mysql/mariadb.conf.d/50-server.cnf", CNF)], &[], &[]);
    // Where the version is stated, the word does not excuse.
    check(
        &[("my.cnf", "# Moved here from MariaDB.\n[mysqld]\nquery_cache_size = 64M\n")],
        &[("mysql", "8.4")],
        &["my.cnf:3 error mysql-query-cache docent.toml:0 mysql = \"8.4\""],
    );
}
