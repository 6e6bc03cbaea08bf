//! What editors are answered, as fixtures: `tests/features/*.md`.
//!
//! A case is a heading and fences of four backticks: files, of which one holds `$0` at each place that is asked about,
//! and the expected answers in the fence `out`. A `docent.toml` among the files is the configuration. All cases share
//! the pages of `tests/features/knowledge`. `UPDATE=1 cargo test --test features` writes the answers anew.

#![allow(clippy::expect_used, clippy::panic)]

use docent::check::Checker;
use docent::config::Config;
use docent::context::Context;
use docent::document::Document;
use docent::knowledge::{Date, parse};
use docent::library::Library;
use docent::stack::Stack;
use docent::text::Span;
use docent::{actions, complete, hints, hover, navigate, place, symbols};
use proptest::prelude::*;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

const CURSOR: &str = "$0";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/features")
}

fn library() -> Arc<Library> {
    let mut pages = Vec::new();
    let mut folders: Vec<PathBuf> = entries(&folder().join("knowledge"));
    folders.sort();
    for area in folders {
        for path in entries(&area) {
            let text = fs::read_to_string(&path).expect("a page");
            let area = area.file_name().expect("a name").to_string_lossy();
            let (found, problems) = parse::parse(&text, &path.to_string_lossy(), &area);
            assert_eq!(problems, [], "{}", path.display());
            pages.extend(found);
        }
    }
    Arc::new(Library::of_pages(pages))
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths
}

/// One fence of four backticks.
struct Fence {
    info: String,
    text: String,
    /// Of the text, in the fixture.
    range: std::ops::Range<usize>,
}

fn fences(fixture: &str) -> Vec<Vec<Fence>> {
    let mut cases: Vec<Vec<Fence>> = Vec::new();
    let mut open: Option<(String, usize)> = None;
    let mut offset = 0;
    for line in fixture.split_inclusive('\n') {
        let start = offset;
        offset += line.len();
        if line.starts_with("## ") && open.is_none() {
            cases.push(Vec::new());
        }
        let Some(info) = line.strip_prefix("````") else { continue };
        match open.take() {
            None => open = Some((info.trim().to_string(), offset)),
            Some((info, from)) => {
                let text = fixture[from..start].to_string();
                cases.last_mut().expect("a heading before a fence").push(Fence {
                    info,
                    text,
                    range: from..start,
                });
            }
        }
    }
    assert!(open.is_none(), "a fence is not closed");
    cases
}

/// Runs every case of a fixture and compares, or rewrites, what `answer` gives for each cursor.
fn check(name: &str, answer: impl Fn(&Context, &Checker, usize) -> String) {
    let path = folder().join(name);
    let mut fixture = fs::read_to_string(&path).expect("a fixture");
    let library = library();
    let checker = Checker::new(library.clone());
    let mut failures = Vec::new();
    for case in fences(&fixture.clone()).iter().rev() {
        let (expected, files) = case.split_last().expect("fences");
        assert_eq!(expected.info, "out", "the last fence of a case");
        let found = answers(files, &library, &checker, &answer);
        if found != expected.text {
            failures.push(format!("expected:\n{}\nfound:\n{found}", expected.text));
            fixture.replace_range(expected.range.clone(), &found);
        }
    }
    if std::env::var_os("UPDATE").is_some() {
        fs::write(path, fixture).expect("written");
    } else {
        assert!(failures.is_empty(), "{name}: {}", failures.join("\n"));
    }
}

