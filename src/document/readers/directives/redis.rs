//! Redis, Valkey and Sentinel: a name and its arguments a line.

use super::{Settings, Writing, value, words};
use crate::document::source::lines;

/// Reads the whole file.
pub fn read(mut settings: Settings<'_, '_, '_>) {
    let source = settings.source;
    for line in lines(&source.text) {
        let (found, comment) = words(source, line, Writing { late_comments: true, escapes: false });
        if let Some(comment) = comment {
            settings.comment(comment, 1);
        }
        let Some((name, rest)) = found.split_first() else { continue };
        let end = rest.last().map_or(name.range.end, |last| last.range.end);
        if name.text.eq_ignore_ascii_case("include") {
            let unit = settings.unit;
            settings.out.incomplete(unit);
        }
        let scalar = value(&settings, rest);
        settings.add(None, name.range.clone(), scalar, end);
    }
}
