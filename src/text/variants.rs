//! Other ways to write a term: plural and singular, British and American.
//!
//! Generated when a pack is built, so that looking up needs no stemmer (stemmers damage names such as
//! redis, kubernetes and indices). A form that nobody writes costs a few bytes and harms nothing; a form
//! that is another word would, so names are left alone.

/// Another surface form of a term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    pub text: String,
    /// Holds only in exactly this case: the plural of `NAT` is `NATs`, not `nats`.
    pub exact_case: bool,
}

/// Every other form of `term`, without the term itself. `is_name` says that it names a product: then only
/// its last word of several is varied.
#[must_use]
pub fn variants(term: &str, is_name: bool) -> Vec<Variant> {
    let mut spellings = vec![term.to_string()];
    spelling_variants(term, &mut spellings);
    digit_variants(&mut spellings);
    script_variants(&mut spellings);
    let mut found: Vec<Variant> = Vec::new();
    for (index, spelling) in spellings.iter().enumerate() {
        if index > 0 {
            push(&mut found, spelling.clone(), false);
        }
        number_variants(spelling, is_name, &mut found);
    }
    found.retain(|variant| variant.text != term);
    found
}

/// The plural of a term that ends with an acronym: `JWT` becomes `JWTs`, which holds only in this case.
#[must_use]
pub fn acronym_plural(term: &str) -> Option<String> {
    let (head, last) = last_word(term);
    let is_acronym = last.len() > 1 && last != "JS" && last.bytes().all(|byte| byte.is_ascii_uppercase());
    (is_acronym && !is_joined(head)).then(|| format!("{term}s"))
}

/// The plurals of a term, in every way people form them.
#[must_use]
pub fn plural_forms(term: &str) -> Vec<String> {
    let (head, last) = last_word(term);
    if last.is_empty() || is_joined(head) {
        return Vec::new();
    }
    if let Some(plural) = acronym_plural(term) {
        return vec![plural];
    }
    let lower = last.to_ascii_lowercase();
    let mut forms: Vec<String> =
        plurals(&lower).into_iter().map(|plural| format!("{head}{plural}")).collect();
    forms.push(format!("{head}{lower}s"));
    forms.push(format!("{head}{lower}es"));
    forms
}

fn push(found: &mut Vec<Variant>, text: String, exact_case: bool) {
    if found.iter().all(|variant| variant.text != text) {
        found.push(Variant { text, exact_case });
    }
}

