//! Makefiles: variables as settings, recipe lines as commands.

use super::settings::Settings;
use super::shell;
use crate::document::builder::{Builder, is_variable_name};
use crate::document::outline::UnitId;
use crate::document::source::{Line, Source, TEMPLATE, lines};
use crate::knowledge::Kind;

/// Names longer than this are none.
const LONGEST_NAME: usize = 200;

/// Reads the whole file.
pub fn read(source: &Source<'_>, kind: Option<Kind>, unit: UnitId, out: &mut Builder) {
    let seen = without_variables(source);
    let mut settings = Settings::new(&seen, kind, unit, out);
    let mut recipe: Option<(usize, usize)> = None;
    for line in lines(&seen.text) {
        let written = line.of(&seen.text);
        let continues = written.ends_with('\\');
        if let Some((start, _)) = recipe {
            if !continues {
                run(&mut settings, start, line.end);
                recipe = None;
            }
            continue;
        }
        if written.starts_with('\t') {
            if continues {
                recipe = Some((line.start, line.end));
            } else {
                run(&mut settings, line.start, line.end);
            }
        } else {
            definition(&mut settings, line);
        }
    }
    if let Some((start, _)) = recipe {
        run(&mut settings, start, seen.text.len());
    }
}

fn run(settings: &mut Settings<'_, '_, '_>, start: usize, end: usize) {
    let source = settings.source;
    let written = source.seen(start, end);
    let content = written.trim_start_matches(['\t', ' ', '@', '-', '+']);
    if !content.is_empty() {
        let start = start + written.len() - content.len();
        shell::read(&source.part(start, end), settings.unit, settings.out);
    }
}

/// A comment or `NAME = value`; targets and conditions say nothing.
fn definition(settings: &mut Settings<'_, '_, '_>, line: Line) {
    let source = settings.source;
    let written = line.of(&source.text);
    let content = written.trim_start();
    let mut start = line.start + written.len() - content.len();
    if content.starts_with('#') {
        return settings.comment(start..line.end, 1);
    }
    let content = content.strip_prefix("export ").map_or(content, str::trim_start);
    start = start.max(line.end - content.len());
    let is_export = start > line.start + written.len() - written.trim_start().len();
    let name_length = content
        .bytes()
        .take(LONGEST_NAME)
        .take_while(|byte| byte.is_ascii_alphanumeric() || b"_.-".contains(byte))
        .count();
    let rest = content.get(name_length..).unwrap_or_default().trim_start();
    let value = [":=", "::=", "?=", "+=", "="].iter().find_map(|mark| rest.strip_prefix(mark));
    let Some(value) = value.filter(|_| name_length > 0) else { return };
    let value = value.trim_start();
    let length = value.find(" #").unwrap_or(value.len());
    let value_start = line.end - value.len();
    let text = value.get(..length).unwrap_or_default().trim_end();
    let end = value_start + text.len();
    let key = start..start + name_length;
    let scalar = (!text.is_empty()).then(|| settings.scalar(value_start..end, text));
    let name = content.get(..name_length).unwrap_or_default();
    if is_export && is_variable_name(name) {
        let (name_span, extent) = (source.span(key.start, key.end), source.span(key.start, end.max(key.end)));
        settings.out.env(name, name_span, scalar.clone(), extent, settings.unit);
    }
    settings.add_named(None, name, key, scalar, end);
}

/// `$(NAME)` and `${NAME}` are variables of make, never substitutions of the shell.
fn without_variables<'a>(source: &Source<'a>) -> Source<'a> {
    let text = source.text.as_ref();
    if !text.contains('$') {
        return source.clone();
    }
    let mut bytes = text.as_bytes().to_vec();
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'$', bytes.get(at..).unwrap_or_default()) {
        let start = at + found;
        at = start + 1;
        let close = match bytes.get(start + 1) {
            Some(b'(') => b')',
            Some(b'{') => b'}',
            Some(b'$') => {
                at += 1;
                continue;
            }
            _ => continue,
        };
        let near = bytes.get(start..(start + LONGEST_NAME).min(bytes.len())).unwrap_or_default();
        let Some(length) = near.iter().position(|byte| *byte == close || matches!(byte, b'\n' | b'\r'))
        else {
            continue;
        };
        if near.get(length) != Some(&close) {
            continue;
        }
        let end = start + length + 1;
        let mut mark = [0; 4];
        let mark = TEMPLATE.encode_utf8(&mut mark).as_bytes();
        let place = bytes.get_mut(start..end).unwrap_or_default();
        let whole = place.len() / mark.len() * mark.len();
        for (index, byte) in place.iter_mut().enumerate() {
            *byte = if index < whole { mark.get(index % mark.len()).copied().unwrap_or(b'x') } else { b'x' };
        }
        at = end;
    }
    match String::from_utf8(bytes) {
        Ok(text) => source.with_text(text),
        Err(_) => source.clone(),
    }
}
