//! `docent files`: what would be checked, as which kind, and why.

use super::CLEAN;
use super::arguments::PathArguments;
use super::inputs;
use super::judge::{Judge, Source, Switches};
use super::output::Outcome;
use super::projects::Projects;
use super::report::{problem_line, visible};
use std::io::{self, Write};

pub fn run(arguments: &PathArguments, projects: &Projects, out: &mut dyn Write) -> Outcome {
    let inputs = inputs::collect(&arguments.paths, projects);
    let mut judge = Judge::new(projects, None, Switches::default());
    let mut problems = inputs.problems;
    for (path, origin) in &inputs.files {
        let job = judge.job(Source::File(*origin), path);
        match job.document() {
            Ok(Some(document)) => {
                let kind = document.kind.map_or("-", crate::knowledge::Kind::name);
                writeln!(out, "{}\t{kind}\t{}", visible(&job.shown), visible(&document.reason))?;
            }
            Ok(None) => writeln!(out, "{}\texcluded\t", visible(&job.shown))?,
            Err(problem) => problems.push(problem),
        }
    }
    problems.extend(judge.config_problems());
    for problem in &problems {
        let _ = writeln!(io::stderr(), "docent: {}", problem_line(problem));
    }
    Ok(CLEAN)
}
