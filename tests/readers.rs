//! The readers on any bytes, and on the fixtures under `tests/readers`.

// A test that cannot go on should stop.
#![allow(clippy::unwrap_used)]

#[path = "readers/dump.rs"]
mod dump;

use docent::document::outline::{Outline, Setting, TokenStyle};
use docent::document::{Document, outline_of};
use docent::knowledge::Kind;
use docent::knowledge::kind::{Fold, Reader};
use docent::text::Span;
use proptest::prelude::*;

/// Every range lies in the text and on character boundaries, and every index points to something.
#[allow(clippy::too_many_lines, reason = "one flat list of everything that has a range")]
fn check_ranges(text: &str, outline: &Outline) {
    let span = |what: &str, span: Span| {
        assert!(text.get(span.range()).is_some(), "{what} {span:?} does not fit {text:?}");
    };
    for part in &outline.parts {
        span("part", part.span);
        assert!(outline.unit(part.root).is_some());
    }
    for unit in &outline.units {
        span("unit", unit.span);
        assert!(outline.part(unit.part).is_some());
        assert!(unit.parent.is_none_or(|parent| outline.unit(parent).is_some()));
    }
    for (index, setting) in outline.settings.iter().enumerate() {
        span("key", setting.key);
        span("setting", setting.extent);
        assert!(setting.extent.contains(setting.key) || setting.key.is_empty(), "{setting:?} in {text:?}");
        assert!(
            setting.parent.is_none_or(|parent| (parent.0 as usize) < index),
            "a parent stands before its children"
        );
        assert!(outline.unit(setting.unit).is_some());
        check_key(text, setting);
        if let Some(value) = &setting.value {
            span("value", value.span);
        }
    }
    for variable in &outline.env {
        span("variable", variable.extent);
        assert_eq!(variable.name_span.of(text), variable.name, "in {text:?}");
        if let Some(value) = &variable.value {
            span("value of a variable", value.span);
        }
    }
    for image in &outline.images {
        span("image", image.extent);
        span("image", image.span);
        assert!(image.span.contains(image.name_span));
        let written = image.name_span.of(text);
        assert!(
            written.contains('$') || written.ends_with(&image.name),
            "{written:?} is not {:?}",
            image.name
        );
        if let Some(tag) = &image.tag {
            span("tag", tag.span);
        }
    }
    for package in &outline.packages {
        span("package", package.extent);
        span("package", package.name_span);
        assert!(outline.unit(package.unit).is_some());
        if let Some(version) = &package.version {
            span("version", version.span);
        }
    }
    for command in &outline.commands {
        span("command", command.extent);
        assert!(!command.words.is_empty());
    }
    for import in outline.code.iter().flat_map(|code| &code.imports) {
        span("import", import.span);
    }
    let code = outline.code.iter().flat_map(|code| &code.tokens);
    let words = outline.commands.iter().flat_map(|command| &command.words);
    let tokens = outline.statements.iter().flat_map(|statement| &statement.tokens);
    for token in words.chain(tokens).chain(code) {
        span("token", token.span);
        if matches!(token.style, TokenStyle::Punctuation) {
            assert_eq!(token.span.of(text), token.text);
        }
    }
    for statement in &outline.statements {
        span("statement", statement.extent);
    }
    let starts: Vec<u32> = outline.sentences.iter().map(|sentence| sentence.span.start).collect();
    assert!(starts.is_sorted(), "sentences stand in the order of the file: {text:?}");
    for found in &outline.texts {
        span("text", found.span);
        assert!(found.sentence.is_none_or(|index| (index as usize) < outline.sentences.len()));
    }
    for block in &outline.blocks {
        span("block", block.span);
    }
    for sentence in &outline.sentences {
        span("sentence", sentence.span);
        assert!(outline.block(sentence.block).is_some());
        assert!(!sentence.fragments.is_empty());
        for fragment in &sentence.fragments {
            span("fragment", fragment.span);
            assert!(sentence.span.contains(fragment.span));
        }
    }
    for mount in &outline.mounts {
        span("mount", mount.span);
    }
    for ignore in &outline.ignores {
        span("ignore", ignore.span);
        span("covers", ignore.covers);
        span("comment", ignore.comment);
        for (rule, place) in &ignore.rules {
            assert_eq!(place.of(text), rule);
        }
    }
}

