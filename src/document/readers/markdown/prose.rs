//! The events of the Markdown parser into blocks, sentences and texts.

use super::{code, fragment, span};
use crate::document::builder::{Builder, Comment, count};
use crate::document::outline::{
    Block, BlockId, BlockStyle, Fragment, FragmentStyle, Origin, Place, Sentence, TextSpan, UnitId,
};
use crate::document::readers::sentences;
use crate::document::source::Source;
use crate::knowledge::Kind;
use crate::text::Span;
use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, Event, Tag, TagEnd};
use std::ops::Range;

/// The inline text of one block while it is collected.
struct Inline {
    style: BlockStyle,
    fragments: Vec<Fragment>,
    /// Code spans and link targets.
    texts: Vec<(Span, Place)>,
}

/// A code block while its lines are collected.
struct Code {
    info: String,
    /// The ranges of its lines, without what the blocks around put before them.
    pieces: Vec<Range<usize>>,
}

/// A link or picture that is open.
struct Link {
    target: String,
    is_picture: bool,
}

pub struct Reader<'s, 'a, 'b> {
    source: &'s Source<'a>,
    /// Indented text is no code: the markup has other marks for it.
    indented_is_prose: bool,
    unit: UnitId,
    out: &'b mut Builder,
    inline: Option<Inline>,
    code: Option<Code>,
    html: Option<Range<usize>>,
    links: Vec<Link>,
    emphasis: usize,
    strikethrough: usize,
    quotes: usize,
    /// The notes around, and at what depth of lists each began.
    admonitions: Vec<Option<String>>,
    /// `:::warning`, which is no block of Markdown.
    container: Option<String>,
    headings: [Option<BlockId>; 7],
    /// Per open list: what introduces it.
    lists: Vec<Option<BlockId>>,
    /// Per open item: whether it is a note.
    items: Vec<bool>,
    header_cells: Vec<BlockId>,
    in_header: bool,
    column: usize,
    last_block: Option<BlockId>,
    last_sentence: Option<u32>,
    /// The end of the last inline event.
    last_end: usize,
}

impl<'s, 'a, 'b> Reader<'s, 'a, 'b> {
    pub fn new(source: &'s Source<'a>, indented_is_prose: bool, unit: UnitId, out: &'b mut Builder) -> Self {
        Reader {
            source,
            indented_is_prose,
            unit,
            out,
            inline: None,
            code: None,
            html: None,
            links: Vec::new(),
            emphasis: 0,
            strikethrough: 0,
            quotes: 0,
            admonitions: Vec::new(),
            container: None,
            headings: [None; 7],
            lists: Vec::new(),
            items: Vec::new(),
            header_cells: Vec::new(),
            in_header: false,
            column: 0,
            last_block: None,
            last_sentence: None,
            last_end: 0,
        }
    }

