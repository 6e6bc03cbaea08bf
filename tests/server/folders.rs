//! Several folders, each with a configuration and a glossary of its own, and documents that belong to none.

use crate::client::{Client, at, capable, codes, folder_with, uri, wait_until};
use serde_json::{Value, json};

const SETTINGS: &str = "[mysqld]\nquery_cache_size = 16M\n";

fn folder(term: &str, config: &str) -> tempfile::TempDir {
    folder_with(&[
        ("docent.toml", config),
        (".docent/knowledge/glossary.md", &format!("# {term}\n\nThe {term} of this folder.\n")),
        ("my.cnf", SETTINGS),
        ("compose.yaml", "services:\n  db:\n    image: mysql:8.0\n"),
    ])
}

fn hover(client: &mut Client, uri: &str) -> String {
    let hover = client.hover(uri, 0, 3);
    hover["contents"]["value"].as_str().unwrap_or_default().to_string()
}

#[test]
fn every_folder_has_its_own_configuration_and_words() {
    let one = folder("alphaterm", "[rules]\nmysql-query-cache = \"hint\"\n");
    let two = folder("betaterm", "[rules]\nmysql-query-cache = \"off\"\n");
    let mut client = Client::initialized_with(&[one.path(), two.path()], capable(true));
    for (folder, own, severities) in [(&one, "alphaterm", vec![4]), (&two, "betaterm", vec![])] {
        let settings = uri(folder.path(), "my.cnf");
        client.open(&settings, "ini", SETTINGS);
        let found: Vec<u64> =
            client.pull(&settings).iter().filter_map(|diagnostic| diagnostic["severity"].as_u64()).collect();
        assert_eq!(found, severities, "{own}");
        let notes = uri(folder.path(), "notes.md");
        for term in ["alphaterm", "betaterm"] {
            client.open(&notes, "markdown", &format!("{term} here\n"));
            assert_eq!(hover(&mut client, &notes).contains("of this folder"), term == own, "{term} in {own}");
            client.close(&notes);
        }
    }
    // A search looks into all folders.
    for term in ["alphaterm", "betaterm"] {
        let found = client.request("workspace/symbol", json!({ "query": term }))["result"].take();
        assert_eq!(found[0]["name"], term, "{found}");
    }
}

#[test]
fn a_nested_configuration_makes_a_workspace_of_its_own() {
    let outer = folder("alphaterm", "[rules]\nmysql-query-cache = \"off\"\n");
    crate::client::write(outer.path(), "inner/docent.toml", "");
    crate::client::write(outer.path(), "inner/my.cnf", SETTINGS);
    let mut client = Client::initialized_in(Some(outer.path()), capable(true));
    let inner = uri(outer.path(), "inner/my.cnf");
    client.open(&inner, "ini", SETTINGS);
    assert_eq!(codes(&client.pull(&inner)), ["mysql-query-cache"]);
    let report = client.request("workspace/diagnostic", json!({ "previousResultIds": [] }))["result"].take();
    let uris: Vec<&str> =
        report["items"].as_array().expect("items").iter().filter_map(|item| item["uri"].as_str()).collect();
    assert!(!uris.iter().any(|uri| uri.ends_with("my.cnf")), "{uris:?}");
}

#[test]
fn folders_come_and_go() {
    let one = folder("alphaterm", "");
    let two = tempfile::tempdir().expect("a folder");
    crate::client::write(
        two.path(),
        ".docent/knowledge/glossary.md",
        "# betaterm\n\nIt is of this folder.\n",
    );
    let mut client = Client::initialized_in(Some(one.path()), capable(false));
    client.open("untitled:a", "markdown", "alphaterm here\n");
    assert!(hover(&mut client, "untitled:a").contains("of this folder"));
    let entry = |folder: &tempfile::TempDir| json!({ "uri": uri(folder.path(), ""), "name": "x" });
    let event = json!({ "added": [entry(&two)], "removed": [entry(&one)] });
    client.notify("workspace/didChangeWorkspaceFolders", json!({ "event": event }));
    wait_until("the other folder", || hover(&mut client, "untitled:a").is_empty());
    client.replace("untitled:a", 2, "betaterm here\n");
    assert!(hover(&mut client, "untitled:a").contains("of this folder"));
}

