//! Shell text: commands without what only wraps them, exported variables, images of `docker run`.

mod docker;
mod lexer;

use super::sql;
use super::transcript::{self, Typed};
use crate::document::builder::{Builder, is_variable_name};
use crate::document::detect;
use crate::document::outline::{Command, Place, Scalar, Token, TokenStyle, UnitId};
use crate::document::source::{Source, lines};
use crate::knowledge::Kind;
use crate::knowledge::kind::Reader;
use crate::text::Span;
use lexer::RawCommand;

/// Shell texts inside strings of each other that are followed.
const DEEPEST_STRING: usize = 3;

/// Reads a script. Where lines begin with a prompt, only what was typed after one is read.
pub fn read(source: &Source<'_>, unit: UnitId, out: &mut Builder) {
    let Some(typed) = transcript::typed(source, Typed::Shell) else { return script(source, unit, out) };
    script(&typed, unit, out);
    if let Some(statements) = transcript::typed(source, Typed::Sql) {
        sql::statements(&statements, unit, out);
    }
}

fn script(source: &Source<'_>, unit: UnitId, out: &mut Builder) {
    let script = lexer::lex(source);
    for range in script.comments {
        let (span, body) = (source.span(range.start, range.end), source.span(range.start + 1, range.end));
        out.comment(span, body, unit);
    }
    let programs: Vec<String> = script.commands.iter().map(|command| program(&command.words)).collect();
    for (index, command) in script.commands.into_iter().enumerate() {
        let own = programs.get(index).map_or("", String::as_str);
        let next = programs.get(index + 1).filter(|_| command.is_piped);
        raw(source, command, own, next.map(String::as_str), unit, out);
    }
}

/// The program that reads what is sent to a command: behind wrappers and inside of containers.
fn program(words: &[Token]) -> String {
    let mut words = words;
    for _ in 0..DEEPEST_STRING {
        let start = words.iter().position(|word| {
            let wraps = WRAPPERS.contains(&base_name(&word.text));
            !wraps && !is_assignment(word) && !word.text.starts_with('-')
        });
        words = words.get(start.unwrap_or(words.len())..).unwrap_or_default();
        match docker::program_inside(words) {
            Some(inside) => words = words.get(inside..).unwrap_or_default(),
            None => break,
        }
    }
    words.first().map(|word| base_name(&word.text).to_string()).unwrap_or_default()
}

/// The words of a text that is split as a shell would, without being run by one.
#[must_use]
pub fn words(source: &Source<'_>) -> Vec<Token> {
    lexer::lex(source).commands.into_iter().flat_map(|command| command.words).collect()
}

/// A command that is given as a list of words.
pub fn exec(source: &Source<'_>, words: Vec<Token>, extent: Span, unit: UnitId, out: &mut Builder) {
    command(source, words, extent, unit, out);
}

/// `own` is the program of the command, `next` the one that reads its output.
fn raw(
    source: &Source<'_>,
    mut raw: RawCommand,
    own: &str,
    next: Option<&str>,
    unit: UnitId,
    out: &mut Builder,
) {
    let extent = source.span(raw.range.start, raw.range.end);
    for body in std::mem::take(&mut raw.heredocs) {
        // `cat <<END | psql` is read by `psql`.
        heredoc(source, body, next.unwrap_or(own), &raw, unit, out);
    }
    if matches!(own, "echo" | "printf") {
        printed(source, &raw, next, unit, out);
    }
    command(source, raw.words, extent, unit, out);
}

/// What `echo` sends to a client of a database or to a shell, or writes into a file of a known kind.
fn printed(source: &Source<'_>, raw: &RawCommand, next: Option<&str>, unit: UnitId, out: &mut Builder) {
    let is_sql = next.is_some_and(sql::is_client);
    let is_shell = next.is_some_and(|next| matches!(next, "sh" | "bash"));
    for word in raw.words.iter().skip(1).filter(|word| word.text.contains(' ')) {
        if is_sql || is_shell {
            nested(source, word.span, is_sql, unit, out);
        } else if let (Some(target), Some(part)) = (&raw.target, unquoted(source, word.span)) {
            let part = with_line_breaks(part);
            let kind = detect::detect(target, &part.text, None).0.filter(|kind| is_configuration(*kind));
            if kind.is_some() {
                out.read_embedded(&part, kind, unit);
            }
        }
    }
}

fn is_configuration(kind: Kind) -> bool {
    matches!(kind.row().reader, Reader::Ini | Reader::Directives | Reader::Properties | Reader::Yaml)
}

