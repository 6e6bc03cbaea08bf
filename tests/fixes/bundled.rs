//! Every fix of the bundled pages, on the pages' own flagged examples, written in several ways.

use super::{Workshop, parsers};
use docent::check::Checker;
use docent::config::FileConfig;
use docent::knowledge::page::ExampleFile;
use docent::knowledge::parse::parse;
use docent::knowledge::{Date, Page};
use docent::library::Library;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

fn pages() -> Vec<Page> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("knowledge");
    let mut pages = Vec::new();
    for entry in ignore::Walk::new(root) {
        let path = entry.expect("a readable folder").into_path();
        if path.extension().is_some_and(|extension| extension == "md") {
            let text = std::fs::read_to_string(&path).expect("readable text");
            let area = path.parent().and_then(|folder| folder.file_name()).expect("a folder");
            pages.extend(parse(&text, &path.to_string_lossy(), &area.to_string_lossy()).0);
        }
    }
    pages
}

/// The pages whose rules have a fix, those of reference entries without examples of their own left out.
fn fixing(pages: &[Page]) -> impl Iterator<Item = &Page> {
    pages.iter().filter(|page| {
        page.rule.as_ref().is_some_and(|rule| {
            rule.fix.is_some() || rule.matchers.iter().any(|matcher| matcher.fix.is_some())
        }) && !page.examples.is_empty()
    })
}

/// The example's file as it would be found: fences without a file name are of a document.
fn written(file: &ExampleFile) -> (String, String) {
    if !file.path.is_empty() {
        return (file.path.clone(), file.text.clone());
    }
    ("a.md".to_string(), format!("# A\n\n```{}\n{}\n```\n", file.language, file.text.trim_end()))
}

#[test]
fn fixes_leave_files_that_read_without_the_finding() {
    let pages = pages();
    let checker = Checker::new(Arc::new(Library::of_pages(pages.clone())));
    let (mut mended, mut faults) = (BTreeSet::new(), Vec::new());
    for page in fixing(&pages) {
        let today = page.checked.or_else(|| Date::new(2026, 11, 24)).expect("a day");
        for example in page.examples.iter().filter(|example| example.flagged) {
            let sets = vec!["strict".to_string(), "inclusive".to_string()];
            let config = FileConfig { sets, targets: example.with.clone(), ..FileConfig::default() };
            let shop = Workshop { checker: &checker, config, today };
            for file in &example.files {
                let (path, text) = written(file);
                let crlf = text.replace('\n', "\r\n");
                for text in [text.trim_end(), &text, &crlf] {
                    if let Some(fault) = fault(&shop, page, &path, text) {
                        faults.push(format!("{}, {path}: {fault}", page.id));
                    }
                    if shop.mended(&path, text, page) != text {
                        mended.insert(page.id.clone());
                    }
                }
            }
        }
    }
    let never: Vec<&str> =
        fixing(&pages).map(|page| page.id.as_str()).filter(|id| !mended.contains(*id)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
    assert!(never.is_empty(), "no example of these pages is mended: {never:?}");
}

fn fault(shop: &Workshop<'_>, page: &Page, path: &str, text: &str) -> Option<String> {
    let (before, found) = shop.findings(path, text);
    let own = |findings: &[docent::check::Finding]| {
        findings.iter().filter(|finding| finding.page == page.id && !finding.fixes.is_empty()).count()
    };
    let mended = shop.mended(path, text, page);
    let (after, left) = shop.findings(path, &mended);
    if own(&left) > 0 {
        return Some(format!("{} of {} fixes are left in\n{mended}", own(&left), own(&found)));
    }
    let total = |findings: &[docent::check::Finding]| {
        findings.iter().filter(|finding| finding.page == page.id).count()
    };
    if own(&found) > 0 && total(&left) >= total(&found) {
        return Some(format!("still has the finding in\n{mended}"));
    }
    if after.outline.problems.len() > before.outline.problems.len() {
        let problem = after.outline.problems.first().map(|problem| problem.message.clone());
        return Some(format!("no longer reads ({}):\n{mended}", problem.unwrap_or_default()));
    }
    if parsers::problem(path, text).is_none()
        && let Some(problem) = parsers::problem(path, &mended)
    {
        return Some(format!("no longer reads ({problem}):\n{mended}"));
    }
    let lone = |text: &str| text.replace("\r\n", "").contains('\n');
    if text.contains("\r\n") && lone(&mended) && !lone(text) {
        return Some(format!("mixes line breaks:\n{mended:?}"));
    }
    None
}
