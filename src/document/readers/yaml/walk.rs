//! The strict reader: events of the parser into the tree of settings.

use super::Scope;
use crate::document::builder::{Builder, count};
use crate::document::outline::{ReadProblem, Scalar, Setting, SettingId};
use crate::document::readers::variables;
use crate::document::source::Source;
use crate::text::Span;
use granit_parser::{Event, Options, Parser, ScalarStyle};
use std::collections::HashMap;
use std::ops::Range;

/// Settings that aliases may add to one document; a few lines of aliases can ask for billions.
const MOST_COPIES: usize = 20_000;

/// Comments that stand before an undecided node; a licence text may be long.
const MOST_COMMENTS: usize = 100_000;

/// A mapping or sequence that is open.
struct Frame {
    /// The setting whose value it is.
    parent: Option<SettingId>,
    is_sequence: bool,
    /// A complex key of the mapping around it; what follows is its value.
    is_key: bool,
    next_index: u32,
    /// The key that waits for its value.
    key: Option<SettingId>,
    anchor: usize,
    first: usize,
    /// Settings whose children are merged in (`<<: *name`), when the mapping ends.
    merges: Vec<Range<usize>>,
}

enum Slot {
    Root,
    Key,
    Value(SettingId),
}

struct Walker<'s, 'a, 'b> {
    source: &'s Source<'a>,
    scope: Scope,
    /// The setting under which the document stands, for flow values read alone.
    top: Option<SettingId>,
    out: &'b mut Builder,
    frames: Vec<Frame>,
    /// What each anchor names: the setting of the node, and those below it.
    anchors: HashMap<usize, Range<usize>>,
    last_end: usize,
    copies: usize,
}

/// Reads one document under `top`.
///
/// # Errors
///
/// The place where the parser gave up; the settings added so far are of no use then.
pub fn read(
    source: &Source<'_>,
    scope: Scope,
    top: Option<SettingId>,
    out: &mut Builder,
) -> Result<(), ReadProblem> {
    let mut options = Options::default();
    options.max_buffered_comment_events = MOST_COMMENTS;
    options.simple_key_max_lookahead = 4096;
    options.emit_unresolved_aliases = true;
    let text = source.text.as_ref();
    let mut walker = Walker {
        source,
        scope,
        top,
        out,
        frames: Vec::new(),
        anchors: HashMap::new(),
        last_end: 0,
        copies: 0,
    };
    for event in Parser::new_from_str_with_options(text, options) {
        match event {
            Ok((event, span)) => walker.event(event, span.byte_range().unwrap_or_default()),
            Err(error) => {
                let at = error.marker().byte_offset().unwrap_or(text.len());
                return Err(ReadProblem { span: source.span(at, at), message: error.info() });
            }
        }
    }
    Ok(())
}

