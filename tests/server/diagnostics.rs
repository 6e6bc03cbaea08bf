//! Findings: pushed or pulled, never both, and taken back when they no longer hold.

use crate::client::{Client, capable, codes, folder_with, uri, write};
use serde_json::{Value, json};

const COMPOSE: &str = "services:\n  db:\n    image: mysql:8.0\n";
const SETTINGS: &str = "[mysqld]\nquery_cache_size = 16M\n";

fn shop() -> tempfile::TempDir {
    folder_with(&[
        ("docent.toml", "as-of = \"2026-11-22\"\n"),
        ("compose.yaml", COMPOSE),
        ("my.cnf", SETTINGS),
    ])
}

#[test]
fn a_removed_setting_is_pushed_with_all_that_is_known_of_it() {
    let folder = shop();
    let mut client = Client::initialized_in(Some(folder.path()), capable(false));
    let settings = uri(folder.path(), "my.cnf");
    client.open(&settings, "ini", SETTINGS);
    let diagnostics = client.wait_for_pushed(&settings, &["mysql-query-cache"]);
    let diagnostic = &diagnostics[0];
    assert_eq!(
        diagnostic["range"],
        json!({ "start": { "line": 1, "character": 0 }, "end": { "line": 1, "character": 16 } })
    );
    assert_eq!(diagnostic["severity"], 1);
    assert_eq!(diagnostic["source"], "docent");
    assert_eq!(diagnostic["tags"], json!([2]));
    assert!(diagnostic["codeDescription"]["href"].as_str().is_some_and(|href| href.starts_with("https://")));
    assert_eq!(diagnostic["data"]["rule"], "mysql-query-cache");
    let related = &diagnostic["relatedInformation"][0];
    assert_eq!(related["location"]["uri"], json!(uri(folder.path(), "compose.yaml")));
    assert_eq!(related["location"]["range"]["start"]["line"], 2);
    assert!(related["message"].as_str().is_some_and(|message| message.contains("mysql:8.0")));
}

#[test]
fn a_client_that_knows_little_is_told_little() {
    let folder = shop();
    let mut client = Client::initialized_in(Some(folder.path()), json!({}));
    let settings = uri(folder.path(), "my.cnf");
    client.open(&settings, "ini", SETTINGS);
    let diagnostics = client.wait_for_pushed(&settings, &["mysql-query-cache"]);
    let fields: Vec<&String> = diagnostics[0].as_object().expect("an object").keys().collect();
    assert_eq!(fields, ["code", "codeDescription", "message", "range", "severity", "source"]);
}

#[test]
fn a_client_that_pulls_is_never_pushed() {
    let folder = shop();
    let mut client = Client::initialized_in(Some(folder.path()), capable(true));
    let settings = uri(folder.path(), "my.cnf");
    client.open(&settings, "ini", SETTINGS);
    assert_eq!(codes(&client.pull(&settings)), ["mysql-query-cache"]);
    client.replace(&settings, 2, "[mysqld]\nmax_connections = 200\n");
    assert_eq!(client.pull(&settings), Vec::<Value>::new());
    client.close(&settings);
    let pushed: Vec<Value> = client
        .drain()
        .into_iter()
        .filter(|message| message["method"] == "textDocument/publishDiagnostics")
        .collect();
    assert_eq!(pushed, Vec::<Value>::new());
}

#[test]
fn an_unchanged_document_is_not_reported_twice() {
    let folder = shop();
    let mut client = Client::initialized_in(Some(folder.path()), capable(true));
    let settings = uri(folder.path(), "my.cnf");
    client.open(&settings, "ini", SETTINGS);
    client.pull(&settings);
    let pull = |client: &mut Client, previous: &Value| {
        let params = json!({ "textDocument": { "uri": settings }, "previousResultId": previous });
        client.request("textDocument/diagnostic", params)["result"].take()
    };
    let first = pull(&mut client, &Value::Null);
    assert_eq!(first["kind"], "full");
    assert_eq!(pull(&mut client, &first["resultId"])["kind"], "unchanged");
    client.replace(&settings, 2, "[mysqld]\n");
    assert_eq!(pull(&mut client, &first["resultId"])["kind"], "full");
}

