//! Checks single files as the editor would: by their workspace, their `docent.toml` and their Stack.

use super::inputs::Origin;
use super::projects::{Opened, Projects};
use crate::check::{Checker, Finding, Report, Silent};
use crate::document::Document;
use crate::knowledge::rule::RuleSet;
use crate::knowledge::{Date, Problem};
use crate::library::Library;
use crate::workspace::{Project, read, root};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Makes the jobs of a command: each knows everything that holds for its file.
pub struct Judge<'a> {
    projects: &'a Projects,
    opened: Opened<'a>,
    today: Option<Date>,
    /// Names of sets that are on beside those of docent.toml.
    sets: Vec<String>,
    /// One for each library: workspaces without pages of their own share the base library.
    checkers: Vec<(Arc<Library>, Arc<Checker>)>,
}

/// Where the text of a file comes from.
#[derive(Clone, Debug)]
pub enum Source {
    File(PathBuf, Origin),
    Text(Arc<str>),
}

/// One file that is to be checked.
pub struct Job {
    pub project: Arc<Project>,
    pub checker: Arc<Checker>,
    pub today: Date,
    /// Names of sets that are on beside those of docent.toml.
    sets: Vec<String>,
    /// The working directory, from which paths are printed.
    folder: PathBuf,
    /// As the document names it: relative to its workspace.
    path: String,
    /// As it is printed: relative to the working directory.
    pub shown: String,
    source: Source,
}

/// What was found in one file.
#[derive(Debug)]
pub struct CheckedFile {
    /// As it is printed.
    pub path: String,
    /// Empty where nothing was found.
    pub text: Arc<str>,
    /// The paths of evidence are as they are printed.
    pub findings: Vec<Finding>,
    /// How many findings ignore comments hide.
    pub ignored: usize,
    /// Phrases that are not flagged, and why.
    pub silent: Vec<Silent>,
}

impl<'a> Judge<'a> {
    pub fn new(projects: &'a Projects, today: Option<Date>) -> Judge<'a> {
        let (opened, sets, checkers) = (projects.opened(), Vec::new(), Vec::new());
        Judge { projects, opened, today, sets, checkers }
    }

    /// Switches sets of rules on for every job made from now on.
    pub fn with_sets(mut self, sets: &[RuleSet]) -> Judge<'a> {
        self.sets = sets.iter().map(|set| set.name().to_string()).collect();
        self
    }

    /// The job for a text that stands, or would stand, at an absolute path.
    pub fn job(&mut self, source: Source, path: &Path) -> Job {
        let project = self.opened.of(path);
        let checker = self.checker(&project.library);
        Job {
            today: self.today.unwrap_or_else(|| project.today()),
            folder: self.projects.folder.clone(),
            path: root::relative(&project.root, path),
            shown: self.projects.shown(path),
            sets: self.sets.clone(),
            project,
            checker,
            source,
        }
    }

    fn checker(&mut self, library: &Arc<Library>) -> Arc<Checker> {
        if let Some((_, checker)) = self.checkers.iter().find(|(known, _)| Arc::ptr_eq(known, library)) {
            return checker.clone();
        }
        let checker = Arc::new(Checker::new(library.clone()));
        self.checkers.push((library.clone(), checker.clone()));
        checker
    }

    /// The libraries by which the jobs made so far are judged; without jobs that of the working directory.
    pub fn libraries(&self) -> Vec<Arc<Library>> {
        if self.checkers.is_empty() {
            return vec![self.projects.here().library];
        }
        self.checkers.iter().map(|(library, _)| library.clone()).collect()
    }

    /// What is wrong with each `docent.toml`.
    pub fn config_problems(&self) -> Vec<Problem> {
        self.problems(|project| &project.config_problems)
    }

    /// What is wrong with the pages of the workspaces.
    pub fn page_problems(&self) -> Vec<Problem> {
        self.problems(|project| &project.page_problems)
    }

    fn problems(&self, of: impl Fn(&Project) -> &[Problem]) -> Vec<Problem> {
        let mut problems = Vec::new();
        for project in self.opened.all() {
            for problem in of(project) {
                let path = self.projects.shown(&project.root.join(&problem.path));
                problems.push(Problem { path, ..problem.clone() });
            }
        }
        problems
    }
}

impl Job {
    /// Nothing for a file that gets no findings; a problem for one that cannot be read.
    pub fn check(&self) -> Result<Option<CheckedFile>, Problem> {
        let Some(document) = self.document()? else { return Ok(None) };
        let mut config = self.project.config.for_file(&document.path);
        config.sets.extend(self.sets.iter().cloned());
        let stack = self.project.stack.for_file(&document.path, &config);
        let mut report = self.checker.check(&document, &stack, &config, self.today);
        for evidence in report.findings.iter_mut().flat_map(|finding| &mut finding.evidence) {
            evidence.path = root::relative(&self.folder, &self.project.root.join(&evidence.path));
        }
        let is_empty = report.findings.is_empty() && report.silent.is_empty();
        let text = if is_empty { Arc::default() } else { document.text };
        let Report { findings, ignored, silent, .. } = report;
        Ok(Some(CheckedFile { path: self.shown.clone(), text, findings, ignored, silent }))
    }

    /// The file as it is read; nothing if it is excluded, or is no text and was only found.
    pub fn document(&self) -> Result<Option<Document>, Problem> {
        if self.project.is_path_excluded(&self.path) {
            return Ok(None);
        }
        let text = match &self.source {
            Source::File(path, Origin::Named) => read::text(path, &self.shown)?.into(),
            Source::File(path, Origin::Found) => match read::text_of_found_file(path, &self.shown)? {
                Some(text) => text.into(),
                None => return Ok(None),
            },
            Source::Text(text) => text.clone(),
        };
        let is_excluded = self.project.is_excluded(&self.path, &text);
        Ok((!is_excluded).then(|| self.project.document(&self.path, text, None)))
    }
}
