//! The server: each message of the client as a change of the state or as a question to a feature.
//!
//! Handlers of notifications never wait, so that they take effect in the order of arrival. Handlers of
//! requests take their snapshot before they wait for anything, so that they see the text at their place.

use super::capabilities::{ClientProfile, EXPLAIN_COMMAND, server_capabilities};
use super::convert::{self, Converter, from_position};
use super::pages;
use super::publish::{self, Event, Publisher};
use super::reload::{self, Reloader, Request};
use super::settings::{self, EditorSettings};
use super::state::{Snapshot, State, TextChange, file_of};
use super::workspaces::Stage;
use crate::library::Library;
use crate::{actions, complete, hover, navigate, symbols};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::mpsc;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::request::ShowDocument;
use tower_lsp::ls_types::{
    CodeActionKind, CodeActionOrCommand, CodeActionParams, CodeActionResponse, CompletionItem,
    CompletionList, CompletionParams, CompletionResponse, CompletionTriggerKind,
    DidChangeConfigurationParams, DidChangeTextDocumentParams, DidChangeWatchedFilesParams,
    DidChangeWorkspaceFoldersParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams,
    DidSaveTextDocumentParams, DocumentDiagnosticParams, DocumentDiagnosticReport,
    DocumentDiagnosticReportResult, ExecuteCommandParams, FullDocumentDiagnosticReport, GotoDefinitionParams,
    GotoDefinitionResponse, Hover, HoverParams, InitializeParams, InitializeResult, InitializedParams,
    LSPAny, Location, LocationLink, RelatedFullDocumentDiagnosticReport,
    RelatedUnchangedDocumentDiagnosticReport, ServerInfo, ShowDocumentParams, SymbolInformation, SymbolKind,
    UnchangedDocumentDiagnosticReport, Uri, WorkspaceFolder, WorkspaceSymbolParams, WorkspaceSymbolResponse,
};
use tower_lsp::{Client, LanguageServer};

/// At most so many pages are found by one search.
const SYMBOL_LIMIT: usize = 50;

/// How long a client may take to show a page.
const SHOW_LIMIT: Duration = Duration::from_secs(10);

/// The backend that the loop serves.
#[derive(Debug)]
pub struct Server {
    state: Arc<State>,
    client: Client,
    events: mpsc::UnboundedSender<Event>,
    reloads: mpsc::UnboundedSender<Request>,
    /// Started by `initialized`; until then their messages wait in the channels.
    tasks: Mutex<Option<(Publisher, Reloader)>>,
}

impl Server {
    /// A server whose workspaces add their pages to `base`.
    #[must_use]
    pub fn new(client: Client, base: Arc<Library>) -> Server {
        let state = Arc::new(State::new(base));
        let (events, event_receiver) = mpsc::unbounded_channel();
        let (reloads, reload_receiver) = mpsc::unbounded_channel();
        let publisher = Publisher {
            state: state.clone(),
            client: client.clone(),
            events: event_receiver,
            sender: events.clone(),
        };
        let reloader = Reloader {
            state: state.clone(),
            client: client.clone(),
            requests: reload_receiver,
            events: events.clone(),
        };
        Server { state, client, events, reloads, tasks: Mutex::new(Some((publisher, reloader))) }
    }

    fn start_tasks(&self) {
        let tasks = self.tasks.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some((publisher, reloader)) = tasks {
            tokio::spawn(publisher.run());
            tokio::spawn(reloader.run());
        }
    }

    /// The channels close only when the tasks are gone, and then nobody needs to be told anything.
    fn tell(&self, event: Event) {
        let _ = self.events.send(event);
    }

    fn reload(&self, request: Request) {
        let _ = self.reloads.send(request);
    }

    /// A changed text may be configuration or a page of its workspace.
    fn reload_if_knowledge(&self, uri: &Uri) {
        if let Some((file, workspace)) = self.state.place(uri)
            && reload::is_knowledge(&workspace, &file)
        {
            self.reload(Request::Reload(workspace));
        }
    }

    fn ask_for_settings(&self) {
        if self.state.client().tells_settings {
            let (client, state, reloads) = (self.client.clone(), self.state.clone(), self.reloads.clone());
            tokio::spawn(async move {
                if let Some(settings) = settings::ask(&client).await {
                    take_settings(&state, &reloads, settings);
                }
            });
        }
    }

