//! Dockerfiles: instructions, stages, images, variables and commands.

use super::image;
use super::shell;
use crate::document::builder::{Builder, is_variable_name};
use crate::document::outline::{Command, Mount, Place, Scalar, Setting, Token, TokenStyle, UnitId};
use crate::document::readers::variables;
use crate::document::source::{Line, Source, lines};
use crate::knowledge::Kind;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// One instruction over all its lines, with everything that is not its own overwritten by blanks.
struct Instruction<'a> {
    source: Source<'a>,
    /// Where its here-documents begin, in `source`.
    heredocs: Vec<Range<usize>>,
    /// Without here-documents.
    end: usize,
}

struct Reader<'b> {
    out: &'b mut Builder,
    root: UnitId,
    stage: UnitId,
    stages: HashSet<String>,
    stage_count: usize,
    /// Values of `ARG` and `ENV` so far.
    variables: HashMap<String, String>,
    seen: HashMap<String, u32>,
}

/// Reads the instructions of a Dockerfile.
pub fn read(source: &Source<'_>, unit: UnitId, out: &mut Builder) {
    let mut reader = Reader {
        out,
        root: unit,
        stage: unit,
        stages: HashSet::new(),
        stage_count: 0,
        variables: HashMap::new(),
        seen: HashMap::new(),
    };
    for instruction in instructions(source, reader.root, reader.out) {
        reader.instruction(&instruction, false);
    }
}

/// Splits the text: comments are told to the builder, continued lines are joined.
fn instructions<'a>(source: &Source<'a>, unit: UnitId, out: &mut Builder) -> Vec<Instruction<'a>> {
    let escape = escape_character(&source.text);
    let mut found = Vec::new();
    let mut pending: Option<(usize, Vec<u8>)> = None;
    let mut all = lines(&source.text);
    while let Some(line) = all.next() {
        let written = line.of(&source.text);
        let content = written.trim();
        if content.starts_with('#') {
            let start = line.start + written.len() - written.trim_start().len();
            let end = start + content.len();
            out.comment(source.span(start, end), source.span(start + 1, end), unit);
            if let Some((_, bytes)) = &mut pending {
                bytes.extend(std::iter::repeat_n(b' ', line.next - line.start));
            }
            continue;
        }
        if content.is_empty() && pending.is_none() {
            continue;
        }
        let (start, mut bytes) = pending.take().unwrap_or_else(|| (line.start, Vec::new()));
        let goes_on = content.ends_with(escape);
        push_line(&mut bytes, source, line, goes_on.then_some(escape), content.is_empty());
        if goes_on || content.is_empty() {
            pending = Some((start, bytes));
            continue;
        }
        let text = String::from_utf8(bytes).unwrap_or_default();
        let end = text.len();
        let mut instruction = Instruction {
            source: source.part(start, start + end).with_text(text),
            heredocs: Vec::new(),
            end,
        };
        take_heredocs(source, &mut instruction, start, line.next, &mut all);
        found.push(instruction);
    }
    if let Some((start, bytes)) = pending {
        let text = String::from_utf8(bytes).unwrap_or_default();
        let end = text.len();
        let source = source.part(start, start + end).with_text(text);
        found.push(Instruction { source, heredocs: Vec::new(), end });
    }
    found
}

fn push_line(bytes: &mut Vec<u8>, source: &Source<'_>, line: Line, escape: Option<char>, is_blank: bool) {
    let written = line.of(&source.text);
    match escape {
        Some(escape) => {
            let kept = written.trim_end().strip_suffix(escape).unwrap_or(written);
            bytes.extend_from_slice(kept.as_bytes());
            bytes.extend(std::iter::repeat_n(b' ', line.next - line.start - kept.len()));
        }
        None if is_blank => bytes.extend(std::iter::repeat_n(b' ', line.next - line.start)),
        None => bytes.extend_from_slice(written.as_bytes()),
    }
}

