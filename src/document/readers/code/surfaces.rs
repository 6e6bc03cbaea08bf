//! Images, commands and packages in source code, found by the tokens around their strings.

use crate::document::builder::Builder;
use crate::document::outline::{Package, Scalar, Token, TokenStyle, UnitId};
use crate::document::readers::packages::{self, maven_coordinates};
use crate::document::readers::{image, shell};
use crate::document::source::Source;
use crate::text::Span;
use std::ops::Range;

struct Finder<'s, 'a, 't, 'b> {
    source: &'s Source<'a>,
    tokens: &'t [Token],
    unit: UnitId,
    out: &'b mut Builder,
}

/// Goes over the tokens of a file.
pub fn read(source: &Source<'_>, kind: &str, tokens: &[Token], unit: UnitId, out: &mut Builder) {
    let mut finder = Finder { source, tokens, unit, out };
    for index in 0..tokens.len() {
        let Some(token) = tokens.get(index) else { break };
        match (token.style, kind) {
            (TokenStyle::Word, "gemfile") => finder.gem(index, token),
            (TokenStyle::Word, "python") if token.text == "install_requires" => {
                finder.install_requires(index);
            }
            (TokenStyle::Word, "gradle") if token.text == "id" || token.text == "kotlin" => {
                finder.plugin(index, token);
            }
            (TokenStyle::Word, "gradle") if token.text == "group" => finder.named_coordinates(index),
            (TokenStyle::Word, "groovy") if token.text == "sh" => finder.step(index),
            (TokenStyle::Quoted | TokenStyle::Dynamic, "gradle") => finder.dependency(token),
            (TokenStyle::Quoted, "scala") => finder.of_sbt(index, token),
            _ => {}
        }
        if token.style == TokenStyle::Word {
            finder.image(index, token);
        }
    }
}

impl Finder<'_, '_, '_, '_> {
    fn at(&self, index: usize) -> Option<&Token> {
        self.tokens.get(index)
    }

    fn is(&self, index: usize, text: &str) -> bool {
        self.at(index).is_some_and(|token| token.text == text && token.style != TokenStyle::Quoted)
    }

    /// The string after a token, perhaps behind a bracket.
    fn string_after(&self, index: usize) -> Option<(usize, &Token)> {
        let next = index + 1 + usize::from(self.is(index + 1, "("));
        self.at(next).filter(|token| token.style == TokenStyle::Quoted).map(|token| (next, token))
    }

    /// The text of a string without its quotes, where it is as written.
    fn inside(&self, token: &Token) -> Option<Span> {
        let written = token.span.of(self.source.file);
        let at = written.find(token.text.as_str())?;
        Some(Span::new(token.span.start() + at, token.span.start() + at + token.text.len()))
    }

    fn range(&self, span: Span) -> Option<Range<usize>> {
        Some(span.start().checked_sub(self.source.base)?..span.end().checked_sub(self.source.base)?)
    }

    fn scalar(&self, token: &Token) -> Option<Scalar> {
        let dynamic = token.style == TokenStyle::Dynamic;
        Some(Scalar { span: self.inside(token)?, text: token.text.clone(), dynamic })
    }

    fn add(&mut self, ecosystem: &'static str, name: &str, span: Span, version: Option<Scalar>) {
        let extent = version.as_ref().map_or(span, |version| span.cover(version.span));
        let unit = self.unit;
        let package: Package = packages::named(ecosystem, name, span, version, extent, unit);
        self.out.outline.packages.push(package);
    }

    /// Testcontainers, `DockerImageName.parse`, `Image: "redis:5"`, `image 'maven:3'`.
    fn image(&mut self, index: usize, token: &Token) {
        let last = token.text.rsplit('.').next().unwrap_or_default();
        let is_call = last.ends_with("Container") || token.text.ends_with("DockerImageName.parse");
        let is_key = matches!(last, "image" | "Image" | "withImage");
        if !is_call && !is_key {
            return;
        }
        let marks = usize::from(is_key && (self.is(index + 1, ":") || self.is(index + 1, "=")));
        let Some((_, string)) = self.string_after(index + marks) else { return };
        let names_tag = string.text.contains(':') && !string.text.contains("//");
        let Some(range) = self.inside(string).and_then(|span| self.range(span)) else { return };
        if is_call && string.text.contains([':', '/']) || is_key && names_tag {
            let extent = token.span.cover(string.span);
            image::add(self.source, range, extent, self.unit, &image::unknown, self.out);
        }
    }