#[test]
fn findings_are_taken_back_when_mended_and_when_closed() {
    let folder = shop();
    let mut client = Client::initialized_in(Some(folder.path()), capable(false));
    let settings = uri(folder.path(), "my.cnf");
    client.open(&settings, "ini", SETTINGS);
    client.wait_for_pushed(&settings, &["mysql-query-cache"]);
    client.replace(&settings, 2, "[mysqld]\n");
    client.wait_for_pushed(&settings, &[]);
    client.replace(&settings, 3, SETTINGS);
    client.wait_for_pushed(&settings, &["mysql-query-cache"]);
    client.close(&settings);
    client.wait_for_pushed(&settings, &[]);
}

#[test]
fn the_image_in_an_open_compose_file_decides_at_once() {
    let folder = shop();
    let mut client = Client::initialized_in(Some(folder.path()), capable(false));
    let settings = uri(folder.path(), "my.cnf");
    let compose = uri(folder.path(), "compose.yaml");
    client.open(&settings, "ini", SETTINGS);
    let severity = |client: &mut Client| {
        client.wait_for_pushed(&settings, &["mysql-query-cache"])[0]["severity"].clone()
    };
    assert_eq!(severity(&mut client), 1);
    client.open(&compose, "dockercompose", COMPOSE);
    // Not saved: what the editor shows is what counts.
    client.replace(&compose, 2, &COMPOSE.replace("8.0", "5.7"));
    assert_eq!(severity(&mut client), 2);
    client.replace(&compose, 3, &COMPOSE.replace("mysql:8.0", "mariadb:10.11"));
    client.wait_for_pushed(&settings, &[]);
    // Closed without saving: the file on disk counts again.
    client.close(&compose);
    assert_eq!(severity(&mut client), 1);
}

#[test]
fn a_broken_configuration_is_reported_on_itself_and_the_last_good_one_is_kept() {
    let folder = folder_with(&[
        ("docent.toml", "[rules]\nmysql-query-cache = \"off\"\n"),
        ("compose.yaml", COMPOSE),
        ("my.cnf", SETTINGS),
    ]);
    let mut client = Client::initialized_in(Some(folder.path()), capable(true));
    let settings = uri(folder.path(), "my.cnf");
    let config = uri(folder.path(), "docent.toml");
    client.open(&settings, "ini", SETTINGS);
    assert_eq!(client.pull(&settings), Vec::<Value>::new());
    client.open(&config, "toml", "[rulez]\n");
    client.wait_for_method("workspace/diagnostic/refresh");
    let mut problems = client.pull(&config);
    while problems.is_empty() {
        client.wait_for_method("workspace/diagnostic/refresh");
        problems = client.pull(&config);
    }
    assert_eq!(codes(&problems), ["invalid-config"]);
    assert_eq!(problems[0]["range"]["start"]["line"], 0);
    assert_eq!(client.pull(&settings), Vec::<Value>::new());
    client.replace(&config, 2, "[rules]\nmysql-query-cache = \"hint\"\n");
    while !client.pull(&config).is_empty() {
        client.wait_for_method("workspace/diagnostic/refresh");
    }
    assert_eq!(client.pull(&settings)[0]["severity"], 4);
}

#[test]
fn excluded_files_get_no_findings() {
    let folder = shop();
    write(folder.path(), "docent.toml", "exclude = [\"old/**\"]\n");
    let mut client = Client::initialized_in(Some(folder.path()), capable(true));
    for (path, expected) in [("my.cnf", 1), ("old/my.cnf", 0), ("node_modules/x/my.cnf", 0)] {
        let document = uri(folder.path(), path);
        client.open(&document, "ini", SETTINGS);
        assert_eq!(client.pull(&document).len(), expected, "{path}");
    }
    let generated = uri(folder.path(), "conf/my.cnf");
    client.open(&generated, "ini", &format!("# Generated by a tool, do not edit\n{SETTINGS}"));
    assert_eq!(client.pull(&generated), Vec::<Value>::new());
}