fn answers(
    files: &[Fence],
    library: &Library,
    checker: &Checker,
    answer: impl Fn(&Context, &Checker, usize) -> String,
) -> String {
    let mut config = Config::default();
    let mut documents = Vec::new();
    let mut asked: Option<(Document, Vec<usize>)> = None;
    for file in files {
        let path = file.info.split_once("file=").map_or("", |(_, path)| path);
        if path == "docent.toml" {
            let (parsed, problems) = Config::parse(&file.text, path);
            assert_eq!(problems, []);
            config = parsed;
            continue;
        }
        let pieces: Vec<&str> = file.text.split(CURSOR).collect();
        let cursors = pieces.iter().scan(0, |length, piece| {
            *length += piece.len();
            Some(*length)
        });
        let cursors: Vec<usize> = cursors.take(pieces.len() - 1).collect();
        let document = Document::read(path, pieces.concat().into(), None, None);
        documents.push(document.clone());
        if !cursors.is_empty() {
            asked = Some((document, cursors));
        }
    }
    let (document, cursors) = asked.expect("a cursor");
    let products = checker.products();
    let stack =
        Stack::of_documents(&documents, products).for_file(&document.path, &config.for_file(&document.path));
    let today = Date::parse("2026-11-22").expect("a day");
    let context = Context { library, products, document: &document, stack: &stack, config: &config, today };
    let mut out = String::new();
    for (index, cursor) in cursors.iter().enumerate() {
        if cursors.len() > 1 {
            let line = document.text[..*cursor].lines().count();
            writeln!(out, "[{}] line {line}", index + 1).expect("a string");
        }
        let answer = answer(&context, checker, *cursor);
        writeln!(out, "{}", if answer.is_empty() { "nothing" } else { answer.trim_end() }).expect("a string");
    }
    out
}

#[test]
fn hover_explains_what_stands_there() {
    check("hover.md", |context, _, offset| {
        let Some(hover) = hover::hover(context, offset) else { return String::new() };
        let lines = hover.markdown().lines().count();
        assert!(lines <= 15, "{lines} lines:\n{}", hover.markdown());
        assert!(!hover.plain().contains("**") && !hover.plain().contains("]("), "{}", hover.plain());
        assert_eq!(hover.plain().lines().count(), lines, "{}", hover.plain());
        let markdown = hover.markdown();
        let markdown: Vec<&str> = markdown.lines().map(str::trim_end).collect();
        format!("`{}`\n{}", hover.span.of(&context.document.text), markdown.join("\n"))
    });
}

fn completion(context: &Context, offset: usize, invoked: bool) -> String {
    let completion = complete::complete(context, offset, invoked);
    let mut out = String::new();
    for item in completion.items {
        let typed = item.replace.of(&context.document.text);
        assert!(item.filter.to_lowercase().starts_with(&typed.to_lowercase()), "{item:?}");
        let deprecated = if item.deprecated { " (deprecated)" } else { "" };
        writeln!(out, "`{typed}` -> `{}`{deprecated}: {}", item.insert, item.detail).expect("a string");
        let page = item.page.expect("a page");
        assert!(!complete::documentation(context.library, &page).is_empty(), "{page}");
    }
    out
}

#[test]
fn completion_is_not_in_the_way() {
    check("complete.md", |context, _, offset| completion(context, offset, false));
}

#[test]
fn completion_answers_more_when_asked() {
    check("complete-invoked.md", |context, _, offset| completion(context, offset, true));
}

#[test]
fn definition_leads_to_pages() {
    check("definition.md", |context, _, offset| {
        let targets = navigate::definition(context, offset);
        let mut out = String::new();
        for target in targets {
            let page = context.library.page(&target.page).expect("a page");
            let text = navigate::page_text(&page);
            assert!(
                text.starts_with(&format!("# {}\n", page.title)) && !text.contains("## Flagged"),
                "{text}"
            );
            writeln!(out, "`{}` -> {}", target.origin.of(&context.document.text), target.page)
                .expect("a string");
        }
        out
    });
}

#[test]
fn mentions_are_all_places_that_lead_to_the_same_page() {
    check("mentions.md", |context, _, offset| {
        let Some(subject) = place::subject_at(context, offset) else { return String::new() };
        let page = subject.pages.first().expect("never empty");
        let text = &context.document.text;
        let mut out = format!("{}\n", page.id);
        for span in navigate::mentions(context, page) {
            let line = text[..span.start()].lines().count().max(1);
            let line = line + usize::from(text[..span.start()].ends_with('\n'));
            writeln!(out, "  {line}: `{}`", span.of(text)).expect("a string");
        }
        out
    });
}

#[test]
fn hints_tell_of_ends_of_life_in_configuration() {
    check("hints.md", |context, checker, _| {
        let config = context.config.for_file(&context.document.path);
        let report = checker.check(context.document, context.stack, &config, context.today);
        let text = &context.document.text;
        let mut out = String::new();
        for hint in hints::hints(context, &report.evidence, Span::new(0, text.len())) {
            let line = text[..hint.offset].lines().count();
            writeln!(out, "{line}: {} ({})", hint.label, hint.tooltip).expect("a string");
        }
        out
    });
}

