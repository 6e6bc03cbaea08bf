//! Status and severity of a hit: the lifecycle of the practice against the version that runs.

use super::rules::Owner;
use crate::knowledge::date::Date;
use crate::knowledge::kind::Kind;
use crate::knowledge::lifecycle::Lifecycle;
use crate::knowledge::page::Page;
use crate::knowledge::rule::{Boundary, Severity, Status};
use crate::knowledge::version::Version;
use crate::stack::{Evidence, FileEvidence, FileStack, ProductIndex, Standing};
use crate::text::Span;

/// What holds around one hit.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    pub products: &'a ProductIndex,
    pub stack: &'a FileStack,
    pub own: &'a FileEvidence,
    pub kind: Option<Kind>,
    pub unit: Span,
    pub today: Date,
    /// Whether the document or its path speaks of a sibling of the product: then, where no file states what
    /// runs, it may well be the sibling.
    pub names_sibling: &'a dyn Fn(&str) -> bool,
}

/// Why and how severely a hit is flagged.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    pub status: Status,
    pub severity: Severity,
    pub evidence: Vec<Evidence>,
    /// Id and name of the product whose lifecycle decided; empty without one.
    pub product: String,
    pub product_name: String,
    pub deprecated: Option<Boundary>,
    pub removed: Option<Boundary>,
}

/// Nothing where the practice is fine in the version that runs, or the product is not the one that runs.
#[must_use]
pub fn judge(owner: &Owner<'_>, scene: &Scene<'_>) -> Option<Judgement> {
    let terms = Terms::of(owner, scene);
    let mut judgement = match (&terms.deprecated, &terms.removed) {
        (None, None) => judge_without_lifecycle(owner, scene, &terms)?,
        _ => judge_lifecycle(scene, &terms)?,
    };
    if let Some(ceiling) = owner.matcher.severity.or(owner.rule.severity) {
        judgement.severity = judgement.severity.min(ceiling);
    }
    Some(judgement)
}

/// The product and boundaries by which a matcher is judged.
struct Terms {
    product: Option<String>,
    deprecated: Option<Boundary>,
    removed: Option<Boundary>,
}

impl Terms {
    fn of(owner: &Owner<'_>, scene: &Scene<'_>) -> Terms {
        let (page, matcher) = (owner.page, owner.matcher);
        let reading = scene.kind.and_then(|kind| scene.products.reading(kind)).map(|page| page.id.as_str());
        let entry = match &matcher.of {
            Some(of) => page.lifecycle.iter().find(|entry| entry.of == *of),
            None if page.lifecycle.len() > 1 => named_in_stack(page, scene)
                .or_else(|| page.lifecycle.iter().find(|entry| is_of(entry, reading)))
                .or_else(|| page.lifecycle.first()),
            None => page.lifecycle.first(),
        };
        let named = entry.map(|entry| entry.of.as_str()).filter(|of| !of.is_empty());
        let implied = entry.and(reading);
        Terms {
            product: matcher.of.as_deref().or(named).or(implied).map(ToString::to_string),
            deprecated: matcher
                .deprecated
                .clone()
                .or_else(|| entry.and_then(|entry| entry.deprecated.clone())),
            removed: matcher.removed.clone().or_else(|| entry.and_then(|entry| entry.removed.clone())),
        }
    }

    fn judgement(
        &self,
        scene: &Scene<'_>,
        status: Status,
        severity: Severity,
        evidence: Vec<Evidence>,
    ) -> Judgement {
        let product = self.product.clone().unwrap_or_default();
        let name = scene.products.page(&product).map(|page| page.title.clone());
        Judgement {
            status,
            severity,
            evidence,
            product_name: name.unwrap_or_else(|| product.clone()),
            product,
            deprecated: self.deprecated.clone(),
            removed: self.removed.clone(),
        }
    }
}

fn is_of(entry: &Lifecycle, product: Option<&str>) -> bool {
    entry.of.is_empty() || Some(entry.of.as_str()) == product
}

/// Of several products, the one that evidence names: it is what runs here.
fn named_in_stack<'p>(page: &'p Page, scene: &Scene<'_>) -> Option<&'p Lifecycle> {
    page.lifecycle.iter().find(|entry| match standing(scene, Some(&entry.of)) {
        Standing::Known(_) => true,
        Standing::Unknown(evidence) => !evidence.is_empty(),
        Standing::Sibling => false,
    })
}

fn standing(scene: &Scene<'_>, product: Option<&str>) -> Standing {
    let Some(product) = product else { return Standing::Unknown(Vec::new()) };
    match scene.stack.standing(scene.products, product, scene.own, scene.unit) {
        Standing::Unknown(evidence) if evidence.is_empty() && (scene.names_sibling)(product) => {
            Standing::Sibling
        }
        standing => standing,
    }
}

fn judge_without_lifecycle(owner: &Owner<'_>, scene: &Scene<'_>, terms: &Terms) -> Option<Judgement> {
    if standing(scene, terms.product.as_deref()) == Standing::Sibling {
        return None;
    }
    let severity = owner.matcher.severity.or(owner.rule.severity)?;
    Some(terms.judgement(scene, owner.rule.status?, severity, Vec::new()))
}

fn judge_lifecycle(scene: &Scene<'_>, terms: &Terms) -> Option<Judgement> {
    let page = terms.product.as_deref().and_then(|product| scene.products.page(product));
    match standing(scene, terms.product.as_deref()) {
        Standing::Sibling => None,
        Standing::Known(evidence) => {
            let mut mildest: Option<Status> = None;
            for known in &evidence {
                let version = Version::parse(known.version.as_deref().unwrap_or_default());
                let status = terms.status_in(Some(&version), scene.today)?;
                if mildest != Some(Status::Deprecated) {
                    mildest = Some(status);
                }
            }
            let status = mildest?;
            Some(terms.judgement(scene, status, severity_of(status), evidence))
        }
        Standing::Unknown(evidence) => {
            let newest = page.and_then(|page| newest_version(page));
            let status = terms.status_in(newest.as_ref(), scene.today)?;
            let severity = severity_of(status);
            let severity = if terms.is_dated(status) { severity } else { severity.lowered() };
            Some(terms.judgement(scene, status, severity, evidence))
        }
    }
}

impl Terms {
    /// The status in one version; without one, everything is taken as reached.
    fn status_in(&self, version: Option<&Version>, today: Date) -> Option<Status> {
        let reached = |boundary: &Boundary| match boundary {
            Boundary::Date(date) => today >= *date,
            Boundary::Version(boundary) => version.is_none_or(|version| version.has_reached(boundary)),
        };
        if self.removed.as_ref().is_some_and(reached) {
            return Some(Status::Removed);
        }
        self.deprecated.as_ref().is_some_and(reached).then_some(Status::Deprecated)
    }

    /// Whether a day, not a version, decided: then an unknown version leaves nothing open.
    fn is_dated(&self, status: Status) -> bool {
        let boundary = if status == Status::Removed { &self.removed } else { &self.deprecated };
        matches!(boundary, Some(Boundary::Date(_)))
    }
}

fn newest_version(page: &Page) -> Option<Version> {
    let newest = page.releases.first()?;
    let version = Version::parse(&newest.cycle);
    (!version.numbers().is_empty()).then_some(version)
}

fn severity_of(status: Status) -> Severity {
    if status == Status::Removed { Severity::Error } else { Severity::Warning }
}
