//! What a source file imports, requires, uses or includes.

use super::languages::Language;
use crate::document::outline::{Scalar, Token, TokenStyle};
use crate::document::source::Source;

/// Words between an import and its name.
const PASSED: &[&str] = &["static", "type", "qualified", "safe", "namespace", "function", "const", "_", "."];

/// The names in the order of the file.
#[must_use]
pub fn find(source: &Source<'_>, language: &Language, tokens: &[Token]) -> Vec<Scalar> {
    let mut found = Vec::new();
    let mut index = 0;
    while let Some(token) = tokens.get(index) {
        index += 1;
        if token.style == TokenStyle::Word && language.imports.contains(&token.text.as_str()) {
            let is_include = token.text == "include" && language.kinds.contains(&"c");
            if is_include {
                found.extend(included(source, tokens, index));
            } else {
                index = imported(source, language, tokens, index, &mut found);
            }
        }
    }
    found
}

/// The names after an import; gives the index of the first token that is none of it.
fn imported(
    source: &Source<'_>,
    language: &Language,
    tokens: &[Token],
    start: usize,
    found: &mut Vec<Scalar>,
) -> usize {
    let names = Names::of(language);
    let (mut index, mut in_group, mut module) = (start, false, None);
    while let Some(token) = tokens.get(index) {
        let text = token.text.as_str();
        if !in_group && ends_line(source, tokens, index) {
            return index;
        }
        match token.style {
            TokenStyle::Quoted => {
                found.push(scalar(token, text));
                if !in_group {
                    return index + 1;
                }
            }
            TokenStyle::Punctuation if text == "(" => in_group = true,
            TokenStyle::Punctuation if text == "," && names == Names::Several => {}
            TokenStyle::Punctuation if matches!(text, "." | "[" | ":") && index == start => {}
            TokenStyle::Punctuation | TokenStyle::Dynamic => return index,
            TokenStyle::Word if PASSED.contains(&text) || names == Names::Aliases => {}
            TokenStyle::Word if names == Names::None => return index,
            TokenStyle::Word if names == Names::Several && text == "import" => {
                module = found.last().map(|last: &Scalar| last.text.clone());
            }
            TokenStyle::Word if names == Names::Several && text == "as" => index += 1,
            TokenStyle::Word => {
                let name = text.trim_end_matches("::").trim_end_matches('.');
                let whole = module.as_ref().map(|module| format!("{module}.{name}"));
                found.push(scalar(token, whole.as_deref().unwrap_or(name)));
                if names == Names::One {
                    return index + 1;
                }
            }
        }
        index += 1;
    }
    index
}

/// What words between an import and the end of its statement are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Names {
    /// The import is a text, which stands behind another word: `import x from "y"`.
    None,
    /// The import is a text, and words are names for it: `import x "y"`.
    Aliases,
    One,
    /// `import a, b` and `from a import b, c`.
    Several,
}

impl Names {
    fn of(language: &Language) -> Names {
        match language.kinds.first() {
            Some(&"javascript") => Names::None,
            Some(&"go") => Names::Aliases,
            Some(&"python") => Names::Several,
            _ => Names::One,
        }
    }
}

/// Whether a line ends between a token and the one before it.
fn ends_line(source: &Source<'_>, tokens: &[Token], index: usize) -> bool {
    let (Some(before), Some(token)) = (index.checked_sub(1).and_then(|at| tokens.get(at)), tokens.get(index))
    else {
        return false;
    };
    let from = before.span.end().saturating_sub(source.base);
    source.seen(from, token.span.start().saturating_sub(source.base)).contains('\n')
}

/// `#include <name>`.
fn included(source: &Source<'_>, tokens: &[Token], index: usize) -> Option<Scalar> {
    let first = tokens.get(index)?;
    if first.style == TokenStyle::Quoted {
        return Some(scalar(first, &first.text));
    }
    let rest = source.file.get(first.span.end()..)?;
    let line = rest.split(['\n', '\r']).next()?;
    let length = line.find('>').filter(|_| first.text == "<")?;
    let span = crate::text::Span::new(first.span.end(), first.span.end() + length);
    Some(Scalar { span, text: span.of(source.file).to_string(), dynamic: false })
}

fn scalar(token: &Token, text: &str) -> Scalar {
    Scalar { span: token.span, text: text.to_string(), dynamic: false }
}
