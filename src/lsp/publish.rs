//! Diagnostics: what is wrong with the open documents, given to clients that pull and sent to others.

use super::convert::{self, Converter};
use super::snapshot::Snapshot;
use super::state::State;
use super::workspaces::{Stage, WorkspaceSlot};
use crate::workspace::Project;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::Instant;
use tower_lsp::Client;
use tower_lsp::ls_types::{Diagnostic, Uri};

/// A document below this size is judged at once.
const NO_WAIT: usize = 64 * 1024;

/// A document of this size or above is judged when nothing has changed for [`LONGEST_WAIT`].
const FULL_WAIT: usize = 1024 * 1024;

const LONGEST_WAIT: Duration = Duration::from_millis(150);

/// How long a client may take to answer that it will ask again.
const REFRESH_LIMIT: Duration = Duration::from_secs(10);

/// What the publisher has to know.
#[derive(Debug)]
pub enum Event {
    Changed(Uri),
    Closed(Uri),
    /// Configuration, pages or Stack of a workspace are others than before.
    Workspace(Arc<WorkspaceSlot>),
}

/// All diagnostics of one document. Takes as long as reading and judging the document takes.
///
/// Returns whether what the document states about versions changed the Stack of its workspace.
#[must_use]
pub fn diagnose(state: &State, snapshot: &Snapshot) -> (Vec<Diagnostic>, bool) {
    let client = state.client();
    let converter = Converter::new(snapshot, &client);
    let report = snapshot.report();
    let mut diagnostics: Vec<Diagnostic> =
        report.findings.iter().map(|finding| converter.diagnostic(finding)).collect();
    let problems = snapshot.project.problems_of(&snapshot.path);
    diagnostics.extend(problems.map(|problem| converter.problem(problem)));
    let counts = snapshot.file.is_some() && state.is_current(snapshot);
    let evidence = counts.then(|| Project::evidence_of(snapshot.document(), &report)).flatten();
    (diagnostics, evidence.is_some_and(|evidence| snapshot.workspace.replace_evidence(evidence)))
}

/// The one task that sends diagnostics, or tells clients that pull to ask again.
#[derive(Debug)]
pub struct Publisher {
    pub state: Arc<State>,
    pub client: Client,
    pub events: mpsc::UnboundedReceiver<Event>,
    pub sender: mpsc::UnboundedSender<Event>,
}

/// What is still to be published, and what has been.
#[derive(Debug, Default)]
struct Queue {
    due: BTreeMap<Uri, Instant>,
    /// Files that are not open but were sent problems, by the workspace that has them.
    problem_files: BTreeMap<PathBuf, BTreeSet<Uri>>,
}

impl Publisher {
    pub async fn run(mut self) {
        let mut queue = Queue::default();
        loop {
            let next = queue.due.values().min().copied();
            let event = tokio::select! {
                biased;
                event = self.events.recv() => event,
                () = sleep_until(next) => {
                    self.publish_due(&mut queue).await;
                    continue;
                }
            };
            match event {
                None => return,
                Some(event) => self.take(event, &mut queue).await,
            }
        }
    }

    async fn take(&self, event: Event, queue: &mut Queue) {
        let pulls = self.state.client().pulls;
        match event {
            Event::Changed(uri) => {
                if !pulls && let Some(length) = self.state.length(&uri) {
                    queue.due.insert(uri, Instant::now() + wait_of(length));
                }
            }
            Event::Closed(uri) => {
                queue.due.remove(&uri);
                if !pulls {
                    self.client.publish_diagnostics(uri, Vec::new(), None).await;
                }
            }
            Event::Workspace(workspace) => {
                let documents = self.state.refresh(&workspace);
                if pulls {
                    self.ask_to_pull_again();
                } else {
                    let now = Instant::now();
                    queue.due.extend(documents.into_iter().map(|uri| (uri, now)));
                    self.publish_problem_files(&workspace, queue).await;
                }
            }
        }
    }

    async fn publish_due(&self, queue: &mut Queue) {
        let now = Instant::now();
        let due: Vec<Uri> =
            queue.due.iter().filter(|(_, time)| **time <= now).map(|(uri, _)| uri.clone()).collect();
        for uri in due {
            queue.due.remove(&uri);
            self.publish(uri).await;
        }
    }

    /// Judges a document and sends the result, unless the document has changed meanwhile: then its change
    /// is on its way here.
    async fn publish(&self, uri: Uri) {
        let Some(snapshot) = self.state.snapshot(&uri) else { return };
        if !snapshot.workspace.has_reached(Stage::Stack) {
            // The workspace is being read; its event will bring the document back.
            return;
        }
        let state = self.state.clone();
        let judged = snapshot.clone();
        let judging = tokio::task::spawn_blocking(move || diagnose(&state, &judged));
        // A document whose judging failed is no reason to fail on others.
        let Ok((diagnostics, stack_changed)) = judging.await else { return };
        if self.state.is_current(&snapshot) {
            self.client.publish_diagnostics(uri, diagnostics, Some(snapshot.version)).await;
        }
        if stack_changed {
            self.state.files_changed();
            let _ = self.sender.send(Event::Workspace(snapshot.workspace.clone()));
        }
    }

    /// Problems of configuration and pages are shown in their files, open or not.
    async fn publish_problem_files(&self, workspace: &WorkspaceSlot, queue: &mut Queue) {
        let project = workspace.project();
        let mut by_uri: BTreeMap<Uri, Vec<Diagnostic>> = BTreeMap::new();
        for problem in project.config_problems.iter().chain(&project.page_problems) {
            let path = workspace.root().join(&problem.path);
            if self.state.has_open(&path) {
                continue;
            }
            if let Some(uri) = convert::to_uri(&path) {
                let diagnostic = convert::problem_diagnostic(problem, convert::line_start(problem.line));
                by_uri.entry(uri).or_default().push(diagnostic);
            }
        }
        let shown: BTreeSet<Uri> = by_uri.keys().cloned().collect();
        let before = queue.problem_files.insert(workspace.root().to_path_buf(), shown).unwrap_or_default();
        for uri in before {
            if !by_uri.contains_key(&uri) && self.state.snapshot(&uri).is_none() {
                by_uri.insert(uri, Vec::new());
            }
        }
        for (uri, diagnostics) in by_uri {
            self.client.publish_diagnostics(uri, diagnostics, None).await;
        }
    }

    fn ask_to_pull_again(&self) {
        if self.state.client().refreshes {
            let client = self.client.clone();
            tokio::spawn(async move {
                let _ = tokio::time::timeout(REFRESH_LIMIT, client.workspace_diagnostic_refresh()).await;
            });
        }
    }
}

/// How long to wait for quiet before a document of this size is judged.
pub fn wait_of(size: usize) -> Duration {
    if size < NO_WAIT {
        return Duration::ZERO;
    }
    let share = u32::try_from(size.min(FULL_WAIT) * 100 / FULL_WAIT).unwrap_or(100);
    LONGEST_WAIT * share / 100
}

async fn sleep_until(time: Option<Instant>) {
    match time {
        Some(time) => tokio::time::sleep_until(time).await,
        None => std::future::pending().await,
    }
}
