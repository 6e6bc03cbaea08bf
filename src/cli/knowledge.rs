//! `docent knowledge`: checks pages and begins new ones. Also reads the folder of `--knowledge`.

use super::arguments::{KnowledgeArguments, KnowledgeCommand};
use super::init;
use super::output::{Failure, Outcome};
use super::projects::Projects;
use super::report::problem_line;
use super::{CLEAN, FOUND};
use crate::knowledge::parse::parse;
use crate::knowledge::{Page, Problem};
use crate::library::Library;
use crate::workspace::{read, root, walk};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A folder of knowledge with more files than this is a slip.
const FILE_LIMIT: usize = 100_000;

/// The library below the workspace's own pages: the embedded one, or that of a folder.
pub fn base_library(folder: Option<&Path>) -> Result<Arc<Library>, Failure> {
    let Some(folder) = folder else { return Ok(Arc::new(Library::embedded())) };
    let (pages, problems) = read_folder(folder)?;
    for problem in &problems {
        let _ = writeln!(io::stderr(), "docent: {}", problem_line(problem));
    }
    if pages.is_empty() {
        return Err(Failure::message(format!("no page could be read below {}", folder.display())));
    }
    Ok(Arc::new(Library::of_pages(pages)))
}

/// Every page below a folder; the name of the first folder on the way to a page is its area.
fn read_folder(folder: &Path) -> Result<(Vec<Page>, Vec<Problem>), Failure> {
    if !folder.is_dir() {
        return Err(Failure::message(format!(
            "{} is no folder; name one that holds pages",
            folder.display()
        )));
    }
    let walk = walk::files_with_extension(folder, "md", FILE_LIMIT);
    let shown = |path: &Path| root::relative(Path::new(""), path);
    let mut pages = Vec::new();
    let mut problems: Vec<Problem> = walk.problems;
    for path in walk.files {
        match read::text(&path, &shown(&path)) {
            Ok(text) => {
                let (found, wrong) = parse(&text, &shown(&path), &area(folder, &path));
                pages.extend(found);
                problems.extend(wrong);
            }
            Err(problem) => problems.push(problem),
        }
    }
    Ok((pages, problems))
}

fn area(folder: &Path, path: &Path) -> String {
    let below = root::relative(folder, path);
    below.split_once('/').map_or("workspace", |(area, _)| area).to_string()
}

pub fn run(arguments: &KnowledgeArguments, projects: &Projects, out: &mut dyn Write) -> Outcome {
    match &arguments.command {
        KnowledgeCommand::Check { folder } => check(folder, projects, out),
        KnowledgeCommand::New { id, folder } => begin(id, folder.as_deref(), out),
    }
}

fn check(folder: &Path, _projects: &Projects, out: &mut dyn Write) -> Outcome {
    let (pages, mut problems) = read_folder(folder)?;
    problems.sort_by(|one, other| (&one.path, one.line).cmp(&(&other.path, other.line)));
    for problem in &problems {
        writeln!(out, "{}:{}: {}", problem.path, problem.line, problem.message)?;
    }
    if problems.is_empty() {
        writeln!(out, "{} pages, nothing wrong", pages.len())?;
        return Ok(CLEAN);
    }
    writeln!(out, "{} pages, {} problems", pages.len(), problems.len())?;
    Ok(FOUND)
}

fn begin(id: &str, folder: Option<&Path>, out: &mut dyn Write) -> Outcome {
    let is_kebab = id.split('-').all(|part| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    });
    if !is_kebab {
        let message =
            format!("`{id}` cannot be the id of a page; use small letters, digits and single hyphens");
        return Err(Failure::message(message));
    }
    let folder = folder.map_or_else(|| PathBuf::from(".docent/knowledge"), Path::to_path_buf);
    let path = folder.join(format!("{id}.md"));
    if !init::create(&path, &template(id))? {
        return Err(Failure::message(format!("{} is there already and was left as it is", path.display())));
    }
    writeln!(out, "{}: written", root::relative(Path::new(""), &path))?;
    Ok(CLEAN)
}

fn template(id: &str) -> String {
    let mut title = id.replace('-', " ");
    if let Some(first) = title.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    let today = crate::workspace::project::today();
    format!(
        "---\nterms: []\nsee: []\nsources: [\"https://\"]\nchecked: {today}\n---\n# {title}\n\n\
         One sentence that says what it is, in at most 45 words.\n\n\
         ## When\nWhat it is good for.\n\n## What bites\n- What goes wrong with it.\n\n## Instead\nWhat else there is.\n"
    )
}
