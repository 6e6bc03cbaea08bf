//! Terms in running text.
//!
//! The text is brought into normal form once; from each word start the transducers are walked along it and
//! the longest term that ends on a word boundary is kept. Inside a name (`sagaPattern`, `parseJSONPath`)
//! each new part may stand for a blank, so names and phrases are one walk. A walk is no longer than the
//! longest term, so the whole is linear.

use super::{Library, TermHit};
use crate::knowledge::pack::{Name, Pack, SEPARATOR, Standing};
use crate::text::Span;
use crate::text::normal_form::{Edge, Normalised};
use crate::text::words::is_word_character;
use fst::raw::{CompiledAddr, Output};

/// How far around an offset `at` looks, in bytes: longer than any term.
const REACH: usize = 200;

/// How many readings of one name (a blank or none at each new part) are followed at once.
const READINGS: usize = 8;

/// Words of at most as many bytes mean little inside others.
const SHORT: usize = 3;

/// How many pages one term names at most.
const MEANINGS: usize = 16;

impl Library {
    /// Every longest term in running text, left to right, not overlapping.
    #[must_use]
    pub fn scan(&self, text: &str) -> Vec<TermHit> {
        let normalised = Normalised::new(text);
        let mut hits = Vec::new();
        let mut place = 0;
        while place < normalised.text.len() {
            match self.longest(text, &normalised, place) {
                Some(found) => {
                    place = found.end;
                    hits.push(found.hit);
                }
                None => place += 1,
            }
        }
        hits
    }

    /// The longest term that covers `offset` in `text` (a line or sentence), also inside an identifier.
    #[must_use]
    pub fn at(&self, text: &str, offset: usize) -> Option<TermHit> {
        text.get(offset..)?;
        let start = boundary(text, offset.saturating_sub(REACH));
        let end = boundary(text, offset.saturating_add(REACH).min(text.len()));
        let window = text.get(start..end)?;
        let normalised = Normalised::new(window);
        let offset = offset - start;
        let mut best: Option<TermHit> = None;
        for place in 0..normalised.text.len() {
            if normalised.source_offset(place) > offset {
                break;
            }
            let Some(Found { hit, .. }) = self.longest(window, &normalised, place) else { continue };
            let rank = |hit: &TermHit| (offset < hit.span.end(), hit.span.len());
            if hit.span.touches(offset) && best.as_ref().is_none_or(|best| rank(&hit) > rank(best)) {
                best = Some(hit);
            }
        }
        best.map(|hit| TermHit { span: hit.span.shifted(start), pages: hit.pages })
    }

    /// The longest term that begins at a place of the normalised text.
    fn longest(&self, text: &str, normalised: &Normalised, place: usize) -> Option<Found> {
        if !matches!(normalised.edges.get(place), Some(Edge::Word | Edge::Part)) {
            return None;
        }
        let mut best: Option<(usize, Span)> = None;
        let mut names: Vec<(usize, Name)> = Vec::new();
        for (rank, pack) in self.packs.iter().enumerate() {
            let walk = Walk { pack, text, normalised, place };
            let Some((end, span, found)) = walk.run() else { continue };
            if best.is_some_and(|(longest, _)| longest > end) {
                continue;
            }
            if best.is_none_or(|(longest, _)| longest < end) {
                names.clear();
            }
            best = Some((end, span));
            names.extend(found.into_iter().map(|name| (rank, name)));
        }
        let (end, span) = best?;
        Some(Found { end, hit: TermHit { span, pages: self.ranked(names) } })
    }

    /// Page ids, the likeliest first: written forms hide generated ones; then the order of packs, how the
    /// form names the page, the area, the id.
    pub(super) fn ranked(&self, mut names: Vec<(usize, Name)>) -> Vec<String> {
        if names.iter().any(|(_, name)| name.standing.is_written()) {
            names.retain(|(_, name)| name.standing.is_written());
        }
        let Some(packs) = names.iter().map(|(rank, _)| self.packs.get(*rank)).collect::<Option<Vec<_>>>()
        else {
            return Vec::new();
        };
        let mut ids: Vec<_> = names
            .iter()
            .zip(packs)
            .map(|((rank, name), pack)| {
                (*rank, name.standing, pack.area_rank(name.page), pack.id(name.page).to_string())
            })
            .collect();
        ids.sort();
        let mut pages: Vec<String> = Vec::with_capacity(ids.len());
        for (.., id) in ids {
            if !pages.contains(&id) {
                pages.push(id);
            }
        }
        pages
    }
}

