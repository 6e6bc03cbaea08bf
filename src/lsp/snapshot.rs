//! One document at one version: a whole value that never changes, so that no lock is held while something is computed.

use super::state::OpenDocument;
use super::workspaces::WorkspaceSlot;
use crate::check::Report;
use crate::config::FileConfig;
use crate::context::Context;
use crate::document::Document;
use crate::place;
use crate::stack::FileStack;
use crate::text::line_index::LineIndex;
use crate::workspace::{Project, root};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use tower_lsp::ls_types::Uri;

/// A document of this size is read in the loop; a larger one beside it.
pub const SMALL_DOCUMENT: usize = 32 * 1024;

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
    /// Relative to the workspace, as in `Document::path`; empty where the client's name says nothing.
    pub path: String,
    pub text: Arc<str>,
    pub lines: LineIndex,
    pub workspace: Arc<WorkspaceSlot>,
    pub project: Arc<Project>,
    document: OnceLock<Document>,
    surroundings: OnceLock<Arc<(FileStack, FileConfig)>>,
    report: OnceLock<Arc<Report>>,
}

impl Snapshot {
    #[must_use]
    pub fn new(uri: &Uri, document: &OpenDocument, serial: u64) -> Snapshot {
        let root = document.workspace.root();
        Snapshot {
            uri: uri.clone(),
            version: document.version,
            serial,
            language: document.language.clone(),
            file: document.origin.file.clone(),
            path: document.origin.path.as_deref().map(|path| root::relative(root, path)).unwrap_or_default(),
            text: Arc::from(document.text.as_str()),
            lines: document.lines.clone(),
            workspace: document.workspace.clone(),
            project: document.workspace.project(),
            document: OnceLock::new(),
            surroundings: OnceLock::new(),
            report: OnceLock::new(),
        }
    }

    /// A line of a newer text as a document of its own, of the kind that stands at `offset` of this one.
    #[must_use]
    pub fn of_line(&self, line: &str, offset: usize) -> Snapshot {
        let kind = place::kind_at(&self.context(), offset);
        let text: Arc<str> = Arc::from(line);
        let document = OnceLock::from(Document::read(&self.path, text.clone(), kind, Some(&self.language)));
        Snapshot {
            lines: LineIndex::new(line),
            text,
            document,
            surroundings: self.surroundings.clone(),
            report: OnceLock::new(),
            ..self.renewed(self.serial)
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

    /// Whether [`Snapshot::document`] returns at once.
    #[must_use]
    pub fn is_read(&self) -> bool {
        self.document.get().is_some()
    }

    /// Whether all of the text may be looked through in the loop.
    #[must_use]
    pub fn is_small(&self) -> bool {
        self.text.len() <= SMALL_DOCUMENT
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
            Arc::new((self.project.stack.for_file(&self.path, &config), config))
        })
    }
}