/// Adds the lines of the here-documents that the instruction opens.
fn take_heredocs<'a>(
    source: &Source<'a>,
    instruction: &mut Instruction<'a>,
    start: usize,
    from: usize,
    rest: &mut impl Iterator<Item = Line>,
) {
    let name = instruction.source.text.trim_start().get(..4).unwrap_or_default().to_ascii_uppercase();
    if !matches!(name.trim(), "RUN" | "COPY" | "ADD") {
        return;
    }
    let mut end = from;
    for mark in heredoc_marks(&instruction.source.text) {
        let body = end;
        let mut body_end = end;
        for line in rest.by_ref() {
            end = line.next;
            if line.of(&source.text).trim() == mark {
                break;
            }
            body_end = line.next;
        }
        instruction.heredocs.push(body - start..body_end - start);
    }
    if !instruction.heredocs.is_empty() {
        let mut text = instruction.source.text.to_string();
        text.push_str(source.seen(start + text.len(), end));
        instruction.source = source.part(start, start + text.len()).with_text(text);
    }
}

fn heredoc_marks(text: &str) -> Vec<String> {
    let mut marks = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find("<<") {
        rest = rest.get(at + 2..).unwrap_or_default();
        let word = rest.trim_start_matches('-');
        let word =
            word.split(|end: char| end.is_whitespace() || matches!(end, ';' | '|' | '&' | ')' | '<')).next();
        let word = word.unwrap_or_default().trim_matches(['"', '\'']);
        if !word.is_empty()
            && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
            && marks.len() < 8
        {
            marks.push(word.to_string());
        }
    }
    marks
}

/// The character that joins lines: a backslash, unless a directive in the first lines says otherwise.
fn escape_character(text: &str) -> char {
    for line in lines(text).take(5) {
        let Some(directive) = line.of(text).trim().strip_prefix('#') else { break };
        let directive = directive.trim().to_ascii_lowercase();
        if let Some(value) =
            directive.strip_prefix("escape").and_then(|rest| rest.trim_start().strip_prefix('='))
        {
            return value.trim().chars().next().filter(|mark| matches!(mark, '`' | '\\')).unwrap_or('\\');
        }
    }
    '\\'
}

