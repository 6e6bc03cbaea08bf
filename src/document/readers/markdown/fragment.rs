//! What a code block holds that is only a stretch of a file, or whose info string says something else.
//!
//! Documents show the two lines that matter, and name the language loosely: a Dockerfile as `console`, settings of
//! a server as its product. The first line that is no comment tells them apart.

use crate::document::outline::{Outline, Setting};
use crate::document::source::lines;
use crate::knowledge::Kind;
use crate::knowledge::kind::Reader;

/// Lines that are looked at for the shape of a block.
const LOOKED_AT: usize = 200;

/// Programs with which a line of a terminal begins, where nothing else shows that it is one.
const PROGRAMS: &[&str] = &[
    "sudo",
    "docker",
    "docker-compose",
    "podman",
    "kubectl",
    "oc",
    "helm",
    "curl",
    "wget",
    "apt",
    "apt-get",
    "yum",
    "dnf",
    "apk",
    "brew",
    "pip",
    "pip3",
    "npm",
    "npx",
    "yarn",
    "pnpm",
    "git",
    "aws",
    "gcloud",
    "az",
    "psql",
    "mysql",
    "mysqldump",
    "mysqld",
    "mongo",
    "mongosh",
    "mongod",
    "redis-cli",
    "systemctl",
    "service",
    "cd",
    "export",
    "mkdir",
    "chmod",
    "chown",
    "terraform",
    "ansible-playbook",
    "rabbitmqctl",
    "openssl",
    "keytool",
    "make",
    "mvn",
    "gradle",
    "cargo",
    "kafka-topics",
    "vault",
    "consul",
    "etcdctl",
    "minikube",
    "kind",
    "istioctl",
    "linkerd",
    "argocd",
    "flux",
    "eksctl",
    "kubeadm",
    "crictl",
    "ctr",
    "nerdctl",
    "airflow",
    "celery",
];

/// The beginnings of settings that only one product has, for stretches without the section around them.
const OWN_SETTINGS: &[(&str, &[&str])] = &[
    (
        "mysql-cnf",
        &[
            "innodb_",
            "innodb-",
            "key_buffer",
            "query_cache_",
            "query-cache-",
            "max_allowed_packet",
            "character-set-server",
            "character_set_server",
            "collation-server",
            "collation_server",
            "default_authentication_plugin",
            "default-authentication-plugin",
            "sql_mode",
            "sql-mode",
            "binlog_format",
            "binlog-format",
            "expire_logs_days",
            "log_bin",
            "log-bin",
            "master-info",
            "relay-log",
            "relay_log",
        ],
    ),
    (
        "kafka-properties",
        &["zookeeper.connect", "broker.id", "log.message.format.version", "inter.broker.protocol.version"],
    ),
];

/// The kind that the shape of a block shows better than its info string.
pub fn kind(language: &str, text: &str) -> Option<Kind> {
    let named = Kind::of_language(language);
    let reader = named.map(|kind| kind.row().reader);
    let first = meaningful_lines(text).next()?;
    let may_be_shell = matches!(reader, Some(Reader::Shell)) || language.is_empty();
    if may_be_shell && first.starts_with("FROM ") && is_dockerfile(text) {
        return Kind::parse("dockerfile");
    }
    let may_be_steps = language.is_empty() || named.is_some_and(|kind| kind.name() == "yaml");
    if may_be_steps && meaningful_lines(text).take(LOOKED_AT).any(uses_action) {
        return Kind::parse("github-workflow");
    }
    let may_be_settings =
        matches!(reader, None | Some(Reader::Sql | Reader::Ini | Reader::Properties | Reader::Toml));
    if may_be_settings && named.is_none_or(|kind| is_loose(kind, first)) {
        let of_product = of_own_settings(text);
        if of_product.is_some() {
            return of_product;
        }
    }
    if language.is_empty() && is_terraform(first) {
        return Kind::parse("terraform");
    }
    if language.is_empty() && is_command(first) && !has_marks_of_code(text) {
        return Kind::parse("shell");
    }
    None
}

/// Whether a paragraph is what somebody types into a terminal: after a prompt, or indented and beginning with a program.
pub fn is_typed(text: &str, is_indented: bool) -> bool {
    if !is_indented && !text.starts_with("$ ") {
        return false;
    }
    let first = text.split(['\n', '\r']).next().unwrap_or_default().trim_end();
    if let Some(typed) = first.strip_prefix("$ ") {
        return typed.starts_with(|first: char| first.is_ascii_lowercase() || matches!(first, '.' | '/'));
    }
    is_indented && !first.ends_with(['.', ':', ',']) && first.contains(" -") && is_command(first)
}

/// Whether the named language says little: `ini`, or SQL whose first line assigns.
fn is_loose(kind: Kind, first: &str) -> bool {
    match kind.row().reader {
        Reader::Sql => first.split_once('=').is_some_and(|(name, _)| is_setting_name(name.trim())),
        _ => matches!(kind.name(), "ini" | "properties" | "toml"),
    }
}

fn of_own_settings(text: &str) -> Option<Kind> {
    let looked_at = || meaningful_lines(text).take(LOOKED_AT);
    if !looked_at().all(|line| line.starts_with('[') || is_assignment_or_flag(line)) {
        return None;
    }
    let holds = |begins: &&str| looked_at().any(|line| line.starts_with(*begins));
    let (name, _) = OWN_SETTINGS.iter().find(|(_, settings)| settings.iter().any(&holds))?;
    Kind::parse(name)
}

/// `name = value`, or a name that stands alone.
fn is_assignment_or_flag(line: &str) -> bool {
    let name = line.split_once('=').map_or(line, |(name, _)| name);
    is_setting_name(name.trim())
}

