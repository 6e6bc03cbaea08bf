//! Documents against a plain model of them.

use super::*;

fn uri(text: &str) -> Uri {
    text.parse().expect("a URI")
}

#[test]
fn a_snapshot_stays_as_it_was_taken() {
    let state = State::new(Arc::default());
    let uri = uri("untitled:a");
    state.open(uri.clone(), 1, "markdown".to_string(), "one\ntwo".to_string());
    let before = state.snapshot(&uri).expect("open");
    let range = Some((Position { line: 1, character: 9 }, Position { line: 1, character: 0 }));
    let changes = vec![
        TextChange { range, text: "2\r\n3".to_string() },
        TextChange { range: Some((Position::default(), Position::default())), text: "0\n".to_string() },
    ];
    assert!(state.change(&uri, 2, changes));
    let after = state.snapshot(&uri).expect("open");
    assert_eq!((&*before.text, &*after.text), ("one\ntwo", "0\none\n2\r\n3"));
    assert_eq!(after.lines, LineIndex::new(&after.text));
    assert!(!state.is_current(&before) && state.is_current(&after));
    assert!(Arc::ptr_eq(&after, &state.snapshot(&uri).expect("open")));
    assert!(state.close(&uri).is_some());
    assert!(state.snapshot(&uri).is_none() && !state.is_current(&after));
    assert!(!state.change(&uri, 3, Vec::new()));
}

/// What text consists of that tends to be counted wrongly.
const PIECES: [&str; 14] =
    ["a", "word ", "é", "😀", "e\u{301}", "\r", "\n", "\r\n", "\n\r", "\u{2028}", "\u{85}", "𝄞𝄞", "\t", "ﬁ"];

/// Numbers that are the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).expect("64 bits") % limit.max(1)
    }

    fn text(&mut self, pieces: usize) -> String {
        (0..self.below(pieces + 1)).map(|_| PIECES[self.below(PIECES.len())]).collect()
    }
}

/// The letters of a text by lines, each with its line break, as the protocol divides them.
fn model_lines(text: &[char]) -> Vec<(usize, usize)> {
    let mut lines = Vec::new();
    let (mut start, mut at) = (0, 0);
    while at < text.len() {
        let breaks = match (text[at], text.get(at + 1)) {
            ('\r', Some('\n')) => 2,
            ('\r' | '\n', _) => 1,
            _ => 0,
        };
        if breaks > 0 {
            lines.push((start, at));
            start = at + breaks;
        }
        at += breaks.max(1);
    }
    lines.push((start, text.len()));
    lines
}

/// The number of letters before a position, counted one by one.
fn model_offset(text: &[char], position: Position, encoding: Encoding) -> usize {
    let lines = model_lines(text);
    let Some((start, end)) = lines.get(position.line as usize) else { return text.len() };
    let mut left = position.character as usize;
    for (at, letter) in text.iter().enumerate().take(*end).skip(*start) {
        let width = match encoding {
            Encoding::Utf8 => letter.len_utf8(),
            Encoding::Utf16 => letter.len_utf16(),
            Encoding::Utf32 => 1,
        };
        if left < width {
            return at;
        }
        left -= width;
    }
    *end
}

fn state_in(encoding: Encoding) -> State {
    let state = State::new(Arc::default());
    state.set_client(ClientProfile { encoding, ..ClientProfile::default() });
    state
}

/// A position that mostly exists; sometimes it lies inside a letter, behind a line or below the text.
fn some_position(random: &mut Random, text: &[char]) -> Position {
    let lines = model_lines(text);
    let beyond = 1 + usize::from(random.below(20) == 0);
    let line = random.below(lines.len() + beyond);
    let length = lines.get(line).map_or(0, |(start, end)| end - start);
    let number = |number: usize| u32::try_from(number).expect("small");
    Position { line: number(line), character: number(random.below(2 * length + 2)) }
}

#[test]
fn thousands_of_random_edits_give_the_text_of_a_plain_model() {
    for (seed, encoding) in [(1, Encoding::Utf8), (2, Encoding::Utf16), (3, Encoding::Utf32)] {
        let state = state_in(encoding);
        let uri = uri("untitled:model");
        let mut random = Random(0x9E37_79B9_7F4A_7C15 ^ seed);
        let mut model: Vec<char> = random.text(40).chars().collect();
        state.open(uri.clone(), 0, "markdown".to_string(), model.iter().collect());
        for version in 1..4_000 {
            let mut changes = Vec::new();
            for _ in 0..=random.below(3) {
                let text = random.text(6);
                let whole = model.len() > 400 || random.below(200) == 0;
                if whole {
                    model = text.chars().collect();
                    changes.push(TextChange { range: None, text });
                    continue;
                }
                let (one, other) = (some_position(&mut random, &model), some_position(&mut random, &model));
                let (from, to) = (model_offset(&model, one, encoding), model_offset(&model, other, encoding));
                model.splice(from.min(to)..from.max(to), text.chars());
                changes.push(TextChange { range: Some((one, other)), text });
            }
            assert!(state.change(&uri, version, changes));
            let snapshot = state.snapshot(&uri).expect("open");
            assert_eq!(*snapshot.text, model.iter().collect::<String>(), "{encoding:?} at version {version}");
            assert_eq!(snapshot.lines, LineIndex::new(&snapshot.text), "{encoding:?} at version {version}");
        }
    }
}

#[test]
fn a_large_document_is_seen_through_its_last_reading() {
    let state = state_in(Encoding::Utf16);
    let uri = uri("untitled:large");
    let mut random = Random(7);
    let lines: Vec<String> = (0..4_000).map(|number| format!("line {number} é😀 of words")).collect();
    let text = lines.join("\n");
    state.open(uri.clone(), 0, "markdown".to_string(), text);
    let first = state.snapshot(&uri).expect("open");
    first.document();
    let (mut through_reading, mut by_itself) = (0, 0);
    for version in 1..600 {
        let line = u32::try_from(1_000 + random.below(40)).expect("small");
        let place = Position { line, character: u32::try_from(random.below(20)).expect("small") };
        let end = Position {
            line: line + u32::try_from(random.below(2)).expect("small"),
            character: place.character,
        };
        assert!(state.change(
            &uri,
            version,
            vec![TextChange { range: Some((place, end)), text: random.text(3) }]
        ));
        let (text, lines) = {
            let document = state.documents.get(&uri).expect("open");
            (document.text.clone(), document.lines.clone())
        };
        for _ in 0..10 {
            let near = random.below(2) == 0;
            let line = if near { 990 + random.below(60) } else { random.below(lines.count()) };
            let position = Position { line: u32::try_from(line).expect("small"), character: 3 };
            let view = state.view(&uri, position).expect("open");
            let shown =
                view.snapshot.lines.line(&view.snapshot.text, view.position.line as usize).expect("a line");
            let present = lines.line(&text, line).expect("a line");
            assert_eq!(shown.of(&view.snapshot.text), present.of(&text), "line {line} at version {version}");
            assert_eq!(i64::from(view.position.line) + view.lines_down, i64::try_from(line).expect("small"));
            assert!(view.snapshot.is_read(), "nothing has to be read");
            if Arc::ptr_eq(&view.snapshot, &first) { through_reading += 1 } else { by_itself += 1 }
        }
    }
    assert!(through_reading > 2_000 && by_itself > 500, "{through_reading} and {by_itself}");
    // Once it has been read again, nothing older is shown.
    state.snapshot(&uri).expect("open").document();
    let view = state.view(&uri, Position { line: 1_000, character: 0 }).expect("open");
    assert_eq!((view.lines_down, view.snapshot.version), (0, 599));
}
