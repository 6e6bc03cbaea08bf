//! A workspace that means no good: any bytes, links in circles, files that block, names that are no text.

use crate::client::{Client, at, capable, codes, folder_with, uri, wait_until, write};
use serde_json::{Value, json};
use std::path::Path;

const SETTINGS: &str = "[mysqld]\nquery_cache_size = 16M\n";

/// The server answers about this folder as about any other.
#[track_caller]
fn check_serves(folder: &Path, client: &mut Client) {
    let settings = uri(folder, "my.cnf");
    client.open(&settings, "ini", SETTINGS);
    assert_eq!(codes(&client.pull(&settings)), ["mysql-query-cache"]);
    assert!(client.hover(&settings, 1, 3)["contents"].is_object());
    let report = client.request("workspace/diagnostic", json!({ "previousResultIds": [] }));
    assert!(report["result"]["items"].is_array(), "{report}");
    let mut references = at(&settings, 1, 3);
    references["context"] = json!({ "includeDeclaration": true });
    assert!(client.request("textDocument/references", references)["result"].is_array());
}

/// What is wrong with a file that is not open, as a survey of the workspace tells it.
fn problems(client: &mut Client, path: &str) -> Vec<String> {
    let report = client.request("workspace/diagnostic", json!({ "previousResultIds": [] }));
    let items = report["result"]["items"].as_array().unwrap_or_else(|| panic!("no items: {report}"));
    let of_file = items.iter().filter(|item| item["uri"].as_str().is_some_and(|uri| uri.ends_with(path)));
    of_file
        .flat_map(|item| item["items"].as_array().expect("a list"))
        .map(|diagnostic| diagnostic["message"].as_str().expect("words").to_string())
        .collect()
}

#[track_caller]
fn check_message(client: &mut Client, path: &str, expected: &str) {
    let found = problems(client, path);
    assert!(found.iter().any(|message| message.contains(expected)), "{path}: {found:?}");
}

fn any_bytes(seed: u64, length: usize) -> Vec<u8> {
    let mut state = seed;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        // A zero would make it a binary file.
        u8::try_from(state >> 56).expect("eight bits").max(1)
    };
    (0..length).map(|_| next()).collect()
}

#[test]
fn pages_and_configuration_of_any_bytes_are_reported_on_themselves() {
    let folder = folder_with(&[(".docent/knowledge/good.md", "# alphaterm\n\nThe first one.\n")]);
    for seed in 0..20 {
        write(folder.path(), &format!(".docent/knowledge/noise{seed}.md"), any_bytes(seed, 3_000));
    }
    for (name, text) in [
        ("open.md", "---\nterms: [\n"),
        ("deep.md", &format!("---\nterms: {}\n---\n# Deep\n\nText.\n", "[".repeat(20_000))),
        ("anchors.md", "---\na: &a [*a, *a]\nterms: *a\n---\n# Anchors\n\nText.\n"),
        ("long.md", &format!("# {}\n\nText.\n", "long ".repeat(100_000))),
        ("nul.md", "# Nul\0\n\nText.\n"),
        ("empty.md", ""),
        ("only-headings.md", &"# a\n".repeat(5_000)),
        (
            "regex.md",
            "---\nrule:\n  status: insecure\n  severity: error\n  message: m\n  match: [{ text: \"/(a+)+$|(?=x)/\" }]\n---\n# Regex\n\nText.\n",
        ),
    ] {
        write(folder.path(), &format!(".docent/knowledge/{name}"), text);
    }
    write(folder.path(), "docent.toml", "[rules\n\u{0}= = [[[\n");
    let mut client = Client::initialized_in(Some(folder.path()), capable(true));
    check_serves(folder.path(), &mut client);
    check_message(&mut client, "noise3.md", "save it as UTF-8");
    check_message(&mut client, "docent.toml", "");
    // The good page among them counts.
    client.open("untitled:a", "markdown", "An alphaterm here.\n");
    let hover = client.hover("untitled:a", 0, 5);
    assert!(
        hover["contents"]["value"].as_str().is_some_and(|text| text.contains("The first one")),
        "{hover}"
    );
    // The same bytes, while they are typed.
    let config = uri(folder.path(), "docent.toml");
    for seed in 0..10 {
        client.open(&config, "toml", &String::from_utf8_lossy(&any_bytes(seed, 500)));
        client.pull(&config);
        client.close(&config);
    }
    check_serves(folder.path(), &mut client);
}