#[test]
fn a_quick_fix_removes_the_setting() {
    let folder = shop();
    let mut client = Client::initialized_in(Some(folder.path()), capable(true));
    let settings = uri(folder.path(), "my.cnf");
    client.open(&settings, "ini", SETTINGS);
    let diagnostics = client.pull(&settings);
    let reply = client.request(
        "textDocument/codeAction",
        json!({
            "textDocument": { "uri": settings },
            "range": diagnostics[0]["range"],
            "context": { "diagnostics": diagnostics },
        }),
    );
    let actions = reply["result"].as_array().expect("a list");
    let fix = actions.iter().find(|action| action["isPreferred"] == true).expect("a preferred action");
    assert_eq!(fix["kind"], "quickfix");
    assert_eq!(fix["diagnostics"], json!(diagnostics));
    let change = &fix["edit"]["documentChanges"][0];
    assert_eq!(change["textDocument"], json!({ "uri": settings, "version": 1 }));
    assert_eq!(
        change["edits"],
        json!([{ "range": { "start": { "line": 1, "character": 0 }, "end": { "line": 2, "character": 0 } }, "newText": "" }])
    );
}

#[test]
fn an_explanation_is_offered_to_clients_that_can_show_it() {
    let folder = shop();
    let settings = uri(folder.path(), "my.cnf");
    for shows in [false, true] {
        let mut capabilities = capable(true);
        capabilities["window"] = json!({ "showDocument": { "support": shows } });
        let mut client = Client::initialized_in(Some(folder.path()), capabilities);
        client.open(&settings, "ini", SETTINGS);
        let diagnostics = client.pull(&settings);
        let range = &diagnostics[0]["range"];
        let ask = |client: &mut Client, only: Value| {
            let context = json!({ "diagnostics": diagnostics, "only": only });
            let params = json!({ "textDocument": { "uri": settings }, "range": range, "context": context });
            client.request("textDocument/codeAction", params)["result"].take()
        };
        assert_eq!(ask(&mut client, json!(["refactor.extract"])), Value::Null);
        let actions = ask(&mut client, json!(["quickfix"]));
        let commands = actions.as_array().expect("a list").iter().filter_map(|action| action.get("command"));
        let command = commands.into_iter().find(|command| command["command"] == "docent.explain");
        assert_eq!(command.is_some(), shows, "{actions}");
        if let Some(command) = command {
            let params = json!({ "command": command["command"], "arguments": command["arguments"] });
            assert_eq!(client.request("workspace/executeCommand", params).get("result"), Some(&Value::Null));
            let shown = client.wait_for_method("window/showDocument")["params"]["uri"].take();
            assert!(shown.as_str().is_some_and(|uri| uri.ends_with("/mysql-query-cache.md")), "{shown}");
        }
    }
}

#[test]
fn closing_a_document_that_changed_nothing_disturbs_no_other() {
    let folder = shop();
    let mut client = Client::initialized_in(Some(folder.path()), capable(false));
    let settings = uri(folder.path(), "my.cnf");
    let notes = uri(folder.path(), "notes.md");
    client.open(&settings, "ini", SETTINGS);
    client.wait_for_pushed(&settings, &["mysql-query-cache"]);
    client.open(&notes, "markdown", "Notes.\n");
    client.wait_for_pushed(&notes, &[]);
    client.drain();
    client.close(&notes);
    let changed = json!({ "changes": [{ "uri": notes, "type": 2 }, { "uri": settings, "type": 2 }] });
    client.notify("workspace/didChangeWatchedFiles", changed);
    client.pushed(&notes);
    // What follows is judged after whatever the close may have set off.
    client.open(&notes, "markdown", "Notes.\n");
    client.wait_for_pushed(&notes, &[]);
    std::thread::sleep(std::time::Duration::from_millis(300));
    let disturbed: Vec<Value> =
        client.drain().into_iter().filter(|message| message["params"]["uri"] == settings).collect();
    assert_eq!(disturbed, Vec::<Value>::new());
}
