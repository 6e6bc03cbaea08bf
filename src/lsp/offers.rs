//! Code actions, and the commands behind those that change nothing.

use super::capabilities::{EXPLAIN_COMMAND, WHY_COMMAND};
use super::convert::{Converter, action_kind};
use super::snapshot::Snapshot;
use super::state::State;
use super::{glossary, pages};
use crate::actions::{self, Action, Kind};
use crate::describe;
use std::time::Duration;
use tower_lsp::Client;
use tower_lsp::ls_types::request::ShowDocument;
use tower_lsp::ls_types::{
    CodeAction, CodeActionKind, CodeActionParams, LSPAny, Location, MessageType, ShowDocumentParams,
};

/// How long a client may take to show a page.
const SHOW_LIMIT: Duration = Duration::from_secs(10);

/// Everything that is offered for a range, of the kinds that are asked for.
#[must_use]
pub fn offers(state: &State, snapshot: &Snapshot, params: &CodeActionParams) -> Vec<CodeAction> {
    let client = state.client();
    let converter = Converter::new(snapshot, &client);
    let report = snapshot.report();
    let findings = &report.findings;
    let only = params.context.only.as_deref();
    let selection = converter.span(params.range);
    let mut found = actions::actions(&snapshot.context(), selection, findings);
    // Asked for nothing special, a person looks at one place; where nothing can be mended, neither all is offered.
    let mends = found.iter().any(|action| action.kind == Kind::Fix);
    if only.is_some() || mends {
        found.extend(actions::fix_all(findings));
    }
    let offer = |action: Action| {
        let kind = action_kind(&action.kind);
        if !only.is_none_or(|only| only.iter().any(|wanted| includes(wanted, &kind))) {
            return None;
        }
        match &action.kind {
            Kind::Explain if !client.shows_documents => None,
            Kind::Glossary(term) => {
                let edit = glossary::edit(state, &converter, snapshot.workspace.root(), term)?;
                Some(CodeAction { edit: Some(edit), ..converter.code_action(action, findings, &[]) })
            }
            _ => Some(converter.code_action(action, findings, &params.context.diagnostics)),
        }
    };
    found.into_iter().filter_map(offer).collect()
}

/// Whether who asks for one kind is offered another: kinds are trees, `source` holds `source.fixAll`.
fn includes(wanted: &CodeActionKind, kind: &CodeActionKind) -> bool {
    let rest = kind.as_str().strip_prefix(wanted.as_str());
    wanted.as_str().is_empty() || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Whether any of the kinds that are asked for is ever offered.
#[must_use]
pub fn may_offer(only: Option<&[CodeActionKind]>) -> bool {
    let offered = [Kind::Fix, Kind::FixAll, Kind::Glossary(String::new())].map(|kind| action_kind(&kind));
    only.is_none_or(|only| only.iter().any(|wanted| offered.iter().any(|kind| includes(wanted, kind))))
}

/// What a command does once it is known.
#[derive(Debug)]
pub enum Effect {
    Show(Location),
    Say(String),
}

/// A command as the client sent it, read.
#[derive(Debug)]
pub enum Command {
    Explain { page: String, uri: String },
    Why { rule: String, uri: String, start: usize },
}

impl Command {
    #[must_use]
    pub fn read(name: &str, arguments: &[LSPAny]) -> Option<Command> {
        let text = |index: usize| arguments.get(index).and_then(LSPAny::as_str).map(ToString::to_string);
        match name {
            EXPLAIN_COMMAND => Some(Command::Explain { page: text(0)?, uri: text(1)? }),
            WHY_COMMAND => {
                let start = arguments.get(2)?.get(0)?.as_u64()?;
                Some(Command::Why { rule: text(0)?, uri: text(1)?, start: usize::try_from(start).ok()? })
            }
            _ => None,
        }
    }

    #[must_use]
    pub fn uri(&self) -> &str {
        match self {
            Command::Explain { uri, .. } | Command::Why { uri, .. } => uri,
        }
    }

    /// Takes as long as judging the document.
    #[must_use]
    pub fn effect(&self, snapshot: &Snapshot) -> Option<Effect> {
        match self {
            Command::Explain { page, .. } => match pages::location_of_id(&snapshot.project, page) {
                Ok(location) => location.map(Effect::Show),
                Err(problem) => Some(Effect::Say(problem)),
            },
            Command::Why { rule, start, .. } => {
                let report = snapshot.report();
                let same_rule = || report.findings.iter().filter(|finding| finding.rule == *rule);
                // The text may have moved since the action was offered.
                let nearest = same_rule().min_by_key(|finding| finding.span.start().abs_diff(*start))?;
                let reasons = describe::reasons(nearest).join("\n");
                Some(Effect::Say(format!("{}: {}\n{reasons}", nearest.rule, nearest.message)))
            }
        }
    }
}

impl Effect {
    /// Never waits for the client where it is called: a client may take its time.
    pub fn bring_about(self, client: Client) {
        tokio::spawn(async move {
            match self {
                Effect::Say(message) => client.show_message(MessageType::INFO, message).await,
                Effect::Show(location) => {
                    let show = ShowDocumentParams {
                        uri: location.uri,
                        external: None,
                        take_focus: Some(true),
                        selection: Some(location.range),
                    };
                    let _ = tokio::time::timeout(SHOW_LIMIT, client.send_request::<ShowDocument>(show)).await;
                }
            }
        });
    }
}
