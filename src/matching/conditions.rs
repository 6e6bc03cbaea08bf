//! `where` and `unless`: what else must or must not stand near a hit.
//!
//! What satisfies a condition is looked up once a document and kept, so that many hits cost no more than one.

use super::hit::Hit;
use super::index::{CompiledCondition, CompiledSubject, MatcherIndex, Pattern};
use super::path::{PathMatch, PathPattern};
use super::surfaces::{image_hit, last_name, test_scalar};
use super::value::ValuePredicate;
use crate::document::Document;
use crate::document::outline::{Origin, Outline, Scalar, Setting, SettingId, UnitId};
use crate::knowledge::kind::Reader;
use crate::knowledge::rule::Surface;
use crate::text::Span;
use std::cell::{OnceCell, RefCell};
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::rc::Rc;

/// One document whose conditions are asked for, with what was found so far.
pub(super) struct Surroundings<'a> {
    pub document: &'a Document,
    /// The first setting of each part and of each document of a YAML stream, in order.
    roots: Vec<usize>,
    /// By the address of a condition: the settings that satisfy it, in order.
    satisfied: RefCell<HashMap<*const CompiledCondition, Rc<[usize]>>>,
    /// By the address of a condition: the units whose settings satisfy it.
    units: RefCell<HashMap<*const CompiledCondition, Rc<SatisfyingUnits>>>,
    /// For each setting, one past the last one below it, once somebody asks.
    ends: OnceCell<Vec<usize>>,
    /// All units by part and start, once somebody asks.
    by_start: OnceCell<Vec<UnitId>>,
}

/// Where a condition on a path is satisfied.
#[derive(Default)]
struct SatisfyingUnits {
    /// Units that hold such a setting themselves.
    own: HashSet<UnitId>,
    /// Those, and every unit around one of them.
    around: HashSet<UnitId>,
}

/// A hit whose conditions are asked for.
pub(super) struct Place<'a> {
    pub around: &'a Surroundings<'a>,
    pub hit: &'a Hit,
    /// For settings: the matched setting, its pattern, and how it matched.
    pub path: Option<(SettingId, &'a PathPattern, &'a PathMatch)>,
}

