//! The JSON schemas that are shipped say what is printed and what may be written.

use super::LEAK;
use super::shell::Shell;
use serde_json::Value;
use std::fs;
use std::path::Path;

fn schema(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("editors/schemas").join(name);
    serde_json::from_str(&fs::read_to_string(path).expect("a schema")).expect("JSON")
}

/// What a value has against a schema, as far as the shipped schemas use the language.
fn faults(value: &Value, schema: &Value, root: &Value, at: &str) -> Vec<String> {
    if let Some(name) = schema["$ref"].as_str() {
        let target = root.pointer(name.trim_start_matches('#')).expect("a definition");
        return faults(value, target, root, at);
    }
    let mut found = Vec::new();
    let type_of = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_u64() => "integer",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let types: Vec<&str> = match &schema["type"] {
        Value::String(name) => vec![name],
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        _ => vec![type_of],
    };
    if !types.contains(&type_of) {
        found.push(format!("{at} is {type_of}, not {types:?}"));
    }
    if schema["enum"].as_array().is_some_and(|values| !values.contains(value)) {
        found.push(format!("{at} is {value}, not of {}", schema["enum"]));
    }
    if schema.get("const").is_some_and(|constant| constant != value) {
        found.push(format!("{at} is {value}, not {}", schema["const"]));
    }
    for (index, item) in value.as_array().into_iter().flatten().enumerate() {
        found.extend(faults(item, &schema["items"], root, &format!("{at}[{index}]")));
    }
    if let Some(object) = value.as_object() {
        let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
        found.extend(
            required.filter(|key| !object.contains_key(*key)).map(|key| format!("{at} has no {key}")),
        );
        for (key, item) in object {
            let at = format!("{at}.{key}");
            let inner = schema["properties"].get(key).unwrap_or(&schema["additionalProperties"]);
            if *inner == Value::Bool(false) {
                found.push(format!("{at} is unknown"));
            } else {
                found.extend(faults(item, inner, root, &at));
            }
        }
    }
    found
}

fn config_faults(text: &str) -> Vec<String> {
    let table: toml::Table = text.parse().expect("TOML");
    let value = serde_json::to_value(table).expect("JSON");
    let schema = schema("docent-toml.schema.json");
    faults(&value, &schema, &schema, "docent.toml")
}

#[test]
fn what_check_prints_fits_its_schema() {
    let schema = schema("check.schema.json");
    let compose = "services:\n  db:\n    image: fluxdb:1\n";
    let shell = Shell::new(&[
        ("a.yaml", LEAK),
        ("compose.yaml", compose),
        ("docent.toml", "[targets]\nfluxdb = \"2\"\n"),
    ]);
    shell.run(&["check", "--write-baseline", "base.json", "a.yaml"]);
    for arguments in [
        &["check", "--format", "json", "--today", "2027-01-01", ".", "missing"][..],
        &["check", "--format", "json", "--fix"],
        &["check", "--format", "json", "--baseline", "base.json"],
    ] {
        let json = shell.run(arguments).json();
        assert_eq!(faults(&json, &schema, &schema, "check"), Vec::<String>::new());
        let mut odd = json.clone();
        odd["version"] = 2.into();
        odd["summary"]["files"] = "many".into();
        assert_eq!(faults(&odd, &schema, &schema, "check").len(), 2);
    }
}

#[test]
fn what_docent_toml_may_say_fits_its_schema() {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).expect("a file");
    let example =
        readme.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).expect("an example");
    assert_eq!(config_faults(example), Vec::<String>::new());
    let shell = Shell::new(&[
        ("docent.toml", &example.replace("mysql = \"8.4\"", "fluxdb = \"2\"")),
        ("docs/glossary/a.md", "# A\n\nAn a.\n"),
    ]);
    let checked = shell.run(&["check", "docent.toml"]);
    assert_eq!((checked.code, checked.err.as_str()), (0, ""));
    assert_eq!(config_faults("[editor]\ncompletion = \"alwyas\"\nx = 1\n").len(), 2);
    // Every key that the program knows is in the schema: it names them where one is unknown.
    let known = shell_keys();
    let schema = schema("docent-toml.schema.json");
    let listed: Vec<&str> = schema["properties"]
        .as_object()
        .into_iter()
        .flat_map(|keys| keys.keys().map(String::as_str))
        .collect();
    assert!(known.iter().all(|key| listed.contains(&key.as_str())), "{known:?} {listed:?}");
    assert_eq!(known.len(), listed.len());
}

/// The keys that the message about an unknown one lists.
fn shell_keys() -> Vec<String> {
    let shell = Shell::new(&[("docent.toml", "zzzzzzzzzzzzzzzz = 1\n")]);
    let said = shell.run(&["check", "docent.toml"]).err;
    let list = said.split("known are ").nth(1).unwrap_or_else(|| panic!("no list in {said}"));
    list.trim().split(", ").map(|key| key.trim_matches('`').to_string()).collect()
}
