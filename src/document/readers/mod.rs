//! One reader a format. Each is total and takes linear time; all fill the same outline.

pub mod code;
pub mod comments;
pub mod crontab;
pub mod directives;
pub mod dockerfile;
pub mod env;
pub mod hcl;
pub mod html;
pub mod image;
pub mod ini;
pub mod makefile;
pub mod markdown;
pub mod notebook;
pub mod packages;
pub mod plain;
pub mod properties;
pub mod sentences;
pub mod settings;
pub mod shell;
pub mod sql;
pub mod template;
pub mod text;
pub mod toml;
pub mod transcript;
pub mod variables;
pub mod versions;
pub mod xml;
pub mod yaml;

use super::builder::Builder;
use super::outline::UnitId;
use super::source::{Source, lines};
use crate::knowledge::Kind;
use crate::knowledge::kind::Reader;

/// Reads a text of a kind into the outline; `unit` is the root unit of its part.
pub fn read(source: &Source<'_>, kind: Option<Kind>, unit: UnitId, out: &mut Builder) {
    let reader = kind.map_or(Reader::Plain, |kind| kind.row().reader);
    match reader {
        Reader::Markdown => markdown::read(source, unit, out),
        Reader::Text => text::read(source, kind, unit, out),
        // `application.properties` and `application.yml` are of one kind.
        Reader::Yaml if is_properties(source, kind) => properties::read(source, kind, unit, out),
        Reader::Yaml => yaml::read(source, kind, unit, out),
        Reader::Ini => ini::read(source, kind, unit, out),
        Reader::Dockerfile => dockerfile::read(source, unit, out),
        Reader::Shell => shell::read(source, unit, out),
        Reader::Sql => sql::read(source, unit, out),
        Reader::Env => env::read(source, unit, out),
        Reader::Directives => directives::read(source, kind, unit, out),
        Reader::Crontab => crontab::read(source, unit, out),
        Reader::Makefile => makefile::read(source, kind, unit, out),
        Reader::Properties => properties::read(source, kind, unit, out),
        Reader::Toml => toml::read(source, kind, unit, out),
        Reader::Xml => xml::read(source, kind, unit, out),
        Reader::Packages => packages::read(source, kind, unit, out),
        Reader::Versions => versions::read(source, kind, unit, out),
        Reader::Hcl => hcl::read(source, kind, unit, out),
        Reader::Code => code::read(source, kind, unit, out),
        Reader::Html => html::read(source, unit, out),
        Reader::Notebook => notebook::read(source, unit, out),
        Reader::Plain => plain::read(source, kind, unit, out),
    }
}

/// Whether a file of Spring is written as properties: its first entry has `=` before any `:`.
fn is_properties(source: &Source<'_>, kind: Option<Kind>) -> bool {
    if kind.is_none_or(|kind| kind.name() != "spring") {
        return false;
    }
    let first = lines(&source.text)
        .map(|line| line.of(&source.text).trim())
        .find(|line| !line.is_empty() && !line.starts_with(['#', '!']));
    first.is_some_and(|line| line.find(['=', ':']).is_some_and(|at| line.as_bytes().get(at) == Some(&b'=')))
}
