//! `pg_hba.conf`: one line of fields for each rule of access.
//!
//! A line is a setting named by its type (`host.…`, `local.…`) whose value is the rest of the line; its fields
//! are settings below it, so that rules can ask for `{host,hostssl}.method` and for `host.address` beside it.
//! A line is a unit.

use super::{Argument, Settings, Writing, joined_lines, value, words};
use crate::document::outline::SettingId;

const TYPES: &[&str] = &["local", "host", "hostssl", "hostnossl", "hostgssenc", "hostnogssenc"];

/// Reads the whole file.
pub fn read(mut settings: Settings<'_, '_, '_>) {
    let source = settings.source;
    let root = settings.unit;
    for line in joined_lines(&source.text) {
        let (found, comment) = words(source, line, Writing { late_comments: true, escapes: false });
        if let Some(comment) = comment {
            settings.comment(comment, 1);
        }
        let Some((kind, rest)) = found.split_first() else { continue };
        let end = rest.last().map_or(kind.range.end, |last| last.range.end);
        let scalar = value(&settings, rest);
        settings.unit = root;
        let id = settings.add(None, kind.range.clone(), scalar, end);
        let name = kind.text.to_ascii_lowercase();
        if TYPES.contains(&name.as_str()) {
            settings.open_unit(id);
            fields(&mut settings, id, name == "local", rest);
        }
    }
}

fn fields(settings: &mut Settings<'_, '_, '_>, line: SettingId, is_local: bool, rest: &[Argument]) {
    let has_mask = !is_local && rest.get(3).is_some_and(|mask| is_mask(&mask.text));
    let names: &[&str] = match (is_local, has_mask) {
        (true, _) => &["database", "user", "method"],
        (false, false) => &["database", "user", "address", "method"],
        (false, true) => &["database", "user", "address", "mask", "method"],
    };
    for (name, field) in names.iter().zip(rest) {
        let scalar = value(settings, std::slice::from_ref(field));
        let at = field.range.start;
        settings.add_named(Some(line), name, at..at, scalar, field.range.end);
    }
    if rest.len() < names.len() {
        let unit = settings.unit;
        settings.out.incomplete(unit);
    }
    let options = rest.get(names.len()..).unwrap_or_default();
    if let (Some(first), Some(last)) = (options.first(), options.last()) {
        let scalar = value(settings, options);
        let at = first.range.start;
        settings.add_named(Some(line), "options", at..at, scalar, last.range.end);
    }
}

/// An address of its own after the address: `10.0.0.0 255.0.0.0`.
fn is_mask(word: &str) -> bool {
    word.contains(['.', ':'])
        && word.bytes().all(|byte| byte.is_ascii_hexdigit() || matches!(byte, b'.' | b':'))
}
