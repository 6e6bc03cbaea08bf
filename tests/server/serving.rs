//! The loop with a service that fails, waits and counts.

use crate::client::read_frame;
use docent::lsp::serve::serve;
use serde_json::{Value, json};
use std::io::{BufReader, PipeReader, PipeWriter, Write};
use std::sync::Mutex;
use std::thread::JoinHandle;
use tower_lsp::ls_types::{
    CodeActionParams, CodeActionResponse, CompletionParams, CompletionResponse, DidChangeTextDocumentParams,
    DidSaveTextDocumentParams, Hover, HoverContents, HoverParams, InitializeParams, InitializeResult,
    MarkedString,
};
use tower_lsp::{LanguageServer, LspService, jsonrpc::Result};

/// Remembers the last text it was sent; some of its handlers fail or never end.
#[derive(Debug, Default)]
struct Awkward {
    text: Mutex<String>,
}

impl LanguageServer for Awkward {
    async fn initialize(&self, _: InitializeParams) -> Result<InitializeResult> {
        Ok(InitializeResult::default())
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        let text = params.content_changes.into_iter().map(|change| change.text).collect();
        *self.text.lock().expect("no panic holds it") = text;
    }

    /// Answers at once.
    async fn hover(&self, _: HoverParams) -> Result<Option<Hover>> {
        let text = self.text.lock().expect("no panic holds it").clone();
        Ok(Some(Hover { contents: HoverContents::Scalar(MarkedString::String(text)), range: None }))
    }

    async fn did_save(&self, _: DidSaveTextDocumentParams) {
        panic!("as the test wants it");
    }

    async fn completion(&self, _: CompletionParams) -> Result<Option<CompletionResponse>> {
        panic!("as the test wants it");
    }

    /// Fails after it has waited once.
    async fn code_action(&self, _: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        tokio::task::yield_now().await;
        panic!("as the test wants it");
    }

    async fn code_lens(
        &self,
        _: tower_lsp::ls_types::CodeLensParams,
    ) -> Result<Option<Vec<tower_lsp::ls_types::CodeLens>>> {
        std::future::pending().await
    }
}

struct Peer {
    input: Option<PipeWriter>,
    output: BufReader<PipeReader>,
    server: JoinHandle<u8>,
}

impl Peer {
    fn start() -> Peer {
        let (server_input, input) = std::io::pipe().expect("a pipe");
        let (output, server_output) = std::io::pipe().expect("a pipe");
        let server = std::thread::spawn(move || {
            let (service, socket) = LspService::new(|_| Awkward::default());
            serve(service, socket, server_input, server_output)
        });
        let mut peer = Peer { input: Some(input), output: BufReader::new(output), server };
        peer.request(0, "initialize", json!({ "capabilities": {} }));
        assert_eq!(peer.next()["id"], 0);
        peer
    }

    fn send(&mut self, message: &Value) {
        let body = message.to_string();
        let input = self.input.as_mut().expect("open");
        write!(input, "Content-Length: {}\r\n\r\n{body}", body.len()).expect("the server reads");
    }

    fn request(&mut self, id: u32, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
    }

    fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    fn next(&mut self) -> Value {
        read_frame(&mut self.output).expect("a message")
    }

    fn end(mut self) -> u8 {
        self.input = None;
        self.server.join().expect("the loop does not fail")
    }
}

fn place() -> Value {
    json!({ "textDocument": { "uri": "untitled:a" }, "position": { "line": 0, "character": 0 } })
}

fn document() -> Value {
    json!({ "textDocument": { "uri": "untitled:a" } })
}

#[test]
fn a_handler_that_fails_costs_its_request_only() {
    let mut peer = Peer::start();
    let code_action = json!({
        "textDocument": { "uri": "untitled:a" },
        "range": { "start": { "line": 0, "character": 0 }, "end": { "line": 0, "character": 0 } },
        "context": { "diagnostics": [] },
    });
    peer.notify("textDocument/didSave", document());
    for (id, method, params) in
        [(1, "textDocument/completion", place()), (2, "textDocument/codeAction", code_action)]
    {
        peer.request(id, method, params);
        let reply = peer.next();
        assert_eq!((&reply["id"], &reply["error"]["code"]), (&json!(id), &json!(-32603)), "{reply}");
    }
    // The id of a request that failed is free again.
    peer.request(1, "textDocument/hover", place());
    assert_eq!(peer.next()["result"]["contents"], "");
    assert_eq!(peer.end(), 1);
}

#[test]
fn a_cancelled_request_is_answered_at_once() {
    let mut peer = Peer::start();
    for id in 1..=600 {
        peer.request(id, "textDocument/codeLens", document());
    }
    // Hundreds of waiting requests do not keep another one from its answer.
    peer.request(1000, "textDocument/hover", place());
    assert_eq!(peer.next()["id"], 1000);
    for id in (1..=600).rev() {
        peer.notify("$/cancelRequest", json!({ "id": id }));
    }
    let mut cancelled = Vec::new();
    for _ in 1..=600 {
        let reply = peer.next();
        assert_eq!(reply["error"]["code"], -32800, "{reply}");
        cancelled.push(reply["id"].as_i64().expect("an id"));
    }
    cancelled.sort_unstable();
    assert_eq!(cancelled, (1..=600).collect::<Vec<i64>>());
    peer.request(2000, "shutdown", Value::Null);
    assert_eq!(peer.next()["id"], 2000);
    assert_eq!(peer.end(), 0);
}

#[test]
fn an_id_in_use_is_refused() {
    let mut peer = Peer::start();
    peer.request(7, "textDocument/codeLens", document());
    peer.request(7, "textDocument/codeLens", document());
    assert_eq!(peer.next()["error"]["code"], -32600);
}

#[test]
fn messages_take_effect_in_the_order_of_arrival() {
    let mut peer = Peer::start();
    for version in 1..=1000 {
        let document = json!({ "uri": "untitled:a", "version": version });
        let changes = json!([{ "text": format!("text {version}") }]);
        peer.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
        if version % 10 == 0 {
            peer.request(version, "textDocument/hover", place());
        }
    }
    for version in (10..=1000).step_by(10) {
        let reply = peer.next();
        assert_eq!(reply["id"], version);
        assert_eq!(reply["result"]["contents"], format!("text {version}"));
    }
}
