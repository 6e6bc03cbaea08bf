//! What the client can do, read once, and what the server offers for it.

use crate::text::position::Encoding;
use tower_lsp::ls_types::{
    ClientCapabilities, CodeActionKind, CodeActionOptions, CodeActionProviderCapability, CompletionOptions,
    DiagnosticOptions, DiagnosticServerCapabilities, DiagnosticTag, ExecuteCommandOptions,
    HoverProviderCapability, MarkupKind, OneOf, PositionEncodingKind, ResourceOperationKind, SaveOptions,
    ServerCapabilities, TextDocumentClientCapabilities, TextDocumentSyncCapability, TextDocumentSyncKind,
    TextDocumentSyncOptions, TextDocumentSyncSaveOptions, WorkspaceFoldersServerCapabilities,
    WorkspaceServerCapabilities,
};

/// The command behind the action "explain": its argument is the id of a page.
pub const EXPLAIN_COMMAND: &str = "docent.explain";

/// The command behind the action "why": its arguments are a rule, a document and the bytes of the finding.
pub const WHY_COMMAND: &str = "docent.why";

/// Under this kind editors ask for all safe fixes at once, when a file is saved or by hand.
pub const FIX_ALL_KIND: &str = "source.fixAll.docent";

/// The abilities of a client that change what it is sent. The default is a client that has none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is one yes or no of the client")]
pub struct ClientProfile {
    pub encoding: Encoding,
    /// It asks for diagnostics; then it is never sent any.
    pub pulls: bool,
    /// It can be told to ask again.
    pub refreshes: bool,
    pub diagnostics: DiagnosticSupport,
    pub markdown_hover: bool,
    pub markdown_documentation: bool,
    /// It fetches the documentation of a completion item when it shows it.
    pub resolves_documentation: bool,
    /// It can strike out completion items.
    pub completion_tags: bool,
    pub action_literals: bool,
    /// It takes edits that name the version of their document.
    pub versioned_edits: bool,
    /// Edits may create files.
    pub creates_files: bool,
    pub definition_links: bool,
    pub shows_documents: bool,
    /// It can be asked to watch files.
    pub watches_files: bool,
    /// It can be asked for its settings.
    pub tells_settings: bool,
}

/// The optional parts of a diagnostic that the client understands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DiagnosticSupport {
    pub related_information: bool,
    /// Text can be struck out.
    pub deprecated_tag: bool,
    pub data: bool,
}

impl ClientProfile {
    #[must_use]
    pub fn new(client: &ClientCapabilities) -> ClientProfile {
        let text_document = client.text_document.clone().unwrap_or_default();
        let workspace = client.workspace.clone().unwrap_or_default();
        let edit = workspace.workspace_edit.clone().unwrap_or_default();
        let window = client.window.clone().unwrap_or_default();
        let offered = client.general.as_ref().and_then(|general| general.position_encodings.as_ref());
        let encoding = offered
            .and_then(|offered| offered.iter().find_map(|encoding| Encoding::parse(encoding.as_str())))
            .unwrap_or_default();
        let item =
            text_document.completion.as_ref().and_then(|completion| completion.completion_item.as_ref());
        ClientProfile {
            encoding,
            pulls: text_document.diagnostic.is_some(),
            refreshes: workspace
                .diagnostics
                .is_some_and(|diagnostics| diagnostics.refresh_support == Some(true)),
            diagnostics: DiagnosticSupport::new(&text_document),
            markdown_hover: takes_markdown(
                text_document.hover.as_ref().and_then(|hover| hover.content_format.as_deref()),
            ),
            markdown_documentation: takes_markdown(
                item.and_then(|item| item.documentation_format.as_deref()),
            ),
            resolves_documentation: item
                .and_then(|item| item.resolve_support.as_ref())
                .is_some_and(|resolve| resolve.properties.iter().any(|name| name == "documentation")),
            completion_tags: item.is_some_and(|item| item.tag_support.is_some()),
            action_literals: text_document
                .code_action
                .as_ref()
                .is_some_and(|action| action.code_action_literal_support.is_some()),
            versioned_edits: edit.document_changes == Some(true),
            creates_files: edit
                .resource_operations
                .is_some_and(|operations| operations.contains(&ResourceOperationKind::Create)),
            definition_links: text_document
                .definition
                .is_some_and(|definition| definition.link_support == Some(true)),
            shows_documents: window.show_document.is_some_and(|show| show.support),
            tells_settings: workspace.configuration == Some(true),
            watches_files: workspace
                .did_change_watched_files
                .is_some_and(|watch| watch.dynamic_registration == Some(true)),
        }
    }
}

