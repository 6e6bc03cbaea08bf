//! The page that `docent knowledge new ID` writes: commented, and valid as it stands.

/// A first page with this id, with a rule and its examples to be filled in.
#[must_use]
pub fn new_page(id: &str) -> String {
    let title = title(id);
    TEMPLATE.replace("{title}", &title).replace("{id}", id)
}

/// `query-cache` → `Query cache`.
fn title(id: &str) -> String {
    let words = id.replace(['-', '_', '.'], " ");
    let mut characters = words.trim().chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => "Untitled".to_string(),
    }
}

const TEMPLATE: &str = r#"---
# What people write for it beside the title. Plurals, hyphens, case and spelling are understood.
# "=Go" is matched with exactly this case.
terms: []
# Ids of related pages.
see: []
# Where each statement can be looked up (https), the first one for the link of findings; and the day on
# which somebody last did so.
sources: []
# checked: 2026-11-22

# To flag a practice, take the marks off. `docent knowledge check` runs the examples at the end.
# rule:
#   status: superseded        # or insecure, discouraged; leave it out where a lifecycle decides
#   severity: warning         # no finding of the rule is above it
#   message: "What is wrong with `{match}`, and since when."
#   instead: "What to do."
#   match:
#     - { setting: "section.some_setting", value: "old" }
#     - { prose: ["some phrase"], near: ["a product"] }
---
# {title}

One sentence or two, at most 45 words, that say what this is.

## What bites
What goes wrong with it, and when.

## Instead
What to take in its place.
"#;

#[cfg(test)]
mod tests {
    use crate::knowledge::parse::parse;

    #[test]
    fn is_a_valid_page() {
        for id in ["query-cache", "x", "grüße"] {
            let (pages, problems) = parse(&super::new_page(id), &format!("docs/{id}.md"), "workspace");
            assert_eq!(problems, []);
            assert_eq!(pages.len(), 1);
            assert_eq!(pages[0].id, id);
        }
        assert!(super::new_page("query-cache").contains("# Query cache\n"));
    }
}
