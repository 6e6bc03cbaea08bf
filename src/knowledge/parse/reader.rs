//! What the parts of the parser share: the text, its lines, and the problems found so far.

use super::tree::{Node, Value};
use crate::knowledge::Date;
use crate::knowledge::page::Problem;
use crate::text::Span;
use crate::text::suggest::nearest;

#[derive(Debug)]
pub(crate) struct Reader<'a> {
    text: &'a str,
    path: &'a str,
    line_starts: Vec<usize>,
    problems: Vec<Problem>,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(text: &'a str, path: &'a str) -> Self {
        let line_starts =
            std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|end| end + 1));
        Self { text, path, line_starts: line_starts.collect(), problems: Vec::new() }
    }

    pub(crate) fn text(&self) -> &'a str {
        self.text
    }

    pub(crate) fn path(&self) -> &'a str {
        self.path
    }

    /// The line on which an offset lies, counted from 1.
    pub(crate) fn line(&self, offset: usize) -> usize {
        self.line_starts.partition_point(|start| *start <= offset).max(1)
    }

    /// The text of a line, counted from 1, without blanks around it.
    pub(crate) fn line_span(&self, line: usize) -> Span {
        let start = self.line_starts.get(line.saturating_sub(1)).copied().unwrap_or(self.text.len());
        let written = self.text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        let indent = written.len() - written.trim_start().len();
        Span::new(start + indent, start + written.trim_end().len())
    }

    pub(crate) fn problem(&mut self, span: Span, message: impl Into<String>) {
        let line = self.line(span.start());
        self.problems.push(Problem { path: self.path.to_string(), line, span, message: message.into() });
    }

    /// The problems in the order of the file.
    pub(crate) fn into_problems(mut self) -> Vec<Problem> {
        self.problems.sort_by_key(|problem| problem.span.start);
        self.problems
    }

    /// The entries of a map with a closed set of keys; others are problems and are left out.
    pub(crate) fn entries<'n>(
        &mut self,
        node: &'n Node,
        what: &str,
        known: &[&str],
    ) -> Vec<(&'n str, &'n Node)> {
        let Value::Map(pairs) = &node.value else {
            self.problem(node.span, format!("{what} must be a map of keys and values"));
            return Vec::new();
        };
        let mut entries: Vec<(&str, &Node)> = Vec::new();
        for (key, value) in pairs {
            let Value::Text(name) = &key.value else {
                self.problem(key.span, format!("a key of {what} must be a word"));
                continue;
            };
            if !known.contains(&name.as_str()) {
                let message = match nearest(name, known.iter().copied()) {
                    Some(nearest) => format!("{what} has no key `{name}`; did you mean `{nearest}`?"),
                    None => format!("{what} has no key `{name}`; it may have {}", listed(known)),
                };
                self.problem(key.span, message);
            } else if entries.iter().any(|(seen, _)| seen == name) {
                self.problem(key.span, format!("`{name}` stands twice; join the two"));
            } else {
                entries.push((name, value));
            }
        }
        entries
    }

    /// One text.
    pub(crate) fn scalar(&mut self, node: &Node, what: &str) -> Option<String> {
        if let Value::Text(text) = &node.value {
            return Some(text.clone());
        }
        self.problem(node.span, format!("`{what}` must be one text"));
        None
    }

    /// A list of texts; a single one counts as a list of one.
    pub(crate) fn scalars(&mut self, node: &Node, what: &str) -> Vec<String> {
        node.items().iter().filter_map(|item| self.scalar(item, what)).collect()
    }

    /// `true` or `false`.
    pub(crate) fn flag(&mut self, node: &Node, what: &str) -> bool {
        match self.scalar(node, what).as_deref() {
            Some("true") => true,
            Some("false") | None => false,
            Some(_) => {
                self.problem(node.span, format!("`{what}` must be `true` or `false`"));
                false
            }
        }
    }

    pub(crate) fn date(&mut self, node: &Node, what: &str) -> Option<Date> {
        let text = self.scalar(node, what)?;
        let date = Date::parse(&text);
        if date.is_none() {
            self.problem(node.span, format!("`{what}: {text}` must be a day written like 2026-11-22"));
        }
        date
    }

    /// One of a closed list of words.
    pub(crate) fn one_of<T: Copy>(&mut self, node: &Node, what: &str, known: &[(&str, T)]) -> Option<T> {
        let text = self.scalar(node, what)?;
        if let Some((_, value)) = known.iter().find(|(name, _)| *name == text) {
            return Some(*value);
        }
        let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
        self.problem(node.span, format!("`{what}: {text}` must be {}", listed(&names)));
        None
    }
}

/// `a`, `b` or `c`.
pub(crate) fn listed(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}
