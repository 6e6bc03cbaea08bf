//! Every range that is sent slices to the text that it names, whatever the units of the client.

use crate::client::{Client, capable, files, uri};
use serde_json::{Value, json};
use std::path::Path;

const ENCODINGS: [&str; 3] = ["utf-8", "utf-16", "utf-32"];

/// Letters that are counted differently in every unit, put where they change nothing of what the files say.
const ODD: &str = "é😀e\u{301}𝄞";

fn is_one_of(path: &str, extensions: &[&str]) -> bool {
    let extension = Path::new(path).extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| extensions.contains(&extension))
}

/// The file with odd letters in its prose and comments, and before its images and values, with CRLF in every other one.
fn made_odd(path: &str, text: &str, crlf: bool) -> String {
    let is_prose = is_one_of(path, &["md"]);
    let mut out = String::new();
    for line in text.lines() {
        let is_sentence = is_prose && line.starts_with(char::is_alphabetic);
        if is_sentence {
            out.extend([ODD, " "]);
        }
        out.push_str(line);
        if !is_prose && line.trim_start().starts_with('#') {
            out.extend([" ", ODD]);
        }
        out.push_str(if crlf { "\r\n" } else { "\n" });
    }
    out
}

fn units(character: char, encoding: &str) -> usize {
    match encoding {
        "utf-8" => character.len_utf8(),
        "utf-16" => character.len_utf16(),
        _ => 1,
    }
}

/// The offset of a position, counted letter by letter; it must exist, between two letters and not beyond its line.
#[track_caller]
fn offset(text: &str, position: &Value, encoding: &str) -> usize {
    let line = position["line"].as_u64().expect("a line");
    let character = usize::try_from(position["character"].as_u64().expect("a number")).expect("fits");
    let mut start = 0;
    for _ in 0..line {
        start += text[start..].find('\n').unwrap_or_else(|| panic!("no line {line}")) + 1;
    }
    let content = text[start..].split('\n').next().unwrap_or_default().trim_end_matches('\r');
    let (mut passed, mut at) = (0, start);
    for letter in content.chars() {
        if passed == character {
            break;
        }
        passed += units(letter, encoding);
        at += letter.len_utf8();
    }
    assert_eq!(passed, character, "{position} lies in no place of {content:?} in {encoding}");
    at
}

#[track_caller]
fn slice<'t>(text: &'t str, range: &Value, encoding: &str) -> &'t str {
    let (start, end) = (offset(text, &range["start"], encoding), offset(text, &range["end"], encoding));
    assert!(start <= end, "{range}");
    &text[start..end]
}

fn position(text: &str, offset: usize, encoding: &str) -> Value {
    let line = text[..offset].matches('\n').count();
    let start = text[..offset].rfind('\n').map_or(0, |at| at + 1);
    let character: usize = text[start..offset].chars().map(|letter| units(letter, encoding)).sum();
    json!({ "line": line, "character": character })
}

struct Asked<'a> {
    client: &'a mut Client,
    uri: &'a str,
    text: &'a str,
    encoding: &'a str,
    /// What each answer names, in the same words for every encoding.
    found: Vec<String>,
}

