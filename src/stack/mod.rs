//! Which product runs in which version, and where that is written.

mod evidence;
pub mod products;
mod requirement;

pub use evidence::{FileEvidence, VersionStatement};
pub use products::{ProductIndex, release_of};

use crate::config::FileConfig;
use crate::document::Document;
use crate::text::Span;
use std::collections::{BTreeMap, BTreeSet};

/// One statement of a product's version, with the place where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// Id of a product page.
    pub product: String,
    /// As the product counts, for example `8.0`; none if the place names no version (`latest`, a digest).
    pub version: Option<String>,
    /// Path of the file, in the form of `Document::path`; `docent.toml` for a target.
    pub path: String,
    pub span: Span,
    /// Counted from 1; 0 for a target.
    pub line: usize,
    /// What is written there: `mysql:8.0`.
    pub text: String,
}

/// The evidence of a whole workspace, by file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stack {
    files: BTreeMap<String, FileEvidence>,
    /// The paths of `files` by the folder in which they lie.
    by_folder: BTreeMap<String, BTreeSet<String>>,
    /// Those that mount or build something, and so speak of files anywhere.
    reaching: BTreeSet<String>,
}

/// The evidence that other files and `[targets]` give for one file, nearest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FileStack {
    targets: Vec<Evidence>,
    mounting: Vec<Evidence>,
    /// Of the Dockerfiles that the file itself names, by their path.
    built: BTreeMap<String, Vec<Evidence>>,
    /// Of the same folder, then of each folder up to the workspace.
    folders: Vec<Vec<Evidence>>,
}

/// What is known about the version of one product at one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The nearest evidence names only siblings: this product is not what runs here.
    Sibling,
    /// Nothing states a version: neither here nor anywhere, or the statement cannot be read.
    Unknown(Vec<Evidence>),
    /// All of these hold; a finding must hold for every one.
    Known(Vec<Evidence>),
}

impl Evidence {
    /// Whether it states the same version of the same product.
    fn says_the_same(&self, other: &Evidence) -> bool {
        self.product == other.product && self.version == other.version
    }
}

impl Stack {
    #[must_use]
    pub fn of_documents(documents: &[Document], products: &ProductIndex) -> Stack {
        let mut stack = Stack::default();
        for document in documents {
            stack.replace(FileEvidence::of(document, products));
        }
        stack
    }

    /// Takes the place of what the file said before; returns whether anything changed.
    pub fn replace(&mut self, evidence: FileEvidence) -> bool {
        if evidence.statements.is_empty() && evidence.builds.is_empty() {
            return self.remove(&evidence.path);
        }
        let before = self.files.get(&evidence.path);
        if before == Some(&evidence) {
            return false;
        }
        let path = evidence.path.clone();
        self.by_folder.entry(folder_of(&path).to_string()).or_default().insert(path.clone());
        let reaches = !evidence.builds.is_empty()
            || evidence.statements.iter().any(|statement| !statement.mounts.is_empty());
        if reaches {
            self.reaching.insert(path.clone());
        } else {
            self.reaching.remove(&path);
        }
        self.files.insert(path, evidence);
        true
    }

    /// Forgets a file; returns whether it had said anything.
    pub fn remove(&mut self, path: &str) -> bool {
        self.reaching.remove(path);
        if let Some(files) = self.by_folder.get_mut(folder_of(path)) {
            files.remove(path);
            if files.is_empty() {
                self.by_folder.remove(folder_of(path));
            }
        }
        self.files.remove(path).is_some()
    }

    /// All evidence, by path and place.
    pub fn evidence(&self) -> impl Iterator<Item = &Evidence> {
        self.files.values().flat_map(|file| &file.statements).map(|statement| &statement.evidence)
    }

