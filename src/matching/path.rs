//! Patterns of key paths: `services.*.image`, `jobs.*.steps[].uses`, `**.listen`.

use super::lookup::NameShape;
use crate::text::glob::{Expansion, Glob};

/// Paths deeper than this match nothing, so that hostile nesting costs nothing.
const MAX_DEPTH: usize = 128;

/// A compiled pattern of key paths.
#[derive(Clone, Debug)]
pub struct PathPattern {
    /// The segments as written, which conditions compare to find where they are bound.
    written: Vec<String>,
    ways: Vec<Vec<Segment>>,
}

#[derive(Clone, Debug)]
struct Segment {
    test: SegmentTest,
    /// Index into `written`.
    source: usize,
}

#[derive(Clone, Debug)]
enum SegmentTest {
    /// `**`: any number of segments, also none.
    Deep,
    One(Glob),
    /// From braces that hold a dot.
    Expanded(Expansion),
}

/// How a pattern matched one path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathMatch {
    pub captures: Vec<String>,
    /// For each segment as written, the number of path segments matched up to its end.
    ends: Vec<usize>,
    /// The number of path segments up to the last one that is more than a star.
    pub literal_end: usize,
}

impl PathPattern {
    #[must_use]
    pub fn parse(pattern: &str) -> PathPattern {
        let written = split_outside_braces(pattern);
        let mut ways: Vec<Vec<Segment>> = vec![Vec::new()];
        for (source, segment) in written.iter().enumerate() {
            let alternatives = segment_alternatives(segment, source);
            ways = ways
                .iter()
                .flat_map(|way| {
                    alternatives.iter().map(move |tail| [way.as_slice(), tail.as_slice()].concat())
                })
                .take(256)
                .collect();
        }
        PathPattern { written, ways }
    }

    /// What is known of the last segment with its `[]`. A key that holds dots is known by what stands after the last.
    #[must_use]
    pub(super) fn last_names(&self) -> Vec<NameShape> {
        let lasts = self.ways.iter().map(|way| way.last().map(|segment| &segment.test));
        lasts
            .flat_map(|last| match last {
                Some(SegmentTest::One(glob)) => NameShape::of(glob),
                Some(SegmentTest::Expanded(expansion)) => vec![NameShape::of_expansion(expansion)],
                Some(SegmentTest::Deep) | None => vec![NameShape::Open],
            })
            .map(after_last_dot)
            .collect()
    }

    /// Whether the pattern may speak of a key, whatever its case; a pattern with an open end may speak of any.
    #[must_use]
    pub fn may_name(&self, key: &str) -> bool {
        self.last_names().iter().any(|shape| match shape {
            NameShape::Exact(name) => name.eq_ignore_ascii_case(last_segment(key)),
            _ => true,
        })
    }

    /// Whether a path that ends in this segment could match: says no without looking at the whole path.
    #[must_use]
    pub fn may_end(&self, segment: &str) -> bool {
        self.ways.iter().any(|way| way.last().is_none_or(|last| last.test.is_match(segment)))
    }

    /// Matches the segments of one path (`services`, `web`, `ports[]`).
    #[must_use]
    pub fn matches(&self, path: &[&str]) -> Option<PathMatch> {
        if path.len() > MAX_DEPTH {
            return None;
        }
        self.ways.iter().find_map(|way| {
            let mut trail = Vec::with_capacity(way.len());
            walk(way, path, 0, &mut trail).then(|| self.describe(way, path, &trail))
        })
    }

    /// How many leading segments are written alike in both patterns.
    #[must_use]
    pub fn shared_prefix(&self, other: &PathPattern) -> usize {
        let shared = self.written.iter().zip(&other.written).take_while(|(one, two)| one == two).count();
        shared.min(other.written.len().saturating_sub(1))
    }

    fn describe(&self, way: &[Segment], path: &[&str], trail: &[(usize, usize)]) -> PathMatch {
        let mut found = PathMatch { captures: Vec::new(), ends: vec![0; self.written.len()], literal_end: 0 };
        let mut expanded: Option<usize> = None;
        for (index, (segment, (start, end))) in way.iter().zip(trail).enumerate() {
            if let Some(slot) = found.ends.get_mut(segment.source) {
                *slot = *end;
            }
            let text = path.get(*start).copied().unwrap_or_default();
            match &segment.test {
                SegmentTest::Deep => found.captures.push(path[*start..*end].join(".")),
                SegmentTest::One(glob) => {
                    let taken = glob.captures(text, false).unwrap_or_default();
                    found.captures.extend(taken.iter().map(|span| span.of(text).to_string()));
                }
                SegmentTest::Expanded(_) => {
                    // Braces that hold a dot took all the segments of their source together.
                    let from = expanded.unwrap_or(*start);
                    let continues = way.get(index + 1).is_some_and(|next| next.source == segment.source);
                    expanded = continues.then_some(from);
                    if !continues {
                        found.captures.push(path[from..*end].join("."));
                    }
                }
            }
            if !segment.test.is_any() {
                found.literal_end = *end;
            }
        }
        if found.literal_end == 0 {
            found.literal_end = path.len();
        }
        found
    }
}

impl PathMatch {
    /// The number of path segments that the first `written` segments of the pattern took.
    #[must_use]
    pub fn end_of(&self, written: usize) -> usize {
        written.checked_sub(1).and_then(|index| self.ends.get(index)).copied().unwrap_or(0)
    }
}

impl SegmentTest {
    fn is_any(&self) -> bool {
        match self {
            Self::Deep => true,
            Self::One(glob) => glob.expansions().iter().all(Expansion::is_any),
            Self::Expanded(expansion) => expansion.is_any(),
        }
    }

