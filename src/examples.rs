//! Runs the examples of a page: they are its tests.
//!
//! Flagged examples give exactly the marked findings under all rules and sets, accepted ones none. A fix,
//! applied, leaves a text that still reads and has lost the finding; a second run changes nothing. The
//! examples of reference entries are generated.

mod generated;

use crate::check::edits::apply;
use crate::check::finding::{Edit, QuickFix};
use crate::check::{Checker, Finding};
use crate::config::FileConfig;
use crate::document::Document;
use crate::knowledge::audit::{Known, audit, duplicates};
use crate::knowledge::page::{Example, ExampleFile, Problem};
use crate::knowledge::parse::parse;
use crate::knowledge::{Date, Kind, Page};
use crate::library::Library;
use crate::matching::MatcherIndex;
use crate::stack::Stack;
use crate::text::Span;
use std::sync::Arc;

/// Everything wrong with the examples of a page, as read from its file: a packed page has none.
///
/// They are judged on the page's `checked` date, else on the newest such date of a product.
#[must_use]
pub fn run(page: &Page, checker: &Checker, library: &Library) -> Vec<Problem> {
    let mut runner = Runner { page, checker, today: day(page, library), problems: Vec::new() };
    let matchers = page.rule.iter().flat_map(|rule| &rule.matchers);
    for fault in MatcherIndex::new(matchers).faults() {
        runner.problems.push(Problem {
            path: page.path.clone(),
            line: 1,
            span: Span::default(),
            message: fault,
        });
    }
    for example in &page.examples {
        runner.run(example, None);
    }
    if page.reference.is_some() && page.rule.is_some() {
        generated::run(&mut runner);
    }
    runner.problems
}

/// The day on which examples are judged.
fn day(page: &Page, library: &Library) -> Date {
    let newest = || library.products().iter().filter_map(|product| product.checked).max();
    page.checked.or_else(newest).unwrap_or_else(|| Date::from_unix_seconds(0))
}

/// Everything wrong with files of knowledge over the library in use: what the parser, the audit and the
/// examples say. A file is its path, its text and its area.
#[must_use]
pub fn check_files(files: &[(String, String, String)], base: &Library) -> Vec<Problem> {
    check_some_files(files, base, |_| true)
}

/// The same for those files whose path is asked for; the others are there to be referred to.
#[must_use]
pub fn check_some_files(
    files: &[(String, String, String)],
    base: &Library,
    is_asked: impl Fn(&str) -> bool,
) -> Vec<Problem> {
    let mut pages = Vec::new();
    for (path, text, area) in files {
        pages.extend(parse(text, path, area).0);
    }
    let library = Arc::new(base.with_workspace(pages.clone()));
    let all: Vec<Arc<Page>> = library.page_ids().iter().filter_map(|id| library.page(id)).collect();
    let known = Known::of(all.iter().map(Arc::as_ref));
    let checker = Checker::new(Arc::clone(&library));
    let mut problems = duplicates(&pages);
    problems.retain(|problem| is_asked(&problem.path));
    for (path, text, area) in files.iter().filter(|(path, ..)| is_asked(path)) {
        problems.extend(audit(text, path, area, &known));
    }
    for page in pages.iter().filter(|page| is_asked(&page.path)) {
        problems.extend(run(page, &checker, &library));
    }
    problems.sort_by(|one, two| (&one.path, one.line).cmp(&(&two.path, two.line)));
    problems
}

struct Runner<'a> {
    page: &'a Page,
    checker: &'a Checker,
    today: Date,
    problems: Vec<Problem>,
}

/// One file of an example in its workspace.
struct Scene<'a> {
    file: &'a ExampleFile,
    kind: Option<Kind>,
    stack: &'a Stack,
    config: &'a FileConfig,
}

impl Scene<'_> {
    fn read(&self, text: &str) -> Document {
        let language = Some(self.file.language.as_str()).filter(|language| !language.is_empty());
        Document::read(&self.file.path, text.into(), self.kind, language)
    }
}

