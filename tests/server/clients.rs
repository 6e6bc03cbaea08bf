//! The `initialize` of real editors, as they sent it, and of clients that know little.

use crate::client::{Client, at, codes, folder_with, range, uri};
use serde_json::{Value, json};

const SETTINGS: &str = "# é😀\n[mysqld]\nquery_cache_size = 16M\n";
const NOTES: &str = "😀 The saga pattern.\n\n😀 We use connection poo\n";

/// What a client is to be given.
#[expect(clippy::struct_excessive_bools, reason = "each is one yes or no of the client")]
struct Expected {
    encoding: &'static str,
    pulls: bool,
    markdown: bool,
    struck_out: bool,
    related: bool,
    /// It fetches the documentation of completion items itself.
    resolves: bool,
    watches: bool,
    asks_settings: bool,
}

/// Initializes as the fixture says, with its `FOLDER` in place.
fn start(fixture: &str, folder: &std::path::Path) -> (Client, Value) {
    let params = fixture.replace("FOLDER", &folder.display().to_string());
    let mut client = Client::start();
    let reply = client.request("initialize", serde_json::from_str(&params).expect("JSON"));
    client.notify("initialized", json!({}));
    (client, reply["result"]["capabilities"].clone())
}

fn units(text: &str, encoding: &str) -> usize {
    if encoding == "utf-8" { text.len() } else { text.encode_utf16().count() }
}

fn number(units: usize) -> u32 {
    u32::try_from(units).expect("short")
}

#[track_caller]
fn check(fixture: &str, expected: &Expected) {
    let folder = folder_with(&[
        ("docent.toml", "as-of = \"2026-11-22\"\n"),
        ("compose.yaml", "services:\n  db:\n    image: mysql:8.0\n"),
    ]);
    let (mut client, offered) = start(fixture, folder.path());
    assert_eq!(offered["positionEncoding"], expected.encoding);
    assert_eq!(offered["diagnosticProvider"].is_object(), expected.pulls);
    assert_eq!(offered["completionProvider"]["resolveProvider"], expected.resolves);
    let (settings, notes) = (uri(folder.path(), "my.cnf"), uri(folder.path(), "notes.md"));
    client.open(&settings, "ini", SETTINGS);
    client.open(&notes, "markdown", NOTES);

    let diagnostics = if expected.pulls {
        client.pull(&settings)
    } else {
        client.wait_for_pushed(&settings, &["mysql-query-cache"])
    };
    assert_eq!(codes(&diagnostics), ["mysql-query-cache"]);
    assert_eq!(diagnostics[0]["range"], range((2, 0), (2, 16)));
    assert_eq!(diagnostics[0]["tags"] == json!([2]), expected.struck_out, "{diagnostics:#?}");
    assert_eq!(diagnostics[0]["relatedInformation"].is_array(), expected.related, "{diagnostics:#?}");

    let hover = client.hover(&notes, 0, number(units("😀 The sa", expected.encoding)));
    assert_eq!(hover["contents"]["kind"], if expected.markdown { "markdown" } else { "plaintext" });
    let value = hover["contents"]["value"].as_str().expect("text");
    assert_eq!(value.contains("**"), expected.markdown, "{value}");
    assert!(!value.contains("```"), "fences of languages that an old editor does not know: {value}");
    let start = number(units("😀 The ", expected.encoding));
    assert_eq!(hover["range"], range((0, start), (0, start + 12)));

    let typed = number(units("😀 We use connection poo", expected.encoding));
    let completion = client.request("textDocument/completion", at(&notes, 2, typed))["result"].take();
    let items = completion["items"].as_array().expect("items");
    let item = items.iter().find(|item| item["label"] == "connection pooling").expect("the term").clone();
    assert_eq!(item["documentation"].is_null(), expected.resolves, "{item}");

    let actions = client.actions(&settings, &range((2, 1), (2, 1)), json!({ "diagnostics": diagnostics }));
    let fix = actions.iter().find(|action| action["isPreferred"] == true).expect("a fix");
    let edit = &fix["edit"];
    assert!(
        edit["changes"][&settings].is_array() || edit["documentChanges"][0]["edits"].is_array(),
        "{edit}"
    );

    client.request("shutdown", json!(null));
    let asked: Vec<String> = client
        .drain()
        .iter()
        .filter(|message| message["id"].is_number())
        .filter_map(|message| message["method"].as_str().map(ToString::to_string))
        .collect();
    assert_eq!(
        asked.iter().any(|method| method == "workspace/configuration"),
        expected.asks_settings,
        "{asked:?}"
    );
    assert_eq!(
        asked.iter().any(|method| method == "client/registerCapability"),
        expected.watches,
        "{asked:?}"
    );
    client.notify("exit", json!(null));
    assert_eq!(client.exit_status().code(), Some(0));
}

