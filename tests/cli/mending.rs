//! `check --fix`, `--diff`, `--baseline` and `--changed`.

use super::shell::{Shell, write};
use std::fs;
use std::process::Command;

const HATCH: &str = "---\nterms: []\nsources: [\"https://example.org/hatch\"]\nchecked: 2026-11-22\n\
    lifecycle: { of: fluxdb, removed: 2020-01-01 }\nrule:\n  message: \"The hatch `{value}` is gone.\"\n  match:\n    \
    - { setting: \"**.flux_hatch\", fix: { delete: true, safe: true } }\n---\n# Flux hatch\n\nA hatch for flux.\n";

const HATCHES: &str = "a:\n  flux_hatch: 1\n  b: 2\nc:\n  flux_hatch: 2\n  d: 3 # kept\n";
const MENDED: &str = "a:\n  b: 2\nc:\n  d: 3 # kept\n";

fn shell(files: &[(&str, &str)]) -> Shell {
    let shell = Shell::new(files);
    write(shell.knowledge.path(), "data/flux-hatch.md", HATCH.as_bytes());
    shell
}

#[test]
fn safe_fixes_are_made_and_the_rest_is_reported() {
    let text = format!("{HATCHES}e:\n  flux_gate: open\n");
    let shell = shell(&[("a.yaml", &text), ("b.yaml", "b: 1\n")]);
    let before = fs::metadata(shell.path().join("b.yaml")).and_then(|meta| meta.modified()).expect("a time");
    let left = "a.yaml:6:14: error: The flux gate leaks. [flux-gate]\n";
    shell.run(&["check", "--fix"]).gives(1, left, "docent: 2 findings mended\n");
    assert_eq!(shell.read("a.yaml"), format!("{MENDED}e:\n  flux_gate: open\n"));
    let after = fs::metadata(shell.path().join("b.yaml")).and_then(|meta| meta.modified()).expect("a time");
    assert_eq!(before, after, "a file without fixes was written");
    shell.run(&["check", "--fix"]).gives(1, left, "docent: 0 findings mended\n");
    let json = shell.run(&["check", "--fix", "--format", "json"]).json();
    assert_eq!(json["summary"]["fixed"], 0);
}

#[test]
fn only_what_is_asked_for_is_mended() {
    let shell = shell(&[("a.yaml", HATCHES)]);
    shell.run(&["check", "--fix", "--ignore", "flux-hatch"]).gives(0, "", "docent: 0 findings mended\n");
    assert_eq!(shell.read("a.yaml"), HATCHES);
    shell.run(&["check", "--write-baseline", "base.json"]);
    shell.run(&["check", "--fix", "--baseline", "base.json"]).gives(0, "", "docent: 0 findings mended\n");
    assert_eq!(shell.read("a.yaml"), HATCHES);
}

#[test]
fn a_diff_changes_nothing_and_can_be_applied() {
    let crlf = HATCHES.replace('\n', "\r\n");
    let crlf = crlf.trim_end();
    let shell = shell(&[("a b.yaml", HATCHES), ("c.yaml", crlf), ("d.yaml", "d: 1\n")]);
    let diff = shell.run(&["check", "--diff"]);
    assert_eq!((diff.code, diff.err.as_str()), (1, ""));
    let expected = "--- a/a b.yaml\n+++ b/a b.yaml\n@@ -1,6 +1,4 @@\n a:\n-  flux_hatch: 1\n   b: 2\n c:\n-  flux_hatch: 2\n   d: 3 # kept\n";
    assert!(diff.out.starts_with(expected), "{}", diff.out);
    assert_eq!(shell.read("a b.yaml"), HATCHES);
    write(shell.path(), "x.patch", diff.out.as_bytes());
    let Ok(applied) = Command::new("git").args(["apply", "x.patch"]).current_dir(shell.path()).status()
    else {
        return;
    };
    assert!(applied.success());
    assert_eq!(shell.read("a b.yaml"), MENDED);
    assert_eq!(shell.read("c.yaml"), MENDED.replace('\n', "\r\n").trim_end());
    shell.run(&["check", "--diff"]).gives(0, "", "");
}

