//! The built program in a temporary folder with an own small library.

use serde_json::Value;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use tempfile::TempDir;

const PAGE: &str = r#"---
terms: ["flux gate"]
sources: ["https://example.org/flux"]
checked: 2026-11-22
rule:
  status: insecure
  severity: error
  message: "The flux gate leaks."
  instead: "A closed gate."
  match:
    - { setting: "**.flux_gate", value: "open", fix: { value: "closed" } }
    - { prose: ["use the flux gate"] }
---
# Flux gate

A gate for flux.
"#;

const PRODUCT: &str = r#"---
product:
  images: ["fluxdb"]
releases:
  - { cycle: "2", released: 2024-01-01, ends: 2030-01-01 }
  - { cycle: "1", released: 2020-01-01, ends: 2026-01-01 }
sources: ["https://example.org/fluxdb"]
checked: 2026-11-22
---
# FluxDB

FluxDB is a database for flux.
"#;

/// A folder with files, an own small library beside it, and the way to run the program there.
pub struct Shell {
    folder: TempDir,
    pub knowledge: TempDir,
}

/// What a run gave.
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Shell {
    pub fn new(files: &[(&str, &str)]) -> Shell {
        let shell = Shell {
            folder: folder(files),
            knowledge: folder(&[("data/flux-gate.md", PAGE), ("products/fluxdb.md", PRODUCT)]),
        };
        // Nothing above the temporary folder may count as the workspace.
        fs::create_dir_all(shell.folder.path().join(".docent")).expect("a folder");
        shell
    }

    pub fn run(&self, arguments: &[&str]) -> Ran {
        self.run_with(arguments, b"")
    }

    pub fn run_with(&self, arguments: &[&str], input: &[u8]) -> Ran {
        let mut child = Command::new(env!("CARGO_BIN_EXE_docent"))
            .arg("--knowledge")
            .arg(self.knowledge.path())
            .args(arguments)
            .current_dir(self.folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        // A program that does not read its input may close it first.
        let _ = child.stdin.take().expect("a pipe").write_all(input);
        let output = child.wait_with_output().expect("the program ends");
        Ran {
            code: output.status.code().expect("no signal"),
            out: String::from_utf8(output.stdout).expect("UTF-8"),
            err: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path().join(path)).expect("a file")
    }
}

pub fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (path, text) in files {
        write(folder.path(), path, text.as_bytes());
    }
    folder
}

pub fn write(folder: &Path, path: &str, bytes: &[u8]) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
    fs::write(path, bytes).expect("a file");
}

impl Ran {
    #[track_caller]
    pub fn gives(&self, code: i32, out: &str, err: &str) -> &Ran {
        assert_eq!((self.out.as_str(), self.err.as_str(), self.code), (out, err, code));
        self
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}{}", self.out, self.err))
    }
}
