//! `docent why`: the deciding check behind each finding of a line.

use super::arguments::WhyArguments;
use super::inputs::Origin;
use super::judge::{Judge, Source, Switches};
use super::output::{Failure, Outcome};
use super::projects::Projects;
use super::report::{Places, problem_line, visible};
use super::{CLEAN, FOUND, rules};
use crate::check::Finding;
use crate::config::matches_id;
use crate::describe;
use crate::text::Span;
use crate::workspace::root;
use std::io::{self, Write};
use std::path::PathBuf;

/// `FILE:LINE[:COLUMN]`, counted from 1.
#[derive(Debug, PartialEq, Eq)]
struct Target {
    path: PathBuf,
    line: u32,
    column: Option<u32>,
}

pub fn run(arguments: &WhyArguments, projects: &Projects, out: &mut dyn Write) -> Outcome {
    let target = parse_place(&arguments.place).ok_or_else(|| {
        Failure::message(format!("`{}` names no line; write FILE:LINE or FILE:LINE:COLUMN", arguments.place))
    })?;
    let path = root::absolute(&target.path);
    let switches = Switches { sets: arguments.set.clone(), ..Switches::default() };
    let mut judge = Judge::new(projects, arguments.today, switches);
    let job = judge.job(Source::File(Origin::Named), &path);
    rules::require_known(&arguments.rule, &judge.libraries())?;
    for problem in judge.config_problems() {
        let _ = writeln!(io::stderr(), "docent: {}", problem_line(&problem));
    }
    if let Ok(Some(document)) = job.document() {
        let last = document.text.lines().count().max(1);
        if usize::try_from(target.line).unwrap_or(usize::MAX) > last {
            let message = format!("{} has no line {}; its last one is {last}", job.shown, target.line);
            return Err(Failure::message(visible(&message)));
        }
    }
    let checked = match job.check() {
        Ok(Some(checked)) => checked,
        Ok(None) => {
            writeln!(out, "{} is excluded from all findings.", visible(&job.shown))?;
            return Ok(FOUND);
        }
        Err(problem) => return Err(Failure::message(problem_line(&problem))),
    };
    let places = Places::new(&checked.text);
    let mut found = false;
    let is_asked =
        |rule: &str| arguments.rule.is_empty() || arguments.rule.iter().any(|name| matches_id(name, rule));
    for finding in &checked.findings {
        if is_asked(&finding.rule) && target.is_on(&places, finding.span) {
            found = true;
            write_reason(&places, finding, out)?;
        }
    }
    for silent in &checked.silent {
        if is_asked(&silent.rule) && target.is_on(&places, silent.span) {
            found = true;
            let (place, phrase) = (places.of(silent.span.start()), silent.span.of(&checked.text));
            let phrase = visible(phrase);
            writeln!(out, "{}:{}: `{phrase}` is not flagged [{}]", place.line, place.column, silent.rule)?;
            writeln!(out, "  because: {}", visible(&silent.because))?;
        }
    }
    if found {
        return Ok(CLEAN);
    }
    let place = visible(&arguments.place);
    let reason = "no rule looks for what stands there, or none applies to the versions in use";
    writeln!(out, "Nothing matched at {place}: {reason}.")?;
    Ok(FOUND)
}

impl Target {
    fn is_on(&self, places: &Places, span: Span) -> bool {
        let (start, end) = (places.of(span.start()), places.of(span.end()));
        let lines = start.line..=end.line;
        let Some(column) = self.column else { return lines.contains(&self.line) };
        let place = (self.line, column);
        (start.line, start.column) <= place && place <= (end.line, end.column)
    }
}

fn write_reason(places: &Places, finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
    let place = places.of(finding.span.start());
    let message = visible(&finding.message);
    writeln!(out, "{}:{}: {message} [{}]", place.line, place.column, finding.rule)?;
    for reason in describe::reasons(finding) {
        writeln!(out, "  {}", visible(&reason))?;
    }
    Ok(())
}

fn parse_place(text: &str) -> Option<Target> {
    let (rest, last) = text.rsplit_once(':')?;
    let last: u32 = last.parse().ok().filter(|number| *number > 0)?;
    if let Some((path, line)) = rest.rsplit_once(':')
        && let Ok(line) = line.parse()
        && line > 0
        && !path.is_empty()
    {
        return Some(Target { path: path.into(), line, column: Some(last) });
    }
    (!rest.is_empty()).then(|| Target { path: rest.into(), line: last, column: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_places() {
        let target = |path: &str, line, column| Some(Target { path: path.into(), line, column });
        for (text, expected) in [
            ("a.md:3", target("a.md", 3, None)),
            ("a.md:3:7", target("a.md", 3, Some(7))),
            (r"C:\a.md:3", target(r"C:\a.md", 3, None)),
            ("a.md", None),
            ("a.md:0", None),
            (":3", None),
            ("a.md:x", None),
        ] {
            assert_eq!(parse_place(text), expected, "{text}");
        }
    }
}
