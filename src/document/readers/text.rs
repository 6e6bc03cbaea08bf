//! `reStructuredText`, `AsciiDoc` and plain text, read as Markdown after their marks have been overwritten by
//! Markdown's, byte for byte: what matters is where prose, headings, notes and code blocks begin and end.

mod restructured;

use super::markdown;
use crate::document::builder::{Builder, Comment};
use crate::document::outline::UnitId;
use crate::document::source::{Source, lines};
use crate::knowledge::Kind;

/// What begins a line that is a comment.
const LINE_COMMENTS: [(&str, &str); 3] = [("restructuredtext", ".."), ("asciidoc", "//"), ("org", "#")];

/// Reads a document in a markup language other than Markdown.
pub fn read(source: &Source<'_>, kind: Option<Kind>, unit: UnitId, out: &mut Builder) {
    let name = kind.map_or("", Kind::name);
    if let Some((_, mark)) = LINE_COMMENTS.iter().find(|(known, _)| *known == name) {
        ignores(source, mark, unit, out);
    }
    if name == "restructuredtext" {
        return restructured::read(source, unit, out);
    }
    let overwrite: fn(&Source<'_>, &mut [u8]) = match name {
        "asciidoc" => ascii_doc,
        "org" => org,
        "mdx" => {
            jsx_comments(source, unit, out);
            mdx
        }
        _ => return markdown::read(source, unit, out),
    };
    let mut bytes = source.text.as_bytes().to_vec();
    overwrite(source, &mut bytes);
    match String::from_utf8(bytes) {
        Ok(text) => markdown::read(&source.with_text(text), unit, out),
        Err(_) => markdown::read(source, unit, out),
    }
}

/// Comments that speak to docent; what other comments say is no text of the document.
fn ignores(source: &Source<'_>, mark: &str, unit: UnitId, out: &mut Builder) {
    for line in lines(&source.text) {
        let content = line.of(&source.text).trim();
        let Some(body) = content.strip_prefix(mark).filter(|body| body.trim_start().starts_with("docent:"))
        else {
            continue;
        };
        let start = line.end - line.of(&source.text).trim_start().len();
        let end = start + content.len();
        let (span, body) = (source.span(start, end), source.span(end - body.len(), end));
        out.comments.push(Comment { span, body, unit, in_document: true });
    }
}

/// Overwrites a line by `text` and blanks; a text that does not fit leaves it alone.
fn put(bytes: &mut [u8], start: usize, end: usize, text: &str) {
    let Some(place) = bytes.get_mut(start..end).filter(|place| place.len() >= text.len()) else { return };
    let (head, tail) = place.split_at_mut(text.len());
    head.copy_from_slice(text.as_bytes());
    tail.fill(b' ');
}

fn ascii_doc(source: &Source<'_>, bytes: &mut [u8]) {
    let text = source.text.as_ref();
    // The line above a block that names its language.
    let mut source_line: Option<(usize, usize, &str)> = None;
    let mut fence: Option<&str> = None;
    let mut above = "";
    for line in lines(text) {
        let written = line.of(text).trim_end();
        let (start, end) = (line.start, line.start + written.len());
        let title = std::mem::replace(&mut above, written);
        if fence.is_none() && is_underline(written, title) {
            put(bytes, start, end, &(if written.starts_with('=') { "=" } else { "-" }).repeat(written.len()));
            continue;
        }
        if let Some(open) = fence {
            if written == open {
                put(bytes, start, end, "````");
                fence = None;
            }
            continue;
        }
        match written {
            "----" | "...." => {
                match source_line.take() {
                    Some((from, to, language)) => {
                        put(bytes, from, to, &format!("```{language}"));
                        put(bytes, start, end, "");
                    }
                    None => put(bytes, start, end, "````"),
                }
                fence = Some(if written == "----" { "----" } else { "...." });
            }
            "====" | "****" | "____" | "--" | "|===" => put(bytes, start, end, ""),
            _ if written.starts_with("[source") || written.starts_with("[,") => {
                let language = written.trim_end_matches(']').split(',').nth(1).unwrap_or_default().trim();
                source_line = Some((start, end, language));
                put(bytes, start, end, "");
            }
            _ if written.starts_with("//") => put(bytes, start, end, ""),
            _ if written.starts_with('[') && written.ends_with(']') => put(bytes, start, end, ""),
            // A caption.
            _ if written.starts_with('.')
                && written.get(1..).is_some_and(|rest| rest.starts_with(char::is_alphanumeric)) =>
            {
                put(bytes, start, end, "");
            }
            _ => {
                heading(written, bytes, start);
                references(written, bytes, start);
            }
        }
    }
}

/// `xref:page.adoc#part[text]` and `<<part,text>>`: only the text is read.
fn references(written: &str, bytes: &mut [u8], start: usize) {
    let mut at = 0;
    while let Some(found) = written.get(at..).and_then(|rest| rest.find("xref:")).map(|found| at + found) {
        let target = written.get(found..).unwrap_or_default();
        let length = target.find(['[', ' ']).unwrap_or(target.len());
        put(bytes, start + found, start + found + length, "");
        at = found + length.max(1);
    }
    at = 0;
    while let Some(found) = written.get(at..).and_then(|rest| rest.find("<<")).map(|found| at + found) {
        let Some(length) = written.get(found..).and_then(|rest| rest.find(">>")) else { break };
        let comma = written.get(found..found + length).and_then(|inside| inside.find(',')).unwrap_or(length);
        put(bytes, start + found, start + found + comma + 1, "");
        put(bytes, start + found + length, start + found + length + 2, "");
        at = found + length + 2;
    }
}

