//! The report formats that other programs read, whole.

use super::LEAK;
use super::shell::Shell;

const ODD: &str = "# ä\na: { \"<&>\": 1, flux_gate: open }\n";

fn shell() -> Shell {
    Shell::new(&[("a.yaml", LEAK), ("b, ä:%.yaml", ODD), ("c.yaml", "flux_gate: closed\n")])
}

#[test]
fn lines_of_json_are_the_findings_and_the_summary() {
    let shell = shell();
    let whole = shell.run(&["check", "--format", "json"]).json();
    let lines = shell.run(&["check", "--format", "jsonl", "missing"]);
    assert_eq!((lines.code, lines.err.as_str()), (2, ""));
    let lines = shell.run(&["check", "--format", "jsonl"]);
    assert_eq!((lines.code, lines.err.as_str()), (1, ""));
    let lines: Vec<serde_json::Value> =
        lines.out.lines().map(|line| serde_json::from_str(line).expect("an object")).collect();
    let (last, findings) = lines.split_last().expect("a summary");
    assert_eq!(whole["findings"].as_array().map(Vec::as_slice), Some(findings));
    assert_eq!(*last, serde_json::json!({ "summary": whole["summary"] }));
}

#[test]
fn github_gets_annotations() {
    let expected = "\
::error file=a.yaml,line=2,endLine=2,col=14,endColumn=18,title=flux-gate::The flux gate leaks.%0AA closed gate.
::error file=b%2C ä%3A%25.yaml,line=2,endLine=2,col=27,endColumn=31,title=flux-gate::The flux gate leaks.%0AA closed gate.
";
    shell().run(&["check", "--format", "github"]).gives(1, expected, "");
}

#[test]
fn gitlab_gets_issues_whose_fingerprints_stay_when_lines_move() {
    let shell = shell();
    let json = shell.run(&["check", "--format", "gitlab"]).json();
    assert_eq!(
        json[0],
        serde_json::json!({
            "description": "The flux gate leaks.", "check_name": "flux-gate", "severity": "critical",
            "fingerprint": json[0]["fingerprint"],
            "location": { "path": "a.yaml", "lines": { "begin": 2, "end": 2 } },
        })
    );
    assert_eq!(json.as_array().map(Vec::len), Some(2));
    assert_ne!(json[0]["fingerprint"], json[1]["fingerprint"]);
    let moved = format!("# one\n{LEAK}b:\n  flux_gate: open\n");
    let again =
        shell.run_with(&["check", "-", "--stdin-filename", "a.yaml", "--format", "gitlab"], moved.as_bytes());
    assert_eq!(again.json()[0]["fingerprint"], json[0]["fingerprint"]);
    assert_ne!(again.json()[1]["fingerprint"], json[0]["fingerprint"]);
    assert_eq!(shell.run(&["check", "--format", "gitlab", "c.yaml"]).out, "[]\n");
}

#[test]
fn junit_has_a_case_for_each_finding_and_one_for_the_run() {
    let expected = "\
<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<testsuites name=\"docent\">
  <testsuite name=\"a.yaml\" tests=\"1\" failures=\"1\" errors=\"0\" skipped=\"0\">
    <testcase classname=\"a.yaml\" name=\"flux-gate (line 2, column 14)\" file=\"a.yaml\" line=\"2\">
      <failure type=\"error\" message=\"The flux gate leaks.\">a.yaml:2:14
A closed gate.
https://example.org/flux</failure>
    </testcase>
  </testsuite>
  <testsuite name=\"docent\" tests=\"2\" failures=\"0\" errors=\"1\" skipped=\"0\">
    <testcase classname=\"docent\" name=\"check\"/>
    <testcase classname=\"docent\" name=\"&lt;x&gt;\"><error message=\"&lt;x&gt;: does not exist; check the path\"/></testcase>
  </testsuite>
</testsuites>
";
    shell().run(&["check", "--format", "junit", "a.yaml", "<x>"]).gives(1, expected, "");
}

#[test]
fn sarif_names_rules_places_and_fixes() {
    let ran = shell().run(&["check", "--format", "sarif"]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    let json = ran.json();
    assert_eq!(json["version"], "2.1.0");
    let run = &json["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    assert_eq!(
        run["tool"]["driver"]["rules"],
        serde_json::json!([{
            "id": "flux-gate", "defaultConfiguration": { "level": "error" },
            "shortDescription": { "text": "Flux gate" }, "helpUri": "https://example.org/flux",
        }])
    );
    let region = serde_json::json!({
        "startLine": 2, "startColumn": 27, "endLine": 2, "endColumn": 31, "byteOffset": 31, "byteLength": 4
    });
    let file = serde_json::json!({ "uri": "b%2C%20%C3%A4%3A%25.yaml" });
    let result = &run["results"][1];
    assert_eq!(
        *result,
        serde_json::json!({
            "ruleId": "flux-gate", "level": "error",
            "message": { "text": "The flux gate leaks.\nA closed gate." },
            "locations": [{ "physicalLocation": { "artifactLocation": file, "region": region } }],
            "partialFingerprints": result["partialFingerprints"],
            "fixes": [{
                "description": { "text": "Replace with `closed`" },
                "artifactChanges": [{
                    "artifactLocation": file,
                    "replacements": [{ "deletedRegion": region, "insertedContent": { "text": "closed" } }],
                }],
            }],
        })
    );
    let empty = shell().run(&["check", "--format", "sarif", "c.yaml"]).json();
    assert_eq!(empty["runs"][0]["results"], serde_json::json!([]));
}

#[test]
fn statistics_are_text_or_json() {
    let shell = shell();
    let json = shell.run(&["check", "--statistics", "--format", "json"]).json();
    let line = serde_json::json!({ "rule": "flux-gate", "severity": "error", "count": 2 });
    assert_eq!(json, serde_json::json!({ "version": 1, "statistics": [line] }));
    let odd = shell.run(&["check", "--statistics", "--format", "junit"]);
    odd.gives(2, "", "docent: `--statistics` is printed as text or json only\n");
}

#[test]
fn colours_are_used_when_they_are_asked_for() {
    let shell = shell();
    let coloured = |when: &str| {
        shell.run(&["check", "--format", "text", "--color", when, "a.yaml"]).out.contains('\u{1b}')
    };
    assert!(coloured("always") && !coloured("never") && !coloured("auto"));
}
