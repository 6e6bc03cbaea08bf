//! The bundled pages keep the format, and their examples are true.

use docent::examples::check_files;
use docent::knowledge::page::Problem;
use docent::library::Library;
use std::path::{Path, PathBuf};

/// Every bundled page as its path, its text and its area.
fn files() -> Vec<(String, String, String)> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for entry in ignore::Walk::new(root.join("knowledge")) {
        let path = entry.expect("a readable folder").into_path();
        if path.extension().is_some_and(|extension| extension == "md") {
            let text = std::fs::read_to_string(&path).expect("readable text");
            files.push((relative(&root, &path), text, area(&path)));
        }
    }
    files.sort();
    assert!(files.len() > 10, "the bundled pages were not found");
    files
}

fn relative(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).expect("a path below the root").to_string_lossy().replace('\\', "/")
}

fn area(path: &Path) -> String {
    path.parent()
        .and_then(Path::file_name)
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

fn report(problems: &[Problem]) -> String {
    let lines =
        problems.iter().map(|problem| format!("{}:{}: {}", problem.path, problem.line, problem.message));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn bundled_pages_are_sound() {
    let problems = check_files(&files(), &Library::embedded());
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), report(&problems));
}
