//! The ends of life of the releases that a configuration file names, shown behind their versions.

use crate::context::Context;
use crate::knowledge::Date;
use crate::knowledge::kind::Reader;
use crate::knowledge::product::End;
use crate::stack::{FileEvidence, VersionStatement, release_of};
use crate::text::Span;

/// An end that is further away than this is no news.
const NOTICE_DAYS: i64 = 365;

/// A few words behind one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    pub offset: usize,
    /// `ended 2026-04-30`
    pub label: String,
    /// The sentence that the label stands for.
    pub tooltip: String,
}

/// The hints within a span of a configuration file; `evidence` is what the file says about versions.
#[must_use]
pub fn hints(context: &Context, evidence: &FileEvidence, within: Span) -> Vec<Hint> {
    let kind = context.document.kind;
    let is_config = kind.is_some_and(|kind| {
        !matches!(
            kind.row().reader,
            Reader::Markdown | Reader::Text | Reader::Html | Reader::Notebook | Reader::Code | Reader::Plain
        )
    });
    if !context.config.editor.inlay_hints || !is_config {
        return Vec::new();
    }
    let wanted = |statement: &&VersionStatement| {
        !statement.in_code_block && within.touches(statement.version_span.end())
    };
    let mut hints: Vec<Hint> =
        evidence.statements.iter().filter(wanted).filter_map(|statement| hint(context, statement)).collect();
    hints.sort_by_key(|hint| hint.offset);
    hints.dedup();
    hints
}

fn hint(context: &Context, statement: &VersionStatement) -> Option<Hint> {
    let product = context.products.page(&statement.evidence.product)?;
    let release = release_of(product, statement.judged.as_deref()?)?;
    let End::On(end) = release.ends else { return None };
    if end >= context.today.plus_days(NOTICE_DAYS) {
        return None;
    }
    let verb = if has_passed(end, context.today) { "ended" } else { "ends" };
    let name = format!("{} {}", product.title, release.cycle);
    let tooltip = if has_passed(end, context.today) {
        format!("{name} has had no free security fixes since {end}.")
    } else {
        format!("{name} gets free security fixes until {end}.")
    };
    Some(Hint { offset: statement.version_span.end(), label: format!("{verb} {end}"), tooltip })
}

fn has_passed(end: Date, today: Date) -> bool {
    end < today
}