#[test]
fn selected_words_become_entries_of_the_glossary() {
    let library = library();
    let checker = Checker::new(library.clone());
    let config = Config::default();
    let today = Date::parse("2026-11-22").expect("a day");
    let text = "A purchase order and a Bill of lading; one very long run of many words here.\nx = y";
    let document = Document::read("notes.md", text.into(), None, None);
    let stack = Stack::default().for_file("notes.md", &config.for_file("notes.md"));
    let context = Context {
        library: &library,
        products: checker.products(),
        document: &document,
        stack: &stack,
        config: &config,
        today,
    };
    let offered = |selected: &str| {
        let start = text.find(selected).expect("in the text");
        let actions = actions::actions(&context, Span::new(start, start + selected.len()), &[]);
        actions.into_iter().map(|action| action.title).collect::<Vec<_>>()
    };
    assert_eq!(offered("purchase order"), ["Add “purchase order” to the glossary"]);
    assert_eq!(offered(" Bill of lading"), ["Add “Bill of lading” to the glossary"]);
    for selected in ["urchase order", "one very long run of many words", "here.\nx", " ", "x = y"] {
        assert_eq!(offered(selected), Vec::<String>::new(), "{selected:?}");
    }
    for present in ["", "# Order\n\nBought and paid.", "# Order\n\nBought and paid.\n"] {
        let glossary = format!("{present}{}", actions::entry_text("bill of lading", present));
        let (pages, problems) = parse::parse(&glossary, actions::GLOSSARY, "workspace");
        assert_eq!(problems, []);
        assert_eq!(pages.last().map(|page| page.title.as_str()), Some("bill of lading"));
        assert_eq!(pages.len(), 1 + usize::from(!present.is_empty()));
    }
}

#[test]
fn all_safe_fixes_go_together_and_leave_none_behind() {
    let library = library();
    let checker = Checker::new(library.clone());
    let config = Config::default();
    let today = Date::parse("2026-11-22").expect("a day");
    let text = "[mysqld]\nquery_cache_size = 1M\nmax_connections = 5\nquery_cache_size = 2M\n";
    let compose =
        Document::read("compose.yaml", "services:\n  db:\n    image: mysql:8.0\n".into(), None, None);
    let stack = Stack::of_documents(&[compose], checker.products());
    let judge = |text: &str| {
        let document = Document::read("my.cnf", text.into(), None, None);
        let config = config.for_file("my.cnf");
        checker.check(&document, &stack.for_file("my.cnf", &config), &config, today).findings
    };
    let action = actions::fix_all(&judge(text)).expect("safe fixes");
    assert_eq!(action.title, "Apply all 2 safe fixes of this file");
    let mut fixed = text.to_string();
    for edit in action.edits.iter().rev() {
        fixed.replace_range(edit.span.range(), &edit.text);
    }
    assert_eq!(fixed, "[mysqld]\nmax_connections = 5\n");
    assert_eq!(actions::fix_all(&judge(&fixed)), None);
}

#[test]
fn actions_change_what_they_say() {
    check("actions.md", |context, checker, offset| {
        let config = context.config.for_file(&context.document.path);
        let report = checker.check(context.document, context.stack, &config, context.today);
        let mut out = String::new();
        for action in actions::actions(context, Span::at(offset), &report.findings) {
            let preferred = if action.preferred { " (preferred)" } else { "" };
            writeln!(out, "{:?}: {}{preferred}", action.kind, action.title).expect("a string");
            if action.edits.is_empty() {
                continue;
            }
            let mut text = context.document.text.to_string();
            for edit in action.edits.iter().rev() {
                text.replace_range(edit.span.range(), &edit.text);
            }
            out.push_str(&changed_lines(&context.document.text, &text));
            let changed = Document::read(&context.document.path, text.into(), None, None);
            let after = checker.check(&changed, context.stack, &config, context.today);
            let rule = action.finding.map(|index| &report.findings[index].rule);
            let left = after.findings.iter().filter(|finding| Some(&finding.rule) == rule).count();
            let before = report.findings.iter().filter(|finding| Some(&finding.rule) == rule).count();
            assert!(left < before, "{} leaves {left} of {before} findings:\n{}", action.title, changed.text);
        }
        out
    });
}

