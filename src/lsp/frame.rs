//! The framing of the protocol: headers, a blank line, a body of so many bytes.
//!
//! A bad frame must not cost the user the server: it becomes one [`Frame::Bad`], and reading goes on at the
//! next `Content-Length:`.

use std::io::{self, Read, Write};

/// Larger bodies are refused.
const BODY_LIMIT: usize = 64 * 1024 * 1024;

/// A header block larger than this is none.
const HEADER_LIMIT: usize = 8 * 1024;

/// How much is read at once.
const CHUNK: usize = 64 * 1024;

const CONTENT_LENGTH: &[u8] = b"content-length";

/// One message as it came.
#[derive(Debug, PartialEq, Eq)]
pub enum Frame {
    Body(Vec<u8>),
    /// What was wrong with the header.
    Bad(&'static str),
}

/// Reads frames, one after another.
#[derive(Debug)]
pub struct FrameReader<R> {
    input: R,
    /// What the last read brought.
    chunk: Box<[u8]>,
    /// What has been read and not yet handed out.
    buffer: Vec<u8>,
    /// After a bad header: everything before the next `Content-Length:` is to be skipped.
    lost: bool,
}

enum Header {
    Unfinished,
    Good {
        /// Where the body begins.
        body: usize,
        length: usize,
    },
    Bad {
        reason: &'static str,
        /// The bytes in which no further frame can begin.
        skip: usize,
    },
}

impl<R: Read> FrameReader<R> {
    pub fn new(input: R) -> FrameReader<R> {
        FrameReader { input, chunk: vec![0; CHUNK].into(), buffer: Vec::new(), lost: false }
    }

    /// The next frame; none at the end of the input, also if it ends inside a frame.
    ///
    /// # Errors
    ///
    /// Whatever the input reports.
    pub fn next(&mut self) -> io::Result<Option<Frame>> {
        loop {
            if self.lost && !self.resynchronize()? {
                return Ok(None);
            }
            match read_header(&self.buffer) {
                Header::Unfinished if self.buffer.len() > HEADER_LIMIT => {
                    return Ok(Some(self.bad("the header is longer than 8 KiB", 1)));
                }
                Header::Unfinished => {
                    if !self.fill()? {
                        return Ok(None);
                    }
                }
                Header::Bad { reason, skip } => return Ok(Some(self.bad(reason, skip))),
                Header::Good { body, length } => return self.body(body, length),
            }
        }
    }

    fn body(&mut self, start: usize, length: usize) -> io::Result<Option<Frame>> {
        let end = start + length;
        while self.buffer.len() < end {
            if !self.fill()? {
                return Ok(None);
            }
        }
        let body = self.buffer.get(start..end).unwrap_or_default().to_vec();
        self.buffer.drain(..end);
        self.buffer.shrink_to(2 * CHUNK);
        Ok(Some(Frame::Body(body)))
    }

    fn bad(&mut self, reason: &'static str, skip: usize) -> Frame {
        self.buffer.drain(..skip.min(self.buffer.len()));
        self.lost = true;
        Frame::Bad(reason)
    }

    /// Drops everything before the next `Content-Length:`.
    fn resynchronize(&mut self) -> io::Result<bool> {
        loop {
            if let Some(found) = find_content_length(&self.buffer) {
                self.buffer.drain(..found);
                self.lost = false;
                return Ok(true);
            }
            // The name itself may be cut in two by the end of what has been read.
            let keep = self.buffer.len().min(CONTENT_LENGTH.len());
            self.buffer.drain(..self.buffer.len() - keep);
            if !self.fill()? {
                return Ok(false);
            }
        }
    }

    /// Reads more; false at the end of the input.
    fn fill(&mut self) -> io::Result<bool> {
        let read = loop {
            match self.input.read(&mut self.chunk) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read?,
            }
        };
        self.buffer.extend_from_slice(self.chunk.get(..read).unwrap_or_default());
        Ok(read > 0)
    }
}

/// Writes one frame.
///
/// # Errors
///
/// Whatever the output reports.
pub fn write(output: &mut impl Write, body: &[u8]) -> io::Result<()> {
    write!(output, "Content-Length: {}\r\n\r\n", body.len())?;
    output.write_all(body)
}

/// Reads the header block at the start of `bytes`: any order and case of names, LF for CRLF, blank lines
/// before the first name.
fn read_header(bytes: &[u8]) -> Header {
    let mut at = bytes.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
    let mut length = None;
    let mut wrong = None;
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr::memchr(b'\n', rest)) {
        let line = bytes.get(at..at + found).unwrap_or_default().trim_ascii();
        at += found + 1;
        if line.is_empty() {
            return finish_header(at, length, wrong);
        }
        match memchr::memchr(b':', line).map(|colon| line.split_at(colon)) {
            Some((name, value)) if name.trim_ascii().eq_ignore_ascii_case(CONTENT_LENGTH) => {
                length = Some(read_length(value.get(1..).unwrap_or_default().trim_ascii()));
            }
            Some(_) => {}
            None => wrong = Some("a line of the header has no colon"),
        }
        if at > HEADER_LIMIT {
            return Header::Bad { reason: "the header is longer than 8 KiB", skip: 1 };
        }
    }
    Header::Unfinished
}

