//! The language server: the only place that knows the protocol, threads and async.

mod address;
mod ask;
pub mod capabilities;
mod convert;
mod frame;
mod glossary;
mod mentions;
mod message;
mod offers;
mod pages;
mod publish;
mod reload;
pub mod serve;
mod server;
mod settings;
mod snapshot;
mod state;
mod survey;
mod view;
mod workspaces;

pub use server::Server;

use crate::library::Library;
use std::sync::Arc;
use tower_lsp::LspService;

/// Serves the client at standard input and output; returns the exit code of the process.
#[must_use]
pub fn run(base: Arc<Library>) -> u8 {
    let (service, socket) = LspService::new(|client| Server::new(client, base));
    serve::serve(service, socket, std::io::stdin(), std::io::stdout())
}
