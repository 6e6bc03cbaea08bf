//! Variables in values: `${NAME}`, `${NAME:-default}`, `$NAME`.

use crate::document::outline::Scalar;
use crate::document::source::TEMPLATE;

/// A text with its variables replaced, and whether one stayed unknown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolved {
    pub text: String,
    pub dynamic: bool,
}

/// Replaces variables by what `lookup` knows, else by their defaults. Without braces only names in capitals
/// count, for `$` stands for many things.
pub fn resolve(text: &str, lookup: &dyn Fn(&str) -> Option<String>) -> Resolved {
    let mut result = Resolved { text: String::with_capacity(text.len()), dynamic: text.contains(TEMPLATE) };
    let mut rest = text;
    while let Some(at) = rest.find('$') {
        let (before, from) = rest.split_at(at);
        result.text.push_str(before);
        let after = from.get(1..).unwrap_or_default();
        if let Some(escaped) = after.strip_prefix('$') {
            result.text.push_str("$$");
            rest = escaped;
        } else if let Some(inside) = after.strip_prefix('{').and_then(inside_of_braces) {
            let (name, default) = name_and_default(inside);
            match lookup(name).or_else(|| default.map(ToString::to_string)) {
                Some(value) if !value.contains('$') => result.text.push_str(&value),
                _ => {
                    result.dynamic = true;
                    result.text.push_str(from.get(..inside.len() + 3).unwrap_or_default());
                }
            }
            rest = after.get(inside.len() + 2..).unwrap_or_default();
        } else {
            let length = after
                .bytes()
                .take_while(|byte| byte.is_ascii_uppercase() || *byte == b'_' || byte.is_ascii_digit());
            let name = after.get(..length.count()).unwrap_or_default();
            let is_name = name.starts_with(|first: char| first.is_ascii_uppercase() || first == '_');
            if let Some(value) = lookup(name).filter(|_| is_name) {
                result.text.push_str(&value);
            } else {
                result.dynamic = result.dynamic || is_name;
                result.text.push('$');
                result.text.push_str(name);
            }
            rest = after.get(name.len()..).unwrap_or_default();
        }
    }
    result.text.push_str(rest);
    result
}

/// The scalar with its variables replaced.
#[must_use]
pub fn resolved(scalar: Scalar) -> Scalar {
    if !scalar.text.contains('$') || scalar.dynamic {
        return scalar;
    }
    let Resolved { text, dynamic } = resolve(&scalar.text, &|_| None);
    Scalar { text, dynamic, ..scalar }
}

/// The longest default that is looked through for its end.
const LONGEST: usize = 1024;

/// What stands before the brace that closes; defaults may hold braces of their own.
fn inside_of_braces(text: &str) -> Option<&str> {
    let mut depth = 0usize;
    for (at, byte) in text.bytes().enumerate().take(LONGEST) {
        match byte {
            b'{' => depth += 1,
            b'}' if depth == 0 => return text.get(..at),
            b'}' => depth -= 1,
            _ => {}
        }
    }
    None
}

fn name_and_default(inside: &str) -> (&str, Option<&str>) {
    let end = inside.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
    let (name, rest) = inside.split_at_checked(end).unwrap_or((inside, ""));
    (name, rest.strip_prefix(":-").or_else(|| rest.strip_prefix('-')))
}
