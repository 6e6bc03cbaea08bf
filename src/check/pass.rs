//! One document on its way through the rules.

use super::finding::{Finding, QuickFix};
use super::judge::{Judgement, Scene, judge};
use super::message::{self, Filling};
use super::prose::inherited::{bad_example, stance_of_code};
use super::prose::near;
use super::prose::phrases::PhraseHit;
use super::prose::sentence::{Gap, Words};
use super::prose::stance::{Decision, Frame, Mention, Stance, stance};
use super::rules::{Owner, RuleTable};
use super::{Report, Silent, end_of_life, fix, is_on, severity};
use crate::config::FileConfig;
use crate::document::Document;
use crate::document::outline::{BlockId, BlockStyle, FragmentStyle, Origin, PartId, Sentence, UnitId};
use crate::knowledge::Page;
use crate::knowledge::date::Date;
use crate::knowledge::kind::{Kind, Reader};
use crate::knowledge::rule::Severity;
use crate::matching::Hit;
use crate::stack::{FileEvidence, FileStack, ProductIndex};
use crate::text::Span;
use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;

/// One document on its way through the rules.
pub(super) struct Pass<'a> {
    document: &'a Document,
    stack: &'a FileStack,
    config: &'a FileConfig,
    today: Date,
    rules: &'a RuleTable,
    products: &'a ProductIndex,
    own: FileEvidence,
    frame: Frame,
    report: Report,
    /// The path and the text in lower case, once somebody asks.
    lower: OnceCell<String>,
    /// Product → whether the document speaks of a sibling of it.
    siblings: RefCell<HashMap<String, bool>>,
    /// By part: how the text around a code block speaks of it.
    code: HashMap<PartId, Decision>,
    /// Rules whose practice the document itself calls deprecated, gone or wrong, with the headings under which it does.
    declared: Vec<(&'a str, Option<BlockId>)>,
}

