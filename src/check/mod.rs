//! Rules × outline × stack → findings.

mod end_of_life;
pub mod finding;
mod fix;
mod ignores;
mod judge;
mod message;
pub mod prose;
mod rules;
pub mod severity;

pub use finding::Finding;

use crate::config::FileConfig;
use crate::document::Document;
use crate::document::outline::{FragmentStyle, Origin, Sentence, UnitId};
use crate::knowledge::date::Date;
use crate::knowledge::rule::{RuleSet, Severity};
use crate::library::Library;
use crate::matching::Hit;
use crate::stack::{FileEvidence, FileStack, ProductIndex};
use crate::text::Span;
use finding::QuickFix;
use judge::{Judgement, Scene, judge};
use message::Filling;
use prose::phrases::PhraseHit;
use prose::sentence::Words;
use prose::stance::{Decision, Mention, Stance, stance, stance_of_code};
use rules::{Owner, RuleTable};
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

/// Rules of a library, ready to check documents. Compiles on first use; make one for a library and share it.
#[derive(Debug, Default)]
pub struct Checker {
    library: Arc<Library>,
    products: OnceLock<ProductIndex>,
    rules: OnceLock<RuleTable>,
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
}

/// A phrase of a rule that is not flagged, and the check that decided so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Silent {
    pub rule: String,
    pub span: Span,
    pub because: String,
}

/// One document on its way through the rules.
struct Pass<'a> {
    document: &'a Document,
    stack: &'a FileStack,
    config: &'a FileConfig,
    today: Date,
    rules: &'a RuleTable,
    products: &'a ProductIndex,
    own: FileEvidence,
    report: Report,
    /// By part: how the text around a code block speaks of it.
    code: HashMap<u32, Decision>,
}

impl Checker {
    #[must_use]
    pub fn new(library: Arc<Library>) -> Checker {
        Checker { library, products: OnceLock::new(), rules: OnceLock::new() }
    }

    #[must_use]
    pub fn library(&self) -> &Arc<Library> {
        &self.library
    }

    #[must_use]
    pub fn products(&self) -> &ProductIndex {
        self.products.get_or_init(|| ProductIndex::new(&self.library))
    }

    fn rules(&self) -> &RuleTable {
        self.rules.get_or_init(|| RuleTable::new(&self.library))
    }

