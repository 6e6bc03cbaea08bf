//! When a practice of a product was deprecated and removed.

use super::rule::Boundary;
use serde::{Deserialize, Serialize};

/// One entry of a page's `lifecycle`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lifecycle {
    /// Id of a product page.
    pub of: String,
    pub deprecated: Option<Boundary>,
    pub removed: Option<Boundary>,
}
