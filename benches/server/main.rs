//! Measures the server against a floor in the same run: an empty server on the same loop; and, where they are
//! installed, against servers that do something like it.
//!
//! `cargo bench --bench server` prints a table; `-- NAME` keeps to the rows whose name holds it. The floor is this
//! program itself, started with [`FLOOR_ARGUMENT`]. Only Linux tells memory and processor time in the way that is read
//! here. `DOCENT_PEERS` names a folder with the other servers.
#![allow(clippy::expect_used, reason = "a measurement that cannot be made has to stop")]
#![allow(clippy::needless_pass_by_value, reason = "literals of JSON read better without a reference")]

mod peer;
mod texts;

use docent::library::Library;
use docent::lsp::serve::serve;
use docent::text::line_index::LineIndex;
use docent::text::position::{Encoding, Positions};
use peer::{Peer, Side};
use serde_json::{Value, json};
use std::path::Path;
use std::time::{Duration, Instant};
use texts::{compose, prose};
use tower_lsp::ls_types::{
    CompletionItem, CompletionParams, CompletionResponse, DidChangeTextDocumentParams,
    DidOpenTextDocumentParams, Hover, HoverParams, InitializeParams, InitializeResult,
};
use tower_lsp::{Client, LanguageServer, LspService, jsonrpc::Result};

pub const FLOOR_ARGUMENT: &str = "--empty-server";
const STARTS: usize = 60;
const REQUESTS: usize = 2_000;
const KEYSTROKES: usize = 200;
const DOCUMENTS: usize = 150;
const PIPELINED: usize = 2_000;
/// The size of a whole answer of completion.
const ITEMS: usize = 50;

/// Answers everything with nothing, and says at once that nothing is wrong.
struct Empty(Client);

impl LanguageServer for Empty {
    async fn initialize(&self, _: InitializeParams) -> Result<InitializeResult> {
        Ok(InitializeResult::default())
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        let document = params.text_document;
        self.0.publish_diagnostics(document.uri, Vec::new(), Some(document.version)).await;
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        let document = params.text_document;
        self.0.publish_diagnostics(document.uri, Vec::new(), Some(document.version)).await;
    }

    async fn hover(&self, _: HoverParams) -> Result<Option<Hover>> {
        Ok(None)
    }

    /// Nothing for one document; for another as many items as docent may send, made without a thought.
    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        let uri = params.text_document_position.text_document.uri;
        let items = (0..ITEMS).map(|number| CompletionItem {
            detail: Some("The words that say what it is".to_string()),
            sort_text: Some(format!("{number:03}")),
            filter_text: Some(format!("max_connections_{number}")),
            ..CompletionItem::new_simple(format!("max_connections_{number}"), String::new())
        });
        Ok(uri.as_str().ends_with("items.conf").then(|| CompletionResponse::Array(items.collect())))
    }
}

fn quantile(times: &mut [Duration], of_hundred: usize) -> Duration {
    times.sort_unstable();
    times.get((times.len() * of_hundred / 100).min(times.len() - 1)).copied().unwrap_or_default()
}

fn median(mut times: Vec<Duration>) -> Duration {
    quantile(&mut times, 50)
}

fn head() {
    println!(
        "| {:<52} | {:>11} | {:<20} | {:>11} | {:>6} | {:<10} |",
        "measured", "docent", "against", "", "ratio", "bound"
    );
    println!("|{:-<54}|{:->13}|{:-<22}|{:->13}|{:->8}|{:-<12}|", "", ":", "", ":", ":", "");
}

fn row(what: &str, docent: &str, (side, other): (&str, &str), ratio: f64, bound: &str) {
    println!("| {what:<52} | {docent:>11} | {side:<20} | {other:>11} | {ratio:>6.2} | {bound:<10} |");
}

fn row_of_times(what: &str, docent: Duration, side: Side, other: Duration, bound: &str) {
    let ratio = docent.as_secs_f64() / other.as_secs_f64();
    row(what, &format!("{docent:.2?}"), (side.name(), &format!("{other:.2?}")), ratio, bound);
}

