//! Products past the end of their free security fixes.

use super::finding::Finding;
use crate::document::outline::UnitId;
use crate::knowledge::date::Date;
use crate::knowledge::page::Page;
use crate::knowledge::product::{End, Release};
use crate::knowledge::rule::{Severity, Status};
use crate::stack::{FileEvidence, ProductIndex, release_of};

/// Within this many days before its end, a release is announced as information.
const ANNOUNCED_DAYS: i64 = 180;

/// With its unit, a finding for every stated version whose release has ended, or ends soon.
#[must_use]
pub fn findings(own: &FileEvidence, products: &ProductIndex, today: Date) -> Vec<(UnitId, Finding)> {
    own.statements
        .iter()
        .filter_map(|statement| {
            let page = products.page(&statement.evidence.product)?;
            let version = statement.judged.as_deref()?;
            let release = release_of(page, version)?;
            let End::On(ends) = release.ends else { return None };
            let (severity, verb) = if ends < today {
                (Severity::Warning, "has had no free security fixes since")
            } else if ends <= today.plus_days(ANNOUNCED_DAYS) {
                (Severity::Information, "gets no free security fixes after")
            } else {
                return None;
            };
            // What is tried out under several versions runs under none of them.
            let ceiling = if statement.is_one_of_many { Severity::Information } else { Severity::Warning };
            let finding = Finding {
                rule: format!("{}-end-of-life", page.id),
                page: page.id.clone(),
                severity: severity.min(ceiling),
                status: Status::EndOfLife,
                span: statement.version_span,
                message: format!("{} {} {verb} {ends}.", page.title, release.cycle),
                instead: successor(page, release, today),
                url: page.sources.first().map(|source| source.url.clone()),
                evidence: Vec::new(),
                fixes: Vec::new(),
                because: String::new(),
            };
            Some((statement.unit_id, finding))
        })
        .collect()
}

/// The release to move to: the one the page names, else the newest long-term one that lives, else the newest.
fn successor(page: &Page, release: &Release, today: Date) -> Option<String> {
    if let Some(instead) = &release.instead {
        return Some(format!("{} {instead}.", page.title));
    }
    let lives = |candidate: &&Release| match candidate.ends {
        End::Open => candidate.released.is_none_or(|day| day <= today),
        End::On(ends) => {
            ends > today.plus_days(ANNOUNCED_DAYS) && candidate.released.is_none_or(|day| day <= today)
        }
    };
    let next = page.releases.iter().filter(lives).find(|candidate| candidate.lts);
    let next = next.or_else(|| page.releases.iter().find(lives))?;
    Some(match next.ends {
        End::On(ends) => format!("{} {}, which gets fixes until {ends}.", page.title, next.cycle),
        End::Open => format!("{} {}.", page.title, next.cycle),
    })
}
