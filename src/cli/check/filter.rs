//! Which findings are asked for.

use super::baseline::{Baseline, Entries};
use super::changed::Changed;
use crate::cli::arguments::CheckArguments;
use crate::cli::judge::{CheckedFile, Job};
use crate::config::matches_id;

/// Everything that takes findings out of the report.
#[derive(Clone, Copy)]
pub struct Filter<'a> {
    pub arguments: &'a CheckArguments,
    pub changed: Option<&'a Changed>,
    pub baseline: Option<&'a Baseline>,
}

impl Filter<'_> {
    /// Takes out what is not asked for. Gives how many findings the baseline hides, and what one would say of the
    /// file.
    pub fn apply(&self, job: &Job, file: &mut CheckedFile) -> (usize, Entries) {
        file.findings.retain(|finding| self.is_asked_for(&finding.rule));
        file.findings.sort_by(|one, other| {
            (one.span.start, &one.rule, one.span.end).cmp(&(other.span.start, &other.rule, other.span.end))
        });
        if let Some(changed) = self.changed {
            changed.keep(&job.file, file);
        }
        match self.baseline {
            Some(baseline) => baseline.apply(&job.file, file),
            None => (0, Entries::default()),
        }
    }

    fn is_asked_for(&self, rule: &str) -> bool {
        let named = |names: &[String]| names.iter().any(|name| matches_id(name, rule));
        (self.arguments.rule.is_empty() || named(&self.arguments.rule)) && !named(&self.arguments.ignore)
    }
}