/// The lines between the first and the last difference, as a patch shows them.
fn changed_lines(before: &str, after: &str) -> String {
    let (before, after): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    let start = before.iter().zip(&after).take_while(|(one, other)| one == other).count();
    let (before, after) = (&before[start..], &after[start..]);
    let end = before.iter().rev().zip(after.iter().rev()).take_while(|(one, other)| one == other).count();
    let mut out = String::new();
    for (mark, lines) in [('-', &before[..before.len() - end]), ('+', &after[..after.len() - end])] {
        for line in lines {
            writeln!(out, "  {mark} {line}").expect("a string");
        }
    }
    out
}

#[test]
fn symbols_are_found_by_the_words_of_titles_and_terms() {
    let library = library();
    let check = |query: &str, expected: &[&str]| {
        let found: Vec<String> =
            symbols::search(&library, query, 3).into_iter().map(|symbol| symbol.page).collect();
        assert_eq!(found, expected, "{query}");
    };
    check("query cache", &["mysql-query-cache"]);
    check("cach que", &["mysql-query-cache"]);
    check("saga", &["saga"]);
    check("partition", &["kafka-partition", "partition"]);
    check("max_conn", &["postgresql-settings.max_connections"]);
    check("messaging", &["consumer-group", "kafka-partition"]);
    check("zebra", &[]);
    assert_eq!(symbols::search(&library, "", 5).len(), 5);
}

/// Texts of half-typed files, with what tends to break readers of them.
fn half_typed() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("query cache"),
        Just("image: mysql:8"),
        Just("max_connections = 1"),
        Just("sagaPa"),
        Just("```ini\n"),
        Just("---\n"),
        Just("- "),
        Just("\n"),
        Just("\r\n"),
        Just("  "),
        Just("\""),
        Just("'"),
        Just("{{ x }}"),
        Just("# "),
        Just("//"),
        Just("é𝄞"),
        Just("\u{feff}"),
        Just("[a](b-query-cache.md)"),
        Just("use the implicit flow."),
        Just("[mysqld]\n"),
        Just("query_cache_size=1\n"),
        Just("partition"),
        Just(":"),
        Just("<!--"),
        Just("\\"),
        Just("https://a.b/query-cache"),
        Just("FROM mysql:8.0\n"),
    ];
    proptest::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_text_gets_answers_that_fit_it(text in half_typed(), path in 0..7_usize) {
        static LIBRARY: LazyLock<(Arc<Library>, Checker)> = LazyLock::new(|| {
            let library = library();
            (library.clone(), Checker::new(library))
        });
        let (library, checker) = &*LIBRARY;
        let path = ["a.md", "my.cnf", "postgresql.conf", "compose.yaml", "Dockerfile", "a.rs", ""][path];
        let config = Config::default();
        let document = Document::read(path, text.as_str().into(), None, None);
        let file_config = config.for_file(path);
        let products = checker.products();
        let stack = Stack::of_documents(std::slice::from_ref(&document), products).for_file(path, &file_config);
        let today = Date::parse("2026-11-22").expect("a day");
        let context = Context { library, products, document: &document, stack: &stack, config: &config, today };
        let fits = |span: Span| text.get(span.range()).is_some();
        let report = checker.check(&document, &stack, &file_config, today);
        for offset in (0..=text.len()).filter(|offset| text.is_char_boundary(*offset)) {
            if let Some(hover) = hover::hover(&context, offset) {
                prop_assert!(fits(hover.span) && hover.span.touches(offset), "{:?} at {offset}", hover.span);
                prop_assert!(!hover.markdown().is_empty() && !hover.plain().is_empty());
            }
            for invoked in [false, true] {
                for item in complete::complete(&context, offset, invoked).items {
                    prop_assert!(fits(item.replace) && item.replace.touches(offset), "{item:?} at {offset}");
                }
            }
            for target in navigate::definition(&context, offset) {
                prop_assert!(fits(target.origin));
            }
            for action in actions::actions(&context, Span::at(offset), &report.findings) {
                prop_assert!(action.edits.iter().all(|edit| fits(edit.span)), "{action:?}");
                prop_assert!(action.edits.is_sorted_by(|one, other| one.span.end <= other.span.start), "{action:?}");
            }
        }
    }
}
