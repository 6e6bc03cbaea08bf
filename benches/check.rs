//! How fast files are read and judged, against a bare parse of the same Markdown in the same run.
//!
//! `cargo bench --bench check` prints megabytes per second of one processor.
#![allow(clippy::expect_used, reason = "a benchmark that cannot run says why and ends")]

use docent::check::Checker;
use docent::config::FileConfig;
use docent::document::Document;
use docent::knowledge::Date;
use docent::library::Library;
use docent::stack::FileStack;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

const SIZE: usize = 1 << 20;
const ROUNDS: usize = 15;

fn main() {
    let checker = Checker::new(Arc::new(Library::embedded()));
    println!("| {:<34} | {:>8} | {:>8} | {:<14} |", "measured", "MB/s", "ms/MB", "bound");
    println!("|{:-<36}|{:->10}|{:->10}|{:-<16}|", "", ":", ":", "");
    let markdown = prose();
    let parse = fastest(|| {
        let events = pulldown_cmark::Parser::new_ext(&markdown, pulldown_cmark::Options::all());
        assert!(events.into_offset_iter().count() > 0);
    });
    row("floor: parse of the Markdown", markdown.len(), parse, "");
    let kinds = [
        ("check of Markdown", "notes.md", markdown, ">= 35 MB/s"),
        ("check of Kubernetes manifests", "deploy.yaml", manifests(), ">= 20 MB/s"),
        ("check of my.cnf", "my.cnf", options(), ">= 40 MB/s"),
        ("check of a Dockerfile", "Dockerfile", dockerfile(), ">= 40 MB/s"),
    ];
    for (what, path, text, bound) in kinds {
        let time = fastest(|| check(&checker, path, &text));
        row(what, text.len(), time, bound);
    }
}

fn check(checker: &Checker, path: &str, text: &str) {
    let document = Document::read(path, text.into(), None, None);
    let today = Date::parse("2026-11-24").expect("a day");
    let report = checker.check(&document, &FileStack::default(), &FileConfig::default(), today);
    assert!(report.findings.len() < text.len());
}

fn fastest(run: impl Fn()) -> Duration {
    let times = (0..ROUNDS).map(|_| {
        let begin = Instant::now();
        run();
        begin.elapsed()
    });
    times.min().unwrap_or_default()
}

fn row(what: &str, size: usize, time: Duration, bound: &str) {
    let seconds = time.as_secs_f64();
    let megabytes = f64::from(u32::try_from(size).expect("a small text")) / 1e6;
    println!(
        "| {what:<34} | {:>8.1} | {:>8.1} | {bound:<14} |",
        megabytes / seconds,
        seconds * 1e3 / megabytes
    );
}

/// The bodies of the bundled pages, without front matter and examples.
fn prose() -> String {
    let mut text = String::new();
    let pages = pages(&Path::new(env!("CARGO_MANIFEST_DIR")).join("knowledge"));
    while text.len() < SIZE {
        for page in &pages {
            let body = page.splitn(3, "---\n").last().unwrap_or_default();
            let _ = writeln!(text, "{}", body.split("\n## Flagged").next().unwrap_or_default());
        }
    }
    text
}

fn pages(folder: &Path) -> Vec<String> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).expect("the pages").flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths
        .iter()
        .flat_map(
            |path| if path.is_dir() { pages(path) } else { vec![fs::read_to_string(path).expect("a page")] },
        )
        .collect()
}

fn repeated(piece: impl Fn(usize) -> String) -> String {
    let mut text = String::new();
    for number in 0.. {
        if text.len() >= SIZE {
            break;
        }
        text += &piece(number);
    }
    text
}

fn manifests() -> String {
    repeated(|number| {
        format!(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: service-{number}\n  labels:\n    app: service-{number}\nspec:\n  \
             replicas: 3\n  template:\n    spec:\n      containers:\n        - name: main\n          image: registry.example.com/service:{number}\n          \
             env:\n            - name: LOG_LEVEL\n              value: info\n          ports:\n            - containerPort: 8080\n---\n"
        )
    })
}

fn options() -> String {
    repeated(|number| {
        format!(
            "[mysqld]\n# Group {number}.\nmax_connections = {number}\nsort_buffer_size = 2M\nslow_query_log = ON\n"
        )
    })
}

fn dockerfile() -> String {
    repeated(|number| {
        format!(
            "FROM registry.example.com/base:{number} AS stage{number}\nENV LOG_LEVEL=info\nCOPY . /app\n\
             RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*\nCMD [\"/app/run\"]\n\n"
        )
    })
}
