//! A place of a large document that changes faster than it can be read.
//!
//! Hover and completion never wait for a re-read. On a line that is as it was when the document was last read, they are
//! answered from that reading; a line that has changed since is read by itself.

use super::snapshot::Snapshot;
use crate::text::line_index::LineIndex;
use crate::text::position::Position;
use std::sync::Arc;

/// The last state of a document that was read, and what has stayed of it since.
#[derive(Debug)]
pub struct Settled {
    snapshot: Arc<Snapshot>,
    /// So many bytes at the start are as they were.
    head: usize,
    /// And so many at the end.
    tail: usize,
}

/// A place in a snapshot that answers at once for a place of the present text.
#[derive(Debug)]
pub struct View {
    pub snapshot: Arc<Snapshot>,
    /// In the snapshot.
    pub position: Position,
    /// How far down the present text has the lines of the snapshot; negative if it has them further up.
    pub lines_down: i64,
}

impl Settled {
    #[must_use]
    pub fn new(snapshot: Arc<Snapshot>) -> Settled {
        let length = snapshot.text.len();
        Settled { snapshot, head: length, tail: length }
    }

    /// Takes note of an edit with `before` bytes of the text before it and `after` behind it.
    pub fn edited(&mut self, before: usize, after: usize) {
        self.head = self.head.min(before);
        self.tail = self.tail.min(after);
    }

    /// Takes note of a text that took the place of another.
    pub fn replaced(&mut self, old: &str, new: &str) {
        let same = |(one, other): &(u8, u8)| one == other;
        let head = old.bytes().zip(new.bytes()).take_while(same).count();
        let tail = old.bytes().rev().zip(new.bytes().rev()).take_while(same).count();
        self.edited(head, tail.min(old.len().min(new.len()) - head));
    }

    /// The workspace has changed.
    pub fn renew(&mut self, serial: u64) {
        self.snapshot = Arc::new(self.snapshot.renewed(serial));
    }

    /// The place as it can be asked about at once.
    #[must_use]
    pub fn view(&self, text: &str, lines: &LineIndex, position: Position) -> View {
        let number = (position.line as usize).min(lines.count().saturating_sub(1));
        let line = lines.line(text, number).unwrap_or_default();
        let old = &self.snapshot;
        let old_start = if line.end() < self.head {
            Some(line.start())
        } else if line.start() + self.tail > text.len() {
            (old.text.len() + line.start()).checked_sub(text.len())
        } else {
            None
        };
        let is_there = position.line as usize == number;
        let Some(old_start) = old_start.filter(|_| is_there) else {
            let before = line.start().min(self.head).min(old.text.len());
            let snapshot = Arc::new(old.of_line(line.of(text), before));
            // What lies below the last line is the end of it.
            let position =
                Position { line: 0, character: if is_there { position.character } else { u32::MAX } };
            return View { snapshot, position, lines_down: signed(number) };
        };
        let old_number = old.lines.line_of(old_start);
        let position = Position { line: u32::try_from(old_number).unwrap_or(u32::MAX), ..position };
        View { snapshot: old.clone(), position, lines_down: signed(number) - signed(old_number) }
    }
}

fn signed(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
