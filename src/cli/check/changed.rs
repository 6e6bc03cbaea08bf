//! `--changed`: the lines that git says have changed.

use crate::cli::judge::CheckedFile;
use crate::cli::output::Failure;
use crate::cli::report::Places;
use crate::workspace::root;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// By absolute path, what changed in each file since a commit.
#[derive(Debug, Default)]
pub struct Changed {
    files: HashMap<PathBuf, Lines>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Lines {
    /// Git does not track the file.
    All,
    /// First and last lines, counted from 1, in order.
    Some(Vec<(u32, u32)>),
}

impl Changed {
    /// Asks git about the repository of `folder`.
    pub fn since(revision: &str, folder: &Path) -> Result<Changed, Failure> {
        let commit_of = format!("{revision}^{{commit}}");
        let up = git(folder, &["rev-parse", "--show-cdup"])?;
        let top = root::absolute(&folder.join(up.trim_end_matches('\n')));
        // What the user wrote must not be taken for an option of git.
        let commit = git(folder, &["rev-parse", "--verify", "--quiet", "--end-of-options", &commit_of]);
        let commit = commit.map_err(|_| {
            Failure::message(format!(
                "--changed: git knows no commit `{revision}`; name a branch, a tag or a hash"
            ))
        })?;
        let diff = [
            "-c",
            "core.quotePath=false",
            "diff",
            "--unified=0",
            "--no-color",
            "--no-ext-diff",
            "--no-textconv",
            "--no-renames",
            "--src-prefix=a/",
            "--dst-prefix=b/",
            "--ignore-submodules",
            commit.trim(),
            "--",
        ];
        let mut changed = Changed::default();
        for (path, lines) in parse(&git(&top, &diff)?) {
            changed.files.insert(top.join(path), Lines::Some(lines));
        }
        let untracked = git(&top, &["ls-files", "--others", "--exclude-standard", "-z"])?;
        for path in untracked.split('\0').filter(|path| !path.is_empty()) {
            changed.files.insert(top.join(path), Lines::All);
        }
        Ok(changed)
    }

    pub fn holds(&self, file: &Path) -> bool {
        self.files.contains_key(file)
    }

    /// Keeps the findings that touch a changed line.
    pub fn keep(&self, path: &Path, file: &mut CheckedFile) {
        let Some(Lines::Some(lines)) = self.files.get(path) else {
            if !self.holds(path) {
                file.findings.clear();
            }
            return;
        };
        let places = Places::new(&file.text);
        file.findings.retain(|finding| {
            let last = finding.span.end().max(finding.span.start() + 1) - 1;
            let (first, last) = (places.of(finding.span.start()).line, places.of(last).line);
            lines.iter().any(|(from, to)| *from <= last && first <= *to)
        });
    }
}

fn git(folder: &Path, arguments: &[&str]) -> Result<String, Failure> {
    let output = Command::new("git").arg("-C").arg(folder).args(arguments).output();
    let output = output
        .map_err(|error| Failure::message(format!("--changed needs git, which cannot run: {error}")))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let said = said.lines().next().unwrap_or("it failed").trim_start_matches("fatal: ").to_string();
        return Err(Failure::message(format!("--changed asks git, which says: {said}")));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The files and the new lines of a diff without context.
fn parse(diff: &str) -> Vec<(String, Vec<(u32, u32)>)> {
    let mut files: Vec<(String, Vec<(u32, u32)>)> = Vec::new();
    // Within a hunk a line may look like a header.
    let mut left = (0, 0);
    for line in diff.split('\n') {
        match line.as_bytes().first() {
            Some(b'-') if left.0 > 0 => left.0 -= 1,
            Some(b'+') if left.1 > 0 => left.1 -= 1,
            _ => {
                if let Some(path) = line.strip_prefix("+++ ") {
                    files.extend(new_path(path).map(|path| (path, Vec::new())));
                } else if let Some((old, new)) = line.strip_prefix("@@ -").and_then(hunk) {
                    left = (old.1, new.1);
                    if let Some((_, lines)) = files.last_mut().filter(|_| new.1 > 0) {
                        lines.push((new.0, new.0 + new.1 - 1));
                    }
                }
            }
        }
    }
    files
}

/// `12,3 +14,2 @@ …`: where the old lines and the new ones begin, and how many they are.
fn hunk(text: &str) -> Option<((u32, u32), (u32, u32))> {
    let range = |text: &str| {
        let (start, count) = text.split_once(',').unwrap_or((text, "1"));
        Some((start.parse().ok()?, count.parse().ok()?))
    };
    let (old, rest) = text.split_once(" +")?;
    Some((range(old)?, range(rest.split(' ').next()?)?))
}

/// The path after `+++ `; none for a file that is gone. Git ends a name with blanks by a tab and quotes odd ones.
fn new_path(written: &str) -> Option<String> {
    let written = written.strip_suffix('\r').unwrap_or(written);
    match written.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(quoted) => unquoted(quoted)?.strip_prefix("b/").map(ToString::to_string),
        None => written.strip_prefix("b/").map(|path| path.strip_suffix('\t').unwrap_or(path).to_string()),
    }
}

/// Undoes the quoting of C: `\t`, `\"`, `\303`.
fn unquoted(text: &str) -> Option<String> {
    let (mut bytes, mut rest) = (Vec::new(), text.as_bytes().iter().copied());
    while let Some(byte) = rest.next() {
        if byte != b'\\' {
            bytes.push(byte);
            continue;
        }
        match rest.next()? {
            b'n' => bytes.push(b'\n'),
            b't' => bytes.push(b'\t'),
            b'r' => bytes.push(b'\r'),
            digit @ b'0'..=b'3' => {
                let mut value = digit - b'0';
                for _ in 0..2 {
                    value = value.checked_mul(8)?.checked_add(rest.next()?.checked_sub(b'0')?)?;
                }
                bytes.push(value);
            }
            other => bytes.push(other),
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::{new_path, parse};

    #[test]
    fn reads_new_lines_of_hunks() {
        let diff = "diff --git a/a.yml b/a.yml\nindex 1..2 100644\n--- a/a.yml\n+++ b/a.yml\n@@ -1,2 +1,3 @@ x\n-a\n--- b\n+a\n\
                    +++ b/fake\n+c\n@@ -9 +10 @@\n-x\n+y\n@@ -20,2 +19,0 @@\n-x\n-y\n\
                    diff --git a/gone b/gone\n--- a/gone\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n\
                    --- /dev/null\n+++ \"b/\\303\\244 \\\"x\\\".md\"\n@@ -0,0 +1 @@\n+x\n\\ No newline at end of file\n";
        assert_eq!(
            parse(diff),
            [("a.yml".to_string(), vec![(1, 3), (10, 10)]), ("ä \"x\".md".to_string(), vec![(1, 1)])]
        );
        assert_eq!(new_path("b/a b.md\t").as_deref(), Some("a b.md"));
    }
}
