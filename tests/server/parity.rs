//! The shell and the editor give the same findings for every file of the example workspace.

use crate::client::{Client, capable, files, uri};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What must be equal: rule, severity, bytes, message, and the place of each piece of evidence in other files.
type Finding = (String, u64, Value, String, Vec<(String, u64)>);

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/workspace")
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_string()
}

/// The findings of the shell, by path.
fn of_the_shell() -> BTreeMap<String, Vec<Finding>> {
    let output = Command::new(env!("CARGO_BIN_EXE_docent"))
        .args(["check", "--format", "json", "."])
        .current_dir(workspace())
        .output()
        .expect("the program runs");
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let mut findings: BTreeMap<String, Vec<Finding>> = BTreeMap::new();
    for finding in report["findings"].as_array().expect("findings") {
        let path = text(&finding["path"]);
        let severity = match finding["severity"].as_str() {
            Some("error") => 1,
            Some("warning") => 2,
            Some("information") => 3,
            _ => 4,
        };
        let message = match finding["instead"].as_str() {
            Some(instead) => format!("{}\n{instead}", text(&finding["message"])),
            None => text(&finding["message"]),
        };
        let evidence = finding["evidence"].as_array().expect("evidence").iter();
        let evidence =
            evidence.map(|evidence| (text(&evidence["path"]), evidence["line"].as_u64().unwrap_or(0)));
        findings.entry(path).or_default().push((
            text(&finding["rule"]),
            severity,
            finding["bytes"].clone(),
            message,
            evidence.collect(),
        ));
    }
    findings
}

fn of_the_editor(diagnostics: &[Value]) -> Vec<Finding> {
    let root = format!("{}/", uri(&workspace(), "").trim_end_matches('/'));
    let convert = |diagnostic: &Value| {
        let related = diagnostic["relatedInformation"].as_array().cloned().unwrap_or_default();
        let evidence = related.iter().map(|related| {
            let uri = text(&related["location"]["uri"]);
            let line = related["location"]["range"]["start"]["line"].as_u64().expect("a line");
            (uri.strip_prefix(&root).expect("in the workspace").to_string(), line + 1)
        });
        (
            text(&diagnostic["code"]),
            diagnostic["severity"].as_u64().expect("a severity"),
            diagnostic["data"]["bytes"].clone(),
            text(&diagnostic["message"]),
            evidence.collect(),
        )
    };
    diagnostics.iter().map(convert).collect()
}

#[test]
fn shell_push_and_pull_agree_on_every_file() {
    let shell = of_the_shell();
    assert!(
        shell.values().map(Vec::len).sum::<usize>() > 5,
        "the example workspace has findings: {shell:#?}"
    );
    let root = workspace();
    let mut pushed = Client::initialized_in(Some(&root), capable(false));
    let mut pulled = Client::initialized_in(Some(&root), capable(true));
    for file in files(&root) {
        let path = file.strip_prefix(&root).expect("below").to_string_lossy().into_owned();
        let document = uri(&root, &path);
        let content = std::fs::read_to_string(&file).expect("text");
        let expected = shell.get(&path).cloned().unwrap_or_default();
        // What an editor calls the language does not matter for a file.
        for client in [&mut pushed, &mut pulled] {
            client.open(&document, "plaintext", &content);
        }
        assert_eq!(of_the_editor(&pushed.pushed(&document)), expected, "pushed for {path}");
        assert_eq!(of_the_editor(&pulled.pull(&document)), expected, "pulled for {path}");
        // The same after an edit and its opposite, read again from the start.
        let start = json!({ "line": 0, "character": 0 });
        for (version, end, added) in [(2, 0, "# x"), (3, 3, "")] {
            pulled.notify(
                "textDocument/didChange",
                json!({
                    "textDocument": { "uri": document, "version": version },
                    "contentChanges": [{
                        "range": { "start": start, "end": { "line": 0, "character": end } },
                        "text": added,
                    }],
                }),
            );
        }
        assert_eq!(of_the_editor(&pulled.pull(&document)), expected, "pulled again for {path}");
    }
}
