//! Servers as processes, spoken to without any thread or parser between.

use serde_json::{Value, json};
use std::collections::HashSet;
use std::ffi::OsString;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

/// A server that is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Docent,
    /// This program itself: an empty server on the same loop.
    Floor,
    Typos,
    Harper,
    Yaml,
}

impl Side {
    pub fn name(self) -> &'static str {
        match self {
            Side::Docent => "docent",
            Side::Floor => "floor",
            Side::Typos => "typos-lsp",
            Side::Harper => "harper-ls",
            Side::Yaml => "yaml-language-server",
        }
    }

    /// How it is started; nothing if it is not installed. `DOCENT_PEERS` may name a folder for the others, with `bin`
    /// and `node_modules/.bin` in it.
    fn command(self) -> Option<Command> {
        let (program, argument): (OsString, Option<&str>) = match self {
            Side::Docent => (env!("CARGO_BIN_EXE_docent").into(), Some("lsp")),
            Side::Floor => {
                (std::env::current_exe().expect("this program").into(), Some(crate::FLOOR_ARGUMENT))
            }
            Side::Typos => (find("typos-lsp")?.into(), None),
            Side::Harper => (find("harper-ls")?.into(), Some("--stdio")),
            Side::Yaml => (find("yaml-language-server")?.into(), Some("--stdio")),
        };
        let mut command = Command::new(program);
        command.args(argument);
        Some(command)
    }

    pub fn is_installed(self) -> bool {
        self.command().is_some()
    }
}

fn find(name: &str) -> Option<PathBuf> {
    let peers = std::env::var_os("DOCENT_PEERS").map(PathBuf::from);
    let own = peers.into_iter().flat_map(|folder| [folder.join("bin"), folder.join("node_modules/.bin")]);
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = own.chain(std::env::split_paths(&path)).collect();
    folders.into_iter().map(|folder| folder.join(name)).find(|file| file.is_file())
}

pub struct Peer {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    next_id: u32,
    /// It takes whole texts only.
    takes_whole_texts: bool,
}

impl Peer {
    pub fn start(side: Side) -> Peer {
        let mut command = side.command().expect("installed");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = command.spawn().expect("the server starts");
        let input = process.stdin.take().expect("piped");
        let output = BufReader::new(process.stdout.take().expect("piped"));
        Peer { process, input, output, next_id: 0, takes_whole_texts: false }
    }

    pub fn initialized(side: Side, folder: &Path) -> Peer {
        let mut peer = Peer::start(side);
        peer.initialize(folder);
        peer.notify("initialized", json!({}));
        peer
    }

    pub fn initialize(&mut self, folder: &Path) {
        let uri = format!("file://{}", folder.display());
        let item = json!({
            "documentationFormat": ["markdown"],
            "resolveSupport": { "properties": ["documentation"] },
        });
        let reply = self.request(
            "initialize",
            json!({
                "processId": null,
                "rootUri": uri,
                "workspaceFolders": [{ "uri": uri, "name": "bench" }],
                "capabilities": { "textDocument": {
                    "hover": { "contentFormat": ["markdown"] },
                    "completion": { "completionItem": item },
                    "publishDiagnostics": { "versionSupport": true },
                } },
            }),
        );
        let reply: Value = serde_json::from_slice(&reply).expect("JSON");
        let sync = &reply["result"]["capabilities"]["textDocumentSync"];
        self.takes_whole_texts = *sync == 1 || sync["change"] == 1;
    }

    pub fn send(&mut self, message: &Value) {
        let body = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{body}", body.len()).expect("the server reads");
    }

    pub fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    pub fn request(&mut self, method: &str, params: Value) -> Vec<u8> {
        self.next_id += 1;
        self.send(&json!({ "jsonrpc": "2.0", "id": self.next_id, "method": method, "params": params }));
        let id = format!("\"id\":{}", self.next_id);
        self.receive(|body| body.contains(&id) && !body.contains("\"method\":"))
    }

    /// The next message that fits. Requests of the server are answered with nothing.
    pub fn receive(&mut self, fits: impl Fn(&str) -> bool) -> Vec<u8> {
        loop {
            let mut length = 0;
            let mut line = String::new();
            while self.output.read_line(&mut line).expect("the server lives") > 2 {
                if let Some(value) = line.strip_prefix("Content-Length: ") {
                    length = value.trim().parse().expect("a number");
                }
                line.clear();
            }
            let mut body = vec![0; length];
            self.output.read_exact(&mut body).expect("a body");
            let text = String::from_utf8_lossy(&body);
            if fits(&text) {
                return body;
            }
            if text.contains("\"id\":") && text.contains("\"method\":") {
                let request: Value = serde_json::from_slice(&body).expect("JSON");
                let items = request["params"]["items"].as_array().map_or(0, Vec::len);
                let result = if items > 0 { json!(vec![Value::Null; items]) } else { Value::Null };
                self.send(&json!({ "jsonrpc": "2.0", "id": request["id"], "result": result }));
            }
        }
    }

    /// The next diagnostics of a document; of this version, if the server tells versions.
    pub fn diagnostics(&mut self, uri: &str, version: usize) -> Vec<u8> {
        let uri = format!("\"{uri}\"");
        let this = [format!("\"version\":{version},"), format!("\"version\":{version}}}")];
        self.receive(|body| {
            body.contains("publishDiagnostics")
                && body.contains(&uri)
                && (this.iter().any(|this| body.contains(this)) || !body.contains("\"version\":"))
        })
    }

    /// Waits for diagnostics of every one of these documents, in whatever order they come.
    pub fn all_diagnostics(&mut self, uris: impl Iterator<Item = String>) {
        let mut missing: HashSet<String> = uris.collect();
        while !missing.is_empty() {
            let body = self.receive(|body| body.contains("publishDiagnostics"));
            let message: Value = serde_json::from_slice(&body).expect("JSON");
            missing.remove(message["params"]["uri"].as_str().unwrap_or_default());
        }
    }

    pub fn open(&mut self, uri: &str, language: &str, text: &str) {
        let document = json!({ "uri": uri, "languageId": language, "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Types a letter at the start of a line, or takes it away again. `text` is the text without it.
    pub fn keystroke(&mut self, uri: &str, version: usize, line: usize, text: &str) {
        let (end, letter) = if version.is_multiple_of(2) { (0, "x") } else { (1, "") };
        let change = if self.takes_whole_texts {
            let at: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
            let (before, after) = text.split_at(at);
            json!({ "text": format!("{before}{letter}{after}") })
        } else {
            let start = json!({ "line": line, "character": 0 });
            let end = json!({ "line": line, "character": end });
            json!({ "range": { "start": start, "end": end }, "text": letter })
        };
        let document = json!({ "uri": uri, "version": version });
        self.notify(
            "textDocument/didChange",
            json!({ "textDocument": document, "contentChanges": [change] }),
        );
    }

    /// Processor time of all threads so far.
    pub fn processor_time(&self) -> Duration {
        let tasks = fs::read_dir(format!("/proc/{}/task", self.process.id())).expect("Linux");
        let nanoseconds = tasks.flatten().filter_map(|task| {
            let statistics = fs::read_to_string(task.path().join("schedstat")).ok()?;
            statistics.split(' ').next()?.parse::<u64>().ok()
        });
        Duration::from_nanos(nanoseconds.sum())
    }

    /// Resident memory in KiB.
    pub fn memory(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id())).expect("Linux");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("a size");
        line.trim().trim_end_matches(" kB").parse().expect("a number")
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