#[test]
fn documents_outside_every_folder_are_served_without_a_workspace() {
    let one = folder("alphaterm", "");
    let elsewhere = tempfile::tempdir().expect("a folder");
    let mut client = Client::initialized_in(Some(one.path()), capable(true));
    let notes = uri(elsewhere.path(), "notes.md");
    client.open(&notes, "markdown", "alphaterm and the query cache\n");
    assert_eq!(hover(&mut client, &notes), "", "the words of a folder hold in that folder");
    let reply = client.hover(&notes, 0, 20);
    assert!(reply["contents"]["value"].as_str().is_some_and(|text| text.contains("query cache")), "{reply}");
    let settings = uri(elsewhere.path(), "my.cnf");
    client.open(&settings, "ini", SETTINGS);
    // No version is known there.
    assert_eq!(client.pull(&settings)[0]["severity"], 2);
    let references = {
        let mut params = at(&notes, 0, 20);
        params["context"] = json!({ "includeDeclaration": true });
        client.request("textDocument/references", params)["result"].take()
    };
    assert!(references.as_array().is_some_and(|found| !found.is_empty()), "{references}");
}

#[test]
fn a_document_that_is_no_file_belongs_to_the_folder_that_its_address_names() {
    let one = folder("alphaterm", "");
    let two = folder("betaterm", "");
    let mut client = Client::initialized_with(&[one.path(), two.path()], capable(true));
    let path = two.path().display();
    for address in [
        format!("git:{path}/notes.md?ref=HEAD"),
        format!("untitled:{path}/new.md"),
        format!("vscode-notebook-cell:{path}/book.ipynb#W0sZmlsZQ%3D%3D"),
        format!("vscode-remote://host{path}/notes.md"),
    ] {
        client.open(&address, "markdown", "betaterm here\n");
        assert!(hover(&mut client, &address).contains("of this folder"), "{address}");
        client.close(&address);
    }
    // The path says what an earlier version of a file is; what it said about versions counts for nobody else.
    let before = format!("git:{path}/my.cnf?ref=HEAD");
    client.open(&before, "plaintext", SETTINGS);
    assert_eq!(codes(&client.pull(&before)), ["mysql-query-cache"]);
    let compose = format!("git:{path}/compose.yaml?ref=HEAD");
    client.open(&compose, "yaml", "services:\n  db:\n    image: mysql:5.7\n");
    client.pull(&compose);
    assert_eq!(client.pull(&before)[0]["severity"], 1);
    // A cell is what its language says.
    let cell = format!("vscode-notebook-cell:{path}/book.ipynb#W1");
    client.open(&cell, "markdown", "We recommend the implicit flow of OAuth for the SPA.\n");
    assert_eq!(codes(&client.pull(&cell)), ["oauth-implicit-flow"]);
    assert_eq!(client.hover("notebook:unknown", 0, 0), Value::Null);
}

#[test]
fn the_editor_decides_about_its_own_part_of_the_configuration_only() {
    let one = folder("alphaterm", "[editor]\ninlay-hints = false\n[rules]\nmysql-query-cache = \"off\"\n");
    let mut client = Client::initialized_in(Some(one.path()), capable(true));
    let source = uri(one.path(), "a.rs");
    client.open(&source, "rust", "// alphaterm here\n");
    let hover = |client: &mut Client| {
        let found = client.hover(&source, 0, 5);
        found["contents"]["value"].is_string()
    };
    assert!(hover(&mut client));
    let set = |client: &mut Client, settings: Value| {
        client.notify("workspace/didChangeConfiguration", json!({ "settings": settings }));
    };
    set(
        &mut client,
        json!({ "docent": { "hoverSource": "off", "rules": { "*": "error" }, "inlayHints": true } }),
    );
    wait_until("silence in source code", || !hover(&mut client));
    let settings = uri(one.path(), "my.cnf");
    client.open(&settings, "ini", SETTINGS);
    assert_eq!(client.pull(&settings), Vec::<Value>::new(), "rules are not the editor's");
    set(&mut client, Value::Null);
    set(&mut client, json!({ "other-server": { "x": 1 } }));
    wait_until("the configuration of the folder", || hover(&mut client));
}
