//! Diagnostics of the whole workspace, for clients that pull.

use crate::client::{Client, capable, codes, folder_with, uri, write};
use serde_json::{Value, json};
use std::collections::BTreeMap;

const COMPOSE: &str = "services:\n  db:\n    image: mysql:8.0\n";
const SETTINGS: &str = "[mysqld]\nquery_cache_size = 16M\n";

fn shop() -> tempfile::TempDir {
    folder_with(&[
        ("docent.toml", "as-of = \"2026-11-22\"\n"),
        ("compose.yaml", COMPOSE),
        ("my.cnf", SETTINGS),
        ("other/my.cnf", SETTINGS),
        ("node_modules/x/my.cnf", SETTINGS),
        ("notes.md", "Notes.\n"),
        (".docent/knowledge/broken.md", "---\nterms: [\n---\n# Broken\n\nText.\n"),
    ])
}

/// Path and rules of each report, `unchanged` where nothing is new; and what the client would send next time.
fn read(folder: &tempfile::TempDir, items: &[Value]) -> (BTreeMap<String, String>, Vec<Value>) {
    let root = uri(folder.path(), "");
    let mut found = BTreeMap::new();
    let mut previous = Vec::new();
    for item in items {
        let uri = item["uri"].as_str().expect("a URI");
        let said = match item["kind"].as_str() {
            Some("full") => codes(item["items"].as_array().expect("a list")).join(" "),
            _ => "unchanged".to_string(),
        };
        found.insert(uri.strip_prefix(&root).unwrap_or(uri).to_string(), said);
        if item["resultId"].is_string() {
            previous.push(json!({ "uri": uri, "value": item["resultId"] }));
        }
    }
    (found, previous)
}

fn survey(
    client: &mut Client,
    folder: &tempfile::TempDir,
    previous: &[Value],
) -> (BTreeMap<String, String>, Vec<Value>) {
    let reply = client.request("workspace/diagnostic", json!({ "previousResultIds": previous }));
    read(folder, reply["result"]["items"].as_array().unwrap_or_else(|| panic!("no items: {reply}")))
}

fn expected(entries: &[(&str, &str)]) -> BTreeMap<String, String> {
    entries.iter().map(|(path, said)| ((*path).to_string(), (*said).to_string())).collect()
}

#[test]
fn files_that_are_not_open_are_judged_and_told_once() {
    let folder = shop();
    let mut client = Client::initialized_in(Some(folder.path()), capable(true));
    let (found, previous) = survey(&mut client, &folder, &[]);
    let first = expected(&[
        (".docent/knowledge/broken.md", "invalid-page"),
        ("compose.yaml", "mysql-end-of-life"),
        ("my.cnf", "mysql-query-cache"),
        ("other/my.cnf", "mysql-query-cache"),
    ]);
    assert_eq!(found, first);
    let (found, previous) = survey(&mut client, &folder, &previous);
    assert!(found.values().all(|said| said == "unchanged") && found.len() == 4, "{found:?}");
    // One file is mended, another is gone, a third is opened.
    write(folder.path(), "other/my.cnf", "[mysqld]\n# mended\n");
    std::fs::remove_file(folder.path().join("my.cnf")).expect("there until now");
    client.open(&uri(folder.path(), "compose.yaml"), "yaml", COMPOSE);
    client.pull(&uri(folder.path(), "compose.yaml"));
    let (found, _) = survey(&mut client, &folder, &previous);
    assert_eq!(found.get("other/my.cnf").map(String::as_str), Some(""));
    assert_eq!(found.get("my.cnf").map(String::as_str), Some(""));
    assert_eq!(found.get("compose.yaml"), None);
}

#[test]
fn parts_and_progress_go_ahead_of_the_answer() {
    let folder = shop();
    let mut client = Client::initialized_in(Some(folder.path()), capable(true));
    let params = json!({ "previousResultIds": [], "partialResultToken": "part", "workDoneToken": 7 });
    let id = client.ask("workspace/diagnostic", params);
    let reply = client.reply(id);
    assert_eq!(reply["result"]["items"], json!([]));
    let messages = client.drain();
    let of = |token: Value| {
        let progress = messages.iter().filter(|message| message["method"] == "$/progress");
        progress
            .filter(|message| message["params"]["token"] == token)
            .map(|message| &message["params"]["value"])
            .collect::<Vec<_>>()
    };
    let items: Vec<Value> =
        of(json!("part")).iter().flat_map(|part| part["items"].as_array().expect("items").clone()).collect();
    let (found, previous) = read(&folder, &items);
    assert_eq!(found.len(), 4, "{found:?}");
    let kinds: Vec<&str> = of(json!(7)).iter().filter_map(|progress| progress["kind"].as_str()).collect();
    assert_eq!((kinds.first(), kinds.last()), (Some(&"begin"), Some(&"end")), "{kinds:?}");

    // Asked again, it answers when something has changed, and other questions do not wait for it.
    let params = json!({ "previousResultIds": previous, "partialResultToken": "next" });
    let id = client.ask("workspace/diagnostic", params);
    std::thread::sleep(std::time::Duration::from_millis(200));
    assert!(client.drain().iter().all(|message| message["params"]["token"] != "next"));
    write(folder.path(), "my.cnf", "[mysqld]\n");
    let changed = json!({ "changes": [{ "uri": uri(folder.path(), "my.cnf"), "type": 2 }] });
    client.notify("workspace/didChangeWatchedFiles", changed);
    client.reply(id);
    let part = client.wait_for("a part", |message| message["params"]["token"] == "next");
    let (found, previous) = read(&folder, part["params"]["value"]["items"].as_array().expect("items"));
    assert_eq!(found.get("my.cnf").map(String::as_str), Some(""), "{found:?}");

    // Nobody waits for it any more.
    let id = client
        .ask("workspace/diagnostic", json!({ "previousResultIds": previous, "partialResultToken": "last" }));
    client.notify("$/cancelRequest", json!({ "id": id }));
    assert_eq!(client.reply(id)["error"]["code"], -32800);
}
