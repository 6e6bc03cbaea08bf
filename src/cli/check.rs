//! `docent check`: reads files, judges them on all processors, reports in one fixed order.

pub mod baseline;
mod changed;
mod filter;
mod mend;
mod parallel;

use super::arguments::{CheckArguments, ReportFormat, When};
use super::inputs::{self, Origin};
use super::judge::{Job, Judge, Source, Switches, Workplace};
use super::output::{Failure, Outcome};
use super::projects::Projects;
use super::report::{self, Report, Summary, Totals, counted};
use super::{CLEAN, FAILED, FOUND, rules};
use crate::knowledge::Problem;
use crate::library::Library;
use crate::workspace::{names, root};
use baseline::Entries;
use changed::Changed;
use filter::Filter;
use std::collections::HashSet;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// One file, as little of it as will do while it waits.
struct Task {
    file: PathBuf,
    source: Source,
    place: Arc<Workplace>,
}

/// What came of one file.
struct Done {
    printed: String,
    totals: Totals,
    /// Of standard input, after fixes.
    text: Option<String>,
    /// What a baseline has to say of the file.
    entries: Entries,
    problem: Option<Problem>,
}

/// What the threads share.
struct Run<'a> {
    arguments: &'a CheckArguments,
    filter: Filter<'a>,
    report: &'a dyn Report,
}

pub fn run(arguments: &CheckArguments, projects: &Projects, out: &mut dyn Write) -> Outcome {
    require_sense(arguments)?;
    let baseline = baseline::open(arguments)?;
    let changed = arguments.changed.as_deref().map(|revision| Changed::since(revision, &projects.folder));
    let changed = changed.transpose()?;
    let switches = Switches { sets: arguments.set.clone(), targets: arguments.target.clone() };
    let mut judge = Judge::new(projects, arguments.today, switches);
    let mut problems = Vec::new();
    let tasks = tasks(arguments, projects, changed.as_ref(), &mut judge, &mut problems);
    let libraries = judge.libraries();
    rules::require_known(&arguments.rule, &libraries)?;
    rules::require_known(&arguments.ignore, &libraries)?;
    require_products(&arguments.target, &libraries)?;
    let config_problems = judge.config_problems();
    let is_broken = !config_problems.is_empty();
    let report = report_of(arguments, libraries)?;
    let filter = Filter { arguments, changed: changed.as_ref(), baseline: baseline.as_ref() };
    let run = Run { arguments, filter, report: report.as_ref() };
    // Standard output belongs to the fixed text where there is one.
    let keeps_text = arguments.fix && has_stdin(arguments);
    let mut errors = io::stderr();
    let findings_out: &mut dyn Write = if keeps_text { &mut errors } else { &mut *out };
    let unread = problems.len();
    let mut gathered = run.over(&tasks, findings_out, &mut problems)?;
    let nothing_read =
        problems.len() > unread && gathered.totals.files == 0 || unread > 0 && tasks.is_empty();
    problems.extend(config_problems);
    problems.extend(judge.page_problems());
    let summary = Summary { problems: sorted(problems), totals: std::mem::take(&mut gathered.totals) };
    run.finish(&summary, findings_out)?;
    if keeps_text && let Some(text) = &gathered.text {
        out.write_all(text.as_bytes())?;
    }
    if let Some(path) = &arguments.write_baseline {
        let checked: HashSet<&Path> = tasks.iter().map(|task| task.file.as_path()).collect();
        baseline::write(path, baseline.as_ref(), gathered.entries, |file| checked.contains(file))?;
    }
    let found = summary.totals.rules.values().any(|rule| arguments.fail_on.is_reached_by(rule.severity));
    Ok(match (is_broken || nothing_read, found) {
        (true, _) => FAILED,
        (false, true) => FOUND,
        (false, false) => CLEAN,
    })
}

/// Options that are each fine but not together, as far as their definition does not say so.
fn require_sense(arguments: &CheckArguments) -> Result<(), Failure> {
    let message = if arguments.fix && has_stdin(arguments) && arguments.paths.len() > 1 {
        "`--fix -` prints the fixed text of standard input, so no other path can stand beside `-`"
    } else if arguments.fix && arguments.changed.is_some() {
        "`--fix` moves the lines that `--changed` knows; leave one of them out"
    } else if arguments.stdin_filename.is_some() && !has_stdin(arguments) {
        "`--stdin-filename` is the path of standard input; write `-` to read that"
    } else {
        return Ok(());
    };
    Err(Failure::message(message))
}

