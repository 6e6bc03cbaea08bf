//! Examples of reference entries: a deprecated or removed key in a file of its kind.

use super::Runner;
use crate::document::Document;
use crate::knowledge::page::{Example, ExampleFile, Marker};
use crate::knowledge::product::Release;
use crate::knowledge::rule::Boundary;
use crate::knowledge::{Kind, Page, Version};
use crate::text::Span;

/// Flagged under each version of the lifecycle, silent under the release before the first of them.
pub(super) fn run(runner: &mut Runner<'_>) {
    let page = runner.page;
    let Some(kind) = page.reference.as_deref().and_then(Kind::parse) else { return };
    let Some(file) = file(page, kind) else {
        let empty = example_file(page, String::new(), Vec::new());
        let message =
            format!("no example of `{}` could be made for files of the kind {}", page.title, kind.name());
        runner.problem(&empty, Span::default(), message);
        return;
    };
    let product = runner.checker.products().reading(kind).cloned();
    let boundaries: Vec<&Boundary> =
        page.lifecycle.iter().flat_map(|entry| [&entry.deprecated, &entry.removed]).flatten().collect();
    for boundary in &boundaries {
        let with = match (boundary, &product) {
            (Boundary::Version(version), Some(product)) => vec![(product.id.clone(), version.to_string())],
            _ => Vec::new(),
        };
        runner.run(&Example { flagged: true, files: vec![file.clone()], with, line: file.line }, Some(kind));
    }
    let versions: Vec<&Version> = boundaries.iter().filter_map(|boundary| version(boundary)).collect();
    let Some(product) = product.filter(|_| versions.len() == boundaries.len()) else { return };
    if let Some(before) = product.releases.iter().find(|release| is_before(release, &versions)) {
        let silent = ExampleFile { markers: Vec::new(), ..file };
        let with = vec![(product.id.clone(), before.cycle.clone())];
        let line = silent.line;
        runner.run(&Example { flagged: false, files: vec![silent], with, line }, Some(kind));
    }
}

fn version(boundary: &Boundary) -> Option<&Version> {
    match boundary {
        Boundary::Version(version) => Some(version),
        Boundary::Date(_) => None,
    }
}

fn is_before(release: &Release, versions: &[&Version]) -> bool {
    let cycle = Version::parse(&release.cycle);
    !cycle.numbers().is_empty() && versions.iter().all(|version| !cycle.has_reached(version))
}

/// A file of the kind that sets the key, with the key marked: the first way of writing it that the kind's
/// reader understands.
fn file(page: &Page, kind: Kind) -> Option<ExampleFile> {
    let name = &page.title;
    let last = name.rsplit('.').next().unwrap_or(name);
    let keys = name.split('.').enumerate();
    let nested: Vec<String> = keys.map(|(depth, key)| format!("{}{key}:", "  ".repeat(depth))).collect();
    let nested = format!("{} 1\n", nested.join("\n"));
    let texts = [format!("[mysqld]\n{name} = 1\n"), format!("{name} = 1\n"), format!("{name} 1\n"), nested];
    for text in texts {
        let document = Document::read("", text.as_str().into(), Some(kind), None);
        let setting = document.outline.settings.iter().find(|setting| {
            let key = setting.key.of(&text);
            (key == name || key == last) && setting.value.is_some()
        });
        if let Some(span) = setting.map(|setting| setting.key) {
            let markers = vec![Marker { span, rule: page.id.clone(), severity: None }];
            return Some(example_file(page, text, markers));
        }
    }
    None
}

/// Messages on its first line lead to the entry.
fn example_file(page: &Page, text: String, markers: Vec<Marker>) -> ExampleFile {
    let matcher = page.rule.as_ref().and_then(|rule| rule.matchers.first());
    let line = matcher.map_or(1, |matcher| matcher.line as usize);
    ExampleFile { language: String::new(), path: String::new(), text, markers, line }
}
