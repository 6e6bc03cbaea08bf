//! Wrong bytes on the wire cost one error reply, never the server.

use crate::client::Client;
use serde_json::{Value, json};

/// Sends wrong bytes, expects one error without an id, and then a server that still answers.
#[track_caller]
fn check(bytes: &[u8], code: i64) {
    let mut client = Client::initialized(json!({}));
    client.send_bytes(bytes);
    let error = client.wait_for("an error", |message| message.get("error").is_some());
    assert_eq!((&error["id"], &error["error"]["code"]), (&Value::Null, &json!(code)), "{error}");
    assert_eq!(client.request("docent/unknown", json!(null))["error"]["code"], -32601);
    assert_eq!(client.drain(), Vec::<Value>::new());
}

fn frame(body: &[u8]) -> Vec<u8> {
    [format!("Content-Length: {}\r\n\r\n", body.len()).as_bytes(), body].concat()
}

#[test]
fn survives_bad_headers() {
    check(b"garbage\r\n\r\n", -32700);
    check(b"Content-Length: many\r\n\r\n", -32700);
    check(b"Content-Type: text/plain\r\n\r\n{}", -32700);
    check(b"Content-Length: 999999999999\r\n\r\n{}", -32700);
    check(&vec![b'x'; 20_000], -32700);
}

#[test]
fn survives_bad_bodies() {
    check(&frame(b"{"), -32700);
    check(&frame(b"\xff\xfe"), -32700);
    check(&frame(b""), -32700);
    check(&frame(b"[1, 2]"), -32600);
    check(&frame(b"{}"), -32600);
    check(&frame(br#"{"jsonrpc":"2.0"}"#), -32600);
    check(&frame(format!(r#"{{"jsonrpc":"2.0","params":{}"#, "[".repeat(100_000)).as_bytes()), -32700);
}

#[test]
fn takes_every_way_of_writing_a_header() {
    let mut client = Client::initialized(json!({}));
    let body = r#"{"jsonrpc":"2.0","id":"a","method":"docent/unknown"}"#;
    for header in [
        format!(
            "content-length:{}\r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\n",
            body.len()
        ),
        format!("X-Other: 1\r\nCONTENT-LENGTH: {}\r\n\r\n", body.len()),
        format!("Content-Length: {}\n\n", body.len()),
    ] {
        client.send_bytes(format!("{header}{body}").as_bytes());
        let reply = client.wait_for("a reply", |message| message["id"] == "a");
        assert_eq!(reply["error"]["code"], -32601);
    }
}

#[test]
fn wrong_parameters_are_an_error_of_their_request() {
    let mut client = Client::initialized(json!({}));
    for params in [json!(null), json!([]), json!({ "textDocument": 7 }), json!("x")] {
        let reply = client.request("textDocument/hover", params);
        assert_eq!(reply["error"]["code"], -32602, "{reply}");
    }
    client.notify("textDocument/didChange", json!({ "textDocument": 7 }));
    client.notify("textDocument/didOpen", json!(null));
    assert_eq!(client.drain(), Vec::<Value>::new());
}
