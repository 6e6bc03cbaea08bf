//! Manifests and lock files of lines: `requirements.txt`, `go.mod`, `yarn.lock`, `Gemfile.lock`.

use super::{named, split_requirement};
use crate::document::builder::Builder;
use crate::document::outline::{Scalar, UnitId};
use crate::document::readers::settings::Settings;
use crate::document::readers::variables;
use crate::document::source::{Line, Source, lines};
use crate::knowledge::Kind;
use crate::text::Span;
use std::ops::Range;

/// Reads the whole file.
pub fn read(source: &Source<'_>, kind: Option<Kind>, unit: UnitId, out: &mut Builder) {
    match kind.map_or("", Kind::name) {
        "go-mod" => go_mod(source, kind, unit, out),
        "yarn-lock" => yarn_lock(source, unit, out),
        "gemfile-lock" => gemfile_lock(source, unit, out),
        "gradle-lock" => gradle_lock(source, unit, out),
        _ => lines(&source.text).for_each(|line| requirement(source, line, unit, out)),
    }
}

fn scalar(source: &Source<'_>, range: Range<usize>) -> Option<Scalar> {
    let text = source.seen(range.start, range.end);
    (!text.is_empty()).then(|| variables::resolved(source.scalar(range.start, range.end, text)))
}

fn requirement(source: &Source<'_>, line: Line, unit: UnitId, out: &mut Builder) {
    let written = line.of(&source.text);
    if let Some(at) = written.find('#').filter(|at| {
        written.get(..*at).is_some_and(|before| before.trim().is_empty() || before.ends_with(' '))
    }) {
        let start = line.start + at;
        out.comment(source.span(start, line.end), source.span(start + 1, line.end), unit);
    }
    let Some((name, version)) = split_requirement(written) else { return };
    let at = |range: Range<usize>| line.start + range.start..line.start + range.end;
    let end = if version.is_empty() { name.end } else { version.end };
    let extent = source.span(line.start + name.start, line.start + end);
    let text = written.get(name.clone()).unwrap_or_default();
    let name = at(name);
    let version = scalar(source, at(version));
    out.outline.packages.push(named("pypi", text, source.span(name.start, name.end), version, extent, unit));
}

/// The words of a line before its comment, each with its range.
fn words(source: &Source<'_>, line: Line) -> Vec<Range<usize>> {
    let written = line.of(&source.text);
    let written = written.split("//").next().unwrap_or_default();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = written.get(at..) {
        let word = rest.trim_start();
        let start = at + rest.len() - word.len();
        let length = word.find(char::is_whitespace).unwrap_or(word.len());
        if length == 0 {
            break;
        }
        found.push(line.start + start..line.start + start + length);
        at = start + length;
    }
    found
}

fn go_mod(source: &Source<'_>, kind: Option<Kind>, unit: UnitId, out: &mut Builder) {
    let mut settings = Settings::new(source, kind, unit, out);
    let mut block: Option<String> = None;
    for line in lines(&source.text) {
        let written = line.of(&source.text);
        if let Some(at) =
            written.find("//").filter(|at| *at == 0 || written.as_bytes().get(at - 1) == Some(&b' '))
        {
            settings.comment(line.start + at..line.end, 2);
        }
        let words = words(source, line);
        let Some((first, rest)) = words.split_first() else { continue };
        let word = |range: &Range<usize>| source.seen(range.start, range.end);
        match (&block, word(first)) {
            (Some(_), ")") => block = None,
            (Some(directive), _) => {
                let directive = directive.clone();
                module(&mut settings, &directive, &words);
            }
            (None, directive) if rest.first().map(word) == Some("(") => block = Some(directive.to_string()),
            (None, directive @ ("require" | "replace" | "exclude" | "tool")) => {
                let directive = directive.to_string();
                module(&mut settings, &directive, rest);
            }
            (None, _) => {
                let Some((value, last)) = rest.first().zip(rest.last()) else { continue };
                let range = value.start..last.end;
                let scalar = scalar(source, range.clone());
                settings.add(None, first.clone(), scalar, range.end);
            }
        }
    }
}

fn module(settings: &mut Settings<'_, '_, '_>, directive: &str, words: &[Range<usize>]) {
    let source = settings.source;
    let is_arrow = |range: &Range<usize>| source.seen(range.start, range.end) == "=>";
    let words = match words.iter().position(is_arrow) {
        Some(arrow) => words.get(arrow + 1..).unwrap_or_default(),
        None => words,
    };
    let Some(name) = words.first() else { return };
    let text = source.written(name.start, name.end);
    // A folder instead of a module.
    if directive == "exclude" || text.starts_with('.') || text.starts_with('/') {
        return;
    }
    let version = words.get(1).and_then(|version| scalar(source, version.clone()));
    let end = words.get(1).map_or(name.end, |version| version.end);
    let extent = source.span(name.start, end);
    let package = named("go", text, source.span(name.start, name.end), version, extent, settings.unit);
    settings.out.outline.packages.push(package);
}

/// `"name@^1.0.0", name@^1.1.0:` and below it `version "1.1.2"`.
fn yarn_lock(source: &Source<'_>, unit: UnitId, out: &mut Builder) {
    let mut name: Option<Range<usize>> = None;
    for line in lines(&source.text) {
        let written = line.of(&source.text);
        let content = written.trim_start();
        if content.is_empty() || content.starts_with('#') {
            continue;
        }
        if content.len() == written.len() {
            let start = line.start + written.len() - written.trim_start_matches('"').len();
            let rest = source.seen(start, line.end);
            let at = rest.get(1..).and_then(|rest| rest.find('@')).map(|at| at + 1);
            name = at.map(|at| start..start + at);
        } else if let Some(version) = content.strip_prefix("version") {
            let version = version.trim_start_matches([' ', ':', '"']);
            let start = line.end - version.len();
            let length = version.find('"').unwrap_or(version.trim_end().len());
            if let Some(name) = name.take() {
                let text = source.written(name.start, name.end);
                let span = source.span(name.start, name.end);
                let version = scalar(source, start..start + length);
                out.outline.packages.push(named("npm", text, span, version, span, unit));
            }
        }
    }
}

/// `group:artifact:version=configuration,…`.
fn gradle_lock(source: &Source<'_>, unit: UnitId, out: &mut Builder) {
    for line in lines(&source.text) {
        let written = line.of(&source.text);
        let Some((coordinates, _)) = written.split_once('=') else { continue };
        let Some((name, version)) = coordinates.rsplit_once(':') else { continue };
        let end = line.start + name.len();
        let version = scalar(source, end + 1..end + 1 + version.len());
        let extent = source.span(line.start, line.end);
        let package = named("maven", name, source.span(line.start, end), version, extent, unit);
        out.outline.packages.push(package);
    }
}

/// `    name (1.2.3)` under `specs:`; what such a line needs in turn is indented further.
fn gemfile_lock(source: &Source<'_>, unit: UnitId, out: &mut Builder) {
    for line in lines(&source.text) {
        let written = line.of(&source.text);
        let content = written.trim_start_matches(' ');
        let Some((name, rest)) = content.split_once(" (").filter(|_| written.len() - content.len() == 4)
        else {
            continue;
        };
        let start = line.start + 4;
        let version = rest.split(')').next().unwrap_or_default();
        let version_start = start + name.len() + 2;
        let name_span: Span = source.span(start, start + name.len());
        let version = scalar(source, version_start..version_start + version.len());
        out.outline.packages.push(named("gem", name, name_span, version, source.span(start, line.end), unit));
    }
}
