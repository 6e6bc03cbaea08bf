//! Comments of configuration and code as prose.

use super::sentences;
use crate::document::builder::{Builder, Comment, plain_block};
use crate::document::outline::{BlockStyle, Fragment, FragmentStyle, Origin};
use crate::document::source::lines;
use crate::text::Span;

/// Makes a block of every run of comment lines; what looks like commented-out code is left out.
pub fn read(file: &str, out: &mut Builder) {
    let comments = std::mem::take(&mut out.comments);
    let mut run: Vec<Fragment> = Vec::new();
    let mut last: Option<Comment> = None;
    for comment in comments.iter().filter(|comment| !comment.in_document) {
        let continues = last.is_some_and(|last| follows(file, last, *comment));
        if !continues {
            end_run(file, &mut run, last, out);
        }
        run.extend(fragments(file, comment.body));
        last = Some(*comment);
    }
    end_run(file, &mut run, last, out);
    out.comments = comments;
}

/// Whether a comment stands alone on the line after another of the same unit.
fn follows(file: &str, before: Comment, comment: Comment) -> bool {
    let between = file.get(before.span.end()..comment.span.start()).unwrap_or("x");
    before.unit == comment.unit
        && between.trim().is_empty()
        && memchr::memchr_iter(b'\n', between.as_bytes()).count() == 1
}

fn end_run(file: &str, run: &mut Vec<Fragment>, last: Option<Comment>, out: &mut Builder) {
    let fragments = std::mem::take(run);
    let (Some(first), Some(end), Some(last)) = (fragments.first(), fragments.last(), last) else { return };
    let mut block = plain_block(BlockStyle::Comment, first.span.cover(end.span));
    if let Some(Origin::CodeBlock { heading, .. }) = out.outline.part_of(last.unit).map(|part| part.origin) {
        block.heading = heading;
    }
    let block = out.block(block);
    out.sentences(sentences::split(file, &fragments, block, last.unit));
}

/// The lines of a comment that are prose.
fn fragments(file: &str, body: Span) -> impl Iterator<Item = Fragment> + '_ {
    let text = body.of(file);
    lines(text).filter_map(move |line| {
        let written = line.of(text);
        let content = written.trim_start_matches(['#', '*', '/', '!', ';', '-', ' ', '\t', '=', '|', '~']);
        let start = body.start() + line.start + written.len() - content.len();
        let content = content.trim_end_matches(['#', '*', '/', ' ', '\t', '=', '-', '|', '~']);
        let is_prose = !content.is_empty() && !looks_like_code(written.trim(), content);
        is_prose
            .then(|| Fragment { span: Span::new(start, start + content.len()), style: FragmentStyle::Plain })
    })
}

/// A line that was a setting, a command or an instruction of docent before it became a comment.
fn looks_like_code(written: &str, content: &str) -> bool {
    let words = content.split_ascii_whitespace();
    let mut words = words.take(4);
    let (first, second, third) = (words.next().unwrap_or_default(), words.next(), words.next());
    let assigns = first.contains('=') || second.is_some_and(|second| second.starts_with('='));
    let is_key = first.ends_with(':') && third.is_none() && first.len() > 1;
    let is_lone_name = second.is_none() && first.contains(['_', '=', '/', '.', ':', '$', '[']);
    let is_flag = written.starts_with("--") || (written.starts_with('-') && content.contains(':'));
    content.starts_with("docent:")
        || assigns
        || is_key
        || is_lone_name
        || is_flag
        || content.starts_with(['{', '}', '<', '['])
}
