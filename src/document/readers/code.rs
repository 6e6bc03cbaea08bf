//! Source code of many languages: tokens, imports, comments as prose, strings as texts, and the SQL, images,
//! commands and packages in them. How each language writes these stands in one table.

mod imports;
pub mod languages;
mod lexer;
mod surfaces;

use super::sql;
use crate::document::builder::Builder;
use crate::document::outline::{Code, Place, UnitId};
use crate::document::source::Source;
use crate::knowledge::Kind;
use languages::Language;

/// Texts longer than this hold data.
const LONGEST_TEXT: usize = 20_000;

/// Reads the whole file.
pub fn read(source: &Source<'_>, kind: Option<Kind>, unit: UnitId, out: &mut Builder) {
    let name = kind.map_or("", Kind::name);
    let Some(language) = languages::of(name) else { return super::plain::read(source, kind, unit, out) };
    let source = if name == "php" { only_php(source) } else { source.clone() };
    let lexed = lexer::lex(&source, language);
    for comment in lexed.comments {
        let span = source.span(comment.range.start, comment.range.end);
        out.comment(span, source.span(comment.body.start, comment.body.end), unit);
    }
    for (range, _) in lexed.strings {
        if range.len() > LONGEST_TEXT {
            continue;
        }
        out.text(source.span(range.start, range.end), Place::Value, unit);
        if sql::starts_with_verb(source.seen(range.start, range.end)) {
            sql::statements(&source.part(range.start, range.end), unit, out);
        }
    }
    surfaces::read(&source, name, &lexed.tokens, unit, out);
    let imports = imports::find(&source, language, &lexed.tokens);
    out.outline.code.push(Code { unit, tokens: lexed.tokens, imports });
}

/// The tokens of a text whose settings another reader has read: expressions of Terraform.
pub fn tokens(source: &Source<'_>, language: &'static Language, unit: UnitId, out: &mut Builder) {
    let tokens = lexer::lex(source, language).tokens;
    out.outline.code.push(Code { unit, tokens, imports: Vec::new() });
}

/// A page of PHP with everything outside `<?php … ?>` overwritten by blanks.
fn only_php<'a>(source: &Source<'a>) -> Source<'a> {
    let text = source.text.as_ref();
    let mut bytes = text.as_bytes().to_vec();
    let mut at = 0;
    if !text.contains("<?") {
        // A code block in a document goes without the marks.
        return source.clone();
    }
    while at < bytes.len() {
        let open = text.get(at..).and_then(|rest| rest.find("<?")).map_or(bytes.len(), |found| at + found);
        let mark = text.get(open..).map_or(0, |rest| {
            ["<?php", "<?=", "<?"].iter().find(|mark| rest.starts_with(**mark)).map_or(0, |mark| mark.len())
        });
        let html = bytes.get_mut(at..open + mark).unwrap_or_default();
        html.iter_mut().filter(|byte| !matches!(byte, b'\n' | b'\r')).for_each(|byte| *byte = b' ');
        let close = text.get(open + mark..).and_then(|rest| rest.find("?>"));
        at = close.map_or(bytes.len(), |found| open + mark + found);
    }
    match String::from_utf8(bytes) {
        Ok(text) => source.with_text(text),
        Err(_) => source.clone(),
    }
}
