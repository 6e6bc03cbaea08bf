//! The text of one file.

use crate::knowledge::Problem;
use crate::text::Span;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

/// Larger files are not read.
pub const SIZE_LIMIT: u64 = 2 * 1024 * 1024;

/// The text of the file at `path`, whole and unchanged: a byte order mark stays, so that byte offsets are
/// those of the file. `shown` is the path as the problem names it.
///
/// # Errors
///
/// Says why there is no text: nothing there, no permission, not a regular file, too large, not UTF-8.
pub fn text(path: &Path, shown: &str) -> Result<String, Problem> {
    bytes(path).and_then(decoded).map_err(|message| problem(shown, message))
}

/// The same for a file that nobody named: nothing, and no problem, if it is no text at all.
///
/// # Errors
///
/// As [`text`], but for binary files.
pub fn text_of_found_file(path: &Path, shown: &str) -> Result<Option<String>, Problem> {
    let bytes = match bytes(path) {
        Ok(bytes) if is_binary(&bytes) => return Ok(None),
        Err(message) if message == too_large() && is_binary(&start_of(path)) => return Ok(None),
        other => other.map_err(|message| problem(shown, message))?,
    };
    decoded(bytes).map(Some).map_err(|message| problem(shown, message))
}

/// A zero byte near the start, as git judges it; UTF-16 holds them, too, but is meant as text.
fn is_binary(bytes: &[u8]) -> bool {
    let start = bytes.get(..bytes.len().min(8_000)).unwrap_or_default();
    memchr::memchr(0, start).is_some() && !is_utf16(bytes)
}

/// The first bytes of a file that is too large to be read.
fn start_of(path: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Ok(file) = File::open(path) {
        // What cannot be read is judged by what could.
        let _ = file.take(8_000).read_to_end(&mut bytes);
    }
    bytes
}

fn is_utf16(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF])
}

fn decoded(bytes: Vec<u8>) -> Result<String, String> {
    String::from_utf8(bytes).map_err(|error| not_utf8(error.as_bytes(), error.utf8_error().valid_up_to()))
}

/// A problem with a file as a whole.
#[must_use]
pub fn problem(path: &str, message: String) -> Problem {
    Problem { path: path.to_string(), line: 1, span: Span::default(), message }
}

fn bytes(path: &Path) -> Result<Vec<u8>, String> {
    // Opening a FIFO would wait for its writer, so the kind of file is asked first.
    let metadata = fs::metadata(path).map_err(|error| unreadable(&error))?;
    if metadata.is_dir() {
        return Err("is a folder; name a file".to_string());
    }
    if !metadata.is_file() {
        return Err("is not a regular file and was skipped".to_string());
    }
    if metadata.len() > SIZE_LIMIT {
        return Err(too_large());
    }
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0));
    let file = File::open(path).map_err(|error| unreadable(&error))?;
    // The file may have grown since, and files of /proc say that they are empty.
    file.take(SIZE_LIMIT + 1).read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
    if bytes.len() as u64 > SIZE_LIMIT {
        return Err(too_large());
    }
    Ok(bytes)
}

fn unreadable(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "does not exist; check the path".to_string(),
        io::ErrorKind::PermissionDenied => "cannot be read: permission denied".to_string(),
        _ => format!("cannot be read: {error}"),
    }
}

fn too_large() -> String {
    format!("is larger than {} MB and was skipped", SIZE_LIMIT / (1024 * 1024))
}

fn not_utf8(bytes: &[u8], valid: usize) -> String {
    if is_utf16(bytes) {
        return "is UTF-16; save it as UTF-8".to_string();
    }
    if is_binary(bytes) {
        return "is a binary file; name a text".to_string();
    }
    let line = bytes.iter().take(valid).filter(|byte| **byte == b'\n').count() + 1;
    format!("is not UTF-8 (byte {valid}, line {line}); save it as UTF-8, or exclude it if it is no text")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(content: &[u8], expected: Result<&str, &str>) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("file");
        fs::write(&path, content).expect("a file");
        let found = text(&path, "shown/file");
        let found = found.as_deref().map_err(|problem| {
            assert_eq!((problem.path.as_str(), problem.line), ("shown/file", 1));
            problem.message.as_str()
        });
        assert_eq!(found, expected);
    }

    #[test]
    fn keeps_every_byte_of_a_text() {
        check(b"", Ok(""));
        check("\u{feff}a\r\n".as_bytes(), Ok("\u{feff}a\r\n"));
    }

    #[test]
    fn says_why_there_is_no_text() {
        let not_utf8 = "is not UTF-8 (byte 3, line 2); save it as UTF-8, or exclude it if it is no text";
        check(b"ab\n\xff", Err(not_utf8));
        check(b"\xff\xfea\0", Err("is UTF-16; save it as UTF-8"));
        let size = usize::try_from(SIZE_LIMIT).expect("fits");
        check(&vec![b'a'; size + 1], Err("is larger than 2 MB and was skipped"));
        let message = |path: &str| text(Path::new(path), "x").map_err(|problem| problem.message);
        assert_eq!(message("/nowhere/at/all"), Err("does not exist; check the path".to_string()));
        assert_eq!(message("/"), Err("is a folder; name a file".to_string()));
        if cfg!(unix) {
            assert_eq!(message("/dev/zero"), Err("is not a regular file and was skipped".to_string()));
        }
    }

    #[test]
    fn reads_a_file_of_exactly_the_limit() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("file");
        let size = usize::try_from(SIZE_LIMIT).expect("fits");
        fs::write(&path, vec![b'a'; size]).expect("a file");
        assert_eq!(text(&path, "file").map(|text| text.len()), Ok(size));
    }
}
