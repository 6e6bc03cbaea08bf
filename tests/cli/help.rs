//! The help of every command, word for word: what it says is read before it changes.
//!
//! `UPDATE=1 cargo test --test cli help` writes the files anew.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/help")
}

/// What `--help` prints, as where no terminal is.
fn help(command: &[String]) -> String {
    let mut docent = Command::new(env!("CARGO_BIN_EXE_docent"));
    docent.args(command).arg("--help").env_remove("COLUMNS").env_remove("LINES");
    let output = docent.output().expect("the program starts");
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]), "{command:?}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// The commands that a help lists.
fn listed(help: &str) -> Vec<String> {
    let lines = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let lines = lines.take_while(|line| !line.is_empty()).filter(|line| !line.starts_with("   "));
    let names = lines.filter_map(|line| line.split_whitespace().next());
    names.filter(|name| *name != "help").map(ToString::to_string).collect()
}

#[test]
fn says_what_was_read() {
    let updates = std::env::var_os("UPDATE").is_some();
    let (mut waiting, mut written, mut faults) = (vec![Vec::new()], BTreeSet::new(), Vec::new());
    while let Some(command) = waiting.pop() {
        let text = help(&command);
        for name in listed(&text) {
            waiting.push([command.as_slice(), &[name]].concat());
        }
        let name = [&["docent".to_string()], command.as_slice()].concat().join("-") + ".txt";
        let path = folder().join(&name);
        if updates {
            fs::create_dir_all(folder()).and_then(|()| fs::write(&path, &text)).expect("a file");
        } else if fs::read_to_string(&path).ok().as_ref() != Some(&text) {
            faults.push(format!("{name} is not what is printed now:\n{text}"));
        }
        written.insert(name);
    }
    assert!(written.len() > 10, "commands were not found: {written:?}");
    for entry in fs::read_dir(folder()).expect("a folder").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if !written.contains(&name) {
            faults.push(format!("{name} is of no command"));
        }
    }
    assert!(
        faults.is_empty(),
        "{}\nread it, then run UPDATE=1 cargo test --test cli help",
        faults.join("\n")
    );
}

#[test]
fn every_option_is_explained() {
    for entry in fs::read_dir(folder()).expect("a folder").flatten() {
        let text = fs::read_to_string(entry.path()).expect("a file");
        let options: Vec<&str> = text.lines().skip_while(|line| !line.ends_with("s:")).skip(1).collect();
        for (number, line) in options.iter().enumerate() {
            let name = line.trim_start();
            let is_name = line.starts_with("  ") && !line.starts_with("        ");
            if !is_name || !name.starts_with(['-', '[', '<']) {
                continue;
            }
            let explains = |words: &str| words.trim().starts_with(|first: char| first.is_alphabetic());
            let beside = name.split_once("  ").is_some_and(|(_, words)| explains(words));
            let below =
                options.get(number + 1).is_some_and(|next| next.starts_with("        ") && explains(next));
            assert!(beside || below, "{}: `{line}` is not explained", entry.path().display());
        }
    }
}
