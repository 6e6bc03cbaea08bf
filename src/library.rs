//! Packs in priority order: what is known, whoever wrote it.

mod look_up;
mod scan;

use crate::knowledge::pack::{Bytes, Pack, compile};
use crate::knowledge::page::Problem;
use crate::knowledge::rule::Surface;
use crate::knowledge::{Kind, Page};
use crate::text::Span;
use std::collections::HashSet;
use std::sync::{Arc, OnceLock};

/// All knowledge in use: the pages of the workspace first, then the embedded ones.
#[derive(Debug, Default)]
pub struct Library {
    packs: Vec<Arc<Pack>>,
    rules: OnceLock<Vec<Arc<Page>>>,
    products: OnceLock<Vec<Arc<Page>>>,
}

/// A stretch of text that names one or more pages, the likeliest page first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermHit {
    pub span: Span,
    /// Page ids. Reference entries are pages of their own: `postgresql-settings.max_connections`.
    pub pages: Vec<String>,
}

/// A term that begins with, or is close to, what was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermMatch {
    /// The surface form as written on its page.
    pub term: String,
    pub page: String,
}

impl Library {
    /// The pack that was compiled into the program. Takes microseconds: nothing is parsed.
    #[must_use]
    pub fn embedded() -> Library {
        static PACK: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/knowledge.pack"));
        Library::of_packs(Pack::open(Bytes::Embedded(PACK)).map(Arc::new).into_iter().collect())
    }

    /// Only these pages, in place of the embedded ones (`--knowledge DIR`, examples, tests). Of two pages
    /// with one id the first holds; `audit::duplicates` says so.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "the library takes the place of the pages")]
    pub fn of_pages(pages: Vec<Page>) -> Library {
        Library::of_packs(pack(&pages).into_iter().collect())
    }

    /// The same library with the pages of a workspace before all others, in place of those it had before.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "the library takes the place of the pages")]
    pub fn with_workspace(&self, pages: Vec<Page>) -> Library {
        let base = self.packs.last().cloned().or_else(|| pack(&[]));
        Library::of_packs(pack(&pages).into_iter().chain(base).collect())
    }

    fn of_packs(packs: Vec<Arc<Pack>>) -> Library {
        Library { packs, ..Library::default() }
    }

    /// A page by its id, or by an id it had formerly.
    #[must_use]
    pub fn page(&self, id: &str) -> Option<Arc<Page>> {
        let current = self.packs.iter().find_map(|pack| pack.find(id).and_then(|page| pack.page(page)));
        current.or_else(|| {
            self.packs.iter().find_map(|pack| pack.find_former(id).and_then(|page| pack.page(page)))
        })
    }

    /// Every page, in priority order, then by id.
    #[must_use]
    pub fn page_ids(&self) -> Vec<String> {
        let mut seen = HashSet::new();
        let ids = self.packs.iter().flat_map(|pack| (0..pack.len()).map(|page| pack.id(page)));
        ids.filter(|id| seen.insert(*id)).map(str::to_string).collect()
    }

    /// The pages that a setting of a kind of file names: those whose rule flags the key, then the entries
    /// of the kind's reference page. An entry that points to a page with `See:` comes after that page.
    #[must_use]
    pub fn key(&self, kind: Kind, name: &str) -> Vec<Arc<Page>> {
        let concerns = |page: &Page| {
            page.reference.as_deref() == Some(kind.name())
                || page.rule.as_ref().is_some_and(|rule| {
                    rule.matchers.iter().any(|matcher| {
                        matcher.surface == Surface::Setting
                            && (matcher.kinds.is_empty() || matcher.kinds.contains(&kind))
                    })
                })
        };
        let mut pages: Vec<Arc<Page>> = Vec::new();
        for page in self.exact(name) {
            if concerns(&page) && pages.iter().all(|other| other.id != page.id) {
                pages.push(page);
            }
        }
        pages.sort_by_key(|page| page.reference.is_some());
        let Some(entry) = pages.first().filter(|page| page.reference.is_some()) else { return pages };
        let also = entry.see.first().filter(|id| !entry.id.starts_with(&format!("{id}.")));
        if let Some(page) = also.and_then(|id| self.page(id)) {
            pages.insert(0, page);
        }
        pages
    }

    /// All pages that carry a rule, in priority order. Decoded on first use, then shared.
    #[must_use]
    pub fn rules(&self) -> &[Arc<Page>] {
        self.rules.get_or_init(|| self.carriers(|pack| pack.rule_pages().collect()))
    }

    /// All pages that carry a product, in priority order. Decoded on first use, then shared.
    #[must_use]
    pub fn products(&self) -> &[Arc<Page>] {
        self.products.get_or_init(|| self.carriers(|pack| pack.product_pages().collect()))
    }

    /// Pages of a list of each pack, but those whose id a pack before it has.
    fn carriers(&self, list: impl Fn(&Pack) -> Vec<usize>) -> Vec<Arc<Page>> {
        let mut pages = Vec::new();
        for (index, pack) in self.packs.iter().enumerate() {
            let before = self.packs.get(..index).unwrap_or_default();
            let own = list(pack).into_iter();
            let visible = own.filter(|page| before.iter().all(|other| other.find(pack.id(*page)).is_none()));
            pages.extend(visible.filter_map(|page| pack.page(page)));
        }
        pages
    }
}

fn pack(pages: &[Page]) -> Option<Arc<Pack>> {
    let (bytes, _): (Vec<u8>, Vec<Problem>) = compile::compile(pages);
    Pack::open(Bytes::Shared(bytes.into())).map(Arc::new)
}

#[cfg(test)]
mod tests;
