//! `docker run`, `docker pull` and their like: images, variables, and arguments for the entry point.

use super::{assignment, is_assignment};
use crate::document::builder::Builder;
use crate::document::outline::{Command, Mount, Token, TokenStyle, UnitId};
use crate::document::readers::image;
use crate::document::source::Source;
use crate::text::Span;

/// Flags of `run` and `create` that stand alone; all others take a value.
const SWITCHES: &[&str] = &[
    "-d",
    "-i",
    "-t",
    "-it",
    "-ti",
    "-dit",
    "-itd",
    "-dt",
    "-td",
    "-di",
    "-id",
    "-P",
    "-q",
    "--detach",
    "--init",
    "--interactive",
    "--no-healthcheck",
    "--oom-kill-disable",
    "--privileged",
    "--publish-all",
    "--quiet",
    "--read-only",
    "--rm",
    "--sig-proxy",
    "--tty",
    "--disable-content-trust",
    "--all-tags",
    "-a",
];

/// Flags of `exec` that take a value.
const EXEC_VALUES: &[&str] = &[
    "-e",
    "--env",
    "--env-file",
    "-u",
    "--user",
    "-w",
    "--workdir",
    "--index",
    "--detach-keys",
    "-v",
    "--volume",
    "-p",
    "--publish",
    "--name",
    "--entrypoint",
];

/// Where the program stands that a command runs inside of a container that exists: `docker exec -it db psql`,
/// `docker compose run web npm test`, `kubectl exec db -- psql`.
pub fn program_inside(words: &[Token]) -> Option<usize> {
    let program = super::base_name(&words.first()?.text);
    let inside = match program {
        "kubectl" | "oc" => {
            words.iter().take(12).position(|word| word.text == "exec")?;
            words.iter().position(|word| word.text == "--")? + 1
        }
        "docker" | "podman" | "nerdctl" | "docker-compose" | "podman-compose" => {
            let action =
                words.iter().take(12).position(|word| matches!(word.text.as_str(), "exec" | "run"))?;
            let before = words.get(1..action).unwrap_or_default();
            let is_compose = program.ends_with("compose") || before.iter().any(|word| word.text == "compose");
            if !is_compose && words.get(action)?.text == "run" {
                return None;
            }
            container_at(words, action + 1)? + 1
        }
        _ => return None,
    };
    words.get(inside).filter(|word| !word.text.starts_with('-')).map(|_| inside)
}

/// The first word from `start` on that is neither a flag nor the value of one.
fn container_at(words: &[Token], start: usize) -> Option<usize> {
    let mut at = start;
    while let Some(flag) = words.get(at).filter(|word| word.text.starts_with('-')) {
        at += 1 + usize::from(EXEC_VALUES.contains(&flag.text.as_str()));
    }
    words.get(at).map(|_| at)
}

/// Reads a command that may run a container; gives the unit to which the command belongs.
pub fn read(source: &Source<'_>, words: &[Token], extent: Span, unit: UnitId, out: &mut Builder) -> UnitId {
    let Some(program) = words.first().map(|word| word.text.as_str()) else { return unit };
    if program == "kubectl" {
        kubectl(source, words, extent, unit, out);
        return unit;
    }
    if !matches!(program, "docker" | "podman" | "nerdctl" | "docker-compose") {
        return unit;
    }
    let Some(action) = words.iter().position(|word| matches!(word.text.as_str(), "run" | "create" | "pull"))
    else {
        return unit;
    };
    let is_compose = words.get(1..action).unwrap_or_default().iter().any(|word| word.text == "compose");
    if is_compose || program == "docker-compose" || action > 6 {
        return unit;
    }
    container(source, words, action, extent, unit, out)
}

