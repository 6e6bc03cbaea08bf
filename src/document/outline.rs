//! What a file says, in byte ranges of that file.
//!
//! Every reader fills the same outline, also for text nested in another format (a fence in Markdown, a
//! heredoc, a `run:` step): the ranges are always those of the outer file. Features see only this.

use super::ignores::IgnoreDirective;
use crate::knowledge::Kind;
use crate::text::Span;

/// Everything read from one file. The lists are in the order of the file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outline {
    /// The file itself is part 0; then each text nested in it.
    pub parts: Vec<Part>,
    /// Unit 0 is the whole of part 0; each part has a root unit of its own.
    pub units: Vec<Unit>,
    pub settings: Vec<Setting>,
    pub env: Vec<EnvVariable>,
    pub images: Vec<Image>,
    pub packages: Vec<Package>,
    pub commands: Vec<Command>,
    pub statements: Vec<Statement>,
    /// One for each part that is source code.
    pub code: Vec<Code>,
    pub texts: Vec<TextSpan>,
    pub blocks: Vec<Block>,
    pub sentences: Vec<Sentence>,
    pub ignores: Vec<IgnoreDirective>,
    /// Files that a unit mounts or copies: evidence of its product holds for them.
    pub mounts: Vec<Mount>,
    /// Dockerfiles from which units build their images.
    pub builds: Vec<Build>,
    pub problems: Vec<ReadProblem>,
}

/// An index into `Outline::parts`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartId(pub u32);

/// An index into `Outline::units`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnitId(pub u32);

/// An index into `Outline::settings`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SettingId(pub u32);

/// An index into `Outline::blocks`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlockId(pub u32);

/// The file, or a text of another kind inside it.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    pub kind: Option<Kind>,
    pub span: Span,
    pub origin: Origin,
    pub root: UnitId,
    /// The unit of another part in which an embedded text stands.
    pub within: Option<UnitId>,
}

/// Where a part comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    File,
    /// A code block of a document: findings are at most information and take the stance of `lead_in`,
    /// the sentence before it (an index into `Outline::sentences`), and of its heading.
    CodeBlock {
        heading: Option<BlockId>,
        lead_in: Option<u32>,
    },
    /// Text of another language inside a configuration file or script (`run:`, a heredoc, a `ConfigMap` entry).
    Embedded,
    /// The front matter of a document.
    FrontMatter,
}

/// What conditions call "the same": a compose service, a Kubernetes document, a build stage, else the part.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    pub part: PartId,
    pub span: Span,
    /// The whole unit was understood: no template, no unfinished line. Only then may absence be judged.
    pub complete: bool,
    /// The unit around it; none for the root of a part.
    pub parent: Option<UnitId>,
}

/// One key, block or list item of a configuration file, linked to the one around it.
///
/// The key path of rules is built from `name`s joined by dots; an item adds `[]` to the name before it.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    pub parent: Option<SettingId>,
    /// As rules see it: unquoted and folded for the kind; it may hold dots. Empty for a list item
    /// and for the section of keys that stand before the first INI section.
    pub name: String,
    /// Tells equal names under one parent apart: the index of a list item, the n-th `server` block,
    /// the n-th document of a YAML stream (on its top keys).
    pub occurrence: u32,
    pub is_item: bool,
    /// Without quotes; empty (at the item's start) for a list item.
    pub key: Span,
    pub value: Option<Scalar>,
    /// From the key to the end of its value, over all lines that belong to it, without the line break.
    pub extent: Span,
    pub unit: UnitId,
    /// Not judged: it stands inside a template's version or capability condition.
    pub conditional: bool,
}

/// The text of one value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scalar {
    /// Without quotes.
    pub span: Span,
    /// After unquoting.
    pub text: String,
    /// It holds a template or an unresolved variable, so it matches only `"*"`.
    pub dynamic: bool,
}

/// One environment variable that the file sets.
#[derive(Clone, Debug, PartialEq)]
pub struct EnvVariable {
    pub name: String,
    pub name_span: Span,
    pub value: Option<Scalar>,
    pub extent: Span,
    pub unit: UnitId,
}

