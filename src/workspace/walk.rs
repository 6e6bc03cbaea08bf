//! The files of a folder, in a fixed order, without what Git ignores.

use super::exclude::is_excluded_folder;
use super::{read, root};
use crate::knowledge::Problem;
use ignore::{DirEntry, WalkBuilder};
use std::path::{Path, PathBuf};

/// What a walk found.
#[derive(Clone, Debug, Default)]
pub struct Walk {
    /// Regular files, sorted by path.
    pub files: Vec<PathBuf>,
    /// Folders and links that could not be followed.
    pub problems: Vec<Problem>,
}

/// Every regular file below `folder`: hidden ones too, but nothing that a `.gitignore` or the built-in list
/// of folders leaves out. Symbolic links are not followed.
#[must_use]
pub fn files(folder: &Path) -> Walk {
    let mut builder = WalkBuilder::new(folder);
    builder.hidden(false).require_git(false).filter_entry(|entry| {
        let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
        !(is_folder && entry.depth() > 0 && is_excluded_folder(&entry.file_name().to_string_lossy()))
    });
    collect(&builder, folder, usize::MAX)
}

/// Every regular file below `folder` with this extension, whatever `.gitignore` says. Links are followed;
/// one that leads back to a folder around it is a problem.
#[must_use]
pub fn files_with_extension(folder: &Path, extension: &str, limit: usize) -> Walk {
    let mut builder = WalkBuilder::new(folder);
    let extension = extension.to_string();
    builder.standard_filters(false).follow_links(true).filter_entry(move |entry| {
        entry.file_type().is_some_and(|kind| kind.is_dir())
            || entry.path().extension().is_some_and(|found| found.eq_ignore_ascii_case(&extension))
    });
    collect(&builder, folder, limit)
}

fn collect(builder: &WalkBuilder, folder: &Path, limit: usize) -> Walk {
    let mut walk = Walk::default();
    for entry in builder.build() {
        match entry {
            Ok(entry) if is_regular(&entry) => walk.files.push(entry.into_path()),
            Ok(entry) if is_special(&entry) => {
                let shown = root::relative(folder, entry.path());
                walk.problems
                    .push(read::problem(&shown, "is not a regular file and was skipped".to_string()));
            }
            Ok(_) => {}
            Err(error) => walk.problems.push(walk_problem(folder, &error)),
        }
        if walk.files.len() > limit {
            walk.files.truncate(limit);
            let shown = root::relative(Path::new(""), folder);
            let message = format!("holds more than {limit} files; the rest was skipped");
            walk.problems.push(read::problem(&shown, message));
            break;
        }
    }
    walk.files.sort();
    walk
}

fn is_regular(entry: &DirEntry) -> bool {
    entry.file_type().is_some_and(|kind| kind.is_file())
}

/// A FIFO, a socket or a device; a link that is not followed is none of these.
fn is_special(entry: &DirEntry) -> bool {
    entry.file_type().is_some_and(|kind| !kind.is_dir() && !kind.is_symlink())
}

fn walk_problem(folder: &Path, error: &ignore::Error) -> Problem {
    let shown = error_path(error).map_or_else(String::new, |path| root::relative(folder, path));
    let message = match error_loop(error) {
        Some(ancestor) => {
            format!("is a link that leads back to {}; it was skipped", root::relative(folder, ancestor))
        }
        None => match error.io_error() {
            Some(error) if error.kind() == std::io::ErrorKind::PermissionDenied => {
                "cannot be read: permission denied".to_string()
            }
            Some(error) => format!("cannot be read: {error}"),
            None => format!("cannot be read: {error}"),
        },
    };
    read::problem(&shown, message)
}

/// The path that the innermost part of the error names.
fn error_path(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::Loop { child, .. } => Some(child),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => error_path(err),
        _ => None,
    }
}

fn error_loop(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::Loop { ancestor, .. } => Some(ancestor),
        ignore::Error::WithPath { err, .. }
        | ignore::Error::WithDepth { err, .. }
        | ignore::Error::WithLineNumber { err, .. } => error_loop(err),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn folder_with(paths: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        for path in paths {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            fs::write(path, "").expect("a file");
        }
        folder
    }

    fn shown(walk: &Walk, folder: &Path) -> Vec<String> {
        walk.files.iter().map(|path| root::relative(folder, path)).collect()
    }

    #[test]
    fn leaves_out_what_git_ignores_and_other_peoples_folders() {
        let folder = folder_with(&[
            "b.md",
            "a/z.yml",
            ".github/workflows/ci.yml",
            "node_modules/x/y.yml",
            "out/log.txt",
            ".env",
        ]);
        fs::write(folder.path().join(".gitignore"), "out/\n").expect("a file");
        let walk = files(folder.path());
        assert_eq!(
            shown(&walk, folder.path()),
            [".env", ".github/workflows/ci.yml", ".gitignore", "a/z.yml", "b.md"]
        );
        assert_eq!(walk.problems, []);
    }

    #[test]
    fn stops_at_the_limit_and_says_so() {
        let folder = folder_with(&["a.md", "b.md", "c.md", "c.txt"]);
        let walk = files_with_extension(folder.path(), "md", 2);
        assert_eq!(walk.files.len(), 2);
        assert_eq!(walk.problems.len(), 1);
        assert_eq!(walk.problems[0].message, "holds more than 2 files; the rest was skipped");
        assert_eq!(files_with_extension(folder.path(), "md", 3).problems, []);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_that_leads_back_is_a_problem() {
        let folder = folder_with(&["a/page.md"]);
        std::os::unix::fs::symlink(folder.path(), folder.path().join("a/loop")).expect("a link");
        let walk = files_with_extension(folder.path(), "md", 100);
        assert_eq!(shown(&walk, folder.path()), ["a/page.md"]);
        assert_eq!(walk.problems.len(), 1, "{:?}", walk.problems);
        assert_eq!(walk.problems[0].path, "a/loop");
        assert!(walk.problems[0].message.starts_with("is a link that leads back to"));
    }
}
