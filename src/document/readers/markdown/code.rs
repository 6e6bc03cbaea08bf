//! Code blocks of documents: which bytes they hold, and of what kind they are.

use super::fragment;
use crate::document::builder::{Builder, count};
use crate::document::detect;
use crate::document::outline::{FragmentStyle, Origin, Sentence, Setting, SettingId, UnitId};
use crate::document::source::{Source, lines};
use crate::knowledge::Kind;
use crate::knowledge::kind::Reader;
use std::ops::Range;

/// The text of a code block: from the start of its first line, with the prefixes of quotes and lists
/// overwritten by blanks, so that columns and offsets stay.
pub fn part<'a>(source: &Source<'a>, pieces: &[Range<usize>]) -> Option<Source<'a>> {
    let (first, last) = (pieces.first()?, pieces.last()?);
    let before = source.seen(0, first.start);
    let start = memchr::memrchr2(b'\n', b'\r', before.as_bytes()).map_or(0, |at| at + 1);
    let whole = as_written(source.part(start, last.end));
    if pieces.len() == 1 && start == first.start {
        return Some(whole);
    }
    let mut bytes = whole.text.as_bytes().to_vec();
    let mut at = 0;
    for piece in pieces {
        let gap = bytes.get_mut(at..piece.start - start).unwrap_or_default();
        gap.iter_mut().filter(|byte| !matches!(byte, b'\n' | b'\r')).for_each(|byte| *byte = b' ');
        at = piece.end - start;
    }
    let text = String::from_utf8(bytes).ok()?;
    Some(whole.with_text(text))
}

/// The text as the file has it: marks of another markup language were overwritten outside of code only. Lines
/// that were overwritten by blanks stay so.
fn as_written(part: Source<'_>) -> Source<'_> {
    let file = part.whole().of(part.file);
    if part.is_decoded || part.text == file {
        return part;
    }
    let mut bytes = file.as_bytes().to_vec();
    for line in lines(&part.text).filter(|line| line.of(&part.text).trim().is_empty()) {
        bytes.get_mut(line.start..line.end).unwrap_or_default().fill(b' ');
    }
    match String::from_utf8(bytes) {
        Ok(text) if text.len() == part.text.len() => part.with_text(text),
        _ => part,
    }
}

/// Reads a code block. Of a workflow, what stands around the steps is added where the block leaves it out.
pub fn read(part: &Source<'_>, kind: Option<Kind>, origin: Origin, out: &mut Builder) {
    let first = out.outline.settings.len();
    let root = out.read_part(part, kind, origin);
    if kind.is_some_and(|kind| kind.name() == "github-workflow") {
        for name in fragment::around_steps(&out.outline, first) {
            wrap(name, first, part, root, out);
        }
    }
}

/// Puts the settings that have nothing around them below a new one.
fn wrap(name: &str, first: usize, part: &Source<'_>, unit: UnitId, out: &mut Builder) {
    let around = SettingId(count(out.outline.settings.len()));
    let settings = out.outline.settings.get_mut(first..).unwrap_or_default();
    for setting in settings.iter_mut().filter(|setting| setting.parent.is_none()) {
        setting.parent = Some(around);
    }
    let start = part.span(0, 0);
    out.outline.settings.push(Setting {
        parent: None,
        name: name.to_string(),
        occurrence: 0,
        is_item: false,
        key: start,
        value: None,
        extent: start,
        unit,
        conditional: false,
    });
}

/// The kind of a code block: its info string, a file name near it, or its content.
pub fn kind(info: &str, lead_in: Option<&Sentence>, file: &str, text: &str) -> Option<Kind> {
    let (language, named) = language_and_name(info);
    // `text` and its like say how the block looks, not what it holds.
    let language = if is_plain(language) { "" } else { language };
    let named = named
        .or_else(|| first_comment(text))
        .or_else(|| lead_in.and_then(|sentence| last_name(sentence, file)));
    let by_language = Kind::of_language(language);
    let by_name = named.and_then(|name| detect::detect_fence("", Some(name), text)).filter(|kind| {
        let reader = kind.row().reader;
        let is_document = matches!(reader, Reader::Markdown | Reader::Text);
        match by_language {
            // A name in the sentence before may belong to another file than the block.
            Some(language) => language.row().reader == reader && !is_document,
            None => language.is_empty() && !is_document,
        }
    });
    by_name.or_else(|| fragment::kind(language, text)).or_else(|| detect::detect_fence(language, None, text))
}

/// Info strings that name no language.
fn is_plain(language: &str) -> bool {
    const PLAIN: &[&str] =
        &["text", "txt", "plain", "plaintext", "none", "nohighlight", "no-highlight", "raw", "example"];
    PLAIN.iter().any(|known| known.eq_ignore_ascii_case(language))
}

/// The language of an info string, and a file name in it (`yaml title="compose.yaml"`, `yaml:compose.yaml`).
fn language_and_name(info: &str) -> (&str, Option<&str>) {
    let info = info.trim().trim_start_matches(['{', '.']);
    let first = info.split([' ', ',', '\t', '}']).next().unwrap_or_default();
    let (language, attached) =
        first.split_once(':').map_or((first, None), |(language, name)| (language, Some(name)));
    if language.contains('=') {
        return ("", value_of_name(info));
    }
    let name = attached.filter(|name| name.contains('.')).or_else(|| value_of_name(info));
    // A fence may carry only the name of its file.
    if language.contains('.') { ("", Some(language)) } else { (language, name) }
}

fn value_of_name(info: &str) -> Option<&str> {
    let at = ["file=", "title=", "filename=", "name="]
        .iter()
        .find_map(|key| info.find(key).map(|at| at + key.len()))?;
    let value = info.get(at..)?;
    let quote = value.chars().next().filter(|first| matches!(first, '"' | '\''));
    match quote {
        Some(quote) => value.get(1..)?.split(quote).next(),
        None => value.split([' ', ',', '}']).next(),
    }
    .filter(|name| is_file_name(name))
}

/// A file name that is all of the first line's comment.
fn first_comment(text: &str) -> Option<&str> {
    let line = lines(text).next()?;
    let content = line.of(text).trim();
    let mark = ["#", "//", "--", ";"].into_iter().find(|mark| content.starts_with(mark))?;
    let name = content.get(mark.len()..)?.trim().trim_end_matches(':');
    is_file_name(name).then_some(name)
}

/// The last code span of the sentence before that is a file name.
fn last_name<'f>(sentence: &Sentence, file: &'f str) -> Option<&'f str> {
    let spans = sentence.fragments.iter().rev().filter(|fragment| fragment.style == FragmentStyle::CodeSpan);
    spans.map(|fragment| fragment.span.of(file)).find(|name| is_file_name(name))
}

fn is_file_name(name: &str) -> bool {
    let last = name.rsplit('/').next().unwrap_or(name);
    let has_extension = last.rsplit_once('.').is_some_and(|(_, extension)| {
        (1..=10).contains(&extension.len()) && extension.bytes().all(|byte| byte.is_ascii_alphanumeric())
    });
    let good = |byte: u8| byte.is_ascii_alphanumeric() || b"._-/~@+".contains(&byte);
    !name.is_empty()
        && name.len() < 200
        && name.bytes().all(good)
        && (has_extension || last.starts_with("Dockerfile"))
}