impl Walker<'_, '_, '_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                // `!Ref Name` stands for what is known only when the template is applied.
                let is_computed = tag.is_some_and(|tag| tag.handle() == "!" && tag.suffix() != "Sub");
                self.scalar(&text, style, anchor, range, is_computed);
            }
            Event::MappingStart(_, anchor, _) => self.open(false, anchor, range.start),
            Event::SequenceStart(_, anchor, _) => self.open(true, anchor, range.start),
            Event::MappingEnd | Event::SequenceEnd => self.close(range),
            Event::Alias(anchor) => self.alias(anchor, range),
            Event::UnresolvedAlias(_) => {
                let slot = self.slot(range.start);
                self.last_end = range.end;
                self.fill(&slot, None);
            }
            Event::Comment(..) => {
                let marks = usize::from(self.source.seen(range.start, range.end).starts_with('#'));
                let span = self.source.span(range.start, range.end);
                let body = self.source.span(range.start + marks, range.end);
                self.out.comment(span, body, self.scope.unit);
            }
            _ => {}
        }
    }

    /// Where the next node belongs. An item of a sequence is made here, at `start`.
    fn slot(&mut self, start: usize) -> Slot {
        let Some(frame) = self.frames.last_mut() else {
            return self.top.map_or(Slot::Root, Slot::Value);
        };
        if frame.is_sequence {
            let (parent, occurrence) = (frame.parent, frame.next_index);
            frame.next_index += 1;
            let item = self.setting(parent, "", occurrence, true, start..start);
            return Slot::Value(item);
        }
        frame.key.take().map_or(Slot::Key, Slot::Value)
    }

    fn setting(
        &mut self,
        parent: Option<SettingId>,
        name: &str,
        occurrence: u32,
        is_item: bool,
        key: Range<usize>,
    ) -> SettingId {
        let key = self.source.span(key.start, key.end);
        self.out.setting(self.scope.setting(parent, name, occurrence, is_item, key))
    }

    fn key(&mut self, name: &str, range: Range<usize>) -> SettingId {
        let parent = self.frames.last().and_then(|frame| frame.parent);
        let occurrence = if parent.is_none() { self.scope.document } else { 0 };
        let written = self.source.is_dynamic(range.start, range.end);
        let name = if written { self.source.written(range.start, range.end) } else { name };
        self.setting(parent, name, occurrence, false, range)
    }

    fn scalar(
        &mut self,
        text: &str,
        style: ScalarStyle,
        anchor: usize,
        range: Range<usize>,
        is_computed: bool,
    ) {
        let (inside, end) = inside_of_scalar(self.source, style, range);
        let slot = self.slot(inside.start);
        // A missing value is reported as `~` with an empty range.
        let is_missing = style == ScalarStyle::Plain && inside.is_empty();
        if !is_missing {
            self.last_end = end;
        }
        match slot {
            Slot::Key => {
                let key = self.key(if is_missing { "" } else { text }, inside);
                if let Some(frame) = self.frames.last_mut() {
                    frame.key = Some(key);
                }
            }
            _ if is_missing => self.fill(&slot, None),
            Slot::Value(setting) => {
                let mut scalar = variables::resolved(self.source.scalar(inside.start, inside.end, text));
                scalar.dynamic |= is_computed;
                self.fill(&Slot::Value(setting), Some(scalar));
                if anchor != 0 {
                    let index = setting.0 as usize;
                    self.anchors.insert(anchor, index..index + 1);
                }
            }
            Slot::Root => {}
        }
    }

    fn fill(&mut self, slot: &Slot, value: Option<Scalar>) {
        let &Slot::Value(id) = slot else {
            if matches!(slot, Slot::Key) {
                let key = self.key("", self.last_end..self.last_end);
                if let Some(frame) = self.frames.last_mut() {
                    frame.key = Some(key);
                }
            }
            return;
        };
        let end = self.source.span(self.last_end, self.last_end).start;
        if let Some(setting) = self.out.outline.settings.get_mut(id.0 as usize) {
            setting.extent.end = setting.extent.end.max(end);
            setting.value = value;
        }
    }

    fn open(&mut self, is_sequence: bool, anchor: usize, start: usize) {
        let (parent, is_key) = match self.slot(start) {
            Slot::Root => (None, false),
            Slot::Value(setting) => (Some(setting), false),
            Slot::Key => (Some(self.key("", start..start)), true),
        };
        let first = self.out.outline.settings.len();
        self.frames.push(Frame {
            parent,
            is_sequence,
            is_key,
            next_index: 0,
            key: None,
            anchor,
            first,
            merges: Vec::new(),
        });
    }

    fn close(&mut self, range: Range<usize>) {
        // The end of a block is where the next thing starts; that of a flow is its bracket.
        if !range.is_empty() {
            self.last_end = range.end;
        }
        let Some(frame) = self.frames.pop() else { return };
        self.merge(&frame);
        let end = self.source.span(self.last_end, self.last_end).start;
        if let Some(setting) = frame.parent.and_then(|id| self.out.outline.settings.get_mut(id.0 as usize)) {
            setting.extent.end = setting.extent.end.max(end);
        }
        if let (true, Some(around)) = (frame.is_key, self.frames.last_mut()) {
            around.key = frame.parent;
        }
        if let (true, Some(parent)) = (frame.anchor != 0, frame.parent) {
            self.anchors.insert(frame.anchor, parent.0 as usize..self.out.outline.settings.len());
        }
    }

    fn alias(&mut self, anchor: usize, range: Range<usize>) {
        let slot = self.slot(range.start);
        self.last_end = range.end;
        let target = self.anchors.get(&anchor).cloned();
        let Slot::Value(id) = slot else { return self.fill(&slot, None) };
        let value =
            target.as_ref().and_then(|target| self.out.outline.settings.get(target.start)?.value.clone());
        let span = self.source.span(range.start, range.end);
        self.fill(&slot, value.map(|value| Scalar { span, ..value }));
        let Some(target) = target else { return };
        if self.is_merge(id) {
            if let Some(frame) = self.merging_frame() {
                frame.merges.push(target);
            }
        } else if target.len() > 1 {
            self.copy_children(&target, id, &[]);
        }
    }

    /// Whether the setting is the key `<<`, or an item of its list.
    fn is_merge(&self, id: SettingId) -> bool {
        let settings = &self.out.outline.settings;
        let Some(setting) = settings.get(id.0 as usize) else { return false };
        let key = if setting.is_item {
            setting.parent.and_then(|id| settings.get(id.0 as usize))
        } else {
            Some(setting)
        };
        key.is_some_and(|key| key.name == "<<")
    }

    fn merging_frame(&mut self) -> Option<&mut Frame> {
        self.frames.iter_mut().rev().find(|frame| !frame.is_sequence)
    }

    fn merge(&mut self, frame: &Frame) {
        if frame.merges.is_empty() {
            return;
        }
        let Some(parent) = frame.parent else { return };
        let own = self.out.outline.settings.get(frame.first..).unwrap_or_default();
        let mut present: Vec<String> = own
            .iter()
            .filter(|setting| setting.parent == Some(parent))
            .map(|setting| setting.name.clone())
            .collect();
        for target in &frame.merges {
            let added = self.copy_children(target, parent, &present);
            present.extend(added);
        }
    }

    /// Copies what stands below the target under `parent`, except the keys in `present`; gives the names of
    /// the new children.
    fn copy_children(&mut self, target: &Range<usize>, parent: SettingId, present: &[String]) -> Vec<String> {
        let mut names = Vec::new();
        let mut copied: HashMap<SettingId, SettingId> = HashMap::new();
        let root = SettingId(count(target.start));
        for index in target.start + 1..target.end {
            if self.copies >= MOST_COPIES {
                break;
            }
            let Some(setting) = self.out.outline.settings.get(index).cloned() else { break };
            let new_parent = match setting.parent {
                Some(old) if old == root && !present.contains(&setting.name) => {
                    names.push(setting.name.clone());
                    Some(parent)
                }
                Some(old) => copied.get(&old).copied(),
                None => None,
            };
            if let Some(new_parent) = new_parent {
                self.copies += 1;
                let id =
                    self.out.setting(Setting { parent: Some(new_parent), unit: self.scope.unit, ..setting });
                copied.insert(SettingId(count(index)), id);
            }
        }
        names
    }
}

/// The range of a scalar without its quotes, and the end of the whole without trailing line breaks.
fn inside_of_scalar(source: &Source<'_>, style: ScalarStyle, range: Range<usize>) -> (Range<usize>, usize) {
    let written = source.seen(range.start, range.end);
    match style {
        ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted if written.len() >= 2 => {
            (range.start + 1..range.end - 1, range.end)
        }
        ScalarStyle::Literal | ScalarStyle::Folded => {
            let end = range.start + written.trim_end().len();
            (range.start..end, end)
        }
        _ => (range.clone(), range.end),
    }
}

/// The range of the file that a setting's value covers, for nested texts.
#[must_use]
pub fn value_span(setting: &Setting) -> Option<Span> {
    setting.value.as_ref().map(|value| value.span)
}