/// The term before its last word, and the last word.
fn last_word(term: &str) -> (&str, &str) {
    let start = term.rfind(|character: char| !character.is_ascii_alphabetic()).map_or(0, |mark| {
        mark + term.get(mark..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
    });
    term.split_at_checked(start).unwrap_or(("", term))
}

/// Whether a mark joins the last word to what stands before it, as in a path or a file name.
fn is_joined(head: &str) -> bool {
    head.ends_with(['.', '/', '=', '@', '-', ':', '$'])
}

/// The term with its last word in the plural or singular.
fn number_variants(term: &str, is_name: bool, found: &mut Vec<Variant>) {
    let (head, last) = last_word(term);
    if (head.is_empty() && is_name) || is_joined(head) {
        return;
    }
    if let Some(plural) = acronym_plural(term) {
        push(found, plural, true);
        return;
    }
    if last.len() < 3 || last.ends_with("js") {
        return;
    }
    let lower = last.to_ascii_lowercase();
    for plural in plurals(&lower) {
        push(found, format!("{head}{plural}"), false);
    }
    if let Some(singular) = singular(&lower) {
        push(found, format!("{head}{singular}"), false);
    }
}

const IRREGULAR: [(&str, &str); 16] = [
    ("index", "indices"),
    ("matrix", "matrices"),
    ("vertex", "vertices"),
    ("vortex", "vortices"),
    ("schema", "schemata"),
    ("criterion", "criteria"),
    ("phenomenon", "phenomena"),
    ("medium", "media"),
    ("child", "children"),
    ("person", "people"),
    ("leaf", "leaves"),
    ("half", "halves"),
    ("proof", "proofs"),
    ("quiz", "quizzes"),
    ("analysis", "analyses"),
    ("axis", "axes"),
];

fn plurals(word: &str) -> Vec<String> {
    let mut plurals: Vec<String> = IRREGULAR
        .iter()
        .filter(|(singular, _)| *singular == word)
        .map(|(_, plural)| (*plural).to_string())
        .collect();
    let stem = |cut: usize| word.get(..word.len() - cut).unwrap_or_default();
    let ends = |endings: &[&str]| endings.iter().any(|ending| word.ends_with(ending));
    if ends(&["sis", "xis"]) {
        plurals.push(format!("{}es", stem(2)));
    } else if ends(&["s", "x", "z", "ch", "sh"]) {
        plurals.push(format!("{word}es"));
    } else if word.ends_with('y') && !ends(&["ay", "ey", "oy", "uy"]) {
        plurals.push(format!("{}ies", stem(1)));
    } else {
        plurals.push(format!("{word}s"));
    }
    plurals.dedup();
    plurals
}

fn singular(word: &str) -> Option<String> {
    if let Some((singular, _)) = IRREGULAR.iter().find(|(_, plural)| *plural == word) {
        return Some((*singular).to_string());
    }
    let ends = |endings: &[&str]| endings.iter().any(|ending| word.ends_with(ending));
    let stem = |cut: usize| word.get(..word.len() - cut).map(str::to_string);
    if word.len() < 4 || !word.ends_with('s') || ends(&["ss", "us", "is", "as", "os"]) {
        return None;
    }
    if word.ends_with("ies") {
        return stem(3).map(|stem| stem + "y");
    }
    if ends(&["sses", "xes", "ches", "shes", "zzes"]) {
        return stem(2);
    }
    stem(1)
}

/// Endings and stems that the two spellings write differently: (British, American).
const ENDINGS: [(&str, &str); 22] = [
    ("isation", "ization"),
    ("isations", "izations"),
    ("ise", "ize"),
    ("ised", "ized"),
    ("iser", "izer"),
    ("isers", "izers"),
    ("ises", "izes"),
    ("ising", "izing"),
    ("yse", "yze"),
    ("ysed", "yzed"),
    ("yser", "yzer"),
    ("ysing", "yzing"),
    ("elled", "eled"),
    ("elling", "eling"),
    ("eller", "eler"),
    ("alled", "aled"),
    ("alling", "aling"),
    ("ogue", "og"),
    ("ogues", "ogs"),
    ("efence", "efense"),
    ("icence", "icense"),
    ("artefact", "artifact"),
];

const STEMS: [(&str, &str); 12] = [
    ("behaviour", "behavior"),
    ("colour", "color"),
    ("favour", "favor"),
    ("honour", "honor"),
    ("labour", "labor"),
    ("neighbour", "neighbor"),
    ("flavour", "flavor"),
    ("vapour", "vapor"),
    ("centre", "center"),
    ("fibre", "fiber"),
    ("grey", "gray"),
    ("artefacts", "artifacts"),
];

/// The term with each of its words in the other spelling, one word at a time.
fn spelling_variants(term: &str, found: &mut Vec<String>) {
    for word in super::words::words(term) {
        let lower = word.of(term).to_ascii_lowercase();
        for other in spellings(&lower) {
            let before = term.get(..word.start()).unwrap_or_default();
            let after = term.get(word.end()..).unwrap_or_default();
            let variant = format!("{before}{other}{after}");
            if found.len() < 6 && !found.contains(&variant) {
                found.push(variant);
            }
        }
    }
}

fn spellings(word: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (british, american) in ENDINGS {
        for (from, to) in [(british, american), (american, british)] {
            if let Some(stem) = word.strip_suffix(from)
                && stem.len() >= 3
            {
                found.push(format!("{stem}{to}"));
            }
        }
    }
    for (british, american) in STEMS {
        for (from, to) in [(british, american), (american, british)] {
            if let Some(rest) = word.strip_prefix(from) {
                found.push(format!("{to}{rest}"));
            }
        }
    }
    found
}

/// `OAuth2` is also written `OAuth 2`, and the other way round, for words of four letters and more.
fn digit_variants(found: &mut Vec<String>) {
    for index in 0..found.len() {
        let Some(term) = found.get(index).cloned() else { return };
        let Some(digit) = term.find(|character: char| character.is_ascii_digit()) else { continue };
        let (head, tail) = term.split_at_checked(digit).unwrap_or((&term, ""));
        let word = head.trim_end_matches(' ');
        let letters = word.bytes().rev().take_while(u8::is_ascii_alphabetic).count();
        if letters < 4 {
            continue;
        }
        let joint = if word.len() == head.len() { " " } else { "" };
        found.push(format!("{word}{joint}{tail}"));
    }
}

/// `Node.js` is also written `NodeJS` and `Node JS`.
fn script_variants(found: &mut Vec<String>) {
    for index in 0..found.len() {
        let Some(stem) = found.get(index).and_then(|term| term.strip_suffix(".js")) else { continue };
        let joined = [format!("{stem}JS"), format!("{stem} JS")];
        found.extend(joined);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(term: &str, is_name: bool, expected: &[&str]) {
        let found: Vec<String> = variants(term, is_name).into_iter().map(|variant| variant.text).collect();
        for form in expected {
            assert!(found.iter().any(|found| found == form), "{term}: {form} is missing in {found:?}");
        }
        if expected.is_empty() {
            assert!(found.is_empty(), "{term}: {found:?}");
        }
    }

    #[test]
    fn counts_words() {
        check("query", false, &["queries"]);
        check("foreign keys", false, &["foreign key"]);
        check("index", false, &["indices", "indexes"]);
        check("clustered indices", false, &["clustered index"]);
        check("cache", false, &["caches"]);
        check("policies", false, &["policy"]);
        check("analysis", false, &["analyses"]);
        check("bus", false, &["buses"]);
        check("MySQL server", true, &["MySQL servers"]);
    }

    #[test]
    fn forms_every_plural() {
        let has = |term: &str, plural: &str| plural_forms(term).iter().any(|form| form == plural);
        assert!(
            has("index", "indexes") && has("clustered index", "clustered indices") && has("saga", "sagas")
        );
        assert!(has("policy", "policies") && has("JWT", "JWTs"));
        assert!(!has("index", "index") && !has("C++", "C++s"));
    }

    #[test]
    fn leaves_names_alone() {
        for name in ["Redis", "Kubernetes", "Postgres", "NATS", "Jenkins"] {
            check(name, true, &[]);
        }
        let plural = variants("NAT", false);
        assert_eq!(plural, [Variant { text: "NATs".into(), exact_case: true }]);
        assert!(variants("postgresql.conf", false).is_empty());
        assert_eq!(variants("IO", false), [Variant { text: "IOs".into(), exact_case: true }]);
    }

    #[test]
    fn knows_plurals_of_acronyms_and_names_of_scripts() {
        for (term, plural) in [
            ("JWT", Some("JWTs")),
            ("weak PK", Some("weak PKs")),
            ("C", None),
            ("Go", None),
            ("my.CNF", None),
        ] {
            assert_eq!(acronym_plural(term).as_deref(), plural, "{term}");
        }
        check("Node.js", true, &["NodeJS", "Node JS"]);
        assert_eq!(variants("Node.js", true).len(), 2);
    }

    #[test]
    fn spells_both_ways() {
        check("denormalisation", false, &["denormalization"]);
        check("authorization code", false, &["authorisation code", "authorisation codes"]);
        check("default behavior", false, &["default behaviour"]);
        check("data centre", false, &["data center", "data centers"]);
        check("catalog", false, &["catalogue"]);
        check("canceled request", false, &["cancelled request"]);
        check("OAuth2", true, &["OAuth 2"]);
        check("OAuth 2.0", true, &["OAuth2.0"]);
    }
}