impl<'a> Surroundings<'a> {
    pub fn of(document: &'a Document) -> Surroundings<'a> {
        let outline = &document.outline;
        let mut roots = Vec::new();
        let mut previous = None;
        for (number, setting) in outline.settings.iter().enumerate() {
            if setting.parent.is_some() {
                continue;
            }
            let part = outline.unit(setting.unit).map(|unit| unit.part);
            let kind = part.and_then(|part| outline.part(part)).and_then(|part| part.kind);
            let is_stream = kind.is_some_and(|kind| kind.row().reader == Reader::Yaml);
            let root = (part, if is_stream { setting.occurrence } else { 0 });
            if previous != Some(root) {
                previous = Some(root);
                roots.push(number);
            }
        }
        Surroundings {
            document,
            roots,
            satisfied: RefCell::default(),
            units: RefCell::default(),
            ends: OnceCell::new(),
            by_start: OnceCell::new(),
        }
    }

    /// The settings of the same document of the same part.
    fn document_of(&self, setting: usize) -> Range<usize> {
        let next = self.roots.partition_point(|root| *root <= setting);
        let start = next.checked_sub(1).and_then(|index| self.roots.get(index)).copied().unwrap_or(0);
        start..self.roots.get(next).copied().unwrap_or(self.document.outline.settings.len())
    }

    /// One past the last setting below `root`.
    fn end_of_subtree(&self, root: SettingId) -> usize {
        let settings = &self.document.outline.settings;
        let ends = self.ends.get_or_init(|| {
            let mut ends: Vec<usize> = (1..=settings.len()).collect();
            for (number, setting) in settings.iter().enumerate().rev() {
                let end = ends.get(number).copied().unwrap_or_default();
                let around = setting.parent.and_then(|parent| ends.get_mut(parent.0 as usize));
                if let Some(around) = around {
                    *around = end.max(*around);
                }
            }
            ends
        });
        ends.get(root.0 as usize).copied().unwrap_or(settings.len())
    }

    /// The innermost unit of a part that holds the span: a block of Terraform in the code of its file.
    pub(super) fn unit_at(&self, span: Span, root: UnitId) -> UnitId {
        let outline = &self.document.outline;
        let part = outline.unit(root).map(|unit| unit.part);
        let units = self.by_start.get_or_init(|| {
            let mut units: Vec<UnitId> = (0u32..).take(outline.units.len()).map(UnitId).collect();
            units.sort_by_key(|id| outline.unit(*id).map(|unit| (unit.part, unit.span.start)));
            units
        });
        let after = units.partition_point(|id| {
            outline.unit(*id).map(|unit| (unit.part, unit.span.start)) <= part.map(|part| (part, span.start))
        });
        let mut next = after.checked_sub(1).and_then(|index| units.get(index)).copied();
        while let Some(unit) = next.and_then(|id| outline.unit(id)) {
            if Some(unit.part) == part && unit.span.contains(span) {
                return next.unwrap_or(root);
            }
            next = unit.parent;
        }
        root
    }

    /// Whether a setting satisfies the condition in the unit, in a unit inside of it or in one around it: not
    /// so in its neighbours.
    fn holds_near(&self, unit: UnitId, condition: &CompiledCondition, pattern: &PathPattern) -> bool {
        let key = std::ptr::from_ref(condition);
        let outline = &self.document.outline;
        let known = self.units.borrow().get(&key).map(Rc::clone);
        let units = known.unwrap_or_else(|| {
            let mut units = SatisfyingUnits::default();
            for number in self.satisfying(condition, pattern).iter() {
                let Some((_, setting)) = setting_at(outline, *number) else { continue };
                units.own.insert(setting.unit);
                let mut next = Some(setting.unit);
                while let Some(id) = next.filter(|id| units.around.insert(*id)) {
                    next = outline.unit(id).and_then(|unit| unit.parent);
                }
            }
            let units = Rc::new(units);
            self.units.borrow_mut().insert(key, Rc::clone(&units));
            units
        });
        let mut next = Some(unit);
        while let Some(id) = next {
            if units.own.contains(&id) {
                return true;
            }
            next = outline.unit(id).and_then(|unit| unit.parent);
        }
        units.around.contains(&unit)
    }

    fn satisfying(&self, condition: &CompiledCondition, pattern: &PathPattern) -> Rc<[usize]> {
        let key = std::ptr::from_ref(condition);
        if let Some(known) = self.satisfied.borrow().get(&key) {
            return Rc::clone(known);
        }
        let outline = &self.document.outline;
        let found: Rc<[usize]> = (0..outline.settings.len())
            .filter(|number| {
                let Some((id, setting)) = setting_at(outline, *number) else { return false };
                if !pattern.may_end(&last_name(outline, setting)) {
                    return false;
                }
                let path = outline.path(id);
                let segments: Vec<&str> = path.split('.').collect();
                pattern.matches(&segments).is_some() && passes(outline, id, setting, &condition.tests)
            })
            .collect();
        self.satisfied.borrow_mut().insert(key, Rc::clone(&found));
        found
    }
}

impl MatcherIndex {
    /// All `where` hold and no `unless` does. Absence is judged only in units that were wholly understood.
    pub(super) fn conditions_hold(&self, place: &Place<'_>) -> bool {
        let matcher = &self.matchers[place.hit.matcher];
        if !matcher.conditions.iter().all(|condition| holds(condition, place)) {
            return false;
        }
        if matcher.unless.is_empty() {
            return true;
        }
        let outline = &place.around.document.outline;
        let is_complete = |unit: UnitId| outline.unit(unit).is_some_and(|unit| unit.complete);
        is_complete(place.hit.unit)
            && matcher.unless.iter().all(|condition| {
                searched_unit(condition, place).is_none_or(is_complete) && !holds(condition, place)
            })
    }
}

fn holds(condition: &CompiledCondition, place: &Place<'_>) -> bool {
    match &condition.subject {
        CompiledSubject::Value => match &place.hit.value {
            Some(value) => condition.tests.iter().any(|test| test.test(value).is_some()),
            None => false,
        },
        CompiledSubject::Path(pattern) => path_holds(condition, pattern, place),
        CompiledSubject::Occurs(surface, patterns) => {
            patterns.iter().any(|pattern| occurs(*surface, pattern, place))
        }
    }
}

/// The unit in which a condition on a path looks for settings, where that is not the unit of the hit.
fn searched_unit(condition: &CompiledCondition, place: &Place<'_>) -> Option<UnitId> {
    let CompiledSubject::Path(pattern) = &condition.subject else { return None };
    let outline = &place.around.document.outline;
    let (id, own, found) = place.path?;
    let root = match ancestor_at(outline, id, found.end_of(own.shared_prefix(pattern))) {
        Some(root) => root.0 as usize,
        None => place.around.document_of(id.0 as usize).start,
    };
    setting_at(outline, root).map(|(_, setting)| setting.unit)
}

fn path_holds(condition: &CompiledCondition, pattern: &PathPattern, place: &Place<'_>) -> bool {
    let outline = &place.around.document.outline;
    let Some((id, own, found)) = place.path else {
        return place.around.holds_near(place.hit.unit, condition, pattern);
    };
    let range = match ancestor_at(outline, id, found.end_of(own.shared_prefix(pattern))) {
        Some(root) => root.0 as usize..place.around.end_of_subtree(root),
        None => place.around.document_of(id.0 as usize),
    };
    let known = place.around.satisfying(condition, pattern);
    let first = known.partition_point(|number| *number < range.start);
    known.get(first).is_some_and(|number| *number < range.end)
}

fn setting_at(outline: &Outline, number: usize) -> Option<(SettingId, &Setting)> {
    let id = SettingId(u32::try_from(number).ok()?);
    outline.setting(id).map(|setting| (id, setting))
}

fn passes(outline: &Outline, id: SettingId, setting: &Setting, tests: &[ValuePredicate]) -> bool {
    if tests.iter().any(ValuePredicate::is_presence) {
        return true;
    }
    if let Some(scalar) = &setting.value {
        return test_scalar(tests, scalar).is_some();
    }
    let joined: Vec<&str> = items(outline, id).iter().map(|item| item.text.as_str()).collect();
    let joined = joined.join(" ");
    !joined.is_empty() && tests.iter().any(|test| test.is_word_test() && test.test(&joined).is_some())
}

fn occurs(surface: Surface, pattern: &Pattern, place: &Place<'_>) -> bool {
    let outline = &place.around.document.outline;
    let scope = scope(outline, place.hit);
    match pattern {
        Pattern::Tokens(tokens) if surface == Surface::Code => {
            outline.code.iter().any(|code| tokens.find(&code.tokens, 0).is_some())
        }
        Pattern::Name(name) => outline
            .env
            .iter()
            .any(|variable| scope.contains(variable.extent) && name.is_match(&variable.name, false)),
        Pattern::Image { .. } => outline.images.iter().any(|image| {
            scope.contains(image.extent) && image_hit(place.hit.matcher, pattern, image).is_some()
        }),
        Pattern::Tokens(tokens) if surface == Surface::Command => outline.commands.iter().any(|command| {
            // The program of an image's arguments is not known here, so any pattern may continue with them.
            let words = if command.arguments_of_image {
                tokens.program().map(|program| super::surfaces::with_program(&program, command))
            } else {
                None
            };
            let words = words.as_deref().unwrap_or(&command.words);
            scope.contains(command.extent) && tokens.find(words, 0).is_some()
        }),
        Pattern::Tokens(tokens) => outline
            .statements
            .iter()
            .any(|statement| scope.contains(statement.extent) && tokens.find(&statement.tokens, 0).is_some()),
        Pattern::Text(text) => outline.texts.iter().any(|stretch| {
            scope.contains(stretch.span)
                && text.regex.find(stretch.span.of(&place.around.document.text)).is_some()
        }),
        Pattern::Package(package) => outline
            .packages
            .iter()
            .any(|found| scope.contains(found.extent) && package.captures(found).is_some()),
        Pattern::Path(_) | Pattern::Other => false,
    }
}

/// The unit of the hit; for a text nested in another format, the unit around it.
pub(super) fn scope(outline: &Outline, hit: &Hit) -> Span {
    let Some(unit) = outline.unit(hit.unit) else { return hit.extent };
    let part =
        outline.part(unit.part).filter(|part| part.root == hit.unit && part.origin == Origin::Embedded);
    part.and_then(|part| part.within).and_then(|within| outline.unit(within)).unwrap_or(unit).span
}

/// The scalars of a list's items.
pub(super) fn items(outline: &Outline, list: SettingId) -> Vec<&Scalar> {
    let start = list.0 as usize + 1;
    outline.settings[start.min(outline.settings.len())..end_of_subtree(outline, list)]
        .iter()
        .filter(|setting| setting.is_item && setting.parent == Some(list))
        .filter_map(|setting| setting.value.as_ref())
        .collect()
}

/// One past the last setting that lies below `root`; settings stand in the order of the file.
fn end_of_subtree(outline: &Outline, root: SettingId) -> usize {
    let start = root.0 as usize + 1;
    outline
        .settings
        .iter()
        .enumerate()
        .skip(start)
        .find(|(_, setting)| setting.parent.is_none_or(|parent| parent < root))
        .map_or(outline.settings.len(), |(number, _)| number)
}

/// The setting around `id` (or itself) that ends the first `depth` segments of its path.
fn ancestor_at(outline: &Outline, id: SettingId, depth: usize) -> Option<SettingId> {
    // Items add no segment of their own: the deepest one at this depth is the node itself.
    outline.lineage(id).into_iter().rev().find(|(_, segments)| *segments == depth).map(|(id, _)| id)
}
