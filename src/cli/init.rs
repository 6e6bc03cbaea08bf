//! `docent init`: a `docent.toml` and a first glossary page. Nothing is ever overwritten.

use super::CLEAN;
use super::output::{Failure, Outcome};
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::Path;

const CONFIG: &str = include_str!("init/docent.toml");
const GLOSSARY: &str = include_str!("init/glossary.md");

pub fn run(out: &mut dyn Write) -> Outcome {
    for (path, text) in [("docent.toml", CONFIG), (".docent/knowledge/glossary.md", GLOSSARY)] {
        let made = create(Path::new(path), text)?;
        writeln!(out, "{path}: {}", if made { "written" } else { "is there already, left as it is" })?;
    }
    Ok(CLEAN)
}

/// Writes a new file with the folders around it; false if there is one already.
pub fn create(path: &Path, text: &str) -> Result<bool, Failure> {
    let failed =
        |error: std::io::Error| Failure::message(format!("cannot write {}: {error}", path.display()));
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    let mut file = match OpenOptions::new().write(true).create_new(true).open(path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => return Ok(false),
        opened => opened.map_err(failed)?,
    };
    file.write_all(text.as_bytes()).map_err(failed)?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::{CONFIG, GLOSSARY};
    use crate::config::Config;
    use crate::knowledge::parse::parse;

    #[test]
    fn what_is_written_is_valid_and_changes_nothing_yet() {
        assert_eq!(Config::parse(CONFIG, "docent.toml"), (Config::default(), Vec::new()));
        // Without its comment marks it is valid too.
        let switched_on: String = CONFIG
            .lines()
            .map(|line| {
                line.strip_prefix("# ")
                    .filter(|rest| rest.contains('=') || rest.starts_with('['))
                    .unwrap_or(line)
            })
            .flat_map(|line| [line, "\n"])
            .collect();
        let (config, problems) = Config::parse(&switched_on, "docent.toml");
        assert_eq!(problems, []);
        assert!(
            config.as_of.is_some() && !config.overrides.is_empty() && !config.files.is_empty(),
            "{config:?}"
        );
        let (pages, problems) = parse(GLOSSARY, "glossary.md", "workspace");
        assert_eq!(problems, []);
        assert_eq!(pages.len(), 2);
    }
}
