//! The built program on temporary folders: what each command prints, and with which exit code it ends.

#![allow(clippy::expect_used, clippy::panic)]

use std::fs;
use std::process::{Command, Stdio};

mod help;
mod mending;
mod mistakes;
mod reports;
mod schema;
mod shell;

use shell::{Shell, write};

pub const LEAK: &str = "a:\n  flux_gate: open\n";
pub const LEAK_LINE: &str = "a.yaml:2:14: error: The flux gate leaks. [flux-gate]\n";

#[test]
fn without_arguments_the_help_goes_to_standard_error() {
    let output = Command::new(env!("CARGO_BIN_EXE_docent")).output().expect("the program starts");
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    assert!(String::from_utf8_lossy(&output.stderr).contains("Usage: docent"));
}

#[test]
fn wrong_arguments_end_with_2() {
    let shell = Shell::new(&[]);
    for arguments in [
        &["chekc"][..],
        &["check", "--format", "xml"],
        &["check", "--today", "yesterday"],
        &["check", "--fail-on", "fatal"],
        &["check", "--rule", "flux-gat"],
        &["explain"],
        &["explain", "--in", "yamll", "x"],
        &["why", "a.yaml"],
        &["knowledge", "new", "Not An Id"],
        &["knowledge", "check", "nowhere"],
    ] {
        let ran = shell.run(arguments);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}");
        assert!(!ran.err.is_empty(), "{arguments:?}");
    }
    assert!(shell.run(&["check", "--rule", "flux-gat"]).err.contains("did you mean `flux-gate`?"));
    for (kind, nearest) in [
        ("yamll", "yaml"),
        ("postgres", "postgresql-conf"),
        ("mysql", "mysql-cnf"),
        ("Compose-file", "compose"),
    ] {
        let err = shell.run(&["explain", "--in", kind, "x"]).err;
        assert!(err.contains(&format!("did you mean `{nearest}`?")), "{err}");
    }
}

#[test]
fn findings_are_printed_one_a_line_where_no_terminal_is() {
    let shell = Shell::new(&[("a.yaml", LEAK), ("b.yaml", "a:\n  flux_gate: closed\n")]);
    shell.run(&["check"]).gives(1, LEAK_LINE, "");
    shell.run(&["check", "b.yaml"]).gives(0, "", "");
}

#[test]
fn the_threshold_and_the_rules_decide_the_exit_code() {
    let shell = Shell::new(&[("a.yaml", LEAK), ("b.md", "We use the flux gate.\n")]);
    let prose = "b.md:1:4: information: The flux gate leaks. [flux-gate]\n";
    shell.run(&["check", "b.md"]).gives(0, prose, "");
    shell.run(&["check", "--fail-on", "information", "b.md"]).gives(1, prose, "");
    shell.run(&["check", "--fail-on", "never"]).gives(0, &format!("{LEAK_LINE}{prose}"), "");
    shell.run(&["check", "--ignore", "flux-*"]).gives(0, "", "");
    shell.run(&["check", "--rule", "fluxdb-end-of-life"]).gives(0, "", "");
    shell.run(&["check", "--rule", "flux-gate,fluxdb-end-of-life", "a.yaml"]).gives(1, LEAK_LINE, "");
    shell.run(&["check", "--statistics"]).gives(1, "     2  error        flux-gate\n", "");
}

#[test]
fn the_order_of_arguments_and_files_changes_nothing() {
    let files: Vec<(String, &str)> =
        (0..200).map(|number| (format!("d{}/f{number}.yaml", number % 7), LEAK)).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    let shell = Shell::new(&files);
    let whole = shell.run(&["check", "--format", "json"]);
    assert_eq!(whole.json()["summary"]["files"], 200);
    for arguments in [
        &["check", "--format", "json", "d6", "d5", "d4", "d3", "d2", "d1", "d0"][..],
        &["check", "--format", "json", ".", "d3", "./d3/../d3/f3.yaml"],
    ] {
        assert_eq!(shell.run(arguments).out, whole.out, "{arguments:?}");
    }
    let paths: Vec<&str> =
        whole.out.split("\"path\":\"").skip(1).map(|rest| rest.split('"').next().expect("a path")).collect();
    assert!(paths.is_sorted(), "{paths:?}");
}