impl Asked<'_> {
    fn slice(&self, range: &Value) -> String {
        slice(self.text, range, self.encoding).to_string()
    }

    fn request(&mut self, method: &str, mut params: Value) -> Value {
        params["textDocument"] = json!({ "uri": self.uri });
        self.client.request(method, params)["result"].take()
    }

    fn everything_at(&mut self, at: usize) {
        let position = position(self.text, at, self.encoding);
        let params = json!({ "position": position });
        let hover = self.request("textDocument/hover", params.clone());
        if hover.is_object() {
            let named = self.slice(&hover["range"]);
            let start = offset(self.text, &hover["range"]["start"], self.encoding);
            assert!((start..=start + named.len()).contains(&at), "{hover} does not touch {position}");
            self.found.push(format!("hover {named}"));
        }
        for place in
            self.request("textDocument/documentHighlight", params.clone()).as_array().into_iter().flatten()
        {
            let named = self.slice(&place["range"]);
            self.found.push(format!("highlight {named}"));
        }
        for link in self.request("textDocument/definition", params.clone()).as_array().into_iter().flatten() {
            let named = self.slice(&link["originSelectionRange"]);
            self.found.push(format!("definition {named}"));
        }
        let completion = self.request("textDocument/completion", params.clone());
        for item in completion["items"].as_array().into_iter().flatten().take(3) {
            let typed = self.slice(&item["textEdit"]["range"]);
            let filter = item["filterText"].as_str().expect("a filter").to_lowercase();
            assert!(filter.starts_with(&typed.to_lowercase()), "{item}");
            self.found.push(format!("completion {typed} {}", item["label"]));
        }
        let actions = self.request(
            "textDocument/codeAction",
            json!({ "range": { "start": position, "end": position }, "context": { "diagnostics": [] } }),
        );
        for action in actions.as_array().into_iter().flatten() {
            for change in action["edit"]["documentChanges"][0]["edits"].as_array().into_iter().flatten() {
                let replaced = self.slice(&change["range"]);
                self.found.push(format!("{} {replaced:?}", action["title"]));
            }
        }
    }

    fn whole_document(&mut self) {
        for diagnostic in
            self.request("textDocument/diagnostic", json!({}))["items"].as_array().into_iter().flatten()
        {
            let named = self.slice(&diagnostic["range"]);
            let bytes = &diagnostic["data"]["bytes"];
            let byte = |index: usize| usize::try_from(bytes[index].as_u64().expect("a byte")).expect("fits");
            assert_eq!(named, self.text[byte(0)..byte(1)], "{diagnostic}");
            self.found.push(format!("{} {named}", diagnostic["code"]));
        }
        let end = position(self.text, self.text.len(), self.encoding);
        let range = json!({ "start": { "line": 0, "character": 0 }, "end": end });
        for hint in
            self.request("textDocument/inlayHint", json!({ "range": range })).as_array().into_iter().flatten()
        {
            let at = offset(self.text, &hint["position"], self.encoding);
            let before = self.text[..at].rsplit(char::is_whitespace).next().unwrap_or_default();
            self.found.push(format!("{} after {before}", hint["label"]));
        }
    }
}

fn answers(folder: &Path, encoding: &str, documents: &[(String, String)]) -> Vec<String> {
    let mut capabilities = capable(true);
    capabilities["general"] = json!({ "positionEncodings": [encoding] });
    capabilities["textDocument"]["definition"]["linkSupport"] = json!(true);
    let mut client = Client::initialized_in(Some(folder), capabilities);
    let mut found = Vec::new();
    for (path, text) in documents {
        let uri = uri(folder, path);
        client.open(&uri, "plaintext", text);
        let mut asked = Asked { client: &mut client, uri: &uri, text, encoding, found: Vec::new() };
        asked.whole_document();
        // The beginning and the middle of every word.
        let starts: Vec<usize> = text
            .char_indices()
            .zip(std::iter::once(' ').chain(text.chars()))
            .filter(|((_, letter), before)| letter.is_alphanumeric() && !before.is_alphanumeric())
            .map(|((at, _), _)| at)
            .collect();
        for start in starts.into_iter().step_by(3) {
            let middle = text[start..].char_indices().nth(4).map_or(text.len(), |(at, _)| start + at);
            asked.everything_at(middle);
        }
        assert!(!asked.found.is_empty(), "{path}: nothing was answered");
        found.extend(asked.found);
    }
    found
}

#[test]
fn every_range_slices_to_what_it_names() {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/workspace");
    let folder = tempfile::tempdir().expect("a folder");
    let mut documents = Vec::new();
    for (number, file) in files(&workspace).into_iter().enumerate() {
        let path = file.strip_prefix(&workspace).expect("below").to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&file).expect("text");
        let is_shown = !path.starts_with(".docent") && is_one_of(&path, &["md", "yaml", "cnf", "conf"]);
        let odd = if is_shown { made_odd(&path, &text, number % 2 == 1) } else { text };
        crate::client::write(folder.path(), &path, &odd);
        if is_shown {
            documents.push((path, odd));
        }
    }
    let [utf8, utf16, utf32] = ENCODINGS.map(|encoding| answers(folder.path(), encoding, &documents));
    assert!(utf8.len() > 100, "{utf8:#?}");
    assert!(utf8.iter().any(|answer| answer.starts_with("completion")), "{utf8:#?}");
    assert_eq!(utf8, utf16);
    assert_eq!(utf8, utf32);
}
