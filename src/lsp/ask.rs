//! How a question about a document gets its answer: at once where that is quick, else beside the loop.

use super::convert::to_position;
use super::snapshot::Snapshot;
use super::view::View;
use super::workspaces::Stage;
use std::sync::Arc;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::Position;

/// The snapshot in a workspace of which so much has been read; the same one if that is so already.
pub async fn settled(snapshot: Arc<Snapshot>, stage: Stage) -> Arc<Snapshot> {
    if snapshot.workspace.has_reached(stage) {
        return snapshot;
    }
    snapshot.workspace.reach(stage).await;
    Arc::new(snapshot.renewed(snapshot.serial))
}

/// Answers a question about a document: in place if that is quick, else on the pool for blocking work.
pub async fn ask<T: Send + 'static>(
    snapshot: Arc<Snapshot>,
    question: impl FnOnce(&Snapshot) -> T + Send + 'static,
) -> Result<T> {
    if snapshot.is_quick() {
        return Ok(question(&snapshot));
    }
    run_blocking(move || question(&snapshot)).await
}

/// The same for a place, which may stand in an older reading of the document.
pub async fn ask_at<T: Send + 'static>(
    view: View,
    question: impl FnOnce(&Snapshot, Position) -> T + Send + 'static,
) -> Result<T> {
    let position = to_position(view.position);
    let snapshot = settled(view.snapshot, Stage::Pages).await;
    ask(snapshot, move |snapshot| question(snapshot, position)).await
}

/// The same for a question about all of the text.
pub async fn ask_all<T: Send + 'static>(
    snapshot: Arc<Snapshot>,
    question: impl FnOnce(&Snapshot) -> T + Send + 'static,
) -> Result<T> {
    if snapshot.is_small() {
        return Ok(question(&snapshot));
    }
    run_blocking(move || question(&snapshot)).await
}

/// Runs work beside the loop. A request that is cancelled before its work began costs nothing more.
pub async fn run_blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    run_while_wanted(|_| work()).await
}

/// The same for long work, which is told whether somebody still waits for it.
pub async fn run_while_wanted<T: Send + 'static>(
    work: impl FnOnce(&dyn Fn() -> bool) -> T + Send + 'static,
) -> Result<T> {
    let waiting = Arc::new(());
    let wanted = Arc::downgrade(&waiting);
    let working = tokio::task::spawn_blocking(move || {
        let is_wanted = || wanted.strong_count() > 0;
        is_wanted().then(|| work(&is_wanted))
    });
    let done = working.await;
    drop(waiting);
    done.ok().flatten().ok_or_else(Error::internal_error)
}
