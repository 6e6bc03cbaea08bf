//! A product and its releases.

use super::date::Date;
use super::kind::Kind;
use super::rule::Matcher;
use serde::{Deserialize, Serialize};

/// How a product shows itself in files.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Product {
    /// Siblings that read the same files; a rule of one never fires on another's files.
    pub family: Option<String>,
    pub images: Vec<ProductImage>,
    /// `pypi:apache-airflow`: the package's version is the product's.
    pub packages: Vec<String>,
    pub programs: Vec<String>,
    pub reads: Vec<Kind>,
    /// Other places that state the version: the matched value is the version.
    pub pins: Vec<Matcher>,
}

/// An image that runs the product.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductImage {
    /// A glob over the image name without `docker.io/` and `library/`.
    pub name: String,
    /// Tag cycle to product cycle, where the tags count differently.
    pub versions: Vec<(String, String)>,
}

/// One release cycle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
    pub cycle: String,
    pub codename: Option<String>,
    pub released: Option<Date>,
    /// End of free security fixes.
    pub ends: End,
    pub lts: bool,
    pub instead: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum End {
    /// `none`: no date announced.
    Open,
    On(Date),
}
