//! The surfaces of source trees: packages of manifests, tokens of code, paths of files.

use super::conditions::Surroundings;
use super::hit::Hit;
use super::index::{MatcherIndex, Pattern};
use super::lookup::Candidate;
use super::surfaces::token_hit;
use crate::document::outline::Code;
use crate::text::line::line_around;

impl MatcherIndex {
    pub(super) fn packages(&self, around: &Surroundings<'_>, hits: &mut Vec<Hit>) {
        let document = around.document;
        for package in &document.outline.packages {
            for candidate in self.packages.candidates(&package.name.to_ascii_lowercase()) {
                let matcher = &self.matchers[candidate.matcher];
                let Some(Pattern::Package(pattern)) = matcher.patterns.get(candidate.pattern) else {
                    continue;
                };
                let Some(captures) = pattern.captures(package) else { continue };
                if !matcher.is_for(document.outline.kind_of(package.unit)) {
                    continue;
                }
                let hit = Hit {
                    matcher: candidate.matcher,
                    span: package.name_span,
                    extent: package.extent,
                    unit: package.unit,
                    key: package.name.clone(),
                    value: package.version.as_ref().map(|version| version.text.clone()),
                    value_span: package.version.as_ref().map(|version| version.span),
                    captures,
                    setting: None,
                    covers_key: true,
                    sentence: None,
                };
                self.keep(around, hit, hits);
            }
        }
    }

    pub(super) fn code(&self, around: &Surroundings<'_>, hits: &mut Vec<Hit>) {
        if self.code.is_empty() {
            return;
        }
        for code in &around.document.outline.code {
            let mut tried: Vec<Candidate> = self.code.open().to_vec();
            for token in &code.tokens {
                tried.extend(self.code.named(&token.text));
            }
            tried.sort_unstable();
            tried.dedup();
            for candidate in tried {
                self.code_of(around, candidate, code, hits);
            }
        }
    }

    fn code_of(&self, around: &Surroundings<'_>, candidate: Candidate, code: &Code, hits: &mut Vec<Hit>) {
        let document = around.document;
        let matcher = &self.matchers[candidate.matcher];
        let Some(Pattern::Tokens(pattern)) = matcher.patterns.get(candidate.pattern) else { return };
        let is_imported =
            matcher.imports.is_empty() || matcher.imports.iter().any(|name| imports(code, name));
        if !is_imported || !matcher.is_for(document.outline.kind_of(code.unit)) {
            return;
        }
        let mut from = 0;
        while let Some(found) = pattern.find(&code.tokens, from) {
            from = found.end;
            let unit = around.unit_at(found.span, code.unit);
            let hit = token_hit(candidate.matcher, found.clone(), found.span, unit, document);
            self.keep(around, hit, hits);
        }
    }

    pub(super) fn files(&self, around: &Surroundings<'_>, hits: &mut Vec<Hit>) {
        let document = around.document;
        let Some(root) = document.outline.parts.first().map(|part| part.root) else { return };
        for candidate in &self.files {
            let matcher = &self.matchers[candidate.matcher];
            let Some(Pattern::Name(glob)) = matcher.patterns.get(candidate.pattern) else { continue };
            let Some(captures) = glob.captures(&document.path, false) else { continue };
            if !matcher.is_for(document.outline.kind_of(root)) {
                continue;
            }
            let span = line_around(&document.text, 0);
            let hit = Hit {
                matcher: candidate.matcher,
                span,
                extent: span,
                unit: root,
                key: document.path.clone(),
                value: None,
                value_span: None,
                captures: captures.iter().map(|span| span.of(&document.path).to_string()).collect(),
                setting: None,
                covers_key: false,
                sentence: None,
            };
            self.keep(around, hit, hits);
        }
    }
}

/// Whether the code imports the name or something below it.
fn imports(code: &Code, name: &str) -> bool {
    code.imports.iter().any(|import| {
        import
            .text
            .strip_prefix(name)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '.', ':', '\\']))
    })
}
