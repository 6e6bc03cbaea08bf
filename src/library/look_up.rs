//! Terms by what a reader typed: whole, in part, or nearly.

use super::{Library, TermMatch};
use crate::knowledge::Page;
use crate::knowledge::pack::{Name, Pack, SEPARATOR};
use crate::text::normal_form::{normal_form, split_form};
use crate::text::suggest::distance;
use fst::automaton::{Automaton, Levenshtein};
use fst::{IntoStreamer, Streamer};
use std::collections::HashSet;
use std::sync::Arc;

/// Longer words are not compared by edits: the automaton grows with them.
const LONGEST_FUZZY: usize = 40;

impl Library {
    /// The pages that a term names, in any of its forms; ids and former ids too.
    #[must_use]
    pub fn exact(&self, term: &str) -> Vec<Arc<Page>> {
        let term = term.trim();
        let mut pages: Vec<Arc<Page>> = self.page(term).into_iter().collect();
        let whole = normal_form(term);
        let split = split_form(term);
        for form in [&whole, &split] {
            for id in self.named(form, term) {
                if let Some(page) =
                    self.page(&id).filter(|page| pages.iter().all(|other| other.id != page.id))
                {
                    pages.push(page);
                }
            }
            if !pages.is_empty() || split == whole {
                break;
            }
        }
        pages
    }

    /// Ids of the pages of one normal form. A form of exact case holds for another case only if nothing
    /// else does.
    fn named(&self, form: &str, written: &str) -> Vec<String> {
        if form.is_empty() {
            return Vec::new();
        }
        let mut names: Vec<(usize, Name)> = Vec::new();
        for (rank, pack) in self.packs.iter().enumerate() {
            names.extend(names_of(pack, form).into_iter().map(|name| (rank, name)));
        }
        let fits = |(rank, name): &(usize, Name)| {
            !name.exact_case || self.packs.get(*rank).is_some_and(|pack| pack.form(name.form) == written)
        };
        if names.iter().any(fits) {
            names.retain(fits);
        }
        self.ranked(names)
    }

    /// Terms that begin with `prefix` (in normal form), at most `limit`, in alphabetical order.
    #[must_use]
    pub fn prefix(&self, prefix: &str, limit: usize) -> Vec<TermMatch> {
        let prefix = normal_form(prefix);
        if prefix.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<(Vec<u8>, usize, Name)> = Vec::new();
        for (rank, pack) in self.packs.iter().enumerate() {
            let mut stream = pack.index().range().ge(&prefix).into_stream();
            let mut seen: HashSet<(usize, usize)> = HashSet::new();
            while let Some((key, output)) = stream.next() {
                if !key.starts_with(prefix.as_bytes()) || seen.len() >= limit {
                    break;
                }
                let name = Name::decode(output.value());
                if name.standing.is_written() && seen.insert((name.form, name.page)) {
                    // Only the keys of several packs are compared.
                    let key = if self.packs.len() > 1 { key.to_vec() } else { Vec::new() };
                    found.push((key, rank, name));
                }
            }
        }
        // The keys of one pack come in order.
        if self.packs.len() > 1 {
            found.sort_by(|one, other| {
                (form_of(&one.0), one.1, &one.0).cmp(&(form_of(&other.0), other.1, &other.0))
            });
        }
        let mut terms: Vec<TermMatch> = Vec::with_capacity(found.len().min(limit));
        for (_, rank, name) in found {
            let Some(pack) = self.packs.get(rank).filter(|_| terms.len() < limit) else { break };
            let (term, page) = (pack.form(name.form), pack.id(name.page));
            // The same page may be in two packs.
            let is_known =
                self.packs.len() > 1 && terms.iter().any(|known| known.term == term && known.page == page);
            if !is_known {
                terms.push(term_match(pack, name));
            }
        }
        terms
    }

    /// Terms within a small edit distance, nearest first.
    #[must_use]
    pub fn fuzzy(&self, term: &str, limit: usize) -> Vec<TermMatch> {
        let wanted = normal_form(term);
        let length = wanted.chars().count();
        let edits = match length {
            0..=2 | LONGEST_FUZZY.. => return Vec::new(),
            3..=5 => 1,
            _ => 2,
        };
        let Ok(automaton) = Levenshtein::new(&wanted, edits) else { return Vec::new() };
        let edits = usize::try_from(edits).unwrap_or_default();
        let mut found = Vec::new();
        for (rank, pack) in self.packs.iter().enumerate() {
            let mut stream = pack.index().search(TermOnly(&automaton)).into_stream();
            while let Some((key, output)) = stream.next() {
                let name = Name::decode(output.value());
                if name.standing.is_written() {
                    let form = normal_of(key);
                    let distance = distance(&wanted, &form, edits * 2).unwrap_or(edits * 2);
                    found.push((distance, rank, form, term_match(pack, name)));
                }
            }
        }
        found.sort_by(|left, right| {
            (left.0, left.1, &left.2, &left.3.page).cmp(&(right.0, right.1, &right.2, &right.3.page))
        });
        found.into_iter().take(limit).map(|(.., term)| term).collect()
    }
}

fn term_match(pack: &Pack, name: Name) -> TermMatch {
    TermMatch { term: pack.form(name.form).to_string(), page: pack.id(name.page).to_string() }
}

/// The normal form in a key of the index.
fn form_of(key: &[u8]) -> &[u8] {
    key.split(|byte| *byte == SEPARATOR).next().unwrap_or_default()
}

fn normal_of(key: &[u8]) -> String {
    String::from_utf8_lossy(form_of(key)).into_owned()
}

/// What a normal form names in one pack.
fn names_of(pack: &Pack, form: &str) -> Vec<Name> {
    let index = pack.index();
    let mut node = index.root();
    let mut output = fst::raw::Output::zero();
    for byte in form.bytes().chain([SEPARATOR]) {
        let Some(position) = node.find_input(byte) else { return Vec::new() };
        let transition = node.transition(position);
        output = output.cat(transition.out);
        node = index.node(transition.addr);
    }
    let mut names = Vec::new();
    super::scan::collect_names(pack, node.addr(), output, &mut names);
    names
}

/// An automaton over the normal form of a key, whatever page id follows it.
struct TermOnly<'a, A>(&'a A);

/// Before and after the mark between term and page id.
enum State<S> {
    Term(S),
    Page,
    Lost,
}

impl<A: Automaton> Automaton for TermOnly<'_, A> {
    type State = State<A::State>;

    fn start(&self) -> Self::State {
        State::Term(self.0.start())
    }

    fn is_match(&self, state: &Self::State) -> bool {
        matches!(state, State::Page)
    }

    fn can_match(&self, state: &Self::State) -> bool {
        match state {
            State::Term(state) => self.0.can_match(state),
            State::Page => true,
            State::Lost => false,
        }
    }

    fn accept(&self, state: &Self::State, byte: u8) -> Self::State {
        match state {
            State::Term(state) if byte == SEPARATOR => {
                if self.0.is_match(state) {
                    State::Page
                } else {
                    State::Lost
                }
            }
            State::Term(state) => State::Term(self.0.accept(state, byte)),
            State::Page => State::Page,
            State::Lost => State::Lost,
        }
    }
}