    /// `sh 'make'` of a Jenkinsfile.
    fn step(&mut self, index: usize) {
        let next = index + 1 + usize::from(self.is(index + 1, "("));
        let labelled = if self.is(next, "script") { next + 2 } else { next };
        let Some(token) =
            self.at(labelled).filter(|token| matches!(token.style, TokenStyle::Quoted | TokenStyle::Dynamic))
        else {
            return;
        };
        let written = token.span.of(self.source.file);
        let quotes = if written.len() >= 6 && (written.starts_with("\"\"\"") || written.starts_with("'''")) {
            3
        } else {
            1
        };
        let Some(range) = self.range(token.span).filter(|range| range.len() >= 2 * quotes) else { return };
        let part = self.source.part(range.start + quotes, range.end - quotes);
        shell::read(&part, self.unit, self.out);
    }

    /// `gem "rails", "~> 5.2"` and `spec.add_dependency "rails", "~> 5.2"`.
    fn gem(&mut self, index: usize, token: &Token) {
        let names = token.text == "gem" || token.text.contains(".add_") && token.text.ends_with("dependency");
        let Some((at, name)) = self.string_after(index).filter(|_| names) else { return };
        let version = self.at(at + 2).filter(|_| self.is(at + 1, ","));
        let version =
            version.filter(|token| token.style == TokenStyle::Quoted).and_then(|token| self.scalar(token));
        let version = version.filter(|version| {
            version.text.starts_with(|first: char| first.is_ascii_digit() || "~><=!".contains(first))
        });
        if let Some(span) = self.inside(name) {
            let name = name.text.clone();
            self.add("gem", &name, span, version);
        }
    }

    /// `install_requires = ["six>=1.0"]` of a `setup.py`.
    fn install_requires(&mut self, index: usize) {
        let mut at = index + 1;
        while self
            .at(at)
            .is_some_and(|token| matches!(token.text.as_str(), "=" | "[" | "(") || token.text == ",")
        {
            at += 1;
            if let Some(scalar) = self
                .at(at)
                .filter(|token| token.style == TokenStyle::Quoted)
                .and_then(|token| self.scalar(token))
            {
                let extent = scalar.span;
                self.out.outline.packages.extend(packages::requirement(&scalar, extent, self.unit));
                at += 1;
            }
        }
    }

    /// `implementation 'group:artifact:1.0'`, with or without brackets.
    fn dependency(&mut self, token: &Token) {
        let Some(scalar) = self.scalar(token).filter(|scalar| scalar.text.contains(':')) else { return };
        if let Some((span, name, version)) = maven_coordinates(&scalar) {
            let is_sure =
                version.is_some() || name.split(':').next().is_some_and(|group| group.contains('.'));
            if is_sure {
                self.add("maven", &name, span, version);
            }
        }
    }

    /// `id "x" version "1"` and `kotlin("jvm") version "1"`.
    fn plugin(&mut self, index: usize, token: &Token) {
        let Some((at, name)) = self.string_after(index) else { return };
        let after = at + 1 + usize::from(self.is(at + 1, ")"));
        let version = self.is(after, "version").then(|| self.string_after(after)).flatten();
        let version = version.and_then(|(_, version)| self.scalar(version));
        let is_kotlin = token.text == "kotlin";
        if is_kotlin && version.is_none() {
            return;
        }
        if let Some(span) = self.inside(name) {
            let name =
                if is_kotlin { format!("org.jetbrains.kotlin.{}", name.text) } else { name.text.clone() };
            self.add("gradle", &name, span, version);
        }
    }

    /// `group: 'a', name: 'b', version: '1'`.
    fn named_coordinates(&mut self, index: usize) {
        let value = |at: usize| {
            let marks = self.is(at + 1, ":") || self.is(at + 1, "=");
            self.at(at + 2)
                .filter(|token| marks && matches!(token.style, TokenStyle::Quoted | TokenStyle::Dynamic))
        };
        let Some(group) = value(index) else { return };
        if !self.is(index + 3, ",") || !self.is(index + 4, "name") {
            return;
        }
        let Some(name) = value(index + 4) else { return };
        let version = if self.is(index + 8, "version") {
            value(index + 8).and_then(|token| self.scalar(token))
        } else {
            None
        };
        if let Some(span) = self.inside(name) {
            let name = format!("{}:{}", group.text, name.text);
            self.add("maven", &name, span, version);
        }
    }

    /// `"group" %% "artifact" % "1.0"`.
    fn of_sbt(&mut self, index: usize, group: &Token) {
        let mut at = index + 1;
        while self.is(at, "%") {
            at += 1;
        }
        let Some(artifact) = self.at(at).filter(|token| at > index + 1 && token.style == TokenStyle::Quoted)
        else {
            return;
        };
        let version =
            if self.is(at + 1, "%") { self.at(at + 2).and_then(|token| self.scalar(token)) } else { None };
        // The artifact and its version have the same form; only the first of three is a group.
        let Some(version) = version else { return };
        if let Some(span) = self.inside(artifact) {
            let name = format!("{}:{}", group.text, artifact.text);
            self.add("maven", &name, span, Some(version));
        }
    }
}