impl<'a> Pass<'a> {
    pub(super) fn new(
        document: &'a Document,
        stack: &'a FileStack,
        config: &'a FileConfig,
        today: Date,
        rules: &'a RuleTable,
        products: &'a ProductIndex,
    ) -> Pass<'a> {
        let own = FileEvidence::of(document, products);
        let frame = Frame::of(document);
        let (report, code, declared) = (Report::default(), HashMap::new(), Vec::new());
        let (lower, siblings) = (OnceCell::new(), RefCell::default());
        Pass {
            document,
            stack,
            config,
            today,
            rules,
            products,
            own,
            frame,
            report,
            lower,
            siblings,
            code,
            declared,
        }
    }

    pub(super) fn run(mut self) -> Report {
        // What the prose declares holds for the code blocks too.
        self.prose();
        self.configuration();
        self.end_of_life();
        self.report.evidence = self.own;
        self.report
    }

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
            let Some(mut judgement) = self.judge(&owner, hit.unit) else { continue };
            let is_mild = self.is_in_document(hit.unit) && owner.matcher.severity.is_none();
            if is_mild || self.is_lock_file() {
                judgement.severity = judgement.severity.min(Severity::Information);
            }
            let matched = hit.span.of(&self.document.text).to_string();
            let filling = Filling { matched: &matched, hit: Some(hit), judgement: &judgement };
            let fixes = fix::quick_fixes(&owner, hit, &filling, self.document);
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

    /// Whether the text or the path speaks of a sibling of the product. Looked up once a product.
    fn names_sibling(&self, product: &str) -> bool {
        if let Some(known) = self.siblings.borrow().get(product) {
            return *known;
        }
        let lower = self
            .lower
            .get_or_init(|| format!("{}\n{}", self.document.path, self.document.text).to_ascii_lowercase());
        let siblings = self.products.sibling_names(product);
        let names = if self.is_for_people() {
            // A document may name both; it is about the one that it names more often.
            let most = siblings.iter().map(|name| words_in(lower, name).count()).max().unwrap_or_default();
            most > 0 && most >= words_in(lower, product).count()
        } else {
            siblings.iter().any(|name| words_in(lower, name).next().is_some())
        };
        self.siblings.borrow_mut().insert(product.to_string(), names);
        names
    }

    fn judge(&self, owner: &Owner<'_>, unit: UnitId) -> Option<Judgement> {
        let names_sibling = |product: &str| self.names_sibling(product);
        judge(owner, &self.scene(unit, &names_sibling))
    }

    fn scene<'s>(&'s self, unit: UnitId, names_sibling: &'s dyn Fn(&str) -> bool) -> Scene<'s> {
        let outline = &self.document.outline;
        Scene {
            products: self.products,
            stack: self.stack,
            own: &self.own,
            kind: outline.kind_of(unit),
            unit: outline.unit(unit).map_or_else(Span::default, |unit| unit.span),
            today: self.today,
            names_sibling,
        }
    }

    /// Whether the place is part of a document for people rather than of a file for machines.
    fn is_in_document(&self, unit: UnitId) -> bool {
        let outline = &self.document.outline;
        let origin = outline.part_of(unit).map_or(Origin::File, |part| part.origin);
        self.is_for_people() || matches!(origin, Origin::CodeBlock { .. } | Origin::FrontMatter)
    }

    fn is_for_people(&self) -> bool {
        let kind = self.document.outline.parts.first().and_then(|part| part.kind);
        kind.is_some_and(|kind| matches!(kind.row().reader, Reader::Markdown | Reader::Text))
    }

    /// What a lock file names was mostly chosen by another package, not by who reads the finding.
    fn is_lock_file(&self) -> bool {
        self.document.kind.is_some_and(Kind::is_lock_file)
    }

    /// How the text around a code block speaks of it; none where the part is no code block.
    fn stance_of_part(&mut self, part: PartId) -> Option<Decision> {
        let document = self.document;
        let Origin::CodeBlock { heading, lead_in } = document.outline.part(part)?.origin else { return None };
        let frame = &self.frame;
        let decision =
            self.code.entry(part).or_insert_with(|| stance_of_code(document, frame, heading, lead_in));
        Some(decision.clone())
    }

    /// In documents, a hit counts only if the text around it does not speak against it.
    /// Returns the deciding check, empty in configuration.
    fn stance_of_hit(&mut self, owner: &Owner<'_>, hit: &Hit) -> Option<String> {
        let document = self.document;
        let outline = &document.outline;
        let sentence = match hit.sentence {
            Some(index) => outline.sentences.get(index as usize),
            None => self.sentence_around(hit),
        };
        let heading = match sentence {
            Some(sentence) => outline.block(sentence.block).and_then(|block| block.heading),
            None => self.heading_of_code(hit.unit),
        };
        let decision = match sentence {
            Some(sentence) => {
                let mut words = Words::default();
                words.read_near(sentence, hit.span, &document.text);
                let first = words.at(hit.span.start());
                let end = (words.at(hit.span.end().saturating_sub(1)) + 1).min(words.len()).max(first);
                stance(&Mention { document, frame: &self.frame, sentence, words: &words, first, end })
            }
            None => match self.stance_of_part(outline.unit(hit.unit)?.part) {
                Some(decision) if decision.stance == Stance::Recommends => {
                    let block = outline.part_of(hit.unit).map_or(hit.span, |part| part.span);
                    bad_example(&document.text, block, hit.span).unwrap_or(decision)
                }
                Some(decision) => decision,
                None => return Some(String::new()),
            },
        };
        let decision = self.unless_declared(&owner.page.id, heading, decision);
        self.flagged(&owner.page.id, hit.span, decision)
    }

    fn heading_of_code(&self, unit: UnitId) -> Option<BlockId> {
        match self.document.outline.part_of(unit)?.origin {
            Origin::CodeBlock { heading, .. } => heading,
            _ => None,
        }
    }

    /// The text itself said under this heading, or one above, that the practice is over.
    fn unless_declared(&self, rule: &str, heading: Option<BlockId>, decision: Decision) -> Decision {
        if decision.stance != Stance::Recommends {
            return decision;
        }
        let outline = &self.document.outline;
        let is_under = |declared: Option<BlockId>| {
            let mut next = heading;
            declared.is_none()
                || std::iter::from_fn(|| {
                    let current = next?;
                    next = outline.block(current).and_then(|block| block.heading);
                    Some(current)
                })
                .any(|above| Some(above) == declared)
        };
        if !self.declared.iter().any(|(known, declared)| *known == rule && is_under(*declared)) {
            return decision;
        }
        let because = "the document itself says that it is deprecated or gone".to_string();
        Decision { stance: Stance::ReportsHistory, because }
    }

    /// The sentence whose code span names what was found: a command, a statement, a variable.
    fn sentence_around(&self, hit: &Hit) -> Option<&'a Sentence> {
        let outline = &self.document.outline;
        let reader = outline.kind_of(hit.unit)?.row().reader;
        if !matches!(reader, Reader::Markdown | Reader::Text) {
            return None;
        }
        let after = outline.sentences.partition_point(|sentence| sentence.span.start <= hit.span.start);
        let sentence = outline.sentences.get(after.checked_sub(1)?)?;
        sentence.span.contains(hit.span).then_some(sentence)
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
            if !rules.phrases.may_hold(sentence, &document.text) {
                continue;
            }
            words.read(sentence, &document.text);
            rules.phrases.find(&words, &mut hits);
            let mut covered: HashMap<&str, Span> = HashMap::new();
            for hit in &hits {
                let Some(owner) = rules.owner_of_phrase(hit.phrase) else { continue };
                // Longer phrases come first: of one rule, a phrase inside another says nothing more.
                let inside = covered.get(owner.page.id.as_str()).is_some_and(|span| span.contains(hit.span));
                if inside || is_part_of_code(&words, hit, sentence) {
                    continue;
                }
                covered.insert(&owner.page.id, hit.span);
                self.phrase(&owner, hit, sentence, &words);
            }
        }
    }

    fn phrase(&mut self, owner: &Owner<'a>, hit: &PhraseHit, sentence: &Sentence, words: &Words) {
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
        let surroundings =
            near::Surroundings { document, sentence: sentence.span, block: sentence.block, phrase: hit.span };
        if is_part_of_identifier(hit.span, &document.text) || is_part_of_address(hit.span, &document.text) {
            return;
        }
        let in_stack = |product: &str| self.stack.mentions(product, &self.own);
        if !near::holds(owner.matcher, &surroundings, &in_stack) {
            return;
        }
        let mention = Mention {
            document,
            frame: &self.frame,
            sentence,
            words,
            first: hit.words.start,
            end: hit.words.end,
        };
        let decision = self.heard(owner.page, sentence, stance(&mention));
        let Some(because) = self.flagged(&owner.page.id, hit.span, decision) else { return };
        let Some(mut judgement) = self.judge(owner, sentence.unit) else { return };
        if owner.matcher.severity.is_none() {
            judgement.severity = judgement.severity.min(Severity::Information);
        }
        let matched = hit.span.of(&document.text);
        let filling = Filling { matched, hit: None, judgement: &judgement };
        let fixes = fix::phrase_fixes(owner, hit.span, &filling, document);
        let finding = finding(owner, hit.span, &filling, fixes, because);
        self.report.findings.push(finding);
    }

    /// Takes back what was found under a heading before the text declared the practice over.
    fn retract(&mut self, rule: &str, heading: Option<BlockId>, paragraph: Span) {
        let outline = &self.document.outline;
        let start =
            heading.and_then(|id| outline.block(id)).map_or(paragraph.start(), |block| block.span.start());
        let section = Span::new(start.min(paragraph.start()), paragraph.end());
        let (kept, retracted) = std::mem::take(&mut self.report.findings)
            .into_iter()
            .partition(|finding| finding.rule != rule || !section.contains(finding.span));
        self.report.findings = kept;
        let because = "the document itself says that it is deprecated or gone";
        self.report.silent.extend(Vec::into_iter(retracted).map(|finding: Finding| Silent {
            rule: finding.rule,
            span: finding.span,
            because: because.to_string(),
        }));
    }

    /// Notes what a sentence declares, and applies what was declared before it.
    fn heard(&mut self, page: &'a Page, sentence: &Sentence, decision: Decision) -> Decision {
        let Some(block) = self.document.outline.block(sentence.block) else { return decision };
        if decision.stance == Stance::Declares && block.style != BlockStyle::Comment {
            self.declared.push((&page.id, block.heading));
            self.retract(&page.id, block.heading, block.span);
        }
        self.unless_declared(&page.id, block.heading, decision)
    }

    fn end_of_life(&mut self) {
        for (unit, mut finding) in end_of_life::findings(&self.own, self.products, self.today) {
            if severity::configured(&self.config.rules, &finding.rule) == Some(None) {
                continue;
            }
            if self.is_lock_file() {
                finding.severity = finding.severity.min(Severity::Information);
            }
            if self.is_in_document(unit) {
                finding.severity = finding.severity.min(Severity::Information);
                let part = self.document.outline.unit(unit).map(|unit| unit.part).unwrap_or_default();
                if let Some(decision) = self.stance_of_part(part) {
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

/// Where `word` stands in the text between characters that are no letters or digits.
fn words_in<'t>(text: &'t str, word: &'t str) -> impl Iterator<Item = usize> + 't {
    memchr::memmem::find_iter(text.as_bytes(), word).filter(move |at| {
        let is_inside = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
        let bytes = text.as_bytes();
        !is_inside(at.checked_sub(1).and_then(|before| bytes.get(before)))
            && !is_inside(bytes.get(at + word.len()))
    })
}

/// `https://example.com/hystrix-dashboard` names a place, not a practice.
fn is_part_of_address(span: Span, text: &str) -> bool {
    /// Longer words are no addresses, and looking further would take time for nothing.
    const LONGEST: usize = 512;
    let mut start = span.start().saturating_sub(LONGEST);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let before = text.get(start..span.start()).unwrap_or_default();
    let word = before.rsplit(|mark: char| mark.is_whitespace() || matches!(mark, '(' | '<' | '"')).next();
    word.is_some_and(|word| word.contains("://") || word.starts_with("www."))
}

/// `query_cache_size` is a name of its own, not the words "query cache"; `Tiller_` is a link of reStructuredText.
fn is_part_of_identifier(span: Span, text: &str) -> bool {
    let before = text.get(..span.start()).is_some_and(|before| before.ends_with('_'));
    let after = text.get(span.end()..).and_then(|after| after.strip_prefix('_'));
    before || after.is_some_and(|after| after.starts_with(char::is_alphanumeric))
}

/// A code span names a practice only if it holds nothing else: `extension-pkg-whitelist` is some identifier. What stands
/// after a colon or equals sign is the value of what it names.
fn is_part_of_code(words: &Words, hit: &PhraseHit, sentence: &Sentence) -> bool {
    let is_code = |index: usize| words.get(index).filter(|word| word.style == FragmentStyle::CodeSpan);
    let Some(word) = hit.words.clone().find_map(is_code) else { return false };
    let after = sentence.fragments.partition_point(|fragment| fragment.span.start <= word.span.start);
    let Some(fragment) = after.checked_sub(1).and_then(|index| sentence.fragments.get(index)) else {
        return false;
    };
    let in_span = |index: usize| is_code(index).filter(|word| fragment.span.contains(word.span));
    let before = hit.words.start.checked_sub(1).and_then(in_span);
    let after = in_span(hit.words.end).filter(|word| !matches!(word.gap, Gap::Colon | Gap::Hard));
    before.is_some() || after.is_some()
}
