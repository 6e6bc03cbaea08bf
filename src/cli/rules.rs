//! `docent rules`, and which ids of rules there are.

use super::CLEAN;
use super::arguments::{ListFormat, RulesArguments};
use super::output::{Failure, Outcome};
use super::projects::Projects;
use crate::config::matches_id;
use crate::describe;
use crate::knowledge::Page;
use crate::knowledge::rule::{Severity, Status};
use crate::library::Library;
use crate::text::suggest;
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::Write;
use std::sync::Arc;

/// One rule as it is listed.
#[derive(Clone, Debug, Serialize)]
pub struct RuleLine {
    pub id: String,
    /// The most severe finding that it gives.
    pub severity: &'static str,
    pub status: &'static str,
    pub title: String,
    /// The set that switches it on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub set: Option<&'static str>,
}

#[derive(Serialize)]
struct Rules {
    version: u32,
    rules: Vec<RuleLine>,
}

pub fn run(arguments: &RulesArguments, projects: &Projects, out: &mut dyn Write) -> Outcome {
    let rules: Vec<RuleLine> = all(&projects.here().library).into_values().collect();
    if arguments.format == ListFormat::Json {
        serde_json::to_writer(&mut *out, &Rules { version: 1, rules })?;
        writeln!(out)?;
        return Ok(CLEAN);
    }
    let width = rules.iter().map(|rule| rule.id.chars().count()).max().unwrap_or(0);
    for rule in &rules {
        let set = rule.set.map_or_else(String::new, |set| format!(" (set {set})"));
        writeln!(
            out,
            "{:<width$}  {:<11}  {:<11}  {}{set}",
            rule.id, rule.severity, rule.status, rule.title
        )?;
    }
    Ok(CLEAN)
}

/// Every rule by its id.
pub fn all(library: &Library) -> BTreeMap<String, RuleLine> {
    let mut rules = BTreeMap::new();
    for page in library.rules().iter().chain(library.products()) {
        for rule in of_page(page) {
            rules.entry(rule.id.clone()).or_insert(rule);
        }
    }
    for (id, severity, status, title) in describe::BUILT_IN_RULES {
        let rule = line(id.to_string(), severity, status, title.to_string());
        rules.insert(id.to_string(), rule);
    }
    rules
}

/// The rule of a page, and its rule about the end of life.
pub fn of_page(page: &Page) -> Vec<RuleLine> {
    let mut rules = Vec::new();
    if let Some(rule) = &page.rule {
        let status = describe::status(page).unwrap_or(Status::Discouraged);
        let by_lifecycle = match status {
            Status::Removed => Severity::Error,
            _ => Severity::Warning,
        };
        let severity = rule.severity.unwrap_or(by_lifecycle);
        let set = rule.set.map(crate::knowledge::rule::RuleSet::name);
        rules.push(RuleLine { set, ..line(page.id.clone(), severity, status, page.title.clone()) });
    }
    if page.product.is_some() && !page.releases.is_empty() {
        let title = format!("{} past its end of life", page.title);
        rules.push(line(format!("{}-end-of-life", page.id), Severity::Warning, Status::EndOfLife, title));
    }
    rules
}

fn line(id: String, severity: Severity, status: Status, title: String) -> RuleLine {
    RuleLine { id, severity: severity.name(), status: status.name(), title, set: None }
}

/// Refuses names that match no rule of any of the libraries: a slip there would hide findings silently.
pub fn require_known(names: &[String], libraries: &[Arc<Library>]) -> Result<(), Failure> {
    if names.is_empty() {
        return Ok(());
    }
    let ids: Vec<String> = libraries.iter().flat_map(|library| all(library).into_keys()).collect();
    for name in names {
        if ids.is_empty() || ids.iter().any(|id| matches_id(name, id)) {
            continue;
        }
        let hint = match suggest::nearest(name, ids.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`docent rules` lists them all".to_string(),
        };
        return Err(Failure::message(format!("no rule matches `{name}`; {hint}")));
    }
    Ok(())
}

/// What a rule is called; nothing for one that the library does not have.
pub fn title(library: &Library, id: &str) -> Option<String> {
    let built_in = describe::BUILT_IN_RULES.iter().find(|(known, ..)| *known == id);
    if let Some((.., title)) = built_in {
        return Some((*title).to_string());
    }
    let page = library.page(id).or_else(|| library.page(id.strip_suffix("-end-of-life")?))?;
    of_page(&page).into_iter().find(|rule| rule.id == id).map(|rule| rule.title)
}