    /// Every finding of a document, as of `today`.
    #[must_use]
    pub fn check(&self, document: &Document, stack: &FileStack, config: &FileConfig, today: Date) -> Report {
        let products = self.products();
        let mut pass = Pass {
            document,
            stack,
            config,
            today,
            rules: self.rules(),
            products,
            own: FileEvidence::of(document, products),
            report: Report::default(),
            code: HashMap::new(),
        };
        pass.configuration();
        pass.prose();
        pass.end_of_life();
        let mut report = pass.report;
        keep_worst(&mut report.findings);
        report.ignored = ignores::apply(&mut report.findings, document, today, &|id| self.known(id, config));
        if severity::is_in_example_folder(&document.path) {
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

impl Pass<'_> {
    fn configuration(&mut self) {
        let rules = self.rules;
        let mut hits = rules.index.hits(self.document);
        let program_of = |unit: UnitId| self.program_of(unit);
        hits.extend(rules.index.entry_point_hits(self.document, &program_of));
        for hit in &hits {
            let Some(owner) = rules.owner(hit.matcher).filter(|owner| self.is_wanted(owner)) else {
                continue;
            };
            let Some(because) = self.stance_of_hit(&owner, hit) else { continue };
            let Some(mut judgement) = judge(&owner, &self.scene(hit.unit)) else { continue };
            if self.is_in_document(hit.unit) && owner.matcher.severity.is_none() {
                judgement.severity = judgement.severity.min(Severity::Information);
            }
            let matched = hit.span.of(&self.document.text).to_string();
            let filling = Filling { matched: &matched, hit: Some(hit), judgement: &judgement };
            let fixes = fix::quick_fixes(&owner, hit, &filling, &self.document.text);
            let finding = finding(&owner, hit.span, &filling, fixes, because);
            self.report.findings.push(finding);
        }
    }

    /// What the image of a unit starts when it is given only arguments.
    fn program_of(&self, unit: UnitId) -> Option<String> {
        let image = self.document.outline.images.iter().find(|image| image.unit == unit)?;
        let (page, _) = self.products.of_image(&image.name)?;
        page.product.as_ref()?.programs.first().cloned()
    }

    fn is_wanted(&self, owner: &Owner<'_>) -> bool {
        owner.rule.set.is_none_or(|set| is_on(set, self.config))
            && severity::configured(&self.config.rules, &owner.page.id) != Some(None)
    }

    fn scene(&self, unit: UnitId) -> Scene<'_> {
        let outline = &self.document.outline;
        Scene {
            products: self.products,
            stack: self.stack,
            own: &self.own,
            kind: outline.kind_of(unit),
            unit: outline.unit(unit).map_or_else(Span::default, |unit| unit.span),
            today: self.today,
        }
    }

    /// Whether the place is part of a document for people rather than of a file for machines.
    fn is_in_document(&self, unit: UnitId) -> bool {
        let outline = &self.document.outline;
        let origin = outline.part_of(unit).map_or(Origin::File, |part| part.origin);
        let is_prose = outline
            .parts
            .first()
            .and_then(|part| part.kind)
            .is_some_and(|kind| kind.row().reader == crate::knowledge::kind::Reader::Markdown);
        is_prose || matches!(origin, Origin::CodeBlock { .. } | Origin::FrontMatter)
    }

    /// In documents, a hit counts only if the text around it does not speak against it.
    /// Returns the deciding check, empty in configuration.
    fn stance_of_hit(&mut self, owner: &Owner<'_>, hit: &Hit) -> Option<String> {
        let outline = &self.document.outline;
        let part = outline.unit(hit.unit)?.part;
        let decision =
            if let Some(sentence) = hit.sentence.and_then(|index| outline.sentences.get(index as usize)) {
                let mut words = Words::default();
                words.read(sentence, &self.document.text);
                let first = words.at(hit.span.start());
                let end = words.at(hit.span.end().saturating_sub(1)) + 1;
                stance(&Mention {
                    document: self.document,
                    sentence,
                    words: &words,
                    first,
                    end: end.min(words.len()).max(first),
                })
            } else if let Some(Origin::CodeBlock { heading, lead_in }) =
                outline.part(part).map(|part| part.origin)
            {
                let document = self.document;
                self.code.entry(part.0).or_insert_with(|| stance_of_code(document, heading, lead_in)).clone()
            } else {
                return Some(String::new());
            };
        self.flagged(&owner.page.id, hit.span, decision)
    }

    /// The reason, if the stance is one that is flagged; else the phrase is noted as silent.
    fn flagged(&mut self, rule: &str, span: Span, decision: Decision) -> Option<String> {
        if decision.stance == Stance::Recommends {
            return Some(decision.because);
        }
        self.report.silent.push(Silent { rule: rule.to_string(), span, because: decision.because });
        None
    }

    fn prose(&mut self) {
        let (mut words, mut hits) = (Words::default(), Vec::new());
        let (document, rules) = (self.document, self.rules);
        for sentence in &document.outline.sentences {
            words.read(sentence, &document.text);
            rules.phrases.find(&words, &mut hits);
            let mut covered: Vec<(&str, Span)> = Vec::new();
            for hit in &hits {
                let Some(owner) = rules.owner_of_phrase(hit.phrase) else { continue };
                if is_part_of_code(&words, hit, sentence) {
                    continue;
                }
                // Longer phrases come first: of one rule, a phrase inside another says nothing more.
                if covered.iter().any(|(rule, span)| *rule == owner.page.id && span.contains(hit.span)) {
                    continue;
                }
                covered.push((&owner.page.id, hit.span));
                self.phrase(&owner, hit, sentence, &words);
            }
        }
    }

    fn phrase(&mut self, owner: &Owner<'_>, hit: &PhraseHit, sentence: &Sentence, words: &Words) {
        let document = self.document;
        if !self.is_wanted(owner)
            || !owner.matcher.kinds.is_empty()
                && !document
                    .outline
                    .kind_of(sentence.unit)
                    .is_some_and(|kind| owner.matcher.kinds.contains(&kind))
        {
            return;
        }
        let surroundings = prose::near::Surroundings {
            document,
            sentence: sentence.span,
            block: sentence.block,
            phrase: hit.span,
        };
        let in_stack = |product: &str| self.stack.mentions(product, &self.own);
        if !prose::near::holds(owner.matcher, &surroundings, &in_stack) {
            return;
        }
        let mention = Mention { document, sentence, words, first: hit.words.start, end: hit.words.end };
        let decision = stance(&mention);
        let Some(because) = self.flagged(&owner.page.id, hit.span, decision) else { return };
        let Some(mut judgement) = judge(owner, &self.scene(sentence.unit)) else { return };
        if owner.matcher.severity.is_none() {
            judgement.severity = judgement.severity.min(Severity::Information);
        }
        let matched = hit.span.of(&document.text);
        let filling = Filling { matched, hit: None, judgement: &judgement };
        let finding = finding(owner, hit.span, &filling, Vec::new(), because);
        self.report.findings.push(finding);
    }

    fn end_of_life(&mut self) {
        for mut finding in end_of_life::findings(&self.own, self.products, self.today) {
            let outline = &self.document.outline;
            let image = outline.images.iter().find(|image| image.span.contains(finding.span));
            let unit = image.map(|image| image.unit).unwrap_or_default();
            if severity::configured(&self.config.rules, &finding.rule) == Some(None) {
                continue;
            }
            if self.is_in_document(unit) {
                finding.severity = finding.severity.min(Severity::Information);
                let part = outline.unit(unit).map(|unit| unit.part).unwrap_or_default();
                if let Some(Origin::CodeBlock { heading, lead_in }) =
                    outline.part(part).map(|part| part.origin)
                {
                    let document = self.document;
                    let decision = self
                        .code
                        .entry(part.0)
                        .or_insert_with(|| stance_of_code(document, heading, lead_in))
                        .clone();
                    let Some(because) = self.flagged(&finding.rule, finding.span, decision) else { continue };
                    finding.because = because;
                }
            }
            self.report.findings.push(finding);
        }
    }
}

fn finding(
    owner: &Owner<'_>,
    span: Span,
    filling: &Filling<'_>,
    fixes: Vec<QuickFix>,
    because: String,
) -> Finding {
    let judgement: &Judgement = filling.judgement;
    let instead = owner.matcher.instead.as_ref().or(owner.rule.instead.as_ref());
    Finding {
        rule: owner.page.id.clone(),
        page: owner.page.id.clone(),
        severity: judgement.severity,
        status: judgement.status,
        span,
        message: message::message(owner, filling),
        instead: instead.map(|text| message::fill(text, filling)),
        url: owner.page.sources.first().map(|source| source.url.clone()),
        evidence: judgement.evidence.clone(),
        fixes,
        because,
    }
}

/// A code span names a practice only if it holds nothing else: `extension-pkg-whitelist` is some identifier.
fn is_part_of_code(words: &Words, hit: &PhraseHit, sentence: &Sentence) -> bool {
    let in_code = hit
        .words
        .clone()
        .any(|index| words.get(index).is_some_and(|word| word.style == FragmentStyle::CodeSpan));
    in_code
        && sentence.fragments.iter().any(|fragment| {
            let holds_more = (0..words.len()).any(|index| {
                !hit.words.contains(&index)
                    && words.get(index).is_some_and(|word| fragment.span.contains(word.span))
            });
            fragment.style == FragmentStyle::CodeSpan && fragment.span.overlaps(hit.span) && holds_more
        })
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