/// The nearest character boundary at or before an offset.
fn boundary(text: &str, offset: usize) -> usize {
    (0..=offset).rev().find(|offset| text.is_char_boundary(*offset)).unwrap_or(0)
}

struct Found {
    /// In the normalised text.
    end: usize,
    hit: TermHit,
}

/// A state of the transducer with the output on the way to it.
#[derive(Clone, Copy)]
struct State {
    node: CompiledAddr,
    output: Output,
}

/// One walk from one word start through one pack.
struct Walk<'a> {
    pack: &'a Pack,
    text: &'a str,
    normalised: &'a Normalised,
    place: usize,
}

impl Walk<'_> {
    /// The end of the longest term, its place in the text, and what it names.
    fn run(&self) -> Option<(usize, Span, Vec<Name>)> {
        let bytes = self.normalised.text.as_bytes();
        let root = State { node: self.pack.index().root().addr(), output: Output::zero() };
        let mut live = [root; READINGS];
        let mut count = 1;
        let mut best = None;
        for end in self.place..=bytes.len() {
            if end > self.place {
                let edge = self.normalised.edges.get(end).copied();
                if let Some(found) = self.accepted(live.get(..count)?, end, edge) {
                    best = Some(found);
                }
                if matches!(edge, Some(Edge::Part | Edge::Digit)) {
                    count = self.fork(&mut live, count);
                }
            }
            let Some(byte) = bytes.get(end).filter(|byte| **byte != b'\n') else { break };
            let mut kept = 0;
            for index in 0..count {
                if let Some(next) = live.get(index).and_then(|state| self.step(*state, *byte))
                    && let Some(slot) = live.get_mut(kept)
                {
                    *slot = next;
                    kept += 1;
                }
            }
            count = kept;
            if count == 0 {
                break;
            }
        }
        best
    }

    /// At a new part of a name a blank may be read: adds those readings, and gives the new count.
    fn fork(&self, live: &mut [State; READINGS], count: usize) -> usize {
        let mut total = count;
        for index in 0..count {
            if let Some(next) = live.get(index).and_then(|state| self.step(*state, b' '))
                && let Some(slot) = live.get_mut(total)
            {
                *slot = next;
                total += 1;
            }
        }
        total
    }

    fn step(&self, state: State, byte: u8) -> Option<State> {
        let node = self.pack.index().node(state.node);
        let transition = node.transition(node.find_input(byte)?);
        Some(State { node: transition.addr, output: state.output.cat(transition.out) })
    }

    /// What ends at `end`, if a term may end there and this text may name it.
    fn accepted(&self, live: &[State], end: usize, edge: Option<Edge>) -> Option<(usize, Span, Vec<Name>)> {
        if matches!(edge, Some(Edge::Inside | Edge::AfterDigit)) {
            return None;
        }
        let ends: Vec<State> = live.iter().filter_map(|state| self.step(*state, SEPARATOR)).collect();
        if ends.is_empty() || !self.may_end(end, edge) {
            return None;
        }
        let span = Span::new(self.normalised.source_offset(self.place), self.normalised.source_offset(end));
        let span = trimmed(span, self.text);
        if is_short_in_compound(self.text, span) {
            return None;
        }
        let mut names = Vec::new();
        for state in ends {
            collect(self.pack, state, &mut names);
        }
        let mut flag = None;
        names.retain(|name| match self.holds(*name, span) {
            Some(held) => {
                flag = flag.or((held != span).then_some(held));
                true
            }
            None => false,
        });
        (!names.is_empty()).then(|| (end, flag.unwrap_or(span), names))
    }

    /// Whether a term may end before the byte at `end`. `C` does not name C++.
    fn may_end(&self, end: usize, edge: Option<Edge>) -> bool {
        let begins_inside = self.normalised.edges.get(self.place) == Some(&Edge::Part);
        let ends_inside = match edge {
            Some(Edge::Mark) if end - self.place == 1 && self.follows(end, b"+#") => return false,
            None | Some(Edge::Blank | Edge::Word | Edge::Mark) => false,
            Some(Edge::Part) => true,
            Some(Edge::Digit) => return !begins_inside && self.only_digits_follow(end),
            Some(Edge::Inside | Edge::AfterDigit) => return false,
        };
        if !begins_inside && !ends_inside {
            return true;
        }
        self.has_several_parts(end) || (end - self.place > 2 && self.stands_in_camel_case())
    }

    fn follows(&self, end: usize, marks: &[u8]) -> bool {
        self.normalised.text.as_bytes().get(end).is_some_and(|next| marks.contains(next))
    }

    /// `python3` is Python, but `log4j` is not log.
    fn only_digits_follow(&self, end: usize) -> bool {
        let rest = self.normalised.text.get(end..).unwrap_or_default();
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let next = self.normalised.edges.get(end + digits);
        end - self.place > 3 && !matches!(next, Some(Edge::Inside | Edge::Part | Edge::AfterDigit))
    }

    /// Whether a new part or a blank lies inside the term.
    fn has_several_parts(&self, end: usize) -> bool {
        let inside = self.normalised.edges.get(self.place + 1..end).unwrap_or_default();
        inside.iter().any(|edge| matches!(edge, Edge::Part | Edge::Blank))
    }

    /// Whether the name around begins in lower case: single parts of `redisClient` are words, but those of
    /// `JavaScript` and `gRPC` are not.
    fn stands_in_camel_case(&self) -> bool {
        let edges = &self.normalised.edges;
        let mut start = self.place;
        while start > 0 && !matches!(edges.get(start), Some(Edge::Word)) {
            start -= 1;
        }
        let first =
            self.text.get(self.normalised.source_offset(start)..).and_then(|text| text.chars().next());
        let second_is_part = matches!(edges.get(start + 1), Some(Edge::Part));
        first.is_some_and(char::is_lowercase) && !second_is_part
    }

    /// The span under which the text names the page, if it does: forms of exact case, and keys, which in
    /// prose are only what nobody writes as words (`wal_keep_segments`, `--record`, `implicitFlowEnabled`).
    fn holds(&self, name: Name, span: Span) -> Option<Span> {
        if !name.exact_case && name.standing != Standing::Key {
            return Some(span);
        }
        let form = self.pack.form(name.form);
        if name.exact_case {
            return (span.of(self.text) == form).then_some(span);
        }
        let dashes = form.len() - form.trim_start_matches('-').len();
        let span = Span::new(span.start().checked_sub(dashes)?, span.end());
        let written = span.of(self.text);
        let holds = if dashes > 0 || form.contains('_') || (form.contains('.') && !form.contains(' ')) {
            written.eq_ignore_ascii_case(form)
        } else {
            let mut letters = form.chars();
            let camel = letters.next().is_some_and(char::is_lowercase) && letters.any(char::is_uppercase);
            camel && written == form
        };
        holds.then_some(span)
    }
}

