//! What a finding says: the page's words with their placeholders filled, or words made from the lifecycle.

use super::judge::Judgement;
use super::rules::Owner;
use crate::knowledge::rule::{Boundary, Status};
use crate::matching::Hit;

/// What placeholders stand for.
#[derive(Clone, Copy, Debug)]
pub struct Filling<'a> {
    pub matched: &'a str,
    pub hit: Option<&'a Hit>,
    pub judgement: &'a Judgement,
}

/// The message of a finding.
#[must_use]
pub fn message(owner: &Owner<'_>, filling: &Filling<'_>) -> String {
    let written = owner.matcher.message.as_ref().or(owner.rule.message.as_ref());
    let judgement = filling.judgement;
    // A page's own message tells of the removal; where the version that runs only deprecates, that would mislead.
    let speaks_of_removal = judgement.removed.is_some() && judgement.status == Status::Deprecated;
    match written {
        Some(text) if !speaks_of_removal => fill(text, filling),
        _ => from_lifecycle(owner, filling),
    }
}

fn from_lifecycle(owner: &Owner<'_>, filling: &Filling<'_>) -> String {
    let judgement = filling.judgement;
    let name = &judgement.product_name;
    let subject = if owner.matcher.surface == crate::knowledge::rule::Surface::Prose {
        owner.page.title.clone()
    } else {
        format!("`{}`", filling.matched)
    };
    let when = |boundary: &Boundary| match boundary {
        Boundary::Version(version) => format!("{name} {version}"),
        Boundary::Date(date) => date.to_string(),
    };
    match (judgement.status, &judgement.removed, &judgement.deprecated) {
        (Status::Removed, Some(Boundary::Version(version)), _) => {
            format!("{name} {version} removed {subject}.")
        }
        (Status::Removed, Some(Boundary::Date(date)), _) => format!("{subject} was removed on {date}."),
        (_, Some(removed), Some(deprecated)) => {
            format!("{subject} is deprecated since {} and removed in {}.", when(deprecated), removed)
        }
        (_, _, Some(deprecated)) => format!("{subject} is deprecated since {}.", when(deprecated)),
        _ => format!("{subject} is {}.", judgement.status.name()),
    }
}

/// Replaces `{match}`, `{key}`, `{value}`, `{product}`, `{deprecated}`, `{removed}`, `{version}` and `{1}`…`{9}`.
#[must_use]
pub fn fill(text: &str, filling: &Filling<'_>) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((name, tail)) = after.split_once('}') else {
            filled.push('{');
            rest = after;
            continue;
        };
        if let Some(value) = value_of(name, filling) {
            filled.push_str(&value);
            rest = tail;
        } else {
            filled.push('{');
            rest = after;
        }
    }
    filled.push_str(rest);
    filled
}

fn value_of(name: &str, filling: &Filling<'_>) -> Option<String> {
    let judgement = filling.judgement;
    let boundary =
        |boundary: &Option<Boundary>| boundary.as_ref().map(ToString::to_string).unwrap_or_default();
    Some(match name {
        "match" => filling.matched.to_string(),
        "key" => filling.hit.map_or_else(|| filling.matched.to_string(), |hit| hit.key.clone()),
        "value" => filling.hit.and_then(|hit| hit.value.clone()).unwrap_or_default(),
        "product" => judgement.product_name.clone(),
        "deprecated" => boundary(&judgement.deprecated),
        "removed" => boundary(&judgement.removed),
        "version" => judgement.evidence.iter().find_map(|known| known.version.clone()).unwrap_or_default(),
        digit => {
            let number: usize = digit.parse().ok().filter(|number| (1..=9).contains(number))?;
            filling.hit.and_then(|hit| hit.captures.get(number - 1)).cloned().unwrap_or_default()
        }
    })
}
