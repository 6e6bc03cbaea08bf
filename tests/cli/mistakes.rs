//! What the commands say where something is written wrongly, and what switches on what.

use super::LEAK;
use super::shell::{Shell, write};

const STRICT: &str = "---\nterms: []\nsources: [\"https://example.org/valve\"]\nchecked: 2026-11-22\nrule:\n  \
    status: discouraged\n  severity: warning\n  set: strict\n  message: \"The flux valve sticks.\"\n  match:\n    \
    - { setting: \"**.flux_valve\" }\n---\n# Flux valve\n\nA valve for flux.\n";

#[test]
fn sets_of_rules_are_switched_on_for_one_run() {
    let shell = Shell::new(&[("a.yaml", "a:\n  flux_valve: 1\n")]);
    write(shell.knowledge.path(), "data/flux-valve.md", STRICT.as_bytes());
    let found = "a.yaml:2:3: warning: The flux valve sticks. [flux-valve]\n";
    shell.run(&["check"]).gives(0, "", "");
    shell.run(&["check", "--set", "inclusive"]).gives(0, "", "");
    shell.run(&["check", "--set", "strict"]).gives(1, found, "");
    shell.run(&["check", "--set", "inclusive,strict"]).gives(1, found, "");
    assert_eq!(shell.run(&["why", "a.yaml:2"]).code, 1);
    assert_eq!(shell.run(&["why", "--set", "strict", "a.yaml:2"]).code, 0);
    let unknown = shell.run(&["check", "--set", "stric"]);
    assert_eq!((unknown.code, unknown.out.as_str()), (2, ""));
    assert!(unknown.err.contains("known sets are strict and inclusive"), "{}", unknown.err);
    write(shell.path(), "docent.toml", b"sets = [\"strict\"]\n");
    shell.run(&["check", "--set", "inclusive"]).gives(1, found, "");
}

#[test]
fn names_in_the_configuration_that_nothing_bears_are_problems() {
    let config = "[rules]\nflux-gaet = \"off\"\n[targets]\nfluxdbb = \"1\"\n";
    let shell = Shell::new(&[("docent.toml", config), ("a.yaml", LEAK)]);
    let err = "docent: docent.toml:2: unknown rule `flux-gaet`; did you mean `flux-gate`?\n\
               docent: docent.toml:4: unknown product `fluxdbb`; did you mean `fluxdb`?\n";
    shell.run(&["check"]).gives(2, super::LEAK_LINE, err);
    write(shell.path(), "docent.toml", b"[rules]\nflux-gate = \"off\"\n[targets]\nfluxdb = \"1\"\n");
    shell.run(&["check", "--today", "2025-01-01"]).gives(0, "", "");
}

#[test]
fn a_part_of_a_folder_of_pages_is_checked_as_within_the_whole() {
    let page =
        |id: &str, see: &str| format!("---\nterms: [\"{id} term\"]\nsee: [{see}]\n---\n# {id}\n\nA page.\n");
    let shell = Shell::new(&[]);
    for folder in ["knowledge", "own", ".docent/knowledge"] {
        write(shell.path(), &format!("{folder}/security/door.md"), page("door", "wall, roof").as_bytes());
        write(shell.path(), &format!("{folder}/data/wall.md"), page("wall", "dooor").as_bytes());
    }
    let door = "security/door.md:3: there is no page `roof`";
    let wall = "data/wall.md:3: there is no page `dooor`";
    for folder in ["knowledge", ".docent/knowledge"] {
        let check = |path: &str| shell.run(&["knowledge", "check", &format!("{folder}{path}")]).out;
        let whole = check("");
        assert!(whole.contains(door) && whole.contains(wall), "{whole}");
        assert!(whole.ends_with("2 files, 2 problems\n"), "{whole}");
        for path in ["/security", "/security/", "/security/door.md"] {
            let part = check(path);
            assert!(part.ends_with("1 file, 1 problem\n"), "{part}");
            assert!(part.lines().all(|line| whole.contains(line) || line == "1 file, 1 problem"), "{part}");
            assert!(part.contains(door), "{part}");
        }
    }
    // Where nothing says what the whole is, the path is.
    let alone = shell.run(&["knowledge", "check", "own/security/door.md"]).out;
    assert!(alone.contains("`wall`") && alone.ends_with("1 file, 2 problems\n"), "{alone}");
    let base = shell.run(&["knowledge", "check", &shell.knowledge.path().to_string_lossy()]);
    let whole: Vec<&str> = base.out.lines().filter(|line| line.contains("flux-gate.md")).collect();
    let part = shell.run(&["knowledge", "check", &shell.knowledge.path().join("data").to_string_lossy()]);
    assert!(!whole.is_empty() && part.out.lines().take(whole.len()).eq(whole), "{}{}", part.out, base.out);
    for path in ["nowhere", "knowledge/nowhere", "knowledge/security/none.md"] {
        let ran = shell.run(&["knowledge", "check", path]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{path}");
    }
}

#[cfg(unix)]
#[test]
fn no_name_of_a_file_steers_the_terminal() {
    let shell = Shell::new(&[("\u{1b}[31m.yaml", LEAK), ("\u{1b}[32m.md", "The flux gate.\n")]);
    for arguments in [
        &["check", "--format", "text"][..],
        &["check", "--format", "short"],
        &["why", "\u{1b}[31m.yaml:2"],
        &["why", "\u{1b}[31m.yaml:1"],
        &["why", "\u{1b}[31m.yaml:9"],
        &["why", "\u{1b}[3m.yaml:9"],
        &["files"],
        &["check", "\u{1b}[3m.yaml"],
    ] {
        let ran = shell.run(arguments);
        assert!(!ran.out.contains('\u{1b}') && !ran.err.contains('\u{1b}'), "{}{}", ran.out, ran.err);
        assert!(!ran.out.is_empty() || !ran.err.is_empty(), "{arguments:?}");
    }
}
