//! `docent check`: reads files, judges them on all processors, reports in one fixed order.

use super::arguments::{CheckArguments, ReportFormat};
use super::judge::{CheckedFile, Job, Judge, Source};
use super::output::{Failure, Outcome};
use super::projects::Projects;
use super::report::{self, CheckReport};
use super::{CLEAN, FAILED, FOUND, inputs, rules};
use crate::config::matches_id;
use crate::knowledge::Problem;
use crate::workspace::root;
use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

pub fn run(arguments: &CheckArguments, projects: &Projects, out: &mut dyn Write) -> Outcome {
    let mut inputs = inputs::collect(&arguments.paths, projects);
    let mut judge = Judge::new(projects, arguments.today).with_sets(&arguments.set);
    let mut jobs: Vec<_> = inputs
        .files
        .iter()
        .map(|(path, origin)| judge.job(Source::File(path.clone(), *origin), path))
        .collect();
    if inputs.stdin {
        let named = arguments.stdin_filename.as_deref().unwrap_or(Path::new("<stdin>"));
        let shown = projects.shown(&root::absolute(named));
        match inputs::standard_input(&shown) {
            Ok(text) => jobs.push(judge.job(Source::Text(text.into()), &root::absolute(named))),
            Err(problem) => inputs.problems.push(problem),
        }
    }
    rules::require_known(&arguments.rule, &judge.libraries())?;
    rules::require_known(&arguments.ignore, &judge.libraries())?;
    let results = in_parallel(&jobs, Job::check)?;
    let unread = !inputs.problems.is_empty() || results.iter().any(Result::is_err);
    let config_problems = judge.config_problems();
    let is_broken = !config_problems.is_empty();
    inputs.problems.extend(config_problems);
    inputs.problems.extend(judge.page_problems());
    let report = gather(results, inputs.problems, arguments);
    let nothing_read = unread && report.files.is_empty();
    write_report(&report, arguments, out)?;
    let found = report.findings().any(|finding| arguments.fail_on.is_reached_by(finding.severity));
    Ok(match (is_broken || nothing_read, found) {
        (true, _) => FAILED,
        (false, true) => FOUND,
        (false, false) => CLEAN,
    })
}

fn gather(
    results: Vec<Result<Option<CheckedFile>, Problem>>,
    mut problems: Vec<Problem>,
    arguments: &CheckArguments,
) -> CheckReport {
    let mut files = Vec::new();
    for result in results {
        match result {
            Ok(file) => files.extend(file),
            Err(problem) => problems.push(problem),
        }
    }
    for file in &mut files {
        file.findings.retain(|finding| is_asked_for(&finding.rule, arguments));
        file.findings.sort_by(|one, other| {
            let key = |finding: &crate::check::Finding| {
                (finding.span.start, finding.rule.clone(), finding.span.end)
            };
            key(one).cmp(&key(other))
        });
    }
    files.sort_by(|one, other| one.path.as_bytes().cmp(other.path.as_bytes()));
    problems.sort_by(|one, other| {
        (&one.path, one.line, &one.message).cmp(&(&other.path, other.line, &other.message))
    });
    problems.dedup();
    CheckReport { files, problems }
}

fn is_asked_for(rule: &str, arguments: &CheckArguments) -> bool {
    let named = |names: &[String]| names.iter().any(|name| matches_id(name, rule));
    (arguments.rule.is_empty() || named(&arguments.rule)) && !named(&arguments.ignore)
}

fn write_report(
    report: &CheckReport,
    arguments: &CheckArguments,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let is_terminal = io::stdout().is_terminal();
    let usual = if is_terminal { ReportFormat::Text } else { ReportFormat::Short };
    let format = arguments.format.unwrap_or(usual);
    if format == ReportFormat::Json {
        return report::json::write(report, out);
    }
    // Problems go where they do not mix with findings that another program reads.
    for problem in &report.problems {
        let _ = writeln!(io::stderr(), "docent: {}", report::problem_line(problem));
    }
    if arguments.statistics {
        return report::write_statistics(report, out);
    }
    match format {
        ReportFormat::Text => report::text::write(report, is_terminal && wants_colour(), out),
        _ => report::short::write(report, out),
    }
}

/// <https://no-color.org>
fn wants_colour() -> bool {
    std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// The result for each job, in the order of the jobs.
fn in_parallel<T: Sync, R: Send>(jobs: &[T], work: impl Fn(&T) -> R + Sync) -> Result<Vec<R>, Failure> {
    let next = AtomicUsize::new(0);
    let worker = || {
        let mut done = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(job) = jobs.get(index) else { return done };
            done.push((index, work(job)));
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(jobs.len());
    let mut done = std::thread::scope(|scope| {
        let handles: Vec<_> = (0..threads).map(|_| scope.spawn(worker)).collect();
        let mut all = Vec::new();
        for handle in handles {
            let part = handle
                .join()
                .map_err(|_| Failure::message("stopped in the middle of a file; please report it"))?;
            all.extend(part);
        }
        Ok::<_, Failure>(all)
    })?;
    done.sort_by_key(|(index, _)| *index);
    Ok(done.into_iter().map(|(_, result)| result).collect())
}

#[cfg(test)]
mod tests {
    use super::in_parallel;

    #[test]
    fn keeps_the_order_of_the_jobs() {
        let jobs: Vec<usize> = (0..1000).collect();
        let results = in_parallel(&jobs, |job| job * 2).expect("no panic");
        assert_eq!(results, jobs.iter().map(|job| job * 2).collect::<Vec<_>>());
        assert_eq!(in_parallel(&[], |(): &()| ()).expect("no panic"), []);
    }
}
