//! The server as a client sees it: a process, or the loop with a service of its own, spoken to in raw frames.

mod client;
mod diagnostics;
mod documents;
mod frames;
mod handshake;
mod serving;
mod workspace;