/// The others that are installed, of those that are given.
fn installed(sides: &[Side]) -> Vec<Side> {
    sides.iter().copied().filter(|side| side.is_installed()).collect()
}

fn measure_starts(folder: &Path) {
    let others = installed(&[Side::Floor, Side::Typos, Side::Harper, Side::Yaml]);
    let time = |side: Side| {
        let begin = Instant::now();
        Peer::start(side).initialize(folder);
        begin.elapsed()
    };
    for other in others {
        let (mut docent, mut against) = (Vec::new(), Vec::new());
        for _ in 0..STARTS {
            docent.push(time(Side::Docent));
            against.push(time(other));
        }
        let bound = match other {
            Side::Floor => "<= 2",
            Side::Typos => "<= 0.125",
            _ => "",
        };
        row_of_times("start to initialize, p50", median(docent), other, median(against), bound);
    }
}

#[expect(clippy::cast_precision_loss, reason = "a ratio for people")]
fn measure_memory(folder: &Path) {
    let memory = |side, documents: usize| {
        let mut peer = Peer::initialized(side, folder);
        let text = prose(8 * 1024);
        for number in 0..documents {
            peer.open(&format!("file://{}/notes{number}.md", folder.display()), "markdown", &text);
        }
        peer.all_diagnostics(
            (0..documents).map(|number| format!("file://{}/notes{number}.md", folder.display())),
        );
        peer.request("docent/unknown", Value::Null);
        std::thread::sleep(Duration::from_millis(200));
        peer.memory()
    };
    for (documents, bound) in [(0, "12288 KiB"), (DOCUMENTS, "30720 KiB")] {
        for other in installed(&[Side::Floor, Side::Typos, Side::Harper]) {
            let (docent, against) = (memory(Side::Docent, documents), memory(other, documents));
            let what = format!("memory with {documents} documents of 8 KB");
            let bound = if other == Side::Floor { bound } else { "" };
            let ratio = docent as f64 / against as f64;
            row(&what, &format!("{docent} KiB"), (other.name(), &format!("{against} KiB")), ratio, bound);
        }
    }
}

/// Hovers where terms stand, so that nearly every answer explains something; with `typing`, a change before each.
fn measure_hover(folder: &Path, size: usize, typing: bool) {
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
        peer.diagnostics(&uri, 1);
    }
    let changed = lines.count() / 2;
    for number in 0..REQUESTS {
        let term = terms.get(number * 7919 % terms.len()).expect("a term of the text");
        let position = positions.position(term.span.start() + 1);
        let position = json!({ "line": position.line, "character": position.character });
        let params = json!({ "textDocument": { "uri": uri }, "position": position });
        for (index, (peer, times)) in peers.iter_mut().zip(&mut times).enumerate() {
            if typing {
                peer.keystroke(&uri, number + 2, changed, &text);
            }
            let begin = Instant::now();
            let reply = peer.request("textDocument/hover", params.clone());
            times.push(begin.elapsed());
            explained += usize::from(index == 0 && reply.len() > 100);
        }
    }
    let explained = explained * 100 / REQUESTS;
    let [mut docent, mut floor] = times;
    let while_typing = if typing { " while it changes" } else { "" };
    for (of_hundred, bound) in [(50, "<= 2"), (99, if typing { "<= 3" } else { "" })] {
        let what =
            format!("hover at {} KB{while_typing}, p{of_hundred} ({explained}% explained)", size / 1024);
        let (docent, floor) = (quantile(&mut docent, of_hundred), quantile(&mut floor, of_hundred));
        row_of_times(&what, docent, Side::Floor, floor, bound);
    }
}

