//! Where a workspace begins, and how the paths of its files are written.

use std::path::{Component, Path, PathBuf};

/// What marks the root of a workspace.
const MARKERS: [&str; 3] = ["docent.toml", ".docent", ".git"];

/// The root for a file or folder: the nearest folder, from it upwards, that holds `docent.toml`, `.docent`
/// or `.git`; else `fallback`, if the path lies below it; else the path's own folder. The root of the file system
/// is nobody's workspace: a search for versions would go through the whole machine.
#[must_use]
pub fn root_of(path: &Path, fallback: &Path) -> PathBuf {
    let path = absolute(path);
    let fallback = absolute(fallback);
    let folder = if path.is_dir() { path.as_path() } else { path.parent().unwrap_or(&path) };
    folder
        .ancestors()
        .find(|folder| MARKERS.iter().any(|marker| folder.join(marker).exists()))
        .or_else(|| Some(fallback.as_path()).filter(|root| root.parent().is_some() && path.starts_with(root)))
        .unwrap_or(folder)
        .to_path_buf()
}

/// The path of a file as a [`Document`](crate::document::Document) holds it: with `/`, relative to `root`
/// if it lies below.
#[must_use]
pub fn relative(root: &Path, path: &Path) -> String {
    let path = path.strip_prefix(root).unwrap_or(path);
    let mut written = String::new();
    for component in path.components() {
        match component {
            Component::RootDir => written.push('/'),
            Component::CurDir => {}
            component => {
                if !written.is_empty() && !written.ends_with('/') {
                    written.push('/');
                }
                written.push_str(&component.as_os_str().to_string_lossy());
            }
        }
    }
    written
}

/// The path from the root of the file system, with `.` and `..` resolved by name alone.
#[must_use]
pub fn absolute(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let mut resolved = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                resolved.pop();
            }
            component => resolved.push(component),
        }
    }
    resolved
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn the_nearest_marker_upwards_wins() {
        let folder = tempfile::tempdir().expect("a folder");
        let top = folder.path();
        fs::create_dir_all(top.join("shop/deploy/prod")).expect("folders");
        fs::create_dir_all(top.join("shop/.git")).expect("a folder");
        fs::create_dir_all(top.join("loose/deep")).expect("folders");
        fs::write(top.join("shop/deploy/docent.toml"), "").expect("a file");
        let root = |path: &str| root_of(&top.join(path), &top.join("loose"));
        assert_eq!(root("shop/README.md"), top.join("shop"));
        assert_eq!(root("shop"), top.join("shop"));
        assert_eq!(root("shop/deploy/prod/my.cnf"), top.join("shop/deploy"));
        assert_eq!(root("loose/deep/a.md"), top.join("loose"));
        assert_eq!(root("a.md"), top);
        assert_eq!(root_of(&top.join("loose/deep"), Path::new("/")), top.join("loose/deep"));
    }

    #[test]
    fn paths_are_written_with_slashes_below_the_root() {
        assert_eq!(relative(Path::new("/a/b"), Path::new("/a/b/c d/e.md")), "c d/e.md");
        assert_eq!(relative(Path::new("/a/b"), Path::new("/a/x.md")), "/a/x.md");
        assert_eq!(relative(Path::new(""), Path::new("./x/y.md")), "x/y.md");
        assert_eq!(absolute(Path::new("/a/./b/../c")), Path::new("/a/c"));
    }
}
