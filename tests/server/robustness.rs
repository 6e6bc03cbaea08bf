//! What a client may do to a server: storms, silence, masses, haste. The server answers, and forgets what is gone.

use crate::client::{Client, at, capable, codes, range, uri, wait_until};
use serde_json::{Value, json};
use std::collections::HashMap;

const SETTINGS: &str = "[mysqld]\nquery_cache_size = 16M\n";

#[track_caller]
fn check_alive(client: &mut Client) {
    assert_eq!(client.request("docent/unknown", json!(null))["error"]["code"], -32601);
}

#[test]
fn a_storm_of_cancelled_requests_gets_one_reply_each() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut client = Client::initialized_in(Some(folder.path()), capable(true));
    let notes = uri(folder.path(), "notes.md");
    client.open(&notes, "markdown", &"The saga pattern and the query cache.\n".repeat(2_000));
    let mut asked = Vec::new();
    for number in 0..1_500_u32 {
        let place = at(&notes, number % 2_000, 6);
        let id = match number % 5 {
            0 => client.ask("textDocument/hover", place),
            1 => client.ask("textDocument/completion", place),
            2 => client.ask("textDocument/definition", place),
            3 => client.ask("textDocument/diagnostic", json!({ "textDocument": { "uri": notes } })),
            _ => {
                let context = json!({ "diagnostics": [] });
                let (uri, range) = (json!({ "uri": notes }), range((0, 0), (0, 0)));
                client.ask(
                    "textDocument/codeAction",
                    json!({ "textDocument": uri, "range": range, "context": context }),
                )
            }
        };
        asked.push(id);
        client.notify("$/cancelRequest", json!({ "id": id }));
        // What is cancelled twice, or was never asked, is nobody's business.
        client.notify("$/cancelRequest", json!({ "id": id }));
        client.notify("$/cancelRequest", json!({ "id": "never asked" }));
    }
    let mut replies: HashMap<i64, usize> = HashMap::new();
    for id in &asked {
        let reply = client.reply(*id);
        let code = reply["error"]["code"].as_i64();
        assert!(code.is_none_or(|code| code == -32800), "{reply}");
        *replies.entry(*id).or_default() += 1;
    }
    check_alive(&mut client);
    let extra: Vec<Value> =
        client.drain().into_iter().filter(|message| message.get("method").is_none()).collect();
    assert_eq!(extra, Vec::<Value>::new(), "a request was answered twice");
}

#[test]
fn a_client_that_never_answers_is_served_all_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut capabilities = capable(true);
    capabilities["workspace"]["configuration"] = json!(true);
    capabilities["workspace"]["didChangeWatchedFiles"] = json!({ "dynamicRegistration": true });
    capabilities["window"] = json!({ "showDocument": { "support": true }, "workDoneProgress": true });
    let mut client = Client::start();
    client.fall_silent();
    let folders = json!([{ "uri": uri(folder.path(), ""), "name": "x" }]);
    client.request("initialize", json!({ "capabilities": capabilities, "workspaceFolders": folders }));
    client.notify("initialized", json!({}));
    client.wait_for_method("workspace/configuration");
    client.wait_for_method("client/registerCapability");
    let settings = uri(folder.path(), "my.cnf");
    for version in 1..=30 {
        client.open(&settings, "ini", SETTINGS);
        assert_eq!(codes(&client.pull(&settings)), ["mysql-query-cache"]);
        // Each reload asks the client to pull again.
        client.notify(
            "textDocument/didSave",
            json!({ "textDocument": { "uri": uri(folder.path(), "docent.toml") } }),
        );
        let arguments = json!(["mysql-query-cache", settings]);
        client.request(
            "workspace/executeCommand",
            json!({ "command": "docent.explain", "arguments": arguments }),
        );
        client.replace(&settings, version + 1, "[mysqld]\n");
        assert_eq!(client.pull(&settings), Vec::<Value>::new());
        client.close(&settings);
    }
    assert_eq!(client.request("shutdown", json!(null))["result"], Value::Null);
    client.notify("exit", json!(null));
    assert_eq!(client.exit_status().code(), Some(0));
}

#[test]
fn answers_that_nobody_asked_for_are_ignored() {
    let mut client = Client::initialized(capable(false));
    for body in [
        r#"{"jsonrpc":"2.0","id":4711,"result":null}"#,
        r#"{"jsonrpc":"2.0","id":"x","error":{"code":-1,"message":"no"}}"#,
        r#"{"jsonrpc":"2.0","id":null,"result":7}"#,
        r#"{"jsonrpc":"2.0","id":1,"error":"not an error object"}"#,
    ] {
        client.send_body(body);
    }
    check_alive(&mut client);
}