impl Reader<'_> {
    fn instruction(&mut self, instruction: &Instruction<'_>, is_onbuild: bool) {
        let source = &instruction.source;
        let text = source.seen(0, instruction.end);
        let start = text.len() - text.trim_start().len();
        let name_length =
            text.get(start..).unwrap_or_default().bytes().take_while(u8::is_ascii_alphabetic).count();
        let name = source.seen(start, start + name_length).to_ascii_uppercase();
        let rest = text.get(start + name_length..).unwrap_or_default();
        let value_start = start + name_length + rest.len() - rest.trim_start().len();
        let value_end = text.trim_end().len().max(value_start);
        if name.is_empty() || !(rest.is_empty() || rest.starts_with([' ', '\t'])) {
            return;
        }
        if name == "FROM" && !is_onbuild {
            self.begin_stage(source, start);
        }
        self.setting(source, &name, start..start + name_length, value_start..value_end);
        self.extend_stage(source);
        let arguments = value_start..value_end;
        match name.as_str() {
            "FROM" => self.from(source, arguments),
            "ENV" => self.env(source, arguments),
            "ARG" => self.arg(source, arguments),
            "RUN" => self.run(instruction, arguments),
            "CMD" | "ENTRYPOINT" => self.command(source, arguments),
            "HEALTHCHECK" => self.healthcheck(source, arguments),
            "COPY" | "ADD" => self.copy(instruction, arguments),
            "ONBUILD" if !is_onbuild => {
                let inner = source.part(arguments.start, source.text.len());
                let end = arguments.end - arguments.start;
                self.instruction(&Instruction { source: inner, heredocs: Vec::new(), end }, true);
            }
            _ => {}
        }
    }

    fn begin_stage(&mut self, source: &Source<'_>, start: usize) {
        let span = source.span(start, source.text.len());
        self.stage = self.out.unit(self.root, span);
        self.stage_count += 1;
    }

    fn extend_stage(&mut self, source: &Source<'_>) {
        let end = source.whole().end;
        if self.stage != self.root
            && let Some(unit) = self.out.outline.units.get_mut(self.stage.0 as usize)
        {
            unit.span.end = unit.span.end.max(end);
        }
    }

    fn setting(&mut self, source: &Source<'_>, name: &str, key: Range<usize>, value: Range<usize>) {
        let occurrence = self.seen.entry(name.to_string()).or_insert(0);
        *occurrence += 1;
        let occurrence = *occurrence - 1;
        let seen = source.seen(value.start, value.end);
        let scalar = (!seen.is_empty()).then(|| {
            let resolved = variables::resolve(seen, &|name| self.variables.get(name).cloned());
            Scalar {
                span: source.span(value.start, value.end),
                text: resolved.text,
                dynamic: resolved.dynamic,
            }
        });
        if let Some(scalar) = &scalar {
            self.out.text(scalar.span, Place::Value, self.stage);
        }
        self.out.setting(Setting {
            parent: None,
            name: name.to_string(),
            occurrence,
            is_item: false,
            key: source.span(key.start, key.end),
            value: scalar,
            extent: source.span(key.start, value.end.max(key.end)),
            unit: self.stage,
            conditional: false,
        });
    }

    /// `FROM [--platform=…] image [AS name]`.
    fn from(&mut self, source: &Source<'_>, arguments: Range<usize>) {
        let words: Vec<Range<usize>> = words(source, arguments.clone()).collect();
        let mut plain = words.into_iter().filter(|word| !source.seen(word.start, word.end).starts_with("--"));
        let Some(reference) = plain.next() else { return };
        let is_as =
            plain.next().is_some_and(|word| source.seen(word.start, word.end).eq_ignore_ascii_case("as"));
        let name = source.seen(reference.start, reference.end);
        if name != "scratch" && !self.stages.contains(&name.to_ascii_lowercase()) {
            self.image(source, reference);
        }
        if let Some(stage) = plain.next().filter(|_| is_as) {
            self.stages.insert(source.seen(stage.start, stage.end).to_ascii_lowercase());
        }
    }

    fn image(&mut self, source: &Source<'_>, reference: Range<usize>) {
        let extent = source.span(reference.start, reference.end);
        let variables = &self.variables;
        let lookup = |name: &str| variables.get(name).cloned();
        image::add(source, reference, extent, self.stage, &lookup, self.out);
    }

    /// `ENV A=b C="d e"` and `ENV A b c`.
    fn env(&mut self, source: &Source<'_>, arguments: Range<usize>) {
        let written = source.seen(arguments.start, arguments.end);
        let first = written.split([' ', '\t']).next().unwrap_or_default();
        if !first.contains('=') && is_variable_name(first) {
            let rest = written.get(first.len()..).unwrap_or_default();
            let start = arguments.start + first.len() + rest.len() - rest.trim_start().len();
            let value = self.value(source, start..arguments.end, rest.trim());
            let name_span = source.span(arguments.start, arguments.start + first.len());
            self.variable(source, first, name_span, Some(value), arguments);
            return;
        }
        self.assignments(source, arguments);
    }

    fn arg(&mut self, source: &Source<'_>, arguments: Range<usize>) {
        let written = source.seen(arguments.start, arguments.end);
        if is_variable_name(written) {
            let span = source.span(arguments.start, arguments.end);
            self.variable(source, written, span, None, arguments);
            return;
        }
        self.assignments(source, arguments);
    }

    fn assignments(&mut self, source: &Source<'_>, arguments: Range<usize>) {
        let part = source.part(arguments.start, arguments.end);
        for word in shell::words(&part) {
            let written = word.span.of(source.file);
            let Some((name, _)) = written.split_once('=').filter(|(name, _)| is_variable_name(name)) else {
                continue;
            };
            let start = word.span.start() - source.base;
            let range = start..start + written.len();
            let value_at = start + name.len() + 1;
            let rest = source.seen(value_at, range.end);
            let quote = usize::from(rest.len() >= 2 && rest.starts_with(['"', '\'']));
            let inside = value_at + quote..range.end - quote;
            let text = word.text.split_once('=').map(|(_, value)| value.to_string()).unwrap_or_default();
            let value = self.value(source, inside, &text);
            self.variable(source, name, source.span(start, start + name.len()), Some(value), range);
        }
    }

    fn value(&self, source: &Source<'_>, range: Range<usize>, text: &str) -> Scalar {
        let resolved = variables::resolve(text, &|name| self.variables.get(name).cloned());
        Scalar { span: source.span(range.start, range.end), text: resolved.text, dynamic: resolved.dynamic }
    }

    fn variable(
        &mut self,
        source: &Source<'_>,
        name: &str,
        name_span: crate::text::Span,
        value: Option<Scalar>,
        extent: Range<usize>,
    ) {
        if let Some(value) = value.as_ref().filter(|value| !value.dynamic) {
            self.variables.insert(name.to_string(), value.text.clone());
        }
        let extent = source.span(extent.start, extent.end);
        self.out.env(name, name_span, value, extent, self.stage);
    }

    fn run(&mut self, instruction: &Instruction<'_>, arguments: Range<usize>) {
        let source = &instruction.source;
        let command = without_flags(source, arguments.clone());
        self.mounted_images(source, arguments.start..command.start);
        let arguments = command;
        let written = source.seen(arguments.start, arguments.end);
        if written.starts_with('[') && self.exec(source, arguments.clone()) {
            return;
        }
        if written.starts_with("<<") && !written.contains([' ', ';', '&', '|']) {
            for body in &instruction.heredocs {
                shell::read(&source.part(body.start, body.end), self.stage, self.out);
            }
            return;
        }
        let end = instruction.heredocs.last().map_or(arguments.end, |_| source.text.len());
        shell::read(&source.part(arguments.start, end), self.stage, self.out);
    }

    /// `RUN --mount=type=bind,from=image,target=…`.
    fn mounted_images(&mut self, source: &Source<'_>, flags: Range<usize>) {
        for word in words(source, flags) {
            let written = source.seen(word.start, word.end);
            if !written.starts_with("--mount=") {
                continue;
            }
            let mut at = word.start;
            for option in written.split([',', '=']) {
                let before = source.seen(word.start, at);
                if before.ends_with(",from=") || before.ends_with("=from=") {
                    self.image_from(source, at..at + option.len());
                }
                at += option.len() + 1;
            }
        }
    }

    /// An image that is not one of the stages, nor the number of one.
    fn image_from(&mut self, source: &Source<'_>, reference: Range<usize>) {
        let from = source.seen(reference.start, reference.end);
        let is_stage = self.stages.contains(&from.to_ascii_lowercase())
            || from.bytes().all(|byte| byte.is_ascii_digit());
        if !is_stage {
            self.image(source, reference);
        }
    }

    fn command(&mut self, source: &Source<'_>, arguments: Range<usize>) {
        if source.seen(arguments.start, arguments.end).starts_with('[')
            && self.exec(source, arguments.clone())
        {
            return;
        }
        shell::read(&source.part(arguments.start, arguments.end), self.stage, self.out);
    }

    /// `["program", "argument"]`; tells whether it could be read so.
    fn exec(&mut self, source: &Source<'_>, arguments: Range<usize>) -> bool {
        let written = source.seen(arguments.start, arguments.end);
        let Some(words) = exec_words(source, arguments.start, written) else { return false };
        let extent = source.span(arguments.start, arguments.end);
        if words.first().is_some_and(|first| first.text.starts_with('-')) {
            self.out.command(Command { words, arguments_of_image: true, extent, unit: self.stage });
        } else {
            shell::exec(source, words, extent, self.stage, self.out);
        }
        true
    }

    fn healthcheck(&mut self, source: &Source<'_>, arguments: Range<usize>) {
        let arguments = without_flags(source, arguments);
        if source.seen(arguments.start, arguments.end).starts_with("CMD") {
            let rest = source.seen(arguments.start + 3, arguments.end);
            let start = arguments.start + 3 + rest.len() - rest.trim_start().len();
            self.command(source, start..arguments.end);
        }
    }

    fn copy(&mut self, instruction: &Instruction<'_>, arguments: Range<usize>) {
        let source = &instruction.source;
        let mut sources: Vec<Range<usize>> = Vec::new();
        for word in words(source, arguments) {
            let written = source.seen(word.start, word.end);
            if let Some(from) = written.strip_prefix("--from=") {
                self.image_from(source, word.end - from.len()..word.end);
                return;
            }
            if !written.starts_with("--") {
                sources.push(word);
            }
        }
        let target = sources.pop().map(|word| source.seen(word.start, word.end).to_string());
        for body in &instruction.heredocs {
            let part = source.part(body.start, body.end);
            let kind: Option<Kind> =
                crate::document::detect::detect_embedded(target.as_deref().unwrap_or_default(), &part.text);
            if kind.is_some() {
                self.out.read_embedded(&part, kind, self.stage);
            }
        }
        for word in sources {
            let span = source.span(word.start, word.end);
            let written = source.seen(word.start, word.end).trim_matches(['[', ']', '"', ',']).to_string();
            if !written.starts_with("<<") && !written.contains("://") && !written.is_empty() {
                self.out.outline.mounts.push(Mount { source: written, span, unit: self.stage });
            }
        }
    }
}

