//! What one document says about the versions of products.

use super::Evidence;
use super::products::ProductIndex;
use super::requirement::{Allowed, alternatives};
use crate::document::Document;
use crate::document::outline::{Image, Origin, Outline, SettingId, UnitId};
use crate::knowledge::page::Page;
use crate::knowledge::version::Version;
use crate::matching::Hit;
use crate::text::Span;
use std::collections::{HashMap, HashSet};

/// Everything one file says about versions, and the files for which a unit of it says so.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FileEvidence {
    pub path: String,
    pub statements: Vec<VersionStatement>,
    pub builds: Vec<BuiltUnit>,
    /// Of the statements outside of code blocks, the first of each version of each product.
    first: Vec<usize>,
}

/// A unit that builds its image: the base image of the Dockerfile says what runs in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuiltUnit {
    /// Relative to the workspace.
    pub dockerfile: String,
    pub unit: Span,
    /// Files and folders that the unit mounts, relative to the workspace.
    pub mounts: Vec<String>,
}

/// One statement of a version and where it holds.
#[derive(Clone, Debug, PartialEq)]
pub struct VersionStatement {
    pub evidence: Evidence,
    /// The tag or value that states the version; the image's name where it has no tag.
    pub version_span: Span,
    /// By which its end of life is judged: what all allowed versions begin with. Nothing for a lower bound.
    pub judged: Option<String>,
    /// One of several versions under which something is tried out.
    pub is_one_of_many: bool,
    /// The unit that states it: a service, a stage, a step.
    pub unit: Span,
    pub unit_id: UnitId,
    /// In a code block of a document: it describes no file but the block itself.
    pub in_code_block: bool,
    /// Files and folders that the unit mounts or copies, relative to the workspace.
    pub mounts: Vec<String>,
}

impl FileEvidence {
    /// What the file states outside of code blocks, each version of a product once.
    pub(super) fn in_file(&self) -> impl Iterator<Item = &Evidence> {
        self.first.iter().filter_map(|index| self.statements.get(*index)).map(|statement| &statement.evidence)
    }

    /// What a unit states, or a unit inside of it: a container says what runs in the pod around it, a code block
    /// nothing about the text around it.
    pub(super) fn in_unit(&self, unit: Span) -> impl Iterator<Item = &Evidence> {
        let start = |statement: &VersionStatement| statement.evidence.span.start();
        let first = self.statements.partition_point(|statement| start(statement) < unit.start());
        let end = self.statements.partition_point(|statement| start(statement) < unit.end());
        let statements = self.statements.get(first..end).unwrap_or_default();
        // Of a whole file, what it states is known already.
        let is_whole = statements.len() == self.statements.len() && !self.first.is_empty();
        let inside = statements.iter().filter(move |statement| {
            let is_inside =
                statement.unit == unit || !statement.in_code_block && unit.contains(statement.unit);
            is_inside && !is_whole
        });
        let whole =
            self.first.iter().filter(move |_| is_whole).filter_map(|index| self.statements.get(*index));
        let inside_whole = whole.filter(move |statement| unit.contains(statement.unit));
        inside.chain(inside_whole).map(|statement| &statement.evidence)
    }

    /// What the last stage of a Dockerfile runs.
    pub(super) fn of_last_stage(&self) -> impl Iterator<Item = &Evidence> {
        let last = self.statements.iter().map(|statement| statement.unit).max_by_key(|unit| unit.start);
        let is_last = move |statement: &&VersionStatement| Some(statement.unit) == last;
        self.statements.iter().filter(is_last).map(|statement| &statement.evidence)
    }

    /// A file that says nothing.
    #[must_use]
    pub fn nothing(path: String) -> FileEvidence {
        FileEvidence { path, ..FileEvidence::default() }
    }

    /// Everything that the document says: images, tag suffixes and the pins of products.
    #[must_use]
    pub fn of(document: &Document, products: &ProductIndex) -> FileEvidence {
        let mut statements = of_images(document, products);
        for package in &document.outline.packages {
            let Some(page) = products.of_package(package.ecosystem, &package.name) else { continue };
            let version = package.version.as_ref().filter(|version| !version.dynamic);
            let written = version.map_or(package.name_span, |version| version.span);
            let allowed = version.map(|version| alternatives(&version.text)).unwrap_or_default();
            let place = Place { document, page, span: package.extent, version: written, unit: package.unit };
            place.state(allowed, &mut statements);
        }
        for hit in products.pins.hits(document) {
            let owner = products.pin_owners.get(hit.matcher).and_then(|number| products.page_at(*number));
            if let Some(page) = owner {
                pin_evidence(document, page, &hit, &mut statements);
            }
        }
        FileEvidence::new(document, statements)
    }

