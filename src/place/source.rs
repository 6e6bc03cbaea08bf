//! Comments and strings of one line of source code, in any language.
//!
//! Reads only what stands before the offset, so that it costs nothing and needs no grammar. It knows neither block
//! comments nor strings that began on another line, except for lines that begin with `*` as such comments do.

/// Longer beginnings of a line are cut: what counts stands near.
const REACH: usize = 4_096;

/// Whether what follows `before` on the line is a comment or the inside of a string.
pub(super) fn is_in_comment_or_string(before: &str) -> bool {
    let before = tail(before);
    let trimmed = before.trim_start();
    if trimmed.starts_with("* ") || trimmed == "*" || trimmed.starts_with("/*") && !trimmed.contains("*/") {
        return true;
    }
    let mut quote: Option<char> = None;
    let mut previous = ' ';
    let mut characters = before.chars().peekable();
    while let Some(character) = characters.next() {
        if let Some(open) = quote {
            if character == '\\' {
                characters.next();
            } else if character == open {
                quote = None;
            }
        } else {
            let next = characters.peek().copied();
            if begins_comment(character, previous, next) {
                return true;
            }
            // An apostrophe after a letter is none of a string: `'a` of Rust, `don't` of a shell.
            if matches!(character, '"' | '`') || (character == '\'' && !previous.is_alphanumeric()) {
                quote = Some(character);
            }
        }
        previous = character;
    }
    quote.is_some()
}

/// `//` not as part of an address, `#` and `;` after a blank, `--` after a blank, `/*` and `<!--`.
fn begins_comment(character: char, previous: char, next: Option<char>) -> bool {
    match character {
        '/' => next == Some('/') && previous != ':' || next == Some('*'),
        '#' => previous.is_whitespace() && next.is_none_or(|next| next.is_whitespace() || next == '#'),
        '-' => next == Some('-') && previous.is_whitespace(),
        '<' => next == Some('!'),
        _ => false,
    }
}

/// Whether what follows `before` on the line is a comment of a configuration file.
pub(super) fn is_in_hash_comment(before: &str) -> bool {
    let before = tail(before);
    let trimmed = before.trim_start();
    trimmed.starts_with(['#', ';']) || before.contains(" #") || before.contains("\t#")
}

fn tail(before: &str) -> &str {
    let start = before.len().saturating_sub(REACH);
    let start = (start..=before.len()).find(|at| before.is_char_boundary(*at)).unwrap_or(0);
    before.get(start..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_comments_and_strings_by_what_stands_before() {
        for (before, expected) in [
            ("let a = b; // the ", true),
            ("let a = ", false),
            ("a = \"the ", true),
            ("a = \"the\" + ", false),
            ("a = \"the \\\" ", true),
            (" * the ", true),
            ("/// the ", true),
            ("x := 1 # the ", true),
            ("#define ", false),
            ("SELECT 1 -- the ", true),
            ("i--; ", false),
            ("fn f<'a>(x: &'a str, ", false),
            ("import a from 'the ", true),
            ("get(https://", false),
        ] {
            assert_eq!(is_in_comment_or_string(before), expected, "{before}");
        }
        assert!(is_in_hash_comment("a: b # the "));
        assert!(is_in_hash_comment("; the "));
        assert!(!is_in_hash_comment("a: b#the "));
    }
}