#[test]
fn the_fixed_text_of_standard_input_is_printed() {
    let shell = shell(&[]);
    let left = "a.yaml:6:12: error: The flux gate leaks. [flux-gate]\ndocent: 2 findings mended\n";
    let text = format!("{HATCHES}  flux_gate: open\n");
    let line = left.replace("6:12", "5:14");
    let ran = shell.run_with(&["check", "--fix", "-", "--stdin-filename", "a.yaml"], text.as_bytes());
    ran.gives(1, &format!("{MENDED}  flux_gate: open\n"), &line);
    let diff = shell.run_with(&["check", "--diff", "-", "--stdin-filename", "a.yaml"], text.as_bytes());
    assert!(diff.out.starts_with("--- a/a.yaml\n+++ b/a.yaml\n@@"), "{}", diff.out);
    for arguments in [
        &["check", "--fix", "-", "b.yaml"][..],
        &["check", "--fix", "--diff"],
        &["check", "--fix", "--changed"],
        &["check", "--stdin-filename", "a.yaml"],
    ] {
        assert_eq!(shell.run(arguments).code, 2, "{arguments:?}");
    }
}

#[cfg(unix)]
#[test]
fn what_cannot_be_written_is_a_problem_and_links_stay_links() {
    use std::os::unix::fs::PermissionsExt;
    let shell = shell(&[("real/a.yaml", HATCHES), ("b.yaml", HATCHES)]);
    std::os::unix::fs::symlink("real/a.yaml", shell.path().join("link.yaml")).expect("a link");
    shell.run(&["check", "--fix", "link.yaml"]).gives(0, "", "docent: 2 findings mended\n");
    assert!(shell.path().join("link.yaml").is_symlink());
    assert_eq!(shell.read("real/a.yaml"), MENDED);
    let path = shell.path().join("b.yaml");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).expect("permissions");
    if fs::OpenOptions::new().write(true).open(&path).is_ok() {
        // The super-user writes everything: there is nothing to test.
        return;
    }
    let ran = shell.run(&["check", "--fix", "b.yaml"]);
    assert!(ran.err.contains("b.yaml: cannot be written, so it is not mended: "), "{}", ran.err);
    assert_eq!((ran.code, ran.out.lines().count()), (1, 2));
}

#[test]
fn a_baseline_hides_what_it_lists_and_only_shrinks() {
    let gates = "x:\n  flux_gate: open\ny:\n  flux_gate: open\n";
    let shell = shell(&[("a.yaml", gates), ("sub/b.yaml", "flux_gate: open\n"), ("c.yaml", "c: 1\n")]);
    let list =
        |arguments: &[&str]| shell.run(&[&["check", "--write-baseline", "base.json"], arguments].concat());
    list(&[]).gives(0, "", "docent: base.json: 3 findings listed\n");
    shell.run(&["check", "--baseline", "base.json"]).gives(0, "", "");
    let json = shell.run(&["check", "--baseline", "base.json", "--format", "json"]).json();
    assert_eq!((&json["summary"]["baseline"], &json["summary"]["findings"]), (&3.into(), &0.into()));
    // Lines that moved are known again; of lines that read alike, the new one is told by its neighbours.
    write(
        shell.path(),
        "a.yaml",
        b"# new\nw:\n  flux_gate: open\nx:\n  flux_gate: open\n\ny:\n  flux_gate: open\n",
    );
    let new = "a.yaml:3:14: error: The flux gate leaks. [flux-gate]\n";
    shell.run(&["check", "--baseline", "base.json"]).gives(1, new, "");
    list(&[]).gives(1, new, "docent: base.json: 3 findings listed\n");
    // What is gone is taken out, of checked files and of files that are gone; other files are left alone.
    write(shell.path(), "a.yaml", b"x:\n  flux_gate: open\n");
    list(&["c.yaml"]).gives(0, "", "docent: base.json: 3 findings listed\n");
    list(&[]).gives(0, "", "docent: base.json: 2 findings listed; 1 taken out\n");
    fs::remove_file(shell.path().join("sub/b.yaml")).expect("a file");
    list(&["c.yaml"]).gives(0, "", "docent: base.json: 1 finding listed; 1 taken out\n");
    let missing = shell.run(&["check", "--baseline", "none.json"]);
    let hint = "write it with `docent check --write-baseline none.json`";
    missing.gives(2, "", &format!("docent: the baseline none.json does not exist; {hint}\n"));
    write(shell.path(), "base.json", b"[]");
    let broken = shell.run(&["check", "--baseline", "base.json"]);
    assert_eq!(
        (broken.code, broken.err.starts_with("docent: the baseline base.json is broken: ")),
        (2, true)
    );
}

