//! The rows of the table of kinds: from the special to the general, so that the first that fits decides.

use super::{Fold, KindRow, Reader};

/// What a kind has that says nothing else.
pub(super) const UNKNOWN: KindRow = KindRow {
    name: "",
    paths: &[],
    shared_paths: &[],
    words: &[],
    reader: Reader::Plain,
    fold: Fold::Exact,
    languages: &[],
};

const YAML: &[&str] = &["*.yml", "*.yaml"];
const YAML_AND_JSON: &[&str] = &["*.yml", "*.yaml", "*.json", "*.yml.*", "*.yaml.*"];

pub(super) const ROWS: &[KindRow] = &[
    KindRow {
        name: "mysql-cnf",
        paths: &["my.cnf", ".my.cnf", "my.ini", "mysqld.cnf", "mysql.cnf", "my.cnf.*", "*.mysql.cnf"],
        shared_paths: &["*.cnf", "*.cnf.*", "*.ini", "*.conf"],
        words: &[&[
            "[mysqld]",
            "[mysqld-",
            "[mysqld_safe]",
            "[mysql]",
            "[mysqldump]",
            "[mariadb]",
            "[mariadb-",
            "[mariadbd]",
            "[client-server]",
        ]],
        reader: Reader::Ini,
        fold: Fold::MysqlOption,
        languages: &["mysql-cnf", "mycnf", "cnf"],
    },
    KindRow {
        name: "postgresql-conf",
        paths: &["postgresql.conf", "postgresql.auto.conf", "postgresql.conf.*", "postgresql-*.conf"],
        shared_paths: &["*.conf", "*.conf.*"],
        words: &[&[
            "archive_mode",
            "autovacuum",
            "autovacuum_",
            "checkpoint_",
            "effective_cache_size",
            "effective_io_concurrency",
            "force_parallel_mode",
            "hot_standby",
            "listen_addresses",
            "log_min_duration_statement",
            "maintenance_work_mem",
            "max_wal_",
            "min_wal_size",
            "password_encryption",
            "shared_buffers",
            "shared_preload_libraries",
            "stats_temp_directory",
            "vacuum_",
            "wal_buffers",
            "wal_keep_",
            "wal_level",
            "work_mem",
        ]],
        reader: Reader::Ini,
        fold: Fold::IgnoreCase,
        languages: &["postgresql-conf"],
    },
    KindRow {
        name: "systemd",
        shared_paths: &[
            "*.service",
            "*.socket",
            "*.timer",
            "*.mount",
            "*.target",
            "*.path",
            "*.conf",
            "*.service.*",
            "*.container",
        ],
        words: &[&["[Unit]", "[Service]", "[Timer]", "[Socket]", "[Mount]", "[Container]"]],
        reader: Reader::Ini,
        languages: &["systemd"],
        ..UNKNOWN
    },
    KindRow {
        name: "pg-hba",
        paths: &["pg_hba.conf", "pg_hba.conf.*"],
        words: &[&["host all", "host    all", "hostssl ", "hostnossl ", "local all", "local   all"]],
        languages: &["pg-hba", "pg_hba"],
        ..UNKNOWN
    },
    KindRow {
        name: "redis-conf",
        paths: &["redis.conf", "redis-*.conf", "sentinel.conf", "valkey.conf", "redis.conf.*"],
        shared_paths: &["*.conf"],
        words: &[&[
            "slaveof ",
            "replicaof ",
            "appendonly ",
            "maxmemory-policy ",
            "maxmemory ",
            "sentinel monitor",
        ]],
        languages: &["redis-conf", "redis"],
        ..UNKNOWN
    },
    KindRow {
        name: "nginx",
        paths: &[
            "nginx.conf",
            "nginx.conf.*",
            "*.nginx",
            "nginx/**/*.conf",
            "sites-available/*",
            "sites-enabled/*",
        ],
        shared_paths: &["*.conf", "*.conf.*", "*.vhost"],
        words: &[
            &["server {", "http {", "upstream ", "location ", "listen ", "events {", "ssl_"],
            &["listen ", "server_name ", "proxy_pass ", "ssl_", "worker_", "root ", "location ", "server "],
        ],
        languages: &["nginx", "nginxconf"],
        ..UNKNOWN
    },
    KindRow {
        name: "haproxy",
        paths: &["haproxy.cfg", "haproxy*.cfg"],
        shared_paths: &["*.cfg"],
        words: &[&["frontend ", "backend ", "listen "], &["mode ", "bind ", "balance ", "server "]],
        languages: &["haproxy"],
        ..UNKNOWN
    },
    KindRow {
        name: "apache",
        paths: &["httpd.conf", "apache2.conf", ".htaccess", "httpd-*.conf"],
        shared_paths: &["*.conf"],
        words: &[&["<VirtualHost", "<Directory", "<IfModule", "LoadModule ", "SSLProtocol ", "<Location"]],
        fold: Fold::IgnoreCase,
        languages: &["apache", "apacheconf", "apache_conf"],
        ..UNKNOWN
    },
    KindRow {
        name: "mongod-conf",
        paths: &["mongod.conf", "mongos.conf", "mongod.conf.*"],
        shared_paths: &["*.conf", "*.yml", "*.yaml"],
        words: &[&["storage:", "systemLog:"], &["net:", "bindIp:", "dbPath:"]],
        reader: Reader::Yaml,
        languages: &["mongod-conf"],
        ..UNKNOWN
    },
    KindRow {
        name: "rabbitmq-conf",
        paths: &["rabbitmq.conf", "rabbitmq.config", "rabbitmq-env.conf"],
        languages: &["rabbitmq-conf"],
        ..UNKNOWN
    },
    KindRow {
        name: "kafka-properties",
        paths: &["server.properties", "kraft/*.properties", "producer.properties", "consumer.properties"],
        shared_paths: &["*.properties"],
        words: &[&["zookeeper.connect", "broker.id", "log.dirs", "bootstrap.servers", "process.roles"]],
        languages: &["kafka-properties"],
        ..UNKNOWN
    },
    KindRow {
        name: "dockerfile",
        paths: &[
            "Dockerfile",
            "Dockerfile.*",
            "Dockerfile-*",
            "Dockerfile_*",
            "*.Dockerfile",
            "*.dockerfile",
            "Containerfile",
            "Containerfile.*",
            "dockerfile",
        ],
        words: &[
            &["FROM "],
            &[
                "RUN ",
                "CMD ",
                "COPY ",
                "ADD ",
                "ENTRYPOINT ",
                "WORKDIR ",
                "ENV ",
                "ARG ",
                "EXPOSE ",
                "LABEL ",
                "MAINTAINER ",
            ],
        ],
        reader: Reader::Dockerfile,
        languages: &["dockerfile", "docker", "containerfile"],
        ..UNKNOWN
    },
    KindRow {
        name: "github-workflow",
        paths: &[
            ".github/workflows/*.yml",
            ".github/workflows/*.yaml",
            ".gitea/workflows/*.yml",
            ".gitea/workflows/*.yaml",
            ".forgejo/workflows/*.yml",
            ".forgejo/workflows/*.yaml",
        ],
        shared_paths: YAML,
        words: &[&["jobs:"], &["runs-on:"]],
        reader: Reader::Yaml,
        languages: &["github-actions-workflow", "github-workflow"],
        ..UNKNOWN
    },
    KindRow {
        name: "github-action",
        paths: &[".github/actions/**/action.yml", ".github/actions/**/action.yaml"],
        shared_paths: &["action.yml", "action.yaml"],
        words: &[&["runs:"], &["using:"]],
        reader: Reader::Yaml,
        ..UNKNOWN
    },
    KindRow {
        name: "gitlab-ci",
        paths: &[
            ".gitlab-ci.yml",
            ".gitlab-ci.yaml",
            "*.gitlab-ci.yml",
            ".gitlab/ci/*.yml",
            ".gitlab-ci-*.yml",
        ],
        shared_paths: YAML,
        words: &[&["stage:", "stages:"], &["script:"]],
        reader: Reader::Yaml,
        languages: &["gitlab-ci", "gitlab"],
        ..UNKNOWN
    },
    KindRow {
        name: "circleci",
        paths: &[".circleci/config.yml", ".circleci/*.yml"],
        reader: Reader::Yaml,
        ..UNKNOWN
    },
    KindRow {
        name: "azure-pipelines",
        paths: &["azure-pipelines.yml", "azure-pipelines*.yml", ".azure-pipelines/*.yml"],
        reader: Reader::Yaml,
        languages: &["azure-pipelines"],
        ..UNKNOWN
    },
    KindRow {
        name: "bitbucket-pipelines",
        paths: &["bitbucket-pipelines.yml"],
        reader: Reader::Yaml,
        ..UNKNOWN
    },
    KindRow { name: "travis-ci", paths: &[".travis.yml"], reader: Reader::Yaml, ..UNKNOWN },
    KindRow { name: "drone-ci", paths: &[".drone.yml", ".woodpecker.yml"], reader: Reader::Yaml, ..UNKNOWN },
    KindRow {
        name: "helm-chart",
        paths: &["Chart.yaml", "requirements.yaml"],
        reader: Reader::Yaml,
        ..UNKNOWN
    },
    KindRow {
        name: "cloudformation",
        shared_paths: &["*.yml", "*.yaml", "*.json", "*.template"],
        words: &[&["Resources:"], &["AWSTemplateFormatVersion:", "Type: AWS::"]],
        reader: Reader::Yaml,
        languages: &["cloudformation"],
        ..UNKNOWN
    },
    KindRow {
        name: "serverless",
        paths: &["serverless.yml", "serverless.yaml", "serverless.*.yml"],
        shared_paths: YAML,
        words: &[&["provider:"], &["functions:"], &["service:"]],
        reader: Reader::Yaml,
        languages: &["serverless"],
        ..UNKNOWN
    },
    KindRow {
        name: "openapi",
        shared_paths: YAML_AND_JSON,
        words: &[
            &["openapi:", "swagger:", "securitySchemes:", "securityDefinitions:"],
            &[
                "paths:",
                "info:",
                "components:",
                "flows:",
                "flow:",
                "type: oauth2",
                "type: apiKey",
                "type: http",
            ],
        ],
        reader: Reader::Yaml,
        languages: &["openapi", "swagger"],
        ..UNKNOWN
    },
    KindRow {
        name: "keycloak-realm",
        paths: &["*-realm.json", "realm-export.json"],
        shared_paths: &["*.json", "*.yml", "*.yaml"],
        words: &[
            &["realm:"],
            &[
                "clients:",
                "implicitFlowEnabled:",
                "standardFlowEnabled:",
                "sslRequired:",
                "registrationAllowed:",
            ],
        ],
        reader: Reader::Yaml,
        languages: &["keycloak-realm"],
        ..UNKNOWN
    },
    KindRow {
        name: "kubernetes",
        paths: &["kustomization.yaml", "kustomization.yml"],
        shared_paths: YAML_AND_JSON,
        words: &[&["apiVersion:"], &["kind:"]],
        reader: Reader::Yaml,
        languages: &["kubernetes", "k8s"],
        ..UNKNOWN
    },
    KindRow {
        name: "compose",
        paths: &[
            "compose.yml",
            "compose.yaml",
            "compose.*.yml",
            "compose.*.yaml",
            "compose-*.yml",
            "compose-*.yaml",
            "docker-compose*.yml",
            "docker-compose*.yaml",
            "*.docker-compose.yml",
            "*.docker-compose.yaml",
        ],
        shared_paths: YAML,
        words: &[&["services:"], &["image:", "build:"]],
        reader: Reader::Yaml,
        languages: &["compose", "dockercompose", "docker-compose"],
        ..UNKNOWN
    },
    KindRow {
        name: "prometheus",
        paths: &["prometheus.yml", "prometheus.yaml"],
        shared_paths: YAML,
        words: &[&["scrape_configs:"]],
        reader: Reader::Yaml,
        languages: &["prometheus"],
        ..UNKNOWN
    },
    KindRow {
        name: "spring",
        paths: &[
            "application.yml",
            "application.yaml",
            "application-*.yml",
            "application-*.yaml",
            "bootstrap.yml",
            "bootstrap.yaml",
        ],
        shared_paths: YAML,
        words: &[
            &["spring:", "spring.datasource"],
            &["datasource:", "jpa:", "application:", "profiles:", "cloud:", "security:"],
        ],
        reader: Reader::Yaml,
        fold: Fold::IgnoreCase,
        languages: &["spring", "spring-boot-properties-yaml"],
    },
    KindRow {
        name: "ansible",
        paths: &[
            "roles/*/tasks/*.yml",
            "roles/*/handlers/*.yml",
            "playbooks/*.yml",
            "site.yml",
            "playbook.yml",
        ],
        shared_paths: YAML,
        words: &[&["hosts:"], &["tasks:", "roles:", "become:", "gather_facts:"]],
        reader: Reader::Yaml,
        languages: &["ansible"],
        ..UNKNOWN
    },
    KindRow {
        name: "helm-values",
        paths: &[
            "values.yaml",
            "values.yml",
            "values-*.yaml",
            "values-*.yml",
            "values.*.yaml",
            "*-values.yaml",
            "*.values.yaml",
        ],
        reader: Reader::Yaml,
        languages: &["helm-values"],
        ..UNKNOWN
    },
    KindRow {
        name: "yaml",
        paths: &["*.yml", "*.yaml", "*.yml.*", "*.yaml.*"],
        words: &[&["---"]],
        reader: Reader::Yaml,
        languages: &["yaml", "yml", "helm"],
        ..UNKNOWN
    },
    KindRow {
        name: "json",
        paths: &["*.json", "*.jsonc", "*.json5"],
        reader: Reader::Yaml,
        languages: &["json", "jsonc", "json5"],
        ..UNKNOWN
    },
    KindRow { name: "toml", paths: &["*.toml"], languages: &["toml"], ..UNKNOWN },
    KindRow {
        name: "properties",
        paths: &["*.properties"],
        languages: &["properties", "java-properties", "spring-boot-properties"],
        ..UNKNOWN
    },
    KindRow {
        name: "env",
        paths: &[".env", ".env.*", "*.env", ".envrc"],
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
        paths: &["*.tf", "*.tfvars", "*.tofu", "*.hcl"],
        languages: &["terraform", "hcl", "tf", "opentofu", "terraform-vars"],
        ..UNKNOWN
    },
    KindRow {
        name: "makefile",
        paths: &["Makefile", "*.mk", "GNUmakefile"],
        languages: &["makefile", "make"],
        ..UNKNOWN
    },
    KindRow { name: "xml", paths: &["*.xml", "*.pom"], languages: &["xml"], ..UNKNOWN },
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
