//! Each surface of an outline against the matchers that could stand there.

use super::conditions::{Place, Surroundings};
use super::hit::Hit;
use super::index::{MatcherIndex, Pattern};
use super::lookup::Candidate;
use super::path::last_segment;
use super::value::{ValueMatch, ValuePredicate};
use crate::document::Document;
use crate::document::outline::{Command, Image, Outline, Scalar, Setting, SettingId, Token, UnitId};
use crate::text::Span;
use std::borrow::Cow;

impl MatcherIndex {
    /// Every place of the document where a matcher stands. Of one matcher, at most one hit a place.
    #[must_use]
    pub fn hits(&self, document: &Document) -> Vec<Hit> {
        let mut hits = Vec::new();
        let around = Surroundings::of(document);
        self.settings(&around, &mut hits);
        self.env(&around, &mut hits);
        self.images(&around, &mut hits);
        self.commands(&around, &mut hits);
        self.statements(&around, &mut hits);
        self.texts(&around, &mut hits);
        self.packages(&around, &mut hits);
        self.code(&around, &mut hits);
        self.files(&around, &mut hits);
        hits.sort_by_key(|hit| (hit.matcher, hit.span));
        hits.dedup_by_key(|hit| (hit.matcher, hit.span));
        hits
    }

    fn settings(&self, around: &Surroundings<'_>, hits: &mut Vec<Hit>) {
        let document = around.document;
        if self.settings.is_empty() {
            return;
        }
        let outline = &document.outline;
        for (number, setting) in outline.settings.iter().enumerate() {
            if setting.conditional {
                continue;
            }
            let name = last_name(outline, setting);
            let Some(kind) = outline.kind_of(setting.unit) else { continue };
            let id = SettingId(u32::try_from(number).unwrap_or(u32::MAX));
            let mut path = None;
            for candidate in self.settings.candidates(&name) {
                let matcher = &self.matchers[candidate.matcher];
                if !matcher.is_for(Some(kind)) {
                    continue;
                }
                let Some(Pattern::Path(pattern)) = matcher.patterns.get(candidate.pattern) else { continue };
                if pattern.may_end(&name) {
                    let path = path.get_or_insert_with(|| outline.path(id));
                    hits.extend(self.setting(around, candidate, id, path));
                }
            }
        }
    }

    fn setting(
        &self,
        around: &Surroundings<'_>,
        candidate: Candidate,
        id: SettingId,
        path: &str,
    ) -> Option<Hit> {
        let document = around.document;
        let outline = &document.outline;
        let matcher = &self.matchers[candidate.matcher];
        let Pattern::Path(pattern) = matcher.patterns.get(candidate.pattern)? else { return None };
        let setting = outline.setting(id)?;
        // Many rules name the same key (`apiVersion`) and differ in its value, which is quicker to test than the path.
        let (value, word) = self.tested_value(candidate, document, id)?;
        let segments: Vec<&str> = path.split('.').collect();
        let found = pattern.matches(&segments)?;
        let named = named_ancestor(outline, id, found.literal_end);
        let covered = outline.setting(named)?;
        let (span, covers_key) = match (&setting.value, &value) {
            _ if matcher.values.is_empty() || matcher.values.iter().all(ValuePredicate::is_presence) => {
                (covered.key, true)
            }
            (_, Some(_)) if word.is_some() => (word?, false),
            (Some(scalar), _) => (scalar.span, false),
            (None, _) => (covered.key, true),
        };
        let mut captures = found.captures.clone();
        captures.extend(value.into_iter().flat_map(|found| found.captures));
        let hit = Hit {
            matcher: candidate.matcher,
            span,
            extent: covered.extent,
            unit: setting.unit,
            key: covered.key.of(&document.text).to_string(),
            value: setting.value.as_ref().map(|value| value.text.clone()),
            value_span: setting.value.as_ref().map(|value| value.span),
            captures,
            setting: Some(named),
            covers_key,
            sentence: None,
        };
        self.conditions_hold(&Place { around, hit: &hit, path: Some((id, pattern, &found)) }).then_some(hit)
    }