fn finish_header(
    body: usize,
    length: Option<Result<usize, &'static str>>,
    wrong: Option<&'static str>,
) -> Header {
    match (length, wrong) {
        (Some(Err(reason)), _) => Header::Bad { reason, skip: body },
        // The length may be the good header of the next frame, behind the remains of a bad one.
        (_, Some(reason)) => Header::Bad { reason, skip: 1 },
        (None, None) => Header::Bad { reason: "the header has no Content-Length", skip: body },
        (Some(Ok(length)), None) => Header::Good { body, length },
    }
}

fn read_length(value: &[u8]) -> Result<usize, &'static str> {
    let digits = !value.is_empty() && value.iter().all(u8::is_ascii_digit);
    if !digits {
        return Err("Content-Length is no number");
    }
    std::str::from_utf8(value)
        .ok()
        .and_then(|value| value.parse().ok())
        .filter(|length| *length <= BODY_LIMIT)
        .ok_or("the message is larger than 64 MiB")
}

fn find_content_length(bytes: &[u8]) -> Option<usize> {
    memchr::memchr2_iter(b'c', b'C', bytes).find(|start| {
        let rest = bytes.get(*start..).unwrap_or_default();
        rest.get(..CONTENT_LENGTH.len()).is_some_and(|name| name.eq_ignore_ascii_case(CONTENT_LENGTH))
            && rest.get(CONTENT_LENGTH.len()) == Some(&b':')
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Hands out its bytes in pieces of a fixed size, as a pipe may.
    struct Pieces<'a>(&'a [u8], usize);

    impl Read for Pieces<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let length = self.1.min(buffer.len()).min(self.0.len());
            let (now, later) = self.0.split_at(length);
            buffer[..length].copy_from_slice(now);
            self.0 = later;
            Ok(length)
        }
    }

    fn frames(bytes: &[u8], piece: usize) -> Vec<String> {
        let mut reader = FrameReader::new(Pieces(bytes, piece));
        let mut frames = Vec::new();
        while let Some(frame) = reader.next().expect("no error") {
            frames.push(match frame {
                Frame::Body(body) => String::from_utf8_lossy(&body).into_owned(),
                Frame::Bad(reason) => format!("bad: {reason}"),
            });
        }
        frames
    }

    #[track_caller]
    fn check(bytes: &str, expected: &[&str]) {
        for piece in [1, 7, usize::MAX] {
            assert_eq!(frames(bytes.as_bytes(), piece), expected, "{bytes:?} in pieces of {piece}");
        }
    }

    #[test]
    fn reads_every_way_of_writing_a_header() {
        check("Content-Length: 2\r\n\r\n{}Content-Length: 2\r\n\r\n[]", &["{}", "[]"]);
        check("content-type: x; charset=utf-8\r\ncontent-length:2\r\n\r\n{}", &["{}"]);
        check("CONTENT-LENGTH:  2  \nX-Other: 9\n\n{}", &["{}"]);
        check("\r\n\r\nContent-Length: 0\r\n\r\n", &[""]);
    }

    #[test]
    fn goes_on_after_a_bad_header() {
        let good = "Content-Length: 2\r\n\r\n{}";
        let no_colon = "bad: a line of the header has no colon";
        check(&format!("garbage\r\n{good}"), &[no_colon, "{}"]);
        check(&format!("garbage\r\n\r\n{good}"), &[no_colon, "{}"]);
        check(&format!("garbage{good}{good}"), &["bad: the header has no Content-Length", "{}"]);
        check(
            &format!("Content-Length: many\r\n\r\n{{}}{good}"),
            &["bad: Content-Length is no number", "{}"],
        );
        check(&format!("Content-Length: -1\r\n\r\n{good}"), &["bad: Content-Length is no number", "{}"]);
        check(&format!("A: b\r\n\r\n{good}"), &["bad: the header has no Content-Length", "{}"]);
        check(
            &format!("Content-Length: 99999999999999999999\r\n\r\nx{good}"),
            &["bad: the message is larger than 64 MiB", "{}"],
        );
        let long = "x".repeat(20_000);
        check(&format!("{long}\r\n\r\n{good}"), &["bad: the header is longer than 8 KiB", "{}"]);
    }

    #[test]
    fn ends_with_its_input() {
        check("", &[]);
        check("Content-Length: 5\r\n\r\nabc", &[]);
        check("Content-Len", &[]);
        check("nothing here\r\n\r\n", &["bad: a line of the header has no colon"]);
    }

    proptest! {
        #[test]
        fn any_bytes_come_to_an_end(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            frames(&bytes, 3);
        }

        #[test]
        fn what_is_written_is_read(bodies in proptest::collection::vec(".{0,40}", 0..5), piece in 1usize..50) {
            let mut bytes = Vec::new();
            for body in &bodies {
                write(&mut bytes, body.as_bytes()).expect("no error");
            }
            prop_assert_eq!(frames(&bytes, piece), bodies);
        }
    }
}
