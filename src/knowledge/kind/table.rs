//! The rows of the table of kinds for configuration: from the special to the general, so that the first that
//! fits decides.

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
    // A line is the setting `host`, `hostssl`, `local` … with the rest of the line as its value, and its fields
    // are below it: `host.database`, `host.user`, `host.address`, `host.mask`, `host.method`, `host.options`.
    KindRow {
        name: "pg-hba",
        paths: &["pg_hba.conf", "pg_hba.conf.*", "*pg_hba.conf"],
        shared_paths: &["*.conf"],
        words: &[&[
            "host all",
            "host  all",
            "host    all",
            "host\tall",
            "host replication",
            "host  replication",
            "host    replication",
            "hostssl all",
            "hostssl replication",
            "hostssl  ",
            "hostnossl all",
            "hostnossl  ",
            "local all",
            "local   all",
            "local\tall",
        ]],
        reader: Reader::Directives,
        languages: &["pg-hba", "pg_hba"],
        ..UNKNOWN
    },
    KindRow {
        name: "redis-conf",
        paths: &[
            "redis.conf",
            "redis-*.conf",
            "sentinel.conf",
            "sentinel-*.conf",
            "valkey.conf",
            "valkey-*.conf",
            "redis.conf.*",
            "valkey.conf.*",
        ],
        shared_paths: &["*.conf"],
        words: &[&[
            "slaveof ",
            "replicaof ",
            "appendonly ",
            "maxmemory-policy ",
            "maxmemory ",
            "rename-command ",
            "requirepass ",
            "masterauth ",
            "sentinel monitor",
        ]],
        reader: Reader::Directives,
        fold: Fold::IgnoreCase,
        languages: &["redis-conf", "redis"],
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
        reader: Reader::Directives,
        languages: &["nginx", "nginxconf"],
        ..UNKNOWN
    },
    KindRow {
        name: "haproxy",
        paths: &["haproxy.cfg", "haproxy*.cfg"],
        shared_paths: &["*.cfg"],
        words: &[&["frontend ", "backend ", "listen "], &["mode ", "bind ", "balance ", "server "]],
        reader: Reader::Directives,
        fold: Fold::IgnoreCase,
        languages: &["haproxy"],
    },
    KindRow {
        name: "apache",
        paths: &["httpd.conf", "apache2.conf", ".htaccess", "httpd-*.conf"],
        shared_paths: &["*.conf"],
        words: &[&["<VirtualHost", "<Directory", "<IfModule", "LoadModule ", "SSLProtocol ", "<Location"]],
        reader: Reader::Directives,
        fold: Fold::IgnoreCase,
        languages: &["apache", "apacheconf", "apache_conf"],
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
        name: "elasticsearch-yml",
        paths: &["elasticsearch.yml", "elasticsearch.yaml", "opensearch.yml", "opensearch.yaml"],
        reader: Reader::Yaml,
        languages: &["elasticsearch-yml"],
        ..UNKNOWN
    },
    KindRow {
        name: "cassandra-yaml",
        paths: &["cassandra.yaml", "cassandra-*.yaml"],
        shared_paths: YAML,
        words: &[&["cluster_name:"], &["seed_provider:", "endpoint_snitch:", "commitlog_sync:"]],
        reader: Reader::Yaml,
        languages: &["cassandra-yaml"],
        ..UNKNOWN
    },
    KindRow {
        name: "airflow-cfg",
        paths: &["airflow.cfg", "airflow.cfg.*", "airflow_*.cfg"],
        reader: Reader::Ini,
        languages: &["airflow-cfg"],
        ..UNKNOWN
    },
    KindRow {
        name: "pgbouncer-ini",
        paths: &["pgbouncer.ini", "pgbouncer.ini.*"],
        shared_paths: &["*.ini"],
        words: &[&["[pgbouncer]"]],
        reader: Reader::Ini,
        languages: &["pgbouncer-ini"],
        ..UNKNOWN
    },
    KindRow {
        name: "docker-daemon",
        paths: &["docker/daemon.json"],
        shared_paths: &["daemon.json"],
        words: &[&[
            "storage-driver:",
            "insecure-registries:",
            "registry-mirrors:",
            "log-driver:",
            "exec-opts:",
            "live-restore:",
            "hosts:",
            "data-root:",
        ]],
        reader: Reader::Yaml,
        ..UNKNOWN
    },
    KindRow {
        name: "rabbitmq-conf",
        paths: &["rabbitmq.conf", "rabbitmq.conf.*", "rabbitmq/*.conf"],
        shared_paths: &["*.conf"],
        words: &[&[
            "listeners.tcp",
            "listeners.ssl",
            "loopback_users",
            "default_vhost",
            "vm_memory_high_watermark",
            "cluster_partition_handling",
            "management.tcp",
            "management.listener",
            "mqtt.listeners",
        ]],
        reader: Reader::Properties,
        languages: &["rabbitmq-conf"],
        ..UNKNOWN
    },
    KindRow {
        name: "kafka-properties",
        paths: &[
            "server.properties",
            "server-*.properties",
            "kraft/*.properties",
            "producer.properties",
            "consumer.properties",
            "connect-*.properties",
        ],
        shared_paths: &["*.properties"],
        words: &[&["zookeeper.connect", "broker.id", "log.dirs", "bootstrap.servers", "process.roles"]],
        reader: Reader::Properties,
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
        paths: &[".github/workflows/*.yml", ".github/workflows/*.yaml"],
        shared_paths: YAML,
        words: &[&["jobs:"], &["runs-on:"]],
        reader: Reader::Yaml,
        languages: &["github-actions-workflow", "github-workflow"],
        ..UNKNOWN
    },
    // The same format on other servers: what GitHub switched off runs there.
    KindRow {
        name: "gitea-workflow",
        paths: &[
            ".gitea/workflows/*.yml",
            ".gitea/workflows/*.yaml",
            ".forgejo/workflows/*.yml",
            ".forgejo/workflows/*.yaml",
        ],
        reader: Reader::Yaml,
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
        paths: &[
            "*-realm.json",
            "realm-export.json",
            "realm.json",
            "realm.yaml",
            "realm.yml",
            "*-realm.yaml",
        ],
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
            "application.properties",
            "application-*.properties",
            "bootstrap.properties",
            "bootstrap.yml",
            "bootstrap.yaml",
        ],
        shared_paths: &["*.yml", "*.yaml", "*.properties"],
        words: &[
            &["spring:", "spring."],
            &["datasource:", "jpa:", "application:", "profiles:", "cloud:", "security:", "spring."],
        ],
        reader: Reader::Yaml,
        fold: Fold::Relaxed,
        languages: &["spring", "spring-boot-properties-yaml", "spring-boot-properties"],
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
    KindRow { name: "toml", paths: &["*.toml"], reader: Reader::Toml, languages: &["toml"], ..UNKNOWN },
    KindRow {
        name: "properties",
        paths: &["*.properties"],
        reader: Reader::Properties,
        languages: &["properties", "java-properties"],
        ..UNKNOWN
    },
];
