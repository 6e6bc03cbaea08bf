//! What one document says about the versions of products.

use super::Evidence;
use super::products::ProductIndex;
use crate::document::Document;
use crate::document::outline::{Image, Origin, UnitId};
use crate::text::Span;
use std::collections::HashMap;

/// Everything one file says about versions, and the files for which a unit of it says so.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FileEvidence {
    pub path: String,
    pub statements: Vec<VersionStatement>,
}

/// One statement of a version and where it holds.
#[derive(Clone, Debug, PartialEq)]
pub struct VersionStatement {
    pub evidence: Evidence,
    /// The tag or value that states the version; the image's name where it has no tag.
    pub version_span: Span,
    /// The unit that states it: a service, a stage, a step.
    pub unit: Span,
    pub unit_id: UnitId,
    /// In a code block of a document: it describes no file but the block itself.
    pub in_code_block: bool,
    /// Files and folders that the unit mounts or copies, relative to the workspace.
    pub mounts: Vec<String>,
}

impl FileEvidence {
    /// Everything that the document says: images, tag suffixes and the pins of products.
    #[must_use]
    pub fn of(document: &Document, products: &ProductIndex) -> FileEvidence {
        let mut statements = of_images(document, products);
        for hit in products.pins.hits(document) {
            let owner = products.pin_owners.get(hit.matcher).and_then(|number| products.page_at(*number));
            let (Some(page), Some(value), Some(span)) = (owner, hit.value, hit.value_span) else { continue };
            statements.push(statement(document, &page.id, Some(value), span, span, hit.unit));
        }
        FileEvidence::new(document, statements)
    }

    /// Only what its images say: enough for a hover, without asking every setting.
    #[must_use]
    pub fn of_images(document: &Document, products: &ProductIndex) -> FileEvidence {
        FileEvidence::new(document, of_images(document, products))
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
        FileEvidence { path: document.path.clone(), statements }
    }
}

fn of_images(document: &Document, products: &ProductIndex) -> Vec<VersionStatement> {
    let mut statements = Vec::new();
    for image in &document.outline.images {
        image_evidence(document, products, image, &mut statements);
    }
    statements
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
        let version_span = tag.map_or(image.name_span, |tag| tag.span);
        statements.push(statement(document, &page.id, version, image.span, version_span, image.unit));
    }
    if let Some((page, version, range)) = tag.and_then(|tag| products.of_tag_suffix(&tag.text)) {
        let start = tag.map_or(image.span.start(), |tag| tag.span.start());
        let span = Span::new(start + range.start, start + range.end);
        statements.push(statement(document, &page.id, Some(version), image.span, span, image.unit));
    }
}

fn statement(
    document: &Document,
    product: &str,
    version: Option<String>,
    span: Span,
    version_span: Span,
    unit: UnitId,
) -> VersionStatement {
    let outline = &document.outline;
    let in_code_block = outline
        .part_of(unit)
        .is_some_and(|part| matches!(part.origin, Origin::CodeBlock { .. } | Origin::FrontMatter));
    VersionStatement {
        evidence: Evidence {
            product: product.to_string(),
            version,
            path: document.path.clone(),
            span,
            // Line and mounts are filled in for all statements at once.
            line: 0,
            text: span.of(&document.text).to_string(),
        },
        version_span,
        unit: outline.unit(unit).map_or_else(Span::default, |unit| unit.span),
        unit_id: unit,
        in_code_block,
        mounts: Vec::new(),
    }
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
