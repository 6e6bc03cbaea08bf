//! Fixes: what they make of files of every format, and that all of the bundled pages' fixes leave a file that reads,
//! has lost the finding and is not fixed again.

#![allow(clippy::expect_used, clippy::panic, reason = "a test that fails with a place says what it is for")]

mod bundled;
mod formats;
mod parsers;

use docent::check::edits::apply;
use docent::check::{Checker, Finding};
use docent::config::FileConfig;
use docent::document::Document;
use docent::knowledge::{Date, Page};
use docent::stack::Stack;

/// A checker and what holds for every file that it checks.
#[derive(Debug)]
pub struct Workshop<'c> {
    pub checker: &'c Checker,
    pub config: FileConfig,
    pub today: Date,
}

impl Workshop<'_> {
    pub fn findings(&self, path: &str, text: &str) -> (Document, Vec<Finding>) {
        let document = Document::read(path, text.into(), None, None);
        let stack = Stack::default().for_file(path, &self.config);
        let report = self.checker.check(&document, &stack, &self.config, self.today);
        (document, report.findings)
    }

    /// The text after the first fix of the first finding of a page, and so on until none is left.
    ///
    /// # Panics
    ///
    /// Where a fix changes nothing, or none is the last.
    pub fn mended(&self, path: &str, text: &str, page: &Page) -> String {
        let mut text = text.to_string();
        for _ in 0..20 {
            let (_, findings) = self.findings(path, &text);
            let mut own = findings.iter().filter(|finding| finding.page == page.id);
            let Some(fix) = own.find_map(|finding| finding.fixes.first()) else { return text };
            let changed = apply(&text, &fix.edits);
            assert_ne!(changed, text, "{path}: a fix of {} changes nothing in\n{text}", page.id);
            text = changed;
        }
        panic!("{path}: the fixes of {} never end: {text}", page.id);
    }
}
