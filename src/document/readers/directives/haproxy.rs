//! `HAProxy`: lines of words in sections. A section is a unit.

use super::{Settings, Writing, value, words};
use crate::document::outline::SettingId;
use crate::document::source::lines;

/// Words that begin a section.
const SECTIONS: &[&str] = &[
    "global",
    "defaults",
    "frontend",
    "backend",
    "listen",
    "peers",
    "resolvers",
    "mailers",
    "userlist",
    "cache",
    "program",
    "ring",
    "http-errors",
    "fcgi-app",
    "log-forward",
    "crt-store",
];

/// Reads the whole file.
pub fn read(mut settings: Settings<'_, '_, '_>) {
    let source = settings.source;
    let root = settings.unit;
    let mut section: Option<SettingId> = None;
    // Conditions on a version or a feature that are open (`.if` … `.endif`).
    let mut conditions = 0usize;
    for line in lines(&source.text) {
        let (found, comment) = words(source, line, Writing { late_comments: true, escapes: true });
        if let Some(comment) = comment {
            settings.comment(comment, 1);
        }
        let Some((name, rest)) = found.split_first() else { continue };
        match name.text.as_str() {
            ".if" => conditions += 1,
            ".endif" => conditions = conditions.saturating_sub(1),
            _ => {}
        }
        settings.conditional = conditions > 0;
        if name.text.starts_with('.') {
            continue;
        }
        let end = rest.last().map_or(name.range.end, |last| last.range.end);
        let scalar = value(&settings, rest);
        if SECTIONS.contains(&name.text.to_ascii_lowercase().as_str()) {
            if let Some(before) = section {
                settings.close_unit(settings.unit, before);
            }
            settings.unit = root;
            let id = settings.add(None, name.range.clone(), scalar, end);
            settings.open_unit(id);
            section = Some(id);
        } else {
            settings.add(section, name.range.clone(), scalar, end);
            if let Some(section) = section {
                settings.extend(section, end);
            }
        }
    }
    if let Some(before) = section {
        settings.close_unit(settings.unit, before);
    }
}
