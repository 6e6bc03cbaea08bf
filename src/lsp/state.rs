//! What the server remembers: the open documents and the workspaces they belong to.
//!
//! Only the loop changes documents, in the order of the client's messages. Everyone else gets [`Snapshot`]s.

use super::address::Origin;
use super::capabilities::ClientProfile;
use super::snapshot::{SMALL_DOCUMENT, Snapshot};
use super::view::{Settled, View};
use super::workspaces::{WorkspaceSlot, Workspaces};
use crate::library::Library;
use crate::text::Span;
use crate::text::line_index::LineIndex;
use crate::text::position::{Encoding, Position, Positions};
use crate::workspace::Buffers;
use dashmap::DashMap;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use tokio::sync::watch;
use tower_lsp::ls_types::Uri;

/// Everything the server remembers.
#[derive(Debug)]
pub struct State {
    pub workspaces: Workspaces,
    client: OnceLock<ClientProfile>,
    documents: DashMap<Uri, OpenDocument>,
    next_serial: AtomicU64,
    /// Counts what may change the findings of files that are not open.
    pub changes: watch::Sender<u64>,
}

/// A document as the client last described it.
#[derive(Debug)]
pub struct OpenDocument {
    pub version: i32,
    pub language: String,
    pub text: String,
    pub lines: LineIndex,
    pub origin: Origin,
    pub workspace: Arc<WorkspaceSlot>,
    /// Made when it is first asked for after an edit or a reload.
    pub snapshot: Option<Arc<Snapshot>>,
    /// Of a large document, the last state that was read.
    pub settled: Option<Settled>,
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
            changes: watch::Sender::new(1),
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
        let origin = Origin::of(&uri);
        let workspace = self.workspaces.of_file(origin.place());
        let lines = LineIndex::new(&text);
        let document = OpenDocument {
            version,
            language,
            text,
            lines,
            origin,
            workspace: workspace.clone(),
            snapshot: None,
            settled: None,
        };
        self.documents.insert(uri, document);
        workspace
    }

    /// Applies changes in order; false if the document is not open.
    #[must_use]
    pub fn change(&self, uri: &Uri, version: i32, changes: Vec<TextChange>) -> bool {
        let encoding = self.encoding();
        let Some(mut document) = self.documents.get_mut(uri) else {
            return false;
        };
        let document = document.value_mut();
        document.version = version;
        let before = document.snapshot.take();
        if let Some(before) = before.filter(|before| before.is_read() && before.text.len() > SMALL_DOCUMENT) {
            document.settled = Some(Settled::new(before));
        }
        for change in changes {
            let Some((start, end)) = change.range else {
                if let Some(settled) = &mut document.settled {
                    settled.replaced(&document.text, &change.text);
                }
                document.lines = LineIndex::new(&change.text);
                document.text = change.text;
                continue;
            };
            let positions = Positions::new(&document.text, &document.lines, encoding);
            let (start, end) = (positions.offset(start), positions.offset(end));
            let (start, end) = (start.min(end), start.max(end));
            if let Some(settled) = &mut document.settled {
                settled.edited(start, document.text.len() - end);
            }
            document.text.replace_range(start..end, &change.text);
            document.lines.edit(&document.text, Span::new(start, end), change.text.len());
        }
        true
    }

    /// Forgets a document; returns its file and workspace.
    pub fn close(&self, uri: &Uri) -> Option<(Option<PathBuf>, Arc<WorkspaceSlot>)> {
        self.documents.remove(uri).map(|(_, document)| (document.origin.file, document.workspace))
    }

    /// The file and the workspace of an open document.
    #[must_use]
    pub fn place(&self, uri: &Uri) -> Option<(PathBuf, Arc<WorkspaceSlot>)> {
        let document = self.documents.get(uri)?;
        Some((document.origin.file.clone()?, document.workspace.clone()))
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

    /// A place of a document as it can be asked about without reading the document again, and the snapshot of now
    /// where there is no such.
    #[must_use]
    pub fn view(&self, uri: &Uri, position: Position) -> Option<View> {
        let document = self.documents.get(uri)?;
        let is_read = document.snapshot.as_ref().is_some_and(|snapshot| snapshot.is_read());
        if !is_read && let Some(settled) = &document.settled {
            return Some(settled.view(&document.text, &document.lines, position));
        }
        drop(document);
        Some(View { snapshot: self.snapshot(uri)?, position, lines_down: 0 })
    }

    /// All open documents as they are now.
    #[must_use]
    pub fn snapshots(&self) -> Vec<Arc<Snapshot>> {
        let mut uris: Vec<Uri> = self.documents.iter().map(|document| document.key().clone()).collect();
        uris.sort();
        uris.iter().filter_map(|uri| self.snapshot(uri)).collect()
    }

    /// The address and the text of the open document that is this file.
    #[must_use]
    pub fn open_text(&self, file: &Path) -> Option<(Uri, String)> {
        let is_file = |document: &OpenDocument| document.origin.file.as_deref() == Some(file);
        let document = self.documents.iter().find(|document| is_file(document))?;
        Some((document.key().clone(), document.text.clone()))
    }

    /// Something may have changed the findings of files that are not open.
    pub fn files_changed(&self) {
        self.changes.send_modify(|count| *count += 1);
    }

    fn encoding(&self) -> Encoding {
        self.client.get().map(|client| client.encoding).unwrap_or_default()
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
            if let Some(settled) = &mut document.settled {
                settled.renew(serial);
            }
        }
        refreshed.sort();
        refreshed
    }

    /// Gives the open documents the workspaces that they belong to now that the folders are others; returns those that
    /// were given another one.
    pub fn place_again(&self) -> Vec<(Uri, Arc<WorkspaceSlot>)> {
        let mut moved = Vec::new();
        for mut document in self.documents.iter_mut() {
            let workspace = self.workspaces.of_file(document.origin.place());
            if !Arc::ptr_eq(&document.workspace, &workspace) {
                document.workspace = workspace.clone();
                document.snapshot = None;
                document.settled = None;
                moved.push((document.key().clone(), workspace));
            }
        }
        moved
    }

    /// The texts of all open documents that are files of the workspace.
    #[must_use]
    pub fn buffers(&self, workspace: &Arc<WorkspaceSlot>) -> Buffers {
        let mut buffers = Buffers::new();
        for document in &self.documents {
            let file = document.origin.file.as_ref();
            if let Some(file) = file.filter(|_| Arc::ptr_eq(&document.workspace, workspace)) {
                let text = document.snapshot.as_ref().map(|snapshot| snapshot.text.clone());
                buffers.insert(file.clone(), text.unwrap_or_else(|| Arc::from(document.text.as_str())));
            }
        }
        buffers
    }

    /// The files that are open.
    #[must_use]
    pub fn open_files(&self) -> HashSet<PathBuf> {
        self.documents.iter().filter_map(|document| document.origin.file.clone()).collect()
    }

    /// Whether a document with this file is open.
    #[must_use]
    pub fn has_open(&self, file: &Path) -> bool {
        self.documents.iter().any(|document| document.origin.file.as_deref() == Some(file))
    }

    fn serial(&self) -> u64 {
        self.next_serial.fetch_add(1, Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests;
