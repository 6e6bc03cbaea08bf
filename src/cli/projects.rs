//! The workspace of each file that a command touches, read once.

use crate::library::Library;
use crate::workspace::{Buffers, Project, root};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Opens workspaces over one base library.
#[derive(Debug)]
pub struct Projects {
    base: Arc<Library>,
    /// The working directory: paths are printed relative to it.
    pub folder: PathBuf,
}

/// The workspaces of many files, with the way from a folder to its workspace remembered.
#[derive(Debug)]
pub struct Opened<'a> {
    projects: &'a Projects,
    roots: BTreeMap<PathBuf, PathBuf>,
    by_root: BTreeMap<PathBuf, Arc<Project>>,
}

impl Projects {
    pub fn new(base: Arc<Library>) -> Projects {
        Projects { base, folder: std::env::current_dir().unwrap_or_default() }
    }

    /// The library below the pages of the workspaces.
    pub fn base(&self) -> &Library {
        &self.base
    }

    /// The workspace of the working directory, without its Stack.
    pub fn here(&self) -> Project {
        self.open(&root::root_of(&self.folder, &self.folder))
    }

    /// The workspace at a root, without its Stack.
    pub fn open(&self, root: &Path) -> Project {
        Project::open(root, &self.base, &Buffers::new(), None)
    }

    /// Begins with no workspace open.
    pub fn opened(&self) -> Opened<'_> {
        Opened { projects: self, roots: BTreeMap::new(), by_root: BTreeMap::new() }
    }

    /// A path as it is printed: relative to the working directory if it lies below, with `/`.
    pub fn shown(&self, path: &Path) -> String {
        root::relative(&self.folder, path)
    }
}

impl Opened<'_> {
    /// The workspace of the file at an absolute path, with its Stack.
    pub fn of(&mut self, path: &Path) -> Arc<Project> {
        let folder = path.parent().unwrap_or(path).to_path_buf();
        let fallback = &self.projects.folder;
        let root =
            self.roots.entry(folder.clone()).or_insert_with(|| root::root_of(&folder, fallback)).clone();
        let projects = self.projects;
        let open = || Arc::new(projects.open(&root).with_stack(&Buffers::new()));
        self.by_root.entry(root.clone()).or_insert_with(open).clone()
    }

    /// Every workspace that was opened, by its root.
    pub fn all(&self) -> impl Iterator<Item = &Arc<Project>> {
        self.by_root.values()
    }
}
