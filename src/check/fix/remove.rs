//! Taking out what a hit covers so that what is left still reads.

use super::tree::{Removal, Run};
use super::words;
use crate::check::finding::Edit;
use crate::document::Document;
use crate::document::outline::{Setting, SettingId, UnitId};
use crate::knowledge::kind::Reader;
use crate::matching::Hit;
use crate::text::Span;
use crate::text::line::line_around;

/// A key stands within this many bytes before its value.
const NEAR: usize = 1_024;
/// More mappings than this do not hold only each other.
const DEEPEST: usize = 32;

/// What goes: the setting, instruction or statement if the hit covers its key or start, else the words. Nothing where
/// what is left would not stand.
#[must_use]
pub fn removal(hit: &Hit, document: &Document) -> Option<Vec<Edit>> {
    let remover = Remover { document, text: &document.text };
    if let Some(id) = hit.setting.filter(|_| hit.covers_key).or_else(|| remover.setting_of(hit)) {
        return remover.settings(id, id);
    }
    if let Some((first, last)) = remover.items_in(hit.span) {
        return remover.settings(first, last);
    }
    let edit = match hit.covers_key {
        true if remover.is_variable(hit) => words::assignment(remover.text, hit.extent),
        true => words::statement(remover.text, hit.extent)?,
        false => words::some(remover.text, hit.span),
    };
    Some(vec![edit])
}

struct Remover<'d> {
    document: &'d Document,
    text: &'d str,
}

impl Remover<'_> {
    fn reader(&self, unit: UnitId) -> Option<Reader> {
        self.document.outline.kind_of(unit).map(|kind| kind.row().reader)
    }

    /// The setting that goes with the hit, where the matcher looked at something else: a variable, a package, a
    /// command that is all of a value.
    fn setting_of(&self, hit: &Hit) -> Option<SettingId> {
        let covered = if hit.covers_key { hit.extent } else { hit.span };
        let is_it = |setting: &Setting| {
            let is_whole = hit.covers_key && setting.extent == covered;
            let is_value = || setting.value.as_ref().is_some_and(|value| value.span == covered);
            is_whole || (is_value() && self.stands_for_its_value(setting))
        };
        self.near(covered).find(|(_, setting)| is_it(setting)).map(|(id, _)| id)
    }

    /// One of several on a line: `ENV A=1 B=2`, `export A=1 B=2`.
    fn is_variable(&self, hit: &Hit) -> bool {
        let env = &self.document.outline.env;
        let first = env.partition_point(|variable| variable.name_span < hit.span);
        env.get(first).is_some_and(|variable| variable.name_span == hit.span && variable.extent == hit.extent)
    }

    /// A key without its value, or an instruction without its arguments, means nothing.
    fn stands_for_its_value(&self, setting: &Setting) -> bool {
        matches!(
            self.reader(setting.unit),
            Some(Reader::Yaml | Reader::Toml | Reader::Dockerfile | Reader::Ini)
        )
    }

    /// The items of a list that lie wholly in the span, from the first to the last: `--flag` and its value.
    fn items_in(&self, span: Span) -> Option<(SettingId, SettingId)> {
        let mut items = self.near(span).filter(|(_, setting)| {
            let value = setting.value.as_ref().map(|value| value.span);
            setting.is_item && value.is_some_and(|value| !value.is_empty() && span.contains(value))
        });
        let (first, _) = items.next()?;
        Some((first, items.last().map_or(first, |(last, _)| last)))
    }

    /// The settings that begin in the span or shortly before it on its line.
    fn near(&self, span: Span) -> impl Iterator<Item = (SettingId, &Setting)> {
        let line = line_around(self.text, span.start()).start().max(span.start().saturating_sub(NEAR));
        let settings = &self.document.outline.settings;
        let first = settings.partition_point(|setting| setting.extent.start() < line);
        let near = settings.iter().zip(0u32..).skip(first);
        let near = near.take_while(move |(setting, _)| setting.extent.start <= span.end);
        near.map(|(setting, index)| (SettingId(index), setting))
    }

    fn settings(&self, first: SettingId, last: SettingId) -> Option<Vec<Edit>> {
        let (mut first, mut last) = (first, last);
        for _ in 0..DEEPEST {
            let Some(run) = Run::of(self.document, first, last) else {
                let setting = self.document.outline.setting(first)?;
                return self.outside_of_trees(setting);
            };
            match run.remove() {
                Removal::Edits(edits) => return Some(edits),
                Removal::Around(parent) => (first, last) = (parent, parent),
                Removal::Impossible => return None,
            }
        }
        None
    }

    fn outside_of_trees(&self, setting: &Setting) -> Option<Vec<Edit>> {
        let extent = setting.extent;
        let edit = match self.reader(setting.unit)? {
            // It was merged from somewhere else.
            Reader::Yaml => return None,
            Reader::Xml => words::gone(self.markup(setting)),
            Reader::Ini
            | Reader::Env
            | Reader::Properties
            | Reader::Toml
            | Reader::Packages
            | Reader::Dockerfile
            | Reader::Hcl
                if self.begins_a_line(extent) =>
            {
                words::gone(words::whole_lines(self.text, extent))
            }
            _ => words::statement(self.text, extent)?,
        };
        Some(vec![edit])
    }

    fn begins_a_line(&self, span: Span) -> bool {
        let line = line_around(self.text, span.start()).start();
        self.text.get(line..span.start()).is_some_and(|head| head.trim().is_empty())
    }

    /// An element with its tags, or an attribute with the blanks before it.
    fn markup(&self, setting: &Setting) -> Span {
        let before = self.text.get(..setting.key.start()).unwrap_or_default();
        let is_name = |c: char| c.is_alphanumeric() || matches!(c, ':' | '-' | '_' | '.');
        let before_name = before.trim_end_matches(is_name);
        match before_name.strip_suffix('<') {
            Some(before_tag) => {
                let element = Span::new(before_tag.len(), setting.extent.end());
                let is_alone = words::stands_alone(self.text, element);
                if is_alone { words::whole_lines(self.text, element) } else { element }
            }
            None => Span::new(before_name.trim_end().len(), setting.extent.end()),
        }
    }
}