fn has_stdin(arguments: &CheckArguments) -> bool {
    arguments.paths.iter().any(|path| path.as_os_str() == "-")
}

fn require_products(targets: &[(String, String)], libraries: &[Arc<Library>]) -> Result<(), Failure> {
    for (product, _) in targets {
        let unknown: Vec<String> =
            libraries.iter().filter_map(|library| names::unknown_product(product, library)).collect();
        if let Some(message) = unknown.first().filter(|_| unknown.len() == libraries.len()) {
            return Err(Failure::message(format!("--target: {message}")));
        }
    }
    Ok(())
}

/// Every file that is asked for, in the order in which it is printed.
fn tasks(
    arguments: &CheckArguments,
    projects: &Projects,
    changed: Option<&Changed>,
    judge: &mut Judge<'_>,
    problems: &mut Vec<Problem>,
) -> Vec<Task> {
    let inputs = inputs::collect(&arguments.paths, projects);
    problems.extend(inputs.problems);
    let files = inputs.files.into_iter();
    let files = files.filter(|(file, _)| changed.is_none_or(|changed| changed.holds(file)));
    let mut tasks: Vec<Task> = files
        .map(|(file, origin): (PathBuf, Origin)| Task {
            source: Source::File(origin),
            place: judge.place(&file),
            file,
        })
        .collect();
    if inputs.stdin {
        let named = arguments.stdin_filename.as_deref().unwrap_or(Path::new("<stdin>"));
        let file = root::absolute(named);
        match inputs::standard_input(&projects.shown(&file)) {
            Ok(text) => {
                tasks.push(Task { source: Source::Text(text.into()), place: judge.place(&file), file });
            }
            Err(problem) => problems.push(problem),
        }
    }
    tasks.sort_by_cached_key(|task| projects.shown(&task.file));
    tasks
}

fn sorted(mut problems: Vec<Problem>) -> Vec<Problem> {
    problems.sort_by(|one, other| {
        (&one.path, one.line, &one.message).cmp(&(&other.path, other.line, &other.message))
    });
    problems.dedup();
    problems
}

/// The sum over all files.
#[derive(Default)]
struct Gathered {
    totals: Totals,
    text: Option<String>,
    entries: Entries,
}

impl Run<'_> {
    /// Checks every file and prints its part of the report.
    fn over(
        &self,
        tasks: &[Task],
        out: &mut dyn Write,
        problems: &mut Vec<Problem>,
    ) -> Result<Gathered, Failure> {
        let mut gathered = Gathered::default();
        gathered.totals.fixed = self.arguments.fix.then_some(0);
        gathered.totals.known = self.filter.baseline.map(|_| 0);
        let mut progress = Progress::new(tasks.len());
        let (mut is_first, shows_findings) = (true, !self.arguments.diff);
        if shows_findings {
            out.write_all(self.report.begin().as_bytes())?;
        }
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        parallel::in_order(
            tasks,
            threads,
            |task| self.check(task),
            |result| {
                progress.step();
                let done = match result {
                    Ok(Some(done)) => done?,
                    Ok(None) => return Ok(()),
                    Err(problem) => {
                        problems.push(problem);
                        return Ok(());
                    }
                };
                if !done.printed.is_empty() {
                    progress.clear();
                    let between = if is_first || !shows_findings { "" } else { self.report.between() };
                    out.write_all(between.as_bytes())?;
                    out.write_all(done.printed.as_bytes())?;
                    is_first = false;
                }
                gathered.totals.add(done.totals);
                gathered.text = done.text.or(gathered.text.take());
                gathered.entries.extend(done.entries);
                problems.extend(done.problem);
                Ok(())
            },
        )?;
        progress.clear();
        Ok(gathered)
    }

    fn check(&self, task: &Task) -> Result<Option<Result<Done, Failure>>, Problem> {
        let job = Job::new(task.place.clone(), task.source.clone(), &task.file);
        let Some(document) = job.document()? else { return Ok(None) };
        Ok(Some(self.judge(&job, document)))
    }

    fn judge(&self, job: &Job, document: crate::document::Document) -> Result<Done, Failure> {
        let is_stdin = matches!(job.source, Source::Text(_));
        let (mut problem, mut printed, mut fixed) = (None, String::new(), 0);
        let before = document.text.clone();
        let mut file = if self.arguments.fix || self.arguments.diff {
            let mended = mend::mend(job, document, &self.filter);
            if self.arguments.diff {
                printed = mend::diff(&job.shown, &before, &mended.text);
            } else if !is_stdin && *mended.text != *before {
                problem = mend::write(job, &mended.text).err();
            }
            fixed = mended.count;
            // What could not be written is not mended.
            let text = if self.arguments.diff || problem.is_some() { before } else { mended.text };
            fixed = if problem.is_some() { 0 } else { fixed };
            job.judge(job.read(text))
        } else {
            job.judge(document)
        };
        let (known, entries) = self.filter.apply(job, &mut file);
        let mut totals = Totals { files: 1, ignored: file.ignored, ..Totals::default() };
        totals.known = self.filter.baseline.map(|_| known);
        totals.fixed = self.arguments.fix.then_some(fixed);
        file.findings.iter().for_each(|finding| totals.count(finding));
        if !self.arguments.diff && !file.findings.is_empty() {
            printed = self.report.file(&file)?;
        }
        let text = is_stdin.then(|| file.text.to_string());
        Ok(Done { printed, totals, text, entries, problem })
    }

    fn finish(&self, summary: &Summary, out: &mut dyn Write) -> Result<(), Failure> {
        out.flush()?;
        if self.arguments.diff || !self.report.has_problems() {
            for problem in &summary.problems {
                let _ = writeln!(io::stderr(), "docent: {}", report::problem_line(problem));
            }
        }
        if let Some(fixed) = summary.totals.fixed {
            let _ = writeln!(io::stderr(), "docent: {} mended", counted(fixed, "finding", "findings"));
        }
        if self.arguments.diff {
            return Ok(());
        }
        out.write_all(self.report.end(summary)?.as_bytes())?;
        Ok(())
    }
}