    /// Only what the images say that hold for a unit, its own and those outside of code blocks: enough for a
    /// hover, without asking every setting.
    #[must_use]
    pub fn of_images(document: &Document, products: &ProductIndex, unit: UnitId) -> FileEvidence {
        let mut statements = Vec::new();
        for image in &document.outline.images {
            if image.unit == unit || !is_in_code_block(document, image.unit) {
                image_evidence(document, products, image, &mut statements);
            }
        }
        FileEvidence::new(document, statements)
    }

    fn new(document: &Document, mut statements: Vec<VersionStatement>) -> FileEvidence {
        statements.sort_by_key(|statement| statement.evidence.span);
        let mut mounts: HashMap<UnitId, Vec<String>> = HashMap::new();
        for mount in &document.outline.mounts {
            if let Some(path) = resolve(&document.path, &mount.source) {
                mounts.entry(mount.unit).or_default().push(path);
            }
        }
        let (mut line, mut counted) = (1, 0);
        for statement in &mut statements {
            let start = statement.evidence.span.start();
            let between = document.text.as_bytes().get(counted..start).unwrap_or_default();
            line += memchr::memchr_iter(b'\n', between).count();
            counted = start.max(counted);
            statement.evidence.line = line;
            statement.mounts = mounts.get(&statement.unit_id).cloned().unwrap_or_default();
        }
        let outline = &document.outline;
        let builds = outline.builds.iter().filter_map(|build| {
            Some(BuiltUnit {
                dockerfile: resolve(&document.path, &build.dockerfile)?,
                unit: outline.unit(build.unit)?.span,
                mounts: mounts.get(&build.unit).cloned().unwrap_or_default(),
            })
        });
        let builds = builds.collect();
        let first = first_of_each(&statements);
        FileEvidence { path: document.path.clone(), statements, builds, first }
    }
}

fn of_images(document: &Document, products: &ProductIndex) -> Vec<VersionStatement> {
    let mut statements = Vec::new();
    for image in &document.outline.images {
        image_evidence(document, products, image, &mut statements);
    }
    statements
}

fn first_of_each(statements: &[VersionStatement]) -> Vec<usize> {
    let mut seen: HashSet<(&str, Option<&str>)> = HashSet::new();
    let mut first = Vec::new();
    for (index, statement) in statements.iter().enumerate().filter(|(_, statement)| !statement.in_code_block)
    {
        if seen.insert((&statement.evidence.product, statement.evidence.version.as_deref())) {
            first.push(index);
        }
    }
    first
}

fn image_evidence(
    document: &Document,
    products: &ProductIndex,
    image: &Image,
    statements: &mut Vec<VersionStatement>,
) {
    if image.dynamic {
        return;
    }
    let tag = image.tag.as_ref().filter(|tag| !tag.dynamic);
    if let Some((page, entry)) = products.of_image(&image.name) {
        let version = tag.and_then(|tag| ProductIndex::version_of_tag(page, entry, &tag.text));
        let written = tag.map_or(image.name_span, |tag| tag.span);
        let place = Place { document, page, span: image.span, version: written, unit: image.unit };
        statements.push(place.exact(version));
    }
    if let Some((page, version, range)) = tag.and_then(|tag| products.of_tag_suffix(&tag.text)) {
        let start = tag.map_or(image.span.start(), |tag| tag.span.start());
        let written = Span::new(start + range.start, start + range.end);
        let place = Place { document, page, span: image.span, version: written, unit: image.unit };
        statements.push(place.exact(Some(version)));
    }
}

/// The value that a matcher of a product found where the product's version is written.
fn pin_evidence(document: &Document, page: &Page, hit: &Hit, statements: &mut Vec<VersionStatement>) {
    let Some((value, span)) = stated_by(hit, &document.text) else { return };
    let outline = &document.outline;
    let place = Place { document, page, span, version: span, unit: hit.unit };
    let value = value.trim();
    let is_word = value.starts_with(|first: char| first.is_alphabetic());
    let is_named = is_word && page.releases.iter().any(|release| release.cycle.eq_ignore_ascii_case(value));
    if is_named {
        statements.push(place.exact(Some(value.to_string())));
        return;
    }
    let before = statements.len();
    let lines: Vec<&str> = value.lines().filter(|line| !line.trim().is_empty()).collect();
    for line in &lines {
        place.state(alternatives(line), statements);
    }
    let is_one_of_many = lines.len() > 1 || hit.setting.is_some_and(|id| is_list_or_matrix(outline, id));
    let is_open = outline.kind_of(hit.unit).is_some_and(|kind| kind.name() == "go-mod");
    for statement in statements.iter_mut().skip(before) {
        statement.is_one_of_many |= is_one_of_many;
        // The version of the language in `go.mod` is the lowest that may build the module.
        statement.judged = statement.judged.take().filter(|_| !is_open);
    }
}

