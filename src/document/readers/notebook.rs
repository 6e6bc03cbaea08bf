//! Notebooks: each cell is a text of its own, whose lines are the strings of a list in JSON.

use super::yaml::{Scope, json, tree::Tree};
use crate::document::builder::Builder;
use crate::document::outline::{Origin, Outline, SettingId, UnitId};
use crate::document::source::Source;
use crate::knowledge::Kind;

/// Reads the cells; what they gave out is not read.
pub fn read(source: &Source<'_>, unit: UnitId, out: &mut Builder) {
    let mut scratch = Builder::default();
    let scope = Scope { kind: None, unit: UnitId(0), document: 0 };
    if !json::read(source, scope, &mut scratch) {
        out.incomplete(unit);
    }
    let outline = scratch.outline;
    let tree = Tree::of(&outline, SettingId(0));
    let mut language = "python".to_string();
    let mut cells = Vec::new();
    for id in tree.ids() {
        let Some(setting) = outline.setting(id) else { break };
        let path_is = |path: &str| outline.path(id) == path;
        match setting.name.as_str() {
            "language" if path_is("metadata.kernelspec.language") => {
                language = setting.value.as_ref().map_or(language, |value| value.text.clone());
            }
            "source" if path_is("cells[].source") => cells.push(id),
            _ => {}
        }
    }
    for id in cells {
        let Some(cell) = outline.setting(id).and_then(|setting| setting.parent) else { continue };
        let form = tree.child(&outline, cell, "cell_type").and_then(|(_, form)| form.value.as_ref());
        let (kind, origin) = match form.map_or("", |form| form.text.as_str()) {
            "markdown" => (Kind::parse("markdown"), Origin::Embedded),
            "code" => (Kind::of_language(&language), Origin::CodeBlock { heading: None, lead_in: None }),
            _ => continue,
        };
        if let Some(part) = text_of(source, id, &tree, &outline) {
            out.read_part(&part, kind, origin);
        }
    }
}

/// The lines of a cell as one text whose bytes stand where they stand in the file.
fn text_of<'a>(source: &Source<'a>, id: SettingId, tree: &Tree, outline: &Outline) -> Option<Source<'a>> {
    let own = outline.setting(id).and_then(|setting| setting.value.as_ref());
    let items =
        tree.children(id).filter_map(|item| outline.setting(item)).filter_map(|item| item.value.as_ref());
    let pieces: Vec<_> = own.into_iter().chain(items).map(|value| value.span).collect();
    let (first, last) = (pieces.first()?, pieces.last()?);
    let (start, end) = (first.start().checked_sub(source.base)?, last.end().checked_sub(source.base)?);
    let part = source.part(start, end);
    let mut bytes = part.text.as_bytes().to_vec();
    let mut before = 0;
    let is_one = pieces.len() == 1;
    for piece in &pieces {
        let at = piece.start().checked_sub(source.base + start)?;
        let gap = bytes.get_mut(before..at)?;
        gap.fill(b' ');
        // The line ends where the next string begins, so that no blanks stand before its text.
        if let Some(last) = gap.last_mut() {
            *last = b'\n';
        }
        before = piece.end().checked_sub(source.base + start)?;
        unescape(bytes.get_mut(at..before)?, is_one);
    }
    String::from_utf8(bytes).ok().map(|text| Source { is_decoded: true, ..part.with_text(text) })
}

/// Escapes become blanks and what they stand for. The line break at the end of a string is that of its line.
fn unescape(bytes: &mut [u8], keeps_breaks: bool) {
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'\\', bytes.get(at..).unwrap_or_default()) {
        at += found;
        let Some([mark, character]) = bytes.get_mut(at..at + 2) else { break };
        match character {
            b'"' | b'/' | b'\'' | b'\\' => *mark = b' ',
            b'n' => (*mark, *character) = (b' ', if keeps_breaks { b'\n' } else { b' ' }),
            b't' | b'r' => (*mark, *character) = (b' ', b' '),
            _ => {}
        }
        at += 2;
    }
}