    fn set_folders(&self, folders: Vec<PathBuf>) {
        self.state.workspaces.set_folders(folders);
    }
}

/// Lets the editor's own settings hold, in all workspaces that have been read.
fn take_settings(state: &State, reloads: &mpsc::UnboundedSender<Request>, settings: EditorSettings) {
    if state.workspaces.set_settings(settings) {
        for workspace in state.workspaces.all() {
            let _ = reloads.send(Request::Reload(workspace));
        }
    }
}

/// The snapshot in a workspace of which so much has been read; the same one if that is so already.
async fn settled(snapshot: Arc<Snapshot>, stage: Stage) -> Arc<Snapshot> {
    if snapshot.workspace.has_reached(stage) {
        return snapshot;
    }
    snapshot.workspace.reach(stage).await;
    Arc::new(snapshot.renewed(snapshot.serial))
}

/// Answers a question about a document: in place if that is quick, else on the pool for blocking work.
async fn ask<T: Send + 'static>(
    snapshot: Arc<Snapshot>,
    question: impl FnOnce(&Snapshot) -> T + Send + 'static,
) -> Result<T> {
    if snapshot.is_quick() {
        return Ok(question(&snapshot));
    }
    run_blocking(move || question(&snapshot)).await
}

/// Runs work beside the loop. A request that is cancelled before its work began costs nothing more.
async fn run_blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let waiting = Arc::new(());
    let wanted = Arc::downgrade(&waiting);
    let working = tokio::task::spawn_blocking(move || wanted.upgrade().map(|_| work()));
    let done = working.await;
    drop(waiting);
    done.ok().flatten().ok_or_else(Error::internal_error)
}

fn folder_paths(folders: &[WorkspaceFolder]) -> Vec<PathBuf> {
    folders.iter().filter_map(|folder| file_of(&folder.uri)).collect()
}

/// The folders of the editor, however it names them.
#[expect(deprecated, reason = "older clients name their folder only in this way")]
fn initial_folders(params: &InitializeParams) -> Vec<PathBuf> {
    let folders = folder_paths(params.workspace_folders.as_deref().unwrap_or_default());
    if !folders.is_empty() {
        return folders;
    }
    let root = params.root_uri.as_ref().and_then(file_of);
    let root = root.or_else(|| params.root_path.as_ref().map(PathBuf::from));
    root.into_iter().filter(|root| root.is_absolute()).collect()
}

