//! Comments that switch findings off.

use super::builder::Comment;
use super::outline::{Origin, Outline};
use super::source::lines;
use crate::text::Span;

/// One `docent: ignore …` comment, as written; `check` decides what it hides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IgnoreDirective {
    pub scope: IgnoreScope,
    /// Ids as written, perhaps with `*`, each with its place.
    pub rules: Vec<(String, Span)>,
    /// `until YYYY-MM-DD`, as written.
    pub until: Option<(String, Span)>,
    /// After `--`.
    pub reason: Option<String>,
    /// What it covers: a line, the next line that is not a comment, the next block, a range, the file.
    pub covers: Span,
    /// The directive's own words, from `docent:` to the end of its reason.
    pub span: Span,
    /// The whole comment, with its line break if it stands alone: what a fix deletes.
    pub comment: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IgnoreScope {
    Line,
    Next,
    Range,
    File,
    FrontMatter,
}

/// How first lines begin that no comment may stand before: of a script, of PHP, of XML, of HTML, of YAML.
const PREAMBLES: [&str; 6] = ["#!", "<?", "<!DOCTYPE", "<!doctype", "%YAML", "---"];

/// What stands after `docent:`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Verb {
    Here,
    Start,
    End,
    File,
}

struct Written<'c> {
    comment: &'c Comment,
    verb: Verb,
    directive: IgnoreDirective,
    alone: bool,
}

/// The ignores of a file, from its comments in order and from its front matter.
#[must_use]
pub fn read(file: &str, comments: &[Comment], outline: &Outline) -> Vec<IgnoreDirective> {
    let mut found = front_matter(file, outline);
    let mut written: Vec<Written<'_>> = comments.iter().filter_map(|comment| parse(file, comment)).collect();
    if written.is_empty() {
        return found;
    }
    let starts: Vec<u32> = comments.iter().map(|comment| comment.span.start).collect();
    let first_content = first_content(file, &starts, outline);
    let mut ends: Option<Ends> = None;
    let mut next_end: Option<(usize, usize)> = None;
    let mut next_line: Option<(usize, Span)> = None;
    for ignore in written.iter_mut().rev() {
        let span = ignore.comment.span;
        let whole = Span::new(0, file.len());
        let directive = &mut ignore.directive;
        match ignore.verb {
            Verb::End => next_end = Some((line_start(file, span.start()), span.start())),
            Verb::Start => {
                directive.scope = IgnoreScope::Range;
                let end = next_end.take().map_or(file.len(), |(line, _)| line);
                directive.covers = Span::new(span.end(), end);
            }
            Verb::File if span.start() < first_content => {
                directive.scope = IgnoreScope::File;
                directive.covers = whole;
            }
            Verb::Here if !ignore.alone => {
                directive.scope = IgnoreScope::Line;
                directive.covers = Span::new(line_start(file, span.start()), line_end(file, span.end()));
            }
            Verb::Here if ignore.comment.in_document => {
                directive.scope = IgnoreScope::Next;
                directive.covers = ends.get_or_insert_with(|| Ends::of(file)).next_block(file, span.end());
            }
            Verb::Here => {
                directive.scope = IgnoreScope::Next;
                let from = (line_end(file, span.end()) + 1).min(file.len());
                directive.covers = next_code_line(file, from, &starts, next_line);
                next_line = Some((line_start(file, span.start()), directive.covers));
            }
            Verb::File => {}
        }
    }
    let is_complete = |ignore: &Written<'_>| {
        ignore.verb != Verb::End && (ignore.verb != Verb::File || ignore.directive.scope == IgnoreScope::File)
    };
    found.extend(written.into_iter().filter(is_complete).map(|ignore| ignore.directive));
    found
}