    /// Whether the value passes; with the word of a `has` test, wherever it stands.
    fn tested_value(
        &self,
        candidate: Candidate,
        document: &Document,
        id: SettingId,
    ) -> Option<(Option<ValueMatch>, Option<Span>)> {
        let tests = &self.matchers[candidate.matcher].values;
        if tests.is_empty() {
            return Some((None, None));
        }
        let outline = &document.outline;
        let setting = outline.setting(id)?;
        if let Some(scalar) = &setting.value {
            let found = test_scalar(tests, scalar)?;
            let word = found.word.and_then(|word| word_in_scalar(word, scalar, &document.text));
            return Some((Some(found), word));
        }
        let items = super::conditions::items(outline, id);
        if items.is_empty() {
            return tests.iter().any(ValuePredicate::is_presence).then_some((None, None));
        }
        let word_tests = tests.iter().filter(|test| test.is_word_test());
        for test in word_tests {
            let joined = items.iter().map(|item| item.text.as_str()).collect::<Vec<_>>().join(" ");
            if let Some(found) = test.test(&joined) {
                let word = found.word.map(|word| word.of(&joined).to_string()).unwrap_or_default();
                let item = items.iter().find(|item| item.text.contains(&word));
                return Some((Some(found.clone()), item.map(|item| item.span)));
            }
        }
        None
    }

    fn env(&self, around: &Surroundings<'_>, hits: &mut Vec<Hit>) {
        let document = around.document;
        for variable in &document.outline.env {
            for candidate in self.env.candidates(&variable.name) {
                let matcher = &self.matchers[candidate.matcher];
                if !matcher.is_for(document.outline.kind_of(variable.unit)) {
                    continue;
                }
                let Some(Pattern::Name(glob)) = matcher.patterns.get(candidate.pattern) else { continue };
                let Some(captures) = glob.captures(&variable.name, false) else { continue };
                let tested = test_optional(&matcher.values, variable.value.as_ref());
                let Some(tested) = tested else { continue };
                let plain =
                    matcher.values.is_empty() || matcher.values.iter().all(ValuePredicate::is_presence);
                let value_span = variable.value.as_ref().map(|value| value.span);
                let mut taken: Vec<String> =
                    captures.iter().map(|span| span.of(&variable.name).to_string()).collect();
                taken.extend(tested.captures);
                let hit = Hit {
                    matcher: candidate.matcher,
                    span: if plain { variable.name_span } else { value_span.unwrap_or(variable.name_span) },
                    extent: variable.extent,
                    unit: variable.unit,
                    key: variable.name.clone(),
                    value: variable.value.as_ref().map(|value| value.text.clone()),
                    value_span,
                    captures: taken,
                    setting: None,
                    covers_key: plain,
                    sentence: None,
                };
                self.keep(around, hit, hits);
            }
        }
    }

    fn images(&self, around: &Surroundings<'_>, hits: &mut Vec<Hit>) {
        let document = around.document;
        for image in &document.outline.images {
            for candidate in self.images.candidates(&image.name) {
                let matcher = &self.matchers[candidate.matcher];
                if !matcher.is_for(document.outline.kind_of(image.unit)) {
                    continue;
                }
                let Some(pattern) = matcher.patterns.get(candidate.pattern) else { continue };
                if let Some(hit) = image_hit(candidate.matcher, pattern, image) {
                    self.keep(around, hit, hits);
                }
            }
        }
    }

    fn commands(&self, around: &Surroundings<'_>, hits: &mut Vec<Hit>) {
        let document = around.document;
        for command in &document.outline.commands {
            let Some(program) = command.words.first() else { continue };
            for candidate in self.commands.candidates(&program.text) {
                let matcher = &self.matchers[candidate.matcher];
                if command.arguments_of_image || !matcher.is_for(document.outline.kind_of(command.unit)) {
                    continue;
                }
                let Some(Pattern::Tokens(pattern)) = matcher.patterns.get(candidate.pattern) else {
                    continue;
                };
                if let Some(found) = pattern.find(&command.words, 0) {
                    let hit = token_hit(candidate.matcher, found, command.extent, command.unit, document);
                    self.keep(around, hit, hits);
                }
            }
        }
    }

