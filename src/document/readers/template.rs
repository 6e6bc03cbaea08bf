//! Templates inside other formats: `{{ }}`, `{% %}`, `{# #}` and `<% %>`.
//!
//! They are overwritten by as many bytes, so that the format around them can be read: a template that stands
//! alone on its lines by blanks, one inside a value by a private-use character that marks it as unknown.

use crate::document::builder::Builder;
use crate::document::source::{Source, TEMPLATE};
use memchr::memmem;

/// One template as written, with its braces.
#[derive(Clone, Copy, Debug)]
struct Template {
    start: usize,
    end: usize,
    /// `${{ }}` of GitHub: an expression, never a directive.
    is_expression: bool,
}

const BRACES: [(&str, &str); 4] = [("{{", "}}"), ("{%", "%}"), ("{#", "#}"), ("<%", "%>")];

/// The source with its templates overwritten; what they make uncertain is told to the builder.
pub fn overwrite<'a>(source: &Source<'a>, out: &mut Builder) -> Source<'a> {
    let templates = find(&source.text);
    if templates.is_empty() {
        return source.clone();
    }
    let mut bytes = source.text.as_bytes().to_vec();
    let mut at = 0;
    while let Some(first) = templates.get(at) {
        let line_start =
            source.text.get(..first.start).and_then(|before| memchr::memrchr(b'\n', before.as_bytes()));
        let line_start = line_start.map_or(0, |newline| newline + 1);
        let (next, alone) = templates_of_line(&source.text, &templates, at, line_start);
        for template in templates.get(at..next).unwrap_or_default() {
            fill(&mut bytes, template, alone && !template.is_expression);
        }
        at = next;
    }
    tell(source, &templates, out);
    match String::from_utf8(bytes) {
        Ok(text) => source.with_text(text),
        Err(_) => source.clone(),
    }
}

fn find(text: &str) -> Vec<Template> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut closed = [true; BRACES.len()];
    let mut at = 0;
    while let Some(hit) = memchr::memchr2(b'{', b'<', bytes.get(at..).unwrap_or_default()) {
        let start = at + hit;
        at = start + 1;
        let rest = bytes.get(start..).unwrap_or_default();
        let Some(brace) = BRACES.iter().position(|(open, _)| rest.starts_with(open.as_bytes())) else {
            continue;
        };
        let Some((_, close)) = BRACES.get(brace) else { continue };
        if !closed.get(brace).copied().unwrap_or_default() {
            continue;
        }
        let Some(length) = memmem::find(rest.get(2..).unwrap_or_default(), close.as_bytes()) else {
            // No later one is closed either: searching again and again would be quadratic.
            if let Some(flag) = closed.get_mut(brace) {
                *flag = false;
            }
            continue;
        };
        let end = start + 2 + length + 2;
        let is_expression = start.checked_sub(1).and_then(|before| bytes.get(before)) == Some(&b'$');
        found.push(Template { start, end, is_expression });
        at = end;
    }
    found
}

/// The templates from `at` on that share one line (a template over several lines makes them one), and
/// whether nothing else stands there. Gives the index of the first template after that line.
fn templates_of_line(text: &str, templates: &[Template], at: usize, line_start: usize) -> (usize, bool) {
    let blank = |start: usize, end: usize| text.get(start..end).is_some_and(|part| part.trim().is_empty());
    let mut index = at;
    let mut position = line_start;
    let mut alone = true;
    while let Some(template) = templates.get(index) {
        let between = text.get(position..template.start).unwrap_or_default();
        if index > at && between.contains('\n') {
            break;
        }
        alone = alone && blank(position, template.start);
        position = template.end;
        index += 1;
    }
    let rest = text.get(position..).unwrap_or_default();
    let line_end = memchr::memchr(b'\n', rest.as_bytes()).map_or(text.len(), |length| position + length);
    (index, alone && blank(position, line_end))
}

fn fill(bytes: &mut [u8], template: &Template, with_blanks: bool) {
    let Some(place) = bytes.get_mut(template.start..template.end) else { return };
    if with_blanks {
        // Line breaks stay, so that lines stay lines.
        place.iter_mut().filter(|byte| !matches!(byte, b'\n' | b'\r')).for_each(|byte| *byte = b' ');
        return;
    }
    let mut mark = [0; 4];
    let mark = TEMPLATE.encode_utf8(&mut mark).as_bytes();
    let whole = place.len() / mark.len() * mark.len();
    for (index, byte) in place.iter_mut().enumerate() {
        *byte = if index < whole { mark.get(index % mark.len()).copied().unwrap_or(b'x') } else { b'x' };
    }
}

/// Tells the builder where directives stand and which stretches depend on a version.
fn tell(source: &Source<'_>, templates: &[Template], out: &mut Builder) {
    // Per open block: where its doubtful stretch began, if it did.
    let mut open: Vec<Option<usize>> = Vec::new();
    let mut conditional = Vec::new();
    for template in templates.iter().filter(|template| !template.is_expression) {
        out.directives.push(source.span(template.start, template.end));
        let written = source.written(template.start, template.end);
        let inside = written.get(2..written.len().saturating_sub(2)).unwrap_or_default();
        let inside =
            inside.trim_matches(|mark: char| mark.is_whitespace() || matches!(mark, '-' | '+' | '~' | '='));
        let word =
            inside.split(|end: char| !end.is_ascii_alphanumeric() && end != '_').next().unwrap_or_default();
        match word {
            "if" | "with" | "range" | "define" | "block" | "for" | "macro" | "unless" | "case" | "call"
            | "filter" => {
                open.push(asks_for_version(inside).then_some(template.end));
            }
            "else" | "elif" | "elsif" => {
                if let Some(top) = open.last_mut()
                    && top.is_none()
                    && asks_for_version(inside)
                {
                    *top = Some(template.end);
                }
            }
            _ if word.starts_with("end") => {
                let inside_another = open.iter().rev().skip(1).any(Option::is_some);
                if let Some(Some(start)) = open.pop()
                    && !inside_another
                {
                    conditional.push(source.span(start, template.start));
                }
            }
            _ => {}
        }
    }
    if let Some(start) = open.into_iter().flatten().next() {
        conditional.push(source.span(start, source.text.len()));
    }
    conditional.sort_unstable();
    out.conditional.extend(conditional);
    out.conditional.sort_unstable();
    out.directives.sort_unstable();
}

fn asks_for_version(condition: &str) -> bool {
    let condition = condition.to_ascii_lowercase();
    ["version", "capabilities", "semver"].iter().any(|word| condition.contains(word))
}