    pub fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.finish(tag, range),
            Event::Text(_) => self.text(range),
            Event::Code(_) => self.code_span(range),
            Event::Html(_) | Event::InlineHtml(_) if self.html.is_none() => self.comments(range),
            Event::Rule => self.last_sentence = None,
            _ => {}
        }
    }

    pub fn end(&mut self) {
        self.flush();
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => {
                let style = if self.items.is_empty() { BlockStyle::Paragraph } else { BlockStyle::ListItem };
                self.begin(style);
            }
            Tag::Heading { level, .. } => self.begin(BlockStyle::Heading(level as u8)),
            Tag::BlockQuote(kind) => {
                self.flush();
                self.admonitions.push(kind.map(|kind| note_name(kind).to_string()));
                self.quotes += usize::from(kind.is_none());
            }
            Tag::CodeBlock(CodeBlockKind::Indented) if self.indented_is_prose => {
                self.begin(BlockStyle::Paragraph);
            }
            Tag::CodeBlock(kind) => {
                self.flush();
                let info = match kind {
                    CodeBlockKind::Fenced(info) => info.to_string(),
                    CodeBlockKind::Indented => String::new(),
                };
                self.code = Some(Code { info, pieces: Vec::new() });
            }
            Tag::HtmlBlock => {
                self.flush();
                self.html = Some(range);
            }
            Tag::List(_) => {
                self.flush();
                self.lists.push(self.last_block);
            }
            Tag::Item => self.item(&range),
            Tag::Table(_) => {
                self.flush();
                self.header_cells.clear();
            }
            Tag::TableHead => (self.in_header, self.column) = (true, 0),
            Tag::TableRow => self.column = 0,
            Tag::TableCell => {
                self.begin(if self.in_header { BlockStyle::TableHeader } else { BlockStyle::TableCell });
            }
            Tag::Emphasis | Tag::Strong => self.emphasis += 1,
            Tag::Strikethrough => self.strikethrough += 1,
            Tag::Link { dest_url, .. } => {
                self.links.push(Link { target: dest_url.to_string(), is_picture: false });
            }
            Tag::Image { dest_url, .. } => {
                self.links.push(Link { target: dest_url.to_string(), is_picture: true });
            }
            _ => {}
        }
    }

    fn finish(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::TableCell => self.flush(),
            TagEnd::BlockQuote(kind) => {
                self.flush();
                self.admonitions.pop();
                self.last_block = None;
                self.quotes -= usize::from(kind.is_none() && self.quotes > 0);
            }
            TagEnd::CodeBlock if self.code.is_none() => self.flush(),
            TagEnd::CodeBlock => self.code_block(),
            TagEnd::HtmlBlock => {
                if let Some(block) = self.html.take() {
                    self.comments(block.start..range.end.max(block.end));
                }
            }
            TagEnd::List(_) => {
                self.flush();
                self.lists.pop();
                self.last_block = None;
            }
            TagEnd::Item => {
                self.flush();
                if self.items.pop() == Some(true) {
                    self.admonitions.pop();
                }
            }
            TagEnd::Table => (self.last_sentence, self.last_block) = (None, None),
            TagEnd::TableHead => self.in_header = false,
            TagEnd::Emphasis | TagEnd::Strong => self.emphasis = self.emphasis.saturating_sub(1),
            TagEnd::Strikethrough => self.strikethrough = self.strikethrough.saturating_sub(1),
            TagEnd::Link | TagEnd::Image => self.link_target(range),
            _ => {}
        }
    }

    /// A list item, or a note that was made one.
    fn item(&mut self, range: &Range<usize>) {
        self.flush();
        let written = self.source.written(range.start, range.end.min(range.start + 64));
        let note = ["!!!", "???+", "???", ".."].iter().find_map(|mark| written.strip_prefix(mark));
        let name =
            note.and_then(|rest| rest.trim_start().split(|end: char| !end.is_ascii_alphanumeric()).next());
        let name = name.filter(|name| !name.is_empty());
        self.items.push(name.is_some());
        if let Some(name) = name {
            self.admonitions.push(Some(name.to_ascii_lowercase()));
        }
        self.begin(BlockStyle::ListItem);
    }

    fn begin(&mut self, style: BlockStyle) {
        self.flush();
        self.inline = Some(Inline { style, fragments: Vec::new(), texts: Vec::new() });
    }

    fn style(&self) -> FragmentStyle {
        if self.strikethrough > 0 {
            FragmentStyle::Strikethrough
        } else if self.links.iter().any(|link| !link.is_picture) {
            FragmentStyle::LinkText
        } else if self.emphasis > 0 {
            FragmentStyle::Emphasis
        } else {
            FragmentStyle::Plain
        }
    }

    fn text(&mut self, range: Range<usize>) {
        if let Some(code) = &mut self.code {
            match code.pieces.last_mut() {
                Some(last) if last.end == range.start => last.end = range.end,
                _ => code.pieces.push(range),
            }
            return;
        }
        self.last_end = range.end;
        // What a picture shows is a caption, not a sentence.
        if self.links.iter().any(|link| link.is_picture) {
            return;
        }
        let span = self.source.span(range.start, range.end);
        let style = self.style();
        let Some(inline) = &mut self.inline else { return };
        bare_urls(self.source.file, span, &mut inline.texts);
        match inline.fragments.last_mut() {
            Some(last) if last.style == style && last.span.end == span.start => last.span.end = span.end,
            _ => inline.fragments.push(Fragment { span, style }),
        }
    }

    fn code_span(&mut self, range: Range<usize>) {
        self.last_end = range.end;
        let written = self.source.seen(range.start, range.end);
        let ticks = written.bytes().take_while(|byte| *byte == b'`').count().min(written.len() / 2);
        let inside = written.get(ticks..written.len() - ticks).unwrap_or_default();
        let trimmed = inside.trim();
        let start = range.start + ticks + (inside.len() - inside.trim_start().len());
        let span = self.source.span(start, start + trimmed.len());
        if let Some(inline) = &mut self.inline
            && !span.is_empty()
        {
            inline.fragments.push(Fragment { span, style: FragmentStyle::CodeSpan });
            inline.texts.push((span, Place::CodeSpan));
        }
    }

    /// The target stands after the text of the link: nothing is searched twice.
    fn link_target(&mut self, range: Range<usize>) {
        let Some(link) = self.links.pop() else { return };
        let from = self.last_end.clamp(range.start, range.end);
        let tail = self.source.seen(from, range.end);
        self.last_end = range.end;
        let Some(at) = tail.find(link.target.as_str()).filter(|_| !link.target.is_empty()) else { return };
        let span = self.source.span(from + at, from + at + link.target.len());
        if let Some(inline) = &mut self.inline {
            inline.texts.push((span, Place::LinkTarget));
        }
    }

    fn admonition(&self) -> Option<String> {
        self.admonitions.iter().rev().find_map(Clone::clone).or_else(|| self.container.clone())
    }

    /// Ends the inline text, if one is open, as a block with its sentences.
    fn flush(&mut self) {
        let Some(mut inline) = self.inline.take() else { return };
        let marks = self.container_marks(&inline);
        inline.fragments.retain(|fragment| !is_container_mark(*fragment, self.source.file));
        let admonition_ends = marks.is_some_and(|ends| ends);
        let (Some(first), Some(last)) = (inline.fragments.first(), inline.fragments.last()) else {
            // Pictures without a word beside them: their addresses are texts all the same.
            let texts = inline.texts.iter().map(|(span, place)| self.text_span(*span, *place, &[], 0));
            let texts: Vec<TextSpan> = texts.collect();
            self.out.outline.texts.extend(texts);
            return;
        };
        let span = first.span.cover(last.span);
        if self.typed_paragraph(span, inline.style) {
            return;
        }
        let block = self.block(inline.style, span);
        if admonition_ends {
            self.container = None;
        }
        let first_sentence = self.out.outline.sentences.len();
        let found = sentences::split(self.source.file, &inline.fragments, block, self.unit);
        self.out.sentences(found);
        let added = self.out.outline.sentences.get(first_sentence..).unwrap_or_default();
        let texts: Vec<TextSpan> = inline
            .texts
            .iter()
            .map(|(span, place)| self.text_span(*span, *place, added, first_sentence))
            .collect();
        self.out.outline.texts.extend(texts);
        self.code_spans(&inline.texts);
        let introduces = matches!(inline.style, BlockStyle::Paragraph | BlockStyle::ListItem);
        self.last_sentence = count(self.out.outline.sentences.len()).checked_sub(1).filter(|_| introduces);
        self.last_block = Some(block).filter(|_| introduces);
    }

    /// What the code spans of a block name; the sentence around them is found again by its place.
    fn code_spans(&mut self, texts: &[(Span, Place)]) {
        for (span, _) in texts.iter().filter(|(_, place)| *place == Place::CodeSpan) {
            let base = self.source.base;
            if let (Some(start), Some(end)) = (span.start().checked_sub(base), span.end().checked_sub(base)) {
                span::read(self.source, start..end, self.unit, self.out);
            }
        }
    }

    /// `$ docker ps` is a command also where no fence is around it, and so is what stands indented like one. Tells
    /// whether the paragraph was read as such.
    fn typed_paragraph(&mut self, span: Span, style: BlockStyle) -> bool {
        if !matches!(style, BlockStyle::Paragraph | BlockStyle::ListItem) {
            return false;
        }
        let base = self.source.base;
        let (Some(start), Some(end)) = (span.start().checked_sub(base), span.end().checked_sub(base)) else {
            return false;
        };
        let before = self.source.seen(start.saturating_sub(2), start);
        if !fragment::is_typed(self.source.seen(start, end), before == "  ") {
            return false;
        }
        let heading = self.headings.iter().rev().find_map(|heading| *heading);
        let part = self.source.part(start, end);
        self.out.read_part(
            &part,
            Kind::parse("shell"),
            Origin::CodeBlock { heading, lead_in: self.last_sentence },
        );
        self.last_block = None;
        true
    }

    /// Notes a `:::warning` in the block; tells whether a `:::` after it ends it again.
    fn container_marks(&mut self, inline: &Inline) -> Option<bool> {
        let mut ends = None;
        for fragment in
            inline.fragments.iter().filter(|fragment| is_container_mark(**fragment, self.source.file))
        {
            let name = fragment.span.of(self.source.file).trim().trim_start_matches(':').trim_start();
            let name = name.split(|end: char| !end.is_ascii_alphanumeric()).next().unwrap_or_default();
            let is_end = name.is_empty();
            if !is_end {
                self.container = Some(name.to_ascii_lowercase());
            } else if inline.fragments.len() == 1 {
                self.container = None;
            }
            ends = Some(is_end);
        }
        ends
    }

    /// A text with the sentence in which it stands: the last that starts before it.
    fn text_span(&self, span: Span, place: Place, sentences: &[Sentence], first: usize) -> TextSpan {
        let after = sentences.partition_point(|sentence| sentence.span.start <= span.start);
        let sentence = after.checked_sub(1).map(|index| count(first + index));
        TextSpan { span, place, unit: self.unit, sentence }
    }

    fn block(&mut self, style: BlockStyle, span: Span) -> BlockId {
        let level = match style {
            BlockStyle::Heading(level) => usize::from(level.min(6)),
            _ => self.headings.len(),
        };
        let heading = self.headings.iter().take(level).rev().find_map(|heading| *heading);
        let lead_in = match style {
            BlockStyle::ListItem => self.lists.last().copied().flatten(),
            BlockStyle::TableCell => self.header_cells.get(self.column).copied(),
            _ => None,
        };
        let admonition = self.admonition().or_else(|| leading_note(span.of(self.source.file)));
        let block =
            self.out.block(Block { style, span, heading, lead_in, quoted: self.quotes > 0, admonition });
        match style {
            BlockStyle::Heading(_) => {
                self.headings.iter_mut().skip(level).for_each(|heading| *heading = None);
                if let Some(slot) = self.headings.get_mut(level) {
                    *slot = Some(block);
                }
            }
            BlockStyle::TableHeader => {
                self.header_cells.push(block);
                self.column += 1;
            }
            BlockStyle::TableCell => self.column += 1,
            _ => {}
        }
        block
    }

    fn code_block(&mut self) {
        let Some(code) = self.code.take() else { return };
        self.last_block = None;
        let heading = self.headings.iter().rev().find_map(|heading| *heading);
        let lead_in = self.last_sentence;
        let sentence = lead_in.and_then(|index| self.out.outline.sentences.get(index as usize)).cloned();
        let Some(part) = code::part(self.source, &code.pieces) else { return };
        let kind = code::kind(&code.info, sentence.as_ref(), self.source.file, &part.text);
        code::read(&part, kind, Origin::CodeBlock { heading, lead_in }, self.out);
    }

    /// HTML comments, for their ignores.
    fn comments(&mut self, range: Range<usize>) {
        let text = self.source.seen(range.start, range.end);
        let mut at = 0;
        while let Some(open) = text
            .get(at..)
            .and_then(|rest| memchr::memmem::find(rest.as_bytes(), b"<!--"))
            .map(|found| at + found)
        {
            let inside = open + "<!--".len();
            let close = text
                .get(inside..)
                .and_then(|rest| memchr::memmem::find(rest.as_bytes(), b"-->"))
                .map(|found| inside + found);
            let end = close.map_or(text.len(), |close| close + "-->".len());
            let span = self.source.span(range.start + open, range.start + end);
            let body = self.source.span(range.start + inside, range.start + close.unwrap_or(text.len()));
            self.out.comments.push(Comment { span, body, unit: self.unit, in_document: true });
            at = end;
        }
    }
}

