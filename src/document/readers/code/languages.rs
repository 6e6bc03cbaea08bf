//! How languages write comments and strings: one row a language, data only.

/// The form of one string literal.
#[derive(Clone, Copy, Debug)]
pub struct StringForm {
    pub opens: &'static str,
    pub closes: &'static str,
    /// A backslash takes the meaning from the next character.
    pub escapes: bool,
    /// It may go over line breaks.
    pub long: bool,
    /// Begins what is computed inside it; empty if nothing is.
    pub computes: &'static str,
}

/// One language.
#[derive(Clone, Copy, Debug)]
pub struct Language {
    /// The kinds that it reads.
    pub kinds: &'static [&'static str],
    pub line_comments: &'static [&'static str],
    pub block_comments: &'static [(&'static str, &'static str)],
    /// Block comments lie in each other.
    pub nested: bool,
    /// The longer ones of one first character stand before the shorter.
    pub strings: &'static [StringForm],
    /// `'` begins a character or a name, never a string.
    pub has_characters: bool,
    /// `/` after an operator begins a regular expression.
    pub has_patterns: bool,
    /// The mark before the name that ends a here-document; empty if there is none.
    pub heredoc: &'static str,
    /// Characters of names besides letters, digits and `_`.
    pub name_marks: &'static [u8],
    /// What joins names beside a dot; `->` and `?.` read as a dot.
    pub joins: &'static [&'static str],
    /// Words before a name or text that is imported.
    pub imports: &'static [&'static str],
}

const fn string(quote: &'static str, computes: &'static str) -> StringForm {
    StringForm { opens: quote, closes: quote, escapes: true, long: false, computes }
}

const fn long(
    opens: &'static str,
    closes: &'static str,
    escapes: bool,
    computes: &'static str,
) -> StringForm {
    StringForm { opens, closes, escapes, long: true, computes }
}

const PLAIN: &[StringForm] = &[string("\"", ""), string("'", "")];

const C_LIKE: Language = Language {
    kinds: &[],
    line_comments: &["//"],
    block_comments: &[("/*", "*/")],
    nested: false,
    strings: PLAIN,
    has_characters: false,
    has_patterns: false,
    heredoc: "",
    name_marks: &[],
    joins: &[],
    imports: &["import"],
};

const HASHED: Language = Language { line_comments: &["#"], block_comments: &[], ..C_LIKE };

