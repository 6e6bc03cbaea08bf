//! YAML and JSON: strictly where a document parses, line by line where it does not.

pub mod derive;
pub mod json;
pub mod tolerant;
pub mod tree;
pub mod units;
pub mod walk;

use super::{packages, template};
use crate::document::builder::{Builder, count};
use crate::document::outline::{Setting, SettingId, UnitId};
use crate::document::source::{Source, lines};
use crate::knowledge::Kind;
use crate::text::Span;
use std::ops::Range;

/// What holds for one document of a stream.
#[derive(Clone, Copy, Debug)]
pub struct Scope {
    pub kind: Option<Kind>,
    pub unit: UnitId,
    /// The number of the document in its stream.
    pub document: u32,
}

impl Scope {
    /// A setting of the document that has no value yet and reaches as far as its key.
    #[must_use]
    pub fn setting(
        self,
        parent: Option<SettingId>,
        name: &str,
        occurrence: u32,
        is_item: bool,
        key: Span,
    ) -> Setting {
        let fold = self.kind.map(|kind| kind.row().fold);
        Setting {
            parent,
            name: fold.map_or_else(|| name.to_string(), |fold| fold.apply(name)),
            occurrence,
            is_item,
            key,
            value: None,
            extent: key,
            unit: self.unit,
            conditional: false,
        }
    }
}

/// Reads a stream of documents. Each is parsed for itself, so that an error spoils only its own.
pub fn read(source: &Source<'_>, kind: Option<Kind>, root: UnitId, out: &mut Builder) {
    let source = template::overwrite(source, out);
    if kind.is_some_and(|kind| kind.name() == "json") || json::is_json(&source.text) {
        return read_json(&source, kind, root, out);
    }
    let documents = documents(&source.text);
    let several = documents.len() > 1;
    for (index, range) in documents.into_iter().enumerate() {
        let document = source.part(range.start, range.end);
        let unit = if several { out.unit(root, document.whole()) } else { root };
        let scope = Scope { kind, unit, document: count(index) };
        let first = SettingId(count(out.outline.settings.len()));
        if let Err(problem) = walk::read(&document, scope, None, out) {
            out.outline.settings.truncate(first.0 as usize);
            out.problem(problem.span, problem.message);
            out.incomplete(unit);
            tolerant::read(&document, scope, out);
        }
        let tree = tree::Tree::of(&out.outline, first);
        units::mark(&tree, scope, out);
        units::open_list(&tree, scope, out);
        derive::read(&document, &tree, scope, out);
        packages::from_settings(kind, &tree, out);
    }
}

fn read_json(source: &Source<'_>, kind: Option<Kind>, unit: UnitId, out: &mut Builder) {
    let scope = Scope { kind, unit, document: 0 };
    let first = SettingId(count(out.outline.settings.len()));
    if !json::read(source, scope, out) {
        out.incomplete(unit);
    }
    let tree = tree::Tree::of(&out.outline, first);
    units::mark(&tree, scope, out);
    units::open_list(&tree, scope, out);
    derive::read(source, &tree, scope, out);
    packages::from_settings(kind, &tree, out);
}

/// The ranges of the documents of a stream; a line that begins with `---` starts one.
fn documents(text: &str) -> Vec<Range<usize>> {
    let mut starts = vec![0];
    let mut has_content = false;
    for line in lines(text) {
        let written = line.of(text);
        let is_mark =
            written.strip_prefix("---").is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']));
        if is_mark && has_content {
            starts.push(line.start);
        }
        has_content =
            has_content || is_mark || !(written.trim().is_empty() || written.starts_with(['#', '%']));
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]).collect::<Vec<_>>();
    starts.into_iter().zip(ends).map(|(start, end)| start..end).collect()
}
