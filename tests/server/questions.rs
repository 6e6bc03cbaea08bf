//! References, highlights, hints and code actions, as a client gets them.

use crate::client::{Client, at, capable, codes, folder_with, range, uri};
use serde_json::{Value, json};

const COMPOSE: &str = "services:\n  db:\n    image: mysql:8.0\n";
const SETTINGS: &str = "[mysqld]\nquery_cache_size = 16M\nmax_connections = 5\nquery_cache_type = 1\n";
const PAGE: &str = "# saga orchestrator\n\nCoordinates the steps of one order.\n";

fn shop() -> tempfile::TempDir {
    folder_with(&[
        ("docent.toml", "as-of = \"2026-11-22\"\n"),
        ("compose.yaml", COMPOSE),
        ("my.cnf", SETTINGS),
        (".docent/knowledge/orders.md", PAGE),
        ("docs/a.md", "The saga orchestrator decides.\n\nSaga orchestrators wait.\n"),
        ("src/b.rs", "// One saga orchestrator.\nfn main() {}\n"),
        ("node_modules/c.md", "The saga orchestrator of others.\n"),
    ])
}

/// `(path below the folder, line)` of each location.
fn places(folder: &tempfile::TempDir, locations: &Value) -> Vec<(String, u64)> {
    let root = uri(folder.path(), "");
    let place = |location: &Value| {
        let uri = location["uri"].as_str().expect("a URI");
        let line = location["range"]["start"]["line"].as_u64().expect("a line");
        (uri.strip_prefix(&root).unwrap_or(uri).to_string(), line)
    };
    locations.as_array().unwrap_or_else(|| panic!("no list: {locations}")).iter().map(place).collect()
}

fn references(client: &mut Client, uri: &str, line: u32, character: u32, declaration: bool) -> Value {
    let mut params = at(uri, line, character);
    params["context"] = json!({ "includeDeclaration": declaration });
    client.request("textDocument/references", params)["result"].take()
}

#[test]
fn references_are_found_in_open_documents_and_in_files() {
    let folder = shop();
    let mut client = Client::initialized_in(Some(folder.path()), capable(false));
    let notes = uri(folder.path(), "docs/a.md");
    // What is open counts as it is in the editor.
    client.open(&notes, "markdown", "New.\n\nThe saga orchestrator decides.\n");
    client.open("untitled:Untitled-1", "markdown", "A saga orchestrator.\n");
    let found = references(&mut client, &notes, 2, 8, true);
    let expected =
        [(".docent/knowledge/orders.md", 0), ("docs/a.md", 2), ("untitled:Untitled-1", 0), ("src/b.rs", 0)];
    assert_eq!(places(&folder, &found), expected.map(|(path, line)| (path.to_string(), line)));
    let without = references(&mut client, &notes, 2, 8, false);
    assert_eq!(places(&folder, &without).len(), 3);
    assert_eq!(references(&mut client, &notes, 0, 0, true), Value::Null);
}

#[test]
fn highlights_are_the_places_of_one_document() {
    let folder = shop();
    let mut client = Client::initialized_in(Some(folder.path()), capable(false));
    let notes = uri(folder.path(), "docs/a.md");
    client.open(&notes, "markdown", "The saga orchestrator decides.\n\nSaga orchestrators wait.\n");
    let found = client.request("textDocument/documentHighlight", at(&notes, 0, 8))["result"].take();
    let ranges: Vec<&Value> = found.as_array().expect("a list").iter().map(|found| &found["range"]).collect();
    assert_eq!(ranges, [&range((0, 4), (0, 21)), &range((2, 0), (2, 18))]);
}

#[test]
fn ends_of_life_are_hinted_behind_the_version() {
    let folder = shop();
    let mut client = Client::initialized_in(Some(folder.path()), capable(false));
    let compose = uri(folder.path(), "compose.yaml");
    client.open(&compose, "yaml", COMPOSE);
    let hints = |client: &mut Client, lines: (u32, u32)| {
        let asked = range((lines.0, 0), (lines.1, 0));
        let params = json!({ "textDocument": { "uri": compose }, "range": asked });
        client.request("textDocument/inlayHint", params)["result"].take()
    };
    let found = hints(&mut client, (0, 3));
    assert_eq!(found.as_array().map(Vec::len), Some(1), "{found}");
    assert_eq!(found[0]["position"], json!({ "line": 2, "character": 20 }));
    assert!(found[0]["label"].as_str().is_some_and(|label| label.starts_with("ended 20")), "{found}");
    assert_eq!(hints(&mut client, (0, 1)), json!([]));
}

