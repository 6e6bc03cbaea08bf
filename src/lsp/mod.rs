//! The language server: the only place that knows the protocol, threads and async.

mod frame;
mod message;
pub mod serve;
