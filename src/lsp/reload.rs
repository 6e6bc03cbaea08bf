//! Reads workspaces, and reads them again when their configuration, their pages or their files change.

use super::address::file_of;
use super::publish::Event;
use super::state::State;
use super::workspaces::{Stage, WorkspaceSlot};
use crate::stack::FileEvidence;
use crate::workspace::project::may_state_versions;
use crate::workspace::{pages, read, root};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::Instant;
use tower_lsp::Client;
use tower_lsp::ls_types::{
    DidChangeWatchedFilesRegistrationOptions, FileSystemWatcher, GlobPattern, MessageType, Registration, Uri,
};

/// Changes that follow each other within this time cost one reload.
const QUIET: Duration = Duration::from_millis(60);

/// However busily files change, they are read again this often.
const LONGEST_WAIT: Duration = Duration::from_millis(400);

/// How long a client may take to agree to watch files.
const REGISTRATION_LIMIT: Duration = Duration::from_secs(10);

/// The files whose changes outside the editor matter.
const WATCHED: [&str; 4] = [
    "**/docent.toml",
    "**/.docent/**",
    "**/*.{md,yml,yaml,toml,json,env,cnf,conf,ini,properties,tf}",
    "**/{Dockerfile,Containerfile,.env}*",
];

/// What of a workspace has to be read again.
#[derive(Debug, Default)]
struct Changes {
    /// Configuration and pages.
    knowledge: bool,
    /// Files that may state versions.
    files: Vec<PathBuf>,
}

/// The one task that reads workspaces.
#[derive(Debug)]
pub struct Reloader {
    pub state: Arc<State>,
    pub client: Client,
    pub requests: mpsc::UnboundedReceiver<Request>,
    pub events: mpsc::UnboundedSender<Event>,
}

/// What the reloader is asked for.
#[derive(Debug)]
pub enum Request {
    /// A document of the workspace was opened.
    Opened(Arc<WorkspaceSlot>),
    /// Read the workspace again.
    Reload(Arc<WorkspaceSlot>),
    /// A file was changed on disk, or its document closed.
    File(Arc<WorkspaceSlot>, PathBuf),
}

/// Whether the text of this file is configuration or a page of the workspace.
#[must_use]
pub fn is_knowledge(workspace: &WorkspaceSlot, file: &Path) -> bool {
    let is_page = |folder: &PathBuf| pages::is_page_path(file, folder);
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("toml") => file == workspace.root().join("docent.toml"),
        Some(_) => pages::folders(workspace.root(), &workspace.project().config).iter().any(is_page),
        None => false,
    }
}

impl Reloader {
    pub async fn run(mut self) {
        while let Some(request) = self.requests.recv().await {
            let mut changes = BTreeMap::new();
            let latest = Instant::now() + LONGEST_WAIT;
            let mut wait = note(request, &mut changes);
            loop {
                let until = latest.min(Instant::now() + wait);
                match tokio::time::timeout_at(until, self.requests.recv()).await {
                    Ok(Some(request)) => wait = wait.min(note(request, &mut changes)),
                    Ok(None) | Err(_) => break,
                }
            }
            for (workspace, changes) in changes.into_values() {
                self.apply(workspace, changes).await;
            }
        }
    }

    async fn apply(&self, workspace: Arc<WorkspaceSlot>, changes: Changes) {
        let all = changes.knowledge || !workspace.has_reached(Stage::Stack);
        if all {
            self.read(&workspace).await;
        }
        let (state, slot) = (self.state.clone(), workspace.clone());
        let reading = tokio::task::spawn_blocking(move || read_evidence(&state, &slot, &changes.files));
        let stack_changed = reading.await.unwrap_or(false);
        if all || stack_changed {
            self.state.refresh(&workspace);
            // Before anybody who waits for the workspace goes on.
            self.state.files_changed();
            workspace.announce(Stage::Stack);
            let _ = self.events.send(Event::Workspace(workspace));
        }
    }