#[test]
fn only_changed_lines_are_reported() {
    let shell = shell(&[("sub/a.yaml", "a:\n  flux_gate: open\nb: 1\n"), ("ä.yaml", "flux_gate: open\n")]);
    let git = |arguments: &[&str]| {
        let identity = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"];
        let mut git = Command::new("git");
        git.args(identity).args(arguments).current_dir(shell.path());
        git.output().is_ok_and(|output| output.status.success())
    };
    if !git(&["init", "--quiet"]) {
        // There is no git here.
        return;
    }
    assert!(git(&["add", "."]) && git(&["commit", "--quiet", "-m", "one"]));
    shell.run(&["check", "--changed"]).gives(0, "", "");
    write(shell.path(), "sub/a.yaml", b"a:\n  flux_gate: open\nb: 1\nc:\n  flux_gate: open\n");
    write(shell.path(), "sub/new.yaml", b"flux_gate: open\n");
    let new = "sub/a.yaml:5:14: error: The flux gate leaks. [flux-gate]\n\
               sub/new.yaml:1:12: error: The flux gate leaks. [flux-gate]\n";
    shell.run(&["check", "--changed"]).gives(1, new, "");
    shell.run(&["check", "--changed", "sub"]).gives(1, new, "");
    assert!(git(&["add", "."]) && git(&["commit", "--quiet", "-m", "two"]));
    shell.run(&["check", "--changed"]).gives(0, "", "");
    shell.run(&["check", "--changed=HEAD~1"]).gives(1, new, "");
    let unknown = "docent: --changed: git knows no commit `--output=x`; name a branch, a tag or a hash\n";
    shell.run(&["check", "--changed=--output=x"]).gives(2, "", unknown);
    fs::remove_dir_all(shell.path().join(".git")).expect("a folder");
    let outside = shell.run(&["check", "--changed"]);
    assert!(
        outside.code == 2 && outside.err.starts_with("docent: --changed asks git, which says: "),
        "{}",
        outside.err
    );
}

#[test]
fn a_target_says_what_an_upgrade_would_break() {
    let valve = HATCH.replace("removed: 2020-01-01", "removed: \"2\"").replace("hatch", "valve");
    let shell =
        shell(&[("compose.yaml", "services:\n  db:\n    image: fluxdb:1\n"), ("a.yaml", "flux_valve: 1\n")]);
    write(shell.knowledge.path(), "data/flux-valve.md", valve.as_bytes());
    let found = "a.yaml:1:1: error: The valve `1` is gone. [flux-valve]\n";
    shell.run(&["check", "a.yaml"]).gives(0, "", "");
    shell.run(&["check", "a.yaml", "--target", "fluxdb=2"]).gives(1, found, "");
    let unknown = shell.run(&["check", "--target", "fluxbd=2"]);
    unknown.gives(2, "", "docent: --target: unknown product `fluxbd`; did you mean `fluxdb`?\n");
    assert!(shell.run(&["check", "--target", "fluxdb"]).err.contains("like mysql=8.4"));
}
