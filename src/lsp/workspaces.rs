//! The workspaces of the open documents: each is read when its first document opens, and again when its
//! configuration or its pages change.

use super::settings::EditorSettings;
use crate::config::{Config, Editor};
use crate::library::Library;
use crate::stack::FileEvidence;
use crate::workspace::{Buffers, Project, root};
use arc_swap::{ArcSwap, ArcSwapOption};
use dashmap::DashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::watch;

/// How much of a workspace has been read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    Nothing,
    /// Its configuration and its pages: enough for hover and completion.
    Pages,
    /// The product versions that its files state, too: enough for findings.
    Stack,
}

/// All workspaces, by root.
#[derive(Debug)]
pub struct Workspaces {
    base: Arc<Library>,
    folders: ArcSwap<Vec<PathBuf>>,
    settings: Arc<ArcSwap<EditorSettings>>,
    slots: DashMap<PathBuf, Arc<WorkspaceSlot>>,
    /// What holds for documents that belong to no folder.
    nowhere: Arc<WorkspaceSlot>,
}

/// One workspace and how much of it has been read.
#[derive(Debug)]
pub struct WorkspaceSlot {
    root: PathBuf,
    base: Arc<Library>,
    settings: Arc<ArcSwap<EditorSettings>>,
    project: ArcSwap<Project>,
    /// The last configuration without a problem.
    last_good: ArcSwapOption<Config>,
    stage: watch::Sender<Stage>,
    /// Counts the states of the project.
    generation: AtomicU64,
    /// Held while the project is replaced by one that was made from it.
    changing: Mutex<()>,
}

impl Workspaces {
    #[must_use]
    pub fn new(base: Arc<Library>) -> Workspaces {
        let settings = Arc::default();
        let nowhere = Arc::new(WorkspaceSlot::new(PathBuf::new(), &base, &settings));
        nowhere.stage.send_replace(Stage::Stack);
        Workspaces { base, folders: ArcSwap::default(), settings, slots: DashMap::new(), nowhere }
    }

    /// The editor's own settings; returns whether they are others than before. They hold for a workspace once
    /// it is read again.
    #[must_use]
    pub fn set_settings(&self, settings: EditorSettings) -> bool {
        let before = self.settings.swap(Arc::new(settings));
        let mut nowhere = self.nowhere.project().as_ref().clone();
        nowhere.config.editor = Editor::default();
        settings.apply(&mut nowhere.config.editor);
        self.nowhere.put(nowhere);
        *before != settings
    }

    /// The folders that the editor has open: the roots of files that nothing else gives one.
    pub fn set_folders(&self, folders: Vec<PathBuf>) {
        self.folders.store(Arc::new(folders));
    }

    #[must_use]
    pub fn folders(&self) -> Arc<Vec<PathBuf>> {
        self.folders.load_full()
    }

    /// The workspace of a file; for a document that is no file, that of the first folder of the editor.
    #[must_use]
    pub fn of_file(&self, file: Option<&Path>) -> Arc<WorkspaceSlot> {
        let folders = self.folders.load();
        match (file, folders.first()) {
            (Some(file), _) => {
                let around = folders.iter().filter(|folder| file.starts_with(folder));
                let nearest = around.max_by_key(|folder| folder.components().count());
                self.slot(&root::root_of(file, nearest.map_or(Path::new("/"), PathBuf::as_path)))
            }
            (None, Some(folder)) => self.of_folder(folder),
            (None, None) => self.nowhere.clone(),
        }
    }

    /// The workspace of a folder.
    fn of_folder(&self, folder: &Path) -> Arc<WorkspaceSlot> {
        self.slot(&root::root_of(folder, folder))
    }

    fn slot(&self, root: &Path) -> Arc<WorkspaceSlot> {
        // A file below nothing at all must not make a workspace of the whole disk.
        if root.parent().is_none() {
            return self.nowhere.clone();
        }
        let slot = || Arc::new(WorkspaceSlot::new(root.to_path_buf(), &self.base, &self.settings));
        self.slots.entry(root.to_path_buf()).or_insert_with(slot).clone()
    }

