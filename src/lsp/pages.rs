//! Where a page can be opened: a workspace's page in its own file, a bundled one in a file that is written
//! into the user's cache folder.

use super::convert::{line_start, to_uri};
use crate::knowledge::Page;
use crate::navigate;
use crate::text::line_index::LineIndex;
use crate::workspace::Project;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use tower_lsp::ls_types::Location;

/// What names the folder for files that can be made again.
const CACHE_VARIABLE: &str = if cfg!(windows) { "LOCALAPPDATA" } else { "XDG_CACHE_HOME" };

/// The place of a page; none if its own address cannot be written as one.
///
/// # Errors
///
/// Says why a bundled page has no file, and what to do.
pub fn location(project: &Project, page: &Page) -> Result<Option<Location>, String> {
    let (path, line) = if page.area == "workspace" {
        let path = project.root.join(&page.path);
        let text = crate::workspace::read::text(&path, &page.path).unwrap_or_default();
        (path, LineIndex::new(&text).line_of(page.title_span.start()) + 1)
    } else {
        let Some(folder) = cache_folder() else {
            return Err(format!("docent has no folder for the pages it opens: set {CACHE_VARIABLE}"));
        };
        let unwritten = |error: io::Error| {
            format!(
                "docent cannot write the pages it opens to {}: {error}; set {CACHE_VARIABLE} to a folder that can be written",
                folder.display()
            )
        };
        (cached(page, &folder).map_err(unwritten)?, 1)
    };
    Ok(to_uri(&path).map(|uri| Location { uri, range: line_start(line) }))
}

/// As [`location`], for a page that is named by its id.
///
/// # Errors
///
/// As [`location`].
pub fn location_of_id(project: &Project, id: &str) -> Result<Option<Location>, String> {
    project.library.page(id).map_or(Ok(None), |page| location(project, &page))
}

/// Writes the page unless the file already holds just that; returns its path.
fn cached(page: &Page, folder: &Path) -> io::Result<PathBuf> {
    let text = navigate::page_text(page);
    let path = folder.join(format!("{}.md", file_stem(&page.id)));
    if fs::read(&path).is_ok_and(|written| written == text.as_bytes()) {
        return Ok(path);
    }
    fs::create_dir_all(folder)?;
    // Another server may be writing the same page: each writes its own file and puts it in place whole.
    let draft = folder.join(format!(".{}.{}.tmp", file_stem(&page.id), std::process::id()));
    fs::write(&draft, text)?;
    let mut permissions = fs::metadata(&draft)?.permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&draft, permissions)?;
    fs::rename(&draft, &path)?;
    Ok(path)
}

/// Ids are names of files already; whatever is not becomes a hyphen.
fn file_stem(id: &str) -> String {
    let safe = |character: char| character.is_alphanumeric() || matches!(character, '-' | '_' | '.');
    let stem: String =
        id.chars().map(|character| if safe(character) { character } else { '-' }).take(120).collect();
    if stem.starts_with('.') { format!("-{stem}") } else { stem }
}

/// The folder for pages of this version of docent, by the conventions of the system.
fn cache_folder() -> Option<PathBuf> {
    let base = cache_base(|name| std::env::var_os(name).filter(|value| !value.is_empty()))?;
    Some(base.join("docent").join(env!("CARGO_PKG_VERSION")).join("pages"))
}

fn cache_base(variable: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let absolute = |value: OsString| Some(PathBuf::from(value)).filter(|path| path.is_absolute());
    if let Some(folder) = variable("XDG_CACHE_HOME").and_then(absolute) {
        return Some(folder);
    }
    if cfg!(windows) {
        return variable("LOCALAPPDATA").and_then(absolute);
    }
    let home = variable("HOME").and_then(absolute)?;
    Some(home.join(if cfg!(target_os = "macos") { "Library/Caches" } else { ".cache" }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_written_once_and_read_only() {
        let folder = tempfile::tempdir().expect("a folder");
        let folder = folder.path().join("deep/pages");
        let page = Page { id: "a.b/../c".to_string(), ..Page::default() };
        let path = cached(&page, &folder).expect("written");
        assert_eq!(path, folder.join("a.b-..-c.md"));
        assert!(fs::metadata(&path).expect("a file").permissions().readonly());
        assert_eq!(cached(&page, &folder).expect("written"), path);
        assert_eq!(fs::read_dir(&folder).expect("a folder").count(), 1);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_cache_folder_follows_the_environment() {
        let base = |variables: &[(&str, &str)]| {
            cache_base(|name| {
                variables.iter().find(|(known, _)| *known == name).map(|(_, value)| OsString::from(value))
            })
        };
        assert_eq!(base(&[("XDG_CACHE_HOME", "/x"), ("HOME", "/h")]), Some(PathBuf::from("/x")));
        assert_eq!(base(&[("XDG_CACHE_HOME", "relative"), ("HOME", "/h")]), Some(PathBuf::from("/h/.cache")));
        assert_eq!(base(&[]), None);
    }
}
