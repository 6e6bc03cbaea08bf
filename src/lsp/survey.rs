//! Diagnostics of a whole workspace, for clients that pull: of the files that are not open, for a client asks about
//! open documents one by one.
//!
//! A file costs a look at its date until something changes what is known about it. A client that takes results in parts
//! keeps a request open all the time: it is answered anew only after a change.

use super::convert::{Converter, to_uri};
use super::message::PartialResult;
use super::reload::Request;
use super::state::State;
use super::workspaces::{Stage, WorkspaceSlot};
use crate::text::line_index::LineIndex;
use crate::workspace::{read, root, walk};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::mpsc;
use tower_lsp::Client;
use tower_lsp::ls_types::notification::Progress;
use tower_lsp::ls_types::{
    Diagnostic, FullDocumentDiagnosticReport, MessageType, NumberOrString, ProgressParams,
    ProgressParamsValue, UnchangedDocumentDiagnosticReport, Uri, WorkDoneProgress, WorkDoneProgressBegin,
    WorkDoneProgressEnd, WorkDoneProgressReport, WorkspaceDiagnosticParams, WorkspaceDiagnosticReport,
    WorkspaceDocumentDiagnosticReport, WorkspaceFullDocumentDiagnosticReport,
    WorkspaceUnchangedDocumentDiagnosticReport,
};

/// More files than this are not looked at.
const FILE_LIMIT: usize = 10_000;

/// So many files are judged before the client hears of them.
const STEP: usize = 64;

/// Changes that follow each other within this time are one.
const QUIET: Duration = Duration::from_millis(300);

/// What is remembered between one survey and the next.
#[derive(Debug, Default)]
pub struct Memory {
    /// Up to which change the client has been told everything.
    told: Mutex<u64>,
    /// The states of files in which nothing is wrong.
    clean: Mutex<HashSet<u64>>,
}

/// One survey for one request.
#[derive(Debug)]
pub struct Survey {
    pub state: Arc<State>,
    pub client: Client,
    pub reloads: mpsc::UnboundedSender<Request>,
    pub memory: Arc<Memory>,
}

/// A file that is to be looked at.
#[derive(Debug)]
struct Candidate {
    path: PathBuf,
    uri: Uri,
    workspace: Arc<WorkspaceSlot>,
    /// Another number for every state of the file and of its workspace.
    mark: u64,
}

type Report = WorkspaceDocumentDiagnosticReport;

impl Survey {
    /// Everything the client does not know yet. Parts go ahead to a client that takes them.
    pub async fn run(self, params: WorkspaceDiagnosticParams) -> WorkspaceDiagnosticReport {
        let known: HashMap<String, String> = params
            .previous_result_ids
            .into_iter()
            .map(|previous| (previous.uri.as_str().to_string(), previous.value))
            .collect();
        let part = params.partial_result_params.partial_result_token;
        if part.is_some() && !known.is_empty() {
            self.wait_for_change().await;
        }
        let progress = params.work_done_progress_params.work_done_token;
        self.tell(progress.as_ref(), begin()).await;
        let mut candidates = self.candidates().await;
        self.read_workspaces(&candidates).await;
        let now = *self.state.changes.borrow();
        self.add_problem_files(&mut candidates);
        for candidate in &mut candidates {
            candidate.mark = mark(candidate);
        }
        let mut reports = self.judge(candidates, known, part.as_ref(), progress.as_ref()).await;
        self.tell(progress.as_ref(), WorkDoneProgress::End(WorkDoneProgressEnd { message: None })).await;
        *lock(&self.memory.told) = now;
        if part.is_some() {
            self.send_part(part.as_ref(), &mut reports).await;
        }
        WorkspaceDiagnosticReport { items: reports }
    }

    async fn wait_for_change(&self) {
        let told = *lock(&self.memory.told);
        let mut changes = self.state.changes.subscribe();
        if *changes.borrow() == told {
            let _ = changes.wait_for(|count| *count != told).await;
            tokio::time::sleep(QUIET).await;
        }
    }

