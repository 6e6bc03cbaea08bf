//! Open documents: edits in the client's units, and questions that see the text at their place.

use crate::client::{Client, at, range, uri};
use serde_json::{Value, json};
use std::fs;

const ENCODINGS: [&str; 3] = ["utf-8", "utf-16", "utf-32"];

/// A folder whose own pages explain `alphaterm` and `betaterm`.
fn folder_with_pages() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let pages = folder.path().join(".docent/knowledge");
    fs::create_dir_all(&pages).expect("a folder");
    fs::write(pages.join("terms.md"), "# alphaterm\n\nThe first one.\n\n# betaterm\n\nThe second one.\n")
        .expect("a file");
    folder
}

fn client_in(folder: &tempfile::TempDir, encoding: &str) -> Client {
    let capabilities = json!({
        "general": { "positionEncodings": [encoding] },
        "textDocument": { "hover": { "contentFormat": ["plaintext"] } },
    });
    Client::initialized_in(Some(folder.path()), capabilities)
}

fn units(text: &str, encoding: &str) -> u32 {
    let count = match encoding {
        "utf-8" => text.len(),
        "utf-16" => text.encode_utf16().count(),
        _ => text.chars().count(),
    };
    u32::try_from(count).expect("short")
}

fn change(client: &mut Client, uri: &str, version: i64, range: Value, text: &str) {
    client.notify(
        "textDocument/didChange",
        json!({
            "textDocument": { "uri": uri, "version": version },
            "contentChanges": [{ "range": range, "text": text }],
        }),
    );
}

fn value(hover: &Value) -> &str {
    hover["contents"]["value"].as_str().unwrap_or_default()
}

#[test]
fn places_are_counted_in_the_units_of_the_client() {
    let folder = folder_with_pages();
    let before = "é 😀 ";
    let text = format!("# Notes\r\n\r\n{before}alphaterm 😀\r\n");
    let document = uri(folder.path(), "notes.md");
    for encoding in ENCODINGS {
        let mut client = client_in(&folder, encoding);
        client.open(&document, "markdown", &text);
        let start = units(before, encoding);
        let hover = client.hover(&document, 2, start + 3);
        assert!(value(&hover).contains("The first one"), "{encoding}: {hover}");
        assert_eq!(hover["range"], range((2, start), (2, start + 9)), "{encoding}");
        // The word is replaced, and then the one that took its place is asked for.
        change(&mut client, &document, 2, range((2, start), (2, start + 9)), "😀betaterm");
        let start = start + units("😀", encoding);
        let hover = client.hover(&document, 2, start + 3);
        assert!(value(&hover).contains("The second one"), "{encoding}: {hover}");
        assert_eq!(hover["range"], range((2, start), (2, start + 8)), "{encoding}");
    }
}

#[test]
fn thousands_of_edits_and_every_hover_sees_the_text_at_its_place() {
    let folder = folder_with_pages();
    let document = uri(folder.path(), "notes.md");
    let mut client = client_in(&folder, "utf-16");
    let filler = "A line of words that says nothing at all.\n".repeat(100);
    client.open(&document, "markdown", &format!("x alphaterm.\n\n{filler}"));
    let mut asked = Vec::new();
    let mut length = "alphaterm".len();
    for edit in 0..5000_i64 {
        // A line above pushes the word down, the next edit takes it away again; the word changes in between.
        let line = u32::from(edit % 4 == 1 || edit % 4 == 2);
        match edit % 4 {
            0 => change(&mut client, &document, edit + 2, range((0, 0), (0, 0)), "é😀\n"),
            2 => change(&mut client, &document, edit + 2, range((0, 0), (1, 0)), ""),
            _ => {
                let word = if edit % 8 < 4 { "betaterm" } else { "alphaterm" };
                let end = u32::try_from(2 + length).expect("short");
                change(&mut client, &document, edit + 2, range((line, 2), (line, end)), word);
                length = word.len();
                if edit % 10 < 2 {
                    let expected = if word == "betaterm" { "The second one" } else { "The first one" };
                    asked.push((client.ask("textDocument/hover", at(&document, line, 4)), edit, expected));
                }
            }
        }
    }
    assert!(asked.len() > 400);
    for (id, edit, expected) in asked {
        let reply = client.reply(id);
        assert!(value(&reply["result"]).contains(expected), "after edit {edit}: {reply}");
    }
}

#[test]
fn odd_edits_are_clamped() {
    let folder = folder_with_pages();
    let document = uri(folder.path(), "notes.md");
    let mut client = client_in(&folder, "utf-16");
    client.open(&document, "markdown", "x 😀\n");
    // Into the surrogate pair, beyond the line, beyond the text, and end before start.
    change(&mut client, &document, 2, range((0, 3), (0, 99)), "y\n");
    change(&mut client, &document, 3, range((9, 9), (99, 0)), "alphaterm");
    change(&mut client, &document, 4, range((0, 2), (0, 1)), "z");
    let reply = client.request("textDocument/hover", at(&document, 2, 4));
    assert!(value(&reply["result"]).contains("The first one"), "{reply}");
}

#[test]
fn documents_that_are_no_files_are_explained_too() {
    let folder = folder_with_pages();
    let mut client = client_in(&folder, "utf-16");
    for document in ["untitled:Untitled-1", "git:/a/b.md?ref=HEAD", "vscode-notebook-cell:/x#1"] {
        client.open(document, "markdown", "An alphaterm here.\n");
        let hover = client.hover(document, 0, 5);
        assert!(value(&hover).contains("The first one"), "{document}: {hover}");
        client.close(document);
        assert_eq!(client.hover(document, 0, 5), Value::Null);
    }
}

#[test]
fn paths_with_blanks_and_other_letters_are_files() {
    let folder = folder_with_pages();
    let mut client = client_in(&folder, "utf-16");
    let document = uri(folder.path(), "a%20folder/na%C3%AFve.md");
    client.open(&document, "markdown", "An alphaterm here.\n");
    assert!(value(&client.hover(&document, 0, 5)).contains("The first one"));
}

#[test]
fn questions_about_unknown_documents_have_no_answer() {
    let mut client = Client::initialized(json!({}));
    for method in ["textDocument/hover", "textDocument/completion", "textDocument/definition"] {
        let reply = client.request(method, at("file:///nowhere.md", 0, 0));
        assert_eq!(reply.get("result"), Some(&Value::Null), "{method}: {reply}");
    }
}
