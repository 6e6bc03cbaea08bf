//! What stands at an offset, explained in at most fifteen lines.

use crate::context::Context;
use crate::describe;
use crate::document::outline::UnitId;
use crate::knowledge::Page;
use crate::place::{self, Subject};
use crate::stack::{Evidence, FileEvidence, Standing};
use crate::text::Span;
use std::borrow::Cow;
use std::sync::Arc;

/// At most this many meanings of one term are shown.
const MEANINGS: usize = 3;
/// At most this many related pages are named.
const LISTED: usize = 3;
/// A section is cut after the sentence that goes beyond this many bytes.
const SECTION_LENGTH: usize = 280;
/// A file that names more images says nothing quickly about its own versions.
const OWN_IMAGES: usize = 64;

/// The explanation of one place, in both forms that clients show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    pub span: Span,
    paragraphs: Vec<Vec<Line>>,
}

/// One line of a hover.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    markdown: String,
    /// What it says without markup, where that is more than its text: the addresses of links.
    plain: Option<String>,
}

impl Line {
    fn new(markdown: String) -> Line {
        Line { markdown, plain: None }
    }

    fn plain(&self) -> String {
        self.plain.clone().unwrap_or_else(|| describe::plain(&self.markdown))
    }
}

impl Hover {
    #[must_use]
    pub fn markdown(&self) -> String {
        // Two blanks at its end make a line of Markdown end where it ends.
        self.text("  \n", |line| Cow::Borrowed(line.markdown.as_str()))
    }

    #[must_use]
    pub fn plain(&self) -> String {
        self.text("\n", |line| Cow::Owned(line.plain()))
    }

    fn text(&self, line_end: &str, form: impl Fn(&Line) -> Cow<'_, str>) -> String {
        let mut text = String::new();
        for (number, lines) in self.paragraphs.iter().enumerate() {
            text.push_str(if number > 0 { "\n\n" } else { "" });
            for (number, line) in lines.iter().enumerate() {
                text.push_str(if number > 0 { line_end } else { "" });
                text.push_str(&form(line));
            }
        }
        text
    }
}

/// Explains the longest term that covers `offset`, or the setting, image, variable or package under it.
#[must_use]
pub fn hover(context: &Context, offset: usize) -> Option<Hover> {
    let subject = place::subject_at(context, offset)?;
    let (first, others) = subject.pages.split_first()?;
    let mut paragraphs = explain(context, &subject, first);
    let also = if subject.is_ambiguous { MEANINGS - 1 } else { 1 };
    for page in others.iter().take(also) {
        let heading = heading(context, &subject, page);
        let mut lines = vec![Line::new(heading), Line::new(summary(page))];
        // After the facts of a setting, what to write in place of the value that is flagged here.
        if first.rule.is_none() && !subject.is_ambiguous && !subject.unconcerned.contains(&page.id) {
            let instead = page.rule.as_ref().and_then(|rule| rule.instead.as_deref());
            lines.extend(instead.map(|instead| Line::new(format!("**Instead** {}", shortened(instead)))));
        }
        paragraphs.push(lines);
    }
    Some(Hover { span: subject.span, paragraphs })
}

fn explain(context: &Context, subject: &Subject, page: &Arc<Page>) -> Vec<Vec<Line>> {
    let mut head = vec![heading(context, subject, page)];
    head.extend(running(context, subject, page));
    let mut body = Vec::new();
    if page.reference.is_some() && page.entries.is_empty() {
        body.extend(page.body.split("\n\n").map(one_line).filter(|line| !line.is_empty()).take(LISTED));
    } else {
        body.push(summary(page));
    }
    if !subject.is_ambiguous {
        let bites = describe::section_line(page, "What bites");
        body.extend(bites.map(|bites| format!("**Bites** {}", shortened(&bites))));
        let instead = describe::section_line(page, "Instead")
            .or_else(|| page.rule.as_ref().and_then(|rule| rule.instead.clone()));
        body.extend(instead.map(|instead| format!("**Instead** {}", shortened(&instead))));
    }
    let lines = |texts: Vec<String>| texts.into_iter().map(Line::new).collect::<Vec<_>>();
    let mut paragraphs = vec![lines(head), lines(body)];
    if !subject.is_ambiguous {
        let mut foot: Vec<Line> = related(context, page).map(Line::new).into_iter().collect();
        foot.extend(sources(page));
        paragraphs.push(foot);
    }
    paragraphs.retain(|lines| !lines.is_empty());
    paragraphs
}