    /// The workspaces for questions that name no file: those of the editor's folders, else all that are known.
    #[must_use]
    pub fn main(&self) -> Vec<Arc<WorkspaceSlot>> {
        let mut slots = self.of_folders();
        if slots.is_empty() {
            slots = self.all();
        }
        if slots.is_empty() {
            slots.push(self.nowhere.clone());
        }
        slots
    }

    /// The workspaces of the editor's folders, in their order.
    #[must_use]
    pub fn of_folders(&self) -> Vec<Arc<WorkspaceSlot>> {
        let mut slots: Vec<Arc<WorkspaceSlot>> = Vec::new();
        for folder in self.folders().iter() {
            let slot = self.of_folder(folder);
            if !slots.iter().any(|known| Arc::ptr_eq(known, &slot)) {
                slots.push(slot);
            }
        }
        slots
    }

    /// Every workspace that has been asked for.
    #[must_use]
    pub fn all(&self) -> Vec<Arc<WorkspaceSlot>> {
        let mut slots: Vec<Arc<WorkspaceSlot>> = self.slots.iter().map(|slot| slot.clone()).collect();
        slots.sort_by(|one, other| one.root.cmp(&other.root));
        slots
    }
}

impl WorkspaceSlot {
    fn new(root: PathBuf, base: &Arc<Library>, settings: &Arc<ArcSwap<EditorSettings>>) -> WorkspaceSlot {
        let project = Project::unread(&root, base);
        WorkspaceSlot {
            root,
            base: base.clone(),
            settings: settings.clone(),
            project: ArcSwap::from_pointee(project),
            last_good: ArcSwapOption::empty(),
            stage: watch::Sender::new(Stage::Nothing),
            generation: AtomicU64::new(0),
            changing: Mutex::new(()),
        }
    }

    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    #[must_use]
    pub fn project(&self) -> Arc<Project> {
        self.project.load_full()
    }

    /// Another number for every state of the project.
    #[must_use]
    pub fn generation(&self) -> u64 {
        self.generation.load(Ordering::Acquire)
    }

    fn put(&self, project: Project) {
        self.project.store(Arc::new(project));
        self.generation.fetch_add(1, Ordering::AcqRel);
    }

    #[must_use]
    pub fn has_reached(&self, stage: Stage) -> bool {
        *self.stage.borrow() >= stage
    }

    /// Waits until so much has been read.
    pub async fn reach(&self, stage: Stage) {
        let _ = self.stage.subscribe().wait_for(|reached| *reached >= stage).await;
    }

    /// Reads configuration and pages. The Stack of before is kept meanwhile; returns whether it can no longer
    /// hold, because the configuration or the products are others.
    #[must_use]
    pub fn read_pages(&self, buffers: &Buffers) -> bool {
        let last_good = self.last_good.load_full();
        let mut project = Project::open(&self.root, &self.base, buffers, last_good.as_deref());
        if project.config_problems.is_empty() {
            self.last_good.store(Some(Arc::new(project.config.clone())));
        }
        self.settings.load().apply(&mut project.config.editor);
        let _changing = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let before = self.project.load();
        project.share_checker(&before);
        let same_library = Arc::ptr_eq(&before.library, &project.library);
        let same_products = same_library || before.library.products() == project.library.products();
        let stack_is_stale = !same_products || before.config != project.config;
        project.stack = before.stack.clone();
        // Gathered here, so that no question has to.
        project.products();
        self.put(project);
        stack_is_stale
    }

    /// Reads the product versions that the files of the workspace state.
    pub fn read_stack(&self, buffers: &Buffers) {
        let read = self.project().as_ref().clone().with_stack(buffers);
        let _changing = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        self.put(read);
    }

    pub fn announce(&self, stage: Stage) {
        self.stage.send_if_modified(|reached| {
            let further = stage > *reached;
            *reached = stage.max(*reached);
            further
        });
    }

    /// Takes note of what one file states now; returns whether that changed anything.
    pub fn replace_evidence(&self, evidence: FileEvidence) -> bool {
        let _changing = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let mut project = self.project.load().as_ref().clone();
        let changed = project.stack.replace(evidence);
        if changed {
            self.put(project);
        }
        changed
    }
}