/// One reference to a container image.
#[derive(Clone, Debug, PartialEq)]
pub struct Image {
    /// Without `docker.io/` and `library/`: `mysql`, `bitnami/mysql`, `gcr.io/distroless/base`.
    pub name: String,
    /// The whole reference as written, with its tag and digest.
    pub span: Span,
    pub name_span: Span,
    /// Not there for `latest` by omission and for digests alone.
    pub tag: Option<Scalar>,
    /// The name holds a template or an unresolved variable.
    pub dynamic: bool,
    pub extent: Span,
    pub unit: UnitId,
}

/// One package that a manifest or lock file names.
#[derive(Clone, Debug, PartialEq)]
pub struct Package {
    /// `npm`, `pypi`, `maven`, `gradle` (a plugin, or Gradle itself), `go`, `cargo`, `gem`, `composer`, `nuget`.
    pub ecosystem: &'static str,
    /// As the registry writes it: `request`, `@nestjs/core`, `group:artifact`; of Python in small letters with
    /// hyphens.
    pub name: String,
    /// Of Maven coordinates in several elements, the artifact.
    pub name_span: Span,
    /// As written, with its operators: `^1.2.0`, `>=2,<3`, `==1.0`, `1.2.3`.
    pub version: Option<Scalar>,
    pub unit: UnitId,
    /// The whole entry.
    pub extent: Span,
}

/// One simple command of a shell text, an instruction or an argument list.
#[derive(Clone, Debug, PartialEq)]
pub struct Command {
    /// The program first, without what only wraps it (`sudo`, `env A=b`, `exec`, `time`, `nohup`, `npx`,
    /// `python -m`). Empty if `arguments_of_image`.
    pub words: Vec<Token>,
    /// The words are arguments for the entry point of the unit's image (`command: --flag=value`).
    pub arguments_of_image: bool,
    pub extent: Span,
    pub unit: UnitId,
}

/// One SQL statement without its semicolon.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    pub tokens: Vec<Token>,
    pub extent: Span,
    pub unit: UnitId,
}

/// The tokens of one text of source code.
#[derive(Clone, Debug, PartialEq)]
pub struct Code {
    /// The root unit of the part.
    pub unit: UnitId,
    /// Without comments. Names with their dots are one word (`grpc.WithInsecure`, `std::env::home_dir`); `->` and
    /// `?.` between names read as a dot. After a bracket a name keeps its dot (`.keys`). Marks stand alone.
    pub tokens: Vec<Token>,
    /// What the file imports, requires, uses or includes: `google.golang.org/grpc`, `django.conf.settings`.
    pub imports: Vec<Scalar>,
}

/// A word, literal or mark of a command, a statement or code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// As written, with quotes.
    pub span: Span,
    /// Unquoted.
    pub text: String,
    pub style: TokenStyle,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenStyle {
    Word,
    /// A string literal, or a shell word that was quoted as a whole.
    Quoted,
    Punctuation,
    /// It holds a variable or a template, so only `*` matches it.
    Dynamic,
}

/// A stretch of text that is not running prose: a value, a string, a URL, a code span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextSpan {
    pub span: Span,
    pub place: Place,
    pub unit: UnitId,
    /// The sentence that holds it, for code spans and link targets (an index into `Outline::sentences`).
    pub sentence: Option<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Value,
    CodeSpan,
    LinkTarget,
    /// A line of a code block of no known kind.
    Code,
}

/// A paragraph, heading, list item, cell or comment of a document.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    pub style: BlockStyle,
    pub span: Span,
    /// The heading under which it stands; for a heading, the one of the next higher level.
    pub heading: Option<BlockId>,
    /// The block that introduces it: the paragraph before a list, the header cell of a column.
    pub lead_in: Option<BlockId>,
    /// It stands in a block quote.
    pub quoted: bool,
    /// Of a `> [!WARNING]`, `!!! danger` or `:::caution` around it, in lower case.
    pub admonition: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockStyle {
    Paragraph,
    Heading(u8),
    ListItem,
    TableHeader,
    TableCell,
    /// A comment of source code or configuration.
    Comment,
    /// A scalar of front matter that is read as prose (title, description).
    FrontMatter,
}