/// Keys of a configuration file, where an answer is as large as answers get.
fn measure_completion(folder: &Path) {
    let text = "log";
    for (name, what) in [("postgresql.conf", "an empty answer"), ("items.conf", "as many items")] {
        let uri = format!("file://{}", folder.join("postgresql.conf").display());
        let floor_uri = format!("file://{}", folder.join(name).display());
        let mut peers = [(Side::Docent, uri), (Side::Floor, floor_uri)]
            .map(|(side, uri)| (Peer::initialized(side, folder), uri));
        let mut times = [Vec::new(), Vec::new()];
        let mut items = 0;
        for (peer, uri) in &mut peers {
            peer.open(uri, "properties", text);
            peer.diagnostics(uri, 1);
        }
        for _ in 0..REQUESTS {
            for (index, ((peer, uri), times)) in peers.iter_mut().zip(&mut times).enumerate() {
                let position = json!({ "line": 0, "character": text.len() });
                let params = json!({ "textDocument": { "uri": uri }, "position": position, "context": { "triggerKind": 1 } });
                let begin = Instant::now();
                let reply = peer.request("textDocument/completion", params);
                times.push(begin.elapsed());
                if index == 0 {
                    items = String::from_utf8_lossy(&reply).matches("\"label\":").count();
                }
            }
        }
        let [docent, floor] = times.map(median);
        row_of_times(
            &format!("completion of {items} items, p50, {what}"),
            docent,
            Side::Floor,
            floor,
            "<= 2",
        );
    }
}

/// From a keystroke to the diagnostics of the text with it.
fn measure_keystrokes(folder: &Path, (what, name, language): (&str, &str, &str), text: &str) {
    let uri = format!("file://{}", folder.join(name).display());
    let line = text.lines().count() / 2;
    let strokes = if text.len() > 500_000 { KEYSTROKES / 10 } else { KEYSTROKES };
    let time = |side: Side| {
        let mut peer = Peer::initialized(side, folder);
        peer.open(&uri, language, text);
        peer.diagnostics(&uri, 1);
        let mut times = Vec::new();
        for version in 2..strokes + 2 {
            let begin = Instant::now();
            peer.keystroke(&uri, version, line, text);
            peer.diagnostics(&uri, version);
            times.push(begin.elapsed());
        }
        median(times)
    };
    let docent = time(Side::Docent);
    let of_yaml = if language == "yaml" { Side::Yaml } else { Side::Harper };
    for other in installed(&[Side::Floor, Side::Typos, of_yaml]) {
        let bound = match (other, text.len()) {
            (Side::Floor, ..10_000) => "<= 3",
            (Side::Typos, 10_000..500_000) => "<= 0.33",
            (Side::Typos, 500_000..) => "<= 0.25",
            _ => "",
        };
        row_of_times(&format!("keystroke to diagnostics, {what}, p50"), docent, other, time(other), bound);
    }
}

/// What the edit itself costs: the document is judged only when it has been left alone for a while.
fn measure_edits(folder: &Path, size: usize) {
    let uri = format!("file://{}", folder.join("notes.md").display());
    let text = prose(size);
    let line = text.lines().count() / 2;
    let [docent, floor] = [Side::Docent, Side::Floor].map(|side| {
        let mut peer = Peer::initialized(side, folder);
        peer.open(&uri, "markdown", &text);
        peer.diagnostics(&uri, 1);
        let before = peer.processor_time();
        for version in 2..KEYSTROKES + 2 {
            peer.keystroke(&uri, version, line, &text);
        }
        peer.request("docent/unknown", Value::Null);
        peer.processor_time().saturating_sub(before) / u32::try_from(KEYSTROKES).expect("few")
    });
    row_of_times(&format!("edit at {} KB, CPU mean", size / 1024), docent, Side::Floor, floor, "");
}

