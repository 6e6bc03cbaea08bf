//! The rest of the table of kinds: scripts, documents and languages, which their extensions tell apart.

use super::table::UNKNOWN;
use super::{KindRow, Reader};

pub(super) const ROWS: &[KindRow] = &[
    KindRow {
        name: "env",
        paths: &[".env", ".env.*", "*.env", ".envrc", "rabbitmq-env.conf"],
        reader: Reader::Env,
        languages: &["dotenv", "env"],
        ..UNKNOWN
    },
    KindRow {
        name: "ini",
        paths: &["*.ini", "*.cnf", "*.cfg"],
        reader: Reader::Ini,
        languages: &["ini", "conf", "cfg", "config"],
        ..UNKNOWN
    },
    KindRow {
        name: "crontab",
        paths: &["crontab", "crontab.*", "*.crontab", "*.cron", "etc/cron.d/*", "cron.d/*", "crontabs/*"],
        reader: Reader::Crontab,
        languages: &["crontab", "cron"],
        ..UNKNOWN
    },
    KindRow {
        name: "shell",
        paths: &["*.sh", "*.bash", "*.zsh", "*.ksh", "*.sh.*", ".bashrc", ".profile", ".zshrc", "*.bats"],
        words: &[&[
            "#!/bin/",
            "#!/usr/bin/env bash",
            "#!/usr/bin/env sh",
            "$ ",
            "docker run ",
            "docker pull ",
            "kubectl ",
            "helm ",
            "sudo ",
            "psql ",
            "mysql -",
            "mysqld ",
            "redis-cli ",
            "apt-get ",
            "npm install ",
            "pip install ",
            "aws ",
            "curl ",
            "export ",
        ]],
        reader: Reader::Shell,
        languages: &[
            "shellscript",
            "shell",
            "sh",
            "bash",
            "zsh",
            "console",
            "shell-session",
            "shellsession",
            "terminal",
            "bash-session",
            "ksh",
            "fish",
            "cmd",
        ],
        ..UNKNOWN
    },
    KindRow {
        name: "sql",
        paths: &["*.sql", "*.psql", "*.mysql", "*.pgsql", "*.ddl", "*.sql.*"],
        words: &[&[
            "SELECT ",
            "CREATE TABLE",
            "CREATE USER",
            "CREATE INDEX",
            "ALTER TABLE",
            "ALTER USER",
            "INSERT INTO",
            "GRANT ",
            "SET GLOBAL",
            "SET PERSIST",
            "CHANGE MASTER",
            "SHOW SLAVE",
            "SHOW MASTER",
            "START SLAVE",
            "STOP SLAVE",
            "mysql> ",
            "MariaDB [",
        ]],
        reader: Reader::Sql,
        languages: &[
            "sql",
            "mysql",
            "postgres",
            "postgresql",
            "pgsql",
            "plpgsql",
            "tsql",
            "mariadb",
            "plsql",
        ],
        ..UNKNOWN
    },
    KindRow {
        name: "markdown",
        paths: &["*.md", "*.markdown", "*.mdx", "*.mkd", "*.mdc", "*.md.*"],
        reader: Reader::Markdown,
        languages: &["markdown", "md", "mdx"],
        ..UNKNOWN
    },
    KindRow {
        name: "restructuredtext",
        paths: &["*.rst", "*.rest"],
        reader: Reader::Text,
        languages: &["restructuredtext", "rst"],
        ..UNKNOWN
    },
    KindRow {
        name: "asciidoc",
        paths: &["*.adoc", "*.asciidoc", "*.asc"],
        reader: Reader::Text,
        languages: &["asciidoc", "adoc"],
        ..UNKNOWN
    },
    KindRow {
        name: "text",
        paths: &["*.txt", "*.org", "README", "CHANGELOG", "CHANGES", "NEWS", "NOTES"],
        reader: Reader::Text,
        languages: &["plaintext", "text", "txt", "git-commit"],
        ..UNKNOWN
    },
    KindRow {
        name: "terraform",
        paths: &["*.tf", "*.tfvars", "*.tofu", "*.hcl", "*.nomad"],
        reader: Reader::Hcl,
        languages: &["terraform", "hcl", "tf", "opentofu", "terraform-vars"],
        ..UNKNOWN
    },
    KindRow {
        name: "makefile",
        paths: &["Makefile", "makefile", "Makefile.*", "*.mk", "GNUmakefile", "*.make"],
        reader: Reader::Makefile,
        languages: &["makefile", "make"],
        ..UNKNOWN
    },
    KindRow {
        name: "xml",
        paths: &["*.xml", "*.xsd", "*.config", "*.props", "*.targets", "*.plist"],
        reader: Reader::Xml,
        languages: &["xml"],
        ..UNKNOWN
    },
    KindRow { name: "html", paths: &["*.html", "*.htm"], languages: &["html"], ..UNKNOWN },
    KindRow { name: "css", paths: &["*.css", "*.scss"], languages: &["css", "scss"], ..UNKNOWN },
    KindRow {
        name: "javascript",
        paths: &["*.js", "*.mjs", "*.cjs", "*.jsx"],
        languages: &["javascript", "js", "javascriptreact", "jsx", "node"],
        ..UNKNOWN
    },
    KindRow {
        name: "typescript",
        paths: &["*.ts", "*.tsx", "*.mts", "*.cts"],
        languages: &["typescript", "ts", "typescriptreact", "tsx"],
        ..UNKNOWN
    },
    KindRow { name: "go", paths: &["*.go"], languages: &["go", "golang"], ..UNKNOWN },
    KindRow { name: "python", paths: &["*.py", "*.pyi"], languages: &["python", "py", "python3"], ..UNKNOWN },
    KindRow { name: "java", paths: &["*.java"], languages: &["java"], ..UNKNOWN },
    KindRow { name: "kotlin", paths: &["*.kt", "*.kts"], languages: &["kotlin", "kt"], ..UNKNOWN },
    KindRow {
        name: "groovy",
        paths: &["*.groovy", "Jenkinsfile", "*.gradle"],
        languages: &["groovy", "gradle"],
        ..UNKNOWN
    },
    KindRow { name: "scala", paths: &["*.scala", "*.sbt"], languages: &["scala"], ..UNKNOWN },
    KindRow { name: "rust", paths: &["*.rs"], languages: &["rust", "rs"], ..UNKNOWN },
    KindRow { name: "ruby", paths: &["*.rb", "Gemfile", "Rakefile"], languages: &["ruby", "rb"], ..UNKNOWN },
    KindRow { name: "php", paths: &["*.php"], languages: &["php"], ..UNKNOWN },
    KindRow { name: "csharp", paths: &["*.cs"], languages: &["csharp", "cs", "c#"], ..UNKNOWN },
    KindRow { name: "c", paths: &["*.c", "*.h"], languages: &["c"], ..UNKNOWN },
    KindRow {
        name: "cpp",
        paths: &["*.cpp", "*.cc", "*.hpp", "*.cxx"],
        languages: &["cpp", "c++"],
        ..UNKNOWN
    },
    KindRow { name: "swift", paths: &["*.swift"], languages: &["swift"], ..UNKNOWN },
    KindRow { name: "dart", paths: &["*.dart"], languages: &["dart"], ..UNKNOWN },
    KindRow { name: "elixir", paths: &["*.ex", "*.exs"], languages: &["elixir"], ..UNKNOWN },
    KindRow { name: "erlang", paths: &["*.erl"], languages: &["erlang"], ..UNKNOWN },
    KindRow { name: "lua", paths: &["*.lua"], languages: &["lua"], ..UNKNOWN },
    KindRow { name: "perl", paths: &["*.pl", "*.pm"], languages: &["perl"], ..UNKNOWN },
    KindRow { name: "powershell", paths: &["*.ps1"], languages: &["powershell", "ps1", "pwsh"], ..UNKNOWN },
    KindRow { name: "protobuf", paths: &["*.proto"], languages: &["protobuf", "proto", "proto3"], ..UNKNOWN },
    KindRow { name: "graphql", paths: &["*.graphql", "*.gql"], languages: &["graphql", "gql"], ..UNKNOWN },
];
