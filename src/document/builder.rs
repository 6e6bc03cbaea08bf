//! Collects what the readers find into one outline.

use super::ignores;
use super::outline::{
    Block, BlockId, BlockStyle, Command, EnvVariable, Origin, Outline, Part, PartId, ReadProblem, Scalar,
    Setting, SettingId, TextSpan, Unit, UnitId,
};
use super::outline::{Place, Sentence};
use super::readers;
use super::source::Source;
use crate::knowledge::Kind;
use crate::text::Span;

/// How deep texts may lie in each other: a heredoc in a `run:` step in a fence in Markdown.
const DEEPEST_PART: usize = 4;

/// A comment as a reader found it; ignores and prose are read from it when everything else is done.
#[derive(Clone, Copy, Debug)]
pub struct Comment {
    /// With its marks.
    pub span: Span,
    /// Without its marks.
    pub body: Span,
    pub unit: UnitId,
    /// An HTML comment of a document: what stands alone covers the next block, not the next line.
    pub in_document: bool,
}

/// The outline that is being made.
#[derive(Debug, Default)]
pub struct Builder {
    pub outline: Outline,
    pub comments: Vec<Comment>,
    /// Stretches inside a template's version or capability condition, in order, not overlapping.
    pub conditional: Vec<Span>,
    /// Directives of templates, in order: a unit that holds one is not complete.
    pub directives: Vec<Span>,
    /// Strings inside each other that are being read.
    pub nesting: usize,
    depth: usize,
}

impl Builder {
    /// Adds a part and reads it. Gives the root unit of the part.
    pub fn read_part(&mut self, source: &Source<'_>, kind: Option<Kind>, origin: Origin) -> UnitId {
        let part = PartId(count(self.outline.parts.len()));
        let root = UnitId(count(self.outline.units.len()));
        let span = source.whole();
        self.outline.parts.push(Part { kind, span, origin, root, within: None });
        self.outline.units.push(Unit { part, span, complete: true, parent: None });
        if self.depth < DEEPEST_PART {
            self.depth += 1;
            readers::read(source, kind, root, self);
            self.depth -= 1;
        }
        root
    }

    /// Reads a text that stands inside a unit of another part: conditions on that unit hold for it.
    pub fn read_embedded(&mut self, source: &Source<'_>, kind: Option<Kind>, within: UnitId) {
        let root = self.read_part(source, kind, Origin::Embedded);
        let part = self.outline.unit(root).map(|unit| unit.part.0 as usize);
        if let Some(part) = part.and_then(|part| self.outline.parts.get_mut(part)) {
            part.within = Some(within);
        }
    }

    /// Adds a unit inside `parent`, in the same part.
    pub fn unit(&mut self, parent: UnitId, span: Span) -> UnitId {
        let around = self.outline.unit(parent);
        let (part, complete) = around.map_or((PartId(0), true), |unit| (unit.part, unit.complete));
        self.outline.units.push(Unit { part, span, complete, parent: Some(parent) });
        UnitId(count(self.outline.units.len() - 1))
    }

    /// Adds a setting; it is conditional if its key stands in a condition of a template.
    pub fn setting(&mut self, mut setting: Setting) -> SettingId {
        setting.conditional = setting.conditional || self.is_conditional(setting.key.start());
        self.outline.settings.push(setting);
        SettingId(count(self.outline.settings.len() - 1))
    }

    /// A unit and those around it were not understood as a whole.
    pub fn incomplete(&mut self, unit: UnitId) {
        let mut next = Some(unit);
        while let Some(unit) = next.and_then(|id| self.outline.units.get_mut(id.0 as usize)) {
            unit.complete = false;
            next = unit.parent;
        }
    }

    fn is_conditional(&self, offset: usize) -> bool {
        let after = self.conditional.partition_point(|span| span.start() <= offset);
        after.checked_sub(1).and_then(|at| self.conditional.get(at)).is_some_and(|span| offset < span.end())
    }

    pub fn env(&mut self, name: &str, name_span: Span, value: Option<Scalar>, extent: Span, unit: UnitId) {
        if is_variable_name(name) {
            self.outline.env.push(EnvVariable { name: name.to_string(), name_span, value, extent, unit });
        }
    }

    pub fn command(&mut self, command: Command) {
        if !command.words.is_empty() {
            self.outline.commands.push(command);
        }
    }

