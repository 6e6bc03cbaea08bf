//! What readers of keys and blocks share: settings with their occurrence, their extent and their value.

use super::variables;
use crate::document::builder::Builder;
use crate::document::outline::{Place, Scalar, Setting, SettingId, UnitId};
use crate::document::source::{Source, TEMPLATE};
use crate::knowledge::Kind;
use crate::knowledge::kind::Fold;
use std::collections::HashMap;
use std::ops::Range;

/// Blocks inside each other that are told apart; what lies deeper belongs to the last of them.
pub const DEEPEST: usize = 64;

/// Adds settings to the outline.
#[derive(Debug)]
pub struct Settings<'s, 'a, 'b> {
    pub source: &'s Source<'a>,
    pub out: &'b mut Builder,
    pub unit: UnitId,
    /// What is added now stands inside a condition on a version.
    pub conditional: bool,
    /// Values are texts too; not so where another pass over the settings gives them.
    gives_texts: bool,
    fold: Fold,
    /// How often each name has stood under its parent, by a hash of both.
    seen: HashMap<u64, u32>,
}

impl<'s, 'a, 'b> Settings<'s, 'a, 'b> {
    pub fn new(
        source: &'s Source<'a>,
        kind: Option<Kind>,
        unit: UnitId,
        out: &'b mut Builder,
    ) -> Settings<'s, 'a, 'b> {
        let fold = kind.map_or(Fold::Exact, |kind| kind.row().fold);
        Settings { source, out, unit, conditional: false, gives_texts: true, fold, seen: HashMap::new() }
    }

    /// For readers whose settings are gone over once more for texts, images and commands.
    pub fn silent(
        source: &'s Source<'a>,
        kind: Option<Kind>,
        unit: UnitId,
        out: &'b mut Builder,
    ) -> Settings<'s, 'a, 'b> {
        Settings { gives_texts: false, ..Settings::new(source, kind, unit, out) }
    }

    /// How keys are folded.
    #[must_use]
    pub fn fold(&self) -> Fold {
        self.fold
    }

    /// Adds a setting whose name is what `key` covers.
    pub fn add(
        &mut self,
        parent: Option<SettingId>,
        key: Range<usize>,
        value: Option<Scalar>,
        end: usize,
    ) -> SettingId {
        let name = self.fold.apply(self.source.written(key.start, key.end));
        self.add_named(parent, &name, key, value, end)
    }

    /// Adds a setting under another name than what `key` covers.
    pub fn add_named(
        &mut self,
        parent: Option<SettingId>,
        name: &str,
        key: Range<usize>,
        value: Option<Scalar>,
        end: usize,
    ) -> SettingId {
        let occurrence = self.occurrence(parent, name);
        self.push(parent, name, occurrence, false, key, value, end)
    }

    /// Adds an item of a list; equal parents count their items.
    pub fn item(
        &mut self,
        parent: Option<SettingId>,
        at: usize,
        value: Option<Scalar>,
        end: usize,
    ) -> SettingId {
        let occurrence = self.occurrence(parent, "");
        self.push(parent, "", occurrence, true, at..at, value, end)
    }

    #[expect(clippy::too_many_arguments, reason = "the fields of one setting")]
    fn push(
        &mut self,
        parent: Option<SettingId>,
        name: &str,
        occurrence: u32,
        is_item: bool,
        key: Range<usize>,
        value: Option<Scalar>,
        end: usize,
    ) -> SettingId {
        if let (Some(value), true) = (&value, self.gives_texts) {
            self.out.text(value.span, Place::Value, self.unit);
        }
        let key_span = self.source.span(key.start, key.end);
        // A template in a key stays as it is written.
        let name = if name.contains(TEMPLATE) { key_span.of(self.source.file) } else { name };
        self.out.setting(Setting {
            parent,
            name: name.to_string(),
            occurrence,
            is_item,
            key: key_span,
            value,
            extent: self.source.span(key.start, end.max(key.end)).cover(key_span),
            unit: self.unit,
            conditional: self.conditional,
        })
    }

    fn occurrence(&mut self, parent: Option<SettingId>, name: &str) -> u32 {
        let count = self.seen.entry(hash(parent, name)).or_insert(0);
        *count += 1;
        *count - 1
    }

    /// Lets a setting reach to `end`: the end of its block.
    pub fn extend(&mut self, id: SettingId, end: usize) {
        let end = self.source.span(end, end).end;
        if let Some(setting) = self.out.outline.settings.get_mut(id.0 as usize) {
            setting.extent.end = setting.extent.end.max(end);
        }
    }

    /// Gives a setting that was added without one its value, up to `end`.
    pub fn fill(&mut self, id: SettingId, value: Scalar, end: usize) {
        if self.gives_texts {
            self.out.text(value.span, Place::Value, self.unit);
        }
        if let Some(setting) = self.out.outline.settings.get_mut(id.0 as usize) {
            setting.value = Some(value);
        }
        self.extend(id, end);
    }

    /// Opens a unit inside the present one and gives it to `id`; the present unit is then the new one.
    pub fn open_unit(&mut self, id: SettingId) -> UnitId {
        let span = self.out.outline.setting(id).map_or(self.source.whole(), |setting| setting.extent);
        self.unit = self.out.unit(self.unit, span);
        if let Some(setting) = self.out.outline.settings.get_mut(id.0 as usize) {
            setting.unit = self.unit;
        }
        self.unit
    }

    /// Lets a unit reach as far as the setting that opened it.
    pub fn close_unit(&mut self, unit: UnitId, id: SettingId) {
        let span = self.out.outline.setting(id).map(|setting| setting.extent);
        if let (Some(span), Some(unit)) = (span, self.out.outline.units.get_mut(unit.0 as usize)) {
            unit.span = span;
        }
    }

    /// A value with its variables replaced.
    #[must_use]
    pub fn scalar(&self, range: Range<usize>, text: &str) -> Scalar {
        variables::resolved(self.source.scalar(range.start, range.end, text))
    }

    /// A comment whose marks are `marks` bytes long.
    pub fn comment(&mut self, range: Range<usize>, marks: usize) {
        let span = self.source.span(range.start, range.end);
        let body = self.source.span((range.start + marks).min(range.end), range.end);
        self.out.comment(span, body, self.unit);
    }
}

/// A number for a name under its parent. Two names that share one would at worst be counted together.
fn hash(parent: Option<SettingId>, name: &str) -> u64 {
    let start = parent.map_or(0, |id| u64::from(id.0) + 1);
    name.as_bytes().chunks(8).fold(start.wrapping_mul(MULTIPLIER), |hash, chunk| {
        let word = chunk.iter().fold(0u64, |word, byte| word << 8 | u64::from(*byte));
        (hash.rotate_left(23) ^ word).wrapping_mul(MULTIPLIER)
    })
}

const MULTIPLIER: u64 = 0x9E37_79B9_7F4A_7C15;
