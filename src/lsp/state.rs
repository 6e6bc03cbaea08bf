//! What the server remembers: the open documents and the workspaces they belong to.
//!
//! Only the loop changes documents, in the order of the client's messages. Everyone else gets [`Snapshot`]s:
//! whole values that never change, so no lock is held while something is computed.

use super::capabilities::ClientProfile;
use super::workspaces::{WorkspaceSlot, Workspaces};
use crate::check::Report;
use crate::config::FileConfig;
use crate::context::Context;
use crate::document::Document;
use crate::library::Library;
use crate::stack::FileStack;
use crate::text::Span;
use crate::text::line_index::LineIndex;
use crate::text::position::{Position, Positions};
use crate::workspace::{Buffers, Project, root};
use dashmap::DashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use tower_lsp::ls_types::Uri;

/// A document of this size is read in the loop; a larger one beside it.
const SMALL_DOCUMENT: usize = 32 * 1024;

/// Everything the server remembers.
#[derive(Debug)]
pub struct State {
    pub workspaces: Workspaces,
    client: OnceLock<ClientProfile>,
    documents: DashMap<Uri, OpenDocument>,
    next_serial: AtomicU64,
}

/// A document as the client last described it.
#[derive(Debug)]
struct OpenDocument {
    version: i32,
    language: String,
    text: String,
    lines: LineIndex,
    file: Option<PathBuf>,
    workspace: Arc<WorkspaceSlot>,
    /// Made when it is first asked for after an edit or a reload.
    snapshot: Option<Arc<Snapshot>>,
}

/// One document at one version in one state of its workspace.
#[derive(Debug)]
pub struct Snapshot {
    pub uri: Uri,
    pub version: i32,
    /// Different for every snapshot of every document.
    pub serial: u64,
    pub language: String,
    /// Absolute; none if the document is no file.
    pub file: Option<PathBuf>,
    /// Relative to the workspace, as in `Document::path`.
    pub path: String,
    pub text: Arc<str>,
    pub lines: LineIndex,
    pub workspace: Arc<WorkspaceSlot>,
    pub project: Arc<Project>,
    document: OnceLock<Document>,
    surroundings: OnceLock<(FileStack, FileConfig)>,
    report: OnceLock<Arc<Report>>,
}

/// One change of a text: a range, or the whole if there is none.
#[derive(Debug)]
pub struct TextChange {
    pub range: Option<(Position, Position)>,
    pub text: String,
}

impl State {
    #[must_use]
    pub fn new(base: Arc<Library>) -> State {
        State {
            workspaces: Workspaces::new(base),
            client: OnceLock::new(),
            documents: DashMap::new(),
            next_serial: AtomicU64::new(1),
        }
    }

    /// Said once, by `initialize`.
    pub fn set_client(&self, client: ClientProfile) {
        let _ = self.client.set(client);
    }

    #[must_use]
    pub fn client(&self) -> ClientProfile {
        self.client.get().cloned().unwrap_or_default()
    }

    /// Remembers a document; returns its workspace.
    pub fn open(&self, uri: Uri, version: i32, language: String, text: String) -> Arc<WorkspaceSlot> {
        let file = file_of(&uri);
        let workspace = self.workspaces.of_file(file.as_deref());
        let lines = LineIndex::new(&text);
        let document = OpenDocument {
            version,
            language,
            text,
            lines,
            file,
            workspace: workspace.clone(),
            snapshot: None,
        };
        self.documents.insert(uri, document);
        workspace
    }

    /// Applies changes in order; false if the document is not open.
    #[must_use]
    pub fn change(&self, uri: &Uri, version: i32, changes: Vec<TextChange>) -> bool {
        let encoding = self.client.get().map(|client| client.encoding).unwrap_or_default();
        let Some(mut document) = self.documents.get_mut(uri) else {
            return false;
        };
        let document = document.value_mut();
        document.version = version;
        document.snapshot = None;
        for change in changes {
            let Some((start, end)) = change.range else {
                document.lines = LineIndex::new(&change.text);
                document.text = change.text;
                continue;
            };
            let positions = Positions::new(&document.text, &document.lines, encoding);
            let (start, end) = (positions.offset(start), positions.offset(end));
            let (start, end) = (start.min(end), start.max(end));
            document.text.replace_range(start..end, &change.text);
            document.lines.edit(&document.text, Span::new(start, end), change.text.len());
        }
        true
    }

