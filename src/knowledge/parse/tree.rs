//! Front matter as a tree in which every scalar is text, with its place in the file.
//!
//! A typed reader turns `8.10` into 8.1 and `on` into true; here both stay as written.

use super::reader::Reader;
use crate::text::Span;
use granit_parser::{Event, Parser, ScalarStyle};

/// One value with its place.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Node {
    pub value: Value,
    /// In the file, with quotes.
    pub span: Span,
    pub style: Style,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Text(String),
    List(Vec<Node>),
    Map(Vec<(Node, Node)>),
}

/// How a scalar is written; the canonical form of patterns is quoted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    Plain,
    Quoted,
    Block,
    Collection,
}

impl Node {
    /// The items of a list; a single value is a list of itself.
    pub(crate) fn items(&self) -> &[Node] {
        match &self.value {
            Value::List(items) => items,
            _ => std::slice::from_ref(self),
        }
    }

    /// The value of a key of a map.
    pub(crate) fn get(&self, key: &str) -> Option<&Node> {
        let Value::Map(pairs) = &self.value else { return None };
        pairs.iter().find(|(name, _)| name.text() == Some(key)).map(|(_, value)| value)
    }

    pub(crate) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// How deep collections may nest; real pages need five.
const DEPTH: usize = 24;

/// Reads the YAML under `span`. Nothing comes back, and a problem says why, if it is not YAML.
pub(crate) fn read(reader: &mut Reader<'_>, span: Span) -> Option<Node> {
    let text = span.of(reader.text());
    let options = granit_parser::options! {
        emit_comments: false,
        flow_nesting_limit: DEPTH,
        block_nesting_limit: DEPTH,
    };
    let mut builder = Builder { root: None, open: Vec::new() };
    let mut documents = 0;
    for next in Parser::new_from_str_with_options(text, options) {
        let (event, place) = match next {
            Ok(next) => next,
            Err(error) => {
                let offset = error.marker().byte_offset().unwrap_or(0).min(text.len());
                let place = Span::at(span.start() + offset);
                reader.problem(place, format!("the front matter is not readable as YAML: {}", error.info()));
                return None;
            }
        };
        let range = place.byte_range().unwrap_or(0..0);
        let place = Span::from(range).shifted(span.start());
        match event {
            Event::DocumentStart(..) => documents += 1,
            Event::Scalar(text, style, ..) => {
                let style = match style {
                    ScalarStyle::Plain => Style::Plain,
                    ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => Style::Quoted,
                    _ => Style::Block,
                };
                builder.add(Node { value: Value::Text(text.into_owned()), span: place, style });
            }
            Event::SequenceStart(..) => builder.open.push(Open::new(place, false)),
            Event::MappingStart(..) => builder.open.push(Open::new(place, true)),
            Event::SequenceEnd | Event::MappingEnd => builder.close(place),
            Event::Alias(_) => {
                reader.problem(place, "front matter takes no aliases (`*name`); write the value out");
                builder.add(Node { value: Value::Text(String::new()), span: place, style: Style::Plain });
            }
            _ => {}
        }
    }
    if documents > 1 {
        reader.problem(span, "front matter holds one YAML document");
    }
    Some(builder.root.unwrap_or(Node { value: Value::Map(Vec::new()), span, style: Style::Collection }))
}

/// A collection whose end has not come yet.
struct Open {
    span: Span,
    is_map: bool,
    nodes: Vec<Node>,
}

impl Open {
    fn new(span: Span, is_map: bool) -> Self {
        Self { span, is_map, nodes: Vec::new() }
    }
}

struct Builder {
    root: Option<Node>,
    open: Vec<Open>,
}

impl Builder {
    fn add(&mut self, node: Node) {
        match self.open.last_mut() {
            Some(open) => open.nodes.push(node),
            None => {
                self.root.get_or_insert(node);
            }
        }
    }

    fn close(&mut self, end: Span) {
        let Some(open) = self.open.pop() else { return };
        let last = open.nodes.last().map_or(open.span, |node| node.span);
        let span = if end.is_empty() { open.span.cover(last) } else { open.span.cover(end) };
        let value = if open.is_map {
            let mut nodes = open.nodes.into_iter();
            let mut pairs = Vec::new();
            while let (Some(key), Some(value)) = (nodes.next(), nodes.next()) {
                pairs.push((key, value));
            }
            Value::Map(pairs)
        } else {
            Value::List(open.nodes)
        };
        self.add(Node { value, span, style: Style::Collection });
    }
}