    /// Commands whose words are arguments of an image's entry point: `programs` names what an image runs.
    #[must_use]
    pub fn entry_point_hits(
        &self,
        document: &Document,
        program_of: &dyn Fn(UnitId) -> Option<String>,
    ) -> Vec<Hit> {
        let mut hits = Vec::new();
        let around = Surroundings::of(document);
        for command in document.outline.commands.iter().filter(|command| command.arguments_of_image) {
            let Some(program) = program_of(command.unit) else { continue };
            let words = with_program(&program, command);
            for candidate in self.commands.candidates(&program) {
                let matcher = &self.matchers[candidate.matcher];
                let Some(Pattern::Tokens(pattern)) = matcher.patterns.get(candidate.pattern) else {
                    continue;
                };
                if !matcher.is_for(document.outline.kind_of(command.unit)) {
                    continue;
                }
                if let Some(found) = pattern.find(&words, 0) {
                    let hit = token_hit(candidate.matcher, found, command.extent, command.unit, document);
                    self.keep(&around, hit, &mut hits);
                }
            }
        }
        hits
    }

    fn statements(&self, around: &Surroundings<'_>, hits: &mut Vec<Hit>) {
        let document = around.document;
        for statement in &document.outline.statements {
            let mut tried: Vec<Candidate> = self.statements.open().to_vec();
            for token in &statement.tokens {
                tried.extend(self.statements.named(&token.text.to_ascii_lowercase()));
            }
            tried.sort_unstable();
            tried.dedup();
            for candidate in tried {
                let matcher = &self.matchers[candidate.matcher];
                let Some(Pattern::Tokens(pattern)) = matcher.patterns.get(candidate.pattern) else {
                    continue;
                };
                if !matcher.is_for(document.outline.kind_of(statement.unit)) {
                    continue;
                }
                let mut from = 0;
                while let Some(found) = pattern.find(&statement.tokens, from) {
                    from = found.end;
                    let hit = token_hit(candidate.matcher, found, statement.extent, statement.unit, document);
                    self.keep(around, hit, hits);
                }
            }
        }
    }

    fn texts(&self, around: &Surroundings<'_>, hits: &mut Vec<Hit>) {
        let document = around.document;
        let texts = LowerTexts::of(document);
        for candidate in &self.texts {
            let matcher = &self.matchers[candidate.matcher];
            let Some(Pattern::Text(pattern)) = matcher.patterns.get(candidate.pattern) else { continue };
            let stretches = texts.holding(&pattern.required);
            if stretches.is_empty() {
                continue;
            }
            let Some(regex) = pattern.regex.regex() else { continue };
            for stretch in stretches.into_iter().filter_map(|index| document.outline.texts.get(index)) {
                if !matcher.is_for(document.outline.kind_of(stretch.unit)) {
                    continue;
                }
                for found in regex.find_iter(stretch.span.of(&document.text)) {
                    let span = Span::from(found.range()).shifted(stretch.span.start());
                    let hit = Hit {
                        matcher: candidate.matcher,
                        span,
                        extent: span,
                        unit: stretch.unit,
                        key: found.as_str().to_string(),
                        value: Some(found.as_str().to_string()),
                        value_span: Some(span),
                        captures: Vec::new(),
                        setting: None,
                        covers_key: false,
                        sentence: stretch.sentence,
                    };
                    self.keep(around, hit, hits);
                }
            }
        }
    }

    pub(super) fn keep(&self, around: &Surroundings<'_>, hit: Hit, hits: &mut Vec<Hit>) {
        if self.conditions_hold(&Place { around, hit: &hit, path: None }) {
            hits.push(hit);
        }
    }
}

/// The last segment of a setting's path: `image`, `ports[]`.
pub(super) fn last_name<'a>(outline: &'a Outline, setting: &'a Setting) -> Cow<'a, str> {
    match (setting.is_item, setting.parent.and_then(|parent| outline.setting(parent))) {
        (true, Some(parent)) => Cow::Owned(format!("{}[]", last_segment(&parent.name))),
        _ => Cow::Borrowed(last_segment(&setting.name)),
    }
}

/// All texts of a document in lower case, one after another, so that a literal is looked for in all at once.
struct LowerTexts {
    lower: Vec<u8>,
    /// Where each text begins.
    starts: Vec<usize>,
}

impl LowerTexts {
    fn of(document: &Document) -> LowerTexts {
        let mut texts = LowerTexts { lower: Vec::new(), starts: Vec::new() };
        for stretch in &document.outline.texts {
            texts.starts.push(texts.lower.len());
            texts.lower.extend(stretch.span.of(&document.text).bytes().map(|byte| byte.to_ascii_lowercase()));
            // No literal of a pattern holds a zero byte, so none is found across two texts.
            texts.lower.push(0);
        }
        texts
    }

