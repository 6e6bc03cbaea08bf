//! Finds the kind of a file from its path and its content.

use crate::knowledge::Kind;
use crate::knowledge::kind::{KindRow, Reader};
use std::cell::LazyCell;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// How much of a file is looked at for the words of a kind.
const LOOKED_AT: usize = 128 * 1024;

/// The kind of a text, and why, in words for `docent files`.
///
/// A path decides together with the content; where the path is empty, the client's language id does.
/// A glob that several kinds share never decides alone.
#[must_use]
pub fn detect(path: &str, text: &str, language: Option<&str>) -> (Option<Kind>, String) {
    let path = path.replace('\\', "/");
    if path.is_empty() {
        return of_language(language.unwrap_or_default(), text);
    }
    let looked_at = beginning(text);
    let Some((kind, reason)) = of_path(&path, looked_at) else {
        return if first_line_names_a_shell(looked_at) {
            (Kind::parse("shell"), "its first line names a shell".to_string())
        } else {
            (None, "neither its name nor its content is of a known kind".to_string())
        };
    };
    (Some(kind), reason)
}

/// The kind of a code block: by its info string, refined by its content, else by a file name, else by
/// the content alone.
#[must_use]
pub fn detect_fence(language: &str, file_name: Option<&str>, text: &str) -> Option<Kind> {
    if let Some(kind) = file_name.and_then(|name| of_path(name, beginning(text)).map(|(kind, _)| kind)) {
        return Some(kind);
    }
    if language.is_empty() { by_content(beginning(text), |_| true) } else { of_language(language, text).0 }
}

/// The kind of a text that stands in a value of another file, under a key that may be a file name.
#[must_use]
pub fn detect_embedded(name: &str, text: &str) -> Option<Kind> {
    let looked_at = beginning(text);
    let by_name = if name.contains('.') { of_path(name, looked_at).map(|(kind, _)| kind) } else { None };
    let by_content = || by_content(looked_at, |row| matches!(row.reader, Reader::Ini | Reader::Directives));
    let is_json = || text.trim_start().starts_with('{') && text.trim_end().ends_with('}');
    by_name.or_else(by_content).or_else(|| Kind::parse("json").filter(|_| is_json()))
}