impl LanguageServer for Server {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        let client = ClientProfile::new(&params.capabilities);
        self.set_folders(initial_folders(&params));
        if let Some(options) = &params.initialization_options {
            take_settings(&self.state, &self.reloads, EditorSettings::read(options));
        }
        let capabilities = server_capabilities(&client);
        self.state.set_client(client);
        let server_info =
            ServerInfo { name: "docent".to_string(), version: Some(env!("CARGO_PKG_VERSION").to_string()) };
        Ok(InitializeResult { capabilities, server_info: Some(server_info), ..InitializeResult::default() })
    }

    async fn initialized(&self, _: InitializedParams) {
        self.start_tasks();
        if self.state.client().watches_files {
            tokio::spawn(reload::watch_files(self.client.clone()));
        }
        self.ask_for_settings();
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        // Some clients do without `initialized`.
        self.start_tasks();
        let document = params.text_document;
        let uri = document.uri.clone();
        let workspace = self.state.open(document.uri, document.version, document.language_id, document.text);
        if workspace.has_reached(Stage::Stack) {
            self.reload_if_knowledge(&uri);
        }
        self.reload(Request::Opened(workspace));
        self.tell(Event::Changed(uri));
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        let document = params.text_document;
        let changes = params.content_changes.into_iter().map(|change| TextChange {
            range: change.range.map(|range| (from_position(range.start), from_position(range.end))),
            text: change.text,
        });
        if self.state.change(&document.uri, document.version, changes.collect()) {
            self.reload_if_knowledge(&document.uri);
            self.tell(Event::Changed(document.uri));
        }
    }

    async fn did_save(&self, params: DidSaveTextDocumentParams) {
        self.reload_if_knowledge(&params.text_document.uri);
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        let uri = params.text_document.uri;
        if let Some((Some(file), workspace)) = self.state.close(&uri) {
            self.reload(reload::request_for(&workspace, file));
        }
        self.tell(Event::Closed(uri));
    }

    async fn did_change_watched_files(&self, params: DidChangeWatchedFilesParams) {
        let changed: Vec<Uri> = params.changes.into_iter().map(|change| change.uri).collect();
        for request in reload::requests_for(&self.state, &changed) {
            self.reload(request);
        }
    }

    async fn did_change_workspace_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        let removed = folder_paths(&params.event.removed);
        let mut folders: Vec<PathBuf> = self.state.workspaces.folders().to_vec();
        folders.retain(|folder| !removed.contains(folder));
        folders.extend(folder_paths(&params.event.added));
        self.set_folders(folders);
    }

    async fn did_change_configuration(&self, params: DidChangeConfigurationParams) {
        if params.settings.is_null() {
            self.ask_for_settings();
        } else {
            take_settings(&self.state, &self.reloads, EditorSettings::read(&params.settings));
        }
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        let place = params.text_document_position_params;
        let Some(snapshot) = self.state.snapshot(&place.text_document.uri) else { return Ok(None) };
        let client = self.state.client();
        let snapshot = settled(snapshot, Stage::Pages).await;
        ask(snapshot, move |snapshot| {
            let converter = Converter::new(snapshot, &client);
            let hover = hover::hover(&snapshot.context(), converter.offset(place.position))?;
            Some(converter.hover(hover))
        })
        .await
    }

    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        let place = params.text_document_position;
        let Some(snapshot) = self.state.snapshot(&place.text_document.uri) else { return Ok(None) };
        let client = self.state.client();
        // A client that does not say how it came to ask was asked by the user.
        let invoked =
            params.context.is_none_or(|context| context.trigger_kind == CompletionTriggerKind::INVOKED);
        let snapshot = settled(snapshot, Stage::Pages).await;
        ask(snapshot, move |snapshot| {
            let converter = Converter::new(snapshot, &client);
            let offset = converter.offset(place.position);
            let found = complete::complete(&snapshot.context(), offset, invoked);
            let items = found.items.into_iter().map(|item| {
                let documentation = (!client.resolves_documentation).then(|| match &item.page {
                    Some(page) if item.documentation.is_empty() => {
                        complete::documentation(&snapshot.project.library, page)
                    }
                    _ => item.documentation.clone(),
                });
                converter.completion_item(item, documentation)
            });
            let items: Vec<CompletionItem> = items.collect();
            let list = CompletionList { is_incomplete: found.incomplete, items };
            Some(CompletionResponse::List(list))
        })
        .await
    }

    async fn completion_resolve(&self, mut item: CompletionItem) -> Result<CompletionItem> {
        let text = |name: &str| item.data.as_ref()?.get(name)?.as_str().map(ToString::to_string);
        let (Some(page), Some(uri)) = (text("page"), text("uri")) else { return Ok(item) };
        let snapshot = uri.parse().ok().and_then(|uri| self.state.snapshot(&uri));
        if let Some(snapshot) = snapshot {
            let documentation = complete::documentation(&snapshot.project.library, &page);
            item.documentation = convert::to_documentation(documentation, &self.state.client());
        }
        Ok(item)
    }

    async fn goto_definition(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        let place = params.text_document_position_params;
        let Some(snapshot) = self.state.snapshot(&place.text_document.uri) else { return Ok(None) };
        let client = self.state.client();
        let snapshot = settled(snapshot, Stage::Pages).await;
        // Bundled pages are written to disk, so this is never quick.
        run_blocking(move || {
            let converter = Converter::new(&snapshot, &client);
            let targets = navigate::definition(&snapshot.context(), converter.offset(place.position));
            let places = targets
                .into_iter()
                .filter_map(|target| Some((target.origin, pages::location_for(&snapshot, &target.page)?)));
            if !client.definition_links {
                let locations: Vec<Location> = places.map(|(_, location)| location).collect();
                return (!locations.is_empty()).then_some(GotoDefinitionResponse::Array(locations));
            }
            let links: Vec<LocationLink> = places
                .map(|(origin, location)| LocationLink {
                    origin_selection_range: Some(converter.range(origin)),
                    target_uri: location.uri,
                    target_range: location.range,
                    target_selection_range: location.range,
                })
                .collect();
            (!links.is_empty()).then_some(GotoDefinitionResponse::Link(links))
        })
        .await
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        let wanted = |only: &Vec<CodeActionKind>| {
            only.iter().any(|kind| kind.as_str().is_empty() || *kind == CodeActionKind::QUICKFIX)
        };
        if !params.context.only.as_ref().is_none_or(wanted) {
            return Ok(None);
        }
        let Some(snapshot) = self.state.snapshot(&params.text_document.uri) else { return Ok(None) };
        let client = self.state.client();
        let snapshot = settled(snapshot, Stage::Stack).await;
        let judged = snapshot.is_judged();
        let offer = move || {
            let converter = Converter::new(&snapshot, &client);
            let report = snapshot.report();
            let findings = &report.findings;
            let found = actions::actions(&snapshot.context(), converter.span(params.range), findings);
            let offered = found
                .into_iter()
                .filter(|action| action.kind != actions::Kind::Explain || client.shows_documents)
                .map(|action| converter.code_action(action, findings, &params.context.diagnostics))
                .map(CodeActionOrCommand::CodeAction);
            Some(offered.collect())
        };
        if judged { Ok(offer()) } else { run_blocking(offer).await }
    }

    async fn diagnostic(&self, params: DocumentDiagnosticParams) -> Result<DocumentDiagnosticReportResult> {
        let Some(snapshot) = self.state.snapshot(&params.text_document.uri) else {
            return Ok(DocumentDiagnosticReport::from(RelatedFullDocumentDiagnosticReport::default()).into());
        };
        let snapshot = settled(snapshot, Stage::Stack).await;
        let result_id = snapshot.serial.to_string();
        if params.previous_result_id.as_ref() == Some(&result_id) {
            let unchanged = UnchangedDocumentDiagnosticReport { result_id };
            let report = RelatedUnchangedDocumentDiagnosticReport {
                unchanged_document_diagnostic_report: unchanged,
                related_documents: None,
            };
            return Ok(DocumentDiagnosticReport::from(report).into());
        }
        let workspace = snapshot.workspace.clone();
        let state = self.state.clone();
        let (items, stack_changed) = run_blocking(move || publish::diagnose(&state, &snapshot)).await?;
        if stack_changed {
            self.tell(Event::Workspace(workspace));
        }
        let report = FullDocumentDiagnosticReport { result_id: Some(result_id), items };
        let report = RelatedFullDocumentDiagnosticReport {
            full_document_diagnostic_report: report,
            related_documents: None,
        };
        Ok(DocumentDiagnosticReport::from(report).into())
    }

    async fn symbol(&self, params: WorkspaceSymbolParams) -> Result<Option<WorkspaceSymbolResponse>> {
        let workspace = self.state.workspaces.main();
        if !workspace.has_reached(Stage::Pages) {
            self.reload(Request::Opened(workspace.clone()));
            workspace.reach(Stage::Pages).await;
        }
        run_blocking(move || {
            let project = workspace.project();
            let found = symbols::search(&project.library, &params.query, SYMBOL_LIMIT);
            let symbols = found.into_iter().filter_map(|symbol| {
                #[expect(deprecated, reason = "the type has this field")]
                Some(SymbolInformation {
                    name: symbol.title,
                    kind: SymbolKind::STRING,
                    tags: None,
                    deprecated: None,
                    location: pages::location_of_id(&project, &symbol.page)?,
                    container_name: Some(symbol.area),
                })
            });
            Some(WorkspaceSymbolResponse::Flat(symbols.collect()))
        })
        .await
    }

    async fn execute_command(&self, params: ExecuteCommandParams) -> Result<Option<LSPAny>> {
        let text = |index: usize| params.arguments.get(index).and_then(LSPAny::as_str);
        let (EXPLAIN_COMMAND, Some(page), Some(uri)) = (params.command.as_str(), text(0), text(1)) else {
            return Err(Error::invalid_params(format!("unknown command `{}`", params.command)));
        };
        let snapshot = uri.parse().ok().and_then(|uri| self.state.snapshot(&uri));
        let (Some(snapshot), page) = (snapshot, page.to_string()) else { return Ok(None) };
        let location = run_blocking(move || pages::location_for(&snapshot, &page)).await?;
        if let Some(location) = location {
            let client = self.client.clone();
            let show = ShowDocumentParams {
                uri: location.uri,
                external: None,
                take_focus: Some(true),
                selection: Some(location.range),
            };
            tokio::spawn(async move {
                let _ = tokio::time::timeout(SHOW_LIMIT, client.send_request::<ShowDocument>(show)).await;
            });
        }
        Ok(None)
    }
}