    pub fn text(&mut self, span: Span, place: Place, unit: UnitId) {
        if !span.is_empty() {
            self.outline.texts.push(TextSpan { span, place, unit, sentence: None });
        }
    }

    pub fn problem(&mut self, span: Span, message: impl Into<String>) {
        self.outline.problems.push(ReadProblem { span, message: message.into() });
    }

    pub fn comment(&mut self, span: Span, body: Span, unit: UnitId) {
        self.comments.push(Comment { span, body, unit, in_document: false });
    }

    pub fn block(&mut self, block: Block) -> BlockId {
        self.outline.blocks.push(block);
        BlockId(count(self.outline.blocks.len() - 1))
    }

    /// Ends the outline: comments become prose and ignores, units with templates become incomplete, and
    /// lists that nested parts filled out of order are put in order.
    pub fn finish(mut self, file: &str) -> Outline {
        self.comments.sort_by_key(|comment| comment.span);
        self.comments.dedup_by_key(|comment| comment.span);
        readers::comments::read(file, &mut self);
        let found = ignores::read(file, &self.comments, &self.outline);
        self.outline.ignores.extend(found);
        for unit in &mut self.outline.units {
            let first = self.directives.partition_point(|span| span.end <= unit.span.start);
            if self.directives.get(first).is_some_and(|span| span.overlaps(unit.span)) {
                unit.complete = false;
            }
        }
        self.drop_conditional();
        sort_sentences(&mut self.outline);
        let outline = &mut self.outline;
        outline.env.sort_by_key(|variable| variable.name_span);
        outline.images.sort_by_key(|image| image.span);
        outline.packages.sort_by_key(|package| package.name_span);
        outline.commands.sort_by_key(|command| command.extent);
        outline.statements.sort_by_key(|statement| statement.extent);
        outline.texts.sort_by_key(|text| text.span);
        outline.mounts.sort_by_key(|mount| mount.span);
        outline.ignores.sort_by_key(|ignore| ignore.span);
        self.outline
    }

    /// What stands in a condition of a template on a version is not judged.
    fn drop_conditional(&mut self) {
        if self.conditional.is_empty() {
            return;
        }
        let mut outline = std::mem::take(&mut self.outline);
        outline.env.retain(|variable| !self.is_conditional(variable.name_span.start()));
        outline.images.retain(|image| !self.is_conditional(image.span.start()));
        outline.commands.retain(|command| !self.is_conditional(command.extent.start()));
        outline.statements.retain(|statement| !self.is_conditional(statement.extent.start()));
        self.outline = outline;
    }

    /// Adds the sentences of one block of prose.
    pub fn sentences(&mut self, sentences: impl IntoIterator<Item = Sentence>) {
        self.outline.sentences.extend(sentences);
    }
}

/// Puts sentences in the order of the file, and lets what points to them point on: comments of code blocks
/// are found after the prose around them.
fn sort_sentences(outline: &mut Outline) {
    if outline.sentences.is_sorted_by_key(|sentence| sentence.span) {
        return;
    }
    let mut order: Vec<u32> = (0..count(outline.sentences.len())).collect();
    order.sort_by_key(|&index| outline.sentences.get(index as usize).map(|sentence| sentence.span));
    let mut new_index = vec![0u32; order.len()];
    for (new, &old) in (0u32..).zip(&order) {
        if let Some(slot) = new_index.get_mut(old as usize) {
            *slot = new;
        }
    }
    outline.sentences.sort_by_key(|sentence| sentence.span);
    let moved = |index: Option<u32>| index.and_then(|index| new_index.get(index as usize).copied());
    for text in &mut outline.texts {
        text.sentence = moved(text.sentence);
    }
    for part in &mut outline.parts {
        if let Origin::CodeBlock { lead_in, .. } = &mut part.origin {
            *lead_in = moved(*lead_in);
        }
    }
}

/// A block of prose without anything around it.
#[must_use]
pub fn plain_block(style: BlockStyle, span: Span) -> Block {
    Block { style, span, heading: None, lead_in: None, quoted: false, admonition: None }
}

/// A count as the outline stores it; no outline comes near the limit.
#[must_use]
pub fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Whether a text can be the name of an environment variable.
#[must_use]
pub fn is_variable_name(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with(|first: char| first.is_ascii_digit())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}
