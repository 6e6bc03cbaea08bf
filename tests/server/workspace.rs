//! Workspaces: their pages are read with the first document and again with every change.

use crate::client::{Client, at, capable, codes, uri, wait_until, write};
use serde_json::{Value, json};
use std::fs;

const PAGE: &str = "# saga orchestrator\n\nCoordinates the steps of one order.\n";

fn symbols(client: &mut Client, query: &str) -> Vec<(String, String)> {
    let reply = client.request("workspace/symbol", json!({ "query": query }));
    let found = reply["result"].as_array().unwrap_or_else(|| panic!("no list: {reply}"));
    let text = |symbol: &Value, name: &str| symbol[name].as_str().unwrap_or_default().to_string();
    found
        .iter()
        .map(|symbol| {
            (text(symbol, "name"), symbol["location"]["uri"].as_str().unwrap_or_default().to_string())
        })
        .collect()
}

fn has(client: &mut Client, query: &str, title: &str) -> bool {
    symbols(client, query).iter().any(|(name, _)| name == title)
}

#[test]
fn pages_of_the_workspace_are_found_first_and_in_their_own_file() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), ".docent/knowledge/orders.md", PAGE);
    let mut client = Client::initialized_in(Some(folder.path()), capable(false));
    let page = uri(folder.path(), ".docent/knowledge/orders.md");
    assert_eq!(
        symbols(&mut client, "saga orchestrator").first(),
        Some(&("saga orchestrator".to_string(), page))
    );
}

#[test]
fn bundled_pages_are_written_to_files_that_can_be_opened() {
    let mut client = Client::initialized(capable(false));
    let found = symbols(&mut client, "query cache");
    let (_, location) = found.iter().find(|(name, _)| name == "MySQL query cache").expect("a bundled page");
    let text =
        fs::read_to_string(location.strip_prefix("file://").expect("a file")).expect("a readable file");
    assert!(text.starts_with("# MySQL query cache\n"), "{text}");
    assert!(!text.contains("## Flagged") && !text.contains("rule:"), "{text}");
}

#[test]
fn a_page_counts_as_in_its_buffer_until_it_is_closed() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), ".docent/knowledge/orders.md", PAGE);
    let mut client = Client::initialized_in(Some(folder.path()), capable(false));
    let page = uri(folder.path(), ".docent/knowledge/orders.md");
    client.open(&page, "markdown", PAGE);
    client.replace(&page, 2, &PAGE.replace("saga orchestrator", "zebra crossing"));
    wait_until("the unsaved page", || has(&mut client, "zebra", "zebra crossing"));
    assert!(!has(&mut client, "saga orchestrator", "saga orchestrator"));
    client.close(&page);
    wait_until("the page on disk", || has(&mut client, "saga orchestrator", "saga orchestrator"));
    assert!(!has(&mut client, "zebra", "zebra crossing"));
}

#[test]
fn a_page_that_was_never_saved_counts_while_it_is_open() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut client = Client::initialized_in(Some(folder.path()), capable(false));
    write(folder.path(), "docent.toml", "");
    let page = uri(folder.path(), ".docent/knowledge/new.md");
    client.open(&page, "markdown", PAGE);
    wait_until("the new page", || has(&mut client, "saga orchestrator", "saga orchestrator"));
    client.close(&page);
    wait_until("its end", || !has(&mut client, "saga orchestrator", "saga orchestrator"));
}

#[test]
fn pages_that_change_on_disk_are_read_again() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), ".docent/knowledge/orders.md", PAGE);
    let mut client = Client::initialized_in(Some(folder.path()), capable(false));
    assert!(has(&mut client, "saga orchestrator", "saga orchestrator"));
    write(folder.path(), ".docent/knowledge/more.md", "# zebra crossing\n\nStripes.\n");
    let changed = uri(folder.path(), ".docent/knowledge/more.md");
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": changed, "type": 1 }] }));
    wait_until("the new page", || has(&mut client, "zebra", "zebra crossing"));
}

