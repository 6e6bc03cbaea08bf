//! Words of running text, with their places.

use super::Span;

/// Whether the character belongs to a word: letters, digits and the marks that combine with them.
#[must_use]
pub fn is_word_character(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_alphanumeric();
    }
    character.is_alphanumeric() || unicode_normalization::char::is_combining_mark(character)
}

/// Every maximal run of word characters, left to right.
pub fn words(text: &str) -> impl Iterator<Item = Span> + '_ {
    let mut characters = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let start = characters.by_ref().find(|(_, character)| is_word_character(*character))?;
        let mut end = start.0 + start.1.len_utf8();
        while let Some((offset, character)) = characters.next_if(|(_, next)| is_word_character(*next)) {
            end = offset + character.len_utf8();
        }
        Some(Span::new(start.0, end))
    })
}

/// The word that `offset` lies in or touches.
#[must_use]
pub fn word_at(text: &str, offset: usize) -> Option<Span> {
    run_at(text, offset, is_word_character)
}

/// The maximal run of characters with a property that `offset` lies in or touches.
pub(crate) fn run_at(text: &str, offset: usize, belongs: impl Fn(char) -> bool) -> Option<Span> {
    let (before, after) = (text.get(..offset)?, text.get(offset..)?);
    let start = before.char_indices().rev().take_while(|(_, character)| belongs(*character)).last();
    let start = start.map_or(offset, |(start, _)| start);
    let end = after.char_indices().find(|(_, character)| !belongs(*character));
    let end = end.map_or(text.len(), |(end, _)| offset + end);
    (start < end).then(|| Span::new(start, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_runs_of_letters_and_digits() {
        let text = "Redis's  max_connections=10 — naïve, Größe 数据";
        let found: Vec<&str> = words(text).map(|span| span.of(text)).collect();
        assert_eq!(found, ["Redis", "s", "max", "connections", "10", "naïve", "Größe", "数据"]);
        assert_eq!(words(" ,; ").count(), 0);
    }

    #[test]
    fn finds_the_word_that_an_offset_touches() {
        let text = "a query, é";
        assert_eq!(word_at(text, 2), Some(Span::new(2, 7)));
        assert_eq!(word_at(text, 7), Some(Span::new(2, 7)));
        assert_eq!(word_at(text, 8), None);
        assert_eq!(word_at(text, 9), Some(Span::new(9, 11)));
        assert_eq!(word_at(text, 10), None, "inside a character");
        assert_eq!(word_at(text, 99), None);
    }
}
