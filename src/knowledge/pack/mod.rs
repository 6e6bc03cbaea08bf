//! Compiled pages: an index of terms and one record for each page, read in place.
//!
//! Opening a pack checks a few numbers; a page is decoded when it is asked for. The index is a finite state
//! transducer from `normal form NUL page id` to a `Name` as one number, so that the pages of a term are a
//! short range of keys.

pub mod compile;
mod names;
mod sections;

use super::page::Page;
use sections::{Numbers, Section, Strings};
use std::sync::{Arc, OnceLock};

/// Parts the normal form of a term from the page id in a key of the index.
pub const SEPARATOR: u8 = 0;

/// How a term names its page; ordered from the surest to the least sure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    Title,
    /// Listed under `terms`.
    Term,
    /// A key, variable or flag: it names the page where configuration is spoken of, not in prose.
    Key,
    /// A generated plural or spelling.
    Variant,
}

impl Standing {
    /// Whether the form stands on the page and may be shown, as in completion.
    #[must_use]
    pub fn is_written(self) -> bool {
        self != Standing::Variant
    }
}

/// One value of the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name {
    pub page: usize,
    /// Index of the surface form.
    pub form: usize,
    pub standing: Standing,
    /// Holds only in exactly this case.
    pub exact_case: bool,
}

impl Name {
    /// The number that the index stores; nothing if there are more pages or forms than fit.
    #[must_use]
    pub fn encode(self) -> Option<u64> {
        let page = u64::from(u32::try_from(self.page).ok()?);
        let form = u64::try_from(self.form).ok().filter(|form| *form < 1 << 28)?;
        Some(page << 32 | form << 4 | (self.standing as u64) << 1 | u64::from(self.exact_case))
    }

    #[must_use]
    pub fn decode(number: u64) -> Name {
        let part = |shift: u32, mask: u64| usize::try_from(number >> shift & mask).unwrap_or_default();
        Name {
            page: part(32, 0xffff_ffff),
            form: part(4, 0x0fff_ffff),
            standing: match part(1, 7) {
                0 => Standing::Title,
                1 => Standing::Term,
                2 => Standing::Key,
                _ => Standing::Variant,
            },
            exact_case: number & 1 == 1,
        }
    }
}

/// Compiled pages, opened.
pub struct Pack {
    index: fst::raw::Fst<Section>,
    ids: Strings,
    forms: Strings,
    records: Strings,
    former: Strings,
    former_pages: Numbers,
    rules: Numbers,
    products: Numbers,
    /// Areas by page, as an index into `AREAS`.
    areas: Numbers,
    decoded: Box<[OnceLock<Option<Arc<Page>>>]>,
}

impl Pack {
    /// Opens what `compile::compile` wrote. Nothing if the bytes are not a pack of this version.
    #[must_use]
    pub fn open(bytes: Bytes) -> Option<Pack> {
        let mut sections = sections::read(bytes)?.into_iter();
        let mut next = || sections.next().unwrap_or_default();
        let index = fst::raw::Fst::new(next()).ok()?;
        let mut strings = || Strings::new(next(), next());
        let (ids, forms, records, former) = (strings(), strings(), strings(), strings());
        let mut numbers = || Numbers::new(next());
        let (former_pages, rules, products, areas) = (numbers(), numbers(), numbers(), numbers());
        let decoded = (0..ids.len()).map(|_| OnceLock::new()).collect();
        Some(Pack { index, ids, forms, records, former, former_pages, rules, products, areas, decoded })
    }

    #[must_use]
    pub fn index(&self) -> &fst::raw::Fst<Section> {
        &self.index
    }

    /// How many pages there are. They are numbered in the order of their ids.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    #[must_use]
    pub fn id(&self, page: usize) -> &str {
        self.ids.get(page)
    }

    /// A surface form as written on its page.
    #[must_use]
    pub fn form(&self, form: usize) -> &str {
        self.forms.get(form)
    }

    /// The place of the page's area in the ranking, the likeliest first.
    #[must_use]
    pub fn area_rank(&self, page: usize) -> usize {
        self.areas.get(page).unwrap_or(usize::MAX)
    }

    /// The number of a page by its id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<usize> {
        self.ids.find(id)
    }

    /// The number of a page by an id it had formerly.
    #[must_use]
    pub fn find_former(&self, id: &str) -> Option<usize> {
        self.former.find(id).and_then(|index| self.former_pages.get(index))
    }

    /// A page, decoded on first use.
    #[must_use]
    pub fn page(&self, page: usize) -> Option<Arc<Page>> {
        let decode = || postcard::from_bytes(self.records.bytes(page)).ok().map(Arc::new);
        self.decoded.get(page)?.get_or_init(decode).clone()
    }

    /// The numbers of the pages that carry a rule.
    pub fn rule_pages(&self) -> impl Iterator<Item = usize> + '_ {
        self.rules.iter()
    }

    /// The numbers of the pages that carry a product.
    pub fn product_pages(&self) -> impl Iterator<Item = usize> + '_ {
        self.products.iter()
    }
}

impl std::fmt::Debug for Pack {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Pack").field("pages", &self.len()).finish_non_exhaustive()
    }
}

/// Where the bytes of a pack live.
#[derive(Clone, Debug)]
pub enum Bytes {
    /// In the program itself.
    Embedded(&'static [u8]),
    /// In memory, built from the pages of a workspace.
    Shared(Arc<[u8]>),
}
