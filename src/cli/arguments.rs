//! The arguments of every command. Their doc comments are what `--help` prints.

use crate::knowledge::rule::{RuleSet, Severity};
use crate::knowledge::{Date, Kind};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Explains, completes and checks what is written about backend systems.
#[derive(Debug, Parser)]
#[command(name = "docent", version, about, arg_required_else_help = true)]
pub struct Arguments {
    /// Read the pages of this folder in place of the built-in ones
    #[arg(long, global = true, value_name = "DIR", display_order = 900)]
    pub knowledge: Option<PathBuf>,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run the language server on standard input and output
    Lsp(LspArguments),
    /// Find deprecated, removed, insecure and end-of-life practices
    Check(CheckArguments),
    /// Explain a term, a setting or a rule
    Explain(ExplainArguments),
    /// Search titles and terms
    Search(SearchArguments),
    /// Say why a line is flagged, or why it is not
    Why(WhyArguments),
    /// List the files that would be checked, with the kind of each and the reason for it
    Files(PathArguments),
    /// List the product versions that the workspace states, and where
    Stack(StackArguments),
    /// List every rule
    Rules(RulesArguments),
    /// Check or begin pages of knowledge
    Knowledge(KnowledgeArguments),
    /// Write a commented docent.toml and a first glossary page
    Init,
    /// Print a completion script for a shell
    Completions {
        /// Where the script is for
        shell: clap_complete::Shell,
    },
}