    /// Reads configuration and pages, and the Stack where they change what it says.
    async fn read(&self, workspace: &Arc<WorkspaceSlot>) {
        let (state, slot) = (self.state.clone(), workspace.clone());
        let pages = tokio::task::spawn_blocking(move || slot.read_pages(&state.buffers(&slot))).await;
        self.state.refresh(workspace);
        workspace.announce(Stage::Pages);
        if pages.unwrap_or(false) || !workspace.has_reached(Stage::Stack) {
            let (state, slot) = (self.state.clone(), workspace.clone());
            let _ = tokio::task::spawn_blocking(move || slot.read_stack(&state.buffers(&slot))).await;
        }
        self.tell_problems(workspace).await;
    }

    /// A client that pulls asks only about open documents, so problems elsewhere are said in words.
    async fn tell_problems(&self, workspace: &WorkspaceSlot) {
        if !self.state.client().pulls {
            return;
        }
        let project = workspace.project();
        for problem in &project.config_problems {
            let path = workspace.root().join(&problem.path);
            if !self.state.has_open(&path) {
                let message = format!("{}:{}: {}", path.display(), problem.line, problem.message);
                self.client.show_message(MessageType::WARNING, message).await;
            }
        }
    }
}

/// Adds a request to the changes; returns how long to wait for more. A first reading does not wait: hover
/// and completion wait for it.
fn note(request: Request, changes: &mut BTreeMap<PathBuf, (Arc<WorkspaceSlot>, Changes)>) -> Duration {
    let (workspace, file, wait) = match request {
        Request::Opened(workspace) if workspace.has_reached(Stage::Stack) => return QUIET,
        Request::Opened(workspace) => (workspace, None, Duration::ZERO),
        Request::Reload(workspace) => (workspace, None, QUIET),
        Request::File(workspace, file) => (workspace, Some(file), QUIET),
    };
    let key = workspace.root().to_path_buf();
    let (_, changes) = changes.entry(key).or_insert_with(|| (workspace, Changes::default()));
    match file {
        None => changes.knowledge = true,
        Some(file) => changes.files.push(file),
    }
    wait
}

/// Reads what single files on disk state about versions; open documents speak for themselves. Returns whether
/// any of it is new.
fn read_evidence(state: &State, workspace: &WorkspaceSlot, files: &[PathBuf]) -> bool {
    let project = workspace.project();
    let mut changed = false;
    for file in files.iter().filter(|file| may_state_versions(file) && !state.has_open(file)) {
        let path = root::relative(workspace.root(), file);
        let text = read::text(file, &path).unwrap_or_default();
        let evidence = project.evidence(&project.document(&path, text.into(), None));
        let evidence = evidence.unwrap_or_else(|| FileEvidence::nothing(path));
        changed |= workspace.replace_evidence(evidence);
    }
    changed
}

/// What has to be read again because one file of a workspace changed on disk or was closed.
#[must_use]
pub fn request_for(workspace: &Arc<WorkspaceSlot>, file: PathBuf) -> Request {
    // A folder of pages may come or go as a whole.
    if is_knowledge(workspace, &file) || file.ends_with(".docent") || file.ends_with(".docent/knowledge") {
        return Request::Reload(workspace.clone());
    }
    Request::File(workspace.clone(), file)
}

/// What has to be read again because files changed on disk.
#[must_use]
pub fn requests_for(state: &State, changed: &[Uri]) -> Vec<Request> {
    let workspaces = state.workspaces.all();
    let mut requests = Vec::new();
    for file in changed.iter().filter_map(file_of) {
        for workspace in &workspaces {
            if !file.starts_with(workspace.root()) {
                continue;
            }
            requests.push(request_for(workspace, file.clone()));
        }
    }
    requests
}

/// Asks the client to report changes of files.
pub async fn watch_files(client: Client) {
    let watchers = WATCHED
        .iter()
        .map(|glob| FileSystemWatcher { glob_pattern: GlobPattern::String((*glob).to_string()), kind: None })
        .collect();
    let options = DidChangeWatchedFilesRegistrationOptions { watchers };
    let registration = Registration {
        id: "docent-files".to_string(),
        method: "workspace/didChangeWatchedFiles".to_string(),
        register_options: serde_json::to_value(options).ok(),
    };
    let _ = tokio::time::timeout(REGISTRATION_LIMIT, client.register_capability(vec![registration])).await;
}