/// The range of a key holds the key, apart from folding, escapes and line breaks in quotes.
fn check_key(text: &str, setting: &Setting) {
    let written = setting.key.of(text);
    let same = [Fold::Exact, Fold::IgnoreCase, Fold::MysqlOption, Fold::Relaxed]
        .iter()
        .any(|fold| fold.apply(written.trim()) == setting.name.trim());
    let escaped = written.contains(['[', '\\', '\'', '\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']);
    assert!(
        same || escaped || setting.key.is_empty() || written.to_ascii_uppercase() == setting.name,
        "{written:?} is not {:?} in {text:?}",
        setting.name
    );
}

fn kinds() -> Vec<Kind> {
    let names = [
        "markdown",
        "restructuredtext",
        "asciidoc",
        "text",
        "yaml",
        "compose",
        "kubernetes",
        "json",
        "github-workflow",
        "mysql-cnf",
        "postgresql-conf",
        "systemd",
        "ini",
        "dockerfile",
        "shell",
        "sql",
        "env",
        "nginx",
        "haproxy",
        "apache",
        "redis-conf",
        "pg-hba",
        "crontab",
        "makefile",
        "properties",
        "spring",
        "rabbitmq-conf",
        "toml",
        "xml",
        "pom",
        "msbuild",
        "package-json",
        "pnpm-lock",
        "pyproject",
        "requirements",
        "go-mod",
        "yarn-lock",
        "gemfile-lock",
        "gradle-catalog",
        "gradle-wrapper",
        "setup-cfg",
        "terraform",
        "gradle",
        "gemfile",
        "groovy",
        "javascript",
        "go",
        "python",
        "java",
        "kotlin",
        "scala",
        "rust",
        "ruby",
        "php",
        "csharp",
        "cpp",
        "swift",
        "dart",
        "elixir",
        "erlang",
        "lua",
        "perl",
        "powershell",
        "graphql",
        "css",
        "haskell",
        "clojure",
        "fsharp",
        "r",
        "zig",
        "html",
        "notebook",
        "org",
        "mdx",
    ];
    names.iter().map(|name| Kind::parse(name).unwrap()).collect()
}

/// The kinds that are read in different ways: languages share one lexer.
fn different_kinds() -> Vec<Kind> {
    let alike = |kind: &Kind| {
        kind.row().reader == Reader::Code && !["javascript", "python", "rust", "ruby"].contains(&kind.name())
    };
    kinds().into_iter().filter(|kind| !alike(kind)).collect()
}

fn check_kinds(text: &str, kinds: &[Kind]) {
    for kind in kinds {
        check_ranges(text, &outline_of(text, Some(*kind)));
    }
    check_ranges(text, &outline_of(text, None));
}

