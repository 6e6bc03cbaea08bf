//! The few changes that no pattern can say; ARCHITECTURE.md lists them.

use crate::check::finding::Edit;
use crate::matching::Hit;
use crate::text::Span;

/// The title and the edits of a rewrite. Nothing for a name that there is not, and where it does not apply.
#[must_use]
pub fn rewrite(name: &str, hit: &Hit, text: &str) -> Option<(String, Vec<Edit>)> {
    let written = match name {
        "maintainer-label" => maintainer_label(hit)?,
        "exec-form" => exec_form(hit, text)?,
        _ => return None,
    };
    let (span, replacement) = written;
    Some((format!("Replace with `{replacement}`"), vec![Edit { span, text: replacement }]))
}

/// `MAINTAINER a` → `LABEL org.opencontainers.image.authors="a"`.
fn maintainer_label(hit: &Hit) -> Option<(Span, String)> {
    let value = hit.value.as_deref()?.trim();
    let plain = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(value);
    if plain.contains(['"', '\\', '\n']) {
        return None;
    }
    Some((hit.extent, format!("LABEL org.opencontainers.image.authors=\"{plain}\"")))
}

/// `CMD node server.js` → `CMD ["node", "server.js"]`, where no shell is needed to read it.
fn exec_form(hit: &Hit, text: &str) -> Option<(Span, String)> {
    let span = hit.value_span?;
    let written = span.of(text);
    let needs_shell = |c: char| "$`\\\"'|&;<>()*?[]{}~#!\n\r".contains(c);
    if written.trim().is_empty()
        || written.contains(needs_shell)
        || written.split(' ').any(|word| word.contains('='))
    {
        return None;
    }
    let words: Vec<String> = written.split_whitespace().map(|word| format!("\"{word}\"")).collect();
    Some((span, format!("[{}]", words.join(", "))))
}
