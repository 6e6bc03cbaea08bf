//! Plain values of docent as values of the protocol; the only file that does so.

use super::capabilities::{ClientProfile, EXPLAIN_COMMAND, FIX_ALL_KIND, WHY_COMMAND};
use super::snapshot::Snapshot;
use crate::actions::{self, Action};
use crate::check::finding::{Edit, Finding};
use crate::complete::Item;
use crate::describe;
use crate::hints::Hint;
use crate::hover::Hover;
use crate::knowledge::Problem;
use crate::knowledge::rule::Severity;
use crate::stack::Evidence;
use crate::symbols::Symbol;
use crate::text::Span;
use crate::text::line_index::LineIndex;
use crate::text::position::{Position, Positions};
use crate::workspace::Project;
use std::collections::HashMap;
use std::path::Path;
use tower_lsp::ls_types::{
    self as lsp, CodeAction, CodeActionKind, CodeDescription, CompletionItem, CompletionItemKind,
    CompletionItemTag, CompletionTextEdit, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity,
    DiagnosticTag, DocumentChanges, Documentation, GotoDefinitionResponse, HoverContents, InlayHint,
    Location, LocationLink, MarkupContent, MarkupKind, NumberOrString, OneOf,
    OptionalVersionedTextDocumentIdentifier, Range, SymbolInformation, SymbolKind, TextDocumentEdit,
    TextEdit, Uri, WorkspaceEdit,
};

/// The name under which clients show diagnostics.
const SOURCE: &str = "docent";

/// Converts what belongs to one text for one client.
#[derive(Debug)]
pub struct Converter<'a> {
    pub uri: &'a Uri,
    /// Relative to the workspace.
    path: &'a str,
    root: &'a Path,
    /// None for a file that is not open.
    version: Option<i32>,
    pub client: &'a ClientProfile,
    positions: Positions<'a>,
}

/// A position of the client as a plain one.
#[must_use]
pub fn from_position(position: lsp::Position) -> Position {
    Position { line: position.line, character: position.character }
}

/// A plain position as one of the client.
#[must_use]
pub fn to_position(position: Position) -> lsp::Position {
    lsp::Position { line: position.line, character: position.character }
}

/// The URI of a file; paths that cannot be written as one have none.
#[must_use]
pub fn to_uri(path: &Path) -> Option<Uri> {
    path.is_absolute().then(|| Uri::from_file_path(path)).flatten()
}

/// A span of any text in the units of its positions.
#[must_use]
pub fn range(positions: &Positions<'_>, span: Span) -> Range {
    let start = to_position(positions.position(span.start()));
    Range { start, end: to_position(positions.position(span.end())) }
}

/// The same range on lines further down, or further up if negative.
#[must_use]
pub fn moved(range: Range, lines_down: i64) -> Range {
    let line = |line: u32| u32::try_from(i64::from(line).saturating_add(lines_down)).unwrap_or(line);
    let moved = |position: lsp::Position| lsp::Position { line: line(position.line), ..position };
    Range { start: moved(range.start), end: moved(range.end) }
}

/// The start of a line that is counted from 1.
#[must_use]
pub fn line_start(line: usize) -> Range {
    let line = u32::try_from(line.saturating_sub(1)).unwrap_or(0);
    let start = lsp::Position { line, character: 0 };
    Range { start, end: start }
}