/// Line breaks that are written as `\n`, with a blank before them, so that bytes stay in their places.
fn with_line_breaks(part: Source<'_>) -> Source<'_> {
    if !part.text.contains("\\n") {
        return part;
    }
    let text = part.text.replace("\\n", " \n");
    part.with_text(text)
}

/// The text of a here-document is read as what its command makes of it.
fn heredoc(
    source: &Source<'_>,
    body: std::ops::Range<usize>,
    program: &str,
    raw: &RawCommand,
    unit: UnitId,
    out: &mut Builder,
) {
    let part = source.part(body.start, body.end);
    let target = raw.target.clone().or_else(|| {
        let tee = raw.words.iter().skip_while(|word| base_name(&word.text) != "tee");
        tee.skip(1).find(|word| !word.text.starts_with('-')).map(|word| word.text.clone())
    });
    let kind = match program {
        _ if sql::is_client(program) => Kind::parse("sql"),
        "sh" | "bash" | "zsh" | "ssh" => Kind::parse("shell"),
        "kubectl" => Kind::parse("kubernetes"),
        _ => target.and_then(|name| detect::detect_embedded(&name, &part.text)),
    };
    if kind.is_some() {
        out.read_embedded(&part, kind, unit);
    } else {
        for line in lines(&part.text) {
            out.text(part.span(line.start, line.end), Place::Value, unit);
        }
    }
}

/// Programs that only run another one.
const WRAPPERS: &[&str] = &[
    "sudo",
    "doas",
    "env",
    "exec",
    "time",
    "nohup",
    "npx",
    "command",
    "then",
    "if",
    "else",
    "elif",
    "do",
    "while",
    "until",
    "!",
    "{",
    "}",
    "eval",
    "nice",
    "timeout",
    "xargs",
    "gosu",
    "su-exec",
    "tini",
    "dumb-init",
    "--",
];

/// The words without what only runs the program, and the assignments before it.
fn unwrapped(words: Vec<Token>) -> (Vec<Token>, Vec<Token>) {
    let mut words = std::collections::VecDeque::from(words);
    let mut assignments = Vec::new();
    while let Some(first) = words.front() {
        let name = base_name(&first.text).to_string();
        if first.style != TokenStyle::Quoted && is_assignment(first) {
            assignments.extend(words.pop_front());
        } else if WRAPPERS.contains(&name.as_str()) && first.style == TokenStyle::Word {
            words.pop_front();
            strip_flags(&name, &mut words);
        } else if matches!(name.as_str(), "python" | "python3" | "python2")
            && words.get(1).is_some_and(|word| word.text == "-m")
            && words.len() > 2
        {
            words.drain(..2);
        } else {
            break;
        }
    }
    (Vec::from(words), assignments)
}

/// A command that is only named, in a code span of a sentence: its words, and nothing of what running it would do.
pub fn named(source: &Source<'_>, unit: UnitId, out: &mut Builder) {
    for raw in lexer::lex(source).commands {
        let extent = source.span(raw.range.start, raw.range.end);
        let (mut words, _) = unwrapped(raw.words);
        if let Some(first) = words.first_mut() {
            first.text = base_name(&first.text).to_string();
        }
        out.command(Command { words, arguments_of_image: false, extent, unit });
    }
}

fn command(source: &Source<'_>, words: Vec<Token>, extent: Span, unit: UnitId, out: &mut Builder) {
    let (mut words, mut assignments) = unwrapped(words);
    let is_export =
        words.first().is_some_and(|first| matches!(first.text.as_str(), "export" | "declare" | "setenv"));
    if is_export {
        assignments.extend(words.iter().skip(1).filter(|word| is_assignment(word)).cloned());
    }
    if is_export || !words.is_empty() {
        for word in &assignments {
            assignment(source, word, unit, out);
        }
    }
    let Some(first) = words.first_mut() else { return };
    first.text = base_name(&first.text).to_string();
    for word in &words {
        if word.style == TokenStyle::Dynamic {
            stretches(source, word.span, unit, out);
        } else {
            out.text(word.span, Place::Value, unit);
        }
    }
    let unit = docker::read(source, &words, extent, unit, out);
    strings(source, &words, unit, out);
    if let Some(inside) = docker::program_inside(&words)
        && out.nesting < DEEPEST_STRING
    {
        let words = words.get(inside..).unwrap_or_default().to_vec();
        let start = words.first().map_or(extent.start(), |word| word.span.start());
        out.nesting += 1;
        command(source, words, Span::new(start, extent.end()), unit, out);
        out.nesting -= 1;
    }
    out.command(Command { words, arguments_of_image: false, extent, unit });
}

/// What stands between the variables, substitutions and templates of a word, as texts.
fn stretches(source: &Source<'_>, word: Span, unit: UnitId, out: &mut Builder) {
    let (Some(base), Some(end)) =
        (word.start().checked_sub(source.base), word.end().checked_sub(source.base))
    else {
        return;
    };
    let seen = source.seen(base, end).as_bytes();
    let template = [0xEE, 0x80, 0x80];
    let (mut at, mut start) = (0, 0);
    while at < seen.len() {
        let rest = seen.get(at..).unwrap_or_default();
        let length = match rest {
            [b'$', b'{', ..] => memchr::memchr(b'}', rest).map_or(rest.len(), |length| length + 1),
            [b'$', b'(', ..] => substitution(rest),
            [b'$', next, ..] if next.is_ascii_alphanumeric() || *next == b'_' => {
                1 + rest
                    .iter()
                    .skip(1)
                    .take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_')
                    .count()
            }
            [b'`', inside @ ..] => memchr::memchr(b'`', inside).map_or(rest.len(), |length| length + 2),
            _ if rest.starts_with(&template) => template.len(),
            [b'\\', _, ..] => {
                at += 2;
                continue;
            }
            _ => {
                at += 1;
                continue;
            }
        };
        out.text(source.span(base + start, base + at), Place::Value, unit);
        at += length;
        start = at;
    }
    out.text(source.span(base + start.min(seen.len()), end), Place::Value, unit);
}

/// The length of `$( … )`.
fn substitution(text: &[u8]) -> usize {
    let mut depth = 0usize;
    for (at, byte) in text.iter().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 1 => return at + 1,
            b')' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

/// Takes the flags of a wrapper away, with the value of those that have one.
fn strip_flags(wrapper: &str, words: &mut std::collections::VecDeque<Token>) {
    while let Some(flag) = words.front().filter(|word| word.text.starts_with('-') && word.text.len() > 1) {
        let takes_value = match wrapper {
            "sudo" | "doas" => {
                matches!(flag.text.as_str(), "-u" | "-g" | "-h" | "-p" | "-C" | "--user" | "--group")
            }
            "env" => matches!(flag.text.as_str(), "-u" | "--unset"),
            "npx" => matches!(flag.text.as_str(), "-p" | "--package"),
            "nice" => flag.text == "-n",
            "timeout" => matches!(flag.text.as_str(), "-k" | "-s" | "--signal" | "--kill-after"),
            "xargs" => matches!(flag.text.as_str(), "-I" | "-n" | "-P" | "-L" | "-d" | "-a" | "-E" | "-s"),
            _ => false,
        };
        words.pop_front();
        if takes_value {
            words.pop_front();
        }
    }
    if matches!(wrapper, "gosu" | "su-exec" | "timeout") {
        words.pop_front();
    }
}

fn base_name(program: &str) -> &str {
    program.rsplit('/').next().unwrap_or(program)
}

fn is_assignment(word: &Token) -> bool {
    word.text.split_once('=').is_some_and(|(name, _)| is_variable_name(name))
}

/// `NAME=value` as one word.
pub fn assignment(source: &Source<'_>, word: &Token, unit: UnitId, out: &mut Builder) {
    let Some((name, value)) = word.text.split_once('=') else { return };
    let written = word.span.of(source.file);
    // A word may begin with a quote: `-e "NAME=value"`.
    let Some(at) = written.find(name) else { return };
    let name_span = Span::new(word.span.start() + at, word.span.start() + at + name.len());
    let value_start = (name_span.end() + 1).min(word.span.end());
    let rest = Span::new(value_start, word.span.end()).of(source.file);
    let unquoted = rest.trim_matches(['"', '\'']);
    let offset = rest.find(unquoted).unwrap_or(0);
    let span = Span::new(value_start + offset, value_start + offset + unquoted.len());
    let value = Scalar { span, text: value.to_string(), dynamic: word.style == TokenStyle::Dynamic };
    out.env(name, name_span, Some(value), word.span, unit);
}

/// Strings that another language reads: `psql -c "SELECT …"`, `bash -c "…"`.
fn strings(source: &Source<'_>, words: &[Token], unit: UnitId, out: &mut Builder) {
    let Some(program) = words.first().map(|word| word.text.as_str()) else { return };
    let is_client = sql::is_client(program);
    let is_shell = matches!(program, "sh" | "bash" | "zsh" | "dash" | "ash");
    if !is_client && !is_shell {
        return;
    }
    for pair in words.windows(2) {
        let [flag, value] = pair else { continue };
        let names_text = matches!(
            flag.text.as_str(),
            "-c" | "-e" | "--command" | "--execute" | "-ec" | "-lc" | "-Bse" | "-ce"
        );
        if names_text && (value.style != TokenStyle::Word || is_client || value.text.contains(' ')) {
            nested(source, value.span, is_client, unit, out);
        }
    }
    for word in words.iter().filter(|_| is_client) {
        let value = word.text.strip_prefix("--command=").or_else(|| word.text.strip_prefix("--execute="));
        if let Some(at) = value.and_then(|_| word.span.of(source.file).find('=')) {
            nested(source, Span::new(word.span.start() + at + 1, word.span.end()), true, unit, out);
        }
    }
}

/// A word as a text of its own.
fn unquoted<'a>(source: &Source<'a>, written: Span) -> Option<Source<'a>> {
    let text = written.of(source.file);
    let quote = usize::from(text.len() >= 2 && text.starts_with(['"', '\'']));
    let start = written.start().checked_sub(source.base)?;
    let end = written.end().checked_sub(source.base)?;
    (start + quote + quote <= end).then(|| source.part(start + quote, end - quote))
}

fn nested(source: &Source<'_>, written: Span, is_sql: bool, unit: UnitId, out: &mut Builder) {
    let Some(part) = unquoted(source, written) else { return };
    if is_sql {
        sql::statements(&part, unit, out);
    } else if out.nesting < DEEPEST_STRING {
        out.nesting += 1;
        read(&part, unit, out);
        out.nesting -= 1;
    }
}
