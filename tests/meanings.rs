//! Which meaning of an ambiguous term a hover gives first: `tests/data/meanings.tsv`, over the pages of `tests/meanings`.

#![allow(clippy::expect_used, clippy::panic)]

use docent::check::Checker;
use docent::config::Config;
use docent::context::Context;
use docent::document::Document;
use docent::knowledge::{Date, parse};
use docent::library::Library;
use docent::place;
use docent::stack::Stack;
use std::fs;
use std::path::Path;
use std::sync::Arc;

fn library() -> Arc<Library> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/meanings");
    let mut paths: Vec<_> =
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    let mut pages = Vec::new();
    for path in paths {
        let area = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).expect("a page");
        let (found, problems) = parse::parse(&text, &path.to_string_lossy(), &area);
        assert_eq!(problems, [], "{}", path.display());
        pages.extend(found);
    }
    Arc::new(Library::of_pages(pages))
}

#[test]
fn the_context_decides_between_meanings() {
    let library = library();
    let checker = Checker::new(library.clone());
    let cases = include_str!("data/meanings.tsv").lines().filter(|line| !line.starts_with('#'));
    let config = Config::default();
    let today = Date::parse("2026-11-22").expect("a day");
    let (mut count, mut failures) = (0, Vec::new());
    for case in cases {
        let [path, text, expected] = case
            .split('\t')
            .collect::<Vec<_>>()
            .try_into()
            .unwrap_or_else(|_| panic!("three columns: {case}"));
        let text = text.replace("\\n", "\n");
        let offset = text.find("$0").unwrap_or_else(|| panic!("no $0: {case}"));
        let text = text.replace("$0", "");
        let document = Document::read(path, text.as_str().into(), None, None);
        let stack = Stack::default().for_file(path, &config.for_file(path));
        let products = checker.products();
        let context = Context {
            library: &library,
            products,
            document: &document,
            stack: &stack,
            config: &config,
            today,
        };
        let subject = place::subject_at(&context, offset);
        let pages = subject.as_ref().map(|subject| &subject.pages);
        let ids: Vec<&str> = pages.into_iter().flatten().map(|page| page.id.as_str()).collect();
        if ids.first() != Some(&expected) || ids.len() < 2 {
            failures.push(format!("{case}\n  found: {}", ids.join(" ")));
        }
        count += 1;
    }
    assert!(count >= 60, "{count} contexts");
    assert!(failures.is_empty(), "{} of {count}:\n{}", failures.len(), failures.join("\n"));
}
