//! Everything that holds for the files of one workspace: its configuration, its knowledge, its Stack.

use super::exclude::{is_built_in, is_generated, is_lock_file};
use super::pages::{self, PageFile};
use super::{Buffers, names, read, root, walk};
use crate::check::{Checker, Report};
use crate::config::{Config, FILE_NAME as CONFIG_NAME, FileConfig};
use crate::context::Context;
use crate::document::Document;
use crate::knowledge::{Date, Page, Problem, parse};
use crate::library::Library;
use crate::stack::{FileEvidence, FileStack, ProductIndex, Stack};
use crate::text::Span;
use crate::text::line_index::LineIndex;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{SystemTime, UNIX_EPOCH};

/// More files than this are not searched for product versions.
const EVIDENCE_FILE_LIMIT: usize = 5_000;

/// One workspace as it was when it was read; the shell and the editor judge files by the same value.
#[derive(Clone, Debug, Default)]
pub struct Project {
    pub root: PathBuf,
    pub config: Config,
    pub library: Arc<Library>,
    pub stack: Stack,
    /// Problems of `docent.toml`.
    pub config_problems: Vec<Problem>,
    /// Problems of the workspace's own pages.
    pub page_problems: Vec<Problem>,
    /// For the library; compiled when it is first needed.
    checker: OnceLock<Arc<Checker>>,
}

impl Project {
    /// A workspace of which nothing has been read yet.
    #[must_use]
    pub fn unread(root: &Path, base: &Arc<Library>) -> Project {
        Project { root: root.to_path_buf(), library: base.clone(), ..Project::default() }
    }

    /// Reads the configuration and the pages of the workspace at `root`. The Stack stays empty until
    /// [`Project::with_stack`]: it takes longer, and not everything needs it.
    ///
    /// `last_good` is the configuration to keep while `docent.toml` has a problem.
    #[must_use]
    pub fn open(root: &Path, base: &Arc<Library>, buffers: &Buffers, last_good: Option<&Config>) -> Project {
        let (text, parsed, mut config_problems) = read_config(root, buffers);
        let config = match last_good {
            Some(config) if !config_problems.is_empty() => config.clone(),
            _ => parsed,
        };
        let (files, mut page_problems) = pages::read(root, &config, buffers);
        let pages = parse_pages(&files, &mut page_problems);
        let library = if pages.is_empty() { base.clone() } else { Arc::new(base.with_workspace(pages)) };
        config_problems.extend(names::unknown_names(&text, CONFIG_NAME, &library));
        config_problems.sort_by_key(|problem| problem.span);
        Project {
            root: root.to_path_buf(),
            config,
            library,
            config_problems,
            page_problems,
            ..Project::default()
        }
    }

    /// The same workspace with the product versions that its files state.
    #[must_use]
    pub fn with_stack(mut self, buffers: &Buffers) -> Project {
        let files = walk::files(&self.root).files;
        let candidates = files.into_iter().filter(|path| may_state_versions(path));
        let candidates: Vec<PathBuf> = candidates.take(EVIDENCE_FILE_LIMIT).collect();
        let next = AtomicUsize::new(0);
        let read = || {
            let indices = std::iter::from_fn(|| Some(next.fetch_add(1, Ordering::Relaxed)));
            let paths = indices.map_while(|index| candidates.get(index));
            paths.filter_map(|path| self.evidence_at(path, buffers)).collect::<Vec<_>>()
        };
        let threads = std::thread::available_parallelism().map_or(1, usize::from).min(candidates.len());
        let mut stack = Stack::default();
        std::thread::scope(|scope| {
            let readers: Vec<_> = (1..threads).map(|_| scope.spawn(read)).collect();
            let own = read();
            // What a thread found that panicked is missing: better than no Stack.
            let others = readers.into_iter().flat_map(|reader| reader.join().unwrap_or_default());
            for evidence in own.into_iter().chain(others) {
                stack.replace(evidence);
            }
        });
        self.stack = stack;
        self
    }

    fn evidence_at(&self, path: &Path, buffers: &Buffers) -> Option<FileEvidence> {
        let shown = root::relative(&self.root, path);
        let text = match buffers.get(path) {
            Some(text) => text.clone(),
            None => read::text(path, &shown).ok().map(Arc::from)?,
        };
        self.evidence(&self.document(&shown, text, None))
    }

    /// What a document of this workspace contributes to the Stack: nothing if it is prose, source code or
    /// excluded.
    #[must_use]
    pub fn evidence(&self, document: &Document) -> Option<FileEvidence> {
        let counts = may_state_versions(Path::new(&document.path))
            && !self.is_excluded(&document.path, &document.text);
        counts.then(|| FileEvidence::of(document, self.products()))
    }

    /// The rules of the library.
    pub fn checker(&self) -> &Arc<Checker> {
        self.checker.get_or_init(|| Arc::new(Checker::new(self.library.clone())))
    }

    /// Takes over what was compiled for another state of the workspace, if the library is the same.
    pub fn share_checker(&mut self, other: &Project) {
        if Arc::ptr_eq(&self.library, &other.library) {
            self.checker = other.checker.clone();
        }
    }

    /// The products of the library.
    pub fn products(&self) -> &ProductIndex {
        self.checker().products()
    }

    /// What is wrong with a document of this workspace; nothing if it is excluded.
    #[must_use]
    pub fn check(&self, document: &Document, stack: &FileStack, config: &FileConfig) -> Report {
        if self.is_excluded(&document.path, &document.text) {
            return Report::default();
        }
        self.checker().check(document, stack, config, self.today())
    }

    /// What a checked document contributes to the Stack, if a file of this name may contribute.
    #[must_use]
    pub fn evidence_of(document: &Document, report: &Report) -> Option<FileEvidence> {
        may_state_versions(Path::new(&document.path)).then(|| report.evidence.clone())
    }

