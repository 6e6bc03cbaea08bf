//! How commands end.

use std::fmt;
use std::io;

/// An exit code, or why the command could not do its work.
pub type Outcome = Result<u8, Failure>;

/// Why a command could not do its work.
#[derive(Debug)]
pub enum Failure {
    /// Standard output could not be written.
    Output(io::Error),
    /// What is wrong, where, and what to do.
    Message(String),
}

impl Failure {
    pub fn message(text: impl Into<String>) -> Failure {
        Failure::Message(text.into())
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Failure::Output(error)
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Failure::Output(error.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Output(error) => write!(formatter, "cannot write to standard output: {error}"),
            Failure::Message(text) => formatter.write_str(text),
        }
    }
}
