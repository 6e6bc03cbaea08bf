//! What the embedded knowledge makes of small workspaces: versions from other files, siblings, negation.
#![allow(clippy::expect_used, reason = "a test that fails with a place says what it is for")]

use docent::check::Checker;
use docent::config::FileConfig;
use docent::document::Document;
use docent::knowledge::Date;
use docent::library::Library;
use docent::stack::Stack;
use std::sync::Arc;

/// Checks files beside each other; expects exactly these lines: `path:line severity rule [evidence]`.
#[track_caller]
fn check(files: &[(&str, &str)], targets: &[(&str, &str)], expected: &[&str]) {
    let checker = Checker::new(Arc::new(Library::embedded()));
    let targets =
        targets.iter().map(|(product, version)| (product.to_string(), version.to_string())).collect();
    let config = FileConfig { targets, ..FileConfig::default() };
    let today = Date::parse("2026-11-24").expect("a day");
    let documents: Vec<Document> =
        files.iter().map(|(path, text)| Document::read(path, (*text).into(), None, None)).collect();
    let stack = Stack::of_documents(&documents, checker.products());
    let mut found = Vec::new();
    for document in &documents {
        let file_stack = stack.for_file(&document.path, &config);
        for finding in checker.check(document, &file_stack, &config, today).findings {
            let line = document.text[..finding.span.start()].matches('\n').count() + 1;
            let evidence = finding.evidence.first();
            let evidence = evidence.map(|known| format!(" {}:{} {}", known.path, known.line, known.text));
            let (path, severity) = (&document.path, finding.severity.name());
            found.push(format!("{path}:{line} {severity} {}{}", finding.rule, evidence.unwrap_or_default()));
        }
    }
    assert_eq!(found, expected);
}

const CNF: &str = "[mysqld]\nquery_cache_size = 64M\n";

fn compose(image: &str) -> String {
    format!("services:\n  db:\n    image: {image}\n    volumes: [\"./db/my.cnf:/etc/mysql/conf.d/my.cnf\"]\n")
}

#[test]
fn a_removed_setting_is_an_error_in_the_version_that_mounts_it() {
    check(
        &[("compose.yaml", &compose("mysql:8.4")), ("db/my.cnf", CNF)],
        &[],
        &["db/my.cnf:2 error mysql-query-cache compose.yaml:3 mysql:8.4"],
    );
}

#[test]
fn a_version_before_the_removal_only_deprecates_and_has_ended_itself() {
    check(
        &[("compose.yaml", &compose("mysql:5.7")), ("db/my.cnf", CNF)],
        &[],
        &[
            "compose.yaml:3 warning mysql-end-of-life",
            "db/my.cnf:2 warning mysql-query-cache compose.yaml:3 mysql:5.7",
        ],
    );
}

#[test]
fn a_version_before_the_deprecation_is_fine() {
    check(&[("my.cnf", CNF)], &[("mysql", "5.7.19")], &[]);
}

#[test]
fn a_sibling_keeps_the_rule_silent() {
    check(&[("compose.yaml", &compose("mariadb:11.8")), ("db/my.cnf", CNF)], &[], &[]);
}

#[test]
fn without_a_version_the_severity_is_one_step_lower() {
    check(&[("my.cnf", CNF)], &[], &["my.cnf:2 warning mysql-query-cache"]);
    check(
        &[("compose.yaml", &compose("mysql:latest")), ("db/my.cnf", CNF)],
        &[],
        &["db/my.cnf:2 warning mysql-query-cache compose.yaml:3 mysql:latest"],
    );
}

#[test]
fn a_finding_must_hold_for_every_version_that_runs() {
    let both = "services:\n  old:\n    image: mysql:5.6\n  new:\n    image: mysql:8.4\n";
    check(&[("compose.yaml", both), ("my.cnf", CNF)], &[], &["compose.yaml:3 warning mysql-end-of-life"]);
}

#[test]
fn a_target_goes_before_every_file() {
    check(
        &[("compose.yaml", &compose("mariadb:11.8")), ("db/my.cnf", CNF)],
        &[("mysql", "8.4")],
        &["db/my.cnf:2 error mysql-query-cache docent.toml:0 mysql = \"8.4\""],
    );
}

