//! An outline in few words, for fixtures: one line for each thing, with what its ranges hold.

use docent::document::Outline;
use docent::document::outline::{FragmentStyle, Origin, SettingId, TokenStyle, UnitId};
use docent::text::Span;
use std::fmt::Write;

/// Everything in the outline, list by list.
pub fn dump(text: &str, outline: &Outline) -> String {
    let mut out = String::new();
    parts(text, outline, &mut out);
    settings(text, outline, &mut out);
    surfaces(text, outline, &mut out);
    prose(text, outline, &mut out);
    for ignore in &outline.ignores {
        let rules: Vec<&str> = ignore.rules.iter().map(|(rule, _)| rule.as_str()).collect();
        let covers = short(text, ignore.covers);
        line(
            &mut out,
            &format!(
                "ignore {:?} {rules:?} until {:?} covers {covers}",
                ignore.scope,
                ignore.until.as_ref().map(|until| &until.0)
            ),
        );
    }
    for problem in &outline.problems {
        line(&mut out, &format!("problem {}: {}", line_of(text, problem.span), problem.message));
    }
    out
}

fn parts(text: &str, outline: &Outline, out: &mut String) {
    for part in outline.parts.iter().filter(|part| part.origin != Origin::File) {
        let origin = match part.origin {
            Origin::CodeBlock { heading, lead_in } => {
                let heading = heading
                    .and_then(|id| outline.block(id))
                    .map_or("-".into(), |block| short(text, block.span));
                let lead_in = lead_in.and_then(|index| outline.sentences.get(index as usize));
                let lead_in = lead_in.map_or("-".into(), |sentence| short(text, sentence.span));
                format!("code under {heading} after {lead_in}")
            }
            other => format!("{other:?}"),
        };
        let kind = part.kind.map_or("-", |kind| kind.name());
        line(out, &format!("part {} {kind}: {origin}", line_of(text, part.span)));
    }
}

fn settings(text: &str, outline: &Outline, out: &mut String) {
    for (index, setting) in outline.settings.iter().enumerate() {
        let mut shown =
            format!("setting {}", outline.path(SettingId(u32::try_from(index).unwrap_or_default())));
        if setting.occurrence > 0 {
            let _ = write!(shown, "#{}", setting.occurrence);
        }
        if let Some(value) = &setting.value {
            let _ = write!(shown, " = {:?}{}", value.text, if value.dynamic { " dynamic" } else { "" });
        }
        if setting.conditional {
            shown.push_str(" conditional");
        }
        line(out, &format!("{shown}{}", unit(outline, setting.unit)));
    }
    let _ = text;
}

/// The unit, if it is not the root of the file.
fn unit(outline: &Outline, id: UnitId) -> String {
    let complete = outline.unit(id).is_some_and(|unit| unit.complete);
    let mark = if complete { "" } else { "?" };
    if id.0 == 0 && complete { String::new() } else { format!(" @{}{mark}", id.0) }
}

fn surfaces(text: &str, outline: &Outline, out: &mut String) {
    for variable in &outline.env {
        let value = variable.value.as_ref().map_or("-".to_string(), |value| {
            format!("{:?}{}", value.text, if value.dynamic { " dynamic" } else { "" })
        });
        line(out, &format!("env {} = {value}{}", variable.name, unit(outline, variable.unit)));
    }
    for image in &outline.images {
        let tag = image.tag.as_ref().map_or("-".to_string(), |tag| {
            format!("{}{}", tag.text, if tag.dynamic { " dynamic" } else { "" })
        });
        let dynamic = if image.dynamic { " dynamic" } else { "" };
        line(out, &format!("image {} {tag}{dynamic}{}", image.name, unit(outline, image.unit)));
    }
    for package in &outline.packages {
        let version = package.version.as_ref().map_or("-".to_string(), |version| {
            format!("{:?}{}", version.text, if version.dynamic { " dynamic" } else { "" })
        });
        line(out, &format!("package {}:{} {version}", package.ecosystem, package.name));
    }
    for command in &outline.commands {
        let words: Vec<String> = command.words.iter().map(|word| token(&word.text, word.style)).collect();
        let image = if command.arguments_of_image { " of-image" } else { "" };
        line(out, &format!("command{image} {}{}", words.join(" "), unit(outline, command.unit)));
    }
    for statement in &outline.statements {
        let words: Vec<String> = statement.tokens.iter().map(|word| token(&word.text, word.style)).collect();
        line(out, &format!("sql {}{}", words.join(" "), unit(outline, statement.unit)));
    }
    for code in &outline.code {
        let words: Vec<String> = code.tokens.iter().map(|word| token(&word.text, word.style)).collect();
        line(out, &format!("code{} {}", unit(outline, code.unit), words.join(" ")));
        for import in &code.imports {
            line(out, &format!("import {}", import.text));
        }
    }
    for mount in &outline.mounts {
        line(out, &format!("mount {}{}", mount.source, unit(outline, mount.unit)));
    }
    for found in &outline.texts {
        if found.place != docent::document::outline::Place::Value {
            line(out, &format!("text {:?} {}", found.place, short(text, found.span)));
        }
    }
}

fn token(text: &str, style: TokenStyle) -> String {
    match style {
        TokenStyle::Quoted => format!("{text:?}"),
        TokenStyle::Dynamic => format!("<{text}>"),
        TokenStyle::Word | TokenStyle::Punctuation => text.to_string(),
    }
}

fn prose(text: &str, outline: &Outline, out: &mut String) {
    for (index, block) in outline.blocks.iter().enumerate() {
        let mut shown = format!("block {:?}", block.style);
        for (name, id) in [("under", block.heading), ("after", block.lead_in)] {
            if let Some(other) = id.and_then(|id| outline.block(id)) {
                let _ = write!(shown, " {name} {}", short(text, other.span));
            }
        }
        if block.quoted {
            shown.push_str(" quoted");
        }
        if let Some(name) = &block.admonition {
            let _ = write!(shown, " in {name}");
        }
        line(out, &shown);
        for sentence in outline.sentences.iter().filter(|sentence| sentence.block.0 as usize == index) {
            let fragments: Vec<String> = sentence
                .fragments
                .iter()
                .map(|fragment| match fragment.style {
                    FragmentStyle::Plain => fragment.span.of(text).to_string(),
                    style => format!("<{style:?}:{}>", fragment.span.of(text)),
                })
                .collect();
            line(out, &format!("  sentence {:?}", fragments.join("|")));
        }
    }
}

fn short(text: &str, span: Span) -> String {
    let shown = span.of(text);
    let end = shown.char_indices().nth(40).map_or(shown.len(), |(at, _)| at);
    format!("{:?}", &shown[..end])
}

fn line_of(text: &str, span: Span) -> usize {
    text[..span.start()].lines().count().max(1)
}

fn line(out: &mut String, text: &str) {
    out.push_str(text);
    out.push('\n');
}