/// `Related: InnoDB · ProxySQL`
fn related(context: &Context, page: &Page) -> Option<String> {
    let pages = page.see.iter().filter_map(|id| context.library.page(id)).take(LISTED);
    let titles: Vec<String> = pages.map(|page| page.title.clone()).collect();
    (!titles.is_empty()).then(|| format!("Related: {}", titles.join(" · ")))
}

/// The first paragraph with its marks, if it is running text.
fn summary(page: &Page) -> String {
    let first = page.body.trim_start().split("\n\n").next().unwrap_or_default();
    let is_text = first.starts_with(|letter: char| letter.is_alphanumeric() || "`\"[".contains(letter));
    one_line(if is_text { first } else { &page.summary })
}

/// The title with the status, unless the status is that of other values than the one at hand.
fn heading(context: &Context, subject: &Subject, page: &Page) -> String {
    let title = format!("**{}**", page.title);
    if subject.unconcerned.contains(&page.id) {
        return title;
    }
    match describe::status_line(page, context.products, context.today) {
        Some(status) => format!("{title} · {status}"),
        None => title,
    }
}

/// One line for each version that decides, at most two.
fn running(context: &Context, subject: &Subject, page: &Page) -> Vec<String> {
    let products = describe::deciding_products(page, context.products);
    if products.is_empty() {
        return Vec::new();
    }
    let deciding = describe::deciding_products(page, context.products);
    if deciding.is_empty() {
        return Vec::new();
    }
    let own = own_evidence(context, subject.unit);
    let unit = context.document.outline.unit(subject.unit).map_or_else(Span::default, |unit| unit.span);
    let mut evidence: Vec<Evidence> = Vec::new();
    for product in products {
        match context.stack.standing(context.products, &product, &own, unit) {
            Standing::Known(found) | Standing::Unknown(found) => evidence.extend(found),
            Standing::Sibling => {}
        }
    }
    evidence.dedup();
    evidence
        .iter()
        .take(2)
        .map(|evidence| describe::running_line(page, context.products, evidence, context.today))
        .collect()
}

/// What the images of the document itself say; its other statements would take a reading of the whole file.
fn own_evidence(context: &Context, unit: UnitId) -> FileEvidence {
    if context.document.outline.images.len() > OWN_IMAGES {
        return FileEvidence::default();
    }
    FileEvidence::of_images(context.document, context.products, unit)
}

/// `[dev.mysql.com](https://…) · [mariadb.com](https://…) · checked 2026-11-22`
fn sources(page: &Page) -> Option<Line> {
    let first = page.sources.first()?;
    let second =
        page.sources.iter().skip(1).find_map(|other| labels(&first.url, &other.url).zip(Some(other)));
    let links: Vec<(String, &str)> = match second {
        Some(((one, two), other)) => vec![(one, &first.url), (two, &other.url)],
        None => vec![(describe::host(&first.url).to_string(), &first.url)],
    };
    let checked = page.checked.map(|date| format!("checked {date}"));
    let markdown = links.iter().map(|(label, url)| format!("[{label}]({url})"));
    let markdown: Vec<String> = markdown.chain(checked.clone()).collect();
    let plain = links.iter().map(|(_, url)| (*url).to_string());
    let plain: Vec<String> = plain.chain(checked).collect();
    Some(Line { markdown: markdown.join(" · "), plain: Some(plain.join(" · ")) })
}

/// What tells two addresses apart: their hosts, else the last names of their paths.
fn labels(one: &str, other: &str) -> Option<(String, String)> {
    let (host, other_host) = (describe::host(one), describe::host(other));
    if host != other_host {
        return Some((host.to_string(), other_host.to_string()));
    }
    let (name, other_name) = (describe::last_name(one)?, describe::last_name(other)?);
    (name != other_name).then(|| (format!("{host}: {name}"), format!("{host}: {other_name}")))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whole sentences up to the length of a section.
fn shortened(text: &str) -> String {
    if text.len() <= SECTION_LENGTH {
        return text.to_string();
    }
    let ends = text.match_indices(". ").map(|(at, _)| at + 1);
    let end = ends.take_while(|end| *end <= SECTION_LENGTH).last();
    let cut =
        end.or_else(|| text.char_indices().map(|(at, _)| at).take_while(|at| *at <= SECTION_LENGTH).last());
    let kept = cut.and_then(|end| text.get(..end)).unwrap_or(text);
    if end.is_some() { kept.to_string() } else { format!("{}…", kept.trim_end()) }
}
