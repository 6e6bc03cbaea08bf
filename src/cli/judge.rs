//! Checks single files as the editor would: by their workspace, their `docent.toml` and their Stack.

use super::inputs::Origin;
use super::projects::{Opened, Projects};
use crate::check::{Checker, Finding, Report, Silent};
use crate::document::Document;
use crate::knowledge::rule::RuleSet;
use crate::knowledge::{Date, Problem};
use crate::library::Library;
use crate::workspace::{Project, read, root};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Makes the jobs of a command: each knows everything that holds for its file.
pub struct Judge<'a> {
    projects: &'a Projects,
    opened: Opened<'a>,
    today: Option<Date>,
    switches: Arc<Switches>,
    /// One for each library: workspaces without pages of their own share the base library.
    checkers: Vec<(Arc<Library>, Arc<Checker>)>,
    /// By the root of the workspace.
    places: BTreeMap<PathBuf, Arc<Workplace>>,
}

/// What the command line switches on beside docent.toml.
#[derive(Clone, Debug, Default)]
pub struct Switches {
    pub sets: Vec<RuleSet>,
    /// Product id and version; they go before those of docent.toml.
    pub targets: Vec<(String, String)>,
}

/// Where the text of a file comes from.
#[derive(Clone, Debug)]
pub enum Source {
    File(Origin),
    Text(Arc<str>),
}

/// What holds for all files of one workspace.
pub struct Workplace {
    pub project: Arc<Project>,
    checker: Arc<Checker>,
    pub today: Date,
    switches: Arc<Switches>,
    /// The working directory, from which paths are printed.
    folder: PathBuf,
}

/// One file that is to be checked.
pub struct Job {
    place: Arc<Workplace>,
    pub file: PathBuf,
    /// As the document names it: relative to its workspace.
    path: String,
    /// As it is printed: relative to the working directory.
    pub shown: String,
    pub source: Source,
}

/// What was found in one file.
#[derive(Debug)]
pub struct CheckedFile {
    /// As it is printed.
    pub path: String,
    pub text: Arc<str>,
    /// The paths of evidence are as they are printed.
    pub findings: Vec<Finding>,
    /// How many findings ignore comments hide.
    pub ignored: usize,
    /// Phrases that are not flagged, and why.
    pub silent: Vec<Silent>,
}

impl<'a> Judge<'a> {
    pub fn new(projects: &'a Projects, today: Option<Date>, switches: Switches) -> Judge<'a> {
        let (opened, switches) = (projects.opened(), Arc::new(switches));
        Judge { projects, opened, today, switches, checkers: Vec::new(), places: BTreeMap::new() }
    }

    /// The job for a text that stands, or would stand, at an absolute path.
    pub fn job(&mut self, source: Source, path: &Path) -> Job {
        Job::new(self.place(path), source, path)
    }

    /// What holds for the file at an absolute path.
    pub fn place(&mut self, path: &Path) -> Arc<Workplace> {
        let project = self.opened.of(path);
        if let Some(place) = self.places.get(&project.root) {
            return place.clone();
        }
        let place = Arc::new(Workplace {
            checker: self.checker(&project.library),
            today: self.today.unwrap_or_else(|| project.today()),
            switches: self.switches.clone(),
            folder: self.projects.folder.clone(),
            project,
        });
        self.places.insert(place.project.root.clone(), place.clone());
        place
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
    /// The job for a text that stands, or would stand, at an absolute path of a workspace.
    pub fn new(place: Arc<Workplace>, source: Source, file: &Path) -> Job {
        let (shown, path) = (root::relative(&place.folder, file), root::relative(&place.project.root, file));
        Job { place, file: file.to_path_buf(), path, shown, source }
    }

    /// Nothing for a file that gets no findings; a problem for one that cannot be read.
    pub fn check(&self) -> Result<Option<CheckedFile>, Problem> {
        Ok(self.document()?.map(|document| self.judge(document)))
    }

    /// What is found in a document, as [`Job::document`] or [`Job::read`] gives it.
    pub fn judge(&self, document: Document) -> CheckedFile {
        let Workplace { project, checker, today, switches, folder } = &*self.place;
        let mut config = project.config.for_file(&document.path);
        config.sets.extend(switches.sets.iter().map(|set| set.name().to_string()));
        config.targets.retain(|(product, _)| switches.targets.iter().all(|(other, _)| other != product));
        config.targets.extend(switches.targets.iter().cloned());
        let stack = project.stack.for_file(&document.path, &config);
        let mut report = checker.check(&document, &stack, &config, *today);
        for evidence in report.findings.iter_mut().flat_map(|finding| &mut finding.evidence) {
            evidence.path = root::relative(folder, &project.root.join(&evidence.path));
        }
        let Report { findings, ignored, silent, .. } = report;
        CheckedFile { path: self.shown.clone(), text: document.text, findings, ignored, silent }
    }

    /// The file as it is read; nothing if it is excluded, or is no text and was only found.
    pub fn document(&self) -> Result<Option<Document>, Problem> {
        let project = &self.place.project;
        if project.is_path_excluded(&self.path) {
            return Ok(None);
        }
        let text = match &self.source {
            Source::File(Origin::Named) => read::text(&self.file, &self.shown)?.into(),
            Source::File(Origin::Found) => match read::text_of_found_file(&self.file, &self.shown)? {
                Some(text) => text.into(),
                None => return Ok(None),
            },
            Source::Text(text) => text.clone(),
        };
        let is_excluded = project.is_excluded(&self.path, &text);
        Ok((!is_excluded).then(|| self.read(text)))
    }

    /// Another text that could stand in the file.
    pub fn read(&self, text: Arc<str>) -> Document {
        self.place.project.document(&self.path, text, None)
    }
}
