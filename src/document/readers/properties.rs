//! `.properties` files and what is written like them: `rabbitmq.conf`, `server.properties` of Kafka.
//!
//! A key is one name with its dots; the index of a list (`hosts[0]`) reads as `[]`.

use super::settings::Settings;
use super::yaml::tree::Tree;
use super::{packages, template};
use crate::document::builder::{Builder, count};
use crate::document::outline::{Scalar, SettingId, UnitId};
use crate::document::source::{Line, Source, lines};
use crate::knowledge::Kind;
use std::ops::Range;

/// Reads the whole file.
pub fn read(source: &Source<'_>, kind: Option<Kind>, unit: UnitId, out: &mut Builder) {
    let source = template::overwrite(source, out);
    let first = SettingId(count(out.outline.settings.len()));
    let mut settings = Settings::new(&source, kind, unit, out);
    let mut all = lines(&source.text);
    while let Some(mut line) = all.next() {
        let content = line.of(&source.text).trim_start();
        if content.starts_with(['#', '!']) {
            let start = line.end - content.len();
            settings.comment(start..line.end, 1);
            continue;
        }
        while ends_open(line.of(&source.text)) {
            let Some(next) = all.next() else { break };
            line = Line { start: line.start, ..next };
        }
        entry(&mut settings, line);
    }
    packages::from_settings(kind, &Tree::of(&out.outline, first), out);
}

/// Whether a backslash lets the line go on; two of them are one that is meant.
fn ends_open(line: &str) -> bool {
    line.bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1
}

fn entry(settings: &mut Settings<'_, '_, '_>, line: Line) {
    let written = line.of(&settings.source.text);
    let content = written.trim_start();
    let start = line.end - content.len();
    let content = content.trim_end();
    let key_length = key_length(content);
    if key_length == 0 {
        return;
    }
    let rest = content.get(key_length..).unwrap_or_default();
    let value = rest.trim_start_matches([' ', '\t']);
    let value = value.strip_prefix(['=', ':']).unwrap_or(value).trim_start_matches([' ', '\t']);
    let end = start + content.len();
    let scalar = (!value.is_empty()).then(|| scalar(settings, end - value.len()..end));
    let key = start..start + key_length;
    let name = settings.fold().apply(content.get(..key_length).unwrap_or_default());
    settings.add_named(None, &without_indices(&name), key, scalar, end);
}

/// The key ends at the first `=`, `:` or blank without a backslash before it.
fn key_length(content: &str) -> usize {
    let bytes = content.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            b'=' | b':' | b' ' | b'\t' => break,
            _ => at += 1,
        }
    }
    let mut at = at.min(content.len());
    while !content.is_char_boundary(at) {
        at += 1;
    }
    at
}

fn scalar(settings: &Settings<'_, '_, '_>, range: Range<usize>) -> Scalar {
    let written = settings.source.seen(range.start, range.end);
    if !written.contains('\\') {
        return settings.scalar(range.clone(), written);
    }
    let mut text = String::with_capacity(written.len());
    let mut rest = written.chars().peekable();
    while let Some(character) = rest.next() {
        if character != '\\' {
            text.push(character);
            continue;
        }
        match rest.next() {
            Some('\n' | '\r') => while rest.next_if(|next| next.is_whitespace()).is_some() {},
            Some('t') => text.push('\t'),
            Some('n') => text.push('\n'),
            Some(other) => text.push(other),
            None => {}
        }
    }
    settings.scalar(range, &text)
}

/// `hosts[0].name` as rules write it: `hosts[].name`.
fn without_indices(name: &str) -> String {
    if !name.contains('[') {
        return name.to_string();
    }
    let mut result = String::with_capacity(name.len());
    let mut rest = name;
    while let Some((before, after)) = rest.split_once('[') {
        result.push_str(before);
        result.push('[');
        rest = after.trim_start_matches(|digit: char| digit.is_ascii_digit());
        if !rest.starts_with(']') {
            rest = after;
        }
    }
    result.push_str(rest);
    result
}
