//! Texts of a given size, of what people write.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// Prose of the bundled pages, without their front matter and their examples.
pub fn prose(size: usize) -> String {
    let mut text = String::new();
    while text.len() < size {
        for page in pages(&PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("knowledge")) {
            let body = page.splitn(3, "---\n").last().unwrap_or_default();
            let body = body.split("\n## Flagged").next().unwrap_or_default();
            let _ = writeln!(text, "{body}");
            if text.len() >= size {
                break;
            }
        }
    }
    let end = (0..=size).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    text.truncate(end);
    text
}

fn pages(folder: &Path) -> Vec<String> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).expect("the pages").flatten().map(|entry| entry.path()).collect();
    paths.sort();
    let texts = paths.into_iter().flat_map(|path| {
        if path.is_dir() { pages(&path) } else { vec![fs::read_to_string(&path).unwrap_or_default()] }
    });
    texts.collect()
}

pub fn compose(size: usize) -> String {
    let mut text = String::from("services:\n");
    for number in 0.. {
        let _ = write!(
            text,
            "  service-{number}:\n    image: registry.example.com/team/service-{number}:1.{number}\n    environment:\n      \
             DATABASE_URL: postgres://db/{number}\n      LOG_LEVEL: info\n    ports:\n      - \"{}:8080\"\n",
            8000 + number
        );
        if text.len() >= size {
            break;
        }
    }
    text
}
