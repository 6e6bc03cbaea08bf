//! What every feature of an editor is asked about: one document with all that is known around it.

use crate::config::Config;
use crate::document::Document;
use crate::knowledge::Date;
use crate::library::Library;
use crate::stack::{FileStack, ProductIndex};

/// The surroundings of one question about one document.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    pub library: &'a Library,
    /// The products of `library`.
    pub products: &'a ProductIndex,
    pub document: &'a Document,
    pub stack: &'a FileStack,
    pub config: &'a Config,
    pub today: Date,
}