/// The words of a range, split at blanks.
fn words<'s>(source: &'s Source<'_>, range: Range<usize>) -> impl Iterator<Item = Range<usize>> + 's {
    let written = source.seen(range.start, range.end);
    let mut at = range.start;
    written.split([' ', '\t', '\n', '\r']).filter_map(move |word| {
        let start = at;
        at += word.len() + 1;
        (!word.is_empty()).then_some(start..start + word.len())
    })
}

/// The range after the flags of an instruction (`--mount=…`).
fn without_flags(source: &Source<'_>, range: Range<usize>) -> Range<usize> {
    let first =
        words(source, range.clone()).find(|word| !source.seen(word.start, word.end).starts_with("--"));
    first.map_or(range.end, |word| word.start)..range.end
}

/// The strings of a JSON array, or nothing if it is none.
fn exec_words(source: &Source<'_>, start: usize, written: &str) -> Option<Vec<Token>> {
    let inside = written.strip_prefix('[')?.trim_end().strip_suffix(']')?;
    let bytes = inside.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = memchr::memchr(b'"', bytes.get(at..)?).map(|offset| at + offset) {
        if inside.get(at..open)?.chars().any(|between| !between.is_whitespace() && between != ',') {
            return None;
        }
        let mut close = open + 1;
        while let Some(offset) = memchr::memchr2(b'"', b'\\', bytes.get(close..)?) {
            close += offset;
            if bytes.get(close) == Some(&b'"') {
                break;
            }
            close += 2;
        }
        let text = inside.get(open + 1..close)?;
        let style = if text.contains("${") { TokenStyle::Dynamic } else { TokenStyle::Word };
        let text = if text.contains('\\') {
            text.replace("\\\"", "\"").replace("\\\\", "\\")
        } else {
            text.to_string()
        };
        let span = source.span(start + 1 + open + 1, start + 1 + close);
        found.push(Token { span, text, style });
        at = close + 1;
    }
    (!found.is_empty() && inside.get(at..)?.trim().is_empty()).then_some(found)
}