    /// The files of the editor's folders that are not open, each with its workspace.
    async fn candidates(&self) -> Vec<Candidate> {
        let state = self.state.clone();
        let found = tokio::task::spawn_blocking(move || candidates(&state)).await;
        let (candidates, is_cut) = found.unwrap_or_default();
        if is_cut {
            let message = format!("docent looks at the first {FILE_LIMIT} files of the workspace only");
            self.client.log_message(MessageType::WARNING, message).await;
        }
        candidates
    }

    async fn read_workspaces(&self, candidates: &[Candidate]) {
        let workspaces: BTreeMap<&Path, &Arc<WorkspaceSlot>> =
            candidates.iter().map(|candidate| (candidate.workspace.root(), &candidate.workspace)).collect();
        for workspace in workspaces.into_values() {
            let _ = self.reloads.send(Request::Opened(workspace.clone()));
            workspace.reach(Stage::Stack).await;
        }
    }

    /// A walk leaves out the folder of docent's own pages, but what is wrong with them is to be seen.
    fn add_problem_files(&self, candidates: &mut Vec<Candidate>) {
        let mut seen: HashSet<PathBuf> = candidates.iter().map(|candidate| candidate.path.clone()).collect();
        seen.extend(self.state.open_files());
        for workspace in self.state.workspaces.of_folders() {
            let project = workspace.project();
            for problem in project.config_problems.iter().chain(&project.page_problems) {
                let path = project.root.join(&problem.path);
                if let Some(uri) = to_uri(&path).filter(|_| seen.insert(path.clone())) {
                    candidates.push(Candidate { path, uri, workspace: workspace.clone(), mark: 0 });
                }
            }
        }
    }

    async fn judge(
        &self,
        candidates: Vec<Candidate>,
        mut known: HashMap<String, String>,
        part: Option<&NumberOrString>,
        progress: Option<&NumberOrString>,
    ) -> Vec<Report> {
        let total = candidates.len();
        let before = std::mem::take(&mut *lock(&self.memory.clean));
        let mut clean = HashSet::new();
        let mut reports = Vec::new();
        let mut candidates = candidates.into_iter();
        let mut done = 0;
        loop {
            let step: Vec<Candidate> = candidates.by_ref().take(STEP).collect();
            if step.is_empty() {
                break;
            }
            done += step.len();
            let (mut open, mut asked) = (Vec::new(), HashSet::new());
            for candidate in step {
                let previous = known.remove(candidate.uri.as_str());
                let result_id = candidate.mark.to_string();
                if previous.as_ref() == Some(&result_id) {
                    reports.push(unchanged(candidate.uri, result_id));
                } else if previous.is_none() && before.contains(&candidate.mark) {
                    clean.insert(candidate.mark);
                } else {
                    asked.extend(previous.map(|_| candidate.mark));
                    open.push(candidate);
                }
            }
            for (candidate, diagnostics) in self.diagnose(open).await {
                if diagnostics.is_empty() {
                    clean.insert(candidate.mark);
                }
                if !diagnostics.is_empty() || asked.contains(&candidate.mark) {
                    reports.push(full(candidate.uri, Some(candidate.mark.to_string()), diagnostics));
                }
            }
            self.send_part(part, &mut reports).await;
            self.tell(progress, step_done(done, total)).await;
        }
        *lock(&self.memory.clean) = clean;
        // What has been reported and is open or gone now.
        let is_shown = |uri: &Uri| self.state.snapshot(uri).is_some();
        let gone = known.into_keys().filter_map(|uri| uri.parse().ok()).filter(|uri| !is_shown(uri));
        reports.extend(gone.map(|uri| full(uri, None, Vec::new())));
        reports
    }

    async fn diagnose(&self, candidates: Vec<Candidate>) -> Vec<(Candidate, Vec<Diagnostic>)> {
        if candidates.is_empty() {
            return Vec::new();
        }
        let state = self.state.clone();
        let judging = tokio::task::spawn_blocking(move || {
            let judged = candidates.into_iter().map(|candidate| {
                let diagnostics = diagnostics(&state, &candidate);
                (candidate, diagnostics)
            });
            judged.collect()
        });
        judging.await.unwrap_or_default()
    }

    async fn send_part(&self, token: Option<&NumberOrString>, reports: &mut Vec<Report>) {
        if let Some(token) = token.filter(|_| !reports.is_empty()) {
            let items = std::mem::take(reports);
            let value = serde_json::json!({ "token": token, "value": { "items": items } });
            self.client.send_notification::<PartialResult>(value).await;
        }
    }

