//! From `initialize` to the end of the process.

use crate::client::{Client, capable};
use serde_json::{Value, json};

#[test]
fn offers_what_the_client_can_use() {
    let mut client = Client::start();
    let reply = client.request("initialize", json!({ "processId": null, "capabilities": capable(true) }));
    let result = &reply["result"];
    assert_eq!(result["serverInfo"]["name"], "docent");
    let capabilities = &result["capabilities"];
    assert_eq!(capabilities["textDocumentSync"]["change"], 2);
    assert_eq!(capabilities["hoverProvider"], true);
    assert_eq!(capabilities["definitionProvider"], true);
    assert_eq!(capabilities["workspaceSymbolProvider"], true);
    assert_eq!(capabilities["diagnosticProvider"]["interFileDependencies"], true);
    assert_eq!(capabilities["completionProvider"]["resolveProvider"], false);
    assert_eq!(
        capabilities["codeActionProvider"]["codeActionKinds"],
        json!(["quickfix", "source.fixAll.docent", "refactor"])
    );
    for provider in ["referencesProvider", "documentHighlightProvider", "inlayHintProvider"] {
        assert_eq!(capabilities[provider], true, "{provider}");
    }
    assert_eq!(capabilities["diagnosticProvider"]["workspaceDiagnostics"], true);
}

#[test]
fn offers_the_least_to_a_silent_client() {
    let mut client = Client::start();
    let reply = client.request("initialize", json!({ "capabilities": {} }));
    let capabilities = reply["result"]["capabilities"].as_object().expect("capabilities");
    for absent in ["diagnosticProvider", "codeActionProvider", "executeCommandProvider"] {
        assert!(!capabilities.contains_key(absent), "{absent}");
    }
}

#[test]
fn takes_the_first_encoding_it_knows() {
    #[track_caller]
    fn check(offered: Value, expected: &str) {
        let capabilities = json!({ "general": { "positionEncodings": offered } });
        let reply = Client::start().request("initialize", json!({ "capabilities": capabilities }));
        assert_eq!(reply["result"]["capabilities"]["positionEncoding"], expected, "{offered}");
    }
    check(json!(["utf-8", "utf-16"]), "utf-8");
    check(json!(["utf-7", "utf-32", "utf-8"]), "utf-32");
    check(json!([]), "utf-16");
    check(Value::Null, "utf-16");
}

#[test]
fn takes_the_odd_parameters_of_real_clients() {
    for params in [
        json!({ "processId": null, "rootUri": null, "rootPath": null, "capabilities": {}, "workspaceFolders": null }),
        json!({ "capabilities": {}, "initializationOptions": null, "trace": "off", "locale": "de" }),
        json!({ "capabilities": {}, "rootUri": "file:///tmp/a%20folder", "clientInfo": { "name": "x" } }),
    ] {
        let reply = Client::start().request("initialize", params.clone());
        assert!(reply["result"]["capabilities"].is_object(), "{params}: {reply}");
    }
}

#[test]
fn a_request_before_initialize_is_refused() {
    let mut client = Client::start();
    let reply = client.request("textDocument/hover", json!({}));
    assert_eq!(reply["error"]["code"], -32002);
    let reply = client.request("initialize", json!({ "capabilities": {} }));
    assert!(reply["result"].is_object(), "{reply}");
}

#[test]
fn a_request_after_shutdown_is_refused() {
    let mut client = Client::initialized(json!({}));
    assert_eq!(client.request("shutdown", json!(null))["result"], Value::Null);
    assert_eq!(client.request("textDocument/hover", json!({}))["error"]["code"], -32600);
}

#[test]
fn exits_with_success_only_after_shutdown() {
    let mut polite = Client::initialized(json!({}));
    polite.request("shutdown", json!(null));
    polite.notify("exit", json!(null));
    assert_eq!(polite.exit_status().code(), Some(0));

    let mut rude = Client::initialized(json!({}));
    rude.notify("exit", json!(null));
    assert_eq!(rude.exit_status().code(), Some(1));

    let mut stranger = Client::start();
    stranger.notify("exit", json!(null));
    assert_eq!(stranger.exit_status().code(), Some(1));
}

#[test]
fn leaves_at_the_end_of_its_input() {
    let mut killed = Client::initialized(json!({}));
    killed.end_input();
    assert_eq!(killed.exit_status().code(), Some(1));

    let mut polite = Client::initialized(json!({}));
    polite.request("shutdown", json!(null));
    polite.end_input();
    assert_eq!(polite.exit_status().code(), Some(0));

    let mut silent = Client::start();
    silent.end_input();
    assert_eq!(silent.exit_status().code(), Some(1));
}

/// The host of an editor that is killed closes no pipe that another process still holds.
#[cfg(target_os = "linux")]
#[test]
fn leaves_when_the_process_of_the_client_is_gone() {
    let mut host = std::process::Command::new("sleep").arg("600").spawn().expect("a process");
    let mut client = Client::start();
    client.request("initialize", json!({ "processId": host.id(), "capabilities": {} }));
    host.kill().expect("alive until now");
    host.wait().expect("a process");
    assert_eq!(client.exit_status().code(), Some(1));
}

/// From inside a container the process of the client cannot be seen.
#[cfg(target_os = "linux")]
#[test]
fn stays_when_the_process_of_the_client_was_never_seen() {
    let mut gone = std::process::Command::new("true").spawn().expect("a process");
    gone.wait().expect("a process");
    let mut client = Client::start();
    client.request("initialize", json!({ "processId": gone.id(), "capabilities": {} }));
    assert_eq!(client.request("docent/unknown", json!(null))["error"]["code"], -32601);
}

#[test]
fn unknown_methods_are_answered_if_they_are_requests() {
    let mut client = Client::initialized(json!({}));
    client.notify("$/unknown", json!({}));
    client.notify("docent/unknown", json!({}));
    client.notify("$/cancelRequest", json!({ "id": 4711 }));
    for method in ["$/unknown", "docent/unknown", "textDocument/rename"] {
        let reply = client.request(method, json!({ "textDocument": {}, "position": {}, "newName": "" }));
        assert!(reply["error"]["code"] == -32601 || reply["error"]["code"] == -32602, "{method}: {reply}");
    }
    assert_eq!(client.request("$/unknown", json!({}))["error"]["code"], -32601);
    assert_eq!(client.drain(), Vec::<Value>::new());
}
