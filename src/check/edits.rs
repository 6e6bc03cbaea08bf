//! Making edits: several fixes of one text at once.

use super::finding::{Edit, Finding, FixClass};
use crate::text::Span;
use std::collections::BTreeMap;

/// More rounds of fixes than this mean that fixes undo each other.
const ROUNDS: usize = 20;

/// A text after fixes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fixed {
    pub text: String,
    /// How many findings were mended.
    pub count: usize,
}

/// The text with edits made, whatever their order; of edits that overlap, the first.
#[must_use]
pub fn apply<'e>(text: &str, edits: impl IntoIterator<Item = &'e Edit>) -> String {
    let mut edits: Vec<&Edit> = edits.into_iter().collect();
    edits.sort_by_key(|edit| edit.span);
    let mut changed = String::with_capacity(text.len());
    let mut done = 0;
    for edit in edits {
        let Some(kept) = text.get(done..edit.span.start()) else { continue };
        changed.push_str(kept);
        changed.push_str(&edit.text);
        done = edit.span.end();
    }
    changed.push_str(text.get(done..).unwrap_or_default());
    changed
}

/// The safe fix of each finding, as far as they leave each other alone: a fix is made whole or not at all, and
/// what two findings change alike is changed once.
#[must_use]
pub fn safe_fixes(findings: &[Finding]) -> Vec<&[Edit]> {
    let mut chosen: Vec<&[Edit]> = Vec::new();
    let mut taken: BTreeMap<u32, u32> = BTreeMap::new();
    for finding in findings {
        let Some(fix) = finding.fixes.iter().find(|fix| fix.class == FixClass::Safe) else { continue };
        if fix.edits.iter().all(|edit| is_free(&taken, edit.span)) {
            taken.extend(fix.edits.iter().map(|edit| (edit.span.start, edit.span.end)));
            chosen.push(&fix.edits);
        }
    }
    chosen
}

/// Whether no edit touches the span or puts something at its start. `taken` has the ends of spans by their starts.
fn is_free(taken: &BTreeMap<u32, u32>, span: Span) -> bool {
    let before = taken.range(..span.start).next_back();
    before.is_none_or(|(_, end)| *end <= span.start)
        && taken.range(span.start..span.end.max(span.start + 1)).next().is_none()
}

/// Makes safe fixes until none is left. `judge` gives the findings of a text, or nothing for a text that reads
/// worse than before: then the fixes of that round are not made.
#[must_use]
pub fn fix_all(text: &str, mut judge: impl FnMut(&str) -> Option<Vec<Finding>>) -> Fixed {
    let mut fixed = Fixed { text: text.to_string(), count: 0 };
    let Some(mut findings) = judge(text) else { return fixed };
    for _ in 0..ROUNDS {
        let chosen = safe_fixes(&findings);
        if chosen.is_empty() {
            break;
        }
        let changed = apply(&fixed.text, chosen.iter().copied().flatten());
        let count = chosen.len();
        let Some(next) = judge(&changed) else { break };
        fixed = Fixed { text: changed, count: fixed.count + count };
        findings = next;
    }
    fixed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::finding::QuickFix;
    use crate::knowledge::rule::{Severity, Status};

    fn finding(edits: &[(usize, usize, &str)], class: FixClass) -> Finding {
        let edits = edits
            .iter()
            .map(|(from, to, text)| Edit { span: Span::new(*from, *to), text: (*text).to_string() });
        Finding {
            rule: "a".to_string(),
            page: String::new(),
            severity: Severity::Hint,
            status: Status::Name,
            span: Span::default(),
            message: String::new(),
            instead: None,
            url: None,
            evidence: Vec::new(),
            fixes: vec![QuickFix { title: String::new(), class, edits: edits.collect() }],
            because: String::new(),
        }
    }

    fn all_safe(text: &str, findings: &[Finding]) -> String {
        apply(text, safe_fixes(findings).into_iter().flatten())
    }

    #[test]
    fn a_fix_is_made_whole_or_not_at_all() {
        let safe = |edits: &[(usize, usize, &str)]| finding(edits, FixClass::Safe);
        assert_eq!(all_safe("abcdef", &[safe(&[(4, 5, "E")]), safe(&[(0, 1, "")])]), "bcdEf");
        assert_eq!(all_safe("abcdef", &[safe(&[(0, 3, "")]), safe(&[(2, 4, "x"), (5, 6, "F")])]), "def");
        assert_eq!(all_safe("abcdef", &[safe(&[(0, 3, "")]), safe(&[(0, 3, "")])]), "def");
        assert_eq!(all_safe("abcdef", &[safe(&[(0, 3, "")]), safe(&[(3, 6, "")])]), "");
        assert_eq!(all_safe("abcdef", &[finding(&[(0, 3, "")], FixClass::Suggested)]), "abcdef");
    }

    #[test]
    fn fixes_go_on_until_none_is_left_and_stop_where_the_text_breaks() {
        let judge = |limit: usize| {
            move |text: &str| {
                let safe = || finding(&[(0, 1, "")], FixClass::Safe);
                (text.len() >= limit).then(|| if text.starts_with('a') { vec![safe()] } else { Vec::new() })
            }
        };
        assert_eq!(fix_all("aaab", judge(0)), Fixed { text: "b".to_string(), count: 3 });
        assert_eq!(fix_all("aaab", judge(3)), Fixed { text: "aab".to_string(), count: 1 });
        assert_eq!(fix_all("b", judge(0)), Fixed { text: "b".to_string(), count: 0 });
        let endless = |_: &str| Some(vec![finding(&[(0, 0, "a")], FixClass::Safe)]);
        assert_eq!(fix_all("", endless).count, ROUNDS);
    }
}