const PIECES: &[&str] = &[
    "\n",
    "\r\n",
    "\r",
    " ",
    "  ",
    "\t",
    "- ",
    ": ",
    ":",
    "#",
    "# ",
    "'",
    "\"",
    "`",
    "```",
    "```yaml\n",
    "~~~",
    "| ",
    "|\n",
    "> ",
    ">\n",
    "{{ ",
    " }}",
    "{% if version %}",
    "{% end %}",
    "<% ",
    " %>",
    "${A:-b}",
    "$A",
    "$(",
    ")",
    "(",
    "<<EOF\n",
    "EOF\n",
    "\\\n",
    "\\",
    "image: ",
    "mysql:8.0",
    "services:\n",
    "command: ",
    "env:\n",
    "environment:\n  - ",
    "A=b",
    "run: ",
    "FROM ",
    "RUN ",
    "COPY ",
    "ENV ",
    "ONBUILD ",
    "[\"a\", ",
    "]",
    "[",
    "{",
    "}",
    "&a ",
    "*a",
    "<<: *a",
    "---\n",
    "...\n",
    "[mysqld]\n",
    "key = value",
    "key",
    "=",
    ";",
    "--",
    "/*",
    "*/",
    "$$",
    "SELECT ",
    "DELIMITER //\n",
    "//",
    "docker run ",
    "-e ",
    "sh -c ",
    "psql -c ",
    "export ",
    "docent: ignore x until 2026-01-01 -- y",
    "<!-- ",
    " -->",
    "docent: ignore-start\n",
    "docent: ignore-end\n",
    "!!! warning\n",
    "    ",
    ".. code-block:: yaml\n\n",
    "----\n",
    "====\n",
    "[source,yaml]\n",
    "| a | b |\n|---|---|\n",
    "é",
    "漢字",
    "🦀",
    "\u{E000}",
    "\u{FEFF}",
    "\0",
    "a",
    "B.",
    "e.g. ",
    "https://x.y/z",
    "**",
    "~~",
    "[x](y)",
    "<https://a.b>",
    "kind: ConfigMap\n",
    "data:\n",
    "  my.cnf: |\n",
    "server { ",
    "<VirtualHost a>\n",
    "</VirtualHost>\n",
    "<IfVersion < 2>\n",
    "frontend x\n",
    ".if version_atleast(2)\n",
    "host all all 1.2.3.4 255.0.0.0 md5 a=b\n",
    "* * * * * root ",
    "a_by_lua_block {",
    "\t@",
    "$(A)",
    "include x;",
    "a.b[0].c=d\\\n",
    "[a.b]\n",
    "[[a.b]]\n",
    "a = [1, {b = \"c\"}]\n",
    "\"\"\"",
    "'''",
    "\"a\": \"b\\n\", ",
    "{\"a\": [",
    "// x\n",
    "<a b='c' ",
    "<a>",
    "</a>",
    "<![CDATA[",
    "<dependency><groupId>a</groupId><artifactId>b</artifactId>",
    "<version>${x.y}</version>",
    "a[b]>=1,<2; c # d\n",
    "require (\n",
    "  a/b v1.2 // indirect\n",
    "\"@a/b@^1\", c@2:\n  version \"1\"\n",
    "    rails (1.2)\n",
    "distributionUrl=https\\://x/gradle-6.5-bin.zip\n",
    "\"dependencies\": {\"a\": \"^1\"},",
    "[project]\ndependencies = [\"a>1\"]\n",
    "packages:\n  /@a/b@1.2(c):\n",
    "install_requires =\n    a>1\n",
    "resource \"a\" \"b\" {\n",
    "a = <<-EOF\n",
    "a = [for x in y : {",
    "\"${b[\"c\"]}\"",
    "(a) = 1\n",
    "{ a: 1, b = c.d }",
    "f\"{a}\"",
    "$\"{a}\"",
    "`${a",
    "import (\n",
    "import a.b as c, ",
    "from \"x\"",
    "#include <a.h>\n",
    "<<~SQL\nSELECT 1\nSQL\n",
    "<?php ",
    "?>",
    "a->b?.c::d.e(",
    "new MySQLContainer(\"mysql:5.7\")",
    "sh 'docker run x'\n",
    "gem \"a\", \"~> 1\"\n",
    "implementation 'a.b:c:1.0'\n",
    "id \"a\" version \"1\"\n",
    "install_requires=[\"a>1\", ",
    "/[/]/",
    "'a'",
    "'\\''",
    "\n=begin\n",
    "\n=end\n",
    "(* ",
    "*)",
    "{- ",
    "--[[",
    "r#\"",
    "<p>",
    "<pre class='language-yaml'>",
    "</pre>",
    "<code>",
    "<a href=\"b\">",
    "<script>",
    "\"cells\": [{\"cell_type\": \"code\", \"source\": [\"a\\n\", \"b\"]}, ",
    "{\"cells\": [{\"cell_type\": \"markdown\", \"source\": [\"a\\n\", \"b\"]}, ",
    "#+BEGIN_SRC yaml\n",
    "#+END_SRC\n",
    "* A =b= ~c~\n",
    "{/* a */}",
    "export a\n",
];

/// Pieces that mean something to one format or another.
fn pieces() -> impl Strategy<Value = String> {
    let known = prop::sample::select(PIECES);
    prop::collection::vec(
        prop_oneof![8 => known.prop_map(ToString::to_string), 1 => any::<char>().prop_map(|c| c.to_string())],
        0..40,
    )
    .prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_as_any_kind_gives_ranges_that_fit(
        text in pieces(),
        kinds in prop::sample::subsequence(kinds(), 15),
    ) {
        check_kinds(&text, &kinds);
    }

    #[test]
    fn any_characters_as_any_kind_give_ranges_that_fit(
        text in any::<String>(),
        kinds in prop::sample::subsequence(kinds(), 15),
    ) {
        check_kinds(&text, &kinds);
    }
}