impl<'a> Converter<'a> {
    #[must_use]
    pub fn new(snapshot: &'a Snapshot, client: &'a ClientProfile) -> Converter<'a> {
        let positions = Positions::new(&snapshot.text, &snapshot.lines, client.encoding);
        let (path, root) = (snapshot.path.as_str(), snapshot.project.root.as_path());
        Converter { uri: &snapshot.uri, path, root, version: Some(snapshot.version), client, positions }
    }

    /// For a file that is not open.
    #[must_use]
    pub fn of_file(
        uri: &'a Uri,
        path: &'a str,
        project: &'a Project,
        (text, lines): (&'a str, &'a LineIndex),
        client: &'a ClientProfile,
    ) -> Converter<'a> {
        let positions = Positions::new(text, lines, client.encoding);
        Converter { uri, path, root: &project.root, version: None, client, positions }
    }

    #[must_use]
    pub fn offset(&self, position: lsp::Position) -> usize {
        self.positions.offset(from_position(position))
    }

    #[must_use]
    pub fn span(&self, range: Range) -> Span {
        Span::new(self.offset(range.start), self.offset(range.end))
    }

    #[must_use]
    pub fn range(&self, span: Span) -> Range {
        range(&self.positions, span)
    }

    #[must_use]
    pub fn hover(&self, hover: &Hover) -> lsp::Hover {
        let range = Some(self.range(hover.span));
        let (kind, value) = if self.client.markdown_hover {
            (MarkupKind::Markdown, hover.markdown())
        } else {
            (MarkupKind::PlainText, hover.plain())
        };
        lsp::Hover { contents: HoverContents::Markup(MarkupContent { kind, value }), range }
    }

    /// `documentation` is given for clients that do not fetch it later; `lines_down` as in [`View`](super::view::View).
    #[must_use]
    pub fn completion_item(
        &self,
        item: Item,
        documentation: Option<String>,
        lines_down: i64,
    ) -> CompletionItem {
        let struck_out = item.deprecated && self.client.completion_tags;
        CompletionItem {
            label: item.label,
            kind: Some(CompletionItemKind::TEXT),
            detail: Some(item.detail).filter(|detail| !detail.is_empty()),
            documentation: documentation.and_then(|text| to_documentation(text, self.client)),
            sort_text: Some(item.sort).filter(|sort| !sort.is_empty()),
            filter_text: Some(item.filter).filter(|filter| !filter.is_empty()),
            text_edit: Some(CompletionTextEdit::Edit(TextEdit {
                range: moved(self.range(item.replace), lines_down),
                new_text: item.insert,
            })),
            tags: struck_out.then(|| vec![CompletionItemTag::DEPRECATED]),
            data: item.page.map(|page| {
                let uri = self.uri.as_str();
                serde_json::json!({ "page": page, "uri": uri })
            }),
            ..CompletionItem::default()
        }
    }

    #[must_use]
    pub fn diagnostic(&self, finding: &Finding) -> Diagnostic {
        let support = self.client.diagnostics;
        let message = match &finding.instead {
            Some(instead) => format!("{}\n{instead}", finding.message),
            None => finding.message.clone(),
        };
        // Neovim and Kakoune show the link though they do not declare it; a client that cannot ignores it.
        let url = finding.url.as_deref();
        let struck_out = finding.status.is_deprecation() && support.deprecated_tag;
        let related: Vec<_> =
            finding.evidence.iter().filter_map(|evidence| self.related_information(evidence)).collect();
        Diagnostic {
            range: self.range(finding.span),
            severity: Some(to_severity(finding.severity)),
            code: Some(NumberOrString::String(finding.rule.clone())),
            code_description: url.and_then(|url| url.parse().ok()).map(|href| CodeDescription { href }),
            source: Some(SOURCE.to_string()),
            message,
            related_information: (support.related_information && !related.is_empty()).then_some(related),
            tags: struck_out.then(|| vec![DiagnosticTag::DEPRECATED]),
            data: support.data.then(|| {
                serde_json::json!({
                    "rule": finding.rule,
                    "page": finding.page,
                    "status": finding.status.name(),
                    "bytes": [finding.span.start(), finding.span.end()],
                })
            }),
        }
    }

    /// A problem of `docent.toml` or of a page, shown in that file.
    #[must_use]
    pub fn problem(&self, problem: &Problem) -> Diagnostic {
        let range = if problem.span.is_empty() { line_start(problem.line) } else { self.range(problem.span) };
        problem_diagnostic(problem, range)
    }

    fn related_information(&self, evidence: &Evidence) -> Option<DiagnosticRelatedInformation> {
        let here = evidence.path == self.path;
        let uri = if here { self.uri.clone() } else { to_uri(&self.root.join(&evidence.path))? };
        let range = if here { self.range(evidence.span) } else { line_start(evidence.line) };
        let message = match &evidence.version {
            Some(version) => format!("{} {version} by `{}`", evidence.product, evidence.text),
            None => format!("{} by `{}`", evidence.product, evidence.text),
        };
        Some(DiagnosticRelatedInformation { location: Location { uri, range }, message })
    }

    /// One action; `diagnostics` are those the client asked about.
    #[must_use]
    pub fn code_action(
        &self,
        action: Action,
        findings: &[Finding],
        diagnostics: &[Diagnostic],
    ) -> CodeAction {
        let finding = action.finding.and_then(|index| findings.get(index));
        let about = finding.and_then(|finding| {
            let range = self.range(finding.span);
            let code = Some(NumberOrString::String(finding.rule.clone()));
            diagnostics.iter().find(|diagnostic| diagnostic.range == range && diagnostic.code == code)
        });
        let edit = (!action.edits.is_empty()).then(|| self.workspace_edit(&action.edits));
        CodeAction {
            kind: Some(action_kind(&action.kind)),
            diagnostics: about.map(|diagnostic| vec![diagnostic.clone()]),
            edit,
            command: finding.and_then(|finding| self.command(&action, finding)),
            is_preferred: action.preferred.then_some(true),
            title: action.title,
            ..CodeAction::default()
        }
    }

    /// What the server does when the user chooses an action that changes nothing.
    fn command(&self, action: &Action, finding: &Finding) -> Option<lsp::Command> {
        let uri = serde_json::json!(self.uri.as_str());
        let (command, arguments) = match action.kind {
            actions::Kind::Explain => (EXPLAIN_COMMAND, vec![serde_json::json!(finding.page), uri]),
            actions::Kind::Why => {
                let bytes = serde_json::json!([finding.span.start(), finding.span.end()]);
                (WHY_COMMAND, vec![serde_json::json!(finding.rule), uri, bytes])
            }
            _ => return None,
        };
        Some(lsp::Command {
            title: action.title.clone(),
            command: command.to_string(),
            arguments: Some(arguments),
        })
    }

    /// Where places of this text lead, in the form that the client takes.
    #[must_use]
    pub fn definition(&self, places: Vec<(Span, Location)>) -> Option<GotoDefinitionResponse> {
        if places.is_empty() {
            return None;
        }
        if !self.client.definition_links {
            let locations = places.into_iter().map(|(_, location)| location).collect();
            return Some(GotoDefinitionResponse::Array(locations));
        }
        let links = places.into_iter().map(|(origin, location)| LocationLink {
            origin_selection_range: Some(self.range(origin)),
            target_uri: location.uri,
            target_range: location.range,
            target_selection_range: location.range,
        });
        Some(GotoDefinitionResponse::Link(links.collect()))
    }

    #[must_use]
    pub fn inlay_hint(&self, hint: Hint) -> InlayHint {
        InlayHint {
            position: self.range(Span::at(hint.offset)).start,
            label: hint.label.into(),
            tooltip: Some(hint.tooltip.into()),
            padding_left: Some(true),
            kind: None,
            text_edits: None,
            padding_right: None,
            data: None,
        }
    }

    fn workspace_edit(&self, edits: &[Edit]) -> WorkspaceEdit {
        let edits =
            edits.iter().map(|edit| TextEdit { range: self.range(edit.span), new_text: edit.text.clone() });
        let uri = self.uri.clone();
        if !self.client.versioned_edits {
            let changes = HashMap::from([(uri, edits.collect())]);
            return WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() };
        }
        let text_document = OptionalVersionedTextDocumentIdentifier { uri, version: self.version };
        let edit = TextDocumentEdit { text_document, edits: edits.map(OneOf::Left).collect() };
        WorkspaceEdit {
            document_changes: Some(DocumentChanges::Edits(vec![edit])),
            ..WorkspaceEdit::default()
        }
    }
}