fn report_of(arguments: &CheckArguments, libraries: Vec<Arc<Library>>) -> Result<Box<dyn Report>, Failure> {
    let is_terminal = io::stdout().is_terminal();
    let usual = if is_terminal { ReportFormat::Text } else { ReportFormat::Short };
    let format = arguments.format.unwrap_or(usual);
    if arguments.statistics {
        return match format {
            ReportFormat::Text | ReportFormat::Short => {
                Ok(Box::new(report::statistics::Statistics { json: false }))
            }
            ReportFormat::Json => Ok(Box::new(report::statistics::Statistics { json: true })),
            _ => Err(Failure::message("`--statistics` is printed as text or json only")),
        };
    }
    Ok(match format {
        ReportFormat::Text => {
            let colour = match arguments.color {
                When::Auto => is_terminal && wants_colour(),
                When::Always => true,
                When::Never => false,
            };
            let width = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
            Box::new(report::text::Text::new(colour, width.filter(|_| is_terminal)))
        }
        ReportFormat::Short => Box::new(report::short::Short),
        ReportFormat::Json => Box::new(report::json::Json),
        ReportFormat::Jsonl => Box::new(report::json::JsonLines),
        ReportFormat::Sarif => Box::new(report::sarif::Sarif { libraries }),
        ReportFormat::Github => Box::new(report::github::Github),
        ReportFormat::Gitlab => Box::new(report::gitlab::Gitlab),
        ReportFormat::Junit => Box::new(report::junit::Junit),
    })
}

/// <https://no-color.org>
fn wants_colour() -> bool {
    std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// How far the check is, on a terminal, once it takes long enough to be asked about.
struct Progress {
    total: usize,
    done: usize,
    next: Option<Instant>,
    is_shown: bool,
}

impl Progress {
    const PATIENCE: Duration = Duration::from_secs(1);
    const STEP: Duration = Duration::from_millis(100);

    fn new(total: usize) -> Progress {
        // Findings that scroll by on the same terminal say enough.
        let is_wanted = io::stderr().is_terminal() && !io::stdout().is_terminal();
        let next = is_wanted.then(|| Instant::now() + Self::PATIENCE);
        Progress { total, done: 0, next, is_shown: false }
    }

    fn step(&mut self) {
        self.done += 1;
        let now = Instant::now();
        if self.next.is_some_and(|next| now >= next) {
            self.next = Some(now + Self::STEP);
            self.is_shown = true;
            let _ = write!(io::stderr(), "\r{} of {}", self.done, counted(self.total, "file", "files"));
        }
    }

    fn clear(&mut self) {
        if std::mem::take(&mut self.is_shown) {
            let _ = write!(io::stderr(), "\r\u{1b}[K");
        }
    }
}