#[test]
fn five_hundred_documents_opened_at_once_are_all_judged() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut client = Client::initialized_in(Some(folder.path()), capable(false));
    let documents: Vec<String> =
        (0..500).map(|number| uri(folder.path(), &format!("db{number}/my.cnf"))).collect();
    for document in &documents {
        client.open(document, "ini", SETTINGS);
    }
    let hover = client.hover(&documents[499], 1, 3);
    assert!(hover["contents"].is_object(), "{hover}");
    for document in &documents {
        client.wait_for_pushed(document, &["mysql-query-cache"]);
    }
}

#[test]
fn no_older_result_follows_a_newer_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut client = Client::initialized_in(Some(folder.path()), capable(false));
    let small = uri(folder.path(), "my.cnf");
    let large = uri(folder.path(), "large/my.cnf");
    let filler = "max_connections = 5\n".repeat(5_000);
    client.open(&small, "ini", SETTINGS);
    client.open(&large, "ini", &format!("{filler}{SETTINGS}"));
    for version in 2..=400_i64 {
        let bad = version % 2 == 0;
        client.replace(&small, version, if bad { SETTINGS } else { "[mysqld]\n" });
        if version % 20 == 0 {
            client.replace(
                &large,
                version,
                &format!("{filler}{}", if version % 40 == 0 { SETTINGS } else { "" }),
            );
            client.hover(&small, 0, 0);
        }
    }
    let mut messages = Vec::new();
    wait_until("the last results", || {
        messages.extend(client.drain());
        let is_last = |uri: &str| {
            messages
                .iter()
                .any(|message: &Value| message["params"]["uri"] == uri && message["params"]["version"] == 400)
        };
        is_last(&small) && is_last(&large)
    });
    // Whatever might still come late.
    std::thread::sleep(std::time::Duration::from_millis(300));
    messages.extend(client.drain());
    let mut versions: HashMap<String, i64> = HashMap::new();
    let mut count = 0;
    for message in messages {
        let params = &message["params"];
        let (Some(uri), Some(version)) = (params["uri"].as_str(), params["version"].as_i64()) else {
            continue;
        };
        let before = versions.insert(uri.to_string(), version).unwrap_or(0);
        assert!(version >= before, "{uri}: {version} after {before}");
        let bad =
            if uri == small { version % 2 == 0 || version == 1 } else { version % 40 == 0 || version == 1 };
        assert_eq!(!params["diagnostics"][0].is_null(), bad, "{uri} at {version}");
        count += 1;
    }
    assert!(count >= 2);
}

#[test]
fn a_client_that_does_not_read_loses_nothing() {
    use std::io::{BufReader, Write};
    use std::process::{Command, Stdio};
    let mut process = Command::new(env!("CARGO_BIN_EXE_docent"))
        .arg("lsp")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the server starts");
    let mut input = process.stdin.take().expect("piped");
    let mut send = |message: Value| {
        let body = message.to_string();
        write!(input, "Content-Length: {}\r\n\r\n{body}", body.len()).expect("the server reads");
    };
    let capabilities = json!({ "textDocument": { "hover": { "contentFormat": ["markdown"] } } });
    send(
        json!({ "jsonrpc": "2.0", "id": 0, "method": "initialize", "params": { "capabilities": capabilities } }),
    );
    send(json!({ "jsonrpc": "2.0", "method": "initialized", "params": {} }));
    let document =
        json!({ "uri": "untitled:a", "languageId": "markdown", "version": 1, "text": "A query cache." });
    send(
        json!({ "jsonrpc": "2.0", "method": "textDocument/didOpen", "params": { "textDocument": document } }),
    );
    // Far more than a pipe holds, and all of it is taken in before anything is read.
    for id in 1..=3_000 {
        send(
            json!({ "jsonrpc": "2.0", "id": id, "method": "textDocument/hover", "params": at("untitled:a", 0, 5) }),
        );
    }
    let mut output = BufReader::new(process.stdout.take().expect("piped"));
    let mut answered = 0;
    while answered < 3_000 {
        let message = crate::client::read_frame(&mut output).expect("a message");
        answered += usize::from(message["result"]["contents"]["value"].is_string());
    }
    drop(input);
    assert_eq!(process.wait().expect("a process").code(), Some(1));
}

/// Resident memory in KiB.
#[cfg(target_os = "linux")]
fn memory(client: &Client) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", client.process_id())).expect("Linux");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("a size");
    line.trim().trim_end_matches(" kB").parse().expect("a number")
}

#[cfg(target_os = "linux")]
#[test]
#[ignore = "takes seconds; `.ci/run` runs it"]
fn memory_is_flat_after_two_thousand_documents() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut client = Client::initialized_in(Some(folder.path()), capable(true));
    let text =
        "The saga pattern and the query cache.\n\n```ini\n[mysqld]\nquery_cache_size = 1\n```\n".repeat(8);
    let mut sizes = Vec::new();
    for number in 0..2_000 {
        let document = uri(folder.path(), &format!("notes{number}.md"));
        client.open(&document, "markdown", &text);
        client.pull(&document);
        client.hover(&document, 0, 6);
        client.close(&document);
        if number % 500 == 499 {
            client.drain();
            sizes.push(memory(&client));
        }
    }
    let (first, last) = (sizes[0], sizes[3]);
    assert!(last < first + 4_096, "KiB after 500, 1000, 1500 and 2000 documents: {sizes:?}");
}

