//! The command line: reads arguments, calls the features, writes what they return.

mod arguments;
mod check;
mod explain;
mod files;
mod init;
mod inputs;
mod judge;
mod knowledge;
mod output;
mod projects;
mod report;
mod rules;
mod search;
mod stack;
mod why;

use arguments::{Arguments, Command};
use clap::{CommandFactory, Parser};
use output::{Failure, Outcome};
use projects::Projects;
use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;

/// Nothing was found, or nothing was asked that can fail.
pub const CLEAN: u8 = 0;
/// Findings at or above the threshold, an unknown term, pages with problems.
pub const FOUND: u8 = 1;
/// The command could not do its work.
pub const FAILED: u8 = 2;

/// Runs one command line, program name first, and returns the exit code.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            // A closed pipe is the only way in which printing fails, and nobody reads the message then.
            let _ = error.print();
            return u8::try_from(error.exit_code()).unwrap_or(FAILED);
        }
    };
    // The server writes to standard output from a thread of its own, so nothing may hold the lock.
    if let Command::Lsp(_) = arguments.command {
        return serve(arguments.knowledge.as_deref());
    }
    let stdout = io::stdout();
    let mut out = io::BufWriter::new(stdout.lock());
    let outcome = dispatch(arguments, &mut out).and_then(|code| Ok(out.flush().map(|()| code)?));
    match outcome {
        Ok(code) => code,
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => CLEAN,
        Err(failure) => fail(&failure),
    }
}

fn serve(knowledge: Option<&Path>) -> u8 {
    match knowledge::base_library(knowledge) {
        Ok(base) => crate::lsp::run(base),
        Err(failure) => fail(&failure),
    }
}

fn fail(failure: &Failure) -> u8 {
    let _ = writeln!(io::stderr(), "docent: {failure}");
    FAILED
}

fn dispatch(arguments: Arguments, out: &mut dyn Write) -> Outcome {
    let folder = arguments.knowledge.as_deref();
    let projects = Projects::new(knowledge::base_library(folder)?);
    match arguments.command {
        // `run` serves before it takes hold of standard output.
        Command::Lsp(_) => Ok(CLEAN),
        Command::Check(arguments) => check::run(&arguments, &projects, out),
        Command::Explain(arguments) => explain::run(&arguments, &projects, out),
        Command::Search(arguments) => search::run(&arguments, &projects, out),
        Command::Why(arguments) => why::run(&arguments, &projects, out),
        Command::Files(arguments) => files::run(&arguments, &projects, out),
        Command::Stack(arguments) => stack::run(&arguments, &projects, out),
        Command::Rules(arguments) => rules::run(&arguments, &projects, out),
        Command::Knowledge(arguments) => knowledge::run(&arguments, folder, &projects, out),
        Command::Init => init::run(out),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "docent", &mut script);
            out.write_all(&script)?;
            Ok(CLEAN)
        }
    }
}
