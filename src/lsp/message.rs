//! One JSON-RPC message out of the body of a frame.

use serde::{Deserialize, Deserializer};
use serde_json::Value;
use tower_lsp::jsonrpc::{Error, ErrorCode, Id, Request, Response};
use tower_lsp::ls_types::notification::Notification;

/// What a client may send.
#[derive(Debug, PartialEq)]
pub enum Incoming {
    /// A request, or a notification if it has no id.
    Request(Request),
    /// The answer to a request of the server.
    Response(Response),
    /// Nothing that can be understood; the reply says so.
    Bad(Response),
}

/// A part of an answer, sent ahead of it.
#[derive(Debug)]
pub enum PartialResult {}

impl Notification for PartialResult {
    type Params = Value;
    const METHOD: &'static str = "$/progress";
}

#[derive(Deserialize)]
struct Body {
    jsonrpc: String,
    method: Option<String>,
    #[serde(default, deserialize_with = "present")]
    params: Option<Value>,
    #[serde(default, deserialize_with = "present")]
    id: Option<Id>,
    #[serde(default)]
    result: Value,
    error: Option<Value>,
}

/// Keeps an explicit `null` apart from what is not there.
fn present<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

impl Incoming {
    /// Reads the body of a frame.
    #[must_use]
    pub fn parse(body: &[u8]) -> Incoming {
        match serde_json::from_slice::<Body>(body) {
            Ok(body) if body.jsonrpc == "2.0" => body.into_incoming(),
            Ok(body) => Incoming::bad(ErrorCode::InvalidRequest, body.id, "`jsonrpc` must be \"2.0\""),
            Err(error) if error.is_data() => {
                Incoming::bad(ErrorCode::InvalidRequest, None, &format!("no request: {error}"))
            }
            Err(error) => Incoming::bad(ErrorCode::ParseError, None, &format!("no JSON: {error}")),
        }
    }

    /// A message that could not be understood.
    #[must_use]
    pub fn bad(code: ErrorCode, id: Option<Id>, message: &str) -> Incoming {
        let mut error = Error::new(code);
        error.message = message.to_string().into();
        Incoming::Bad(Response::from_error(id.unwrap_or(Id::Null), error))
    }
}

impl Body {
    fn into_incoming(self) -> Incoming {
        match (self.method, self.id) {
            (Some(method), id) => {
                let params = self.params.map(|params| with_version(&method, params));
                let mut request = Request::build(method);
                if let Some(params) = params {
                    request = request.params(params);
                }
                if let Some(id) = id {
                    request = request.id(id);
                }
                Incoming::Request(request.finish())
            }
            (None, Some(id)) => {
                let answer = match self.error {
                    None => Ok(self.result),
                    Some(error) => {
                        Err(serde_json::from_value(error).unwrap_or_else(|_| Error::internal_error()))
                    }
                };
                Incoming::Response(Response::from_parts(id, answer))
            }
            (None, None) => {
                Incoming::bad(ErrorCode::InvalidRequest, None, "a message needs a `method` or an `id`")
            }
        }
    }
}

/// The parameters with a version, which some clients leave out or send as `null`: a text whose change is not understood
/// would be wrong from then on.
fn with_version(method: &str, mut params: Value) -> Value {
    if !matches!(method, "textDocument/didOpen" | "textDocument/didChange") {
        return params;
    }
    if let Some(document) = params.get_mut("textDocument").and_then(Value::as_object_mut) {
        let version = document.get("version").and_then(Value::as_i64);
        if version.and_then(|version| i32::try_from(version).ok()).is_none() {
            document.insert("version".to_string(), Value::from(0));
        }
        if method == "textDocument/didOpen" && !document.get("languageId").is_some_and(Value::is_string) {
            document.insert("languageId".to_string(), Value::from(""));
        }
    }
    params
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[track_caller]
    fn check_bad(body: &[u8], expected: ErrorCode) {
        let Incoming::Bad(response) = Incoming::parse(body) else {
            panic!("{:?} was understood", String::from_utf8_lossy(body));
        };
        assert_eq!((response.id(), response.error().map(|error| error.code)), (&Id::Null, Some(expected)));
    }

    #[test]
    fn tells_requests_notifications_and_answers_apart() {
        let parse = |value: Value| Incoming::parse(value.to_string().as_bytes());
        assert_eq!(
            parse(json!({"jsonrpc": "2.0", "id": "a", "method": "x", "params": null})),
            Incoming::Request(Request::build("x").id("a").params(Value::Null).finish())
        );
        assert_eq!(
            parse(json!({"jsonrpc": "2.0", "method": "x", "params": [1]})),
            Incoming::Request(Request::build("x").params(json!([1])).finish())
        );
        assert_eq!(
            parse(json!({"jsonrpc": "2.0", "id": 3, "result": null})),
            Incoming::Response(Response::from_ok(3.into(), Value::Null))
        );
        assert_eq!(
            parse(json!({"jsonrpc": "2.0", "id": 3, "error": {"code": -1, "message": "m"}})),
            Incoming::Response(Response::from_error(
                3.into(),
                Error { code: ErrorCode::ServerError(-1), message: "m".into(), data: None }
            ))
        );
    }

    #[test]
    fn says_what_cannot_be_understood() {
        check_bad(b"{", ErrorCode::ParseError);
        check_bad(b"", ErrorCode::ParseError);
        check_bad(b"\xff", ErrorCode::ParseError);
        check_bad(format!(r#"{{"params":{}"#, "[".repeat(100_000)).as_bytes(), ErrorCode::ParseError);
        check_bad(b"[]", ErrorCode::InvalidRequest);
        check_bad(b"{}", ErrorCode::InvalidRequest);
        check_bad(br#"{"jsonrpc":"1.0","method":"x"}"#, ErrorCode::InvalidRequest);
        check_bad(br#"{"jsonrpc":"2.0"}"#, ErrorCode::InvalidRequest);
        check_bad(br#"{"jsonrpc":"2.0","method":7}"#, ErrorCode::InvalidRequest);
    }
}
