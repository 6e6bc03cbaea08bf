//! Taking a key or an item out of YAML, JSON or an inline table, where commas, dashes and what is left must fit.

use super::words::{gone, whole_lines};
use crate::check::finding::Edit;
use crate::document::Document;
use crate::document::outline::{Setting, SettingId};
use crate::knowledge::kind::Reader;
use crate::text::Span;
use crate::text::line::line_around;

/// How something can be taken out.
#[derive(Debug)]
pub enum Removal {
    Edits(Vec<Edit>),
    /// Nothing would be left of what stands around it, so that goes instead.
    Around(SettingId),
    Impossible,
}

/// Neighbours in one mapping or list, from the first to the last.
pub struct Run<'d> {
    document: &'d Document,
    text: &'d str,
    parent: Option<SettingId>,
    is_item: bool,
    /// From the quote, the key or the dash of the first to the end of the last.
    span: Span,
    before: Option<&'d Setting>,
    after: Option<&'d Setting>,
    is_flow: bool,
}

impl<'d> Run<'d> {
    /// Nothing for settings of other formats, and for those that are written elsewhere (merged into their mapping).
    #[must_use]
    pub fn of(document: &'d Document, first: SettingId, last: SettingId) -> Option<Run<'d>> {
        let outline = &document.outline;
        let (setting, end) = (outline.setting(first)?, outline.setting(last)?);
        let parent = setting.parent;
        if parent != end.parent
            || parent.is_some_and(|id| {
                !outline.setting(id).is_some_and(|around| around.extent.contains(setting.extent))
            })
        {
            return None;
        }
        let text: &str = &document.text;
        let is_flow = is_flow(document, setting);
        let is_tree = match document.outline.kind_of(setting.unit).map(|kind| kind.row().reader) {
            Some(Reader::Yaml) => true,
            Some(Reader::Toml | Reader::Hcl) => is_flow,
            _ => false,
        };
        let is_sibling = |other: &&Setting| {
            other.parent == parent
                && other.is_item == setting.is_item
                && (parent.is_some() || other.unit == setting.unit || other.occurrence == setting.occurrence)
        };
        let ends = parent.and_then(|id| outline.setting(id)).map(|around| around.extent);
        let is_inside = |other: &&Setting| ends.is_none_or(|ends| ends.contains(other.key));
        let (index, end_index) = (first.0 as usize, last.0 as usize);
        let before = outline.settings.get(..index)?.iter().rev();
        let before = before.take_while(is_inside).find(is_sibling);
        let after = outline.settings.get(end_index + 1..)?.iter();
        let after = after.take_while(is_inside).find(is_sibling);
        let span = Span::new(start_of(text, setting, is_flow)?, end_of(text, end));
        let run = Run { document, text, parent, is_item: setting.is_item, span, before, after, is_flow };
        is_tree.then_some(run)
    }

    #[must_use]
    pub fn remove(&self) -> Removal {
        if self.is_flow { Removal::Edits(self.out_of_brackets()) } else { self.out_of_lines() }
    }

    /// The comma behind goes along, else the one before.
    fn out_of_brackets(&self) -> Vec<Edit> {
        let (start, end) = (self.span.start(), self.span.end());
        let rest = self.text.get(end..).unwrap_or_default();
        let behind = rest.trim_start();
        if let Some(after_comma) = behind.strip_prefix(',') {
            let comma_end = end + rest.len() - after_comma.len();
            return vec![gone(self.up_to_the_next(Span::new(start, comma_end)))];
        }
        let Some(before) = self.before else { return vec![gone(self.with_blanks_inside())] };
        let from = end_of(self.text, before);
        let between = self.text.get(from..start).unwrap_or_default();
        match between.split_once(',') {
            Some((_, blanks)) if blanks.trim().is_empty() => {
                vec![gone(Span::new(start - blanks.len() - 1, end))]
            }
            // A comment stands between.
            Some((to_comma, _)) => {
                let comma = from + to_comma.len();
                vec![gone(Span::new(comma, comma + 1)), gone(self.lines_or_words(self.span))]
            }
            None => vec![gone(self.lines_or_words(self.span))],
        }
    }

    /// With the line where it stands alone there, else with the blanks before the next.
    fn up_to_the_next(&self, span: Span) -> Span {
        let (head, tail) = self.line_around(span);
        if head.trim().is_empty() && tail.trim().is_empty() {
            return whole_lines(self.text, span);
        }
        let rest = self.text.get(span.end()..).unwrap_or_default();
        Span::new(span.start(), span.end() + rest.len() - rest.trim_start().len())
    }

    fn lines_or_words(&self, span: Span) -> Span {
        let (head, tail) = self.line_around(span);
        if head.trim().is_empty() && tail.trim().is_empty() { whole_lines(self.text, span) } else { span }
    }

    /// The only one goes with the blanks inside its brackets.
    fn with_blanks_inside(&self) -> Span {
        let before = self.text.get(..self.span.start()).unwrap_or_default().trim_end();
        let rest = self.text.get(self.span.end()..).unwrap_or_default();
        let behind = rest.trim_start();
        if before.ends_with(['{', '[']) && behind.starts_with(['}', ']']) {
            return Span::new(before.len(), self.span.end() + rest.len() - behind.len());
        }
        self.lines_or_words(self.span)
    }

    fn line_around(&self, span: Span) -> (&str, &str) {
        let (first, last) = (line_around(self.text, span.start()), line_around(self.text, span.end()));
        let head = self.text.get(first.start()..span.start()).unwrap_or_default();
        (head, self.text.get(span.end()..last.end()).unwrap_or_default())
    }

    /// What is indented goes by lines.
    fn out_of_lines(&self) -> Removal {
        let (head, _) = self.line_around(self.span);
        let is_only = self.before.is_none() && self.after.is_none();
        let is_on_a_dash = !head.trim().is_empty();
        if is_on_a_dash && !head.trim().bytes().all(|byte| matches!(byte, b'-' | b' ')) {
            return Removal::Impossible;
        }
        let around =
            self.parent.and_then(|id| self.document.outline.setting(id).map(|setting| (id, setting)));
        match (around, is_only) {
            (Some((id, around)), true) if around.is_item => Removal::Around(id),
            (Some((_, around)), true) if !is_on_a_dash => self.leaving_nothing(around),
            (None, true) if !is_on_a_dash => Removal::Edits(vec![gone(whole_lines(self.text, self.span))]),
            (_, true) => Removal::Impossible,
            // The dash stays for the next key.
            (_, false) if is_on_a_dash => {
                match self.after.and_then(|next| start_of(self.text, next, false)) {
                    Some(next) => Removal::Edits(vec![gone(Span::new(self.span.start(), next))]),
                    None => Removal::Impossible,
                }
            }
            (_, false) => Removal::Edits(vec![gone(whole_lines(self.text, self.span))]),
        }
    }

    /// What stood in a mapping stays a mapping, and a list a list, for many programs refuse a missing value.
    fn leaving_nothing(&self, around: &Setting) -> Removal {
        let line = line_around(self.text, around.key.end());
        let rest = self.text.get(around.key.end()..line.end()).unwrap_or_default();
        let Some(colon) = rest.find(':') else { return Removal::Impossible };
        let behind = rest.get(colon + 1..).unwrap_or_default();
        if !(behind.trim().is_empty() || behind.trim_start().starts_with('#')) {
            return Removal::Impossible;
        }
        let empty = if self.is_item { " []" } else { " {}" };
        let place = Span::at(around.key.end() + colon + 1);
        Removal::Edits(vec![
            Edit { span: place, text: empty.to_string() },
            gone(whole_lines(self.text, self.span)),
        ])
    }
}

/// Where a setting begins: its quote, its key, or the dash of an item.
fn start_of(text: &str, setting: &Setting, is_flow: bool) -> Option<usize> {
    let start = setting.key.start();
    let before = text.get(..start)?;
    let is_quoted = before.ends_with(['"', '\''])
        && (!setting.is_item
            || setting.value.as_ref().is_some_and(|value| value.span.start == setting.key.start));
    let start = if is_quoted { start - 1 } else { start };
    if !setting.is_item || is_flow {
        return Some(start);
    }
    let head = text.get(line_around(text, start).start()..start)?;
    let dash = head.rfind("- ").or_else(|| head.strip_suffix('-').map(str::len))?;
    Some(start - head.len() + dash)
}

/// Where a setting ends, without the blank lines that a block of text may hold.
fn end_of(text: &str, setting: &Setting) -> usize {
    text.get(..setting.extent.end())
        .map_or(setting.extent.end(), |written| written.trim_end().len())
        .max(setting.key.end())
}

/// Whether a setting stands in brackets.
fn is_flow(document: &Document, setting: &Setting) -> bool {
    let text: &str = &document.text;
    let opens = |rest: &str| {
        let rest = rest.trim_start();
        // `{{` and `{%` begin templates.
        rest.starts_with('[')
            || rest.strip_prefix('{').is_some_and(|inner| !inner.starts_with(['{', '%', '#']))
    };
    let from = |at: usize| text.get(at..).unwrap_or_default();
    let Some(parent) = setting.parent.and_then(|id| document.outline.setting(id)) else {
        let part = document.outline.part_of(setting.unit).map_or(Span::default(), |part| part.span);
        return opens(from(part.start()).trim_start_matches('\u{feff}'));
    };
    if parent.is_item {
        return opens(from(parent.key.start()));
    }
    let rest = from(parent.key.end()).trim_start_matches(['"', '\'']).trim_start();
    rest.strip_prefix([':', '=']).is_some_and(|value| opens(without_properties(value)))
}

/// A value of YAML without the anchor and the tag before it.
fn without_properties(value: &str) -> &str {
    let mut value = value.trim_start_matches([' ', '\t']);
    while value.starts_with(['&', '!']) {
        let end = value.find(|c: char| c.is_whitespace()).unwrap_or(value.len());
        value = value.get(end..).unwrap_or_default().trim_start_matches([' ', '\t']);
    }
    value
}
