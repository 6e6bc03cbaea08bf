//! crontab: variables, and commands behind five fields of time or a name such as `@daily`.

use super::{env, shell};
use crate::document::builder::{Builder, is_variable_name};
use crate::document::outline::UnitId;
use crate::document::source::{Line, Source, lines};

/// Accounts that stand before the command in `/etc/crontab` and `/etc/cron.d`.
const ACCOUNTS: &[&str] = &[
    "root",
    "www-data",
    "nobody",
    "postgres",
    "mysql",
    "ubuntu",
    "deploy",
    "backup",
    "app",
    "apache",
    "nginx",
    "redis",
    "git",
    "daemon",
    "admin",
    "debian",
    "centos",
    "ec2-user",
    "node",
    "django",
    "rails",
    "elasticsearch",
];

/// Reads the whole file.
pub fn read(source: &Source<'_>, unit: UnitId, out: &mut Builder) {
    for line in lines(&source.text) {
        entry(source, line, unit, out);
    }
}

fn entry(source: &Source<'_>, line: Line, unit: UnitId, out: &mut Builder) {
    let written = line.of(&source.text);
    let content = written.trim_start();
    let first = content.split(['=', ' ', '\t']).next().unwrap_or_default();
    let is_variable = is_variable_name(first)
        && content.get(first.len()..).is_some_and(|rest| rest.trim_start().starts_with('='));
    if content.starts_with('#') || is_variable {
        return env::entry(source, line, unit, out);
    }
    let fields = if content.starts_with('@') { 1 } else { 5 };
    let mut rest = content;
    for _ in 0..fields {
        rest = rest.trim_start();
        rest = rest.trim_start_matches(|character: char| !character.is_whitespace()).trim_start();
    }
    let account = rest.split([' ', '\t']).next().unwrap_or_default();
    if ACCOUNTS.contains(&account) {
        rest = rest.get(account.len()..).unwrap_or_default().trim_start();
    }
    if !rest.is_empty() {
        let start = line.end - rest.len();
        shell::read(&source.part(start, line.end), unit, out);
    }
}
