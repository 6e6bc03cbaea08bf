//! A list of findings that a team has accepted for now, so that only new ones are reported.
//!
//! A finding is known again by its rule, its file and a hash of its line, wherever in the file the line now stands.
//! Where more such findings are there than were listed, the lines around them tell the new ones apart.

use crate::cli::arguments::CheckArguments;
use crate::cli::judge::CheckedFile;
use crate::cli::output::Failure;
use crate::cli::report::counted;
use crate::text::hash;
use crate::text::line_index::LineIndex;
use crate::workspace::root;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

const VERSION: u32 = 1;

/// Findings on lines that read alike: their path, rule and line, and for each the hash of the lines around it.
pub type Entries = BTreeMap<Key, Vec<String>>;

/// What findings of a baseline have in common.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// Relative to the folder of the baseline, with `/`.
    pub path: String,
    pub rule: String,
    /// The hash of the line without the blanks around it.
    pub line: String,
}

/// A baseline as it was read, or the beginning of one.
#[derive(Debug, Default)]
pub struct Baseline {
    folder: PathBuf,
    entries: Entries,
    /// There is none yet: everything that is found goes into it.
    is_new: bool,
}

#[derive(Deserialize)]
struct File {
    version: u32,
    findings: Vec<Entry>,
}

#[derive(Serialize, Deserialize)]
struct Entry {
    path: String,
    rule: String,
    line: String,
    count: usize,
    #[serde(default)]
    around: Vec<String>,
}

/// The baseline that the arguments name, if they do.
pub fn open(arguments: &CheckArguments) -> Result<Option<Baseline>, Failure> {
    let (named, may_be_new) = match (&arguments.baseline, &arguments.write_baseline) {
        (Some(path), _) => (path, false),
        (None, Some(path)) => (path, true),
        (None, None) => return Ok(None),
    };
    let shown = named.display();
    let path = root::absolute(named);
    let folder = path.parent().unwrap_or(&path).to_path_buf();
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound && may_be_new => {
            return Ok(Some(Baseline { folder, is_new: true, ..Baseline::default() }));
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let hint = format!("write it with `docent check --write-baseline {shown}`");
            return Err(Failure::message(format!("the baseline {shown} does not exist; {hint}")));
        }
        Err(error) => return Err(Failure::message(format!("the baseline {shown} cannot be read: {error}"))),
    };
    let broken =
        |what: String| Failure::message(format!("the baseline {shown} {what}; delete it and write it anew"));
    let file: File = serde_json::from_str(&text).map_err(|error| broken(format!("is broken: {error}")))?;
    if file.version != VERSION {
        return Err(broken(format!("has version {}, not {VERSION}", file.version)));
    }
    let entries = file.findings.into_iter().map(|entry| {
        let Entry { path, rule, line, count, mut around } = entry;
        around.resize(count, String::new());
        (Key { path, rule, line }, around)
    });
    Ok(Some(Baseline { folder, entries: entries.collect(), is_new: false }))
}

impl Baseline {
    /// Takes out the findings of a file that are listed. Gives how many they are, and what of the file is to be listed
    /// from now on.
    pub fn apply(&self, path: &Path, file: &mut CheckedFile) -> (usize, Entries) {
        let path = root::relative(&self.folder, path);
        let mut alike: BTreeMap<Key, Vec<(usize, String)>> = BTreeMap::new();
        let lines = LineIndex::new(&file.text);
        for (index, finding) in file.findings.iter().enumerate() {
            let number = lines.line_of(finding.span.start());
            let line = hashed(&[line_of(&file.text, &lines, number)]);
            let key = Key { path: path.clone(), rule: finding.rule.clone(), line };
            alike.entry(key).or_default().push((index, around(&file.text, &lines, number)));
        }
        let (mut hidden, mut entries) = (vec![false; file.findings.len()], Entries::new());
        for (key, found) in alike {
            let known = match self.entries.get(&key) {
                Some(listed) => same(&found, listed),
                None if self.is_new => (0..found.len()).collect(),
                None => continue,
            };
            let mut around = Vec::new();
            for (index, hash) in known.into_iter().filter_map(|position| found.get(position)) {
                if let Some(hidden) = hidden.get_mut(*index) {
                    *hidden = true;
                }
                around.push(hash.clone());
            }
            around.sort();
            entries.insert(key, around);
        }
        let mut flags = hidden.iter();
        file.findings.retain(|_| !flags.next().copied().unwrap_or(false));
        (hidden.iter().filter(|hidden| **hidden).count(), entries)
    }
}