/// The second line of a title: as many marks as the title has letters, but for two.
fn is_underline(written: &str, title: &str) -> bool {
    let mark = written.chars().next().filter(|first| "=-~^+".contains(*first));
    mark.is_some_and(|mark| written.chars().all(|character| character == mark))
        && written.len() >= 3
        && title.starts_with(char::is_alphanumeric)
        && title.chars().count().abs_diff(written.len()) <= 2
}

/// Org: headings, blocks of code, `=code=`, and keywords, which are no text.
fn org(source: &Source<'_>, bytes: &mut [u8]) {
    let text = source.text.as_ref();
    let mut in_block = false;
    for line in lines(text) {
        let written = line.of(text).trim_end();
        let content = written.trim_start();
        let (start, end) = (line.end - line.of(text).trim_start().len(), line.start + written.len());
        let lower = content.get(..content.len().min(16)).unwrap_or_default().to_ascii_lowercase();
        if in_block {
            if lower.starts_with("#+end_") {
                put(bytes, start, end, "````");
                in_block = false;
            }
        } else if lower.starts_with("#+begin_src") || lower.starts_with("#+begin_example") {
            let language = content.split_ascii_whitespace().nth(1).filter(|_| lower.contains("_src"));
            put(bytes, start, end, &format!("````{}", language.unwrap_or_default()));
            in_block = true;
        } else if lower.starts_with("#+title:") {
            put(bytes, start, start + "#+title:".len(), "#");
        } else if content.starts_with("#+") || content.starts_with("# ") || is_drawer(content) {
            put(bytes, start, end, "");
        } else if let depth @ 1..=6 = written.bytes().take_while(|byte| *byte == b'*').count()
            && written.as_bytes().get(depth) == Some(&b' ')
        {
            put(bytes, line.start, line.start + depth, &"#".repeat(depth));
            code_spans(content, bytes, start);
        } else {
            code_spans(content, bytes, start);
        }
    }
}

/// `:PROPERTIES:` and `:name: value`.
fn is_drawer(content: &str) -> bool {
    let name = content.strip_prefix(':').and_then(|rest| rest.split_once(':')).map(|(name, _)| name);
    name.is_some_and(|name| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
    })
}

/// `=code=` and `~code~` between blanks or marks.
fn code_spans(content: &str, bytes: &mut [u8], start: usize) {
    let written = content.as_bytes();
    let mut open: Option<(u8, usize)> = None;
    for (at, byte) in written.iter().enumerate().filter(|(_, byte)| matches!(byte, b'=' | b'~')) {
        let before = at.checked_sub(1).and_then(|at| written.get(at));
        let after = written.get(at + 1);
        let is_edge = |byte: Option<&u8>| {
            byte.is_none_or(|byte| !byte.is_ascii_alphanumeric() && !matches!(byte, b'=' | b'~'))
        };
        match open {
            Some((mark, from)) if mark == *byte && is_edge(after) => {
                for place in [from, at] {
                    if let Some(slot) = bytes.get_mut(start + place) {
                        *slot = b'`';
                    }
                }
                open = None;
            }
            None if is_edge(before) && after.is_some_and(|after| !after.is_ascii_whitespace()) => {
                open = Some((*byte, at));
            }
            _ => {}
        }
    }
}

/// MDX: imports, exports and comments are no text.
fn mdx(source: &Source<'_>, bytes: &mut [u8]) {
    let text = source.text.as_ref();
    let (mut in_fence, mut in_export) = (false, false);
    for line in lines(text) {
        let written = line.of(text);
        let content = written.trim();
        if content.starts_with("```") || content.starts_with("~~~") {
            in_fence = !in_fence;
        }
        let begins = ["import ", "export "].iter().any(|word| written.starts_with(word));
        if !in_fence && (begins || in_export) {
            put(bytes, line.start, line.end, "");
            in_export = !content.is_empty() && !content.ends_with(';');
        }
    }
    for (start, end) in jsx_comment_ranges(text) {
        let place = bytes.get_mut(start..end).unwrap_or_default();
        place.iter_mut().filter(|byte| !matches!(byte, b'\n' | b'\r')).for_each(|byte| *byte = b' ');
    }
}

/// `{/* … */}`, with its marks.
fn jsx_comment_ranges(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text.get(at..).and_then(|rest| rest.find("{/*")).map(|start| at + start) {
        let Some(length) = text.get(start..).and_then(|rest| rest.find("*/}")) else { break };
        at = start + length + 3;
        found.push((start, at));
    }
    found
}

fn jsx_comments(source: &Source<'_>, unit: UnitId, out: &mut Builder) {
    for (start, end) in jsx_comment_ranges(&source.text) {
        let (span, body) = (source.span(start, end), source.span(start + 3, (end - 3).max(start + 3)));
        out.comments.push(Comment { span, body, unit, in_document: true });
    }
}

fn heading(written: &str, bytes: &mut [u8], start: usize) {
    let depth = written.bytes().take_while(|byte| *byte == b'=').count();
    if (1..=6).contains(&depth) && written.as_bytes().get(depth) == Some(&b' ') {
        put(bytes, start, start + depth, &"#".repeat(depth));
    }
}