fn is_setting_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte))
}

fn is_dockerfile(text: &str) -> bool {
    let instructions =
        ["RUN ", "CMD ", "COPY ", "ADD ", "ENTRYPOINT ", "WORKDIR ", "ENV ", "MAINTAINER ", "EXPOSE "];
    meaningful_lines(text)
        .take(LOOKED_AT)
        .any(|line| instructions.iter().any(|instruction| line.starts_with(instruction)))
}

/// The keys that stand around a stretch of a workflow, from the inner to the outer: its settings begin at `first`.
pub fn around_steps(outline: &Outline, first: usize) -> &'static [&'static str] {
    let settings = outline.settings.get(first..).unwrap_or_default();
    let is_root = |setting: &&Setting| setting.parent.is_none();
    let has_parent_at_root = |setting: &Setting| {
        setting
            .parent
            .and_then(|parent| outline.setting(parent))
            .is_some_and(|parent| parent.parent.is_none())
    };
    if settings.iter().any(|setting| is_root(&setting) && setting.name == "jobs") {
        return &[];
    }
    if settings.iter().any(|setting| is_root(&setting) && setting.name == "steps") {
        return &["job", "jobs"];
    }
    let is_step = |setting: &Setting| matches!(setting.name.as_str(), "uses" | "run");
    if settings.iter().any(|setting| is_step(setting) && has_parent_at_root(setting)) {
        return &["steps", "job", "jobs"];
    }
    if settings.iter().any(|setting| setting.name == "steps" && has_parent_at_root(setting)) {
        return &["jobs"];
    }
    &[]
}

/// `- uses: owner/name@version`.
fn uses_action(line: &str) -> bool {
    let value = line.trim_start_matches(['-', ' ']).strip_prefix("uses:").map(str::trim);
    value.is_some_and(|value| {
        value.split_once('@').is_some_and(|(name, _)| name.contains('/') && !name.contains(' '))
    })
}

/// `resource "kind" "name" {` and its like.
fn is_terraform(first: &str) -> bool {
    let names = [
        "resource \"",
        "module \"",
        "variable \"",
        "provider \"",
        "data \"",
        "output \"",
        "terraform {",
        "locals {",
    ];
    first.ends_with('{') && names.iter().any(|name| first.starts_with(name))
}

/// A program with arguments: one of the known ones, or a script by its path, or a name before a long flag.
fn is_command(line: &str) -> bool {
    let mut words = line.split_ascii_whitespace();
    let Some(program) = words.next() else { return false };
    let Some(second) = words.next() else { return false };
    let is_name = program.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._/~-".contains(&byte));
    if !is_name || second.starts_with(['=', ':', '{']) || second.starts_with("->") {
        return false;
    }
    let base = program.rsplit('/').next().unwrap_or(program);
    PROGRAMS.contains(&base)
        || base.rsplit_once('.').is_some_and(|(_, extension)| extension == "sh")
        || program.starts_with("./")
        || program.starts_with(|first: char| first.is_ascii_lowercase())
            && std::iter::once(second).chain(words).any(is_long_flag)
}

fn is_long_flag(word: &str) -> bool {
    word.strip_prefix("--").is_some_and(|name| name.starts_with(|first: char| first.is_ascii_alphabetic()))
}

/// Lines that no terminal has: the block is source code.
fn has_marks_of_code(text: &str) -> bool {
    meaningful_lines(text).take(LOOKED_AT).any(|line| {
        (line.ends_with(';') && !line.contains(" -"))
            || line.ends_with("){")
            || line.ends_with(") {")
            || line.starts_with("import ")
    })
}

/// The lines without blanks around them that are neither empty nor comments.
fn meaningful_lines(text: &str) -> impl Iterator<Item = &str> {
    let content = lines(text).map(|line| line.of(text).trim());
    content.filter(|line| !line.is_empty() && !line.starts_with(['#', ';']) && !line.starts_with("//"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shape_of_a_block_shows_what_it_holds() {
        for (language, text, expected) in [
            ("console", "FROM ubuntu:14.04\nMAINTAINER a\nRUN ls\n", "dockerfile"),
            ("", "FROM x\nJOIN y\n", ""),
            ("mysql", "key_buffer_size = 32M\nquery_cache_size = 8M\n", "mysql-cnf"),
            ("mysql", "SELECT a FROM b WHERE innodb_x = 1;\n", ""),
            ("ini", "skip-networking\ninnodb_file_format = Barracuda\n", "mysql-cnf"),
            ("python", "innodb_x = 1\n", ""),
            ("", "# create it\nbin/kafka-topics.sh --create --zookeeper a:2181\n", "shell"),
            ("", "docker pull mysql:5.7\n", "shell"),
            ("", "tool --verbose run\n", "shell"),
            ("", "make sure that it runs\nint main() {\n", ""),
            ("", "name: docker\n", ""),
            ("", "resource \"a\" \"b\" {\n  c = 1\n}\n", "terraform"),
            ("yaml", "jobs: 1\n", ""),
            ("yaml", "steps:\n  - uses: actions/checkout@v2\n", "github-workflow"),
            ("", "test:\n  steps:\n    - uses: actions/checkout@v2\n", "github-workflow"),
            ("yaml", "steps:\n  - uses: build\n", ""),
            ("", "result = docker --x\n", ""),
            ("", "NAME   READY   STATUS\nweb    1/1     Running\n", ""),
            ("yaml", "docker run x\n", ""),
        ] {
            assert_eq!(kind(language, text).map_or("", Kind::name), expected, "{language} {text}");
        }
    }
}
