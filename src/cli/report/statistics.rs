//! How often each rule was found, the most frequent first.

use super::{Report, RuleTotals, Summary};
use crate::cli::judge::CheckedFile;
use crate::cli::output::Failure;
use serde::Serialize;
use std::fmt::Write;

/// Counts instead of findings.
#[derive(Debug)]
pub struct Statistics {
    pub json: bool,
}

#[derive(Serialize)]
struct Whole<'a> {
    version: u32,
    statistics: Vec<Line<'a>>,
}

#[derive(Serialize)]
struct Line<'a> {
    rule: &'a str,
    severity: &'a str,
    count: usize,
}

impl Report for Statistics {
    fn file(&self, _: &CheckedFile) -> Result<String, Failure> {
        Ok(String::new())
    }

    fn end(&self, summary: &Summary) -> Result<String, Failure> {
        let mut rules: Vec<(&String, &RuleTotals)> = summary.totals.rules.iter().collect();
        rules.sort_by_key(|(rule, totals)| (std::cmp::Reverse(totals.count), *rule));
        let lines = rules.into_iter().map(|(rule, totals)| Line {
            rule,
            severity: totals.severity.name(),
            count: totals.count,
        });
        if self.json {
            let whole = Whole { version: 1, statistics: lines.collect() };
            return Ok(serde_json::to_string(&whole)? + "\n");
        }
        let mut text = String::new();
        for Line { rule, severity, count } in lines {
            let _ = writeln!(text, "{count:>6}  {severity:<11}  {rule}");
        }
        Ok(text)
    }
}
