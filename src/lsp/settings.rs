//! What an editor's own settings say: they override `[editor]` of `docent.toml`, and nothing else.

use crate::config::{CompletionMode, Editor, HoverSource};
use serde_json::Value;
use std::time::Duration;
use tower_lsp::Client;
use tower_lsp::ls_types::ConfigurationItem;

/// The section under which editors keep the settings of docent.
const SECTION: &str = "docent";

/// How long a client may take to tell its settings.
const ANSWER_LIMIT: Duration = Duration::from_secs(10);

/// The settings that were sent; what was not keeps the value of `docent.toml`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EditorSettings {
    hover_source: Option<HoverSource>,
    completion: Option<CompletionMode>,
    inlay_hints: Option<bool>,
}

impl EditorSettings {
    /// Reads the settings, under the name of docent or bare. Clients send null, nothing, and the settings of
    /// other servers: whatever is not understood says nothing.
    #[must_use]
    pub fn read(value: &Value) -> EditorSettings {
        let section = value.get(SECTION).unwrap_or(value);
        let text = |name: &str| section.get(name).and_then(Value::as_str);
        EditorSettings {
            hover_source: text("hoverSource").and_then(|name| match name {
                "comments" => Some(HoverSource::Comments),
                "names" => Some(HoverSource::Names),
                "off" => Some(HoverSource::Off),
                _ => None,
            }),
            completion: text("completion").and_then(|name| match name {
                "prefix" => Some(CompletionMode::Prefix),
                "asked" => Some(CompletionMode::Asked),
                "off" => Some(CompletionMode::Off),
                _ => None,
            }),
            inlay_hints: section.get("inlayHints").and_then(Value::as_bool),
        }
    }

    pub fn apply(self, editor: &mut Editor) {
        editor.hover_source = self.hover_source.unwrap_or(editor.hover_source);
        editor.completion = self.completion.unwrap_or(editor.completion);
        editor.inlay_hints = self.inlay_hints.unwrap_or(editor.inlay_hints);
    }
}

/// Asks the client for its settings; none if it does not say.
pub async fn ask(client: &Client) -> Option<EditorSettings> {
    let item = ConfigurationItem { scope_uri: None, section: Some(SECTION.to_string()) };
    let asking = client.configuration(vec![item]);
    let answer = tokio::time::timeout(ANSWER_LIMIT, asking).await.ok()?.ok()?;
    answer.first().map(EditorSettings::read)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_what_is_said_is_overridden() {
        #[track_caller]
        fn check(value: &Value, expected: (HoverSource, CompletionMode, bool)) {
            let mut editor = Editor { completion: CompletionMode::Asked, ..Editor::default() };
            EditorSettings::read(value).apply(&mut editor);
            assert_eq!((editor.hover_source, editor.completion, editor.inlay_hints), expected, "{value}");
        }
        let unchanged = (HoverSource::Names, CompletionMode::Asked, true);
        for value in
            [json!(null), json!({}), json!([]), json!({ "docent": null }), json!({ "completion": 7 })]
        {
            check(&value, unchanged);
        }
        check(&json!({ "hoverSource": "off" }), (HoverSource::Off, CompletionMode::Asked, true));
        check(
            &json!({ "docent": { "completion": "off", "inlayHints": false } }),
            (HoverSource::Names, CompletionMode::Off, false),
        );
    }
}