#[test]
fn json_has_the_shape_that_other_programs_read() {
    let shell = Shell::new(&[("ä.yaml", "\u{feff}# ä\na: { ö: 1, flux_gate: open }\n")]);
    let ran = shell.run(&["check", "--format", "json"]);
    assert_eq!(ran.code, 1);
    let expected = serde_json::json!({
        "version": 1,
        "findings": [{
            "rule": "flux-gate", "severity": "error", "status": "insecure", "message": "The flux gate leaks.",
            "path": "ä.yaml",
            "range": { "start": { "line": 2, "column": 23 }, "end": { "line": 2, "column": 27 } },
            "bytes": [31, 35],
            "url": "https://example.org/flux", "instead": "A closed gate.", "evidence": [],
            "fixes": [{ "title": ran.json()["findings"][0]["fixes"][0]["title"], "class": "suggested",
                "edits": [{ "path": "ä.yaml", "bytes": [31, 35], "text": "closed" }] }]
        }],
        "problems": [],
        "summary": { "files": 1, "findings": 1, "errors": 1, "warnings": 0, "information": 0, "hints": 0, "ignored": 0 }
    });
    assert_eq!(ran.json(), expected);
}

#[test]
fn evidence_is_named_with_its_place() {
    let compose = "services:\n  db:\n    image: fluxdb:1.3\n";
    let shell = Shell::new(&[("compose.yaml", compose)]);
    let late = shell.run(&["check", "--today", "2026-01-02"]);
    assert_eq!(
        late.out,
        "compose.yaml:3:19: warning: FluxDB 1 has had no free security fixes since 2026-01-01. [fluxdb-end-of-life]\n"
    );
    let early = shell.run(&["check", "--today", "2020-02-01"]);
    early.gives(0, "", "");
}

#[test]
fn the_stack_has_every_version_its_place_and_its_end() {
    let compose = "services:\n  db:\n    image: fluxdb:1.3\n  new:\n    image: fluxdb:latest\n";
    let shell = Shell::new(&[("compose.yaml", compose), ("docent.toml", "[targets]\nfluxdb = \"2\"\n")]);
    let text = "\
fluxdb 2        until 2030-01-01  docent.toml     fluxdb = \"2\"
fluxdb 1.3      ended 2026-01-01  compose.yaml:3  fluxdb:1.3
fluxdb unknown                    compose.yaml:5  fluxdb:latest
";
    shell.run(&["stack", "--today", "2026-01-02"]).gives(0, text, "");
    let markdown = "\
| Product | Version | Security fixes | Stated in |
|---|---|---|---|
| FluxDB | 2 | until 2030-01-01 | docent.toml (`fluxdb = \"2\"`) |
| FluxDB | 1.3 | until 2026-01-01 | compose.yaml:3 (`fluxdb:1.3`) |
| FluxDB | unknown |  | compose.yaml:5 (`fluxdb:latest`) |
";
    shell.run(&["stack", "--today", "2026-01-01", "--format", "markdown"]).gives(0, markdown, "");
    let json = shell.run(&["stack", "--today", "2026-01-02", "--format", "json"]).json();
    let line = serde_json::json!({
        "product": "fluxdb", "title": "FluxDB", "version": "1.3", "cycle": "1", "ends": "2026-01-01", "ended": true,
        "path": "compose.yaml", "line": 3, "text": "fluxdb:1.3",
    });
    assert_eq!(json["stack"][1], line);
    assert_eq!((&json["version"], &json["stack"][0]["line"]), (&1.into(), &serde_json::Value::Null));
    let nothing = "docent: no file states the version of a product; [targets] in docent.toml can\n";
    Shell::new(&[]).run(&["stack", "--format", "markdown"]).gives(0, "", nothing);
}

#[test]
fn text_shows_the_line_and_what_to_do() {
    let shell = Shell::new(&[("a.yaml", LEAK)]);
    let ran = shell.run(&["check", "--format", "text"]);
    let expected = "\
error[flux-gate]: The flux gate leaks.
 --> a.yaml:2:14
  |
2 |   flux_gate: open
  |              ^^^^
  |
  = help: A closed gate.
  = source: https://example.org/flux

1 error in 1 file
";
    ran.gives(1, expected, "");
}

#[test]
fn of_a_long_line_only_the_place_is_shown() {
    let filler = "x".repeat(2_000);
    let shell = Shell::new(&[("a.yaml", &format!("a: {{ b: {filler}, flux_gate: open, c: {filler} }}\n"))]);
    let ran = shell.run(&["check", "--format", "text"]);
    assert!(
        ran.out.contains("--> a.yaml:1:2022\n") && ran.out.contains(", flux_gate: open, c: x"),
        "{}",
        ran.out
    );
    assert!(ran.out.len() < 1_000, "{}", ran.out);
}