#[test]
fn a_configuration_that_is_no_text_says_so() {
    let folder = folder_with(&[]);
    write(folder.path(), "docent.toml", any_bytes(1, 2_000));
    let mut client = Client::initialized_in(Some(folder.path()), capable(true));
    check_serves(folder.path(), &mut client);
    let said = client.wait_for_method("window/showMessage")["params"]["message"].take();
    assert!(
        said.as_str().is_some_and(|said| said.contains("docent.toml") && said.contains("save it as UTF-8")),
        "{said}"
    );

    let folder = folder_with(&[]);
    std::fs::create_dir(folder.path().join("docent.toml")).expect("a folder");
    let mut client = Client::initialized_in(Some(folder.path()), capable(true));
    check_serves(folder.path(), &mut client);
    let said = client.wait_for_method("window/showMessage")["params"]["message"].take();
    assert!(said.as_str().is_some_and(|said| said.contains("is a folder; name a file")), "{said}");
}

#[cfg(unix)]
#[test]
fn links_in_circles_and_into_nothing_are_passed_by() {
    use std::os::unix::fs::symlink;
    let folder = folder_with(&[
        ("a/notes.md", "The saga pattern.\n"),
        (".docent/knowledge/good.md", "# alphaterm\n\nIt.\n"),
    ]);
    symlink(folder.path(), folder.path().join("a/up")).expect("a link");
    symlink("self", folder.path().join("self")).expect("a link");
    symlink("/nowhere/at/all", folder.path().join("gone.yaml")).expect("a link");
    symlink(folder.path(), folder.path().join(".docent/knowledge/up")).expect("a link");
    symlink("loop.md", folder.path().join(".docent/knowledge/loop.md")).expect("a link");
    symlink("/dev/zero", folder.path().join(".docent/knowledge/endless.md")).expect("a link");
    let mut client = Client::initialized_in(Some(folder.path()), capable(true));
    check_serves(folder.path(), &mut client);
    check_message(&mut client, "endless.md", "is not a regular file and was skipped");
    check_message(&mut client, "knowledge/up", "is a link that leads back to");
    // A document that is opened through the circle is a document like any other.
    let around = uri(folder.path(), "a/up/a/up/a/notes.md");
    client.open(&around, "markdown", "The saga pattern.\n");
    assert!(client.hover(&around, 0, 6)["contents"].is_object());
}

#[cfg(unix)]
#[test]
fn files_that_would_block_are_not_opened() {
    let folder = folder_with(&[(".docent/knowledge/good.md", "# alphaterm\n\nIt.\n")]);
    for name in ["pipe.yaml", "docent.toml", ".docent/knowledge/pipe.md", "Dockerfile"] {
        let made = std::process::Command::new("mkfifo").arg(folder.path().join(name)).status();
        assert!(made.is_ok_and(|status| status.success()), "{name}");
    }
    let _socket =
        std::os::unix::net::UnixListener::bind(folder.path().join("socket.yaml")).expect("a socket");
    let mut client = Client::initialized_in(Some(folder.path()), capable(true));
    check_serves(folder.path(), &mut client);
    check_message(&mut client, "knowledge/pipe.md", "is not a regular file and was skipped");
    check_message(&mut client, "docent.toml", "is not a regular file and was skipped");
    let changed = json!({ "changes": [{ "uri": uri(folder.path(), "pipe.yaml"), "type": 2 }] });
    client.notify("workspace/didChangeWatchedFiles", changed);
    check_serves(folder.path(), &mut client);
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_no_text_do_not_stop_the_others() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let folder = folder_with(&[("compose.yaml", "services:\n  db:\n    image: mysql:8.0\n")]);
    let odd = |name: &[u8]| folder.path().join(OsStr::from_bytes(name));
    std::fs::write(odd(b"odd\xff.yaml"), "services:\n  db:\n    image: mysql:5.7\n").expect("a file");
    std::fs::create_dir_all(odd(b"folder\xfe/deep")).expect("a folder");
    std::fs::write(odd(b"folder\xfe/deep/my.cnf"), SETTINGS).expect("a file");
    std::fs::create_dir_all(folder.path().join(".docent/knowledge")).expect("a folder");
    std::fs::write(odd(b".docent/knowledge/odd\xff.md"), "# alphaterm\n\nThe first one.\n").expect("a file");
    let mut client = Client::initialized_in(Some(folder.path()), capable(true));
    check_serves(folder.path(), &mut client);
    // The bytes as an address of a file writes them.
    let address = format!("{}/folder%FE/deep/my.cnf", uri(folder.path(), "").trim_end_matches('/'));
    client.open(&address, "ini", SETTINGS);
    assert!(client.hover(&address, 1, 3)["contents"].is_object());
    client.open("untitled:a", "markdown", "An alphaterm here.\n");
    assert!(client.hover("untitled:a", 0, 5)["contents"].is_object());
}