#[derive(Debug, Args)]
pub struct LspArguments {
    /// Accepted because many clients pass it; there is no other way to talk to the server
    #[arg(long)]
    pub stdio: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Exit codes: 0 nothing found, 1 something at or above --fail-on, 2 could not run.")]
pub struct CheckArguments {
    /// Files and folders; `-` reads standard input [default: .]
    pub paths: Vec<PathBuf>,
    /// The path that standard input is judged by
    #[arg(long, value_name = "PATH")]
    pub stdin_filename: Option<PathBuf>,
    /// How to print findings [default: text on a terminal, else short]
    #[arg(long, value_enum)]
    pub format: Option<ReportFormat>,
    /// When to use colours: `auto` means on a terminal, unless the variable `NO_COLOR` is set
    #[arg(long, value_enum, default_value_t = When::Auto, value_name = "WHEN")]
    pub color: When,
    /// Make all safe fixes, then print what is left; with `-`, print the fixed text
    #[arg(long, conflicts_with_all = ["diff", "statistics"])]
    pub fix: bool,
    /// Print what `--fix` would change, and change nothing
    #[arg(long, conflicts_with_all = ["statistics", "format"])]
    pub diff: bool,
    /// The mildest severity that makes the exit code 1
    #[arg(long, value_enum, default_value_t = FailOn::Warning, value_name = "SEVERITY")]
    pub fail_on: FailOn,
    /// Leave out the findings that this file lists
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// List all findings in this file; if it is there already, only take out those that are gone
    #[arg(long, value_name = "FILE", conflicts_with_all = ["baseline", "changed", "rule", "ignore", "fix", "diff"])]
    pub write_baseline: Option<PathBuf>,
    /// Only findings on lines that changed since this commit of git, and in files that git does not track
    #[arg(long, value_name = "REV", num_args = 0..=1, require_equals = true, default_missing_value = "HEAD")]
    pub changed: Option<String>,
    /// Judge as if this product ran in this version, as `[targets]` in docent.toml does: mysql=8.4
    #[arg(long, value_name = "PRODUCT=VERSION", value_delimiter = ',', value_parser = parse_target)]
    pub target: Vec<(String, String)>,
    /// Judge dates as on this day (YYYY-MM-DD)
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    pub today: Option<Date>,
    /// Only these rules; `*` stands for any text
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    pub rule: Vec<String>,
    /// All but these rules; `*` stands for any text
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    pub ignore: Vec<String>,
    /// Switch sets of rules on, as `sets` in docent.toml does: strict, inclusive
    #[arg(long, value_name = "NAMES", value_delimiter = ',', value_parser = parse_set)]
    pub set: Vec<RuleSet>,
    /// Print how often each rule was found, not the findings
    #[arg(long)]
    pub statistics: bool,
}

#[derive(Debug, Args)]
pub struct ExplainArguments {
    /// A term, a setting, a page or a rule; a flag after `--`
    #[arg(required = true, value_name = "TERM")]
    pub words: Vec<String>,
    /// The kind of file in which it stands: what is likeliest there comes first
    #[arg(long = "in", value_name = "KIND", value_parser = parse_kind)]
    pub kind: Option<Kind>,
    /// How to print
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    pub format: ListFormat,
}

#[derive(Debug, Args)]
pub struct SearchArguments {
    /// Words, or their beginnings, that a title or term holds
    #[arg(required = true)]
    pub words: Vec<String>,
    /// How to print
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    pub format: ListFormat,
}

#[derive(Debug, Args)]
pub struct WhyArguments {
    /// A file and a line, perhaps with a column: `my.cnf:3`, `docs/a.md:12:5`
    pub place: String,
    /// Only these rules; `*` stands for any text
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    pub rule: Vec<String>,
    /// Switch sets of rules on, as `sets` in docent.toml does: strict, inclusive
    #[arg(long, value_name = "NAMES", value_delimiter = ',', value_parser = parse_set)]
    pub set: Vec<RuleSet>,
    /// Judge dates as on this day (YYYY-MM-DD)
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    pub today: Option<Date>,
}

#[derive(Debug, Args)]
pub struct PathArguments {
    /// Files and folders [default: .]
    pub paths: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub struct StackArguments {
    /// A file of the workspace that is meant [default: that of the working directory]
    pub path: Option<PathBuf>,
    /// How to print: for people, for programs, or as a table for a README
    #[arg(long, value_enum, default_value_t = StackFormat::Text)]
    pub format: StackFormat,
    /// Judge dates as on this day (YYYY-MM-DD)
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    pub today: Option<Date>,
}

#[derive(Debug, Args)]
pub struct RulesArguments {
    /// How to print
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    pub format: ListFormat,
}

#[derive(Debug, Args)]
pub struct KnowledgeArguments {
    #[command(subcommand)]
    pub command: KnowledgeCommand,
}

#[derive(Debug, Subcommand)]
pub enum KnowledgeCommand {
    /// Read the pages of a folder, audit them and run their examples
    Check {
        /// A folder of pages, a folder in it, or one page
        path: PathBuf,
    },
    /// Write a page to begin with
    New {
        /// The name of the page for ever, like `read-your-writes`
        id: String,
        /// The folder for it [default: .docent/knowledge]
        #[arg(long, value_name = "DIR")]
        folder: Option<PathBuf>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// For people: the source line, the evidence, what to do
    Text,
    /// path:line:column: severity: message [rule]
    Short,
    /// One object with everything
    Json,
    /// One finding a line, then the summary
    Jsonl,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations of GitHub Actions
    Github,
    /// GitLab's Code Quality report
    Gitlab,
    /// XML as test reports have it
    Junit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum StackFormat {
    Text,
    Json,
    Markdown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum When {
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    Text,
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    Hint,
    Information,
    Warning,
    Error,
    Never,
}

impl FailOn {
    /// Whether a finding of this severity makes the exit code 1.
    pub fn is_reached_by(self, severity: Severity) -> bool {
        let threshold = match self {
            Self::Hint => Severity::Hint,
            Self::Information => Severity::Information,
            Self::Warning => Severity::Warning,
            Self::Error => Severity::Error,
            Self::Never => return false,
        };
        severity >= threshold
    }
}

fn parse_date(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "write a day like 2026-11-22".to_string())
}

fn parse_target(text: &str) -> Result<(String, String), String> {
    let parts = text.split_once('=').map(|(product, version)| (product.trim(), version.trim()));
    match parts {
        Some((product, version)) if !product.is_empty() && !version.is_empty() => {
            Ok((product.to_string(), version.to_string()))
        }
        _ => Err("write a product and a version like mysql=8.4".to_string()),
    }
}

fn parse_set(text: &str) -> Result<RuleSet, String> {
    RuleSet::parse(text).ok_or_else(|| {
        let [strict, inclusive] = [RuleSet::Strict.name(), RuleSet::Inclusive.name()];
        format!("known sets are {strict} and {inclusive}")
    })
}

fn parse_kind(text: &str) -> Result<Kind, String> {
    Kind::parse(text).ok_or_else(|| {
        let names: Vec<&str> = crate::config::kind_names();
        match nearest_kind(text, &names) {
            Some(nearest) => format!("did you mean `{nearest}`?"),
            None => format!("known kinds are {}", names.join(", ")),
        }
    })
}

/// The name that begins with what was written, as `mysql-cnf` does with `mysql`; else one a few edits away; else the one
/// that shares the longest beginning.
fn nearest_kind<'n>(text: &str, names: &[&'n str]) -> Option<&'n str> {
    const BEGINNING: usize = 3;
    let wanted = text.to_ascii_lowercase();
    let shared =
        |name: &str| wanted.bytes().zip(name.bytes()).take_while(|(one, other)| one == other).count();
    let by_beginning = || {
        let best = names.iter().map(|name| shared(name)).max().filter(|length| *length >= BEGINNING)?;
        let mut alike = names.iter().filter(|name| shared(name) == best);
        alike.next().copied()
    };
    let begun = names.iter().find(|name| wanted.len() >= BEGINNING && name.starts_with(&wanted)).copied();
    begun.or_else(|| crate::text::suggest::nearest(&wanted, names.iter().copied())).or_else(by_beginning)
}