#[test]
fn standard_input_is_judged_by_its_path() {
    let shell = Shell::new(&[("docent.toml", "exclude = [\"generated/**\"]\n")]);
    let ran = shell.run_with(&["check", "-", "--stdin-filename", "deep/a.yaml"], LEAK.as_bytes());
    ran.gives(1, &LEAK_LINE.replace("a.yaml", "deep/a.yaml"), "");
    let excluded = shell.run_with(&["check", "-", "--stdin-filename", "generated/a.yaml"], LEAK.as_bytes());
    excluded.gives(0, "", "");
    let broken = shell.run_with(&["check", "-", "--stdin-filename", "a.yaml"], b"a: \xff");
    broken.gives(2, "", "docent: a.yaml: is not UTF-8 (byte 3); convert it to UTF-8\n");
}

#[test]
fn excluded_files_stay_excluded_when_they_are_named() {
    let shell = Shell::new(&[
        ("docent.toml", "exclude = [\"old\"]\n"),
        ("old/a.yaml", LEAK),
        ("node_modules/a.yaml", LEAK),
        ("b.yaml", "# Generated by x, do not edit.\nflux_gate: open\n"),
    ]);
    shell.run(&["check", "old/a.yaml", "node_modules/a.yaml", "b.yaml"]).gives(0, "", "");
    let files = shell.run(&["files"]).out;
    assert!(files.contains("old/a.yaml\texcluded\t\n") && files.contains("b.yaml\texcluded\t\n"), "{files}");
    assert!(files.contains("docent.toml\ttoml\t") && !files.contains("node_modules"), "{files}");
}

#[test]
fn what_cannot_be_read_is_named_and_the_rest_goes_on() {
    let shell = Shell::new(&[("a.yaml", LEAK)]);
    write(shell.path(), "latin.yaml", b"a: \xe4\n");
    write(shell.path(), "picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    write(shell.path(), "big.yaml", "a: 1\n".repeat(2_000).as_bytes());
    let big = fs::File::options().write(true).open(shell.path().join("big.yaml")).expect("a file");
    big.set_len(100 * 1024 * 1024).expect("a length");
    let ran = shell.run(&["check", ".", "missing.yaml"]);
    let problems = "docent: big.yaml: is larger than 2 MB and was skipped\n\
                    docent: latin.yaml: is not UTF-8 (byte 3, line 1); save it as UTF-8, or exclude it if it is no text\n\
                    docent: missing.yaml: does not exist; check the path\n";
    ran.gives(1, LEAK_LINE, problems);
    let json = shell.run(&["check", "--format", "json", "big.yaml", "latin.yaml"]);
    assert_eq!((json.code, json.err.as_str()), (2, ""));
    assert_eq!(
        json.json()["problems"][0],
        serde_json::json!({ "path": "big.yaml", "message": "is larger than 2 MB and was skipped" })
    );
    assert_eq!(json.json()["summary"]["files"], 0);
}

#[cfg(unix)]
#[test]
fn a_file_without_permission_is_a_problem() {
    use std::os::unix::fs::PermissionsExt;
    let shell = Shell::new(&[("a.yaml", LEAK), ("secret.yaml", LEAK)]);
    let path = shell.path().join("secret.yaml");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).expect("permissions");
    if fs::read(&path).is_ok() {
        // The super-user reads everything: there is nothing to test.
        return;
    }
    shell.run(&["check"]).gives(1, LEAK_LINE, "docent: secret.yaml: cannot be read: permission denied\n");
}

#[test]
fn a_broken_configuration_is_named_with_its_line_and_the_rest_holds() {
    let shell = Shell::new(&[
        ("docent.toml", "as-off = \"2026-11-22\"\n[rules]\n\"flux-gate\" = \"hint\"\n\"flux*\" = \"loud\"\n"),
        ("a.yaml", LEAK),
    ]);
    let err = "docent: docent.toml:1: unknown key `as-off`; did you mean `as-of`?\n\
               docent: docent.toml:4: unknown severity `loud`; known are off, hint, information, warning, error\n";
    shell.run(&["check"]).gives(2, &LEAK_LINE.replace("error", "hint"), err);
    let json = shell.run(&["check", "--format", "json"]).json();
    assert_eq!(json["problems"][0]["message"], "line 1: unknown key `as-off`; did you mean `as-of`?");
    assert_eq!(json["summary"]["hints"], 1);
}

