//! Apache httpd: lines of words, in sections between `<Name …>` and `</Name>`. A virtual host is a unit.

use super::{Settings, Writing, joined_lines, value, words};
use crate::document::builder::is_variable_name;
use crate::document::outline::{SettingId, UnitId};
use crate::document::readers::settings::DEEPEST;
use crate::document::source::Line;

const WRITING: Writing = Writing { late_comments: false, escapes: false };

/// A section that is open.
struct Frame {
    setting: SettingId,
    name: String,
    /// The unit around, if the section is a unit.
    around: Option<UnitId>,
    /// Whether what stands before the section is conditional.
    was_conditional: bool,
}

struct Reader<'s, 'a, 'b> {
    settings: Settings<'s, 'a, 'b>,
    frames: Vec<Frame>,
}

/// Reads the whole file.
pub fn read(settings: Settings<'_, '_, '_>) {
    let source = settings.source;
    let mut reader = Reader { settings, frames: Vec::new() };
    for line in joined_lines(&source.text) {
        reader.line(line);
    }
    if !reader.frames.is_empty() {
        let unit = reader.settings.unit;
        reader.settings.out.incomplete(unit);
    }
    while !reader.frames.is_empty() {
        reader.close(source.text.len());
    }
}

impl Reader<'_, '_, '_> {
    fn line(&mut self, line: Line) {
        let source = self.settings.source;
        let written = line.of(&source.text);
        let content = written.trim_start();
        let start = line.start + written.len() - content.len();
        let end = line.start + written.trim_end().len();
        if let Some(name) = content.strip_prefix("</") {
            let length = name.bytes().take_while(|byte| !b"> \t".contains(byte)).count();
            self.close_named(name.get(..length).unwrap_or_default(), end);
        } else if content.starts_with('<') {
            self.open(start, end);
        } else {
            self.directive(start, end, line);
        }
    }

    fn open(&mut self, start: usize, end: usize) {
        let source = self.settings.source;
        let closes = source.seen(start, end).ends_with('>');
        let inside = Line { start: start + 1, end: end - usize::from(closes), next: end };
        let (found, _) = words(source, Line { end: inside.end.max(inside.start), ..inside }, WRITING);
        let Some((name, rest)) = found.split_first() else { return };
        if self.frames.len() >= DEEPEST {
            return;
        }
        let scalar = value(&self.settings, rest);
        let parent = self.frames.last().map(|frame| frame.setting);
        let was_conditional = self.settings.conditional;
        let lower = name.text.to_ascii_lowercase();
        let asked = scalar.as_ref().map_or("", |scalar| scalar.text.as_str());
        let asks = lower == "ifversion"
            || (lower == "ifmodule" && (asked == "!mod_authz_core.c" || asked.contains("mod_access_compat")));
        let setting = self.settings.add(parent, name.range.clone(), scalar, end);
        self.settings.conditional = was_conditional || asks;
        let around = (lower == "virtualhost").then_some(self.settings.unit);
        if around.is_some() {
            self.settings.open_unit(setting);
        }
        self.frames.push(Frame { setting, name: lower, around, was_conditional });
    }

    fn close_named(&mut self, name: &str, end: usize) {
        let Some(found) = self.frames.iter().rposition(|frame| frame.name.eq_ignore_ascii_case(name)) else {
            return;
        };
        while self.frames.len() > found {
            self.close(end);
        }
    }

    fn close(&mut self, end: usize) {
        let Some(frame) = self.frames.pop() else { return };
        self.settings.extend(frame.setting, end);
        self.settings.conditional = frame.was_conditional;
        if let Some(around) = frame.around {
            self.settings.close_unit(self.settings.unit, frame.setting);
            self.settings.unit = around;
        }
    }

    fn directive(&mut self, start: usize, end: usize, line: Line) {
        let source = self.settings.source;
        let (found, comment) = words(source, Line { start, end, ..line }, WRITING);
        if let Some(comment) = comment {
            self.settings.comment(comment, 1);
        }
        let Some((name, rest)) = found.split_first() else { return };
        let end = rest.last().map_or(name.range.end, |last| last.range.end);
        let lower = name.text.to_ascii_lowercase();
        if matches!(lower.as_str(), "include" | "includeoptional") {
            let unit = self.settings.unit;
            self.settings.out.incomplete(unit);
        }
        if let ("setenv", [variable, content @ ..]) = (lower.as_str(), rest)
            && is_variable_name(&variable.text)
        {
            let scalar = value(&self.settings, content);
            let name_span = source.span(variable.range.start, variable.range.end);
            let quoted = u32::from(variable.is_quoted);
            let name_span =
                crate::text::Span { start: name_span.start + quoted, end: name_span.end - quoted };
            let extent = source.span(name.range.start, end);
            self.settings.out.env(&variable.text, name_span, scalar, extent, self.settings.unit);
        }
        let scalar = value(&self.settings, rest);
        let parent = self.frames.last().map(|frame| frame.setting);
        self.settings.add(parent, name.range.clone(), scalar, end);
    }
}
