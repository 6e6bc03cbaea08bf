//! Readers that are not docent's own, to say whether a fixed file still reads.

use std::path::Path;

/// What is wrong with a text, by the name of its file; nothing for formats that no reader here knows.
pub fn problem(path: &str, text: &str) -> Option<String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let name =
        Path::new(path).file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    if text.contains("{{") {
        return None;
    }
    match name.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "json" => serde_json::from_str::<serde_json::Value>(text).err().map(|error| error.to_string()),
        "toml" => text.parse::<toml::Table>().err().map(|error| error.to_string()),
        "yml" | "yaml" => yaml_problem(text),
        "xml" | "html" => unbalanced_tags(text),
        _ => None,
    }
}

fn yaml_problem(text: &str) -> Option<String> {
    let mut parser = granit_parser::Parser::new_from_str(text);
    parser.find_map(|event| event.err().map(|error| error.to_string()))
}

fn unbalanced_tags(text: &str) -> Option<String> {
    let mut open: Vec<&str> = Vec::new();
    for tag in text.split('<').skip(1) {
        let inside = tag.split('>').next().unwrap_or_default();
        if inside.starts_with(['!', '?']) || inside.ends_with('/') {
            continue;
        }
        let name = inside.split_whitespace().next().unwrap_or_default();
        match name.strip_prefix('/') {
            Some(name) if open.pop() != Some(name) => return Some(format!("</{name}> closes nothing")),
            Some(_) => {}
            None => open.push(name),
        }
    }
    open.pop().map(|name| format!("<{name}> is not closed"))
}