/// Numbers that are the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

const KINDS: [(&str, &str, &str); 5] = [
    ("notes.md", "markdown", "# Notes\n\nThe saga pattern 😀 and the query cache.\n"),
    ("my.cnf", "ini", SETTINGS),
    ("compose.yaml", "yaml", "services:\n  db:\n    image: mysql:8.0\n"),
    ("main.rs", "rust", "// The saga pattern.\nfn saga_pattern() {}\n"),
    ("docent.toml", "toml", "[rules]\n"),
];

/// One message of a client that does everything at once; returns the id of a request.
fn any_message(client: &mut Client, random: &mut Random, documents: &[String], version: i64) -> Option<i64> {
    let kind = usize::try_from(random.below(5)).expect("small");
    let number = usize::try_from(random.below(10)).expect("small");
    let uri = &documents[kind * 10 + number];
    let place = at(
        uri,
        u32::try_from(random.below(4)).expect("small"),
        u32::try_from(random.below(30)).expect("small"),
    );
    let document = json!({ "uri": uri });
    let here = json!({ "start": place["position"], "end": place["position"] });
    match random.below(20) {
        0 => client.open(uri, KINDS[kind].1, KINDS[kind].2),
        1 if random.below(3) == 0 => client.close(uri),
        2 => client.replace(uri, version, KINDS[kind].2),
        3..=7 => {
            let text = ["x", "\n", "😀", "[mysqld]\n", "query cache", ""]
                [usize::try_from(random.below(6)).expect("small")];
            client.notify(
                "textDocument/didChange",
                json!({ "textDocument": { "uri": uri, "version": version }, "contentChanges": [{ "range": here, "text": text }] }),
            );
        }
        8 => client.notify("textDocument/didSave", json!({ "textDocument": document })),
        9 if random.below(20) == 0 => {
            client
                .notify("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": uri, "type": 2 }] }));
        }
        10 if random.below(50) == 0 => client.send_bytes(b"garbage\r\n\r\n"),
        11 if random.below(50) == 0 => client.send_body("{"),
        12 => return Some(client.ask("textDocument/completion", place)),
        13 => return Some(client.ask("textDocument/definition", place)),
        14 => return Some(client.ask("textDocument/documentHighlight", place)),
        15 => return Some(client.ask("textDocument/diagnostic", json!({ "textDocument": document }))),
        16 => {
            let context = json!({ "diagnostics": [] });
            return Some(client.ask(
                "textDocument/codeAction",
                json!({ "textDocument": document, "range": here, "context": context }),
            ));
        }
        17 => {
            return Some(
                client.ask("textDocument/inlayHint", json!({ "textDocument": document, "range": here })),
            );
        }
        18 if random.below(20) == 0 => {
            return Some(client.ask("workspace/symbol", json!({ "query": "sag" })));
        }
        _ => return Some(client.ask("textDocument/hover", place)),
    }
    None
}

#[test]
#[ignore = "takes many seconds; `.ci/run` runs it"]
fn a_hundred_thousand_mixed_messages_are_borne() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut client = Client::initialized_in(Some(folder.path()), capable(true));
    let documents: Vec<String> = KINDS
        .iter()
        .flat_map(|(name, ..)| {
            (0..10).map(|number| uri(folder.path(), &format!("folder{number}/{name}"))).collect::<Vec<_>>()
        })
        .collect();
    let mut random = Random(42);
    let (mut waiting, mut answered, mut cancelled) = (std::collections::HashSet::new(), 0, 0);
    for number in 0..100_000_i64 {
        if let Some(id) = any_message(&mut client, &mut random, &documents, number) {
            waiting.insert(id);
            if random.below(10) == 0 {
                client.notify("$/cancelRequest", json!({ "id": id }));
            }
        }
        if number % 1_000 == 999 {
            for message in client.drain() {
                let Some(id) = message["id"].as_i64().filter(|_| message.get("method").is_none()) else {
                    continue;
                };
                let code = message["error"]["code"].as_i64();
                assert!(waiting.remove(&id), "answered twice: {message}");
                assert!(code.is_none_or(|code| code == -32800), "{message}");
                answered += 1;
                cancelled += usize::from(code.is_some());
            }
        }
    }
    for id in waiting.drain() {
        client.reply(id);
        answered += 1;
    }
    assert!(answered > 40_000 && cancelled < answered / 5, "{answered} answered, {cancelled} cancelled");
    check_alive(&mut client);
    #[cfg(target_os = "linux")]
    println!(
        "{answered} requests answered, {cancelled} of them cancelled, {} KiB at the end",
        memory(&client)
    );
    client.request("shutdown", json!(null));
    client.notify("exit", json!(null));
    assert_eq!(client.exit_status().code(), Some(0));
}