#[test]
fn all_safe_fixes_are_one_action_of_their_own_kind() {
    let folder = shop();
    let mut client = Client::initialized_in(Some(folder.path()), capable(true));
    let settings = uri(folder.path(), "my.cnf");
    client.open(&settings, "ini", SETTINGS);
    for only in ["source.fixAll.docent", "source.fixAll", "source"] {
        let context = json!({ "diagnostics": [], "only": [only] });
        let actions = client.actions(&settings, &range((2, 0), (2, 0)), context);
        assert_eq!(actions.len(), 1, "{only}: {actions:#?}");
        assert_eq!(actions[0]["kind"], "source.fixAll.docent");
        let edits = actions[0]["edit"]["documentChanges"][0]["edits"].as_array().expect("edits");
        let ranges: Vec<&Value> = edits.iter().map(|edit| &edit["range"]).collect();
        assert_eq!(ranges, [&range((1, 0), (2, 0)), &range((3, 0), (4, 0))]);
    }
    let context = json!({ "diagnostics": [], "only": ["source.organizeImports"] });
    assert_eq!(client.actions(&settings, &range((1, 0), (1, 0)), context), Vec::<Value>::new());
}

#[test]
fn why_is_told_in_words() {
    let folder = shop();
    let mut client = Client::initialized_in(Some(folder.path()), capable(true));
    let settings = uri(folder.path(), "my.cnf");
    client.open(&settings, "ini", SETTINGS);
    assert_eq!(codes(&client.pull(&settings)), ["mysql-query-cache", "mysql-query-cache"]);
    let actions = client.actions(&settings, &range((1, 2), (1, 2)), json!({ "diagnostics": [] }));
    let commands = actions.iter().filter_map(|action| action.get("command"));
    let why = commands.into_iter().find(|command| command["command"] == "docent.why").expect("why").clone();
    let params = json!({ "command": why["command"], "arguments": why["arguments"] });
    assert_eq!(client.request("workspace/executeCommand", params)["result"], Value::Null);
    let said = client.wait_for_method("window/showMessage")["params"]["message"].take();
    let said = said.as_str().expect("words");
    assert!(
        said.contains("severity: error (removed)") && said.contains("compose.yaml:3 says mysql:8.0"),
        "{said}"
    );
    let unknown = client.request("workspace/executeCommand", json!({ "command": "docent.unknown" }));
    assert_eq!(unknown["error"]["code"], -32602);
}

#[test]
fn a_selection_becomes_an_entry_of_the_glossary() {
    let folder = shop();
    let mut capabilities = capable(true);
    let notes = uri(folder.path(), "docs/a.md");
    let glossary = uri(folder.path(), ".docent/knowledge/glossary.md");
    let selected = range((0, 2), (0, 16));
    let offer = |client: &mut Client| {
        let actions = client.actions(&notes, &selected, json!({ "diagnostics": [], "only": ["refactor"] }));
        actions.into_iter().next().map(|mut action| action["edit"]["documentChanges"].take())
    };
    let mut client = Client::initialized_in(Some(folder.path()), capabilities.clone());
    client.open(&notes, "markdown", "A bill of lading.\n");
    assert_eq!(offer(&mut client), None, "the client cannot create files");

    capabilities["workspace"]["workspaceEdit"]["resourceOperations"] = json!(["create"]);
    let mut client = Client::initialized_in(Some(folder.path()), capabilities);
    client.open(&notes, "markdown", "A bill of lading.\n");
    let changes = offer(&mut client).expect("an action");
    assert_eq!((&changes[0]["kind"], &changes[0]["uri"]), (&json!("create"), &json!(glossary)));
    let edit = &changes[1]["edits"][0];
    assert_eq!(edit["range"], range((0, 0), (0, 0)));
    assert!(edit["newText"].as_str().is_some_and(|text| text.starts_with("# bill of lading\n\n")), "{edit}");
    // A glossary that is open and not yet saved goes before one on disk.
    client.open(&glossary, "markdown", "# Order\n\nBought and paid.");
    let changes = offer(&mut client).expect("an action");
    assert_eq!(changes.as_array().map(Vec::len), Some(1));
    assert_eq!(changes[0]["edits"][0]["range"], range((2, 16), (2, 16)));
}