/// One sentence of running text.
#[derive(Clone, Debug, PartialEq)]
pub struct Sentence {
    pub span: Span,
    pub block: BlockId,
    /// The readable stretches in order; what lies between them is markup.
    pub fragments: Vec<Fragment>,
    pub unit: UnitId,
}

/// A stretch of a sentence in one style.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fragment {
    pub span: Span,
    pub style: FragmentStyle,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FragmentStyle {
    Plain,
    /// Inside emphasis or strong emphasis.
    Emphasis,
    Strikethrough,
    CodeSpan,
    LinkText,
}

/// A file that a unit mounts or copies into its image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mount {
    /// The source as written, relative to the file's folder unless absolute.
    pub source: String,
    pub span: Span,
    pub unit: UnitId,
}

/// A Dockerfile from which a unit builds its image: what its base image says holds for the unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Build {
    /// As written, relative to the file's folder unless absolute.
    pub dockerfile: String,
    pub unit: UnitId,
}

/// A place that a strict reader could not follow; the rest was read tolerantly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadProblem {
    pub span: Span,
    pub message: String,
}

impl Outline {
    /// The same file without everything but its packages and where they stand.
    #[must_use]
    pub fn only_packages(self) -> Outline {
        let Outline { parts, units, packages, ignores, problems, .. } = self;
        Outline { parts, units, packages, ignores, problems, ..Outline::default() }
    }

    #[must_use]
    pub fn unit(&self, id: UnitId) -> Option<&Unit> {
        self.units.get(id.0 as usize)
    }

    #[must_use]
    pub fn part(&self, id: PartId) -> Option<&Part> {
        self.parts.get(id.0 as usize)
    }

    #[must_use]
    pub fn part_of(&self, unit: UnitId) -> Option<&Part> {
        self.unit(unit).and_then(|unit| self.part(unit.part))
    }

    /// The kind of the part in which the unit lies.
    #[must_use]
    pub fn kind_of(&self, unit: UnitId) -> Option<Kind> {
        self.part_of(unit).and_then(|part| part.kind)
    }

    #[must_use]
    pub fn setting(&self, id: SettingId) -> Option<&Setting> {
        self.settings.get(id.0 as usize)
    }

    #[must_use]
    pub fn block(&self, id: BlockId) -> Option<&Block> {
        self.blocks.get(id.0 as usize)
    }

    /// The settings around `id` from the outermost to itself, each with the number of path segments up to its end.
    ///
    /// A key that holds dots counts as several segments, an item as none of its own.
    #[must_use]
    pub fn lineage(&self, id: SettingId) -> Vec<(SettingId, usize)> {
        let mut chain = Vec::new();
        let mut next = Some(id);
        while let Some((id, setting)) = next.and_then(|id| self.setting(id).map(|setting| (id, setting))) {
            chain.push((id, if setting.is_item { 0 } else { setting.name.split('.').count() }));
            next = setting.parent;
        }
        chain.reverse();
        let mut count = 0;
        for (_, segments) in &mut chain {
            count += *segments;
            *segments = count;
        }
        chain
    }

    /// The key path of a setting, as patterns are matched against it: `services.web.ports[]`.
    #[must_use]
    pub fn path(&self, id: SettingId) -> String {
        let mut chain = Vec::new();
        let mut next = Some(id);
        while let Some(setting) = next.and_then(|id| self.setting(id)) {
            chain.push(setting);
            next = setting.parent;
        }
        let mut path = String::new();
        for (index, setting) in chain.iter().rev().enumerate() {
            if setting.is_item {
                path.push_str("[]");
            } else {
                if index > 0 {
                    path.push('.');
                }
                path.push_str(&setting.name);
            }
        }
        path
    }
}