#[test]
fn a_broken_page_is_named_with_its_line_and_the_rest_goes_on() {
    let shell = Shell::new(&[
        ("a.yaml", LEAK),
        (".docent/knowledge/broken.md", "---\nterms: [x]\nchekced: 2026-11-22\n---\n# Broken\n\nText.\n"),
        (".docent/knowledge/gate.md", "# Garden gate\n\nA gate of ours.\n"),
    ]);
    let ran = shell.run(&["check", "a.yaml"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, LEAK_LINE));
    assert!(
        ran.err.contains(".docent/knowledge/broken.md:3: ") && ran.err.contains("did you mean `checked`?"),
        "{}",
        ran.err
    );
    assert!(shell.run(&["explain", "garden gate"]).out.starts_with("Garden gate (garden-gate)\n"));
}

#[test]
fn overrides_and_ignores_hold_in_the_shell() {
    let shell = Shell::new(&[
        (
            "docent.toml",
            "[rules]\n\"*-gate\" = \"error\"\n[[overrides]]\npaths = [\"legacy/**\"]\nrules = { \"f*\" = \"off\" }\n",
        ),
        ("legacy/a.yaml", LEAK),
        ("b.yaml", "flux_gate: open # docent: ignore flux-gate -- behind a wall\n"),
    ]);
    let ran = shell.run(&["check", "--format", "json"]);
    assert_eq!(
        (ran.code, &ran.json()["summary"]["findings"], &ran.json()["summary"]["ignored"]),
        (0, &0.into(), &1.into())
    );
}

