//! Keeps the promises of ARCHITECTURE.md that the compiler cannot keep: layers, absences, sizes.
#![allow(clippy::expect_used, clippy::panic, reason = "a test that fails with a place says what it is for")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

const MAX_LINES: usize = 600;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file below a folder, with its path from the root.
fn rust_files(folder: &str) -> Vec<(String, String)> {
    let mut files = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(next) = folders.pop() {
        let Ok(entries) = fs::read_dir(&next) else { continue };
        for entry in entries.flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = relative(&path);
                files.push((name, fs::read_to_string(&path).expect("a readable source file")));
            }
        }
    }
    files.sort();
    assert!(!files.is_empty(), "no Rust files below {folder}");
    files
}

fn relative(path: &Path) -> String {
    path.strip_prefix(root()).expect("a path below the root").to_string_lossy().replace('\\', "/")
}

/// The code of a file without comments and without the test module at its end.
fn code(text: &str) -> String {
    let without_tests = text.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or(text);
    let lines = without_tests.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// `src/check/judge.rs` → `check`.
fn module_of(path: &str) -> &str {
    let inner = path.strip_prefix("src/").unwrap_or(path);
    let first = inner.split('/').next().unwrap_or(inner);
    first.strip_suffix(".rs").unwrap_or(first)
}

/// The layer table of ARCHITECTURE.md: module → number of its layer, counted from the bottom.
fn layers() -> BTreeMap<String, usize> {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md");
    let table = text.split("<!-- layers -->").nth(1).expect("a layer table between its marks");
    let mut layers = BTreeMap::new();
    for (number, row) in table.lines().filter(|line| line.starts_with("| `")).enumerate() {
        let modules = row.split('|').nth(1).expect("a first column");
        for module in modules.split(',') {
            layers.insert(module.trim().trim_matches('`').to_string(), number);
        }
    }
    assert!(layers.len() > 10, "the layer table was not read: {layers:?}");
    layers
}

#[test]
fn modules_use_only_layers_below_them() {
    let layers = layers();
    let mut faults = Vec::new();
    for (path, text) in rust_files("src") {
        let module = module_of(&path);
        if ["lib", "main", "build"].contains(&module) {
            continue;
        }
        let Some(own) = layers.get(module) else {
            faults.push(format!("{path}: module `{module}` is in no layer of ARCHITECTURE.md"));
            continue;
        };
        let code = code(&text);
        let used: BTreeSet<&str> = code
            .split("crate::")
            .skip(1)
            .map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or(rest))
            .collect();
        for name in used {
            match layers.get(name) {
                Some(other) if other > own => {
                    faults.push(format!("{path}: uses `{name}` of a layer above"));
                }
                None if !name.is_empty() => {
                    faults.push(format!("{path}: uses `crate::{name}`, which is in no layer"));
                }
                _ => {}
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_module_of_the_library_has_a_layer() {
    let layers = layers();
    let library = fs::read_to_string(root().join("src/lib.rs")).expect("src/lib.rs");
    let declared: BTreeSet<String> = library
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod "))
        .map(|name| name.trim_end_matches(';').to_string())
        .collect();
    let listed: BTreeSet<String> = layers.keys().cloned().collect();
    assert_eq!(declared, listed);
}

#[test]
fn protocol_and_async_stay_in_the_server() {
    let words = ["tower_lsp", "tokio", "dashmap", "arc_swap", "async fn", ".await", "ls_types", "lsp_types"];
    check_absent("src", &words, |path| path.starts_with("src/lsp/"));
}

#[test]
fn the_disk_is_read_in_few_places() {
    let words = ["std::fs", "fs::read", "File::open", "std::net", "std::process::Command", "std::env"];
    let places = ["src/workspace", "src/cli/", "src/lsp/", "src/build.rs", "src/main.rs"];
    check_absent("src", &words, |path| places.iter().any(|place| path.starts_with(place)));
}

#[test]
fn nothing_speaks_to_the_network() {
    check_absent("src", &["TcpStream", "UdpSocket", "TcpListener", "reqwest", "hyper::"], |_| false);
}

fn check_absent(folder: &str, words: &[&str], allowed: impl Fn(&str) -> bool) {
    let mut faults = Vec::new();
    for (path, text) in rust_files(folder) {
        if allowed(&path) {
            continue;
        }
        let code = code(&text);
        for word in words {
            let names =
                |at: &usize| !code[at + word.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '_');
            if code.match_indices(word).any(|(at, _)| names(&at)) {
                faults.push(format!("{path}: `{word}` does not belong here"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn files_fit_in_a_head_and_say_what_they_are() {
    let mut faults = Vec::new();
    for (path, text) in rust_files("src") {
        let lines = text.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or(&text).lines().count();
        if lines > MAX_LINES {
            faults.push(format!("{path}: {lines} lines without its tests, more than {MAX_LINES}"));
        }
        if !text.starts_with("//!") {
            faults.push(format!("{path}: has no module documentation at its top"));
        }
        for word in ["todo!", "unimplemented!", "To be written"] {
            if text.contains(word) {
                faults.push(format!("{path}: holds `{word}`"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_dependency_has_its_reason() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).expect("Cargo.toml");
    let architecture = fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md");
    let mut section = "";
    for line in manifest.lines() {
        if line.starts_with('[') {
            section = line;
        } else if section.ends_with("dependencies]") {
            let Some((name, _)) = line.split_once(" =") else { continue };
            let row = format!("| `{name}`");
            assert!(architecture.contains(&row), "ARCHITECTURE.md gives no reason for `{name}`");
        }
    }
}