    /// Reads a text of this workspace. `language` is the client's language id, for a text without a path.
    #[must_use]
    pub fn document(&self, path: &str, text: Arc<str>, language: Option<&str>) -> Document {
        Document::read(path, text, self.config.kind_of(path), language)
    }

    /// Asks a question about a text of this workspace that no editor has open.
    pub fn ask<T>(&self, path: &str, text: Arc<str>, question: impl FnOnce(&Context, &FileConfig) -> T) -> T {
        let document = self.document(path, text, None);
        let config = self.config.for_file(path);
        let stack = self.stack.for_file(path, &config);
        let context = Context {
            library: &self.library,
            products: self.products(),
            document: &document,
            stack: &stack,
            config: &self.config,
            today: self.today(),
        };
        question(&context, &config)
    }

    /// Whether the text gets no findings: hover and completion work all the same.
    #[must_use]
    pub fn is_excluded(&self, path: &str, text: &str) -> bool {
        self.is_path_excluded(path) || is_generated(text) && !is_lock_file(path)
    }

    /// Whether no text at this path gets findings.
    #[must_use]
    pub fn is_path_excluded(&self, path: &str) -> bool {
        is_built_in(path) || self.config.excludes(path)
    }

    /// What is wrong with a file as `docent.toml` or as a page.
    pub fn problems_of<'a>(&'a self, path: &'a str) -> impl Iterator<Item = &'a Problem> {
        let problems = self.config_problems.iter().chain(&self.page_problems);
        problems.filter(move |problem| !path.is_empty() && problem.path == path)
    }

    /// The day by which dates are judged.
    #[must_use]
    pub fn today(&self) -> Date {
        self.config.as_of.unwrap_or_else(today)
    }
}

/// Today's date in UTC.
#[must_use]
pub fn today() -> Date {
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Date::from_unix_seconds(since_epoch.as_secs())
}

/// The text of `docent.toml`, what it says and what is wrong with it.
fn read_config(root: &Path, buffers: &Buffers) -> (Arc<str>, Config, Vec<Problem>) {
    let path = root.join(CONFIG_NAME);
    let text = match buffers.get(&path) {
        Some(text) => text.clone(),
        None if !path.exists() => return (Arc::default(), Config::default(), Vec::new()),
        None => match read::text(&path, CONFIG_NAME) {
            Ok(text) => text.into(),
            Err(problem) => return (Arc::default(), Config::default(), vec![problem]),
        },
    };
    let (config, problems) = Config::parse(&text, CONFIG_NAME);
    (text, config, problems)
}

/// All pages of the files; the second page with an id is a problem and is left out.
fn parse_pages(files: &[PageFile], problems: &mut Vec<Problem>) -> Vec<Page> {
    let mut pages: Vec<Page> = Vec::new();
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    for file in files {
        let (parsed, found) = parse::parse(&file.text, &file.path, "workspace");
        problems.extend(found);
        for page in parsed {
            if let Some(first) = seen.get(&page.id) {
                let message =
                    format!("the page `{}` is already in {first}; rename one of the two headings", page.id);
                problems.push(problem_at(file, page.title_span, message));
                continue;
            }
            seen.insert(page.id.clone(), file.path.clone());
            pages.push(page);
        }
    }
    pages
}

fn problem_at(file: &PageFile, span: Span, message: String) -> Problem {
    let line = LineIndex::new(&file.text).line_of(span.start()) + 1;
    Problem { path: file.path.clone(), line, span, message }
}

/// Whether a file of this name may run something: configuration, manifests and build files, but neither
/// prose nor source code, whose images are examples.
#[must_use]
pub fn may_state_versions(path: &Path) -> bool {
    const EXTENSIONS: [&str; 27] = [
        "yml",
        "yaml",
        "json",
        "toml",
        "tf",
        "tfvars",
        "hcl",
        "xml",
        "properties",
        "cnf",
        "conf",
        "cfg",
        "ini",
        "env",
        "gradle",
        "kts",
        "mod",
        "service",
        "container",
        "dockerfile",
        "containerfile",
        "sh",
        "lock",
        "csproj",
        "fsproj",
        "vbproj",
        "props",
    ];
    const STARTS: [&str; 7] =
        ["dockerfile", "containerfile", ".env", "gemfile", "requirements", "constraints", "runtime.txt"];
    let name = path.file_name().map(|name| name.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_ascii_lowercase());
    match extension {
        Some(extension) if EXTENSIONS.contains(&extension.as_str()) => true,
        None => true,
        Some(_) => STARTS.iter().any(|start| name.starts_with(start)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_and_source_code_state_no_versions() {
        let stating: Vec<&str> = [
            "compose.yaml",
            "Dockerfile",
            "Dockerfile.dev",
            "api.Dockerfile",
            ".env.local",
            ".tool-versions",
            "requirements-dev.txt",
            "README.md",
            "main.rs",
            "notes.txt",
        ]
        .into_iter()
        .filter(|name| may_state_versions(Path::new(name)))
        .collect();
        assert_eq!(
            stating,
            [
                "compose.yaml",
                "Dockerfile",
                "Dockerfile.dev",
                "api.Dockerfile",
                ".env.local",
                ".tool-versions",
                "requirements-dev.txt"
            ]
        );
    }

    #[test]
    fn the_date_of_the_configuration_goes_before_the_clock() {
        let day = Date::new(2026, 11, 22);
        let config = Config { as_of: day, ..Config::default() };
        assert_eq!(Some(Project { config, ..Project::default() }.today()), day);
        assert_eq!(Project::default().today(), today());
    }
}