fn parse<'c>(file: &str, comment: &'c Comment) -> Option<Written<'c>> {
    let body = comment.body.of(file);
    let directive = body.trim_start_matches(|mark: char| {
        mark.is_whitespace() || matches!(mark, '#' | '/' | '*' | ';' | '-' | '!' | '%')
    });
    let rest = directive.strip_prefix("docent:")?;
    let start = comment.body.start() + body.len() - directive.len();
    let words_at = start + directive.len() - rest.len();
    let text = rest.split(['\n', '\r']).next().unwrap_or_default().trim_end();
    let text = text.strip_suffix("-->").or_else(|| text.strip_suffix("*/")).unwrap_or(text).trim_end();
    let (clause, reason) =
        text.split_once(" -- ").map_or((text, None), |(clause, reason)| (clause, Some(reason.trim())));
    let mut words = Words { text: clause, at: 0, base: words_at };
    let verb = match words.next()?.0 {
        "ignore" => Verb::Here,
        "ignore-start" => Verb::Start,
        "ignore-end" => Verb::End,
        "ignore-file" => Verb::File,
        _ => return None,
    };
    let (mut rules, mut until) = (Vec::new(), None);
    while let Some((word, span)) = words.next() {
        if word == "until" {
            until = words.next().map(|(date, span)| (date.to_string(), span));
        } else {
            rules.push((word.to_string(), span));
        }
    }
    let (line_from, line_to) = (line_start(file, comment.span.start()), line_end(file, comment.span.end()));
    let is_blank = |from: usize, to: usize| file.get(from..to).unwrap_or_default().trim().is_empty();
    let alone = is_blank(line_from, comment.span.start()) && is_blank(comment.span.end(), line_to);
    let whole = if alone { Span::new(line_from, after_line_break(file, line_to)) } else { comment.span };
    let span = Span::new(start, words_at + text.len());
    let directive = IgnoreDirective {
        scope: IgnoreScope::Line,
        rules,
        until,
        reason: reason.filter(|reason| !reason.is_empty()).map(ToString::to_string),
        covers: comment.span,
        span,
        comment: whole,
    };
    Some(Written { comment, verb, directive, alone })
}

/// Words between blanks and commas, each with its place.
struct Words<'t> {
    text: &'t str,
    at: usize,
    base: usize,
}

impl<'t> Words<'t> {
    fn next(&mut self) -> Option<(&'t str, Span)> {
        let rest = self.text.get(self.at..)?;
        let word = rest.trim_start_matches([' ', '\t', ',']);
        let start = self.at + rest.len() - word.len();
        let length = word.find([' ', '\t', ',']).unwrap_or(word.len());
        self.at = start + length;
        let word = word.get(..length).filter(|word| !word.is_empty())?;
        Some((word, Span::new(self.base + start, self.base + start + length)))
    }
}

fn line_start(file: &str, offset: usize) -> usize {
    let before = file.as_bytes().get(..offset).unwrap_or_default();
    memchr::memrchr2(b'\n', b'\r', before).map_or(0, |at| at + 1)
}

fn line_end(file: &str, offset: usize) -> usize {
    let after = file.as_bytes().get(offset..).unwrap_or_default();
    memchr::memchr2(b'\n', b'\r', after).map_or(file.len(), |at| offset + at)
}

fn after_line_break(file: &str, line_end: usize) -> usize {
    let rest = file.get(line_end..).unwrap_or_default();
    let length = if rest.starts_with("\r\n") { 2 } else { usize::from(!rest.is_empty()) };
    line_end + length
}

/// The first line from `from` on that is neither blank nor a comment. `known` is the answer for a line of
/// comments further down, so that long runs of ignores are not gone through again and again.
fn next_code_line(file: &str, from: usize, comments: &[u32], known: Option<(usize, Span)>) -> Span {
    let rest = file.get(from..).unwrap_or_default();
    for line in lines(rest) {
        if let Some((at, covers)) = known
            && at == from + line.start
        {
            return covers;
        }
        let written = line.of(rest);
        let content = written.trim_start();
        let start = from + line.start + written.len() - content.len();
        let is_comment = u32::try_from(start).is_ok_and(|start| comments.binary_search(&start).is_ok());
        if !content.is_empty() && !is_comment {
            return Span::new(from + line.start, from + line.end);
        }
    }
    Span::at(file.len())
}

