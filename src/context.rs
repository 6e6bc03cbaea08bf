//! What every feature of an editor is asked about: one document with all that is known around it.

use crate::config::Config;
use crate::document::Document;
use crate::knowledge::Date;
use crate::library::Library;
use crate::stack::FileStack;

/// The surroundings of one question about one document.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    pub library: &'a Library,
    pub document: &'a Document,
    pub stack: &'a FileStack,
    pub config: &'a Config,
    pub today: Date,
}