    fn is_match(&self, text: &str) -> bool {
        match self {
            Self::Deep => true,
            Self::One(glob) => glob.is_match(text, false),
            Self::Expanded(expansion) => expansion.captures(text, false).is_some(),
        }
    }
}

/// Depth-first, shortest `**` first; `trail` holds the path range of each segment.
fn walk(way: &[Segment], path: &[&str], at: usize, trail: &mut Vec<(usize, usize)>) -> bool {
    let Some((segment, rest)) = way.split_first() else { return at == path.len() };
    if let SegmentTest::Deep = segment.test {
        // A second `**` can start wherever the first may end, so trying each end once is enough.
        for end in at..=path.len() {
            trail.push((at, end));
            if walk(rest, path, end, trail) {
                return true;
            }
            trail.pop();
        }
        return false;
    }
    let Some(text) = path.get(at) else { return false };
    if !segment.test.is_match(text) {
        return false;
    }
    trail.push((at, at + 1));
    if walk(rest, path, at + 1, trail) {
        return true;
    }
    trail.pop();
    false
}

/// Keys may hold dots, so an index by name goes by what stands after the last one.
fn after_last_dot(shape: NameShape) -> NameShape {
    match shape {
        NameShape::Exact(name) => NameShape::Exact(last_segment(&name).to_string()),
        NameShape::EndsWith(end) if end.contains('.') => NameShape::Exact(last_segment(&end).to_string()),
        NameShape::StartsWith(start) if start.contains('.') => NameShape::Open,
        other => other,
    }
}

/// What stands after the last dot of a key.
pub(super) fn last_segment(name: &str) -> &str {
    let dot = memchr::memrchr(b'.', name.as_bytes());
    dot.and_then(|dot| name.get(dot + 1..)).unwrap_or(name)
}

fn segment_alternatives(segment: &str, source: usize) -> Vec<Vec<Segment>> {
    if segment == "**" {
        return vec![vec![Segment { test: SegmentTest::Deep, source }]];
    }
    let glob = Glob::parse(segment);
    if !segment.contains('.') || segment.contains("\\.") {
        return vec![vec![Segment { test: SegmentTest::One(glob), source }]];
    }
    glob.expansions()
        .iter()
        .map(|expansion| {
            let parts = expansion.split('.');
            parts.into_iter().map(|part| Segment { test: SegmentTest::Expanded(part), source }).collect()
        })
        .collect()
}

fn split_outside_braces(pattern: &str) -> Vec<String> {
    let mut segments = vec![String::new()];
    let (mut depth, mut escaped) = (0_i32, false);
    for character in pattern.chars() {
        match character {
            '.' if depth == 0 && !escaped => {
                segments.push(String::new());
                continue;
            }
            '{' if !escaped => depth += 1,
            '}' if !escaped => depth -= 1,
            _ => {}
        }
        escaped = character == '\\' && !escaped;
        if let Some(last) = segments.last_mut() {
            last.push(character);
        }
    }
    segments
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pattern: &str, path: &str, expected: Option<&[&str]>) {
        let segments: Vec<&str> = path.split('.').collect();
        let found = PathPattern::parse(pattern).matches(&segments).map(|found| found.captures);
        let expected = expected.map(|all| all.iter().map(ToString::to_string).collect::<Vec<_>>());
        assert_eq!(found, expected, "{pattern} on {path}");
    }

    #[test]
    fn matches_segment_by_segment() {
        check("services.*.image", "services.web.image", Some(&["web"]));
        check("services.*.image", "services.web.build.image", None);
        check("**.image", "image", Some(&[""]));
        check("**.image", "a.b.image", Some(&["a.b"]));
        check("jobs.*.steps[].uses", "jobs.build.steps[].uses", Some(&["build"]));
        check("{mysqld,server}.query_cache_*", "mysqld.query_cache_size", Some(&["mysqld", "size"]));
        check("**.spring.jpa.open-in-view", "spring.jpa.open-in-view", Some(&[""]));
        check("{provider,functions.*}.runtime", "functions.hello.runtime", Some(&["functions.hello"]));
        check("{provider,functions.*}.runtime", "provider.runtime", Some(&["provider"]));
        check("a.**.b.**.c", "a.x.b.y.z.c", Some(&["x", "y.z"]));
        check(
            "metadata.annotations.kubernetes.io/ingress.class",
            "metadata.annotations.kubernetes.io/ingress.class",
            Some(&[]),
        );
    }

    #[test]
    fn names_its_last_segments() {
        let exact = |name: &str| NameShape::Exact(name.to_string());
        for (pattern, shapes) in [
            ("**.{a,b}", vec![exact("a"), exact("b")]),
            ("steps[]", vec![exact("steps[]")]),
            ("a.bcd*", vec![NameShape::StartsWith("bcd".to_string())]),
            ("a.*", vec![NameShape::Open]),
            ("a.**", vec![NameShape::Open]),
            ("**.spring.jpa.{show,format}-sql", vec![exact("show-sql"), exact("format-sql")]),
        ] {
            assert_eq!(PathPattern::parse(pattern).last_names(), shapes, "{pattern}");
        }
    }

    #[test]
    fn binds_conditions_to_the_same_nodes() {
        let uses = PathPattern::parse("jobs.*.steps[].uses");
        let with = PathPattern::parse("jobs.*.steps[].with.cache");
        assert_eq!(uses.shared_prefix(&with), 3);
        let found = uses.matches(&["jobs", "build", "steps[]", "uses"]).expect("a match");
        assert_eq!(found.end_of(3), 3);
        assert_eq!(found.end_of(0), 0);
    }
}
