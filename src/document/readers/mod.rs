//! One reader a format. Each is total and takes linear time; all fill the same outline.

pub mod comments;
pub mod crontab;
pub mod directives;
pub mod dockerfile;
pub mod env;
pub mod image;
pub mod ini;
pub mod makefile;
pub mod markdown;
pub mod plain;
pub mod sentences;
pub mod settings;
pub mod shell;
pub mod sql;
pub mod template;
pub mod text;
pub mod transcript;
pub mod variables;
pub mod yaml;

use super::builder::Builder;
use super::outline::UnitId;
use super::source::Source;
use crate::knowledge::Kind;
use crate::knowledge::kind::Reader;

/// Reads a text of a kind into the outline; `unit` is the root unit of its part.
pub fn read(source: &Source<'_>, kind: Option<Kind>, unit: UnitId, out: &mut Builder) {
    let reader = kind.map_or(Reader::Plain, |kind| kind.row().reader);
    match reader {
        Reader::Markdown => markdown::read(source, unit, out),
        Reader::Text => text::read(source, kind, unit, out),
        Reader::Yaml => yaml::read(source, kind, unit, out),
        Reader::Ini => ini::read(source, kind, unit, out),
        Reader::Dockerfile => dockerfile::read(source, unit, out),
        Reader::Shell => shell::read(source, unit, out),
        Reader::Sql => sql::read(source, unit, out),
        Reader::Env => env::read(source, unit, out),
        Reader::Directives => directives::read(source, kind, unit, out),
        Reader::Crontab => crontab::read(source, unit, out),
        Reader::Makefile => makefile::read(source, kind, unit, out),
        Reader::Plain => plain::read(source, kind, unit, out),
    }
}