#[test]
fn settings_inside_a_version_condition_of_a_template_are_not_judged() {
    let template = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: mysql\ndata:\n  my.cnf: |\n    [mysqld]\n    \
                    {{- if semverCompare \"<8.0\" .Values.image.tag }}\n    query_cache_size = 64M\n    {{- end }}\n    \
                    max_connections = 100\n";
    check(&[("chart/templates/configmap.yaml", template)], &[], &[]);
}

#[test]
fn a_config_map_is_read_as_the_file_that_it_holds() {
    let map = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: mysql\ndata:\n  my.cnf: |\n    [mysqld]\n    query_cache_size = 64M\n";
    check(&[("mysql.yaml", map)], &[], &["mysql.yaml:8 warning mysql-query-cache"]);
}

#[test]
fn documents_are_read_with_their_negations() {
    for silent in [
        "Do not use the implicit flow of OAuth.",
        "We removed the MySQL query cache.",
        "On top of MySQL we enable Hibernate's query cache.",
    ] {
        check(&[("docs/design.md", silent)], &[], &[]);
    }
    check(
        &[("docs/design.md", "For OAuth: do not cache tokens; use the implicit flow.")],
        &[],
        &["docs/design.md:1 information oauth-implicit-flow"],
    );
}

#[test]
fn a_file_that_speaks_of_a_sibling_is_taken_for_the_siblings() {
    check(&[("my.cnf", "# Settings of our MariaDB server.\n[mysqld]\nquery_cache_size = 64M\n")], &[], &[]);
    check(&[("etc/mysql/mariadb.conf.d/50-server.cnf", CNF)], &[], &[]);
    // Where the version is stated, the word does not excuse.
    check(
        &[("my.cnf", "# Moved here from MariaDB.\n[mysqld]\nquery_cache_size = 64M\n")],
        &[("mysql", "8.4")],
        &["my.cnf:3 error mysql-query-cache docent.toml:0 mysql = \"8.4\""],
    );
}

/// Judges one file by one rule of the test's own.
#[track_caller]
fn check_rule(matcher: &str, path: &str, text: &str, expected: &[&str]) {
    let page = format!(
        "---\nsources: [\"https://example.com/\"]\nchecked: 2026-11-24\nrule:\n  status: superseded\n  severity: warning\n  \
         message: \"old\"\n  match:\n    - {matcher}\n---\n# Old way\n\nA way that is old.\n"
    );
    let (pages, problems) = docent::knowledge::parse::parse(&page, "old-way.md", "testing");
    assert_eq!(problems, []);
    let checker = Checker::new(Arc::new(Library::of_pages(pages)));
    let document = Document::read(path, text.into(), None, None);
    let today = Date::parse("2026-11-24").expect("a day");
    let report =
        checker.check(&document, &docent::stack::FileStack::default(), &FileConfig::default(), today);
    let found: Vec<&str> = report.findings.iter().map(|finding| finding.span.of(text)).collect();
    assert_eq!(found, expected);
}

#[test]
fn packages_are_found_in_manifests_by_name_and_range() {
    let manifest =
        "{\n  \"dependencies\": {\n    \"request\": \"^2.88.0\",\n    \"serverless\": \"^4.1.0\"\n  }\n}\n";
    check_rule(r#"{ package: "npm:request" }"#, "package.json", manifest, &["request"]);
    check_rule(r#"{ package: "npm:serverless@<4" }"#, "package.json", manifest, &[]);
    check_rule(r#"{ package: "npm:serverless@>=4" }"#, "package.json", manifest, &["serverless"]);
    check_rule(r#"{ package: "pypi:request" }"#, "package.json", manifest, &[]);
    check_rule(
        r#"{ package: "pypi:apache-airflow@<3" }"#,
        "requirements.txt",
        "apache-airflow==2.10.1\n",
        &["apache-airflow"],
    );
}

#[test]
fn calls_are_found_in_code_that_imports_their_library() {
    let matcher = r#"{ code: "grpc.WithInsecure (", in: go, import: "google.golang.org/grpc" }"#;
    let text = "package main\n\nimport \"google.golang.org/grpc\"\n\n// grpc.WithInsecure() is old.\nfunc main() {\n\tgrpc.Dial(a, grpc.WithInsecure())\n}\n";
    check_rule(matcher, "main.go", text, &["grpc.WithInsecure("]);
    check_rule(
        matcher,
        "main.go",
        "package main\n\nimport \"example.com/grpc\"\n\nvar a = grpc.WithInsecure()\n",
        &[],
    );
    let quoted = r#"{ code: "require ( \"request\" )", in: [javascript, typescript] }"#;
    check_rule(
        quoted,
        "a.js",
        "const r = require('request');\nconst p = require('request-promise');\n",
        &["require('request')"],
    );
}

#[test]
fn files_are_found_by_their_path() {
    let text = "language: node_js\n";
    check_rule(r#"{ file: "*.travis.yml" }"#, ".travis.yml", text, &["language: node_js"]);
    check_rule(r#"{ file: "*.travis.yml" }"#, "travis.yaml", text, &[]);
}

/// A manifest or file of versions, and the one finding it gives.
#[test]
fn versions_are_read_from_every_place_that_states_one() {
    let workflow = |step: &str| {
        format!("on: push\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: {step}\n")
    };
    let matrix = "on: push\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    strategy:\n      matrix:\n        node: [16, 24]\n";
    for (path, text, expected) in [
        (".nvmrc", "v16.20.2\n", ":1 warning nodejs-end-of-life"),
        (".nvmrc", "lts/*\n", ""),
        (".python-version", "3.8.1\n", ":1 warning python-end-of-life"),
        (".python-version", "pypy3.8-7.3.9\n", ""),
        (".ruby-version", "ruby-2.7.5\n", ":1 warning ruby-end-of-life"),
        (".tool-versions", "golang 1.21\nnodejs 24.1\n", ":1 warning golang-end-of-life"),
        ("runtime.txt", "python-3.7.17\n", ":1 warning python-end-of-life"),
        ("mise.toml", "[tools]\nnode = \"16\"\n", ":2 warning nodejs-end-of-life"),
        ("package.json", "{\"engines\": {\"node\": \">=16\"}}\n", ""),
        ("package.json", "{\"engines\": {\"node\": \"16.x\"}}\n", ":1 warning nodejs-end-of-life"),
        ("package.json", "{\"engines\": {\"node\": \"^16 || ^24\"}}\n", ""),
        ("pyproject.toml", "[project]\nrequires-python = \">=3.8\"\n", ""),
        ("go.mod", "module example.com/a\n\ngo 1.20\n", ""),
        ("composer.json", "{\"require\": {\"php\": \"^7.4\"}}\n", ":1 warning php-end-of-life"),
        (
            "shop.csproj",
            "<Project>\n<PropertyGroup>\n<TargetFramework>net6.0</TargetFramework>\n</PropertyGroup>\n</Project>\n",
            ":3 warning dotnet-end-of-life",
        ),
        (".travis.yml", "language: node_js\nnode_js:\n  - 16\n  - 24\n", ":3 information nodejs-end-of-life"),
        (".github/workflows/test.yml", matrix, ":7 information nodejs-end-of-life"),
        (
            "main.tf",
            "resource \"aws_db_instance\" \"a\" {\n  engine = \"postgres\"\n  engine_version = \"11.5\"\n}\n",
            ":3 warning postgresql-end-of-life",
        ),
        (
            "deploy.sh",
            "aws lambda create-function --runtime \"python3.8\" --handler a.b\n",
            ":1 warning aws-lambda-end-of-life",
        ),
        ("requirements.txt", "apache-airflow==1.10.15\n", ":1 warning airflow-end-of-life"),
        ("requirements.txt", "apache-airflow>=1.10\n", ""),
        (
            "poetry.lock",
            "[[package]]\nname = \"apache-airflow\"\nversion = \"1.10.15\"\n",
            ":3 information airflow-end-of-life",
        ),
    ] {
        let expected: Vec<String> =
            Some(format!("{path}{expected}")).filter(|_| !expected.is_empty()).into_iter().collect();
        let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
        check(&[(path, text)], &[], &expected);
    }
    for step in [
        "actions/setup-node@v6\n        with: { node-version: 16 }",
        "actions/setup-python@v6\n        with: { python-version: '3.7' }",
    ] {
        let rule = if step.contains("node") { "nodejs" } else { "python" };
        let text = workflow(step);
        check(
            &[(".github/workflows/test.yml", &text)],
            &[],
            &[&format!(".github/workflows/test.yml:7 warning {rule}-end-of-life")],
        );
    }
}

#[test]
fn a_service_that_is_built_runs_what_its_dockerfile_is_built_on() {
    let service =
        "services:\n  db:\n    build: ./db\n    volumes: [\"./conf/my.cnf:/etc/mysql/conf.d/my.cnf\"]\n";
    let compose = ("compose.yaml", service);
    let cnf = ("conf/my.cnf", CNF);
    check(
        &[compose, ("db/Dockerfile", "FROM debian:13 AS tools\nFROM mysql:8.4\n"), cnf],
        &[],
        &["conf/my.cnf:2 error mysql-query-cache db/Dockerfile:2 mysql:8.4"],
    );
    check(&[compose, ("db/Dockerfile", "FROM mariadb:11.8\n"), cnf], &[], &[]);
    let named = "services:\n  db:\n    build: { context: ., dockerfile: db.Dockerfile }\n    volumes: [\"./conf:/etc/mysql/conf.d\"]\n";
    check(&[("compose.yaml", named), ("db.Dockerfile", "FROM mariadb:11.8\n"), cnf], &[], &[]);
}

#[test]
fn containers_of_a_pod_are_told_apart() {
    let pod = "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - name: db\n      image: mariadb:11.8\n      args: [\"--query-cache-size=1M\"]\n    - name: other\n      image: mysql:8.4\n      args: [\"--query-cache-size=1M\"]\n";
    check(&[("pod.yaml", pod)], &[], &["pod.yaml:10 error mysql-query-cache pod.yaml:9 mysql:8.4"]);
}

#[test]
fn an_address_in_a_comment_recommends_nothing() {
    let text = "# See https://example.com/oauth/implicit-flow for the implicit flow of OAuth.\na: 1\n";
    let elsewhere = "# See https://example.com/oauth/implicit-flow.\na: 1\n";
    check(&[("auth.yaml", text)], &[], &["auth.yaml:1 information oauth-implicit-flow"]);
    check(&[("auth.yaml", elsewhere)], &[], &[]);
}

#[test]
fn objects_of_a_list_are_documents() {
    let list = "apiVersion: v1\nkind: List\nitems:\n  - apiVersion: v1\n    kind: Service\n  - apiVersion: networking.k8s.io/v1beta1\n    kind: Ingress\n  - apiVersion: networking.k8s.io/v1beta1\n    kind: IngressClass\n";
    check(
        &[("list.yaml", list)],
        &[],
        &["list.yaml:6 warning kubernetes-ingress-v1beta1", "list.yaml:8 warning kubernetes-ingress-v1beta1"],
    );
}

#[test]
fn what_runs_inside_of_a_container_is_read_as_the_program() {
    for command in [
        "docker exec -it -u root db mysql -e 'SHOW SLAVE STATUS'",
        "docker compose exec -T db mysql -e 'SHOW SLAVE STATUS'",
        "kubectl exec -n shop db-0 -- mysql -e 'SHOW SLAVE STATUS'",
        "kubectl exec db-0 -- sh -c \"mysql -e 'SHOW SLAVE STATUS'\"",
        "docker exec -i db mysql <<END\nSHOW SLAVE STATUS;\nEND",
        "cat <<END | kubectl exec -i db-0 -- mysql\nSHOW SLAVE STATUS;\nEND",
        "echo 'SHOW SLAVE STATUS' | mysql -u root",
    ] {
        let line = 1 + usize::from(command.contains("<<"));
        let expected = format!("check.sh:{line} warning mysql-replication-statements");
        check(&[("check.sh", &format!("{command}\n"))], &[], &[&expected]);
    }
    check(&[("check.sh", "echo 'SHOW SLAVE STATUS' | tee notes\n")], &[], &[]);
}

#[test]
fn lines_that_a_command_writes_into_a_file_are_read_as_that_file() {
    let line = "host all all 0.0.0.0/0 trust";
    let expected = "warning postgresql-trust-authentication";
    for (path, text, number) in [
        ("init.sh", format!("echo '{line}' >> \"$PGDATA/pg_hba.conf\"\n"), 1),
        ("init.sh", format!("cat >> pg_hba.conf <<END\n{line}\nEND\n"), 2),
        ("cluster.yaml", format!("postgresql:\n  pg_hba:\n    - {line}\n"), 3),
    ] {
        check(&[(path, &text)], &[], &[&format!("{path}:{number} {expected}")]);
    }
}
