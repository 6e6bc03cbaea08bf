//! The rows of the table of kinds for manifests and lock files: what a project depends on. Their names are
//! their own, so none needs words.

use super::table::UNKNOWN;
use super::{KindRow, Reader};

pub(super) const ROWS: &[KindRow] = &[
    KindRow { name: "package-json", paths: &["package.json"], reader: Reader::Yaml, ..UNKNOWN },
    KindRow {
        name: "package-lock",
        paths: &["package-lock.json", "npm-shrinkwrap.json"],
        reader: Reader::Yaml,
        ..UNKNOWN
    },
    KindRow { name: "pnpm-lock", paths: &["pnpm-lock.yaml"], reader: Reader::Yaml, ..UNKNOWN },
    KindRow { name: "yarn-lock", paths: &["yarn.lock"], reader: Reader::Packages, ..UNKNOWN },
    KindRow { name: "composer-json", paths: &["composer.json"], reader: Reader::Yaml, ..UNKNOWN },
    KindRow { name: "composer-lock", paths: &["composer.lock"], reader: Reader::Yaml, ..UNKNOWN },
    KindRow { name: "pyproject", paths: &["pyproject.toml"], reader: Reader::Toml, ..UNKNOWN },
    KindRow {
        name: "python-lock",
        paths: &["poetry.lock", "uv.lock", "pdm.lock"],
        reader: Reader::Toml,
        ..UNKNOWN
    },
    KindRow { name: "pipfile", paths: &["Pipfile"], reader: Reader::Toml, ..UNKNOWN },
    KindRow { name: "pipfile-lock", paths: &["Pipfile.lock"], reader: Reader::Yaml, ..UNKNOWN },
    KindRow {
        name: "requirements",
        paths: &[
            "requirements*.txt",
            "*requirements.txt",
            "requirements*.in",
            "requirements/*.txt",
            "requirements/*.in",
            "constraints*.txt",
        ],
        reader: Reader::Packages,
        languages: &["pip-requirements", "requirements.txt"],
        ..UNKNOWN
    },
    KindRow { name: "setup-cfg", paths: &["setup.cfg"], reader: Reader::Ini, ..UNKNOWN },
    KindRow { name: "cargo-toml", paths: &["Cargo.toml"], reader: Reader::Toml, ..UNKNOWN },
    KindRow { name: "cargo-lock", paths: &["Cargo.lock"], reader: Reader::Toml, ..UNKNOWN },
    KindRow {
        name: "go-mod",
        paths: &["go.mod"],
        reader: Reader::Packages,
        languages: &["go.mod", "gomod"],
        ..UNKNOWN
    },
    KindRow { name: "gradle-catalog", paths: &["*.versions.toml"], reader: Reader::Toml, ..UNKNOWN },
    KindRow {
        name: "gradle-wrapper",
        paths: &["gradle-wrapper.properties"],
        reader: Reader::Properties,
        ..UNKNOWN
    },
    KindRow { name: "gradle-lock", paths: &["gradle.lockfile"], reader: Reader::Packages, ..UNKNOWN },
    KindRow { name: "nuget-lock", paths: &["packages.lock.json"], reader: Reader::Yaml, ..UNKNOWN },
    KindRow { name: "gemfile-lock", paths: &["Gemfile.lock"], reader: Reader::Packages, ..UNKNOWN },
    KindRow {
        name: "pom",
        paths: &["pom.xml", "pom-*.xml", "*.pom", "*-pom.xml"],
        reader: Reader::Xml,
        languages: &["pom"],
        ..UNKNOWN
    },
    KindRow {
        name: "msbuild",
        paths: &[
            "*.csproj",
            "*.fsproj",
            "*.vbproj",
            "Directory.Packages.props",
            "Directory.Build.props",
            "Directory.Build.targets",
            "packages.config",
        ],
        reader: Reader::Xml,
        languages: &["msbuild", "csproj"],
        ..UNKNOWN
    },
    KindRow {
        name: "gradle",
        paths: &["*.gradle.kts", "*.gradle"],
        reader: Reader::Code,
        languages: &["gradle", "gradle-kotlin-dsl"],
        ..UNKNOWN
    },
    KindRow {
        name: "gemfile",
        paths: &["Gemfile", "gems.rb", "*.gemspec"],
        reader: Reader::Code,
        languages: &["gemfile"],
        ..UNKNOWN
    },
    KindRow {
        name: "node-version",
        paths: &[".nvmrc", ".node-version"],
        reader: Reader::Versions,
        ..UNKNOWN
    },
    KindRow { name: "python-version", paths: &[".python-version"], reader: Reader::Versions, ..UNKNOWN },
    KindRow { name: "ruby-version", paths: &[".ruby-version"], reader: Reader::Versions, ..UNKNOWN },
    KindRow { name: "java-version", paths: &[".java-version"], reader: Reader::Versions, ..UNKNOWN },
    KindRow { name: "golang-version", paths: &[".go-version"], reader: Reader::Versions, ..UNKNOWN },
    KindRow { name: "php-version", paths: &[".php-version"], reader: Reader::Versions, ..UNKNOWN },
    KindRow {
        name: "terraform-version",
        paths: &[".terraform-version"],
        reader: Reader::Versions,
        ..UNKNOWN
    },
    KindRow {
        name: "tool-versions",
        paths: &[".tool-versions", "runtime.txt"],
        reader: Reader::Versions,
        ..UNKNOWN
    },
    KindRow {
        name: "mise",
        paths: &["mise.toml", ".mise.toml", "mise.*.toml"],
        reader: Reader::Toml,
        ..UNKNOWN
    },
    KindRow { name: "dotnet-global", paths: &["global.json"], reader: Reader::Yaml, ..UNKNOWN },
];
