//! Measures the server against a floor in the same run: an empty server on the same loop.
//!
//! `cargo bench --bench server` prints a table. The floor is this program itself, started with
//! [`FLOOR_ARGUMENT`]. Only Linux tells memory and processor time in the way that is read here.
#![allow(clippy::expect_used, reason = "a measurement that cannot be made has to stop")]
#![allow(clippy::needless_pass_by_value, reason = "literals of JSON read better without a reference")]

use docent::library::Library;
use docent::lsp::serve::serve;
use docent::text::line_index::LineIndex;
use docent::text::position::{Encoding, Positions};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};
use tower_lsp::ls_types::{Hover, HoverParams, InitializeParams, InitializeResult};
use tower_lsp::{LanguageServer, LspService, jsonrpc::Result};

const FLOOR_ARGUMENT: &str = "--empty-server";
const STARTS: usize = 60;
const HOVERS: usize = 2_000;
const KEYSTROKES: usize = 300;

/// Answers everything with nothing.
struct Empty;

impl LanguageServer for Empty {
    async fn initialize(&self, _: InitializeParams) -> Result<InitializeResult> {
        Ok(InitializeResult::default())
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }

    async fn hover(&self, _: HoverParams) -> Result<Option<Hover>> {
        Ok(None)
    }
}

/// A server process that is spoken to without any thread or parser between.
struct Peer {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    next_id: u32,
}

#[derive(Clone, Copy)]
enum Side {
    Docent,
    Floor,
}

impl Peer {
    fn start(side: Side) -> Peer {
        let mut command = match side {
            Side::Docent => Command::new(env!("CARGO_BIN_EXE_docent")),
            Side::Floor => Command::new(std::env::current_exe().expect("this program")),
        };
        command.arg(match side {
            Side::Docent => "lsp",
            Side::Floor => FLOOR_ARGUMENT,
        });
        let mut process =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the server starts");
        let input = process.stdin.take().expect("piped");
        let output = BufReader::new(process.stdout.take().expect("piped"));
        Peer { process, input, output, next_id: 0 }
    }

    fn initialized(side: Side, folder: &Path) -> Peer {
        let mut peer = Peer::start(side);
        peer.initialize(folder);
        peer.send(&json!({ "jsonrpc": "2.0", "method": "initialized", "params": {} }));
        peer
    }

    fn initialize(&mut self, folder: &Path) {
        let uri = format!("file://{}", folder.display());
        self.request(
            "initialize",
            json!({
                "processId": null,
                "rootUri": uri,
                "capabilities": { "textDocument": { "hover": { "contentFormat": ["markdown"] } } },
            }),
        );
    }

    fn send(&mut self, message: &Value) {
        let body = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{body}", body.len()).expect("the server reads");
    }

    fn request(&mut self, method: &str, params: Value) -> Vec<u8> {
        self.next_id += 1;
        self.send(&json!({ "jsonrpc": "2.0", "id": self.next_id, "method": method, "params": params }));
        let id = format!("\"id\":{}", self.next_id);
        self.receive(&id)
    }

