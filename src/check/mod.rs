//! Rules × outline × stack → findings.

pub mod edits;
mod end_of_life;
pub mod finding;
mod fix;
mod ignores;
mod judge;
mod message;
mod names;
mod pass;
pub mod prose;
mod rules;
pub mod severity;

pub use finding::Finding;

use crate::config::FileConfig;
use crate::document::Document;
use crate::knowledge::date::Date;
use crate::knowledge::rule::RuleSet;
use crate::library::Library;
use crate::stack::{FileEvidence, FileStack, ProductIndex};
use crate::text::Span;
use names::NameTable;
use pass::Pass;
use rules::RuleTable;
use std::sync::{Arc, OnceLock};

/// Rules of a library, ready to check documents. Compiles on first use; make one for a library and share it.
#[derive(Debug, Default)]
pub struct Checker {
    library: Arc<Library>,
    products: OnceLock<ProductIndex>,
    rules: OnceLock<RuleTable>,
    names: OnceLock<NameTable>,
}

/// What a check of one document gives.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// By place, then by rule.
    pub findings: Vec<Finding>,
    /// How many findings comments hide.
    pub ignored: usize,
    /// Phrases of rules that the text does not recommend, for `docent why`.
    pub silent: Vec<Silent>,
    /// What the document itself says about versions.
    pub evidence: FileEvidence,
}

/// A phrase of a rule that is not flagged, and the check that decided so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Silent {
    pub rule: String,
    pub span: Span,
    pub because: String,
}

impl Checker {
    #[must_use]
    pub fn new(library: Arc<Library>) -> Checker {
        Checker { library, ..Checker::default() }
    }

    #[must_use]
    pub fn library(&self) -> &Arc<Library> {
        &self.library
    }

    #[must_use]
    pub fn products(&self) -> &ProductIndex {
        self.products.get_or_init(|| ProductIndex::new(&self.library))
    }

    /// Whether the first check is past, which compiles everything.
    #[must_use]
    pub fn is_compiled(&self) -> bool {
        self.rules.get().is_some()
    }

    fn rules(&self) -> &RuleTable {
        self.rules.get_or_init(|| RuleTable::new(&self.library))
    }

    fn names(&self) -> &NameTable {
        self.names.get_or_init(|| NameTable::new(&self.library))
    }

    /// Every finding of a document, as of `today`.
    #[must_use]
    pub fn check(&self, document: &Document, stack: &FileStack, config: &FileConfig, today: Date) -> Report {
        let mut report = Pass::new(document, stack, config, today, self.rules(), self.products()).run();
        keep_worst(&mut report.findings);
        if severity::configured(&config.rules, names::RULE) != Some(None) {
            report.findings.extend(self.names().findings(document));
        }
        report.ignored = ignores::apply(&mut report.findings, document, today, &|id| self.known(id, config));
        if severity::is_example(&document.path) {
            report.findings.iter_mut().for_each(|finding| finding.severity = finding.severity.lowered());
        }
        apply_configured(&mut report.findings, config);
        report.findings.sort_by(|one, two| (one.span, &one.rule).cmp(&(two.span, &two.rule)));
        report
    }

    /// What a comment's rule id means here.
    fn known(&self, id: &str, config: &FileConfig) -> ignores::Known {
        if id.contains('*') {
            return ignores::Known::Run;
        }
        if severity::configured(&config.rules, id) == Some(None) {
            return ignores::Known::Off;
        }
        let page = self.library.page(id).or_else(|| {
            let product = self.library.page(id.strip_suffix("-end-of-life")?)?;
            product.product.is_some().then_some(product)
        });
        match page {
            None if ["unused-ignore", "expired-ignore", "product-name", "invalid-page", "invalid-config"]
                .contains(&id) =>
            {
                ignores::Known::Run
            }
            None => ignores::Known::Unknown,
            Some(page) if page.formerly.iter().any(|former| former == id) => {
                ignores::Known::Renamed(page.id.clone())
            }
            Some(page) => {
                let is_off =
                    page.rule.as_ref().and_then(|rule| rule.set).is_some_and(|set| !is_on(set, config));
                if is_off { ignores::Known::Off } else { ignores::Known::Run }
            }
        }
    }
}

fn is_on(set: RuleSet, config: &FileConfig) -> bool {
    config.sets.iter().any(|name| name == set.name())
}

/// Of one rule, only the worst of findings that overlap; where they are alike, the first.
fn keep_worst(findings: &mut Vec<Finding>) {
    findings.sort_by(|one, two| {
        (&one.rule, one.span.start, std::cmp::Reverse(one.severity)).cmp(&(
            &two.rule,
            two.span.start,
            std::cmp::Reverse(two.severity),
        ))
    });
    let mut kept: Vec<Finding> = Vec::with_capacity(findings.len());
    for finding in findings.drain(..) {
        match kept.last_mut() {
            Some(last)
                if last.rule == finding.rule
                    && (last.span.overlaps(finding.span) || last.span == finding.span) =>
            {
                if finding.severity > last.severity {
                    *last = finding;
                }
            }
            _ => kept.push(finding),
        }
    }
    *findings = kept;
}

/// A severity that the user gave a rule takes the place of the one that was judged.
fn apply_configured(findings: &mut Vec<Finding>, config: &FileConfig) {
    if config.rules.is_empty() {
        return;
    }
    findings.retain_mut(|finding| match severity::configured(&config.rules, &finding.rule) {
        Some(None) => false,
        Some(Some(severity)) => {
            finding.severity = severity;
            true
        }
        None => true,
    });
}
