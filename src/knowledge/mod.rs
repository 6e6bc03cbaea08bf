//! What is known: pages, their rules, products and references, and the pack that they are compiled into.

pub mod audit;
pub mod date;
pub mod kind;
pub mod lifecycle;
pub mod pack;
pub mod page;
pub mod parse;
pub mod product;
pub mod reference;
pub mod rule;
pub mod template;
pub mod version;

pub use date::Date;
pub use kind::Kind;
pub use page::{Page, Problem};
pub use version::Version;
