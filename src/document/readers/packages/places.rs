//! Where manifests name packages, as a table.

/// How packages stand under a path.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// Each key is a name; its value, or `version` below it, is the version.
    Names,
    /// As `Names`, but the keys are paths: `node_modules/a/node_modules/b`.
    Modules,
    /// The setting holds the name under this key, and `version` beside it.
    Tables(&'static str),
    /// Each key is `name@version`.
    Keys,
    /// The value is a requirement of Python.
    Requirement,
}

/// One place in the files of one kind.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    pub kind: &'static str,
    pub ecosystem: &'static str,
    pub path: &'static [&'static str],
    pub shape: Shape,
}

const fn place(
    kind: &'static str,
    ecosystem: &'static str,
    path: &'static [&'static str],
    shape: Shape,
) -> Place {
    Place { kind, ecosystem, path, shape }
}

pub const PLACES: &[Place] = &[
    place("package-json", "npm", &["dependencies"], Shape::Names),
    place("package-json", "npm", &["devDependencies"], Shape::Names),
    place("package-json", "npm", &["peerDependencies"], Shape::Names),
    place("package-json", "npm", &["optionalDependencies"], Shape::Names),
    place("package-lock", "npm", &["packages"], Shape::Modules),
    // Version 1 of the format; version 2 repeats here what it has above.
    place("package-lock", "npm", &["dependencies"], Shape::Names),
    place("pnpm-lock", "npm", &["packages"], Shape::Keys),
    place("composer-json", "composer", &["require"], Shape::Names),
    place("composer-json", "composer", &["require-dev"], Shape::Names),
    place("composer-lock", "composer", &["packages", "[]"], Shape::Tables("name")),
    place("composer-lock", "composer", &["packages-dev", "[]"], Shape::Tables("name")),
    place("pyproject", "pypi", &["project", "dependencies", "[]"], Shape::Requirement),
    place("pyproject", "pypi", &["project", "optional-dependencies", "*", "[]"], Shape::Requirement),
    place("pyproject", "pypi", &["dependency-groups", "*", "[]"], Shape::Requirement),
    place("pyproject", "pypi", &["build-system", "requires", "[]"], Shape::Requirement),
    place("pyproject", "pypi", &["tool", "poetry", "dependencies"], Shape::Names),
    place("pyproject", "pypi", &["tool", "poetry", "dev-dependencies"], Shape::Names),
    place("pyproject", "pypi", &["tool", "poetry", "group", "*", "dependencies"], Shape::Names),
    place("pyproject", "pypi", &["tool", "pdm", "dev-dependencies", "*", "[]"], Shape::Requirement),
    place("pyproject", "pypi", &["tool", "uv", "dev-dependencies", "[]"], Shape::Requirement),
    place("python-lock", "pypi", &["package", "[]"], Shape::Tables("name")),
    place("pipfile", "pypi", &["packages"], Shape::Names),
    place("pipfile", "pypi", &["dev-packages"], Shape::Names),
    place("pipfile-lock", "pypi", &["default"], Shape::Names),
    place("pipfile-lock", "pypi", &["develop"], Shape::Names),
    place("setup-cfg", "pypi", &["options", "install_requires", "[]"], Shape::Requirement),
    place("setup-cfg", "pypi", &["options", "setup_requires", "[]"], Shape::Requirement),
    place("setup-cfg", "pypi", &["options", "tests_require", "[]"], Shape::Requirement),
    place("setup-cfg", "pypi", &["options.extras_require", "*", "[]"], Shape::Requirement),
    place("cargo-toml", "cargo", &["dependencies"], Shape::Names),
    place("cargo-toml", "cargo", &["dev-dependencies"], Shape::Names),
    place("cargo-toml", "cargo", &["build-dependencies"], Shape::Names),
    place("cargo-toml", "cargo", &["workspace", "dependencies"], Shape::Names),
    place("cargo-toml", "cargo", &["target", "*", "dependencies"], Shape::Names),
    place("cargo-lock", "cargo", &["package", "[]"], Shape::Tables("name")),
    place("nuget-lock", "nuget", &["dependencies", "*"], Shape::Names),
    place("msbuild", "nuget", &["Project", "ItemGroup", "PackageReference"], Shape::Tables("Include")),
    place("msbuild", "nuget", &["Project", "ItemGroup", "PackageReference"], Shape::Tables("Update")),
    place("msbuild", "nuget", &["Project", "ItemGroup", "PackageVersion"], Shape::Tables("Include")),
    place("msbuild", "nuget", &["Project", "ItemGroup", "GlobalPackageReference"], Shape::Tables("Include")),
    place("msbuild", "nuget", &["packages", "package"], Shape::Tables("id")),
];