#[test]
fn visual_studio_code() {
    let expected = Expected {
        encoding: "utf-16",
        pulls: true,
        markdown: true,
        struck_out: true,
        related: true,
        resolves: true,
        watches: true,
        asks_settings: true,
    };
    check(include_str!("clients/vscode.json"), &expected);
}

#[test]
fn neovim() {
    let expected = Expected {
        encoding: "utf-8",
        pulls: true,
        markdown: true,
        struck_out: true,
        related: true,
        resolves: false,
        watches: false,
        asks_settings: true,
    };
    check(include_str!("clients/neovim.json"), &expected);
}

#[test]
fn eglot() {
    let expected = Expected {
        encoding: "utf-16",
        pulls: false,
        markdown: true,
        struck_out: true,
        related: false,
        resolves: false,
        watches: true,
        asks_settings: true,
    };
    check(include_str!("clients/eglot.json"), &expected);
}

#[test]
fn ale() {
    let expected = Expected {
        encoding: "utf-16",
        pulls: false,
        markdown: false,
        struck_out: false,
        related: true,
        resolves: false,
        watches: false,
        asks_settings: false,
    };
    check(include_str!("clients/ale.json"), &expected);
}

#[test]
fn kakoune() {
    let expected = Expected {
        encoding: "utf-8",
        pulls: false,
        markdown: true,
        struck_out: true,
        related: true,
        resolves: true,
        watches: true,
        asks_settings: true,
    };
    check(include_str!("clients/kakoune.json"), &expected);
}

#[test]
fn a_client_without_markdown_gets_none_anywhere() {
    let folder = folder_with(&[]);
    let capabilities = json!({ "textDocument": {
        "hover": { "contentFormat": ["plaintext"] },
        "completion": { "completionItem": { "documentationFormat": ["plaintext"] } },
    } });
    let mut client = Client::initialized_in(Some(folder.path()), capabilities);
    let notes = uri(folder.path(), "notes.md");
    client.open(&notes, "markdown", NOTES);
    let completion = client.request("textDocument/completion", at(&notes, 2, 24))["result"].take();
    let items = completion["items"].as_array().expect("items");
    assert!(!items.is_empty());
    for item in items {
        let text = item["documentation"].as_str().unwrap_or_else(|| panic!("no plain text: {item}"));
        assert!(!text.contains("**") && !text.contains("]("), "{text}");
    }
}

#[test]
fn a_client_without_versions_and_languages_is_followed() {
    let mut client = Client::initialized(json!({ "textDocument": { "hover": {} } }));
    let document = json!({ "uri": "untitled:a.md", "languageId": "markdown", "version": null, "text": "x" });
    client.notify("textDocument/didOpen", json!({ "textDocument": document }));
    for (version, text) in [(Value::Null, "Nothing"), (json!(null), "The saga pattern.")] {
        let document = json!({ "uri": "untitled:a.md", "version": version });
        client.notify(
            "textDocument/didChange",
            json!({ "textDocument": document, "contentChanges": [{ "text": text }] }),
        );
    }
    assert!(client.hover("untitled:a.md", 0, 6)["contents"].is_object());
    client.notify(
        "textDocument/didOpen",
        json!({ "textDocument": { "uri": "file:///nowhere/a.md", "text": "The saga pattern." } }),
    );
    assert!(client.hover("file:///nowhere/a.md", 0, 6)["contents"].is_object());
}
