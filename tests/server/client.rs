//! A client of the protocol that writes raw frames, so that it can also write wrong ones.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// Long enough for a loaded machine; a test that waits this long has failed.
const LIMIT: Duration = Duration::from_secs(60);

/// A server process and what it has sent so far.
pub struct Client {
    process: Child,
    input: Option<ChildStdin>,
    output: Receiver<Value>,
    /// Received and not yet asked for.
    inbox: Vec<Value>,
    next_id: i64,
    /// Whether requests of the server are answered.
    answers: bool,
}

/// The URI of a path below a folder.
pub fn uri(folder: &Path, path: &str) -> String {
    format!("file://{}", folder.join(path).display())
}

/// Capabilities of a client that pushes nothing back and knows everything docent sends.
pub fn capable(pulls: bool) -> Value {
    let mut text_document = json!({
        "hover": { "contentFormat": ["markdown", "plaintext"] },
        "publishDiagnostics": {
            "relatedInformation": true,
            "tagSupport": { "valueSet": [1, 2] },
            "codeDescriptionSupport": true,
            "dataSupport": true,
        },
        "codeAction": { "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["quickfix"] } } },
        "definition": { "linkSupport": false },
    });
    if pulls {
        text_document["diagnostic"] = json!({ "dynamicRegistration": false });
    }
    json!({
        "textDocument": text_document,
        "workspace": {
            "diagnostics": { "refreshSupport": true },
            "workspaceEdit": { "documentChanges": true },
        },
    })
}

impl Client {
    /// A server that has not been spoken to.
    pub fn start() -> Client {
        Client::start_with(|_| ())
    }

    /// The same, with the command changed before it runs.
    pub fn start_with(change: impl FnOnce(&mut Command)) -> Client {
        // Long tests may be run with an optimised build.
        let program = std::env::var_os("DOCENT_BINARY");
        let program = program.unwrap_or_else(|| env!("CARGO_BIN_EXE_docent").into());
        let mut command = Command::new(program);
        command.arg("lsp").env("XDG_CACHE_HOME", std::env::temp_dir().join("docent-server-tests"));
        change(&mut command);
        let mut process = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .expect("the server starts");
        let input = process.stdin.take();
        let stdout = process.stdout.take().expect("piped");
        let (sender, output) = channel();
        std::thread::spawn(move || {
            let mut stdout = BufReader::new(stdout);
            while let Some(message) = read_frame(&mut stdout) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        Client { process, input, output, inbox: Vec::new(), next_id: 0, answers: true }
    }

    /// From now on requests of the server are left without an answer.
    pub fn fall_silent(&mut self) {
        self.answers = false;
    }

    pub fn process_id(&self) -> u32 {
        self.process.id()
    }

    /// A server that has been initialized by a client with these capabilities.
    pub fn initialized(capabilities: Value) -> Client {
        Client::initialized_in(None, capabilities)
    }

    /// The same, with a folder open.
    pub fn initialized_in(folder: Option<&Path>, capabilities: Value) -> Client {
        Client::initialized_with(folder.as_slice(), capabilities)
    }

    /// The same, with several folders open.
    pub fn initialized_with(folders: &[&Path], capabilities: Value) -> Client {
        let mut client = Client::start();
        let folders: Vec<Value> =
            folders.iter().map(|folder| json!({ "uri": uri(folder, ""), "name": "folder" })).collect();
        let folders = (!folders.is_empty()).then_some(folders);
        let params = json!({ "processId": null, "capabilities": capabilities, "workspaceFolders": folders });
        client.request("initialize", params);
        client.notify("initialized", json!({}));
        client
    }

    pub fn send_bytes(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().expect("an open input");
        input.write_all(bytes).expect("the server reads");
        input.flush().expect("the server reads");
    }

    pub fn send_body(&mut self, body: &str) {
        self.send_bytes(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    }

    pub fn notify(&mut self, method: &str, params: Value) {
        self.send_body(&json!({ "jsonrpc": "2.0", "method": method, "params": params }).to_string());
    }

    /// Sends a request without waiting; returns its id.
    pub fn ask(&mut self, method: &str, params: Value) -> i64 {
        self.next_id += 1;
        let id = self.next_id;
        let message = json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params });
        self.send_body(&message.to_string());
        id
    }

    /// Sends a request and waits for its whole reply.
    pub fn request(&mut self, method: &str, params: Value) -> Value {
        let id = self.ask(method, params);
        self.reply(id)
    }

    /// The reply to a request, whatever else comes before it.
    pub fn reply(&mut self, id: i64) -> Value {
        self.wait_for(&format!("the reply to {id}"), |message| {
            message["id"] == id && message.get("method").is_none()
        })
    }

    /// The next notification or request of this method.
    pub fn wait_for_method(&mut self, method: &str) -> Value {
        self.wait_for(method, |message| message["method"] == method)
    }

    /// The first message that fits; others stay in the inbox. Requests of the server are answered with null.
    pub fn wait_for(&mut self, what: &str, fits: impl Fn(&Value) -> bool) -> Value {
        if let Some(index) = self.inbox.iter().position(&fits) {
            return self.inbox.remove(index);
        }
        let end = Instant::now() + LIMIT;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            let message = self.output.recv_timeout(left).unwrap_or_else(|error| {
                panic!("{error} while waiting for {what}; so far: {:#?}", self.inbox);
            });
            self.answer(&message);
            if fits(&message) {
                return message;
            }
            self.inbox.push(message);
        }
    }

    fn answer(&mut self, message: &Value) {
        if let (true, Some(id), Some(_)) = (self.answers, message.get("id"), message.get("method")) {
            let reply = json!({ "jsonrpc": "2.0", "id": id, "result": null });
            self.send_body(&reply.to_string());
        }
    }

    /// Everything that has come and not been asked for, once a request has been answered.
    pub fn drain(&mut self) -> Vec<Value> {
        self.request("docent/unknown", json!(null));
        std::mem::take(&mut self.inbox)
    }

    pub fn open(&mut self, uri: &str, language: &str, text: &str) {
        let document = json!({ "uri": uri, "languageId": language, "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Replaces the whole text.
    pub fn replace(&mut self, uri: &str, version: i64, text: &str) {
        let document = json!({ "uri": uri, "version": version });
        self.notify(
            "textDocument/didChange",
            json!({ "textDocument": document, "contentChanges": [{ "text": text }] }),
        );
    }

    pub fn close(&mut self, uri: &str) {
        self.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    }

    pub fn hover(&mut self, uri: &str, line: u32, character: u32) -> Value {
        self.request("textDocument/hover", at(uri, line, character))["result"].take()
    }

    /// The diagnostics of a document that was pulled.
    pub fn pull(&mut self, uri: &str) -> Vec<Value> {
        let reply = self.request("textDocument/diagnostic", json!({ "textDocument": { "uri": uri } }));
        reply["result"]["items"].as_array().unwrap_or_else(|| panic!("no items: {reply}")).clone()
    }

    /// The code actions for a range.
    pub fn actions(&mut self, uri: &str, range: &Value, context: Value) -> Vec<Value> {
        let params = json!({ "textDocument": { "uri": uri }, "range": range, "context": context });
        let reply = self.request("textDocument/codeAction", params);
        reply["result"].as_array().cloned().unwrap_or_default()
    }

    /// The next diagnostics that are pushed for a document.
    pub fn pushed(&mut self, uri: &str) -> Vec<Value> {
        let message = self.wait_for(&format!("diagnostics of {uri}"), |message| {
            message["method"] == "textDocument/publishDiagnostics" && message["params"]["uri"] == uri
        });
        message["params"]["diagnostics"].as_array().expect("a list").clone()
    }

    /// Waits for pushed diagnostics of a document with exactly these rules, in their order.
    pub fn wait_for_pushed(&mut self, uri: &str, rules: &[&str]) -> Vec<Value> {
        loop {
            let diagnostics = self.pushed(uri);
            if codes(&diagnostics) == rules {
                return diagnostics;
            }
        }
    }

    pub fn end_input(&mut self) {
        self.input = None;
    }

    /// Waits for the process to end.
    pub fn exit_status(&mut self) -> ExitStatus {
        let end = Instant::now() + LIMIT;
        loop {
            if let Some(status) = self.process.try_wait().expect("a process") {
                return status;
            }
            assert!(Instant::now() < end, "the server does not end");
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The parameters of a request about a place.
pub fn at(uri: &str, line: u32, character: u32) -> Value {
    json!({ "textDocument": { "uri": uri }, "position": { "line": line, "character": character } })
}

/// A range as the protocol writes it.
pub fn range(start: (u32, u32), end: (u32, u32)) -> Value {
    json!({
        "start": { "line": start.0, "character": start.1 },
        "end": { "line": end.0, "character": end.1 },
    })
}

/// Writes a file below a folder, with the folders on the way to it.
pub fn write(folder: &Path, path: &str, text: impl AsRef<[u8]>) {
    let path = folder.join(path);
    std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
    std::fs::write(path, text).expect("a file");
}

/// A folder with these files.
pub fn folder_with(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (path, text) in files {
        write(folder.path(), path, text);
    }
    folder
}

/// Asks until the answer is as expected: a reload takes effect in its own time, and nothing tells of it.
#[track_caller]
pub fn wait_until(what: &str, mut holds: impl FnMut() -> bool) {
    for _ in 0..2_000 {
        if holds() {
            return;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    panic!("{what} did not come about");
}

/// The rule ids of diagnostics.
pub fn codes(diagnostics: &[Value]) -> Vec<&str> {
    diagnostics.iter().filter_map(|diagnostic| diagnostic["code"].as_str()).collect()
}

/// Reads one frame; none at the end.
pub fn read_frame(input: &mut impl BufRead) -> Option<Value> {
    let mut length = None;
    loop {
        let mut line = String::new();
        if input.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end() {
            "" => break,
            header => {
                let value = header.strip_prefix("Content-Length: ").expect("only this header is written");
                length = Some(value.parse::<usize>().expect("a number"));
            }
        }
    }
    let mut body = vec![0; length.expect("a length")];
    input.read_exact(&mut body).ok()?;
    Some(serde_json::from_slice(&body).expect("JSON"))
}

/// Every file below a folder, in order.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() { files.extend(self::files(&path)) } else { files.push(path) }
    }
    files.sort();
    files
}
