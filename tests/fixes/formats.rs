//! What a fix makes of a file of each format, as text before and after.

use super::{Workshop, parsers};
use docent::check::Checker;
use docent::config::FileConfig;
use docent::knowledge::Date;
use docent::knowledge::parse::parse;
use docent::library::Library;
use std::sync::Arc;

/// A way to write a file, and what it is called.
type Way<'w> = (&'w str, &'w dyn Fn(&str) -> String);

/// Each file is mended as it stands, with other line breaks, without its last one and with a byte order mark.
#[track_caller]
fn check(path: &str, matcher: &str, before: &str, after: &str) {
    let page = format!(
        "---\nterms: []\nsources: [\"https://example.org\"]\nchecked: 2026-11-24\nrule:\n  status: superseded\n  \
         severity: warning\n  message: \"No.\"\n  match:\n    - {{ {matcher} }}\n---\n# Old\n\nText.\n"
    );
    let (pages, problems) = parse(&page, "old.md", "data");
    assert!(problems.is_empty(), "{problems:?}");
    let checker = Checker::new(Arc::new(Library::of_pages(pages.clone())));
    let today = Date::new(2026, 11, 24).expect("a day");
    let shop = Workshop { checker: &checker, config: FileConfig::default(), today };
    let page = pages.first().expect("a page");
    let bare = |text: &str| text.strip_suffix('\n').unwrap_or(text).to_string();
    let unix = |text: &str| text.to_string();
    let windows = |text: &str| text.replace('\n', "\r\n");
    let marked = |text: &str| format!("\u{feff}{text}");
    let ways: [Way<'_>; 4] = [
        ("as it is", &unix),
        ("with CRLF", &windows),
        ("without its last break", &bare),
        ("with a mark", &marked),
    ];
    for (way, written) in ways {
        let (before, after) = (written(before), written(after));
        assert_eq!(parsers::problem(path, &before), None, "{path} {way}, before");
        let mended = shop.mended(path, &before, page);
        assert_eq!(mended.trim_end(), after.trim_end(), "{path} {way}");
        // Nothing but the last break of a file that had none may be missing.
        let has_end = mended.ends_with('\n') == after.ends_with('\n') || mended.len() < before.len();
        assert!(has_end, "{path} {way}: {mended:?}");
        assert_eq!(parsers::problem(path, &mended), None, "{path} {way}, after");
    }
    let (_, findings) = shop.findings(path, after);
    assert!(findings.iter().all(|finding| finding.fixes.is_empty()), "{path}: still to fix in\n{after}");
}

/// Where a fix would leave something broken, there is none.
#[track_caller]
fn check_none(path: &str, matcher: &str, text: &str) {
    check(path, matcher, text, text);
}

const KEY: &str = r#"setting: "**.old", fix: delete"#;

#[test]
fn a_key_of_a_mapping() {
    let check = |before: &str, after: &str| check("a.yaml", KEY, before, after);
    check("a:\n  old: 1\n  b: 2\n", "a:\n  b: 2\n");
    check("a:\n  b: 2\n  old: 1 # why\n", "a:\n  b: 2\n");
    check("a:\n  b: 2\n  old:\n    c: 1\n    d:\n      - e\n  f: 1\n", "a:\n  b: 2\n  f: 1\n");
    check("a:\n  old: |\n    text\n\n    more\n\n  b: 1\n", "a:\n\n  b: 1\n");
    check("a:\n  \"old\": \"x\"\n  b: 1\n", "a:\n  b: 1\n");
    check("old: 1\nb: 1\n---\nold: 2\nc: 1\n", "b: 1\n---\nc: 1\n");
    check("a:\n  old:\n  b: 1\n", "a:\n  b: 1\n");
    check("a:\n  # about old\n  old: 1\n  # about b\n  b: 1\n", "a:\n  # about old\n  # about b\n  b: 1\n");
}

#[test]
fn the_only_key_of_a_mapping() {
    let check = |before: &str, after: &str| check("a.yaml", KEY, before, after);
    check("a:\n  old: 1\nb: 2\n", "a: {}\nb: 2\n");
    check("a: # why\n  # that\n  old: 1\nb: 2\n", "a: {} # why\n  # that\nb: 2\n");
    check("a:\n  b:\n    old: 1\n", "a:\n  b: {}\n");
    check("- a: 1\n- old: 1\n- b: 1\n", "- a: 1\n- b: 1\n");
    check("a:\n  - old: 1\nb: 1\n", "a: []\nb: 1\n");
    check("a:\n- old:\n    x: 1\nb: 1\n", "a: []\nb: 1\n");
}

