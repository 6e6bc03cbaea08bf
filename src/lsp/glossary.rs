//! The edit that begins a page in the glossary of a workspace.

use super::convert::{Converter, range, to_uri};
use super::state::State;
use crate::actions::{GLOSSARY, entry_text};
use crate::text::Span;
use crate::text::line_index::LineIndex;
use crate::text::position::Positions;
use crate::workspace::read;
use std::path::Path;
use tower_lsp::ls_types::{
    CreateFile, CreateFileOptions, DocumentChangeOperation, DocumentChanges, OneOf,
    OptionalVersionedTextDocumentIdentifier, ResourceOp, TextDocumentEdit, TextEdit, Uri, WorkspaceEdit,
};

/// Puts the beginning of a page for `term` at the end of the glossary, which is made if it is missing. Nothing if the
/// client cannot do so, or if there is no workspace.
///
/// The text in an editor counts before the one on disk.
#[must_use]
pub fn edit(state: &State, converter: &Converter<'_>, root: &Path, term: &str) -> Option<WorkspaceEdit> {
    if !converter.client.creates_files || root.parent().is_none() {
        return None;
    }
    let path = root.join(GLOSSARY);
    let open = state.open_text(&path);
    let uri = open.as_ref().map_or_else(|| to_uri(&path), |(uri, _)| Some(uri.clone()))?;
    let is_missing = open.is_none() && !path.exists();
    let present = match open {
        Some((_, text)) => text,
        None if is_missing => String::new(),
        None => read::text(&path, GLOSSARY).ok()?,
    };
    let mut operations = Vec::new();
    if is_missing {
        let options = Some(CreateFileOptions { overwrite: Some(false), ignore_if_exists: Some(true) });
        let create = CreateFile { uri: uri.clone(), options, annotation_id: None };
        operations.push(DocumentChangeOperation::Op(ResourceOp::Create(create)));
    }
    operations.push(DocumentChangeOperation::Edit(append(converter, uri, &present, term)));
    Some(WorkspaceEdit {
        document_changes: Some(DocumentChanges::Operations(operations)),
        ..WorkspaceEdit::default()
    })
}

fn append(converter: &Converter<'_>, uri: Uri, present: &str, term: &str) -> TextDocumentEdit {
    let lines = LineIndex::new(present);
    let positions = Positions::new(present, &lines, converter.client.encoding);
    let edit =
        TextEdit { range: range(&positions, Span::at(present.len())), new_text: entry_text(term, present) };
    let text_document = OptionalVersionedTextDocumentIdentifier { uri, version: None };
    TextDocumentEdit { text_document, edits: vec![OneOf::Left(edit)] }
}
