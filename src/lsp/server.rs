//! The server: each message of the client as a change of the state or as a question to a feature.
//!
//! Handlers of notifications never wait, so that they take effect in the order of arrival. Handlers of
//! requests take their snapshot before they wait for anything, so that they see the text at their place.

use super::address::file_of;
use super::ask::{ask_all, ask_at, run_blocking, run_while_wanted, settled};
use super::capabilities::{ClientProfile, server_capabilities};
use super::convert::{self, Converter, from_position};
use super::offers::{self, Command};
use super::publish::{self, Event, Publisher};
use super::reload::{self, Reloader, Request};
use super::settings::{self, EditorSettings};
use super::snapshot::Snapshot;
use super::state::{State, TextChange};
use super::survey::{self, Survey};
use super::view::View;
use super::workspaces::{Stage, WorkspaceSlot};
use super::{mentions, pages};
use crate::library::Library;
use crate::{complete, hints, hover, navigate, symbols};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::mpsc;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{
    CodeActionOrCommand, CodeActionParams, CodeActionResponse, CompletionItem, CompletionList,
    CompletionParams, CompletionResponse, CompletionTriggerKind, DidChangeConfigurationParams,
    DidChangeTextDocumentParams, DidChangeWatchedFilesParams, DidChangeWorkspaceFoldersParams,
    DidCloseTextDocumentParams, DidOpenTextDocumentParams, DidSaveTextDocumentParams,
    DocumentDiagnosticParams, DocumentDiagnosticReport, DocumentDiagnosticReportResult, DocumentHighlight,
    DocumentHighlightParams, ExecuteCommandParams, FullDocumentDiagnosticReport, GotoDefinitionParams,
    GotoDefinitionResponse, Hover, HoverParams, InitializeParams, InitializeResult, InitializedParams,
    InlayHint, InlayHintParams, LSPAny, Location, MessageType, ReferenceParams,
    RelatedFullDocumentDiagnosticReport, RelatedUnchangedDocumentDiagnosticReport, ServerInfo,
    SymbolInformation, TextDocumentPositionParams, UnchangedDocumentDiagnosticReport, Uri,
    WorkspaceDiagnosticParams, WorkspaceDiagnosticReportResult, WorkspaceFolder, WorkspaceSymbolParams,
    WorkspaceSymbolResponse,
};
use tower_lsp::{Client, LanguageServer};

/// At most so many pages are found by one search.
const SYMBOL_LIMIT: usize = 50;

/// The backend that the loop serves.
#[derive(Debug)]
pub struct Server {
    state: Arc<State>,
    client: Client,
    events: mpsc::UnboundedSender<Event>,
    reloads: mpsc::UnboundedSender<Request>,
    survey: Arc<survey::Memory>,
    /// Whether the user knows that pages cannot be written.
    complained: AtomicBool,
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
        let tasks = Mutex::new(Some((publisher, reloader)));
        Server {
            state,
            client,
            events,
            reloads,
            survey: Arc::default(),
            complained: AtomicBool::new(false),
            tasks,
        }
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