/// Changes that come faster than anybody could judge them; the last result has to be right.
fn measure_pipelined(folder: &Path) {
    let uri = format!("file://{}", folder.join("notes.md").display());
    let text =
        format!("{}\n\nThe till obtains its access token with the OAuth implicit flow.\n", prose(50 * 1024));
    let last = text.lines().count() - 1;
    let time = |side: Side| {
        let mut peer = Peer::initialized(side, folder);
        peer.open(&uri, "markdown", &text);
        peer.diagnostics(&uri, 1);
        let begin = Instant::now();
        for version in 2..=PIPELINED {
            peer.keystroke(&uri, version, 0, &text);
        }
        // The last one deletes the last line.
        let end = json!({ "line": last + 1, "character": 0 });
        let change =
            json!({ "range": { "start": { "line": last, "character": 0 }, "end": end }, "text": "" });
        let document = json!({ "uri": uri, "version": PIPELINED + 1 });
        peer.notify(
            "textDocument/didChange",
            json!({ "textDocument": document, "contentChanges": [change] }),
        );
        let reply = peer.diagnostics(&uri, PIPELINED + 1);
        let rule = format!("\"line\":{last},");
        assert!(!String::from_utf8_lossy(&reply).contains(&rule), "the last result is of an older text");
        begin.elapsed()
    };
    let what = format!("{PIPELINED} changes at 50 KB to the last diagnostics");
    row_of_times(&what, time(Side::Docent), Side::Floor, time(Side::Floor), "<= 5");
}

fn measure_masses(folder: &Path) {
    let texts: Vec<String> = (0..DOCUMENTS).map(|number| prose(4 * 1024 + number * 16)).collect();
    let uri = |number: usize| format!("file://{}/mass{number}.md", folder.display());
    let time = |side: Side| {
        let mut peer = Peer::initialized(side, folder);
        peer.request("docent/unknown", Value::Null);
        let begin = Instant::now();
        for (number, text) in texts.iter().enumerate() {
            peer.open(&uri(number), "markdown", text);
        }
        peer.all_diagnostics((0..DOCUMENTS).map(uri));
        begin.elapsed()
    };
    let several = |side: Side| median((0..5).map(|_| time(side)).collect());
    let docent = several(Side::Docent);
    for other in installed(&[Side::Floor, Side::Typos, Side::Harper]) {
        let bound = if other == Side::Typos { "<= 1" } else { "" };
        row_of_times(
            &format!("{DOCUMENTS} documents opened at once, p50"),
            docent,
            other,
            several(other),
            bound,
        );
    }
}

fn main() {
    if std::env::args().any(|argument| argument == FLOOR_ARGUMENT) {
        let (service, socket) = LspService::new(Empty);
        std::process::exit(i32::from(serve(service, socket, std::io::stdin(), std::io::stdout())));
    }
    let wanted = std::env::args().skip(1).find(|argument| !argument.starts_with("--"));
    let wants = |name: &str| wanted.as_ref().is_none_or(|wanted| name.contains(wanted.as_str()));
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let (kilobyte, megabyte) = (1024, 1024 * 1024);
    head();
    if wants("start") {
        measure_starts(folder);
    }
    if wants("memory") {
        measure_memory(folder);
    }
    if wants("hover") {
        for size in [2 * kilobyte, 50 * kilobyte, megabyte] {
            measure_hover(folder, size, false);
        }
        measure_hover(folder, megabyte, true);
    }
    if wants("completion") {
        measure_completion(folder);
    }
    if wants("edit") {
        measure_edits(folder, megabyte);
    }
    if wants("keystroke") {
        let markdown = |what| (what, "notes.md", "markdown");
        measure_keystrokes(folder, markdown("2 KB of Markdown"), &prose(2 * kilobyte));
        measure_keystrokes(folder, markdown("50 KB of Markdown"), &prose(50 * kilobyte));
        let yaml = ("50 KB of YAML", "compose.yaml", "yaml");
        measure_keystrokes(folder, yaml, &compose(50 * kilobyte));
        measure_keystrokes(folder, markdown("1 MB of Markdown"), &prose(megabyte));
    }
    if wants("changes") {
        measure_pipelined(folder);
    }
    if wants("documents") {
        measure_masses(folder);
    }
}