#[test]
fn files_are_watched_if_the_client_can() {
    let mut capabilities = capable(false);
    capabilities["workspace"]["didChangeWatchedFiles"] = json!({ "dynamicRegistration": true });
    let mut client = Client::initialized(capabilities);
    let registration = client.wait_for_method("client/registerCapability");
    let registered = &registration["params"]["registrations"][0];
    assert_eq!(registered["method"], "workspace/didChangeWatchedFiles");
    let watchers = registered["registerOptions"]["watchers"].as_array().expect("watchers");
    assert!(watchers.iter().any(|watcher| watcher["globPattern"] == "**/docent.toml"));
}

#[test]
fn the_problems_of_a_page_are_shown_in_its_file() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "docent.toml", "");
    write(folder.path(), ".docent/knowledge/broken.md", "---\nterms: [\n---\n# Broken\n\nText.\n");
    write(folder.path(), "notes.md", "Notes.\n");
    let mut client = Client::initialized_in(Some(folder.path()), capable(false));
    let page = uri(folder.path(), ".docent/knowledge/broken.md");
    // Not open, but a document beside it is.
    client.open(&uri(folder.path(), "notes.md"), "markdown", "Notes.\n");
    let problems = client.pushed(&page);
    assert!(
        !problems.is_empty() && codes(&problems).iter().all(|code| *code == "invalid-page"),
        "{problems:?}"
    );
    client.open(&page, "markdown", PAGE);
    client.wait_for_pushed(&page, &[]);
}

#[test]
fn a_term_leads_to_its_page() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), ".docent/knowledge/orders.md", format!("# first\n\nText.\n\n{PAGE}"));
    let mut client = Client::initialized_in(Some(folder.path()), capable(false));
    let document = uri(folder.path(), "notes.md");
    client.open(&document, "markdown", "The saga orchestrator decides.\n");
    let reply = client.request("textDocument/definition", at(&document, 0, 8));
    let location = &reply["result"][0];
    assert_eq!(location["uri"], json!(uri(folder.path(), ".docent/knowledge/orders.md")), "{reply}");
    assert_eq!(location["range"]["start"]["line"], 4);
}

#[test]
fn completion_proposes_terms_and_documents_them() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), ".docent/knowledge/orders.md", PAGE);
    for resolves in [false, true] {
        let mut capabilities = capable(false);
        let properties = if resolves { json!(["documentation"]) } else { json!([]) };
        capabilities["textDocument"]["completion"] = json!({
            "completionItem": {
                "documentationFormat": ["markdown"],
                "resolveSupport": { "properties": properties },
            },
        });
        let mut client = Client::initialized_in(Some(folder.path()), capabilities);
        let document = uri(folder.path(), "notes.md");
        client.open(&document, "markdown", "The saga orch\n");
        let reply = client.request("textDocument/completion", at(&document, 0, 13));
        let items = reply["result"]["items"].as_array().unwrap_or_else(|| panic!("no items: {reply}"));
        let item = items.iter().find(|item| item["label"] == "saga orchestrator").expect("the term").clone();
        assert_eq!(item.get("documentation").is_some(), !resolves, "{item}");
        let item =
            if resolves { client.request("completionItem/resolve", item)["result"].take() } else { item };
        let documentation = item["documentation"]["value"].as_str().expect("documentation");
        assert!(documentation.contains("Coordinates the steps"), "{item}");
    }
}

#[test]
fn settings_of_the_editor_override_the_editor_part_of_the_configuration() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), ".docent/knowledge/orders.md", PAGE);
    let mut capabilities = capable(false);
    capabilities["workspace"]["configuration"] = json!(true);
    let mut client = Client::initialized_in(Some(folder.path()), capabilities);
    // The client answers null, as some do: nothing is overridden.
    client.wait_for_method("workspace/configuration");
    let document = uri(folder.path(), "notes.md");
    client.open(&document, "markdown", "The saga orch\n");
    let proposes = |client: &mut Client| {
        let reply = client.request("textDocument/completion", at(&document, 0, 13));
        reply["result"]["items"].as_array().is_some_and(|items| !items.is_empty())
    };
    assert!(proposes(&mut client));
    let settings = json!({ "docent": { "completion": "off" } });
    client.notify("workspace/didChangeConfiguration", json!({ "settings": settings }));
    wait_until("silence", || !proposes(&mut client));
    client.notify("workspace/didChangeConfiguration", json!({ "settings": { "docent": {} } }));
    wait_until("proposals", || proposes(&mut client));
}