/// Which of the findings on lines that read alike are the listed ones: those with the same lines around them, then the
/// first ones.
fn same(found: &[(usize, String)], listed: &[String]) -> Vec<usize> {
    let mut left: Vec<&String> = listed.iter().collect();
    let mut chosen: Vec<usize> = Vec::new();
    for (position, (_, hash)) in found.iter().enumerate() {
        if let Some(at) = left.iter().position(|known| *known == hash) {
            left.swap_remove(at);
            chosen.push(position);
        }
    }
    let others: Vec<usize> =
        (0..found.len()).filter(|position| chosen.binary_search(position).is_err()).collect();
    chosen.extend(others.into_iter().take(left.len()));
    chosen
}

fn line_of<'t>(text: &'t str, lines: &LineIndex, number: usize) -> &'t str {
    lines.line(text, number).unwrap_or_default().of(text).trim()
}

/// The hash of the nearest lines with text before and after a line.
fn around(text: &str, lines: &LineIndex, number: usize) -> String {
    /// As far as this blank lines are gone over.
    const REACH: usize = 8;
    let written = |number: &usize| !line_of(text, lines, *number).is_empty();
    let before = (number.saturating_sub(REACH)..number).rev().find(written);
    let after = (number + 1..=number + REACH).find(written);
    let line = |number: Option<usize>| number.map_or("", |number| line_of(text, lines, number));
    hashed(&[line(before), line(after)])
}

fn hashed(parts: &[&str]) -> String {
    format!("{:016x}", hash::fixed(parts.join("\n").as_bytes()))
}

/// Writes a baseline. One that was there keeps what it says of files that were not checked, as long as they exist, and
/// never grows.
pub fn write(
    named: &Path,
    before: Option<&Baseline>,
    mut entries: Entries,
    was_checked: impl Fn(&Path) -> bool,
) -> Result<(), Failure> {
    let path = root::absolute(named);
    let mut gone: usize = 0;
    if let Some(before) = before.filter(|before| !before.is_new) {
        gone = before.entries.values().map(Vec::len).sum();
        let others = before.entries.iter().filter(|(key, _)| {
            let file = before.folder.join(&key.path);
            !was_checked(&file) && file.exists()
        });
        entries.extend(others.map(|(key, around)| (key.clone(), around.clone())));
    }
    let count: usize = entries.values().map(Vec::len).sum();
    let failed = |error: io::Error| Failure::message(format!("cannot write {}: {error}", named.display()));
    let mut text = format!("{{\n  \"version\": {VERSION},\n  \"findings\": [");
    for (number, (Key { path, rule, line }, around)) in entries.into_iter().enumerate() {
        let entry = Entry { path, rule, line, count: around.len(), around };
        text.push_str(if number == 0 { "\n    " } else { ",\n    " });
        text.push_str(&serde_json::to_string(&entry)?);
    }
    text.push_str("\n  ]\n}\n");
    fs::write(&path, text).map_err(failed)?;
    let gone = gone.saturating_sub(count);
    let taken_out = if gone > 0 { format!("; {gone} taken out") } else { String::new() };
    let listed = counted(count, "finding", "findings");
    let _ = writeln!(io::stderr(), "docent: {}: {listed} listed{taken_out}", named.display());
    Ok(())
}