    /// Says once why a page cannot be opened.
    fn complain(&self, problem: Option<String>) {
        if let Some(problem) = problem
            && !self.complained.swap(true, Ordering::Relaxed)
        {
            let client = self.client.clone();
            tokio::spawn(async move { client.show_message(MessageType::WARNING, problem).await });
        }
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

    /// Documents may belong to other workspaces when the folders are others.
    fn set_folders(&self, folders: Vec<PathBuf>) {
        self.state.workspaces.set_folders(folders);
        for (uri, workspace) in self.state.place_again() {
            self.reload(Request::Opened(workspace));
            self.tell(Event::Changed(uri));
        }
        self.state.files_changed();
    }

    /// A place of an open document, as it can be asked about at once.
    fn view(&self, place: &TextDocumentPositionParams) -> Option<View> {
        self.state.view(&place.text_document.uri, from_position(place.position))
    }

    /// The document once it has been left alone for as long as its size asks for, as it is then; none if it is closed.
    async fn quiet(&self, snapshot: Arc<Snapshot>) -> Option<Arc<Snapshot>> {
        let wait = publish::wait_of(snapshot.text.len());
        if wait.is_zero() || snapshot.is_judged() {
            return Some(snapshot);
        }
        let mut snapshot = snapshot;
        loop {
            tokio::time::sleep(wait).await;
            if self.state.is_current(&snapshot) {
                return Some(snapshot);
            }
            snapshot = self.state.snapshot(&snapshot.uri)?;
        }
    }

    /// Has the workspaces for questions that name no file read, and waits for it.
    async fn main_workspaces(&self) -> Vec<Arc<WorkspaceSlot>> {
        let workspaces = self.state.workspaces.main();
        for workspace in &workspaces {
            if !workspace.has_reached(Stage::Pages) {
                self.reload(Request::Opened(workspace.clone()));
                workspace.reach(Stage::Pages).await;
            }
        }
        workspaces
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
        self.state.files_changed();
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        let uri = params.text_document.uri;
        if let Some((Some(file), workspace)) = self.state.close(&uri) {
            self.reload(reload::request_for(&workspace, file));
        }
        self.state.files_changed();
        self.tell(Event::Closed(uri));
    }

    async fn did_change_watched_files(&self, params: DidChangeWatchedFilesParams) {
        let changed: Vec<Uri> = params.changes.into_iter().map(|change| change.uri).collect();
        for request in reload::requests_for(&self.state, &changed) {
            self.reload(request);
        }
        self.state.files_changed();
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
        let Some(view) = self.view(&place) else { return Ok(None) };
        let (client, lines_down) = (self.state.client(), view.lines_down);
        ask_at(view, move |snapshot, position| {
            let converter = Converter::new(snapshot, &client);
            let hover = hover::hover(&snapshot.context(), converter.offset(position))?;
            let mut hover = converter.hover(&hover);
            hover.range = hover.range.map(|range| convert::moved(range, lines_down));
            Some(hover)
        })
        .await
    }

    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        let Some(view) = self.view(&params.text_document_position) else { return Ok(None) };
        let (client, lines_down) = (self.state.client(), view.lines_down);
        // A client that does not say how it came to ask was asked by the user.
        let invoked =
            params.context.is_none_or(|context| context.trigger_kind == CompletionTriggerKind::INVOKED);
        ask_at(view, move |snapshot, position| {
            let converter = Converter::new(snapshot, &client);
            let found = complete::complete(&snapshot.context(), converter.offset(position), invoked);
            let items = found.items.into_iter().map(|item| {
                let documentation = (!client.resolves_documentation).then(|| match &item.page {
                    Some(page) if item.documentation.is_empty() => {
                        complete::documentation(&snapshot.project.library, page)
                    }
                    _ => item.documentation.clone(),
                });
                converter.completion_item(item, documentation, lines_down)
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
        let (answer, problem) = run_blocking(move || {
            let converter = Converter::new(&snapshot, &client);
            let targets = navigate::definition(&snapshot.context(), converter.offset(place.position));
            let mut problem = None;
            let places = targets.into_iter().filter_map(|target| {
                let location = pages::location_of_id(&snapshot.project, &target.page);
                Some((target.origin, location.map_err(|found| problem = Some(found)).ok()??))
            });
            let answer = converter.definition(places.collect());
            (answer, problem)
        })
        .await?;
        self.complain(problem);
        Ok(answer)
    }

    async fn references(&self, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
        let place = params.text_document_position;
        let Some(snapshot) = self.state.snapshot(&place.text_document.uri) else { return Ok(None) };
        let snapshot = settled(snapshot, Stage::Pages).await;
        let asked = (place.position, params.context.include_declaration);
        let state = self.state.clone();
        run_while_wanted(move |wanted| mentions::references(&state, &snapshot, asked, wanted)).await
    }

    async fn document_highlight(
        &self,
        params: DocumentHighlightParams,
    ) -> Result<Option<Vec<DocumentHighlight>>> {
        let place = params.text_document_position_params;
        let Some(snapshot) = self.state.snapshot(&place.text_document.uri) else { return Ok(None) };
        let client = self.state.client();
        let snapshot = settled(snapshot, Stage::Pages).await;
        ask_all(snapshot, move |snapshot| {
            mentions::highlights(snapshot, &Converter::new(snapshot, &client), place.position)
        })
        .await
    }

    async fn inlay_hint(&self, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
        let Some(snapshot) = self.state.snapshot(&params.text_document.uri) else { return Ok(None) };
        let client = self.state.client();
        let snapshot = settled(snapshot, Stage::Stack).await;
        let judged = snapshot.is_judged();
        let find = move || {
            let converter = Converter::new(&snapshot, &client);
            let within = converter.span(params.range);
            let found = hints::hints(&snapshot.context(), &snapshot.report().evidence, within);
            Some(found.into_iter().map(|hint| converter.inlay_hint(hint)).collect())
        };
        if judged { Ok(find()) } else { run_blocking(find).await }
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        if !offers::may_offer(params.context.only.as_deref()) {
            return Ok(None);
        }
        let Some(snapshot) = self.state.snapshot(&params.text_document.uri) else { return Ok(None) };
        let snapshot = settled(snapshot, Stage::Stack).await;
        let (state, judged) = (self.state.clone(), snapshot.is_judged());
        let offer = move || {
            let offered = offers::offers(&state, &snapshot, &params).into_iter();
            Some(offered.map(CodeActionOrCommand::CodeAction).collect())
        };
        if judged { Ok(offer()) } else { run_blocking(offer).await }
    }

    async fn diagnostic(&self, params: DocumentDiagnosticParams) -> Result<DocumentDiagnosticReportResult> {
        let snapshot = match self.state.snapshot(&params.text_document.uri) {
            Some(snapshot) => self.quiet(snapshot).await,
            None => None,
        };
        let Some(snapshot) = snapshot else {
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
            self.state.files_changed();
            self.tell(Event::Workspace(workspace));
        }
        let report = FullDocumentDiagnosticReport { result_id: Some(result_id), items };
        let report = RelatedFullDocumentDiagnosticReport {
            full_document_diagnostic_report: report,
            related_documents: None,
        };
        Ok(DocumentDiagnosticReport::from(report).into())
    }

    async fn workspace_diagnostic(
        &self,
        params: WorkspaceDiagnosticParams,
    ) -> Result<WorkspaceDiagnosticReportResult> {
        let survey = Survey {
            state: self.state.clone(),
            client: self.client.clone(),
            reloads: self.reloads.clone(),
            memory: self.survey.clone(),
        };
        Ok(survey.run(params).await.into())
    }

    async fn symbol(&self, params: WorkspaceSymbolParams) -> Result<Option<WorkspaceSymbolResponse>> {
        let workspaces = self.main_workspaces().await;
        let (symbols, problem) = run_blocking(move || {
            let mut symbols: Vec<SymbolInformation> = Vec::new();
            let mut problem = None;
            for workspace in workspaces {
                let project = workspace.project();
                for symbol in symbols::search(&project.library, &params.query, SYMBOL_LIMIT) {
                    let location = pages::location_of_id(&project, &symbol.page);
                    let location = location.map_err(|found| problem = Some(found)).ok().flatten();
                    let symbol = location.map(|location| convert::symbol(symbol, location));
                    symbols.extend(
                        symbol.filter(|symbol| symbols.iter().all(|known| known.location != symbol.location)),
                    );
                }
            }
            (symbols, problem)
        })
        .await?;
        self.complain(problem);
        Ok(Some(WorkspaceSymbolResponse::Flat(symbols)))
    }

    async fn execute_command(&self, params: ExecuteCommandParams) -> Result<Option<LSPAny>> {
        let Some(command) = Command::read(&params.command, &params.arguments) else {
            return Err(Error::invalid_params(format!("unknown command `{}`", params.command)));
        };
        let Some(snapshot) = command.uri().parse().ok().and_then(|uri| self.state.snapshot(&uri)) else {
            return Ok(None);
        };
        let snapshot = settled(snapshot, Stage::Stack).await;
        if let Some(effect) = run_blocking(move || command.effect(&snapshot)).await? {
            effect.bring_about(self.client.clone());
        }
        Ok(None)
    }
}
