//! How docent reads sentences: every line of `data/sentences.tsv` is flagged or silent as it says.
#![allow(clippy::expect_used, clippy::panic, reason = "a test that fails with a place says what it is for")]

use docent::check::Checker;
use docent::config::FileConfig;
use docent::document::Document;
use docent::knowledge::{Date, parse};
use docent::library::Library;
use docent::stack::FileStack;
use std::sync::Arc;

/// Practices without a lifecycle and without conditions, so that only the sentence decides.
const PAGE: &str = r#"---
sources: ["https://example.com/"]
checked: 2026-11-24
rule:
  status: discouraged
  severity: warning
  message: "no"
  match:
    - { prose: ["implicit flow", "Tiller", "query cache"] }
---
# Practice

A practice that is flagged wherever it is recommended.
"#;

#[test]
fn sentences_are_read_as_the_data_says() {
    let (pages, problems) = parse::parse(PAGE, "practice.md", "testing");
    assert_eq!(problems, []);
    let checker = Checker::new(Arc::new(Library::of_pages(pages)));
    let today = Date::parse("2026-11-24").expect("a day");
    let data = include_str!("data/sentences.tsv");
    let (mut wrong, mut count) = (Vec::new(), 0);
    for (number, line) in data.lines().enumerate().filter(|(_, line)| !line.starts_with('#')) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [phenomenon, expected, text] = columns.as_slice() else {
            panic!("line {} has no three columns", number + 1)
        };
        let text = text.replace("\\n", "\n");
        let document = Document::read("docs/login.md", text.as_str().into(), None, None);
        let report = checker.check(&document, &FileStack::default(), &FileConfig::default(), today);
        let actual = if report.findings.is_empty() { "silent" } else { "flagged" };
        count += 1;
        if actual != *expected {
            let because = report.findings.first().map(|finding| finding.because.clone());
            let because = because.or_else(|| report.silent.first().map(|silent| silent.because.clone()));
            wrong.push(format!(
                "{}: {phenomenon}: is {actual}, not {expected} ({}): {text}",
                number + 1,
                because.unwrap_or_default()
            ));
        }
    }
    assert!(count >= 600, "only {count} sentences were read");
    assert!(wrong.is_empty(), "{} of {count} sentences are read wrongly:\n{}", wrong.len(), wrong.join("\n"));
}
