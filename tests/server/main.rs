//! The server as a client sees it: a process, or the loop with a service of its own, spoken to in raw frames.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by a panic, also in a helper")]
#![allow(clippy::needless_pass_by_value, reason = "literals of JSON read better without a reference")]

mod client;
mod clients;
mod diagnostics;
mod documents;
mod folders;
mod frames;
mod handshake;
mod hostile;
mod parity;
mod questions;
mod ranges;
mod robustness;
mod serving;
mod survey;
mod workspace;
