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
        paths: &["*.md", "*.markdown", "*.mkd", "*.mdc", "*.md.*"],
        reader: Reader::Markdown,
        languages: &["markdown", "md"],
        ..UNKNOWN
    },
    KindRow { name: "mdx", paths: &["*.mdx"], reader: Reader::Text, languages: &["mdx"], ..UNKNOWN },
    KindRow {
        name: "org",
        paths: &["*.org"],
        reader: Reader::Text,
        languages: &["org", "orgmode"],
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
        paths: &["*.txt", "README", "CHANGELOG", "CHANGES", "NEWS", "NOTES"],
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
        paths: &["*.xml", "*.xsd", "*.props", "*.targets", "*.plist"],
        shared_paths: &["*.config"],
        words: &[&["<?xml", "<configuration"]],
        reader: Reader::Xml,
        languages: &["xml"],
        ..UNKNOWN
    },
    KindRow {
        name: "html",
        paths: &["*.html", "*.htm", "*.xhtml"],
        reader: Reader::Html,
        languages: &["html"],
        ..UNKNOWN
    },
    KindRow {
        name: "notebook",
        paths: &["*.ipynb"],
        reader: Reader::Notebook,
        languages: &["ipynb", "jupyter"],
        ..UNKNOWN
    },
    KindRow {
        name: "css",
        paths: &["*.css", "*.scss"],
        reader: Reader::Code,
        languages: &["css", "scss"],
        ..UNKNOWN
    },
    KindRow {
        name: "javascript",
        paths: &["*.js", "*.mjs", "*.cjs", "*.jsx"],
        reader: Reader::Code,
        languages: &["javascript", "js", "javascriptreact", "jsx", "node"],
        ..UNKNOWN
    },
    KindRow {
        name: "typescript",
        paths: &["*.ts", "*.tsx", "*.mts", "*.cts"],
        reader: Reader::Code,
        languages: &["typescript", "ts", "typescriptreact", "tsx"],
        ..UNKNOWN
    },
    KindRow { name: "go", paths: &["*.go"], reader: Reader::Code, languages: &["go", "golang"], ..UNKNOWN },
    KindRow {
        name: "python",
        paths: &["*.py", "*.pyi"],
        reader: Reader::Code,
        languages: &["python", "py", "python3"],
        ..UNKNOWN
    },
    KindRow { name: "java", paths: &["*.java"], reader: Reader::Code, languages: &["java"], ..UNKNOWN },
    KindRow {
        name: "kotlin",
        paths: &["*.kt", "*.kts"],
        reader: Reader::Code,
        languages: &["kotlin", "kt"],
        ..UNKNOWN
    },
    KindRow {
        name: "groovy",
        paths: &["*.groovy", "Jenkinsfile", "Jenkinsfile.*", "*.jenkinsfile"],
        reader: Reader::Code,
        languages: &["groovy", "jenkinsfile"],
        ..UNKNOWN
    },
    KindRow {
        name: "scala",
        paths: &["*.scala", "*.sbt"],
        reader: Reader::Code,
        languages: &["scala"],
        ..UNKNOWN
    },
    KindRow { name: "rust", paths: &["*.rs"], reader: Reader::Code, languages: &["rust", "rs"], ..UNKNOWN },
    KindRow {
        name: "ruby",
        paths: &["*.rb", "Rakefile", "*.rake", "Vagrantfile", "Podfile"],
        reader: Reader::Code,
        languages: &["ruby", "rb"],
        ..UNKNOWN
    },
    KindRow { name: "php", paths: &["*.php"], reader: Reader::Code, languages: &["php"], ..UNKNOWN },
    KindRow {
        name: "csharp",
        paths: &["*.cs"],
        reader: Reader::Code,
        languages: &["csharp", "cs", "c#"],
        ..UNKNOWN
    },
    KindRow { name: "c", paths: &["*.c", "*.h"], reader: Reader::Code, languages: &["c"], ..UNKNOWN },
    KindRow {
        name: "cpp",
        paths: &["*.cpp", "*.cc", "*.hpp", "*.cxx"],
        reader: Reader::Code,
        languages: &["cpp", "c++"],
        ..UNKNOWN
    },
    KindRow { name: "swift", paths: &["*.swift"], reader: Reader::Code, languages: &["swift"], ..UNKNOWN },
    KindRow { name: "dart", paths: &["*.dart"], reader: Reader::Code, languages: &["dart"], ..UNKNOWN },
    KindRow {
        name: "elixir",
        paths: &["*.ex", "*.exs"],
        reader: Reader::Code,
        languages: &["elixir"],
        ..UNKNOWN
    },
    KindRow { name: "erlang", paths: &["*.erl"], reader: Reader::Code, languages: &["erlang"], ..UNKNOWN },
    KindRow { name: "lua", paths: &["*.lua"], reader: Reader::Code, languages: &["lua"], ..UNKNOWN },
    KindRow { name: "perl", paths: &["*.pl", "*.pm"], reader: Reader::Code, languages: &["perl"], ..UNKNOWN },
    KindRow {
        name: "powershell",
        paths: &["*.ps1"],
        reader: Reader::Code,
        languages: &["powershell", "ps1", "pwsh"],
        ..UNKNOWN
    },
    KindRow {
        name: "protobuf",
        paths: &["*.proto"],
        reader: Reader::Code,
        languages: &["protobuf", "proto", "proto3"],
        ..UNKNOWN
    },
    KindRow {
        name: "graphql",
        paths: &["*.graphql", "*.gql"],
        reader: Reader::Code,
        languages: &["graphql", "gql"],
        ..UNKNOWN
    },
    KindRow {
        name: "haskell",
        paths: &["*.hs"],
        reader: Reader::Code,
        languages: &["haskell", "hs"],
        ..UNKNOWN
    },
    KindRow {
        name: "clojure",
        paths: &["*.clj", "*.cljs", "*.cljc", "*.edn"],
        reader: Reader::Code,
        languages: &["clojure", "clj"],
        ..UNKNOWN
    },
    KindRow {
        name: "fsharp",
        paths: &["*.fs", "*.fsx"],
        reader: Reader::Code,
        languages: &["fsharp"],
        ..UNKNOWN
    },
    KindRow { name: "r", paths: &["*.r", "*.R"], reader: Reader::Code, languages: &["r"], ..UNKNOWN },
    KindRow { name: "zig", paths: &["*.zig"], reader: Reader::Code, languages: &["zig"], ..UNKNOWN },
];