    /// Forgets a document; returns its file and workspace.
    pub fn close(&self, uri: &Uri) -> Option<(Option<PathBuf>, Arc<WorkspaceSlot>)> {
        self.documents.remove(uri).map(|(_, document)| (document.file, document.workspace))
    }

    /// The file and the workspace of an open document.
    #[must_use]
    pub fn place(&self, uri: &Uri) -> Option<(PathBuf, Arc<WorkspaceSlot>)> {
        let document = self.documents.get(uri)?;
        Some((document.file.clone()?, document.workspace.clone()))
    }

    /// The length of an open document.
    #[must_use]
    pub fn length(&self, uri: &Uri) -> Option<usize> {
        self.documents.get(uri).map(|document| document.text.len())
    }

    /// The document as it is now.
    #[must_use]
    pub fn snapshot(&self, uri: &Uri) -> Option<Arc<Snapshot>> {
        let mut document = self.documents.get_mut(uri)?;
        if let Some(snapshot) = &document.snapshot {
            return Some(snapshot.clone());
        }
        let snapshot = Arc::new(Snapshot::new(uri, document.value(), self.serial()));
        document.snapshot = Some(snapshot.clone());
        Some(snapshot)
    }

    /// Whether the snapshot still shows the document as it is.
    #[must_use]
    pub fn is_current(&self, snapshot: &Snapshot) -> bool {
        self.documents.get(&snapshot.uri).is_some_and(|document| {
            document.snapshot.as_ref().is_some_and(|current| current.serial == snapshot.serial)
        })
    }

    /// Makes the open documents of a workspace see its new state; returns them.
    pub fn refresh(&self, workspace: &Arc<WorkspaceSlot>) -> Vec<Uri> {
        let mut refreshed = Vec::new();
        for mut document in self.documents.iter_mut() {
            if !Arc::ptr_eq(&document.workspace, workspace) {
                continue;
            }
            refreshed.push(document.key().clone());
            let serial = self.serial();
            let renewed = document.snapshot.as_ref().map(|snapshot| Arc::new(snapshot.renewed(serial)));
            document.snapshot = renewed;
        }
        refreshed.sort();
        refreshed
    }

    /// The texts of all open documents that are files of the workspace.
    #[must_use]
    pub fn buffers(&self, workspace: &Arc<WorkspaceSlot>) -> Buffers {
        let mut buffers = Buffers::new();
        for document in &self.documents {
            if let Some(file) = document.file.as_ref().filter(|_| Arc::ptr_eq(&document.workspace, workspace))
            {
                let text = document.snapshot.as_ref().map(|snapshot| snapshot.text.clone());
                buffers.insert(file.clone(), text.unwrap_or_else(|| Arc::from(document.text.as_str())));
            }
        }
        buffers
    }

    /// Whether a document with this file is open.
    #[must_use]
    pub fn has_open(&self, file: &Path) -> bool {
        self.documents.iter().any(|document| document.file.as_deref() == Some(file))
    }

    fn serial(&self) -> u64 {
        self.next_serial.fetch_add(1, Ordering::Relaxed)
    }
}

impl Snapshot {
    fn new(uri: &Uri, document: &OpenDocument, serial: u64) -> Snapshot {
        let root = document.workspace.root();
        Snapshot {
            uri: uri.clone(),
            version: document.version,
            serial,
            language: document.language.clone(),
            file: document.file.clone(),
            path: document.file.as_deref().map(|file| root::relative(root, file)).unwrap_or_default(),
            text: Arc::from(document.text.as_str()),
            lines: document.lines.clone(),
            workspace: document.workspace.clone(),
            project: document.workspace.project(),
            document: OnceLock::new(),
            surroundings: OnceLock::new(),
            report: OnceLock::new(),
        }
    }