/// Every language that is read.
pub const LANGUAGES: &[Language] = &[
    Language {
        kinds: &["javascript", "typescript"],
        strings: &[long("`", "`", true, "${"), string("\"", ""), string("'", "")],
        has_patterns: true,
        name_marks: b"$",
        joins: &["?."],
        imports: &["import", "from", "require"],
        ..C_LIKE
    },
    Language {
        kinds: &["go"],
        strings: &[long("`", "`", false, ""), string("\"", ""), string("'", "")],
        ..C_LIKE
    },
    Language {
        kinds: &["python"],
        strings: &[
            long("\"\"\"", "\"\"\"", true, ""),
            long("'''", "'''", true, ""),
            string("\"", ""),
            string("'", ""),
        ],
        imports: &["import", "from"],
        ..HASHED
    },
    Language {
        kinds: &["java"],
        strings: &[long("\"\"\"", "\"\"\"", true, ""), string("\"", ""), string("'", "")],
        ..C_LIKE
    },
    Language {
        kinds: &["kotlin"],
        nested: true,
        strings: &[long("\"\"\"", "\"\"\"", false, "$"), string("\"", "$"), string("'", "")],
        joins: &["?."],
        ..C_LIKE
    },
    Language {
        kinds: &["groovy", "gradle"],
        strings: &[
            long("\"\"\"", "\"\"\"", true, "$"),
            long("'''", "'''", true, ""),
            string("\"", "$"),
            string("'", ""),
        ],
        has_patterns: true,
        joins: &["?."],
        ..C_LIKE
    },
    Language {
        kinds: &["scala"],
        nested: true,
        strings: &[long("\"\"\"", "\"\"\"", false, "${"), string("\"", "${")],
        has_characters: true,
        ..C_LIKE
    },
    Language {
        kinds: &["rust"],
        nested: true,
        strings: &[
            long("r##\"", "\"##", false, ""),
            long("r#\"", "\"#", false, ""),
            long("r\"", "\"", false, ""),
            long("\"", "\"", true, ""),
        ],
        has_characters: true,
        joins: &["::"],
        imports: &["use", "crate"],
        ..C_LIKE
    },
    Language {
        kinds: &["ruby", "gemfile"],
        block_comments: &[("\n=begin", "\n=end")],
        strings: &[long("\"", "\"", true, "#{"), long("'", "'", true, ""), string("`", "#{")],
        has_patterns: true,
        heredoc: "<<",
        name_marks: b"?!",
        joins: &["::", "&."],
        imports: &["require", "require_relative", "gem"],
        ..HASHED
    },
    Language {
        kinds: &["php"],
        line_comments: &["//", "#"],
        strings: &[long("\"", "\"", true, "$"), long("'", "'", true, "")],
        heredoc: "<<<",
        name_marks: b"$\\",
        joins: &["::", "->", "?->"],
        imports: &["use", "require", "require_once", "include"],
        ..C_LIKE
    },
    Language {
        kinds: &["csharp"],
        strings: &[
            long("\"\"\"", "\"\"\"", false, ""),
            long("$@\"", "\"", false, "{"),
            long("@$\"", "\"", false, "{"),
            long("@\"", "\"", false, ""),
            StringForm { closes: "\"", ..string("$\"", "{") },
            string("\"", ""),
            string("'", ""),
        ],
        joins: &["?."],
        imports: &["using"],
        ..C_LIKE
    },
    Language {
        kinds: &["c", "cpp"],
        joins: &["::", "->"],
        strings: &[long("R\"(", ")\"", false, ""), string("\"", ""), string("'", "")],
        imports: &["include"],
        ..C_LIKE
    },
    Language {
        kinds: &["swift"],
        nested: true,
        strings: &[long("\"\"\"", "\"\"\"", true, "\\("), string("\"", "\\(")],
        joins: &["?."],
        ..C_LIKE
    },
    Language {
        kinds: &["dart"],
        nested: true,
        strings: &[
            long("\"\"\"", "\"\"\"", true, "$"),
            long("'''", "'''", true, "$"),
            string("\"", "$"),
            string("'", "$"),
        ],
        joins: &["?."],
        imports: &["import", "export"],
        ..C_LIKE
    },
    Language {
        kinds: &["elixir"],
        strings: &[long("\"\"\"", "\"\"\"", true, "#{"), long("\"", "\"", true, "#{"), string("'", "#{")],
        name_marks: b"?!",
        imports: &["import", "alias", "use", "require"],
        ..HASHED
    },
    Language {
        kinds: &["erlang"],
        line_comments: &["%"],
        strings: &[long("\"", "\"", true, ""), string("'", "")],
        imports: &["include", "include_lib"],
        ..HASHED
    },
    Language {
        kinds: &["lua"],
        line_comments: &["--"],
        block_comments: &[("--[[", "]]")],
        strings: &[long("[[", "]]", false, ""), string("\"", ""), string("'", "")],
        joins: &[":"],
        imports: &["require"],
        ..C_LIKE
    },
    Language {
        kinds: &["perl"],
        block_comments: &[("\n=pod", "\n=cut"), ("\n=head1", "\n=cut")],
        strings: &[long("\"", "\"", true, "$"), long("'", "'", true, "")],
        has_patterns: true,
        heredoc: "<<",
        name_marks: b"$",
        joins: &["::", "->"],
        imports: &["use", "require"],
        ..HASHED
    },
    Language {
        kinds: &["powershell"],
        block_comments: &[("<#", "#>")],
        strings: &[
            long("@\"", "\"@", false, "$"),
            long("@'", "'@", false, ""),
            StringForm { escapes: false, ..string("\"", "$") },
            StringForm { escapes: false, ..string("'", "") },
        ],
        name_marks: b"$-",
        imports: &["Import-Module"],
        ..HASHED
    },
    Language { kinds: &["protobuf"], ..C_LIKE },
    Language {
        kinds: &["graphql"],
        strings: &[string("\"", "")],
        block_comments: &[("\"\"\"", "\"\"\"")],
        ..HASHED
    },
    Language { kinds: &["css"], name_marks: b"-", imports: &["@import"], ..C_LIKE },
    Language {
        kinds: &["haskell"],
        line_comments: &["--"],
        block_comments: &[("{-", "-}")],
        nested: true,
        strings: &[string("\"", "")],
        has_characters: true,
        ..C_LIKE
    },
    Language {
        kinds: &["clojure"],
        line_comments: &[";"],
        block_comments: &[],
        strings: &[long("\"", "\"", true, "")],
        has_characters: true,
        name_marks: b"-?!*/",
        imports: &["require", "import"],
        ..C_LIKE
    },
    Language {
        kinds: &["fsharp"],
        block_comments: &[("(*", "*)")],
        nested: true,
        strings: &[long("\"\"\"", "\"\"\"", false, ""), long("\"", "\"", true, "")],
        has_characters: true,
        imports: &["open"],
        ..C_LIKE
    },
    Language { kinds: &["r"], name_marks: b"$", imports: &["library", "require"], ..HASHED },
    Language {
        kinds: &["zig"],
        strings: &[string("\"", ""), string("'", "")],
        block_comments: &[],
        imports: &["@import"],
        ..C_LIKE
    },
    Language {
        kinds: &["terraform"],
        line_comments: &["#", "//"],
        strings: &[string("\"", "${")],
        name_marks: b"-",
        imports: &[],
        ..C_LIKE
    },
];

/// The language of a kind.
#[must_use]
pub fn of(kind: &str) -> Option<&'static Language> {
    LANGUAGES.iter().find(|language| language.kinds.contains(&kind))
}
