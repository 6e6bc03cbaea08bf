//! Comments that hide findings, and what is wrong with them.

use super::finding::{Edit, Finding, FixClass, QuickFix};
use crate::document::Document;
use crate::document::ignores::IgnoreDirective;
use crate::knowledge::date::Date;
use crate::knowledge::rule::{Severity, Status};
use crate::text::Span;
use crate::text::glob::Glob;

/// What is known of a rule id that a comment names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Known {
    /// It is a rule and was run.
    Run,
    /// It is a rule, but switched off here: nothing can be said of the comment.
    Off,
    /// It was renamed to this.
    Renamed(String),
    Unknown,
}

/// Takes out the findings that comments hide; adds what is wrong with the comments. Returns how many were hidden.
pub fn apply(
    findings: &mut Vec<Finding>,
    document: &Document,
    today: Date,
    known: &dyn Fn(&str) -> Known,
) -> usize {
    let directives = &document.outline.ignores;
    if directives.is_empty() {
        return 0;
    }
    let mut used: Vec<Vec<bool>> =
        directives.iter().map(|directive| vec![false; directive.rules.len()]).collect();
    let before = findings.len();
    findings.retain(|finding| {
        let mut hidden = false;
        for (directive, used) in directives.iter().zip(&mut used) {
            if is_expired(directive, today) || !covers(directive, finding) {
                continue;
            }
            for ((pattern, _), used) in directive.rules.iter().zip(used) {
                if Glob::parse(pattern).is_match(&finding.rule, false) {
                    *used = true;
                    hidden = true;
                }
            }
        }
        !hidden
    });
    let hidden = before - findings.len();
    for (directive, used) in directives.iter().zip(used) {
        findings.extend(faults(directive, &used, document, today, known));
    }
    hidden
}

fn is_expired(directive: &IgnoreDirective, today: Date) -> bool {
    directive.until.as_ref().is_some_and(|(text, _)| Date::parse(text).is_none_or(|until| today > until))
}

fn covers(directive: &IgnoreDirective, finding: &Finding) -> bool {
    directive.covers.contains(Span::at(finding.span.start()))
}

fn faults(
    directive: &IgnoreDirective,
    used: &[bool],
    document: &Document,
    today: Date,
    known: &dyn Fn(&str) -> Known,
) -> Vec<Finding> {
    let whole = || deletion("Delete the comment", directive.comment);
    if directive.rules.is_empty() {
        let message = "`docent: ignore` names no rule; write the ids of the rules to ignore after it.";
        return vec![fault("unused-ignore", Severity::Hint, directive.span, message.to_string(), whole())];
    }
    if let Some((until, span)) = directive.until.as_ref().filter(|_| is_expired(directive, today)) {
        let message = match Date::parse(until) {
            Some(date) => format!("This comment ignores findings until {date} only; they show again."),
            None => format!("`{until}` is not a date like 2026-11-22, so nothing is ignored."),
        };
        return vec![fault("expired-ignore", Severity::Warning, *span, message, whole())];
    }
    let mut faults = Vec::new();
    for ((id, span), used) in directive.rules.iter().zip(used) {
        if *used {
            continue;
        }
        let message = match known(id) {
            Known::Off => continue,
            Known::Run => format!("Nothing here is hidden by ignoring `{id}`."),
            Known::Renamed(successor) => {
                format!("There is no rule `{id}` any more; it is called `{successor}` now.")
            }
            Known::Unknown => format!("There is no rule `{id}`, so nothing is ignored."),
        };
        let fix = if directive.rules.len() == 1 {
            whole()
        } else {
            deletion("Delete the id", without(*span, document))
        };
        faults.push(fault("unused-ignore", Severity::Hint, *span, message, fix));
    }
    faults
}

/// An id with the comma and blanks that part it from its neighbour.
fn without(id: Span, document: &Document) -> Span {
    let after = document.text.get(id.end()..).unwrap_or_default();
    if let Some(rest) = after.trim_start_matches(' ').strip_prefix(',') {
        let taken = after.len() - rest.trim_start_matches(' ').len();
        return Span::new(id.start(), id.end() + taken);
    }
    let before = document.text.get(..id.start()).unwrap_or_default();
    let kept = before.trim_end_matches(' ').trim_end_matches(',');
    Span::new(kept.len(), id.end())
}

fn deletion(title: &str, span: Span) -> QuickFix {
    let edits = vec![Edit { span, text: String::new() }];
    QuickFix { title: title.to_string(), class: FixClass::Safe, edits }
}

fn fault(rule: &str, severity: Severity, span: Span, message: String, fix: QuickFix) -> Finding {
    Finding {
        rule: rule.to_string(),
        page: String::new(),
        severity,
        status: Status::Ignore,
        span,
        message,
        instead: None,
        url: None,
        evidence: Vec::new(),
        fixes: vec![fix],
        because: String::new(),
    }
}