/// Texts on which a reader that goes back and forth would not end in the life of a test run.
#[test]
fn hostile_texts_end() {
    let unit = [
        "{{ ",
        "${A:-",
        "<!-- docent: ignore x -->\n",
        "<!-- docent: ignore x -->\na\n",
        "{% if a %}",
        "[",
        "{",
        "- ",
        "> ",
        "$(",
        "`",
        "\"",
        "'",
        "<<E\n",
        "a: &a\n",
        "sh -c '",
        "docker run ",
        "\\\n",
        "# x\n",
        "# docent: ignore x\n",
        "![",
        "[a](",
        "<!--",
        "a.b. ",
        "|",
        "$$",
        "DELIMITER /\n",
        "FROM a\n",
        "  - a:\n",
        "\r",
        "```\n",
        "a\n\n",
        "a{",
        "a{b;}",
        "<a>\n",
        "a;",
        "<p>",
        "<pre>",
        "<a href=\"",
        "$(a \"$(",
        "\"$a ",
        "{/*",
        "a=",
        "a \"b\" {",
        "a=[",
        "\"${",
        "a=<<E\n",
        "<a ",
        "<a b='",
        "</a>",
        "a '",
        "\t$(A",
    ];
    for piece in unit {
        let text = piece.repeat(20_000 / piece.len());
        for kind in different_kinds() {
            check_ranges(&text, &outline_of(&text, Some(kind)));
        }
    }
    let long_line = "a ".repeat(500_000);
    let many_lines = "key: value\n".repeat(100_000);
    let deep = (0..2000).fold(String::new(), |text, depth| text + &" ".repeat(depth) + "k:\n");
    let billion = (0..40).fold("a0: &a0 {k: v}\n".to_string(), |text, at| {
        format!("{text}a{}: &a{} {{x: *a{at}, y: *a{at}}}\n", at + 1, at + 1)
    });
    for text in [long_line, many_lines, deep, billion] {
        for kind in different_kinds() {
            check_ranges(&text, &outline_of(&text, Some(kind)));
        }
    }
}

/// Compares the outline of every fixture with what stands beside it; `UPDATE=1` writes it anew.
#[test]
fn fixtures_read_as_written_beside_them() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/readers/fixtures");
    let mut names: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    let mut wrong = Vec::new();
    for path in names.iter().filter(|path| path.is_file()) {
        let name = path.file_name().unwrap().to_string_lossy().to_string();
        let text = std::fs::read_to_string(path).unwrap();
        let document = Document::read(&name, text.clone().into(), None, None);
        check_ranges(&text, &document.outline);
        let kind = document.kind.map_or("-", Kind::name);
        let found = format!("kind {kind}\n{}", dump::dump(&text, &document.outline));
        let beside = folder.join("outlines").join(format!("{name}.txt"));
        if std::env::var_os("UPDATE").is_some() {
            std::fs::create_dir_all(folder.join("outlines")).unwrap();
            std::fs::write(&beside, &found).unwrap();
        } else if std::fs::read_to_string(&beside).unwrap_or_default() != found {
            wrong.push(format!("{name}:\n{found}"));
        }
    }
    assert!(wrong.is_empty(), "these outlines differ (UPDATE=1 writes them anew):\n{}", wrong.join("\n"));
}

#[test]
fn the_literal_stretches_of_a_word_with_variables_are_texts() {
    for (script, expected) in [
        ("curl -d \"grant_type=password&username=$NAME\" x\n", "\"grant_type=password&username="),
        ("curl https://x/${A}/token?response_type=token`b`\n", "/token?response_type=token"),
        ("curl $(echo a)/b/c\n", "/b/c"),
    ] {
        let outline = outline_of(script, Kind::parse("shell"));
        let texts: Vec<&str> = outline.texts.iter().map(|text| text.span.of(script)).collect();
        assert!(texts.contains(&expected), "{texts:?} of {script}");
        assert!(texts.iter().all(|text| !text.contains('$')), "{texts:?} of {script}");
    }
}

#[test]
fn what_stands_in_a_condition_on_a_version_is_left_out() {
    let chart = "a:\n{{ if semverCompare \"<1\" .Capabilities }}\n  image: mysql:5.7\n  env: { A: b }\n  \
                 command: [docker, run]\n{{ end }}\n  image: redis:5\n";
    let outline = outline_of(chart, Kind::parse("yaml"));
    let names: Vec<&str> = outline.images.iter().map(|image| image.name.as_str()).collect();
    assert_eq!(names, ["redis"]);
    assert!(outline.env.is_empty() && outline.commands.is_empty());
}
