//! Patterns of packages: `npm:request`, `pypi:apache-airflow@<2`, `maven:org.example:artifact`.

use super::lookup::NameShape;
use crate::document::outline::Package;
use crate::knowledge::version::Version;
use crate::text::glob::Glob;

/// A compiled pattern: the ecosystem, a glob over the name, perhaps a range of versions.
#[derive(Clone, Debug)]
pub struct PackagePattern {
    ecosystem: String,
    name: Glob,
    range: Option<(Relation, Version)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Relation {
    Below,
    UpTo,
    Above,
    From,
    In,
}

impl PackagePattern {
    #[must_use]
    pub fn parse(pattern: &str) -> PackagePattern {
        let (ecosystem, rest) = pattern.split_once(':').unwrap_or(("", pattern));
        // A scoped name begins with `@`; the range comes after a later one.
        let at = rest.rfind('@').filter(|at| *at > 0);
        let range = at.and_then(|at| rest.get(at + 1..)).and_then(parse_range);
        let name = match (&range, at) {
            (Some(_), Some(at)) => rest.get(..at).unwrap_or(rest),
            _ => rest,
        };
        PackagePattern { ecosystem: ecosystem.to_string(), name: Glob::parse(name), range }
    }

    /// What is known of the name, in lower case.
    #[must_use]
    pub(super) fn names(&self) -> Vec<NameShape> {
        NameShape::of(&self.name).into_iter().map(NameShape::lower).collect()
    }

    /// What the globs of the name took, if the package is meant. A version that cannot be known is in no range.
    #[must_use]
    pub fn captures(&self, package: &Package) -> Option<Vec<String>> {
        if package.ecosystem != self.ecosystem {
            return None;
        }
        let taken = self.name.captures(&package.name, true)?;
        if let Some((relation, bound)) = &self.range {
            let version = package.version.as_ref().filter(|version| !version.dynamic)?;
            let version = lower_end(&version.text)?;
            relation.holds(&version, bound).then_some(())?;
        }
        Some(taken.iter().map(|span| span.of(&package.name).to_string()).collect())
    }
}

impl Relation {
    fn holds(self, version: &Version, bound: &Version) -> bool {
        let reached = version.has_reached(bound);
        let inside = version.is_in_cycle(bound.as_str());
        match self {
            Self::Below => !reached,
            Self::UpTo => !reached || inside,
            Self::Above => reached && !inside,
            Self::From => reached,
            Self::In => inside,
        }
    }
}

fn parse_range(range: &str) -> Option<(Relation, Version)> {
    let signs = [
        ("<=", Relation::UpTo),
        (">=", Relation::From),
        ("<", Relation::Below),
        (">", Relation::Above),
        ("=", Relation::In),
        ("", Relation::In),
    ];
    let (relation, bound) =
        signs.iter().find_map(|(sign, relation)| Some((*relation, range.strip_prefix(sign)?)))?;
    let bound = Version::parse(bound.trim());
    (!bound.numbers().is_empty()).then_some((relation, bound))
}

/// The lowest version that a requirement allows: `^1.2` and `>=1.2,<3` begin at 1.2. Nothing if it has no lower end.
#[must_use]
pub fn lower_end(requirement: &str) -> Option<Version> {
    let requirement = requirement.trim();
    if requirement.starts_with(['<', '!']) {
        return None;
    }
    let start = requirement.find(|character: char| character.is_ascii_digit())?;
    let version = Version::parse(requirement.get(start..)?);
    (!version.numbers().is_empty()).then_some(version)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::outline::{Scalar, UnitId};
    use crate::text::Span;

    fn check(pattern: &str, name: &str, version: &str, matches: bool) {
        let version = (!version.is_empty()).then(|| Scalar {
            span: Span::default(),
            text: version.to_string(),
            dynamic: false,
        });
        let (name_span, extent, unit) = (Span::default(), Span::default(), UnitId::default());
        let package = Package { ecosystem: "npm", name: name.to_string(), name_span, version, unit, extent };
        let found = PackagePattern::parse(pattern).captures(&package).is_some();
        assert_eq!(found, matches, "{pattern} on {name}");
    }

    #[test]
    fn matches_names_and_ranges() {
        check("npm:request", "request", "^2.88.0", true);
        check("npm:request", "request-promise", "", false);
        check("pypi:request", "request", "", false);
        check("npm:serverless@<4", "serverless", "^3.38.0", true);
        check("npm:serverless@<4", "serverless", "~4.1", false);
        check("npm:serverless@<4", "serverless", "latest", false);
        check("npm:serverless@<4", "serverless", "<5", false);
        check("npm:@nestjs/core@<=9", "@nestjs/core", "9.4.0", true);
        check("npm:@nestjs/core@<=9", "@nestjs/core", "10.0.0", false);
        check("npm:@apollo/*", "@apollo/server", "", true);
        check("npm:apollo-server{,-express}@>=2", "apollo-server-express", ">=2.25,<3", true);
    }
}