impl DiagnosticSupport {
    /// Either place may say it: clients that pull often describe only what they take when pushed.
    fn new(client: &TextDocumentClientCapabilities) -> DiagnosticSupport {
        let pushed = client.publish_diagnostics.clone().unwrap_or_default();
        let pulled = client.diagnostic.clone().unwrap_or_default();
        let either = |push: Option<bool>, pull: Option<bool>| push == Some(true) || pull == Some(true);
        let pushed_tags =
            pushed.tag_support.is_some_and(|tags| tags.value_set.contains(&DiagnosticTag::DEPRECATED));
        DiagnosticSupport {
            related_information: either(pushed.related_information, pulled.related_information),
            deprecated_tag: pushed_tags || pulled.tag_support.is_some(),
            data: either(pushed.data_support, pulled.data_support),
        }
    }
}

fn takes_markdown(formats: Option<&[MarkupKind]>) -> bool {
    formats.is_some_and(|formats| formats.contains(&MarkupKind::Markdown))
}

/// What the server offers such a client.
#[must_use]
pub fn server_capabilities(client: &ClientProfile) -> ServerCapabilities {
    ServerCapabilities {
        position_encoding: Some(PositionEncodingKind::new(client.encoding.name())),
        text_document_sync: Some(TextDocumentSyncCapability::Options(TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::INCREMENTAL),
            save: Some(TextDocumentSyncSaveOptions::SaveOptions(SaveOptions { include_text: Some(false) })),
            ..TextDocumentSyncOptions::default()
        })),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        completion_provider: Some(CompletionOptions {
            resolve_provider: Some(client.resolves_documentation),
            ..CompletionOptions::default()
        }),
        definition_provider: Some(OneOf::Left(true)),
        references_provider: Some(OneOf::Left(true)),
        document_highlight_provider: Some(OneOf::Left(true)),
        inlay_hint_provider: Some(OneOf::Left(true)),
        code_action_provider: client.action_literals.then(|| {
            CodeActionProviderCapability::Options(CodeActionOptions {
                code_action_kinds: Some(vec![
                    CodeActionKind::QUICKFIX,
                    CodeActionKind::new(FIX_ALL_KIND),
                    CodeActionKind::REFACTOR,
                ]),
                ..CodeActionOptions::default()
            })
        }),
        workspace_symbol_provider: Some(OneOf::Left(true)),
        diagnostic_provider: client.pulls.then(|| {
            DiagnosticServerCapabilities::Options(DiagnosticOptions {
                identifier: Some("docent".to_string()),
                // The image in one file decides what is wrong in another.
                inter_file_dependencies: true,
                workspace_diagnostics: true,
                ..DiagnosticOptions::default()
            })
        }),
        execute_command_provider: client.action_literals.then(|| ExecuteCommandOptions {
            commands: vec![EXPLAIN_COMMAND.to_string(), WHY_COMMAND.to_string()],
            ..ExecuteCommandOptions::default()
        }),
        workspace: Some(WorkspaceServerCapabilities {
            workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(OneOf::Left(true)),
            }),
            ..WorkspaceServerCapabilities::default()
        }),
        ..ServerCapabilities::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn profile(capabilities: Value) -> ClientProfile {
        ClientProfile::new(&serde_json::from_value(capabilities).expect("capabilities"))
    }

    #[test]
    fn a_silent_client_gets_the_least() {
        assert_eq!(profile(json!({})), ClientProfile::default());
        let offered = server_capabilities(&ClientProfile::default());
        assert_eq!(offered.position_encoding, Some(PositionEncodingKind::UTF16));
        assert_eq!(offered.diagnostic_provider, None);
        assert_eq!(offered.code_action_provider, None);
    }

    #[test]
    fn takes_the_first_known_encoding_of_the_client() {
        let encoding =
            |offered: Value| profile(json!({ "general": { "positionEncodings": offered } })).encoding;
        assert_eq!(encoding(json!(["utf-7", "utf-8", "utf-16"])), Encoding::Utf8);
        assert_eq!(encoding(json!(["utf-32"])), Encoding::Utf32);
        assert_eq!(encoding(json!([])), Encoding::Utf16);
    }
}