    /// The next message that holds these words.
    fn receive(&mut self, words: &str) -> Vec<u8> {
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
            if String::from_utf8_lossy(&body).contains(words) {
                return body;
            }
        }
    }

    fn open(&mut self, uri: &str, language: &str, text: &str) {
        let document = json!({ "uri": uri, "languageId": language, "version": 1, "text": text });
        let params = json!({ "textDocument": document });
        self.send(&json!({ "jsonrpc": "2.0", "method": "textDocument/didOpen", "params": params }));
    }

    /// Types a letter at the start of a line, or takes it away again.
    fn keystroke(&mut self, uri: &str, version: usize, line: usize) {
        let (end, text) = if version.is_multiple_of(2) { (0, "x") } else { (1, "") };
        let range =
            json!({ "start": { "line": line, "character": 0 }, "end": { "line": line, "character": end } });
        let params = json!({
            "textDocument": { "uri": uri, "version": version },
            "contentChanges": [{ "range": range, "text": text }],
        });
        self.send(&json!({ "jsonrpc": "2.0", "method": "textDocument/didChange", "params": params }));
    }

    /// Processor time of all threads so far.
    fn processor_time(&self) -> Duration {
        let tasks = fs::read_dir(format!("/proc/{}/task", self.process.id())).expect("Linux");
        let nanoseconds = tasks.flatten().filter_map(|task| {
            let statistics = fs::read_to_string(task.path().join("schedstat")).ok()?;
            statistics.split(' ').next()?.parse::<u64>().ok()
        });
        Duration::from_nanos(nanoseconds.sum())
    }

    /// Resident memory in KiB.
    fn memory(&self) -> u64 {
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

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// Prose of the bundled pages, without their front matter and their examples.
fn prose(size: usize) -> String {
    let mut text = String::new();
    while text.len() < size {
        for page in pages(&PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("knowledge")) {
            let body = page.splitn(3, "---\n").last().unwrap_or_default();
            let body = body.split("\n## Flagged").next().unwrap_or_default();
            let _ = writeln!(text, "{body}");
            if text.len() >= size {
                break;
            }
        }
    }
    let end = (0..=size).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    text.truncate(end);
    text
}

fn pages(folder: &Path) -> Vec<String> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).expect("the pages").flatten().map(|entry| entry.path()).collect();
    paths.sort();
    let texts = paths.into_iter().flat_map(|path| {
        if path.is_dir() { pages(&path) } else { vec![fs::read_to_string(&path).unwrap_or_default()] }
    });
    texts.collect()
}

fn compose(size: usize) -> String {
    let mut text = String::from("services:\n");
    for number in 0.. {
        let _ = write!(
            text,
            "  service-{number}:\n    image: registry.example.com/team/service-{number}:1.{number}\n    environment:\n      \
             DATABASE_URL: postgres://db/{number}\n      LOG_LEVEL: info\n    ports:\n      - \"{}:8080\"\n",
            8000 + number
        );
        if text.len() >= size {
            break;
        }
    }
    text
}

fn row(what: &str, docent: &str, floor: &str, ratio: f64, bound: &str) {
    println!("| {what:<52} | {docent:>10} | {floor:>10} | {ratio:>6.2} | {bound:<16} |");
}

fn ratio(docent: Duration, floor: Duration) -> f64 {
    docent.as_secs_f64() / floor.as_secs_f64()
}

fn measure_starts(folder: &Path) {
    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..STARTS {
        for (side, times) in [Side::Docent, Side::Floor].into_iter().zip(&mut times) {
            let begin = Instant::now();
            let mut peer = Peer::start(side);
            peer.initialize(folder);
            times.push(begin.elapsed());
        }
    }
    let [docent, floor] = times.map(median);
    row(
        "start to initialize, p50",
        &format!("{docent:.2?}"),
        &format!("{floor:.2?}"),
        ratio(docent, floor),
        "ratio <= 2",
    );
}

fn measure_memory(folder: &Path) {
    let memory = |side| {
        let mut peer = Peer::initialized(side, folder);
        peer.request("docent/unknown", Value::Null);
        std::thread::sleep(Duration::from_millis(200));
        peer.memory()
    };
    let (docent, floor) = (memory(Side::Docent), memory(Side::Floor));
    #[expect(clippy::cast_precision_loss, reason = "a ratio for people")]
    let ratio = docent as f64 / floor as f64;
    row("memory after initialized", &format!("{docent} KiB"), &format!("{floor} KiB"), ratio, "<= 12288 KiB");
}

