//! From pages to the bytes of a pack.

use super::names::{Form, forms};
use super::sections::{self, Numbers, Strings};
use super::{Name, SEPARATOR};
use crate::knowledge::page::{Page, Problem, area_rank};
use crate::text::normal_form::normal_form;
use std::collections::BTreeMap;

/// A page that could not be packed, and why.
pub type Refusals = Vec<Problem>;

/// Compiles pages. Of two pages with one id the second is refused. The bytes are the same for the same
/// pages in any order, but for such pages.
#[must_use]
pub fn compile(pages: &[Page]) -> (Vec<u8>, Refusals) {
    let mut refusals = Vec::new();
    let mut by_id: BTreeMap<&str, &Page> = BTreeMap::new();
    for page in pages {
        match by_id.get(page.id.as_str()) {
            Some(first) => refusals.push(refusal(page, &format!("stands in {} already", first.path))),
            None => {
                by_id.insert(&page.id, page);
            }
        }
    }
    let pages: Vec<&Page> = by_id.into_values().collect();
    let bytes = encode(&pages).unwrap_or_else(|| {
        refusals.extend(pages.first().map(|page| refusal(page, "and all others are too much for one pack")));
        Vec::new()
    });
    (bytes, refusals)
}

fn refusal(page: &Page, why: &str) -> Problem {
    let message = format!("the page `{}` {why}; give it another name", page.id);
    Problem { path: page.path.clone(), line: 1, span: page.title_span, message }
}

fn encode(pages: &[&Page]) -> Option<Vec<u8>> {
    let (index, surface_forms) = index(pages)?;
    let (id_ends, ids) = Strings::encode(pages.iter().map(|page| &page.id))?;
    let (form_ends, form_texts) = Strings::encode(surface_forms)?;
    let records: Vec<Vec<u8>> =
        pages.iter().map(|page| postcard::to_allocvec(*page).ok()).collect::<Option<_>>()?;
    let (record_ends, records) = Strings::encode(records)?;
    let mut former: BTreeMap<&str, usize> = BTreeMap::new();
    for (number, page) in pages.iter().enumerate() {
        former.extend(page.formerly.iter().map(|id| (id.as_str(), number)));
    }
    let (former_ends, former_ids) = Strings::encode(former.keys())?;
    let numbers = |carries: fn(&Page) -> bool| {
        Numbers::encode(
            (0..pages.len()).filter(|number| pages.get(*number).is_some_and(|page| carries(page))),
        )
    };
    sections::write(&[
        index,
        id_ends,
        ids,
        form_ends,
        form_texts,
        record_ends,
        records,
        former_ends,
        former_ids,
        Numbers::encode(former.into_values())?,
        numbers(|page| page.rule.is_some())?,
        numbers(|page| page.product.is_some())?,
        Numbers::encode(pages.iter().map(|page| area_rank(&page.area)))?,
    ])
}

/// The transducer and the table of surface forms.
fn index(pages: &[&Page]) -> Option<(Vec<u8>, Vec<String>)> {
    let mut keys: BTreeMap<Vec<u8>, (Form, usize)> = BTreeMap::new();
    for (number, page) in pages.iter().enumerate() {
        for form in forms(page) {
            let normal = normal_form(&form.text);
            if normal.is_empty() || normal.as_bytes().contains(&SEPARATOR) {
                continue;
            }
            let mut key = normal.into_bytes();
            key.push(SEPARATOR);
            key.extend(page.id.as_bytes());
            let entry = keys.entry(key).or_insert_with(|| (form.clone(), number));
            if (form.exact_case, form.standing) < (entry.0.exact_case, entry.0.standing) {
                entry.0 = form;
            }
        }
    }
    let mut builder = fst::raw::Builder::memory();
    let mut surface_forms = Vec::with_capacity(keys.len());
    for (key, (form, page)) in keys {
        let Form { text, standing, exact_case } = form;
        let name = Name { page, form: surface_forms.len(), standing, exact_case };
        builder.insert(key, name.encode()?).ok()?;
        surface_forms.push(text);
    }
    Some((builder.into_inner().ok()?, surface_forms))
}
