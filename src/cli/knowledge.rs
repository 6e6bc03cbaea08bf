//! `docent knowledge`: checks pages and begins new ones. Also reads the folder of `--knowledge`.

use super::arguments::{KnowledgeArguments, KnowledgeCommand};
use super::init;
use super::output::{Failure, Outcome};
use super::projects::Projects;
use super::report::{counted, problem_line, visible};
use super::{CLEAN, FOUND};
use crate::examples;
use crate::knowledge::Problem;
use crate::knowledge::parse::parse;
use crate::library::Library;
use crate::workspace::{pages, read, root, walk};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A folder of knowledge with more files than this is a slip.
const FILE_LIMIT: usize = 100_000;

/// As many problems of the folder of `--knowledge` are printed before a command begins.
const SHOWN_PROBLEMS: usize = 5;

/// The library below the workspace's own pages: the embedded one, or that of a folder.
pub fn base_library(folder: Option<&Path>) -> Result<Arc<Library>, Failure> {
    let Some(folder) = folder else { return Ok(Arc::new(Library::embedded())) };
    let shown = |path: &Path| root::relative(Path::new(""), path);
    let folder_files = read_folder(folder, &shown)?;
    let mut pages = Vec::new();
    let mut problems = folder_files.problems;
    for (path, text, area) in &folder_files.files {
        let (found, wrong) = parse(text, path, area);
        pages.extend(found);
        problems.extend(wrong);
    }
    for problem in problems.iter().take(SHOWN_PROBLEMS) {
        let _ = writeln!(io::stderr(), "docent: {}", problem_line(problem));
    }
    if let Some(more) = problems.len().checked_sub(SHOWN_PROBLEMS).filter(|more| *more > 0) {
        let folder = folder.display();
        let _ = writeln!(
            io::stderr(),
            "docent: and {}; `docent knowledge check {folder}` lists them",
            counted(more, "more problem", "more problems"),
        );
    }
    if pages.is_empty() {
        return Err(Failure::message(format!("no page could be read below {}", folder.display())));
    }
    Ok(Arc::new(Library::of_pages(pages)))
}

/// The Markdown files of a folder.
struct Folder {
    /// Path, text and area of each.
    files: Vec<(String, String, String)>,
    /// Files that cannot be read.
    problems: Vec<Problem>,
}

/// Every file of knowledge below a folder; the name of the first folder on the way to a file is its area.
fn read_folder(folder: &Path, shown: &dyn Fn(&Path) -> String) -> Result<Folder, Failure> {
    if !folder.is_dir() {
        return Err(Failure::message(format!(
            "{} is no folder; name one that holds pages",
            folder.display()
        )));
    }
    let walk = walk::files_with_extension(folder, "md", FILE_LIMIT);
    let mut result = Folder { files: Vec::new(), problems: walk.problems };
    for path in walk.files {
        let area = area(folder, &path);
        result.add(&path, area, shown);
    }
    Ok(result)
}

/// One page that lies in no folder of knowledge.
fn read_page(path: &Path, shown: &dyn Fn(&Path) -> String) -> Folder {
    let mut result = Folder { files: Vec::new(), problems: Vec::new() };
    result.add(path, "workspace".to_string(), shown);
    result
}

impl Folder {
    fn add(&mut self, path: &Path, area: String, shown: &dyn Fn(&Path) -> String) {
        let shown = shown(path);
        match read::text(path, &shown) {
            Ok(text) => self.files.push((shown, text, area)),
            Err(problem) => self.problems.push(problem),
        }
    }
}

/// The folder whose pages may refer to each other, by a path in it: that of `--knowledge`, one of the workspace's, or
/// the nearest that is named `knowledge`; else the path itself if it is a folder.
fn folder_of(path: &Path, base: Option<&Path>, projects: &Projects) -> Option<PathBuf> {
    let project = projects.open(&root::root_of(path.parent().unwrap_or(path), &projects.folder));
    let own = pages::folders(&project.root, &project.config);
    let known = base.map(Path::to_path_buf).into_iter().chain(own).find(|folder| path.starts_with(folder));
    let named = || path.ancestors().find(|folder| folder.ends_with("knowledge") && folder.is_dir());
    known.or_else(|| named().map(Path::to_path_buf)).or_else(|| (!path.is_file()).then(|| path.to_path_buf()))
}

fn area(folder: &Path, path: &Path) -> String {
    let below = root::relative(folder, path);
    below.split_once('/').map_or("workspace", |(area, _)| area).to_string()
}

/// `base` is the folder of `--knowledge`, if there is one.
pub fn run(
    arguments: &KnowledgeArguments,
    base: Option<&Path>,
    projects: &Projects,
    out: &mut dyn Write,
) -> Outcome {
    match &arguments.command {
        KnowledgeCommand::Check { path } => check(&root::absolute(path), base, projects, out),
        KnowledgeCommand::New { id, folder } => begin(id, folder.as_deref(), out),
    }
}

/// Checks the pages at a path among all those of their folder of knowledge. Pages of a folder that is not that of
/// `--knowledge` are a team's own: less is asked of them.
fn check(path: &Path, base: Option<&Path>, projects: &Projects, out: &mut dyn Write) -> Outcome {
    let base = base.map(root::absolute);
    let whole = folder_of(path, base.as_deref(), projects);
    let shown = |path: &Path| projects.shown(path);
    let Folder { mut files, mut problems } = match &whole {
        Some(whole) => read_folder(whole, &shown)?,
        None => read_page(path, &shown),
    };
    if whole.is_none() || whole != base {
        for (_, _, area) in &mut files {
            *area = "workspace".to_string();
        }
    }
    let asked = shown(path);
    let is_asked = |file: &str| projects.folder.join(file).starts_with(path);
    problems.retain(|problem| whole.as_deref() == Some(path) || is_asked(&problem.path));
    let count = files.iter().filter(|(path, ..)| is_asked(path)).count();
    if count == 0 && problems.is_empty() {
        let message = format!("no page could be read at {asked}; name a folder of pages, or a page");
        return Err(Failure::message(visible(&message)));
    }
    problems.extend(examples::check_some_files(&files, projects.base(), is_asked));
    problems.sort_by(|one, other| {
        (&one.path, one.line, &one.message).cmp(&(&other.path, other.line, &other.message))
    });
    problems.dedup();
    for problem in &problems {
        writeln!(out, "{}:{}: {}", visible(&problem.path), problem.line, visible(&problem.message))?;
    }
    let wrong = match problems.len() {
        0 => "nothing wrong".to_string(),
        wrong => counted(wrong, "problem", "problems"),
    };
    writeln!(out, "{}, {wrong}", counted(count, "file", "files"))?;
    Ok(if problems.is_empty() { CLEAN } else { FOUND })
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
