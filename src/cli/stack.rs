//! `docent stack`: which product versions are known, and where each is written.

use super::CLEAN;
use super::arguments::StackArguments;
use super::output::Outcome;
use super::projects::Projects;
use super::report::visible;
use crate::stack::Evidence;
use crate::workspace::root;
use std::io::{self, Write};

pub fn run(arguments: &StackArguments, projects: &Projects, out: &mut dyn Write) -> Outcome {
    let path = arguments.path.clone().unwrap_or_else(|| projects.folder.join("docent.toml"));
    let path = root::absolute(&path);
    let project = projects.opened().of(&path);
    let config = project.config.for_file(&root::relative(&project.root, &path));
    let mut lines = Vec::new();
    for (product, version) in &config.targets {
        lines.push((
            product.clone(),
            version.clone(),
            "docent.toml".to_string(),
            format!("{product} = \"{version}\""),
        ));
    }
    for evidence in project.stack.evidence() {
        let Evidence { product, version, path, line, text, .. } = evidence;
        let path = projects.shown(&project.root.join(path));
        let version = version.clone().unwrap_or_else(|| "unknown".to_string());
        lines.push((product.clone(), version, format!("{path}:{line}"), text.clone()));
    }
    if lines.is_empty() {
        let message = "no file states the version of a product; [targets] in docent.toml can";
        let _ = writeln!(io::stderr(), "docent: {message}");
    }
    lines.sort_by(|one, other| one.0.cmp(&other.0));
    for (product, version, place, text) in lines {
        writeln!(out, "{product} {version}\t{}\t{}", visible(&place), visible(&text))?;
    }
    Ok(CLEAN)
}
