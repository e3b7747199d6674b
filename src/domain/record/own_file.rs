//! A file that a site has put into its study directory, as the record names it.

use crate::domain::base::ids::FormId;
use serde::{Deserialize, Serialize};

/// A file of the site's own, by its bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnFile {
    /// Name in the study directory, such as `study.toml` or `instruments/haq.toml`.
    pub name: String,
    /// The form that it holds; none for the study file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<FormId>,
    /// BLAKE3 of its bytes, 64 hex digits.
    pub hash: String,
}

impl OwnFile {
    /// Returns a file by its text.
    pub fn new(name: impl Into<String>, form: Option<FormId>, text: &str) -> Self {
        Self {
            name: name.into(),
            form,
            hash: blake3::hash(text.as_bytes()).to_hex().to_string(),
        }
    }
}
