//! Files that name the versions of tools: `.nvmrc`, `.python-version`, `.tool-versions`, `runtime.txt`.
//!
//! Each line is a setting with the tool as its name, also where the file's name says which tool is meant, so that
//! rules write `python` for all of them.

use super::settings::Settings;
use crate::document::builder::Builder;
use crate::document::outline::UnitId;
use crate::document::source::{Source, lines};
use crate::knowledge::Kind;

/// Reads the whole file.
pub fn read(source: &Source<'_>, kind: Option<Kind>, unit: UnitId, out: &mut Builder) {
    let tool = kind.and_then(|kind| kind.name().strip_suffix("-version"));
    let mut settings = Settings::new(source, kind, unit, out);
    for line in lines(&source.text) {
        let written = line.of(&source.text);
        let content = written.split('#').next().unwrap_or_default();
        if content.len() < written.len() {
            settings.comment(line.start + content.len()..line.end, 1);
        }
        let start = line.start + content.len() - content.trim_start().len();
        let content = content.trim();
        let name_length = name_length(content);
        let rest = content.get(name_length..).unwrap_or_default();
        let version = rest.trim_start_matches([' ', '\t', '-', '=', '@']);
        // Further versions of a line are tried where the first is missing.
        let length = version.find(char::is_whitespace).unwrap_or(version.len());
        let version_start = start + content.len() - version.len();
        if length == 0 {
            continue;
        }
        let name = match tool {
            Some(tool) if name_length == 0 => tool,
            _ => content.get(..name_length).unwrap_or_default(),
        };
        let end = version_start + length;
        let value = settings.scalar(version_start..end, source.seen(version_start, end));
        settings.add_named(None, name, start..start + name_length, Some(value), end);
    }
}

/// How much of a line is the name of a tool: none where it begins with a version.
fn name_length(content: &str) -> usize {
    let first = content.split([' ', '\t', '@', '=']).next().unwrap_or_default();
    if first.len() < content.len() {
        return first.len();
    }
    let is_version = |after: &str| after.starts_with(|next: char| next.is_ascii_digit());
    let hyphen = first.match_indices('-').find(|(at, _)| first.get(at + 1..).is_some_and(is_version));
    let name = hyphen.and_then(|(at, _)| first.get(..at)).unwrap_or_default();
    if name.starts_with(|first: char| first.is_ascii_alphabetic()) && !name.contains(['.', '/']) {
        name.len()
    } else {
        0
    }
}