/// The value of a setting, or what the last glob of a command took (`--runtime=*`), and where it stands.
fn stated_by<'h>(hit: &'h Hit, text: &str) -> Option<(&'h str, Span)> {
    if let (Some(value), Some(span)) = (&hit.value, hit.value_span) {
        return Some((value, span));
    }
    let value = hit.captures.last()?;
    let at = hit.span.of(text).rfind(value.as_str())?;
    let start = hit.span.start() + at;
    Some((value, Span::new(start, start + value.len())))
}

/// Whether a setting is an item of a list of versions, or part of the matrix of a job.
fn is_list_or_matrix(outline: &Outline, id: SettingId) -> bool {
    let mut next = Some(id);
    while let Some(setting) = next.and_then(|id| outline.setting(id)) {
        // The hit names the key; its value is that of an item where the key has none.
        let is_list = next == Some(id) && (setting.is_item || setting.value.is_none());
        if setting.name == "matrix" || is_list {
            return true;
        }
        next = setting.parent;
    }
    false
}

/// Where the version of a product is written.
#[derive(Clone, Copy)]
struct Place<'a> {
    document: &'a Document,
    page: &'a Page,
    /// What is shown as evidence.
    span: Span,
    version: Span,
    unit: UnitId,
}

impl Place<'_> {
    /// Each alternative of a requirement; a statement without a version if it has none.
    fn state(self, allowed: Vec<Allowed>, statements: &mut Vec<VersionStatement>) {
        let is_closed = !allowed.is_empty() && allowed.iter().all(|allowed| allowed.family.is_some());
        let newest = allowed.iter().max_by(|one, other| newer(one, other)).cloned();
        if allowed.is_empty() {
            statements.push(self.exact(None));
        }
        for allowed in allowed {
            // All alternatives must have ended, and the newest is the last to end.
            let is_newest = newest.as_ref() == Some(&allowed);
            let judged = allowed.family.filter(|_| is_newest && is_closed);
            statements.push(VersionStatement { judged, ..self.exact(Some(allowed.lowest)) });
        }
    }

    fn exact(self, version: Option<String>) -> VersionStatement {
        let outline = &self.document.outline;
        let in_code_block = is_in_code_block(self.document, self.unit);
        VersionStatement {
            judged: version.clone(),
            evidence: Evidence {
                product: self.page.id.clone(),
                version,
                path: self.document.path.clone(),
                span: self.span,
                // Line and mounts are filled in for all statements at once.
                line: 0,
                text: self.span.of(&self.document.text).to_string(),
            },
            version_span: self.version,
            is_one_of_many: false,
            unit: outline.unit(self.unit).map_or_else(Span::default, |unit| unit.span),
            unit_id: self.unit,
            in_code_block,
            mounts: Vec::new(),
        }
    }
}

fn is_in_code_block(document: &Document, unit: UnitId) -> bool {
    let part = document.outline.part_of(unit);
    part.is_some_and(|part| matches!(part.origin, Origin::CodeBlock { .. } | Origin::FrontMatter))
}

fn newer(one: &Allowed, other: &Allowed) -> std::cmp::Ordering {
    Version::parse(&one.lowest).numbers().cmp(Version::parse(&other.lowest).numbers())
}

/// The path that `source`, written in the file `path`, names in the workspace; nothing outside of it.
#[must_use]
pub fn resolve(path: &str, source: &str) -> Option<String> {
    if source.starts_with(['/', '~', '$']) || source.contains("://") {
        return None;
    }
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in source.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    (!parts.is_empty()).then(|| parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::resolve;

    #[test]
    fn resolves_mounts_inside_the_workspace_only() {
        for (path, source, expected) in [
            ("compose.yaml", "./mysql/my.cnf", Some("mysql/my.cnf")),
            ("deploy/compose.yaml", "../mysql", Some("mysql")),
            ("deploy/compose.yaml", "my.cnf", Some("deploy/my.cnf")),
            ("compose.yaml", "../my.cnf", None),
            ("compose.yaml", "/etc/my.cnf", None),
            ("compose.yaml", ".", None),
        ] {
            assert_eq!(resolve(path, source).as_deref(), expected, "{source} in {path}");
        }
    }
}
