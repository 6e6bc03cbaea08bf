//! The files that hold a workspace's own knowledge.

use super::{Buffers, read, root, walk};
use crate::config::Config;
use crate::knowledge::Problem;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// More files than this are not read.
const FILE_LIMIT: usize = 2_000;

/// More bytes than this are not read.
const BYTE_LIMIT: usize = 16 * 1024 * 1024;

/// One file of knowledge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageFile {
    /// Relative to the workspace, with `/`.
    pub path: String,
    pub text: Arc<str>,
}

/// The folders that may hold pages: `.docent/knowledge` and those that `docent.toml` names.
#[must_use]
pub fn folders(root: &Path, config: &Config) -> Vec<PathBuf> {
    let configured = config.knowledge.iter().map(|folder| root.join(&config.folder).join(folder));
    let mut folders: Vec<PathBuf> = std::iter::once(root.join(".docent/knowledge"))
        .chain(configured)
        .map(|folder| root::absolute(&folder))
        .collect();
    folders.sort();
    // A folder inside another one would be read twice.
    folders.dedup_by(|inner, outer| inner.starts_with(outer));
    folders
}

/// Every Markdown file below the workspace's folders of knowledge, and every open one that is not saved yet.
#[must_use]
pub fn read(root: &Path, config: &Config, buffers: &Buffers) -> (Vec<PageFile>, Vec<Problem>) {
    let mut paths: Vec<PathBuf> = Vec::new();
    let mut problems = Vec::new();
    for folder in folders(root, config) {
        paths.extend(buffers.keys().filter(|path| is_page_path(path, &folder)).cloned());
        if folder.is_dir() {
            let walk = walk::files_with_extension(&folder, "md", FILE_LIMIT);
            paths.extend(walk.files);
            problems.extend(walk.problems.into_iter().map(|problem| Problem {
                path: root::relative(root, &folder.join(&problem.path)),
                ..problem
            }));
        } else if folder != root.join(".docent/knowledge") {
            let shown = root::relative(root, &folder);
            problems
                .push(read::problem(&shown, "is no folder; `knowledge` in docent.toml names it".to_string()));
        }
    }
    paths.sort();
    paths.dedup();
    let mut files = Vec::new();
    let mut bytes = 0;
    for path in paths {
        let shown = root::relative(root, &path);
        let text = match buffers.get(&path) {
            Some(text) => Ok(text.clone()),
            None => read::text(&path, &shown).map(Arc::from),
        };
        match text {
            Ok(text) => {
                bytes += text.len();
                if bytes > BYTE_LIMIT {
                    let limit = BYTE_LIMIT / (1024 * 1024);
                    let message =
                        format!("was skipped with all pages after it: together they exceed {limit} MB");
                    problems.push(read::problem(&shown, message));
                    break;
                }
                files.push(PageFile { path: shown, text });
            }
            Err(problem) => problems.push(problem),
        }
    }
    (files, problems)
}

/// Whether a file at `path` would be read as a page of `folder`.
#[must_use]
pub fn is_page_path(path: &Path, folder: &Path) -> bool {
    path.starts_with(folder) && path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("md"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn reads_the_own_folder_the_configured_ones_and_open_buffers() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path();
        for (path, text) in [
            (".docent/knowledge/saga.md", "# Saga on disk"),
            (".docent/knowledge/notes.txt", "no page"),
            ("docs/glossary/deep/order.md", "# Order"),
            ("docs/other.md", "# No page"),
            ("docs/glossary/broken.md", "\u{0}"),
        ] {
            let path = root.join(path);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            fs::write(path, text).expect("a file");
        }
        fs::write(root.join("docs/glossary/broken.md"), b"\xff").expect("a file");
        let config =
            Config { knowledge: vec!["docs/glossary".into(), "missing".into()], ..Config::default() };
        let buffers: Buffers = [
            (root.join(".docent/knowledge/saga.md"), Arc::from("# Saga in the editor")),
            (root.join(".docent/knowledge/new.md"), Arc::from("# New")),
            (root.join("docs/other.md"), Arc::from("# Still no page")),
        ]
        .into();
        let (files, problems) = read(root, &config, &buffers);
        let files: Vec<(&str, &str)> = files.iter().map(|file| (file.path.as_str(), &*file.text)).collect();
        assert_eq!(
            files,
            [
                (".docent/knowledge/new.md", "# New"),
                (".docent/knowledge/saga.md", "# Saga in the editor"),
                ("docs/glossary/deep/order.md", "# Order"),
            ]
        );
        let problems: Vec<&str> = problems.iter().map(|problem| problem.path.as_str()).collect();
        assert_eq!(problems, ["missing", "docs/glossary/broken.md"]);
    }
}