/// A line of colons, with which some sites begin and end their notes.
fn is_container_mark(fragment: Fragment, file: &str) -> bool {
    fragment.style == FragmentStyle::Plain && fragment.span.of(file).starts_with(":::")
}

/// The note that a paragraph begins with: `NOTE: …`.
fn leading_note(written: &str) -> Option<String> {
    let (name, _) = written.split_once(':')?;
    let known = ["NOTE", "WARNING", "CAUTION", "IMPORTANT", "TIP", "DANGER", "DEPRECATED"];
    known.contains(&name).then(|| name.to_ascii_lowercase())
}

fn note_name(kind: BlockQuoteKind) -> &'static str {
    match kind {
        BlockQuoteKind::Note => "note",
        BlockQuoteKind::Tip => "tip",
        BlockQuoteKind::Important => "important",
        BlockQuoteKind::Warning => "warning",
        BlockQuoteKind::Caution => "caution",
    }
}

/// URLs in running text.
fn bare_urls(file: &str, span: Span, texts: &mut Vec<(Span, Place)>) {
    let text = span.of(file);
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| memchr::memchr(b':', rest.as_bytes())) {
        let mark = at + found;
        if !text.get(mark..).is_some_and(|rest| rest.starts_with("://")) {
            at = mark + 1;
            continue;
        }
        let before = text.get(..mark).unwrap_or_default();
        let scheme = before.bytes().rev().take_while(u8::is_ascii_alphabetic).take(12).count();
        let rest = text.get(mark..).unwrap_or_default();
        let length = rest
            .find(|end: char| end.is_whitespace() || matches!(end, '<' | '>' | '"' | ')' | '`'))
            .unwrap_or(rest.len());
        let url = rest.get(..length).unwrap_or_default().trim_end_matches(['.', ',', ';', ':', '!', '?']);
        if scheme > 1 {
            let start = span.start() + mark - scheme;
            texts.push((Span::new(start, span.start() + mark + url.len()), Place::LinkTarget));
        }
        at = mark + length.max(3);
    }
}