#[test]
fn explain_knows_terms_keys_and_ids_and_nothing_by_guess() {
    let shell = Shell::new(&[]);
    for term in ["flux gate", "Flux-Gates", "fluxGate", "flux_gate", "flux-gate"] {
        let ran = shell.run(&["explain", term]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{term}");
        assert!(
            ran.out.starts_with("Flux gate (flux-gate)\ninsecure\n\nA gate for flux.\n"),
            "{term}: {}",
            ran.out
        );
        assert!(
            ran.out.ends_with("Sources:\n  https://example.org/flux (checked 2026-11-22)\n"),
            "{}",
            ran.out
        );
    }
    assert!(shell.run(&["explain", "fluxdb-end-of-life"]).out.starts_with("FluxDB (fluxdb)\n"));
    let unknown = shell.run(&["explain", "flux", "gaet"]);
    assert_eq!((unknown.code, unknown.out.as_str()), (1, ""));
    assert!(unknown.err.contains("did you mean `Flux gate`"), "{}", unknown.err);
}

#[test]
fn explain_as_json_has_everything_about_the_page() {
    let shell = Shell::new(&[]);
    let expected = serde_json::json!({ "version": 1, "pages": [{
        "id": "flux-gate", "title": "Flux gate", "status": "insecure", "summary": "A gate for flux.",
        "markdown": "A gate for flux.", "terms": ["flux gate"], "see": [],
        "sources": [{ "url": "https://example.org/flux", "checked": "2026-11-22" }],
        "rule": { "id": "flux-gate", "severity": "error", "status": "insecure", "title": "Flux gate" }
    }] });
    assert_eq!(shell.run(&["explain", "flux gate", "--format", "json"]).json(), expected);
    let unknown = shell.run(&["explain", "nothing", "--format", "json"]);
    assert_eq!((unknown.code, unknown.json()), (1, serde_json::json!({ "version": 1, "pages": [] })));
}

#[test]
fn search_finds_pages_by_words() {
    let shell = Shell::new(&[]);
    shell.run(&["search", "gat", "flu"]).gives(
        0,
        "Flux gate (flux-gate) in data\n    A gate for flux.\n",
        "",
    );
    let none = shell.run(&["search", "zebra"]);
    assert_eq!((none.code, none.out.as_str()), (1, ""));
    assert_eq!(
        shell.run(&["search", "flux", "--format", "json"]).json()["pages"].as_array().map(Vec::len),
        Some(2)
    );
}

#[test]
fn why_names_the_deciding_check() {
    let shell = Shell::new(&[
        ("a.yaml", LEAK),
        ("b.md", "We use the flux gate.\n\nDo not use the flux gate.\n\nPlain.\n"),
    ]);
    let flagged = shell.run(&["why", "a.yaml:2"]);
    assert_eq!(flagged.code, 0);
    assert!(
        flagged.out.starts_with("2:14: The flux gate leaks. [flux-gate]\n  severity: error (insecure)\n"),
        "{}",
        flagged.out
    );
    assert!(shell.run(&["why", "b.md:1"]).out.contains("  because: "));
    let silent = shell.run(&["why", "b.md:3"]);
    assert!(
        silent.out.starts_with("3:8: `use the flux gate` is not flagged [flux-gate]\n  because: "),
        "{}",
        silent.out
    );
    shell.run(&["why", "b.md:5"]).gives(1, "Nothing matched at b.md:5: no rule looks for what stands there, or none applies to the versions in use.\n", "");
    assert!(shell.run(&["why", "a.yaml:2:3"]).out.starts_with("Nothing matched at a.yaml:2:3: "));
    let beyond = "docent: b.md has no line 6; its last one is 5\n";
    shell.run(&["why", "b.md:6"]).gives(2, "", beyond);
    shell.run(&["why", "missing.md:1"]).gives(2, "", "docent: missing.md: does not exist; check the path\n");
}

#[test]
fn rules_lists_every_rule_once() {
    let shell = Shell::new(&[]);
    let out = shell.run(&["rules"]).out;
    let ids: Vec<&str> = out.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(
        ids,
        [
            "expired-ignore",
            "flux-gate",
            "fluxdb-end-of-life",
            "invalid-config",
            "invalid-page",
            "product-name",
            "unused-ignore"
        ]
    );
    let json = shell.run(&["rules", "--format", "json"]).json();
    assert_eq!(
        json["rules"][1],
        serde_json::json!({ "id": "flux-gate", "severity": "error", "status": "insecure", "title": "Flux gate" })
    );
}

#[test]
fn init_writes_what_is_missing_and_overwrites_nothing() {
    let shell = Shell::new(&[]);
    let first = "docent.toml: written\n.docent/knowledge/glossary.md: written\n";
    shell.run(&["init"]).gives(0, first, "");
    shell.run(&["check"]).gives(0, "", "");
    assert!(shell.run(&["explain", "purchase order"]).out.starts_with("Order (order)\n"));
    write(shell.path(), "docent.toml", b"# mine\n");
    let second = "docent.toml: is there already, left as it is\n.docent/knowledge/glossary.md: is there already, left as it is\n";
    shell.run(&["init"]).gives(0, second, "");
    assert_eq!(shell.read("docent.toml"), "# mine\n");
}

#[test]
fn pages_are_begun_and_checked() {
    let shell = Shell::new(&[]);
    shell.run(&["knowledge", "new", "read-your-writes"]).gives(
        0,
        ".docent/knowledge/read-your-writes.md: written\n",
        "",
    );
    let again = shell.run(&["knowledge", "new", "read-your-writes"]);
    assert_eq!(again.code, 2);
    assert!(shell.read(".docent/knowledge/read-your-writes.md").contains("# Read your writes\n"));
    write(shell.path(), "pages/data/a.md", b"---\ntermss: [b]\n---\n# A\n\nAn a.\n");
    let ran = shell.run(&["knowledge", "check", "pages"]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.out.starts_with("pages/data/a.md:2: ") && ran.out.contains("did you mean `terms`?"),
        "{}",
        ran.out
    );
}

#[test]
fn a_folder_without_pages_cannot_stand_in_for_the_built_in_ones() {
    let shell = Shell::new(&[("a.yaml", LEAK)]);
    let empty = tempfile::tempdir().expect("a folder");
    let output = Command::new(env!("CARGO_BIN_EXE_docent"))
        .args(["check", "--knowledge"])
        .arg(empty.path())
        .current_dir(shell.path())
        .output()
        .expect("the program starts");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("no page could be read below"));
}

#[test]
fn completions_are_scripts() {
    let shell = Shell::new(&[]);
    for name in ["bash", "zsh", "fish"] {
        let ran = shell.run(&["completions", name]);
        assert_eq!(ran.code, 0);
        assert!(ran.out.contains("docent"), "{name}");
    }
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_is_no_failure() {
    let files: Vec<(String, &str)> = (0..3_000).map(|number| (format!("f{number}.yaml"), LEAK)).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    let shell = Shell::new(&files);
    let mut child = Command::new(env!("CARGO_BIN_EXE_docent"))
        .arg("--knowledge")
        .arg(shell.knowledge.path())
        .arg("check")
        .current_dir(shell.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(0), ""));
}
