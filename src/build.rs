//! Compiles the pages under `knowledge/` into the pack that the program embeds.
//!
//! Fails only on a page that cannot be packed; everything else is for the audit, which runs with the tests.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

#[allow(dead_code, unused_imports, reason = "the program uses more of it than its build")]
mod knowledge;
#[allow(dead_code, unused_imports, reason = "the program uses more of it than its build")]
mod text;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=knowledge");
    let root = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR")?);
    let output = PathBuf::from(std::env::var("OUT_DIR")?).join("knowledge.pack");
    let mut files = Vec::new();
    collect(&root.join("knowledge"), &mut files)?;
    files.sort();
    let mut pages = Vec::new();
    let mut refused = Vec::new();
    for file in &files {
        let path = file.strip_prefix(&root)?.to_string_lossy().replace('\\', "/");
        let area = path.split('/').nth(1).unwrap_or_default();
        let (found, problems) = knowledge::parse::parse(&fs::read_to_string(file)?, &path, area);
        if found.is_empty() {
            refused.extend(problems);
        }
        pages.extend(found);
    }
    let (bytes, duplicates) = knowledge::pack::compile::compile(&pages);
    refused.extend(duplicates);
    if !refused.is_empty() {
        let lines =
            refused.iter().map(|problem| format!("{}:{}: {}", problem.path, problem.line, problem.message));
        return Err(lines.collect::<Vec<_>>().join("\n").into());
    }
    fs::write(output, bytes)?;
    Ok(())
}

/// Every Markdown file under a folder.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "md") {
            files.push(path);
        }
    }
    Ok(())
}