#[test]
fn a_key_behind_a_dash() {
    let check = |before: &str, after: &str| check("a.yaml", KEY, before, after);
    check("a:\n  - old: 1\n    b: 2\n    c: 3\n", "a:\n  - b: 2\n    c: 3\n");
    check("a:\n  - old:\n      x: 1\n    b: 2\n", "a:\n  - b: 2\n");
    check("a:\n  - b: 2\n    old: 1\n  - c: 1\n", "a:\n  - b: 2\n  - c: 1\n");
    check("- - old: 1\n    b: 1\n", "- - b: 1\n");
}

#[test]
fn keys_in_brackets() {
    let check = |before: &str, after: &str| check("a.yaml", KEY, before, after);
    check("a: { old: 1, b: 2 }\n", "a: { b: 2 }\n");
    check("a: { b: 2, old: 1 }\n", "a: { b: 2 }\n");
    check("a: { b: 2, old: [1, 2], c: 3 }\n", "a: { b: 2, c: 3 }\n");
    check("a: { old: 1 }\n", "a: {}\n");
    check("a: {\n  b: 2,\n  old: 1\n}\n", "a: {\n  b: 2\n}\n");
    check("a: {\n  old: 1,\n  b: 2\n}\n", "a: {\n  b: 2\n}\n");
    check("a: &x { old: 1, b: 2 }\n", "a: &x { b: 2 }\n");
    check("a: [{ old: 1, b: 2 }, { old: 2 }]\n", "a: [{ b: 2 }, {}]\n");
}

#[test]
fn keys_of_json() {
    let check = |before: &str, after: &str| check("a.json", KEY, before, after);
    check("{\n  \"old\": 1,\n  \"b\": 2\n}\n", "{\n  \"b\": 2\n}\n");
    check("{\n  \"b\": 2,\n  \"old\": 1\n}\n", "{\n  \"b\": 2\n}\n");
    check("{\"b\":2,\"old\":{\"c\":[1]},\"d\":4}\n", "{\"b\":2,\"d\":4}\n");
    check("{\"old\":\"x\",\"b\":2}\n", "{\"b\":2}\n");
    check("{\n  \"old\": 1\n}\n", "{}\n");
    check("{ \"a\": { \"old\": true } }\n", "{ \"a\": {} }\n");
    check("[\n  { \"old\": 1 },\n  { \"b\": 1, \"old\": null }\n]\n", "[\n  {},\n  { \"b\": 1 }\n]\n");
}

#[test]
fn items_of_lists() {
    let flag = r#"command: "tool ... --old", fix: delete"#;
    let check = |path: &str, before: &str, after: &str| check(path, flag, before, after);
    let compose = |command: &str| format!("services:\n  a:\n    image: x\n    command: {command}\n");
    check("compose.yaml", &compose("[\"tool\", \"--old\", \"-v\"]"), &compose("[\"tool\", \"-v\"]"));
    check("compose.yaml", &compose("[\"tool\", \"--old\"]"), &compose("[\"tool\"]"));
    check(
        "compose.yaml",
        &compose("\n      - tool\n      - --old\n      - -v"),
        &compose("\n      - tool\n      - -v"),
    );
    check("compose.yaml", &compose("\n      - \"tool\"\n      - \"--old\""), &compose("\n      - \"tool\""));
    check("compose.yaml", &compose("tool --old -v"), &compose("tool -v"));
    check("compose.yaml", &compose("\"tool -v --old\""), &compose("\"tool -v\""));
    check(
        "compose.yaml",
        &compose(">-\n      tool\n      --old\n      -v"),
        &compose(">-\n      tool\n      -v"),
    );
    let valued = r#"command: "tool ... --old=*", fix: delete"#;
    let check = |before: &str, after: &str| {
        super::formats::check("compose.yaml", valued, &compose(before), &compose(after));
    };
    check("[\"tool\", \"--old\", \"1\", \"-v\"]", "[\"tool\", \"-v\"]");
    check("[\"tool\", \"-v\", \"--old=1\"]", "[\"tool\", \"-v\"]");
    check("\n      - tool\n      - --old\n      - \"1\"\n      - -v", "\n      - tool\n      - -v");
}

