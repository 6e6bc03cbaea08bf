//! `docent stack`: which product versions are known, where each is written, and until when each gets fixes.

use super::CLEAN;
use super::arguments::{StackArguments, StackFormat};
use super::output::Outcome;
use super::projects::Projects;
use super::report::visible;
use crate::config::FileConfig;
use crate::knowledge::Date;
use crate::knowledge::product::End;
use crate::library::Library;
use crate::stack::{self, Evidence, release_of};
use crate::workspace::{Project, root};
use serde::Serialize;
use std::fmt::Write as _;
use std::io::{self, Write};

/// One statement of a version.
#[derive(Serialize)]
struct Statement {
    /// Id of the product's page.
    product: String,
    title: String,
    /// As the product counts; none where the place names no version.
    version: Option<String>,
    /// The release to which it belongs.
    cycle: Option<String>,
    /// The last day of free security fixes, if it is known.
    ends: Option<String>,
    ended: bool,
    path: String,
    /// None for a target.
    line: Option<usize>,
    text: String,
}

#[derive(Serialize)]
struct Whole<'a> {
    version: u32,
    stack: &'a [Statement],
}

pub fn run(arguments: &StackArguments, projects: &Projects, out: &mut dyn Write) -> Outcome {
    let path = arguments.path.clone().unwrap_or_else(|| projects.folder.join("docent.toml"));
    let path = root::absolute(&path);
    let project = projects.opened().of(&path);
    let config = project.config.for_file(&root::relative(&project.root, &path));
    let today = arguments.today.unwrap_or_else(|| project.today());
    let lines = lines(&project, &config, projects, today);
    if lines.is_empty() {
        let message = "no file states the version of a product; [targets] in docent.toml can";
        let _ = writeln!(io::stderr(), "docent: {message}");
    }
    match arguments.format {
        StackFormat::Json => {
            serde_json::to_writer(&mut *out, &Whole { version: 1, stack: &lines })?;
            writeln!(out)?;
        }
        StackFormat::Text => out.write_all(text(&lines).as_bytes())?,
        StackFormat::Markdown if lines.is_empty() => {}
        StackFormat::Markdown => out.write_all(markdown(&lines).as_bytes())?,
    }
    Ok(CLEAN)
}

/// Everything that is stated, by product, then as the files have it; targets first.
fn lines(project: &Project, config: &FileConfig, projects: &Projects, today: Date) -> Vec<Statement> {
    let stated = project.stack.evidence().cloned();
    let mut lines: Vec<Statement> = stack::targets(config)
        .into_iter()
        .chain(stated)
        .map(|evidence| {
            let shown = projects.shown(&project.root.join(&evidence.path));
            statement(evidence, shown, &project.library, today)
        })
        .collect();
    lines.sort_by(|one, other| one.product.cmp(&other.product));
    lines
}

fn statement(evidence: Evidence, path: String, library: &Library, today: Date) -> Statement {
    let page = library.page(&evidence.product);
    let release = page.as_ref().zip(evidence.version.as_deref());
    let release = release.and_then(|(page, version)| release_of(page, version));
    let ends = release.and_then(|release| match release.ends {
        End::On(day) => Some(day),
        End::Open => None,
    });
    Statement {
        title: page.as_ref().map_or_else(|| evidence.product.clone(), |page| page.title.clone()),
        cycle: release.map(|release| release.cycle.clone()),
        ends: ends.map(|day| day.to_string()),
        ended: ends.is_some_and(|day| day < today),
        product: evidence.product,
        version: evidence.version,
        path,
        line: Some(evidence.line).filter(|line| *line > 0),
        text: evidence.text,
    }
}

impl Statement {
    fn place(&self) -> String {
        let line = self.line.map_or_else(String::new, |line| format!(":{line}"));
        visible(&format!("{}{line}", self.path))
    }

    fn until(&self) -> String {
        match &self.ends {
            Some(day) if self.ended => format!("ended {day}"),
            Some(day) => format!("until {day}"),
            None => String::new(),
        }
    }

    fn version(&self) -> &str {
        self.version.as_deref().unwrap_or("unknown")
    }
}

/// Columns: product and version, fixes, place, what is written there.
fn text(lines: &[Statement]) -> String {
    let rows: Vec<[String; 4]> = lines
        .iter()
        .map(|line| {
            let name = visible(&format!("{} {}", line.product, line.version()));
            [name, line.until(), line.place(), visible(&line.text)]
        })
        .collect();
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let (first, second, third) = (width(0), width(1), width(2));
    let mut text = String::new();
    for [name, until, place, written] in &rows {
        let _ = writeln!(text, "{name:first$}  {until:second$}  {place:third$}  {written}");
    }
    text
}

fn markdown(lines: &[Statement]) -> String {
    let mut text = "| Product | Version | Security fixes | Stated in |\n|---|---|---|---|\n".to_string();
    for line in lines {
        let cells = [
            &line.title,
            line.version(),
            &line.until(),
            &format!("{} (`{}`)", line.place(), visible(&line.text)),
        ]
        .map(|cell| cell.replace('|', "\\|"));
        let _ = writeln!(text, "| {} |", cells.join(" | "));
    }
    text
}