#[test]
fn files_that_vanish_while_they_are_read_are_missed_by_nobody() {
    let folder = folder_with(&[]);
    let root = folder.path().to_path_buf();
    let done = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let stop = done.clone();
    let churning = std::thread::spawn(move || {
        while !stop.load(std::sync::atomic::Ordering::Relaxed) {
            for number in 0..40 {
                write(&root, &format!("d{number}/compose.yaml"), "services:\n  db:\n    image: mysql:8.0\n");
                write(&root, &format!(".docent/knowledge/p{number}.md"), format!("# term{number}\n\nIt.\n"));
            }
            for number in 0..40 {
                let _ = std::fs::remove_dir_all(root.join(format!("d{number}")));
            }
            let _ = std::fs::remove_dir_all(root.join(".docent"));
        }
    });
    let mut client = Client::initialized_in(Some(folder.path()), capable(true));
    for round in 0..15 {
        check_serves(folder.path(), &mut client);
        let changed: Vec<Value> = (0..40)
            .map(|number| json!({ "uri": uri(folder.path(), &format!("d{number}/compose.yaml")), "type": 3 }))
            .collect();
        client.notify("workspace/didChangeWatchedFiles", json!({ "changes": changed }));
        client.notify("textDocument/didSave", json!({ "textDocument": { "uri": uri(folder.path(), &format!(".docent/knowledge/p{round}.md")) } }));
    }
    done.store(true, std::sync::atomic::Ordering::Relaxed);
    churning.join().expect("no failure");
    check_serves(folder.path(), &mut client);
    // The folder itself goes, too.
    drop(folder);
    assert_eq!(client.request("docent/unknown", json!(null))["error"]["code"], -32601);
    client.open("untitled:a", "markdown", "The saga pattern.\n");
    assert!(client.hover("untitled:a", 0, 6)["contents"].is_object());
}

/// The page of a bundled term, as definition opens it.
fn definition(client: &mut Client) -> Value {
    client.open("untitled:d", "markdown", "The saga pattern.\n");
    client.request("textDocument/definition", at("untitled:d", 0, 6))["result"].take()
}

#[test]
fn without_a_place_to_write_pages_everything_else_works() {
    let folder = folder_with(&[]);
    let blocked = folder.path().join("cache");
    // A file in the place of the folder: nobody can write below it, whoever runs the test.
    std::fs::write(&blocked, "").expect("a file");
    let without: [&dyn Fn(&mut std::process::Command); 3] = [
        &|command| {
            command.env("XDG_CACHE_HOME", &blocked);
        },
        &|command| {
            command.env_remove("XDG_CACHE_HOME").env_remove("HOME");
        },
        &|command| {
            command.env_clear();
        },
    ];
    for change in without {
        let mut client = Client::start_with(change);
        let mut capabilities = capable(true);
        capabilities["window"] = json!({ "showDocument": { "support": true } });
        let folders = json!([{ "uri": uri(folder.path(), ""), "name": "x" }]);
        client.request("initialize", json!({ "capabilities": capabilities, "workspaceFolders": folders }));
        client.notify("initialized", json!({}));
        check_serves(folder.path(), &mut client);
        assert_eq!(definition(&mut client), Value::Null);
        let said = client.wait_for_method("window/showMessage")["params"]["message"].take();
        assert!(said.as_str().is_some_and(|said| said.contains("XDG_CACHE_HOME")), "{said}");
        // It is said once.
        definition(&mut client);
        let again = client.drain().iter().any(|message| message["method"] == "window/showMessage");
        assert!(!again);
    }
}

#[test]
#[ignore = "takes many seconds; `.ci/run` runs it"]
fn fifty_thousand_files_do_not_keep_a_hover_waiting() {
    let folder = folder_with(&[(".docent/knowledge/good.md", "# alphaterm\n\nThe first one.\n")]);
    for number in 0..50_000 {
        let text = if number % 100 == 0 { "services:\n  db:\n    image: mysql:5.7\n" } else { "a: b\n" };
        write(folder.path(), &format!("d{}/f{number}.yaml", number / 100), text);
    }
    let mut client = Client::initialized_in(Some(folder.path()), capable(true));
    let notes = uri(folder.path(), "notes.md");
    client.open(&notes, "markdown", "An alphaterm here.\n");
    let survey = client.ask("workspace/diagnostic", json!({ "previousResultIds": [] }));
    let begin = std::time::Instant::now();
    for _ in 0..100 {
        assert!(client.hover(&notes, 0, 5)["contents"].is_object());
    }
    println!("100 hovers beside the survey: {:?}", begin.elapsed());
    let said = client.wait_for_method("window/logMessage")["params"]["message"].take();
    assert!(said.as_str().is_some_and(|said| said.contains("the first 10000 files")), "{said}");
    let report = client.reply(survey);
    assert!(report["result"]["items"].as_array().is_some_and(|items| items.len() > 50), "{report}");
    println!("the survey: {:?}", begin.elapsed());
    wait_until("an end", || client.pull(&notes).is_empty());
}
