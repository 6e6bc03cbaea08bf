//! The bundled pages keep the format, their examples are true, and all their terms are found.
#![allow(clippy::expect_used, clippy::panic, reason = "a test that fails with a place says what it is for")]

use docent::examples::check_files;
use docent::knowledge::page::Problem;
use docent::knowledge::parse::parse;
use docent::knowledge::{Kind, Page};
use docent::library::Library;
use proptest::prelude::*;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// Every bundled page as its path, its text and its area.
static FILES: LazyLock<Vec<(String, String, String)>> = LazyLock::new(|| {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for entry in ignore::Walk::new(root.join("knowledge")) {
        let path = entry.expect("a readable folder").into_path();
        if path.extension().is_some_and(|extension| extension == "md") {
            let text = std::fs::read_to_string(&path).expect("readable text");
            files.push((relative(&root, &path), text, area(&path)));
        }
    }
    files.sort();
    assert!(files.len() > 10, "the bundled pages were not found");
    files
});

static LIBRARY: LazyLock<Library> = LazyLock::new(Library::embedded);

fn relative(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).expect("a path below the root").to_string_lossy().replace('\\', "/")
}

fn area(path: &Path) -> String {
    path.parent()
        .and_then(Path::file_name)
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

fn pages() -> Vec<Page> {
    FILES.iter().flat_map(|(path, text, area)| parse(text, path, area).0).collect()
}

fn report(problems: &[Problem]) -> String {
    let lines =
        problems.iter().map(|problem| format!("{}:{}: {}", problem.path, problem.line, problem.message));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn bundled_pages_are_sound() {
    let problems = check_files(&FILES, &LIBRARY);
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), report(&problems));
}

#[test]
fn the_pack_holds_every_page_as_read() {
    for page in pages() {
        let packed = LIBRARY.page(&page.id);
        let expected = Page { examples: Vec::new(), ..page };
        assert_eq!(packed.as_deref(), Some(&expected));
    }
    let rules = pages().iter().filter(|page| page.rule.is_some()).count();
    assert_eq!(LIBRARY.rules().len(), rules);
}

#[test]
fn every_term_is_found() {
    let mut faults = Vec::new();
    for page in pages() {
        let terms = page.terms.iter().map(|term| term.text.as_str());
        for term in terms.chain([page.title.as_str(), page.id.as_str()]) {
            let exact = LIBRARY.exact(term).iter().any(|found| found.id == page.id);
            // A key is found in prose only if nobody would write it as a word.
            let is_key = page.reference.is_some() && page.entries.is_empty();
            let text = format!("see {term}, please");
            let hit = LIBRARY.at(&text, 5);
            let hovered =
                hit.is_some_and(|hit| hit.span.of(&text).contains(term) && hit.pages.contains(&page.id));
            if !exact || !(hovered || is_key || term == page.id) {
                faults.push(format!("{}: `{term}`: exact {exact}, hovered {hovered}", page.id));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_key_leads_to_the_pages_of_its_kind() {
    let key = |kind: &str, name: &str| {
        let kind = Kind::parse(kind).expect("a kind");
        LIBRARY.key(kind, name).iter().map(|page| page.id.clone()).collect::<Vec<_>>()
    };
    assert_eq!(key("postgresql-conf", "max_connections"), ["postgresql-settings.max_connections"]);
    assert_eq!(key("mysql-cnf", "max-connections"), ["mysql-settings.max_connections"]);
    assert_eq!(key("mysql-cnf", "query_cache_size")[0], "mysql-query-cache");
    assert_eq!(key("compose", "max_connections"), Vec::<String>::new());
}

/// Text out of what pages and terms are made of, so that every branch of the parser is reached.
fn page_like() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "---\n",
        "# T\n",
        "## Flagged\n",
        "## Accepted\n",
        "```ini file=a with=\"mysql 5\"\n",
        "```\n",
        "~~~~\n",
        "^^ id error\n",
        "  ^ x\n",
        "rule:\n",
        "  match:\n",
        "    - { setting: \"a.*\", value: [on], fix: delete }\n",
        "terms: [\"=Go\", é]\n",
        "lifecycle: { of: x, removed: 1 }\n",
        "reference: mysql-cnf\n",
        "releases:\n",
        "  - { cycle: 1, ends: none }\n",
        "Default: 1 · Removed: 2\n",
        "Also: a, b\n",
        "text\n",
        "\n",
        "\u{feff}",
        "\r\n",
        "<b>",
        "- item\n",
        "> quote\n",
        "| a | b |\n|---|---|\n",
        "[",
        "{",
        "*x",
        "&a",
        "\t",
        "é",
        "\u{0}",
    ]);
    prop::collection::vec(prop_oneof![4 => pieces.prop_map(str::to_string), 1 => any::<String>()], 0..40)
        .prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_text_is_parsed_without_panic(text in page_like()) {
        let (pages, problems) = parse(&text, "a.md", "workspace");
        for problem in problems {
            prop_assert!(text.get(problem.span.range()).is_some(), "{problem:?}");
            prop_assert!(problem.line >= 1 && problem.line <= text.lines().count() + 1);
        }
        for page in &pages {
            prop_assert!(text.get(page.title_span.range()).is_some());
            for file in page.examples.iter().flat_map(|example| &example.files) {
                prop_assert!(file.markers.iter().all(|marker| file.text.get(marker.span.range()).is_some()));
            }
        }
        let files = [("a.md".to_string(), text, "workspace".to_string())];
        let _ = check_files(&files, &Library::of_pages(Vec::new()));
        let library = Library::of_pages(pages.clone());
        prop_assert!(pages.iter().all(|page| library.page(&page.id).is_some()));
    }

    #[test]
    fn hits_lie_in_the_text_and_in_order(
        pieces in prop::collection::vec(
            prop_oneof![
                prop::sample::select(vec![
                    "query cache", "QueryCache", "_", "-", " ", "MySQL", "OAuth2", ".", "é", "ß", "e\u{301}", "ﬁ", "\n",
                    "wal_keep_segments", "--", "İ", "C++", "redisClient", "\u{ad}",
                ]).prop_map(str::to_string),
                any::<String>(),
            ],
            0..20,
        )
    ) {
        let text = pieces.concat();
        let hits = LIBRARY.scan(&text);
        let mut end = 0;
        for hit in &hits {
            prop_assert!(hit.span.start() >= end && !hit.span.is_empty(), "{hits:?}");
            prop_assert!(text.get(hit.span.range()).is_some());
            prop_assert!(!hit.pages.is_empty());
            end = hit.span.end();
        }
        for offset in 0..=text.len() {
            if let Some(hit) = LIBRARY.at(&text, offset) {
                prop_assert!(text.get(hit.span.range()).is_some() && hit.span.touches(offset));
            }
        }
    }

    #[test]
    fn names_of_source_code_hold_the_terms_of_their_parts(words in prop::sample::select(vec![
        "connection pooling", "implicit flow", "database index", "access token",
    ])) {
        use docent::text::identifier::{Case, join};
        let parts: Vec<&str> = words.split(' ').collect();
        let expected = LIBRARY.exact(words);
        prop_assume!(!expected.is_empty());
        for case in [Case::Camel, Case::Pascal, Case::Snake, Case::Kebab, Case::Screaming] {
            let name = join(&[&["my"], parts.as_slice(), &["factory"]].concat(), case);
            let hits = LIBRARY.scan(&name);
            prop_assert!(hits.iter().any(|hit| hit.pages.contains(&expected[0].id)), "{name}: {hits:?}");
        }
    }
}