#[test]
fn flags_of_commands() {
    let flag = r#"command: "tool ... --old", fix: delete"#;
    let check = |path: &str, before: &str, after: &str| check(path, flag, before, after);
    check("a.sh", "tool --old x\n", "tool x\n");
    check("a.sh", "tool x --old\necho\n", "tool x\necho\n");
    check("a.sh", "tool x --old && echo\n", "tool x && echo\n");
    check("a.sh", "tool x --old; echo\n", "tool x; echo\n");
    check("a.sh", "(tool x --old)\n", "(tool x)\n");
    check("a.sh", "tool \\\n  --old \\\n  x\necho\n", "tool \\\n  x\necho\n");
    check("a.sh", "tool \\\n  x \\\n  --old\necho\n", "tool \\\n  x\necho\n");
    check("a.sh", "tool x --old \\\n  y\n", "tool x \\\n  y\n");
    check("a.sh", "tool \\\n  --old x \\\n  y\n", "tool \\\n  x \\\n  y\n");
    check(
        "Dockerfile",
        "FROM x\nRUN tool --old x && \\\n    tool y \\\n      --old\nUSER a\n",
        "FROM x\nRUN tool x && \\\n    tool y\nUSER a\n",
    );
    check("Dockerfile", "FROM x\nCMD [\"tool\", \"--old\"]\n", "FROM x\nCMD [\"tool\"]\n");
    check("Dockerfile", "FROM x\nCMD [\"tool\", \"--old\", \"x\"]\n", "FROM x\nCMD [\"tool\", \"x\"]\n");
    check(
        ".github/workflows/a.yml",
        "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: |\n          tool \\\n            x \\\n            --old\n          echo\n",
        "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: |\n          tool \\\n            x\n          echo\n",
    );
    check(
        "a.service",
        "[Service]\nExecStart=/usr/bin/tool --old x\n",
        "[Service]\nExecStart=/usr/bin/tool x\n",
    );
    check("Makefile", "a:\n\ttool x --old\n", "a:\n\ttool x\n");
}

#[test]
fn whole_commands() {
    let tool = r#"command: "oldtool", fix: delete"#;
    let check = |path: &str, before: &str, after: &str| check(path, tool, before, after);
    check("a.sh", "echo\noldtool x \\\n  y\necho\n", "echo\necho\n");
    check("a.sh", "echo; oldtool x; echo\n", "echo; echo\n");
    for (path, text) in [
        ("a.sh", "echo && oldtool x\n"),
        ("a.sh", "oldtool x || echo\n"),
        ("a.sh", "cat x | oldtool\n"),
        ("a.sh", "echo && \\\n  oldtool x\n"),
        ("Dockerfile", "FROM x\nRUN a && oldtool x\n"),
    ] {
        check_none(path, tool, text);
    }
}