/// Whether a short word is a part of one joined with `/` or `-`: `sub` of `pub/sub` and `sub-second` is no claim of
/// a token. Names and acronyms stay what they are: `SQL-based`.
fn is_short_in_compound(text: &str, span: Span) -> bool {
    let word = span.of(text);
    if word.len() > SHORT || !word.starts_with(char::is_lowercase) {
        return false;
    }
    let joins = |outwards: &mut dyn Iterator<Item = char>| {
        let mark = outwards.next();
        matches!(mark, Some('/' | '-' | '\u{2010}' | '\u{2011}'))
            && outwards.next().is_some_and(is_word_character)
    };
    let (before, after) = (text.get(..span.start()), text.get(span.end()..));
    joins(&mut before.unwrap_or_default().chars().rev()) || joins(&mut after.unwrap_or_default().chars())
}

/// Without blanks at the end.
fn trimmed(span: Span, text: &str) -> Span {
    let written = span.of(text);
    Span::new(span.start(), span.start() + written.trim_end().len())
}

/// Every value below a state.
pub(super) fn collect_names(pack: &Pack, node: CompiledAddr, output: Output, names: &mut Vec<Name>) {
    collect(pack, State { node, output }, names);
}

fn collect(pack: &Pack, state: State, names: &mut Vec<Name>) {
    let mut open = vec![state];
    while let Some(State { node, output }) = open.pop() {
        let node = pack.index().node(node);
        if node.is_final() {
            names.push(Name::decode(output.cat(node.final_output()).value()));
            if names.len() >= MEANINGS {
                return;
            }
        }
        open.extend(
            node.transitions()
                .map(|transition| State { node: transition.addr, output: output.cat(transition.out) }),
        );
    }
}