    /// What holds for the file at `path`, without what the file itself says: its text may be newer.
    #[must_use]
    pub fn for_file(&self, path: &str, config: &FileConfig) -> FileStack {
        let folders = folders_up(path);
        let mut levels = vec![Vec::new(); folders.len()];
        let mut mounting = Vec::new();
        let mut built = BTreeMap::new();
        for file in self.reaching.iter().filter_map(|path| self.files.get(path)) {
            for build in &file.builds {
                let Some(dockerfile) = self.files.get(&build.dockerfile) else { continue };
                if file.path == path {
                    let evidence = dockerfile.of_last_stage().cloned().collect();
                    built.insert(build.dockerfile.clone(), evidence);
                } else if build.mounts.iter().any(|mount| mounts(mount, path)) {
                    dockerfile.of_last_stage().for_each(|evidence| push_new(&mut mounting, evidence));
                }
            }
            if file.path == path {
                continue;
            }
            for statement in file.statements.iter().filter(|statement| !statement.in_code_block) {
                if statement.mounts.iter().any(|mount| mounts(mount, path)) {
                    push_new(&mut mounting, &statement.evidence);
                }
            }
        }
        for (folder, level) in folders.iter().zip(&mut levels) {
            let paths = self.by_folder.get(*folder).into_iter().flatten();
            let files = paths.filter(|other| *other != path).filter_map(|path| self.files.get(path));
            for statement in files.flat_map(|file| &file.statements) {
                if !statement.in_code_block {
                    push_new(level, &statement.evidence);
                }
            }
        }
        FileStack { targets: targets(config), mounting, built, folders: levels }
    }
}

impl FileStack {
    /// What is known about `product` in a unit of the file: the first level that names it or a sibling decides.
    #[must_use]
    pub fn standing(
        &self,
        products: &ProductIndex,
        product: &str,
        own: &FileEvidence,
        unit: Span,
    ) -> Standing {
        let at = |level: &mut dyn Iterator<Item = &Evidence>| standing_at(level, products, product);
        let builds = own.builds.iter().filter(|build| build.unit == unit);
        let built = builds.filter_map(|build| self.built.get(&build.dockerfile)).flatten();
        let nearest = self.folders.first().into_iter().flatten();
        at(&mut self.targets.iter())
            .or_else(|| at(&mut own.in_unit(unit).chain(built)))
            .or_else(|| at(&mut self.mounting.iter()))
            .or_else(|| at(&mut nearest.chain(own.in_file())))
            .or_else(|| self.folders.iter().skip(1).find_map(|folder| at(&mut folder.iter())))
            .unwrap_or(Standing::Unknown(Vec::new()))
    }

    /// Whether any evidence names the product, wherever it stands.
    #[must_use]
    pub fn mentions(&self, product: &str, own: &FileEvidence) -> bool {
        let others = self.targets.iter().chain(&self.mounting).chain(self.folders.iter().flatten());
        let own = own.statements.iter().map(|statement| &statement.evidence);
        others.chain(own).any(|evidence| evidence.product == product)
    }
}

fn standing_at(
    level: &mut dyn Iterator<Item = &Evidence>,
    products: &ProductIndex,
    product: &str,
) -> Option<Standing> {
    let mut named: Vec<Evidence> = Vec::new();
    let mut has_siblings = false;
    for evidence in level {
        if evidence.product == product {
            push_new(&mut named, evidence);
        } else {
            has_siblings = has_siblings || products.are_siblings(product, &evidence.product);
        }
    }
    match (named.is_empty(), has_siblings) {
        (true, false) => None,
        (true, true) => Some(Standing::Sibling),
        (false, true) => Some(Standing::Unknown(named)),
        (false, false) => {
            let is_known = named.iter().all(|evidence| evidence.version.is_some());
            Some(if is_known { Standing::Known(named) } else { Standing::Unknown(named) })
        }
    }
}

/// Adds evidence unless the same version is stated already: the first place that states it is enough.
fn push_new(level: &mut Vec<Evidence>, evidence: &Evidence) {
    if !level.iter().any(|known| known.says_the_same(evidence)) {
        level.push(evidence.clone());
    }
}

fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The folder of a file, then each one around it, down to the workspace (the empty path).
fn folders_up(path: &str) -> Vec<&str> {
    let mut folders = vec![folder_of(path)];
    while let Some(last) = folders.last().copied().filter(|folder| !folder.is_empty()) {
        folders.push(folder_of(last));
    }
    folders
}

fn mounts(mount: &str, path: &str) -> bool {
    path.strip_prefix(mount).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The versions that `[targets]` of docent.toml states.
#[must_use]
pub fn targets(config: &FileConfig) -> Vec<Evidence> {
    let targets = config.targets.iter().map(|(product, version)| Evidence {
        product: product.clone(),
        version: Some(version.clone()),
        path: "docent.toml".to_string(),
        span: Span::default(),
        line: 0,
        text: format!("{product} = \"{version}\""),
    });
    targets.collect()
}