/// A problem in a file that is not open: only its line is known in the client's units.
#[must_use]
pub fn problem_diagnostic(problem: &Problem, range: Range) -> Diagnostic {
    let code = if problem.path.ends_with("docent.toml") { "invalid-config" } else { "invalid-page" };
    Diagnostic {
        range,
        severity: Some(DiagnosticSeverity::ERROR),
        code: Some(NumberOrString::String(code.to_string())),
        source: Some(SOURCE.to_string()),
        message: problem.message.clone(),
        ..Diagnostic::default()
    }
}

/// Markdown for clients that take it; others get plain text.
#[must_use]
pub fn to_documentation(text: String, client: &ClientProfile) -> Option<Documentation> {
    if text.is_empty() {
        return None;
    }
    if !client.markdown_documentation {
        return Some(Documentation::String(describe::plain(&text)));
    }
    Some(Documentation::MarkupContent(MarkupContent { kind: MarkupKind::Markdown, value: text }))
}

/// A page that was found, at the place where it can be opened.
#[must_use]
#[expect(deprecated, reason = "the type has this field")]
pub fn symbol(symbol: Symbol, location: Location) -> SymbolInformation {
    SymbolInformation {
        name: symbol.title,
        kind: SymbolKind::STRING,
        tags: None,
        deprecated: None,
        location,
        container_name: Some(symbol.area),
    }
}

/// Under which of its menus a client offers an action.
#[must_use]
pub fn action_kind(kind: &actions::Kind) -> CodeActionKind {
    match kind {
        actions::Kind::FixAll => CodeActionKind::new(FIX_ALL_KIND),
        actions::Kind::Glossary(_) => CodeActionKind::REFACTOR,
        _ => CodeActionKind::QUICKFIX,
    }
}

fn to_severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Error => DiagnosticSeverity::ERROR,
        Severity::Warning => DiagnosticSeverity::WARNING,
        Severity::Information => DiagnosticSeverity::INFORMATION,
        Severity::Hint => DiagnosticSeverity::HINT,
    }
}