impl Runner<'_> {
    /// `kind` is given for generated examples only: theirs is known.
    fn run(&mut self, example: &Example, kind: Option<Kind>) {
        let config = FileConfig {
            sets: vec!["strict".to_string(), "inclusive".to_string()],
            targets: example.with.clone(),
            ..FileConfig::default()
        };
        let mut stack = Stack::default();
        let scenes: Vec<&ExampleFile> = example.files.iter().collect();
        let documents: Vec<Document> = scenes
            .iter()
            .map(|file| Scene { file, kind, stack: &stack, config: &config }.read(&file.text))
            .collect();
        stack = Stack::of_documents(&documents, self.checker.products());
        for (file, document) in scenes.into_iter().zip(&documents) {
            let scene = Scene { file, kind, stack: &stack, config: &config };
            let findings = self.check(&scene, document);
            self.compare(&scene, example.flagged, &findings);
            self.try_fixes(&scene, document, &findings);
        }
    }

    fn check(&self, scene: &Scene<'_>, document: &Document) -> Vec<Finding> {
        let stack = scene.stack.for_file(&scene.file.path, scene.config);
        self.checker.check(document, &stack, scene.config, self.today).findings
    }

    /// Every marked finding is there, and no other.
    fn compare(&mut self, scene: &Scene<'_>, flagged: bool, findings: &[Finding]) {
        let file = scene.file;
        let mut unmarked: Vec<&Finding> = findings.iter().collect();
        for marker in &file.markers {
            let quoted = quote(marker.span.of(&file.text));
            if !flagged {
                self.problem(
                    file,
                    marker.span,
                    format!("{quoted} is marked in an accepted example; move it to `## Flagged`"),
                );
                continue;
            }
            let found = unmarked
                .iter()
                .position(|finding| finding.span == marker.span && finding.rule == marker.rule);
            let Some(found) = found else {
                let mut message = format!("{quoted} is not flagged by `{}`", marker.rule);
                if let Some(near) = unmarked.iter().find(|finding| finding.span.overlaps(marker.span)) {
                    let other = quote(near.span.of(&file.text));
                    message = format!("{message}, but {other} is by `{}`", near.rule);
                }
                self.problem(file, marker.span, message);
                continue;
            };
            let finding = unmarked.remove(found);
            if let Some(severity) = marker.severity.filter(|severity| *severity != finding.severity) {
                let (found, wanted) = (finding.severity.name(), severity.name());
                self.problem(file, marker.span, format!("{quoted} is flagged as {found}, not as {wanted}"));
            }
        }
        for finding in unmarked {
            let quoted = quote(finding.span.of(&file.text));
            let message =
                format!("{quoted} is flagged by `{}` without a mark: {}", finding.rule, finding.message);
            self.problem(file, finding.span, message);
        }
    }

    /// Each fix of the page's own findings does what it says, and all of them together leave nothing to fix.
    fn try_fixes(&mut self, scene: &Scene<'_>, document: &Document, findings: &[Finding]) {
        let own: Vec<&Finding> = findings.iter().filter(|finding| finding.page == self.page.id).collect();
        for finding in &own {
            for fix in &finding.fixes {
                self.try_fix(scene, document, findings, finding, fix);
            }
        }
        let first: Vec<&Edit> =
            own.iter().filter_map(|finding| finding.fixes.first()).flat_map(|fix| &fix.edits).collect();
        let Some(place) = first.first().map(|edit| edit.span) else { return };
        let fixed = scene.read(&apply(&document.text, first));
        let again = self.check(scene, &fixed);
        let left = again.iter().find(|finding| finding.page == self.page.id && !finding.fixes.is_empty());
        if let Some(left) = left {
            let quoted = quote(left.span.of(&fixed.text));
            self.problem(
                scene.file,
                place,
                format!("after all fixes there is still one to make at {quoted}"),
            );
        }
    }

    fn try_fix(
        &mut self,
        scene: &Scene<'_>,
        document: &Document,
        before: &[Finding],
        finding: &Finding,
        fix: &QuickFix,
    ) {
        let text = apply(&document.text, &fix.edits);
        let fixed = scene.read(&text);
        let count = |findings: &[Finding]| findings.iter().filter(|other| other.rule == finding.rule).count();
        let title = &fix.title;
        if count(&self.check(scene, &fixed)) >= count(before) {
            self.problem(
                scene.file,
                finding.span,
                format!("the fix \"{title}\" leaves the finding: {}", quote(&text)),
            );
        }
        let broken = fixed.outline.problems.first().filter(|_| document.outline.problems.is_empty());
        if let Some(broken) = broken {
            let message = format!("after the fix \"{title}\" the file cannot be read: {}", broken.message);
            self.problem(scene.file, finding.span, message);
        }
    }

    fn problem(&mut self, file: &ExampleFile, span: Span, message: String) {
        let line = line_in_page(file, span);
        self.problems.push(Problem { path: self.page.path.clone(), line, span: Span::default(), message });
    }
}

/// The line of the page on which a place of the example stands: caret lines above it count.
fn line_in_page(file: &ExampleFile, span: Span) -> usize {
    let line_of = |offset: usize| file.text.bytes().take(offset).filter(|byte| *byte == b'\n').count();
    let line = line_of(span.start());
    let carets = file.markers.iter().filter(|marker| line_of(marker.span.start()) < line).count();
    file.line + line + carets
}

/// The first line in code style, cut to a readable length.
fn quote(text: &str) -> String {
    let line = text.trim().lines().next().unwrap_or_default();
    let cut: String = line.chars().take(60).collect();
    let more = if cut.len() < text.trim().len() { "…" } else { "" };
    format!("`{cut}{more}`")
}

#[cfg(test)]
mod tests;