fn beginning(text: &str) -> &str {
    let mut end = text.len().min(LOOKED_AT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

fn of_path(path: &str, text: &str) -> Option<(Kind, String)> {
    // `compose.yml.patch` holds lines of two files, and some of them are taken out.
    if [".patch", ".diff", ".rej"].iter().any(|ending| path.ends_with(ending)) {
        return None;
    }
    for kind in Kind::all() {
        let row = kind.row();
        if let Some(glob) = row.paths.iter().find(|glob| !is_loose(glob) && matches_path(glob, path)) {
            return Some((kind, format!("its name fits {glob}")));
        }
    }
    let by_words = LazyCell::new(|| kinds_by_words(text));
    for kind in Kind::all() {
        let row = kind.row();
        if let Some(glob) = row.paths.iter().find(|glob| is_loose(glob) && matches_path(glob, path)) {
            return Some((kind, format!("its name fits {glob}")));
        }
        if let Some(glob) = row.shared_paths.iter().find(|glob| matches_path(glob, path))
            && by_words.contains(&kind)
        {
            return Some((kind, format!("its name fits {glob} and its content a file of {}", kind.name())));
        }
    }
    None
}

/// Whether a glob names only an extension, so that rows with words go before it.
fn is_loose(glob: &str) -> bool {
    glob.strip_prefix("*.").is_some_and(|rest| !rest.trim_end_matches(".*").contains('.'))
}

fn of_language(language: &str, text: &str) -> (Option<Kind>, String) {
    let Some(named) = Kind::of_language(language) else {
        return (None, format!("no kind has the language id \"{language}\""));
    };
    let looked_at = beginning(text);
    let is_general = matches!(named.name(), "yaml" | "json" | "ini");
    let refined = if is_general {
        by_content(looked_at, |row| {
            let may_stand_in = match named.row().reader {
                Reader::Yaml => row.reader == Reader::Yaml,
                _ => {
                    row.reader != Reader::Yaml && row.shared_paths.iter().any(|glob| glob.starts_with("*.c"))
                }
            };
            may_stand_in && row.name != "yaml"
        })
    } else {
        None
    };
    match refined {
        Some(kind) => {
            (Some(kind), format!("its language is {language} and its content that of {}", kind.name()))
        }
        None => (Some(named), format!("its language is {language}")),
    }
}

fn by_content(text: &str, accept: impl Fn(&KindRow) -> bool) -> Option<Kind> {
    kinds_by_words(text).into_iter().find(|kind| accept(kind.row()))
}

/// A word of the table: its kind, the number of its group, and itself.
type Entry = (Kind, u8, &'static str);

/// All words by their first byte, so that most lines are done with after one look.
static WORDS: LazyLock<Vec<Vec<Entry>>> = LazyLock::new(|| {
    let mut by_first = vec![Vec::new(); 256];
    for kind in Kind::all() {
        for (group, words) in (0u8..).zip(kind.row().words) {
            for word in *words {
                let first = word.bytes().next().unwrap_or_default();
                if let Some(entries) = by_first.get_mut(usize::from(first)) {
                    entries.push((kind, group, *word));
                }
            }
        }
    }
    by_first
});

/// The kinds whose words a text has, one of every group, in the order of the table.
fn kinds_by_words(text: &str) -> Vec<Kind> {
    let mut found: BTreeMap<Kind, u8> = BTreeMap::new();
    for line in text.split(['\n', '\r']) {
        let line = line.trim_start_matches([' ', '\t', '"', '\'']);
        look_up(line, false, &mut found);
        // Before a key of YAML and JSON may stand what begins lists and flow texts. It begins a section of
        // an INI file too, which is why both are looked up.
        look_up(line.trim_start_matches([' ', '\t', '"', '\'', '-', '{', ',', '[']), true, &mut found);
    }
    let all_groups = |kind: Kind| (1u8 << kind.row().words.len()) - 1;
    found.into_iter().filter(|(kind, groups)| *groups == all_groups(*kind)).map(|(kind, _)| kind).collect()
}

fn look_up(line: &str, as_yaml: bool, found: &mut BTreeMap<Kind, u8>) {
    let first = line.bytes().next().map(usize::from);
    let Some(entries) = first.and_then(|first| WORDS.get(first)) else { return };
    for (kind, group, word) in entries {
        if (kind.row().reader == Reader::Yaml) == as_yaml && starts_with_word(line, word) {
            *found.entry(*kind).or_default() |= 1 << group;
        }
    }
}

/// Whether a line begins with a word of the table; quotes around keys and blanks after them do not count.
fn starts_with_word(line: &str, word: &str) -> bool {
    let mut rest = line.as_bytes();
    for &expected in word.as_bytes() {
        while let Some((b'"' | b'\'', after)) = rest.split_first() {
            rest = after;
        }
        if expected == b':' {
            while let Some((b' ' | b'\t', after)) = rest.split_first() {
                rest = after;
            }
        }
        match rest.split_first() {
            Some((&byte, after)) if byte == expected => rest = after,
            _ => return false,
        }
    }
    // A word that ends as a name ends must not go on.
    let ends_open = word.ends_with(|last: char| last.is_ascii_alphanumeric());
    !ends_open || !rest.first().is_some_and(|&next| next.is_ascii_alphanumeric() || next == b'_')
}

fn first_line_names_a_shell(text: &str) -> bool {
    let first = text.lines().next().unwrap_or_default();
    first.starts_with("#!")
        && ["sh", "bash", "zsh", "ksh", "dash"].iter().any(|shell| first.trim_end().ends_with(shell))
}

/// Whether a glob fits a path: without `/` its last segment, else its last segments. `**` spans any number.
fn matches_path(glob: &str, path: &str) -> bool {
    // Nearly every glob is turned away by its last letter.
    let last = glob.as_bytes().last();
    if last != Some(&b'*') && last != path.as_bytes().last() {
        return false;
    }
    if !glob.contains('/') {
        return matches_name(glob.as_bytes(), path.rsplit('/').next().unwrap_or(path).as_bytes());
    }
    let wanted: Vec<&str> = glob.split('/').collect();
    let segments: Vec<&str> = path.split('/').collect();
    (0..segments.len()).any(|start| matches_segments(&wanted, segments.get(start..).unwrap_or_default()))
}

fn matches_segments(wanted: &[&str], segments: &[&str]) -> bool {
    match (wanted.split_first(), segments.split_first()) {
        (None, rest) => rest.is_none(),
        (Some((&"**", rest)), _) => {
            (0..=segments.len()).any(|skip| matches_segments(rest, segments.get(skip..).unwrap_or_default()))
        }
        (Some((glob, rest)), Some((segment, others))) => {
            matches_name(glob.as_bytes(), segment.as_bytes()) && matches_segments(rest, others)
        }
        (Some(_), None) => false,
    }
}

/// `*` takes any bytes; going back only to the last `*` keeps this to the product of the two lengths.
fn matches_name(glob: &[u8], name: &[u8]) -> bool {
    let (mut at, mut of_glob) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while at < name.len() {
        if glob.get(of_glob) == Some(&b'*') {
            star = Some((of_glob, at));
            of_glob += 1;
        } else if glob.get(of_glob).is_some() && glob.get(of_glob) == name.get(at) {
            of_glob += 1;
            at += 1;
        } else if let Some((star_at, taken)) = star {
            star = Some((star_at, taken + 1));
            of_glob = star_at + 1;
            at = taken + 1;
        } else {
            return false;
        }
    }
    glob.get(of_glob..).unwrap_or_default().iter().all(|&byte| byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    const CASES: &[(&str, &str, &str)] = &[
        ("my.cnf", "", "mysql-cnf"),
        ("conf.d/tuning.cnf", "# x\n[mysqld]\nquery_cache_size=1\n", "mysql-cnf"),
        ("conf.d/tuning.cnf", "[req]\nx=1\n", "ini"),
        ("openssl.conf", "[req]\nx=1\n", ""),
        ("db/postgresql.conf", "", "postgresql-conf"),
        ("db/custom.conf", "#wal_level = x\nwork_mem = 4MB\n", "postgresql-conf"),
        ("x/Dockerfile.dev", "", "dockerfile"),
        (".github/workflows/ci.yml", "", "github-workflow"),
        ("a/.github/workflows/ci.yml", "", "github-workflow"),
        (".forgejo/workflows/ci.yml", "on: push\njobs:\n  a:\n    runs-on: x\n", "gitea-workflow"),
        ("ci.yml", "on: push\njobs:\n  a:\n    runs-on: x\n", "github-workflow"),
        (".gitlab-ci.yml", "services:\n  - x\nimage: y\n", "gitlab-ci"),
        ("compose.yaml", "", "compose"),
        ("stack.yml", "services:\n  db:\n    image: mysql\n", "compose"),
        ("values.yaml", "services:\n  db:\n    image: mysql\n", "helm-values"),
        ("other.yml", "a: 1\n", "yaml"),
        ("compose.yml.patch", "-    image: mysql:5.7\n", ""),
        ("config/elasticsearch.yml", "", "elasticsearch-yml"),
        ("conf.yaml", "cluster_name: a\nseed_provider:\n", "cassandra-yaml"),
        ("etc/docker/daemon.json", "", "docker-daemon"),
        ("daemon.json", "{ \"name\": \"a\" }", "json"),
        ("deploy.yaml", "apiVersion: v1\nkind: Pod\n", "kubernetes"),
        ("api.json", "{\"openapi\" : \"3.0.0\", \n \"paths\": {}}", "openapi"),
        ("docs/a.md", "", "markdown"),
        ("site.conf", "server {\n  listen 80;\n}\n", "nginx"),
        ("bin/run", "#!/usr/bin/env bash\nls\n", "shell"),
        ("bin/run", "ls\n", ""),
        ("app.service", "[Unit]\n", "systemd"),
        ("web/package.json", "{}", "package-json"),
        ("src/application-dev.properties", "a.b=c\n", "spring"),
        ("config/app.properties", "spring.jpa.open-in-view=true\n", "spring"),
        ("config/app.properties", "a=b\n", "properties"),
        ("config/server.properties", "", "kafka-properties"),
        ("build.gradle", "", "gradle"),
        ("app/build.gradle.kts", "", "gradle"),
        ("requirements-dev.txt", "", "requirements"),
        ("notes.txt", "", "text"),
        ("Gemfile", "", "gemfile"),
        ("a/Shop.csproj", "", "msbuild"),
        ("web.config", "<configuration>\n", "xml"),
        ("main.tf", "", "terraform"),
        ("etc/cron.d/backup", "", "crontab"),
        ("conf.d/cache.conf", "maxmemory 1gb\n", "redis-conf"),
        ("db/hba.conf", "host    all all 0.0.0.0/0 md5\n", "pg-hba"),
        ("proxy.cfg", "frontend a\n  bind :80\n", "haproxy"),
        ("vhosts.conf", "<VirtualHost *:80>\n", "apache"),
        ("mq.conf", "listeners.tcp.default = 1\n", "rabbitmq-conf"),
        ("a.ipynb", "{}", "notebook"),
        ("a.mdx", "", "mdx"),
    ];

    #[test]
    fn a_path_decides_together_with_the_content() {
        for (path, text, expected) in CASES {
            let (kind, reason) = detect(path, text, Some("python"));
            assert_eq!(kind.map_or("", Kind::name), *expected, "{path}: {reason}");
        }
    }

    #[test]
    fn a_text_without_a_path_goes_by_its_language() {
        for (language, text, expected) in [
            ("yaml", "services:\n  db:\n    image: x\n", "compose"),
            ("yaml", "a: 1\n", "yaml"),
            ("ini", "[mysqld]\n", "mysql-cnf"),
            ("conf", "wal_level = replica\n", "postgresql-conf"),
            ("python", "import x\n", "python"),
            ("nothing", "[mysqld]\n", ""),
        ] {
            let (kind, reason) = detect("", text, Some(language));
            assert_eq!(kind.map_or("", Kind::name), expected, "{language}: {reason}");
        }
    }

    #[test]
    fn a_fence_goes_by_its_file_name_its_language_or_its_content() {
        for (language, file, text, expected) in [
            ("", None, "[mysqld]\nx=1\n", "mysql-cnf"),
            ("", Some("my.cnf"), "x=1\n", "mysql-cnf"),
            ("", None, "$ docker run mysql:5.7\n", "shell"),
            ("", None, "FROM node:8\nRUN x\n", "dockerfile"),
            ("", None, "Just words.\n", ""),
            ("js", None, "[mysqld]\n", "javascript"),
        ] {
            let kind = detect_fence(language, file, text);
            assert_eq!(kind.map_or("", Kind::name), expected, "{language} {text}");
        }
    }
}