/// Hovers where terms stand, so that nearly every answer explains something.
fn measure_hover(folder: &Path, size: usize) {
    let uri = format!("file://{}", folder.join("notes.md").display());
    let text = prose(size);
    let lines = LineIndex::new(&text);
    let positions = Positions::new(&text, &lines, Encoding::Utf16);
    let terms = Library::embedded().scan(&text);
    let mut peers = [Side::Docent, Side::Floor].map(|side| Peer::initialized(side, folder));
    let mut times = [Vec::new(), Vec::new()];
    let mut explained = 0;
    for peer in &mut peers {
        peer.open(&uri, "markdown", &text);
    }
    for number in 0..HOVERS {
        let term = terms.get(number * 7919 % terms.len()).expect("a term of the text");
        let position = positions.position(term.span.start() + 1);
        let position = json!({ "line": position.line, "character": position.character });
        let params = json!({ "textDocument": { "uri": uri }, "position": position });
        for (index, (peer, times)) in peers.iter_mut().zip(&mut times).enumerate() {
            let begin = Instant::now();
            let reply = peer.request("textDocument/hover", params.clone());
            times.push(begin.elapsed());
            explained += usize::from(index == 0 && reply.len() > 100);
        }
    }
    let [docent, floor] = times.map(median);
    let what = format!("hover at {} KB, p50 ({}% explained)", size / 1024, explained * 100 / HOVERS);
    row(&what, &format!("{docent:.2?}"), &format!("{floor:.2?}"), ratio(docent, floor), "ratio <= 2");
}

fn measure_keystrokes(folder: &Path, what: &str, name: &str, language: &str, text: &str) {
    let uri = format!("file://{}", folder.join(name).display());
    let line = text.lines().count() / 2;
    let mut docent = Peer::initialized(Side::Docent, folder);
    docent.open(&uri, language, text);
    docent.receive("publishDiagnostics");
    let mut times = Vec::new();
    for version in 2..KEYSTROKES + 2 {
        let before = docent.processor_time();
        docent.keystroke(&uri, version, line);
        docent.receive("publishDiagnostics");
        times.push(docent.processor_time().saturating_sub(before));
    }
    let mut floor = Peer::initialized(Side::Floor, folder);
    let before = floor.processor_time();
    for version in 2..KEYSTROKES + 2 {
        floor.keystroke(&uri, version, line);
    }
    floor.request("docent/unknown", Value::Null);
    let keystrokes = u32::try_from(KEYSTROKES).expect("few");
    let floor = floor.processor_time().saturating_sub(before) / keystrokes;
    let docent = median(times);
    let what = format!("keystroke to diagnostics, {what}, CPU p50");
    row(&what, &format!("{docent:.2?}"), &format!("{floor:.2?}"), ratio(docent, floor), "<= 1 ms");
}

/// What the edit itself costs: the document is judged only when it has been left alone for a while.
fn measure_edits(folder: &Path, size: usize) {
    let uri = format!("file://{}", folder.join("notes.md").display());
    let text = prose(size);
    let line = text.lines().count() / 2;
    let [docent, floor] = [Side::Docent, Side::Floor].map(|side| {
        let mut peer = Peer::initialized(side, folder);
        peer.open(&uri, "markdown", &text);
        if let Side::Docent = side {
            peer.receive("publishDiagnostics");
        }
        let before = peer.processor_time();
        for version in 2..KEYSTROKES + 2 {
            peer.keystroke(&uri, version, line);
        }
        peer.request("docent/unknown", Value::Null);
        peer.processor_time().saturating_sub(before) / u32::try_from(KEYSTROKES).expect("few")
    });
    let what = format!("edit at {} KB, CPU mean", size / 1024);
    row(&what, &format!("{docent:.2?}"), &format!("{floor:.2?}"), ratio(docent, floor), "10 us more");
}

fn main() {
    if std::env::args().any(|argument| argument == FLOOR_ARGUMENT) {
        let (service, socket) = LspService::new(|_| Empty);
        std::process::exit(i32::from(serve(service, socket, std::io::stdin(), std::io::stdout())));
    }
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    println!(
        "| {:<52} | {:>10} | {:>10} | {:>6} | {:<16} |",
        "measured", "docent", "floor", "ratio", "bound"
    );
    println!("|{:-<54}|{:->12}|{:->12}|{:->8}|{:-<18}|", "", ":", ":", ":", "");
    measure_starts(folder);
    measure_memory(folder);
    measure_hover(folder, 2 * 1024);
    measure_hover(folder, 1024 * 1024);
    measure_edits(folder, 1024 * 1024);
    measure_keystrokes(folder, "50 KB of Markdown", "notes.md", "markdown", &prose(50 * 1024));
    measure_keystrokes(folder, "50 KB of YAML", "compose.yaml", "yaml", &compose(50 * 1024));
}
