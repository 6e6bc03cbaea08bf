//! Transcripts of terminals: what was typed after a prompt, and what was printed.

use super::sql;
use crate::document::source::{Source, lines};

/// What reads the text after a prompt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typed {
    Shell,
    Sql,
}

/// The length of the prompt with which a line begins, and what reads the rest: after the prompt of a shell may
/// stand a statement, when a client was started above.
#[must_use]
pub fn prompt(line: &str) -> Option<(usize, Typed)> {
    let (length, typed) = mark(line)?;
    let is_statement = sql::starts_with_verb(line.get(length..).unwrap_or_default());
    Some((length, if is_statement { Typed::Sql } else { typed }))
}

fn mark(line: &str) -> Option<(usize, Typed)> {
    let content = line.trim_start();
    let indent = line.len() - content.len();
    for (mark, typed) in
        [("$ ", Typed::Shell), ("mysql> ", Typed::Sql), ("sql> ", Typed::Sql), ("MariaDB [", Typed::Sql)]
    {
        if content.starts_with(mark) {
            let length = if mark.ends_with('[') { content.find("> ")? + 2 } else { mark.len() };
            return Some((indent + length, typed));
        }
    }
    // `user@host:~$ `, `root# `, `shop=# `: a name, its marks, one blank.
    let end = content.find(' ')?;
    let name = content.get(..end)?;
    let good = |byte: u8| byte.is_ascii_alphanumeric() || b"@.:~/-_[]()".contains(&byte);
    let (before, typed) = match name.as_bytes().split_last()? {
        (b'$' | b'>', before) if before.len() > 1 => (before, Typed::Shell),
        (b'#' | b'>', [before @ .., b'=' | b'-']) => (before, Typed::Sql),
        (b'#', before) if before.len() > 1 => (before, Typed::Shell),
        _ => return None,
    };
    (!before.is_empty() && before.iter().copied().all(good)).then_some((indent + end + 1, typed))
}

/// The text with everything overwritten by blanks that was not typed for `wanted`; nothing if the first line
/// that is no comment has no prompt. Comments stay in a shell text.
#[must_use]
pub fn typed<'a>(source: &Source<'a>, wanted: Typed) -> Option<Source<'a>> {
    let text = source.text.as_ref();
    let first = lines(text)
        .map(|line| line.of(text))
        .find(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'));
    first.and_then(prompt)?;
    let mut bytes = text.as_bytes().to_vec();
    let mut goes_on = false;
    let mut last = None;
    for line in lines(text) {
        let written = line.of(text);
        let found = prompt(written).or_else(|| continued(written).filter(|_| goes_on).zip(last));
        let kept = match found {
            Some((length, typed)) if typed == wanted => line.start + length,
            None if goes_on && last == Some(wanted) && continued(written).is_none() => line.start,
            None if wanted == Typed::Shell && written.trim_start().starts_with('#') => line.start,
            _ => line.end,
        };
        last = found.map(|(_, typed)| typed).or(last.filter(|_| goes_on));
        let rest = written.trim_end();
        goes_on = match last {
            Some(Typed::Shell) => rest.ends_with('\\'),
            Some(Typed::Sql) => !rest.ends_with([';', 'G', 'g']) && kept < line.end,
            None => false,
        };
        bytes.get_mut(line.start..kept).unwrap_or_default().fill(b' ');
    }
    String::from_utf8(bytes).ok().map(|text| source.with_text(text))
}

/// The length of the mark before a line that goes on: `> ` or `-> `.
fn continued(line: &str) -> Option<usize> {
    let content = line.trim_start();
    let mark = ["> ", "-> "].into_iter().find(|mark| content.starts_with(mark))?;
    Some(line.len() - content.len() + mark.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_stays_in_its_place() {
        let text = "# as root\nroot# mysql -u root \\\n  -p\nWelcome to the monitor.\nmysql> SHOW\n    -> SLAVE STATUS;\n| row |\n$ ls\na\n";
        let source = Source::of_file(text);
        let shell = typed(&source, Typed::Shell).map(|source| source.text.to_string());
        let expected = "# as root\n      mysql -u root \\\n  -p\n                       \n           \n                    \n       \n  ls\n \n";
        assert_eq!(shell.as_deref(), Some(expected));
        let sql = typed(&source, Typed::Sql).map(|source| source.text.trim().to_string());
        assert_eq!(sql.as_deref(), Some("SHOW\n       SLAVE STATUS;"));
    }

    #[test]
    fn a_statement_after_the_prompt_of_a_shell_is_one() {
        assert_eq!(prompt("root> ALTER USER a"), Some((6, Typed::Sql)));
        assert_eq!(prompt("root> mysql -u a"), Some((6, Typed::Shell)));
    }

    #[test]
    fn text_without_prompts_is_no_transcript() {
        assert!(typed(&Source::of_file("echo a > b\nls # all\n"), Typed::Shell).is_none());
    }
}
