//! Products by what shows them: images, programs, kinds, pins.

use crate::knowledge::Kind;
use crate::knowledge::page::Page;
use crate::knowledge::product::{Product, Release};
use crate::knowledge::version::Version;
use crate::library::Library;
use crate::matching::{Lookup, MatcherIndex, NameShape};
use crate::text::glob::Glob;
use std::collections::HashMap;
use std::sync::Arc;

/// All product pages, compiled for look-ups. Made once for a library.
#[derive(Debug, Default)]
pub struct ProductIndex {
    pages: Vec<Arc<Page>>,
    by_id: HashMap<String, usize>,
    /// Name of an image → product, entry among its images.
    images: Lookup<(usize, usize)>,
    /// The names of the images, by product and entry.
    image_names: HashMap<(usize, usize), Glob>,
    /// `npm:name` → product.
    packages: HashMap<String, usize>,
    pub(super) pins: MatcherIndex,
    /// Matcher of `pins` → product.
    pub(super) pin_owners: Vec<usize>,
}

impl ProductIndex {
    #[must_use]
    pub fn new(library: &Library) -> ProductIndex {
        let pages: Vec<Arc<Page>> = library.products().to_vec();
        let mut index = ProductIndex::default();
        let mut pins = Vec::new();
        for (number, page) in pages.iter().enumerate() {
            let Some(product) = &page.product else { continue };
            // A workspace page comes first and hides an embedded one of the same id.
            if index.by_id.contains_key(&page.id) {
                continue;
            }
            index.by_id.insert(page.id.clone(), number);
            for (entry, image) in product.images.iter().enumerate() {
                let glob = Glob::parse(&image.name);
                index.images.enter(NameShape::of(&glob), (number, entry));
                index.image_names.insert((number, entry), glob);
            }
            for package in &product.packages {
                index.packages.entry(package.clone()).or_insert(number);
            }
            for pin in &product.pins {
                pins.push(pin);
                index.pin_owners.push(number);
            }
        }
        index.pins = MatcherIndex::new(pins);
        index.pages = pages;
        index
    }

    /// The page of a product.
    #[must_use]
    pub fn page(&self, id: &str) -> Option<&Arc<Page>> {
        self.by_id.get(id).and_then(|number| self.pages.get(*number))
    }

    pub(super) fn page_at(&self, number: usize) -> Option<&Arc<Page>> {
        self.pages.get(number)
    }

    /// The product that an image runs, and its entry among the product's images.
    #[must_use]
    pub fn of_image(&self, name: &str) -> Option<(&Arc<Page>, usize)> {
        let is_meant = |image: &(usize, usize)| {
            self.image_names.get(image).is_some_and(|glob| glob.is_match(name, false))
        };
        let (number, entry) = self.images.candidates(name).find(is_meant)?;
        self.pages.get(number).map(|page| (page, entry))
    }

    /// The product whose version is that of a package.
    #[must_use]
    pub fn of_package(&self, ecosystem: &str, name: &str) -> Option<&Arc<Page>> {
        if self.packages.is_empty() {
            return None;
        }
        let number = self.packages.get(&format!("{ecosystem}:{name}"))?;
        self.pages.get(*number)
    }

    /// The version that a tag states, as the product counts: none for `latest` and the like.
    #[must_use]
    pub fn version_of_tag(page: &Page, entry: usize, tag: &str) -> Option<String> {
        let head = tag.split('-').next().unwrap_or(tag);
        let starts_with_number = head.trim_start_matches('v').starts_with(|c: char| c.is_ascii_digit());
        if starts_with_number {
            let version = Version::parse(head);
            let images = page.product.as_ref().map_or(&[][..], |product| &product.images);
            let counted = images.get(entry).and_then(|image| {
                image
                    .versions
                    .iter()
                    .find(|(cycle, _)| version.is_in_cycle(cycle))
                    .map(|(_, own)| own.clone())
            });
            return Some(counted.unwrap_or_else(|| head.trim_start_matches('v').to_string()));
        }
        page.releases.iter().find(|release| is_named(release, head)).map(|release| release.cycle.clone())
    }

    /// The product that reads files of this kind: a rule without a product of its own is judged by it.
    #[must_use]
    pub fn reading(&self, kind: Kind) -> Option<&Arc<Page>> {
        self.pages.iter().find(|page| {
            let product = page.product.as_ref();
            product.is_some_and(|product| product.reads.contains(&kind) && is_head_of_family(page, product))
        })
    }

    /// Whether two products are siblings that read the same files.
    #[must_use]
    pub fn are_siblings(&self, one: &str, other: &str) -> bool {
        let family = |id: &str| {
            let product = self.page(id).and_then(|page| page.product.as_ref());
            product.and_then(|product| product.family.clone())
        };
        one != other && family(one).is_some() && family(one) == family(other)
    }

    /// The names of a product's siblings in lower case, as text would mention them: `mariadb`, `percona`.
    #[must_use]
    pub fn sibling_names(&self, id: &str) -> Vec<String> {
        let siblings = self.by_id.keys().filter(|other| self.are_siblings(id, other));
        let mut names: Vec<String> =
            siblings.map(|other| other.split('-').next().unwrap_or(other).to_string()).collect();
        names.sort();
        names.dedup();
        names
    }

    /// The second product that a tag's suffix names (`3.9-bullseye`, `8-alpine3.17`): its page, its
    /// version, and the range of the suffix within the tag.
    #[must_use]
    pub fn of_tag_suffix(&self, tag: &str) -> Option<(&Arc<Page>, String, std::ops::Range<usize>)> {
        let mut start = tag.find('-')? + 1;
        for word in tag.get(start..)?.split('-') {
            let range = start..start + word.len();
            start += word.len() + 1;
            for page in self.base_systems() {
                if let Some(release) = page.releases.iter().find(|release| is_named(release, word)) {
                    return Some((page, release.cycle.clone(), range));
                }
                let version = word.strip_prefix(page.id.as_str());
                if let Some(version) = version.filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit())) {
                    return Some((page, version.to_string(), range));
                }
            }
        }
        None
    }

    /// Products whose releases have codenames, or that other images are built on.
    fn base_systems(&self) -> impl Iterator<Item = &Arc<Page>> {
        self.pages.iter().filter(|page| {
            page.id == "alpine" || page.releases.iter().any(|release| release.codename.is_some())
        })
    }
}

/// The release to which a version belongs; a partial version stands for its newest release.
#[must_use]
pub fn release_of<'a>(page: &'a Page, version: &str) -> Option<&'a Release> {
    let version = Version::parse(version);
    let own = page.releases.iter().find(|release| version.is_in_cycle(&release.cycle));
    own.or_else(|| {
        if version.numbers().is_empty() {
            return None;
        }
        page.releases
            .iter()
            .find(|release| Version::parse(&release.cycle).numbers().starts_with(version.numbers()))
    })
}

fn is_named(release: &Release, name: &str) -> bool {
    let is_codename = release.codename.as_deref().is_some_and(|codename| codename.eq_ignore_ascii_case(name));
    let is_word = release.cycle.starts_with(|c: char| c.is_alphabetic());
    is_codename || (is_word && release.cycle.eq_ignore_ascii_case(name))
}

/// Of siblings that read a kind, the family is named after one: its rules are meant where nothing is said.
fn is_head_of_family(page: &Page, product: &Product) -> bool {
    product.family.as_deref().is_none_or(|family| family == page.id)
}