    /// The same text in the present state of its workspace.
    #[must_use]
    pub fn renewed(&self, serial: u64) -> Snapshot {
        let project = self.workspace.project();
        let document = OnceLock::new();
        // The kind of a document depends on the configuration, its outline on nothing else.
        if let Some(read) = self.document.get().filter(|_| project.config == self.project.config) {
            let _ = document.set(read.clone());
        }
        Snapshot {
            uri: self.uri.clone(),
            version: self.version,
            serial,
            language: self.language.clone(),
            file: self.file.clone(),
            path: self.path.clone(),
            text: self.text.clone(),
            lines: self.lines.clone(),
            workspace: self.workspace.clone(),
            project,
            document,
            surroundings: OnceLock::new(),
            report: OnceLock::new(),
        }
    }

    /// Whether [`Snapshot::document`] returns within a millisecond.
    #[must_use]
    pub fn is_quick(&self) -> bool {
        self.text.len() <= SMALL_DOCUMENT || self.document.get().is_some()
    }

    /// Whether [`Snapshot::report`] returns at once.
    #[must_use]
    pub fn is_judged(&self) -> bool {
        self.report.get().is_some()
    }

    /// What the document says; read on the first call.
    pub fn document(&self) -> &Document {
        self.document.get_or_init(|| {
            self.project.document(&self.path, self.text.clone(), Some(self.language.as_str()))
        })
    }

    /// Everything that a feature needs to answer a question about the document.
    pub fn context(&self) -> Context<'_> {
        let (stack, _) = self.surroundings();
        Context {
            library: &self.project.library,
            products: self.project.products(),
            document: self.document(),
            stack,
            config: &self.project.config,
            today: self.project.today(),
        }
    }

    /// What is wrong with the document; judged on the first call.
    pub fn report(&self) -> Arc<Report> {
        let (stack, config) = self.surroundings();
        self.report.get_or_init(|| Arc::new(self.project.check(self.document(), stack, config))).clone()
    }

    fn surroundings(&self) -> &(FileStack, FileConfig) {
        self.surroundings.get_or_init(|| {
            let config = self.project.config.for_file(&self.path);
            (self.project.stack.for_file(&self.path, &config), config)
        })
    }
}

/// The absolute path of a document that is a file.
#[must_use]
pub fn file_of(uri: &Uri) -> Option<PathBuf> {
    if !uri.as_str().get(..5)?.eq_ignore_ascii_case("file:") {
        return None;
    }
    let path = uri.to_file_path()?;
    path.is_absolute().then(|| root::absolute(&path))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn uri(text: &str) -> Uri {
        text.parse().expect("a URI")
    }

    #[test]
    fn only_file_uris_are_files() {
        assert_eq!(file_of(&uri("file:///a%20b/c.md")), Some(PathBuf::from("/a b/c.md")));
        assert_eq!(file_of(&uri("untitled:Untitled-1")), None);
        assert_eq!(file_of(&uri("git:/a/b.md?ref=x")), None);
    }

    #[test]
    fn a_snapshot_stays_as_it_was_taken() {
        let state = State::new(Arc::default());
        let uri = uri("untitled:a");
        state.open(uri.clone(), 1, "markdown".to_string(), "one\ntwo".to_string());
        let before = state.snapshot(&uri).expect("open");
        let range = Some((Position { line: 1, character: 9 }, Position { line: 1, character: 0 }));
        let changes = vec![
            TextChange { range, text: "2\r\n3".to_string() },
            TextChange { range: Some((Position::default(), Position::default())), text: "0\n".to_string() },
        ];
        assert!(state.change(&uri, 2, changes));
        let after = state.snapshot(&uri).expect("open");
        assert_eq!((&*before.text, &*after.text), ("one\ntwo", "0\none\n2\r\n3"));
        assert_eq!(after.lines, LineIndex::new(&after.text));
        assert!(!state.is_current(&before) && state.is_current(&after));
        assert!(Arc::ptr_eq(&after, &state.snapshot(&uri).expect("open")));
        assert!(state.close(&uri).is_some());
        assert!(state.snapshot(&uri).is_none() && !state.is_current(&after));
        assert!(!state.change(&uri, 3, Vec::new()));
    }
}
