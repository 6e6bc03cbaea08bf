//! Diagnostics: what is wrong with the open documents, given to clients that pull and sent to others.

use super::convert::{self, Converter};
use super::snapshot::Snapshot;
use super::state::State;
use super::workspaces::{Stage, WorkspaceSlot};
use crate::workspace::Project;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::Instant;
use tower_lsp::Client;
use tower_lsp::ls_types::{Diagnostic, Uri};

/// A document of this size is judged within a millisecond, which the loop may take.
const QUICK: usize = 8 * 1024;

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
    /// The state of each open document that the client has the diagnostics of.
    published: HashMap<Uri, u64>,
    /// Documents whose last judging came too late, and until when they are left alone.
    rests_until: HashMap<Uri, Instant>,
    /// Files that are not open but were sent problems, by the workspace that has them.
    problem_files: BTreeMap<PathBuf, BTreeSet<Uri>>,
}

impl Queue {
    /// Takes out the document that has been due for the longest time.
    fn next_due(&mut self, now: Instant) -> Option<Uri> {
        let due = self.due.iter().filter(|(_, time)| **time <= now).min_by_key(|(_, time)| **time);
        let uri = due.map(|(uri, _)| uri.clone())?;
        self.due.remove(&uri);
        Some(uri)
    }
}

impl Publisher {
    pub async fn run(mut self) {
        let mut queue = Queue::default();
        loop {
            // What has come meanwhile may put off what is due. A timer would wait for its next tick, so it is asked
            // only when there is something to wait for.
            while let Ok(event) = self.events.try_recv() {
                self.take(event, &mut queue).await;
            }
            if let Some(uri) = queue.next_due(Instant::now()) {
                self.publish(uri, &mut queue).await;
                // Requests go on between two documents.
                tokio::task::yield_now().await;
                continue;
            }
            let next = queue.due.values().min().copied();
            let event = tokio::select! {
                biased;
                event = self.events.recv() => event,
                () = sleep_until(next) => continue,
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
                    let due = Instant::now() + wait_of(length);
                    let due = queue.rests_until.get(&uri).map_or(due, |rest| due.max(*rest));
                    queue.due.insert(uri, due);
                }
            }
            Event::Closed(uri) => {
                queue.due.remove(&uri);
                queue.published.remove(&uri);
                queue.rests_until.remove(&uri);
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

    /// Judges a document and sends the result, unless the document has changed meanwhile: then its change
    /// is on its way here.
    async fn publish(&self, uri: Uri, queue: &mut Queue) {
        let Some(snapshot) = self.state.snapshot(&uri) else { return };
        let is_known = queue.published.get(&uri) == Some(&snapshot.serial);
        if is_known || !snapshot.workspace.has_reached(Stage::Stack) {
            // While the workspace is being read, its event will bring the document back.
            return;
        }
        let begin = Instant::now();
        let Some((diagnostics, stack_changed)) = self.judge(&snapshot).await else { return };
        if self.state.is_current(&snapshot) {
            queue.rests_until.remove(&uri);
            queue.published.insert(uri.clone(), snapshot.serial);
            self.client.publish_diagnostics(uri, diagnostics, Some(snapshot.version)).await;
        } else {
            // Changes come faster than they can be judged: at most half of the time goes into what nobody will see.
            let now = Instant::now();
            queue.rests_until.insert(uri, now + (now - begin));
        }
        if stack_changed {
            self.state.files_changed();
            let _ = self.sender.send(Event::Workspace(snapshot.workspace.clone()));
        }
    }

    /// In place if that is quick, else on the pool. A document whose judging failed is no reason to fail on others.
    async fn judge(&self, snapshot: &Arc<Snapshot>) -> Option<(Vec<Diagnostic>, bool)> {
        let (state, judged) = (self.state.clone(), snapshot.clone());
        let judge = move || diagnose(&state, &judged);
        if snapshot.text.len() <= QUICK && snapshot.project.checker().is_compiled() {
            return catch_unwind(AssertUnwindSafe(judge)).ok();
        }
        tokio::task::spawn_blocking(judge).await.ok()
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
