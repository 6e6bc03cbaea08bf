//! What the address of a document says: the file it is, the file it stands for, the folder it belongs to.

use crate::workspace::root;
use std::path::{Path, PathBuf};
use tower_lsp::ls_types::Uri;

/// Where a document comes from, as far as its address tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The file that the document is; its text takes the place of what is on disk.
    pub file: Option<PathBuf>,
    /// The path that says what kind of file it is: of the file itself, of an earlier version of a file
    /// (`git:/a/my.cnf?…`), of a file that is to be saved (`untitled:/a/my.cnf`).
    pub path: Option<PathBuf>,
    /// A path of the workspace that it belongs to: a cell of a notebook belongs to that of its notebook.
    pub near: Option<PathBuf>,
}

impl Origin {
    #[must_use]
    pub fn of(uri: &Uri) -> Origin {
        if let Some(file) = file_of(uri) {
            return Origin { file: Some(file.clone()), path: Some(file.clone()), near: Some(file) };
        }
        let path = path_of_other(uri.as_str());
        // What a part of a file is, its language says.
        let is_part = uri.as_str().contains('#');
        Origin { file: None, path: path.clone().filter(|_| !is_part), near: path }
    }

    /// The path by which the workspace is found; other addresses have names in them that are no paths of this disk.
    #[must_use]
    pub fn place(&self) -> Option<&Path> {
        let near = self.near.as_deref()?;
        let folder = near.parent().filter(|folder| folder.parent().is_some())?;
        (self.file.is_some() || folder.is_dir()).then_some(near)
    }
}

/// The absolute path of a document that is a file.
#[must_use]
pub fn file_of(uri: &Uri) -> Option<PathBuf> {
    let has_path = uri.as_str().get(..5)?.eq_ignore_ascii_case("file:");
    // A cell of a notebook may bear the address of its file.
    if !has_path || uri.as_str().contains('#') {
        return None;
    }
    let path = uri.to_file_path()?;
    path.is_absolute().then(|| root::absolute(&path))
}

/// The absolute path in an address of another scheme.
fn path_of_other(uri: &str) -> Option<PathBuf> {
    let (_, rest) = uri.split_once(':')?;
    let end = rest.find(['?', '#']).unwrap_or(rest.len());
    let rest = rest.get(..end)?;
    let path = match rest.strip_prefix("//") {
        // A host stands before the path: `vscode-remote://ssh/a/b.md`.
        Some(with_host) => with_host.get(with_host.find('/')?..)?,
        None => rest,
    };
    let path = decoded(path)?;
    let path = Path::new(&path);
    (path.is_absolute() && path.file_name().is_some()).then(|| root::absolute(path))
}

/// The text with its `%20` and the like read.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        let code =
            after.get(..2).filter(|_| *byte == b'%').and_then(|digits| std::str::from_utf8(digits).ok());
        let code = code.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(code.unwrap_or(*byte));
        rest = after.get(if code.is_some() { 2 } else { 0 }..).unwrap_or_default();
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(text: &str) -> Origin {
        Origin::of(&text.parse().expect("a URI"))
    }

    #[test]
    fn only_file_addresses_are_files() {
        let path = |text: &str| Some(PathBuf::from(text));
        let same = |text: &str| Origin { file: path(text), path: path(text), near: path(text) };
        assert_eq!(origin("file:///a%20b/c.md"), same("/a b/c.md"));
        assert_eq!(origin("FILE:///a/../b.md"), same("/b.md"));
        assert_eq!(origin("untitled:Untitled-1"), Origin::default());
        assert_eq!(origin("inmemory://model/1"), Origin { path: path("/1"), near: path("/1"), file: None });
        let near = |text: &str| Origin { path: path(text), near: path(text), file: None };
        assert_eq!(origin("git:/a/b%20c.md?ref=x"), near("/a/b c.md"));
        assert_eq!(origin("untitled:/a/my.cnf"), near("/a/my.cnf"));
        assert_eq!(origin("vscode-remote://host/a/b.md"), near("/a/b.md"));
        let cell = Origin { file: None, path: None, near: path("/a/b.ipynb") };
        assert_eq!(origin("vscode-notebook-cell:/a/b.ipynb#W1"), cell);
        assert_eq!(origin("file:///a/b.ipynb#W1"), cell);
    }
}
