//! Names of products that are written wrongly in documents.
#![allow(clippy::expect_used, reason = "a test that fails with a place says what it is for")]

use docent::check::Checker;
use docent::check::edits::{apply, safe_fixes};
use docent::config::FileConfig;
use docent::document::Document;
use docent::knowledge::Date;
use docent::library::Library;
use docent::stack::Stack;
use std::sync::{Arc, LazyLock};

static CHECKER: LazyLock<Checker> = LazyLock::new(|| Checker::new(Arc::new(Library::embedded())));

/// The text with every wrong name replaced.
fn mended(path: &str, text: &str, config: &FileConfig) -> String {
    let document = Document::read(path, text.into(), None, None);
    let stack = Stack::default().for_file(path, config);
    let today = Date::new(2026, 11, 24).expect("a day");
    let mut findings = CHECKER.check(&document, &stack, config, today).findings;
    findings.retain(|finding| finding.rule == "product-name");
    apply(text, safe_fixes(&findings).into_iter().flatten())
}

#[track_caller]
fn check(text: &str, expected: &str) {
    let config = FileConfig::default();
    assert_eq!(mended("docs/a.md", text, &config), expected);
    assert_eq!(mended("docs/a.md", expected, &config), expected, "a second time");
}

#[test]
fn wrong_writings_are_found_in_running_text() {
    for (wrong, right) in [
        ("Data lies in Postgre SQL and ElasticSearch.", "Data lies in PostgreSQL and Elasticsearch."),
        ("We host it on Github, next to our Gitlab.", "We host it on GitHub, next to our GitLab."),
        ("Mysql's logs go to Rabbit MQ.", "MySQL's logs go to RabbitMQ."),
        (
            "We moved from Mongo DB (Mongodb 4) to **Mysql**.",
            "We moved from MongoDB (MongoDB 4) to **MySQL**.",
        ),
        ("NodeJS, Node JS and Nodejs services.", "Node.js, Node.js and Node.js services."),
        (
            "| Store | Why |\n|---|---|\n| Mysql | known |\n",
            "| Store | Why |\n|---|---|\n| MySQL | known |\n",
        ),
        ("# Github\n\n- Mysql\n- My-SQL\n", "# GitHub\n\n- MySQL\n- My-SQL\n"),
        ("Use My-SQL or Postgre-SQL.", "Use MySQL or PostgreSQL."),
    ] {
        check(wrong, right);
    }
}

#[test]
fn everything_else_is_left_alone() {
    for text in [
        "PostgreSQL, Postgres, MySQL, MongoDB, RabbitMQ, Node.js, GitHub and Redis.",
        "Run `Mysql`, [Github](https://Github.com) or https://Github.com/a and Github.com.",
        "\"We love Github\" she said. “Github it is” and 'Github'.",
        "> We use Github.\n",
        "The class MysqlClient, Mysql::Client, Mysql2, App/Github, Github_Token, $Mysql, @Github and Github-Token.",
        "MYSQL and POSTGRESQL in capitals, mysql and github in small letters, node.js too.",
        "My SQL is rusty. Elastic search of terms. # Node",
        "# Rabbit MQ and Open Search\n",
        "```sh\necho Github\n```\n",
        "```\n# Github\n```\n",
        "Kafkaesque Redistribution, Elasticity.",
    ] {
        check(text, text);
    }
    let config = FileConfig::default();
    for (path, text) in [
        ("a.yaml", "# Github\na: Github\n"),
        ("app/CHANGELOG.md", "- Moved to Github.\n"),
        ("a.rs", "// ElasticSearch client\n"),
        ("nginx.conf", "# Github\nuser Github;\n"),
    ] {
        assert_eq!(mended(path, text, &config), text, "{path}");
    }
}

#[test]
fn it_can_be_switched_off() {
    let config = FileConfig { rules: vec![("product-name".to_string(), None)], ..FileConfig::default() };
    assert_eq!(mended("a.md", "Github.\n", &config), "Github.\n");
    let ignored = "<!-- docent: ignore product-name -->\nGithub.\n";
    assert_eq!(mended("a.md", ignored, &FileConfig::default()), ignored);
}
