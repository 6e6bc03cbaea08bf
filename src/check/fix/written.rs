//! Writing a replacement as the text around it is written: its case, its quotes, its format.

use crate::document::Document;
use crate::document::outline::UnitId;
use crate::knowledge::kind::Reader;
use crate::text::Span;

/// A word that was matched with its quotes keeps them.
#[must_use]
pub fn inside_quotes(span: Span, text: &str) -> Span {
    let written = span.of(text);
    let quoted = ['"', '\'', '`']
        .iter()
        .any(|quote| written.len() >= 2 && written.starts_with(*quote) && written.ends_with(*quote));
    if quoted { Span::new(span.start() + 1, span.end() - 1) } else { span }
}

/// Lower case stays lower case: `show slave status` becomes `show replica status`.
#[must_use]
pub fn like_original(replacement: &str, original: &str) -> String {
    let lower = original.chars().any(char::is_lowercase) && !original.chars().any(char::is_uppercase);
    let shouts = replacement.chars().any(char::is_uppercase) && !replacement.chars().any(char::is_lowercase);
    if lower && shouts { replacement.to_lowercase() } else { replacement.to_string() }
}

/// A word of running text begins as the one before did: `Blacklist` becomes `Denylist`.
#[must_use]
pub fn like_word(replacement: &str, original: &str) -> String {
    let (mut first, mut letters) = (replacement.chars(), original.chars());
    match (first.next(), letters.next()) {
        (Some(initial), Some(old)) if old.is_uppercase() && initial.is_lowercase() => {
            initial.to_uppercase().chain(first).collect()
        }
        _ => replacement.to_string(),
    }
}

/// A value as its place takes it: what would end a string is escaped, and what would not be one string without quotes
/// gets them.
#[must_use]
pub fn value_at(value: &str, span: Span, unit: UnitId, document: &Document) -> String {
    let text = &document.text;
    let before = text.get(..span.start()).and_then(|before| before.chars().next_back());
    let behind = text.get(span.end()..).and_then(|behind| behind.chars().next());
    let quote = before.filter(|before| matches!(before, '"' | '\'') && behind == Some(*before));
    let reader = document.outline.kind_of(unit).map(|kind| kind.row().reader);
    match (reader, quote) {
        (Some(Reader::Yaml | Reader::Toml), Some('"')) => value.replace('\\', "\\\\").replace('"', "\\\""),
        (Some(Reader::Yaml), Some('\'')) => value.replace('\'', "''"),
        (Some(Reader::Yaml), None) if needs_quotes(value, is_json(document, unit)) => {
            format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
        }
        _ => value.to_string(),
    }
}

/// JSON begins with a bracket and writes its names in quotes; `{{` begins a template.
fn is_json(document: &Document, unit: UnitId) -> bool {
    let part = document.outline.part_of(unit).map_or(Span::default(), |part| part.span);
    let start = part.of(&document.text).trim_start_matches('\u{feff}').trim_start();
    let object = start.strip_prefix('{').is_some_and(|rest| rest.trim_start().starts_with('"'));
    object || start.strip_prefix('[').is_some_and(|rest| rest.trim_start().starts_with(['"', '{', '[']))
}

fn needs_quotes(value: &str, is_json: bool) -> bool {
    if is_json {
        let is_number =
            value.parse::<f64>().is_ok() && value.starts_with(|c: char| c.is_ascii_digit() || c == '-');
        return !is_number && !matches!(value, "true" | "false" | "null");
    }
    value.is_empty()
        || value.trim() != value
        || value
            .starts_with(['&', '*', '!', '|', '>', '%', '@', '`', '"', '\'', '#', '{', '[', ',', '?', ':'])
        || value.starts_with("- ")
        || value.contains(": ")
        || value.contains(" #")
        || value.ends_with(':')
}

#[cfg(test)]
mod tests {
    use super::{like_original, like_word};

    #[test]
    fn case_is_kept() {
        assert_eq!(like_original("SHOW REPLICA STATUS", "show slave status"), "show replica status");
        assert_eq!(like_original("SHOW REPLICA STATUS", "SHOW SLAVE STATUS"), "SHOW REPLICA STATUS");
        assert_eq!(like_original("OAuth", "oauth1"), "OAuth");
        assert_eq!(like_word("denylist", "Blacklist"), "Denylist");
        assert_eq!(like_word("denylist", "blacklist"), "denylist");
    }
}
