//! SARIF 2.1.0, as code scanning services read it.

use super::{Place, Places, Report, Summary, fingerprints, problem_line};
use crate::check::Finding;
use crate::check::finding::{Edit, QuickFix};
use crate::cli::judge::CheckedFile;
use crate::cli::output::Failure;
use crate::knowledge::rule::Severity;
use crate::library::Library;
use crate::stack::Evidence;
use crate::text::Span;
use serde_json::{Value, json};
use std::fmt::Write;
use std::sync::Arc;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The format. The results come first and the rules that they name at the end.
#[derive(Debug)]
pub struct Sarif {
    /// What the rules are called.
    pub libraries: Vec<Arc<Library>>,
}

impl Report for Sarif {
    fn begin(&self) -> String {
        let schema = Value::from(SCHEMA);
        format!(
            "{{\"$schema\":{schema},\"version\":\"2.1.0\",\"runs\":[{{\"columnKind\":\"unicodeCodePoints\",\"results\":["
        )
    }

    fn file(&self, file: &CheckedFile) -> Result<String, Failure> {
        let places = Places::new(&file.text);
        let results = file.findings.iter().zip(fingerprints(file));
        let results = results.map(|(finding, name)| result(file, &places, finding, &name).to_string());
        Ok(results.collect::<Vec<_>>().join(","))
    }

    fn between(&self) -> &'static str {
        ","
    }

    fn end(&self, summary: &Summary) -> Result<String, Failure> {
        let rules: Vec<Value> = summary
            .totals
            .rules
            .iter()
            .map(|(id, totals)| {
                let mut rule = json!({
                    "id": id,
                    "defaultConfiguration": { "level": level(totals.severity) },
                    "shortDescription": { "text": self.title(id) },
                });
                add(&mut rule, "helpUri", totals.url.clone().map(Value::from));
                rule
            })
            .collect();
        let driver = json!({
            "name": "docent",
            "version": env!("CARGO_PKG_VERSION"),
            "rules": rules,
        });
        let notices: Vec<Value> = summary
            .problems
            .iter()
            .map(|problem| json!({ "level": "error", "message": { "text": problem_line(problem) } }))
            .collect();
        let invocations = json!([{ "executionSuccessful": true, "toolExecutionNotifications": notices }]);
        Ok(format!("],\"tool\":{{\"driver\":{driver}}},\"invocations\":{invocations}}}]}}\n"))
    }

    fn has_problems(&self) -> bool {
        true
    }
}

impl Sarif {
    fn title(&self, id: &str) -> String {
        let titles = self.libraries.iter().filter_map(|library| crate::cli::rules::title(library, id));
        titles.into_iter().next().unwrap_or_else(|| id.to_string())
    }
}

fn result(file: &CheckedFile, places: &Places<'_>, finding: &Finding, name: &str) -> Value {
    let message = match &finding.instead {
        Some(instead) => format!("{}\n{instead}", finding.message),
        None => finding.message.clone(),
    };
    let mut result = json!({
        "ruleId": finding.rule,
        "level": level(finding.severity),
        "message": { "text": message },
        "locations": [{ "physicalLocation": {
            "artifactLocation": { "uri": uri(&file.path) },
            "region": region(places, finding.span),
        }}],
        "partialFingerprints": { "docent/v1": name },
    });
    let related: Vec<Value> = finding.evidence.iter().map(evidence).collect();
    add(&mut result, "relatedLocations", (!related.is_empty()).then(|| Value::from(related)));
    let fixes: Vec<Value> = finding.fixes.iter().map(|fix| fixed(&file.path, places, fix)).collect();
    add(&mut result, "fixes", (!fixes.is_empty()).then(|| Value::from(fixes)));
    result
}

fn add(object: &mut Value, key: &str, value: Option<Value>) {
    if let (Some(object), Some(value)) = (object.as_object_mut(), value) {
        object.insert(key.to_string(), value);
    }
}

fn region(places: &Places<'_>, span: Span) -> Value {
    let Place { line, column } = places.of(span.start());
    let end = places.of(span.end());
    json!({
        "startLine": line, "startColumn": column, "endLine": end.line, "endColumn": end.column,
        "byteOffset": span.start(), "byteLength": span.len(),
    })
}

/// A target of docent.toml has no line.
fn evidence(evidence: &Evidence) -> Value {
    let mut place = json!({ "artifactLocation": { "uri": uri(&evidence.path) } });
    add(&mut place, "region", (evidence.line > 0).then(|| json!({ "startLine": evidence.line })));
    json!({ "physicalLocation": place, "message": { "text": evidence.text } })
}

fn fixed(path: &str, places: &Places<'_>, fix: &QuickFix) -> Value {
    let replacement = |edit: &Edit| json!({ "deletedRegion": region(places, edit.span), "insertedContent": { "text": edit.text } });
    let replacements: Vec<Value> = fix.edits.iter().map(replacement).collect();
    json!({
        "description": { "text": fix.title },
        "artifactChanges": [{ "artifactLocation": { "uri": uri(path) }, "replacements": replacements }],
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Information | Severity::Hint => "note",
    }
}

/// A path as a relative reference, or as the address of a file where it begins at the root.
fn uri(path: &str) -> String {
    let mut uri = String::from(if path.starts_with('/') { "file://" } else { "" });
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}