    async fn tell(&self, token: Option<&NumberOrString>, progress: WorkDoneProgress) {
        if let Some(token) = token.cloned() {
            let params = ProgressParams { token, value: ProgressParamsValue::WorkDone(progress) };
            self.client.send_notification::<Progress>(params).await;
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn candidates(state: &State) -> (Vec<Candidate>, bool) {
    let mut by_folder: HashMap<PathBuf, Arc<WorkspaceSlot>> = HashMap::new();
    let mut seen = HashSet::new();
    let mut candidates = Vec::new();
    let open = state.open_files();
    for folder in state.workspaces.folders().iter().filter(|folder| folder.parent().is_some()) {
        for path in walk::files(folder).files {
            let Some(parent) = path.parent().filter(|_| !open.contains(&path)) else { continue };
            let workspace = by_folder
                .entry(parent.to_path_buf())
                .or_insert_with(|| state.workspaces.of_file(Some(&path)))
                .clone();
            let Some(uri) = to_uri(&path).filter(|_| seen.insert(path.clone())) else { continue };
            if candidates.len() == FILE_LIMIT {
                return (candidates, true);
            }
            candidates.push(Candidate { path, uri, workspace, mark: 0 });
        }
    }
    (candidates, false)
}

fn mark(candidate: &Candidate) -> u64 {
    let mut hasher = DefaultHasher::new();
    candidate.path.hash(&mut hasher);
    candidate.workspace.generation().hash(&mut hasher);
    candidate.workspace.project().today().to_days().hash(&mut hasher);
    if let Ok(metadata) = std::fs::metadata(&candidate.path) {
        metadata.len().hash(&mut hasher);
        metadata.modified().ok().hash(&mut hasher);
    }
    hasher.finish()
}

/// What is wrong with a file that is not open, as such and as configuration or a page.
fn diagnostics(state: &State, candidate: &Candidate) -> Vec<Diagnostic> {
    let project = candidate.workspace.project();
    let shown = root::relative(&project.root, &candidate.path);
    let is_excluded = project.is_path_excluded(&shown);
    if is_excluded && project.problems_of(&shown).next().is_none() {
        return Vec::new();
    }
    let text = read::text_of_found_file(&candidate.path, &shown).ok().flatten();
    let text: Arc<str> = text.unwrap_or_default().into();
    let lines = LineIndex::new(&text);
    let client = state.client();
    let converter = Converter::of_file(&candidate.uri, &shown, &project, (&text, &lines), &client);
    let mut diagnostics: Vec<Diagnostic> =
        project.problems_of(&shown).map(|problem| converter.problem(problem)).collect();
    if !is_excluded {
        let report = project.ask(&shown, text.clone(), |context, config| {
            project.check(context.document, context.stack, config)
        });
        diagnostics.extend(report.findings.iter().map(|finding| converter.diagnostic(finding)));
    }
    diagnostics
}

fn full(uri: Uri, result_id: Option<String>, items: Vec<Diagnostic>) -> Report {
    let report = FullDocumentDiagnosticReport { result_id, items };
    Report::Full(WorkspaceFullDocumentDiagnosticReport {
        uri,
        version: None,
        full_document_diagnostic_report: report,
    })
}

fn unchanged(uri: Uri, result_id: String) -> Report {
    Report::Unchanged(WorkspaceUnchangedDocumentDiagnosticReport {
        uri,
        version: None,
        unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport { result_id },
    })
}

fn begin() -> WorkDoneProgress {
    WorkDoneProgress::Begin(WorkDoneProgressBegin {
        title: "docent looks at the workspace".to_string(),
        percentage: Some(0),
        ..WorkDoneProgressBegin::default()
    })
}

fn step_done(done: usize, total: usize) -> WorkDoneProgress {
    let percentage = u32::try_from(done * 100 / total.max(1)).unwrap_or(100);
    WorkDoneProgress::Report(WorkDoneProgressReport {
        message: Some(format!("{done} of {total} files")),
        percentage: Some(percentage),
        ..WorkDoneProgressReport::default()
    })
}