/// Where blocks of a document may end, found once for all its ignores.
struct Ends {
    /// Starts of blank lines.
    blank: Vec<usize>,
    /// Starts and ends of lines that begin with the mark of a fence.
    fences: Vec<(usize, usize)>,
}

impl Ends {
    fn of(file: &str) -> Ends {
        let mut ends = Ends { blank: Vec::new(), fences: Vec::new() };
        for line in lines(file) {
            let content = line.of(file).trim_start();
            if content.is_empty() {
                ends.blank.push(line.start);
            } else if content.starts_with("```") || content.starts_with("~~~") {
                ends.fences.push((line.start, line.end));
            }
        }
        ends
    }

    /// The lines after `from` to the next blank one; a code block goes to the end of its fence.
    fn next_block(&self, file: &str, from: usize) -> Span {
        let rest = file.get(from..).unwrap_or_default();
        let first = lines(rest).skip(1).find(|line| !line.of(rest).trim().is_empty());
        let Some(first) = first else { return Span::at(file.len()) };
        let start = from + first.start;
        let fence = self.fences.partition_point(|(fence, _)| *fence < start);
        if self.fences.get(fence).is_some_and(|(fence, _)| *fence == start) {
            return Span::new(start, self.fences.get(fence + 1).map_or(file.len(), |(_, end)| *end));
        }
        let blank = self.blank.partition_point(|blank| *blank < start);
        Span::new(start, self.blank.get(blank).copied().unwrap_or(file.len()))
    }
}

/// Where the first line starts that is neither blank nor a comment nor front matter.
fn first_content(file: &str, comments: &[u32], outline: &Outline) -> usize {
    let front_matter = outline.parts.iter().find(|part| part.origin == Origin::FrontMatter);
    let from = front_matter.map_or(0, |part| after_line_break(file, line_end(file, part.span.end())));
    // The mark that ends the front matter.
    let from = if front_matter.is_some() { after_line_break(file, line_end(file, from)) } else { from };
    let mut line = next_code_line(file, from, comments, None);
    // What must be the first line of a file is none of its content.
    if PREAMBLES.iter().any(|start| line.of(file).trim_start_matches('\u{feff}').starts_with(start)) {
        line = next_code_line(file, after_line_break(file, line.end()), comments, None);
    }
    line.start()
}

/// `docent: { ignore: [ids] }` in the front matter of a document.
fn front_matter(file: &str, outline: &Outline) -> Vec<IgnoreDirective> {
    let Some(part) = outline.parts.iter().find(|part| part.origin == Origin::FrontMatter) else {
        return Vec::new();
    };
    let settings = outline.settings.iter().filter(|setting| part.span.contains(setting.key));
    let mut found: Vec<IgnoreDirective> = Vec::new();
    for setting in settings {
        let parent = setting.parent.and_then(|id| outline.setting(id));
        let list = if setting.is_item { parent } else { Some(setting) };
        let Some(list) = list.filter(|list| list.name == "ignore") else { continue };
        let around = list.parent.and_then(|id| outline.setting(id));
        let (Some(around), Some(value)) = (around.filter(|around| around.name == "docent"), &setting.value)
        else {
            continue;
        };
        if around.parent.is_some() {
            continue;
        }
        let rule = (value.text.clone(), value.span);
        match found.last_mut() {
            Some(directive) => directive.rules.push(rule),
            None => found.push(IgnoreDirective {
                scope: IgnoreScope::FrontMatter,
                rules: vec![rule],
                until: None,
                reason: None,
                covers: Span::new(0, file.len()),
                span: around.extent,
                comment: around.extent,
            }),
        }
    }
    found
}