    /// The texts that hold one of the literals; all of them if there is none.
    fn holding(&self, literals: &[String]) -> Vec<usize> {
        if literals.is_empty() {
            return (0..self.starts.len()).collect();
        }
        let mut found: Vec<usize> = Vec::new();
        for literal in literals {
            let places = memchr::memmem::find_iter(&self.lower, literal.as_bytes());
            found.extend(places.map(|place| self.starts.partition_point(|start| *start <= place) - 1));
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// The pattern of an image, with the tag that stands for none when it names none.
pub(super) fn image_hit(matcher: usize, pattern: &Pattern, image: &Image) -> Option<Hit> {
    let Pattern::Image { name, tag } = pattern else { return None };
    if image.dynamic {
        return None;
    }
    // A tag is short and rules name few of them: most images are turned away by it.
    let (span, of_tag) = match (tag, &image.tag) {
        (None, _) => (image.name_span, Vec::new()),
        (Some(glob), Some(scalar)) if !scalar.dynamic => {
            let taken = glob.captures(&scalar.text, false)?;
            (scalar.span, taken.iter().map(|span| span.of(&scalar.text).to_string()).collect())
        }
        _ => return None,
    };
    let taken = name.captures(&image.name, false)?;
    let captures = taken.iter().map(|span| span.of(&image.name).to_string()).chain(of_tag).collect();
    Some(Hit {
        matcher,
        span,
        extent: image.extent,
        unit: image.unit,
        key: image.name.clone(),
        value: image.tag.as_ref().map(|tag| tag.text.clone()),
        value_span: image.tag.as_ref().map(|tag| tag.span),
        captures,
        setting: None,
        covers_key: false,
        sentence: None,
    })
}

pub(super) fn token_hit(
    matcher: usize,
    found: super::tokens::TokenMatch,
    extent: Span,
    unit: UnitId,
    document: &Document,
) -> Hit {
    Hit {
        matcher,
        span: found.span,
        extent,
        unit,
        key: found.span.of(&document.text).to_string(),
        value: None,
        value_span: None,
        captures: found.captures,
        setting: None,
        covers_key: found.span.start == extent.start,
        sentence: None,
    }
}

/// The words of the arguments behind the program that the image starts.
pub(super) fn with_program(program: &str, command: &Command) -> Vec<Token> {
    let at = command.words.first().map_or(command.extent.start(), |word| word.span.start());
    let token = Token {
        span: Span::at(at),
        text: program.to_string(),
        style: crate::document::outline::TokenStyle::Word,
    };
    std::iter::once(token).chain(command.words.iter().cloned()).collect()
}

/// Any of the tests passes; a value that cannot be known passes only a test of presence.
pub(super) fn test_scalar(tests: &[ValuePredicate], scalar: &Scalar) -> Option<ValueMatch> {
    tests.iter().filter(|test| !scalar.dynamic || test.is_presence()).find_map(|test| test.test(&scalar.text))
}

fn test_optional(tests: &[ValuePredicate], scalar: Option<&Scalar>) -> Option<ValueMatch> {
    match scalar {
        _ if tests.is_empty() => Some(ValueMatch::default()),
        Some(scalar) => test_scalar(tests, scalar),
        None => tests.iter().any(ValuePredicate::is_presence).then(ValueMatch::default),
    }
}

/// Where a word of an unquoted value stands in the file; quotes and escapes may have moved it.
fn word_in_scalar(word: Span, scalar: &Scalar, text: &str) -> Option<Span> {
    let wanted = word.of(&scalar.text);
    let written = scalar.span.of(text);
    if written.get(word.range()) == Some(wanted) {
        return Some(word.shifted(scalar.span.start()));
    }
    let at = written.find(wanted)?;
    Some(Span::new(scalar.span.start() + at, scalar.span.start() + at + wanted.len()))
}

/// The setting around `id` (or itself) whose path has `segments` segments.
fn named_ancestor(outline: &Outline, id: SettingId, segments: usize) -> SettingId {
    outline.lineage(id).into_iter().find(|(_, count)| *count >= segments).map_or(id, |(id, _)| id)
}