fn container(
    source: &Source<'_>,
    words: &[Token],
    action: usize,
    extent: Span,
    unit: UnitId,
    out: &mut Builder,
) -> UnitId {
    let unit = out.unit(unit, extent);
    let mut rest = words.get(action + 1..).unwrap_or_default();
    while let Some((flag, after)) = rest.split_first().filter(|(flag, _)| flag.text.starts_with('-')) {
        rest = after;
        let stands_alone = SWITCHES.contains(&flag.text.as_str()) || flag.text.contains('=');
        if stands_alone {
            let attached = flag.text.strip_prefix("--env=").or_else(|| flag.text.strip_prefix("-e="));
            if attached.is_some_and(|text| text.contains('=')) {
                variable_after_equals(source, flag, unit, out);
            }
            continue;
        }
        let Some((value, after)) = rest.split_first() else { break };
        rest = after;
        if matches!(flag.text.as_str(), "-e" | "--env") && is_assignment(value) {
            assignment(source, value, unit, out);
        } else if matches!(flag.text.as_str(), "-v" | "--volume") {
            mount(source, value, unit, out);
        }
    }
    let Some((reference, arguments)) = rest.split_first() else { return unit };
    add_image(source, reference.span, extent, unit, out);
    let first_is_flag = arguments.first().is_some_and(|first| first.text.starts_with('-'));
    if first_is_flag {
        out.command(Command { words: arguments.to_vec(), arguments_of_image: true, extent, unit });
    } else if let Some(first) = arguments.first() {
        let mut words = arguments.to_vec();
        if let Some(program) = words.first_mut() {
            program.text = super::base_name(&first.text).to_string();
        }
        super::strings(source, &words, unit, out);
        out.command(Command { words, arguments_of_image: false, extent, unit });
    }
    unit
}

fn add_image(source: &Source<'_>, written: Span, extent: Span, unit: UnitId, out: &mut Builder) {
    let quote = usize::from(written.of(source.file).starts_with(['"', '\'']) && written.len() >= 2);
    let (Some(start), Some(end)) =
        (written.start().checked_sub(source.base), written.end().checked_sub(source.base))
    else {
        return;
    };
    image::add(source, start + quote..end - quote, extent, unit, &image::unknown, out);
}

/// `-v ./my.cnf:/etc/my.cnf`.
fn mount(source: &Source<'_>, value: &Token, unit: UnitId, out: &mut Builder) {
    let written = value.span.of(source.file);
    let path = written.trim_start_matches(['"', '\'']).split(':').next().unwrap_or_default();
    let path = path.strip_prefix("$PWD/").or_else(|| path.strip_prefix("$(pwd)/")).unwrap_or(path);
    let at = written.find(path).unwrap_or_default();
    if path.starts_with(['.', '/', '~']) || path.contains(['/', '.']) {
        let span = Span::new(value.span.start() + at, value.span.start() + at + path.len());
        out.outline.mounts.push(Mount { source: path.to_string(), span, unit });
    }
}

/// `--env=NAME=value`: the variable begins after the first equals sign.
fn variable_after_equals(source: &Source<'_>, flag: &Token, unit: UnitId, out: &mut Builder) {
    let Some(at) = flag.span.of(source.file).find('=') else { return };
    let text = flag.text.split_once('=').map(|(_, value)| value.to_string()).unwrap_or_default();
    let span = Span::new(flag.span.start() + at + 1, flag.span.end());
    assignment(source, &Token { span, text, style: flag.style }, unit, out);
}

/// `kubectl run NAME --image=IMAGE`.
fn kubectl(source: &Source<'_>, words: &[Token], extent: Span, unit: UnitId, out: &mut Builder) {
    for (index, word) in words.iter().enumerate().filter(|(_, word)| word.style != TokenStyle::Quoted) {
        if word.text == "--image" {
            if let Some(value) = words.get(index + 1) {
                add_image(source, value.span, extent, unit, out);
            }
        } else if word.text.starts_with("--image=")
            && let Some(at) = word.span.of(source.file).find('=')
        {
            add_image(source, Span::new(word.span.start() + at + 1, word.span.end()), extent, unit, out);
        }
    }
}
