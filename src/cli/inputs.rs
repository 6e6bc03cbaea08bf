//! The files that the arguments of a command name.

use super::projects::Projects;
use crate::knowledge::Problem;
use crate::workspace::{read, root, walk};
use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

/// How a file came to be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    Named,
    /// In a folder that was named: a file that is no text is passed over without a word.
    Found,
}

/// What the arguments name, sorted by path, each file once.
#[derive(Debug, Default)]
pub struct Inputs {
    /// Absolute paths, and whether somebody named the file or it was found in a folder.
    pub files: BTreeMap<PathBuf, Origin>,
    /// Standard input was asked for.
    pub stdin: bool,
    /// Paths that name nothing, and folders that cannot be read.
    pub problems: Vec<Problem>,
}

/// Follows folders to their files; no path means the working directory.
pub fn collect(paths: &[PathBuf], projects: &Projects) -> Inputs {
    let mut inputs = Inputs::default();
    let here = [PathBuf::from(".")];
    let paths = if paths.is_empty() { &here[..] } else { paths };
    for path in paths {
        if path.as_os_str() == "-" {
            inputs.stdin = true;
            continue;
        }
        let path = root::absolute(path);
        if path.is_dir() {
            add_folder(&path, projects, &mut inputs);
        } else {
            inputs.files.insert(path, Origin::Named);
        }
    }
    inputs
}

fn add_folder(folder: &Path, projects: &Projects, inputs: &mut Inputs) {
    let walk = walk::files(folder);
    for file in walk.files {
        inputs.files.entry(file).or_insert(Origin::Found);
    }
    inputs.problems.extend(walk.problems.into_iter().map(|problem| {
        let path = projects.shown(&folder.join(&problem.path));
        Problem { path, ..problem }
    }));
}

/// The text of standard input, or why there is none.
pub fn standard_input(shown: &str) -> Result<String, Problem> {
    let mut bytes = Vec::new();
    let limit = read::SIZE_LIMIT;
    if let Err(error) = std::io::stdin().lock().take(limit + 1).read_to_end(&mut bytes) {
        return Err(read::problem(shown, format!("cannot be read: {error}")));
    }
    if bytes.len() as u64 > limit {
        return Err(read::problem(shown, format!("is larger than {} MB and was skipped", limit >> 20)));
    }
    String::from_utf8(bytes).map_err(|error| {
        let place = error.utf8_error().valid_up_to();
        read::problem(shown, format!("is not UTF-8 (byte {place}); convert it to UTF-8"))
    })
}