#[test]
fn lines_of_settings() {
    check(
        "my.cnf",
        r#"setting: "mysqld.old", fix: delete"#,
        "[mysqld]\nold = 1 # why\nb=2\n[client]\n",
        "[mysqld]\nb=2\n[client]\n",
    );
    check("my.cnf", r#"setting: "mysqld.old", fix: delete"#, "[mysqld]\nold\n", "[mysqld]\n");
    check("a.properties", r#"setting: "a.old", fix: delete"#, "a.old = x,\\\n  y\nb = 1\n", "b = 1\n");
    check("a.toml", KEY, "[a]\nold = \"\"\"\nx\n\"\"\"\nb = 1\n", "[a]\nb = 1\n");
    check(
        "a.toml",
        KEY,
        "[a]\nb = { old = 1, c = 2 }\nd = { c = 2, old = 1 }\ne = { old = 1 }\n",
        "[a]\nb = { c = 2 }\nd = { c = 2 }\ne = {}\n",
    );
    check(
        "main.tf",
        KEY,
        "resource \"a\" \"b\" {\n  old = [\n    1,\n  ]\n  b = 2\n}\n",
        "resource \"a\" \"b\" {\n  b = 2\n}\n",
    );
    check(
        "main.tf",
        KEY,
        "resource \"a\" \"b\" {\n  old {\n    c = 1\n  }\n  b = 2\n}\n",
        "resource \"a\" \"b\" {\n  b = 2\n}\n",
    );
    check(".env", r#"env: "OLD", fix: delete"#, "A=1\nOLD=2\nB=3\n", "A=1\nB=3\n");
    check(
        "Dockerfile",
        r#"setting: "OLD", fix: delete"#,
        "FROM x\nOLD a \\\n  b\nUSER c\n",
        "FROM x\nUSER c\n",
    );
    check("redis.conf", KEY, "a 1\nold 2 3\nb 4\n", "a 1\nb 4\n");
}

#[test]
fn directives_of_nginx() {
    let check = |matcher: &str, before: &str, after: &str| check("nginx.conf", matcher, before, after);
    check(KEY, "http {\n  old on; # why\n  b 1;\n}\n", "http {\n  b 1;\n}\n");
    check(KEY, "http { old on; b 1; }\n", "http { b 1; }\n");
    check(KEY, "http { b 1; old on; }\n", "http { b 1; }\n");
    check(KEY, "http {\n  old a\n    b;\n  c 1;\n}\n", "http {\n  c 1;\n}\n");
    let listen = r#"setting: "**.listen", value: "has old", fix: { delete: true, add: "old on;" }"#;
    check(
        listen,
        "server {\n  listen 443 ssl old;\n  a 1;\n}\n",
        "server {\n  listen 443 ssl;\n  old on;\n  a 1;\n}\n",
    );
    check(listen, "server { listen 443 old ssl; a 1; }\n", "server { listen 443 ssl; old on; a 1; }\n");
    check(
        listen,
        "server {\n  listen 1 old;\n  listen [::]:1 old; # six\n}\n",
        "server {\n  listen 1;\n  old on;\n  listen [::]:1; # six\n}\n",
    );
}

#[test]
fn variables() {
    let check =
        |path: &str, before: &str, after: &str| check(path, r#"env: "OLD", fix: delete"#, before, after);
    let compose = |list: &str| format!("services:\n  a:\n    image: x\n    environment:{list}");
    check("compose.yaml", &compose("\n      OLD: 1\n      B: 2\n"), &compose("\n      B: 2\n"));
    check("compose.yaml", &compose("\n      - B=2\n      - OLD=1\n"), &compose("\n      - B=2\n"));
    check("compose.yaml", &compose("\n      - \"OLD=1\"\n"), &compose(" []\n"));
    let pod = |list: &str| {
        format!("apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - name: a\n      env:{list}")
    };
    check(
        "pod.yaml",
        &pod("\n        - name: OLD\n          value: \"1\"\n        - name: B\n          value: \"2\"\n"),
        &pod("\n        - name: B\n          value: \"2\"\n"),
    );
    check(
        "Dockerfile",
        "FROM x\nENV OLD=1 B=2\nENV OLD 1\nENV C=3 OLD=1\nENV OLD=1\nUSER a\n",
        "FROM x\nENV B=2\nENV C=3\nUSER a\n",
    );
    check(
        "Dockerfile",
        "FROM x\nENV A=1 \\\n    OLD=2 \\\n    B=3\nENV A=1 \\\n    OLD=2\n",
        "FROM x\nENV A=1 \\\n    B=3\nENV A=1\n",
    );
}

#[test]
fn statements_of_sql() {
    let check = |matcher: &str, before: &str, after: &str| check("a.sql", matcher, before, after);
    let whole = r#"sql: "DROP OLD", fix: delete"#;
    check(whole, "SELECT 1;\nDROP OLD\n  x;\nSELECT 2;\n", "SELECT 1;\nSELECT 2;\n");
    check(whole, "SELECT 1; DROP OLD x; SELECT 2;\n", "SELECT 1; SELECT 2;\n");
    let word = r#"sql: "CREATE TABLE ... OLDWORD", fix: delete"#;
    check(word, "CREATE TABLE a (b INT) OLDWORD;\n", "CREATE TABLE a (b INT);\n");
    check(word, "create table a (\n  b int,\n  oldword\n);\n", "create table a (\n  b int\n);\n");
    check(
        r#"sql: "SHOW OLD", fix: { replace: "SHOW NEW" }"#,
        "show old;\nSHOW OLD;\n",
        "show new;\nSHOW NEW;\n",
    );
}

#[test]
fn elements_of_xml() {
    let check = |matcher: &str, before: &str, after: &str| check("a.xml", matcher, before, after);
    check(KEY, "<a>\n  <old>1</old>\n  <b/>\n</a>\n", "<a>\n  <b/>\n</a>\n");
    check(KEY, "<a><old x=\"1\"/><b/></a>\n", "<a><b/></a>\n");
    check(KEY, "<a>\n  <old>\n    <c/>\n  </old>\n</a>\n", "<a>\n</a>\n");
    check(KEY, "<a b=\"1\" old=\"2\" c=\"3\"/>\n", "<a b=\"1\" c=\"3\"/>\n");
    check(
        r#"setting: "**.old", fix: { replace: "new" }"#,
        "<a><old>1</old><n:old/></a>\n",
        "<a><new>1</new><n:new/></a>\n",
    );
}

#[test]
fn names_and_values() {
    let rename = r#"setting: "**.old", fix: { replace: "new" }"#;
    check("a.yaml", rename, "a:\n  old: 1\n  \"old\": 2\n", "a:\n  new: 1\n  \"new\": 2\n");
    check("a.json", rename, "{\"old\": 1}\n", "{\"new\": 1}\n");
    let value = r#"setting: "**.a", value: "x", fix: { value: "say \"y\": #1" }"#;
    check(
        "a.yaml",
        value,
        "a: x\nb:\n  a: \"x\"\n",
        "a: \"say \\\"y\\\": #1\"\nb:\n  a: \"say \\\"y\\\": #1\"\n",
    );
    check(
        "a.yaml",
        r#"setting: "**.a", value: "x", fix: { value: "it's" }"#,
        "b: { a: x }\nc: { a: 'x' }\n",
        "b: { a: it's }\nc: { a: 'it''s' }\n",
    );
    let number = r#"setting: "**.a", value: ["false", "1"], fix: { value: "on" }"#;
    check(
        "a.json",
        number,
        "{\"a\": false, \"b\": {\"a\": \"1\"}}\n",
        "{\"a\": \"on\", \"b\": {\"a\": \"on\"}}\n",
    );
    check("a.json", r#"setting: "**.a", value: "1", fix: { value: "2" }"#, "{\"a\": 1}\n", "{\"a\": 2}\n");
}

#[test]
fn files_with_templates() {
    let chart = |line: &str| {
        format!("{{{{- if .Values.a }}}}\n{line}b: {{{{ .Values.b }}}}\nc:\n  d: 1\n{{{{- end }}}}\n")
    };
    let path = "chart/templates/a.yaml";
    check(path, r#"setting: "a", value: "x", fix: { value: "y/v1" }"#, &chart("a: x\n"), &chart("a: y/v1\n"));
    check(path, r#"setting: "old", fix: delete"#, &chart("old: x\n"), &chart(""));
}

#[test]
fn lines_that_are_added() {
    let matcher = |path: &str| format!("setting: \"{path}\", fix: {{ delete: true, add: \"new: 1\" }}");
    check("a.yaml", &matcher("**.old"), "a:\n  old: 1\n  b: 2\n", "a:\n  new: 1\n  b: 2\n");
    let beside = r#"setting: "mysqld.old", unless: { "mysqld.new": "*" }, fix: { add: "new = 1" }"#;
    check("my.cnf", beside, "[mysqld]\nold = 1\n", "[mysqld]\nold = 1\nnew = 1\n");
    check("my.cnf", beside, "[mysqld]\nold = 1\nb = 1\n", "[mysqld]\nold = 1\nnew = 1\nb = 1\n");
}

#[test]
fn coded_rewrites() {
    let maintainer = r#"setting: "MAINTAINER", in: dockerfile, fix: { rewrite: maintainer-label }"#;
    check(
        "Dockerfile",
        maintainer,
        "FROM x\nMAINTAINER A B <a@b>\nUSER c\n",
        "FROM x\nLABEL org.opencontainers.image.authors=\"A B <a@b>\"\nUSER c\n",
    );
    check(
        "Dockerfile",
        maintainer,
        "FROM x\nMAINTAINER \"A\"\n",
        "FROM x\nLABEL org.opencontainers.image.authors=\"A\"\n",
    );
    let exec = r#"setting: "CMD", in: dockerfile, unless: { value: "[*" }, fix: { rewrite: exec-form }"#;
    check("Dockerfile", exec, "FROM x\nCMD node server.js\n", "FROM x\nCMD [\"node\", \"server.js\"]\n");
    check_none("Dockerfile", exec, "FROM x\nCMD node $A && b\n");
}
