//! The places that mention what stands under the cursor: in one document, and in the workspace.

use super::convert::{self, Converter};
use super::pages;
use super::snapshot::Snapshot;
use super::state::State;
use super::workspaces::WorkspaceSlot;
use crate::knowledge::Page;
use crate::text::line_index::LineIndex;
use crate::text::position::Positions;
use crate::workspace::mentions;
use crate::{navigate, place};
use std::path::Path;
use std::sync::Arc;
use tower_lsp::ls_types::{DocumentHighlight, DocumentHighlightKind, Location, Position};

/// The page that the place is about, first of all.
fn page_at(snapshot: &Snapshot, offset: usize) -> Option<Arc<Page>> {
    place::subject_at(&snapshot.context(), offset)?.pages.into_iter().next()
}

/// Every place of the document that is about the same page as this one.
#[must_use]
pub fn highlights(
    snapshot: &Snapshot,
    converter: &Converter<'_>,
    position: Position,
) -> Option<Vec<DocumentHighlight>> {
    let page = page_at(snapshot, converter.offset(position))?;
    let spans = navigate::mentions(&snapshot.context(), &page);
    let kind = Some(DocumentHighlightKind::TEXT);
    Some(spans.into_iter().map(|span| DocumentHighlight { range: converter.range(span), kind }).collect())
}

/// Every place of the workspace that is about the same page as this one; of other workspaces, too, if the page belongs
/// to none. With `declaration` also the page itself, if it is one of the workspace.
pub fn references(
    state: &State,
    here: &Snapshot,
    (position, declaration): (Position, bool),
    wanted: &dyn Fn() -> bool,
) -> Option<Vec<Location>> {
    let client = state.client();
    let converter = &Converter::new(here, &client);
    let page = page_at(here, converter.offset(position))?;
    let mut locations: Vec<Location> = Vec::new();
    if declaration && page.area == "workspace" {
        locations.extend(pages::location(&here.project, &page).ok().flatten());
    }
    let mut workspaces = vec![here.workspace.clone()];
    if page.area != "workspace" {
        let others = state.workspaces.of_folders().into_iter();
        workspaces.extend(others.filter(|other| !Arc::ptr_eq(other, &here.workspace)));
    }
    for workspace in &workspaces {
        locations.extend(in_open_documents(state, converter, workspace, &page));
        locations.extend(in_files(state, converter, workspace, &page, wanted));
    }
    let mut seen = std::collections::HashSet::new();
    locations.retain(|location| {
        let start = location.range.start;
        seen.insert((location.uri.as_str().to_string(), start.line, start.character))
    });
    Some(locations)
}

fn in_open_documents(
    state: &State,
    converter: &Converter<'_>,
    workspace: &Arc<WorkspaceSlot>,
    page: &Page,
) -> Vec<Location> {
    let mut locations = Vec::new();
    for snapshot in state.snapshots() {
        if !Arc::ptr_eq(&snapshot.workspace, workspace)
            || !navigate::may_mention(&snapshot.project.library, &snapshot.text, page)
        {
            continue;
        }
        let converter = Converter::new(&snapshot, converter.client);
        let spans = navigate::mentions(&snapshot.context(), page).into_iter();
        let uri = &snapshot.uri;
        locations.extend(spans.map(|span| Location { uri: uri.clone(), range: converter.range(span) }));
    }
    locations
}

fn in_files(
    state: &State,
    converter: &Converter<'_>,
    workspace: &WorkspaceSlot,
    page: &Page,
    wanted: &dyn Fn() -> bool,
) -> Vec<Location> {
    if workspace.root().parent().is_none() {
        return Vec::new();
    }
    let project = workspace.project();
    let is_open = |path: &Path| state.has_open(path);
    let mut locations = Vec::new();
    for file in mentions::of_page(&project, page, is_open, wanted) {
        let Some(uri) = convert::to_uri(&file.path) else { continue };
        let lines = LineIndex::new(&file.text);
        let positions = Positions::new(&file.text, &lines, converter.client.encoding);
        let ranges = file.spans.iter().map(|span| convert::range(&positions, *span));
        locations.extend(ranges.map(|range| Location { uri: uri.clone(), range }));
    }
    locations
}
