//! The support bundle.

use serde::{Deserialize, Serialize};

/// A bundle that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BundleMade {
    /// Where it was put.
    pub file: String,
    /// How large it is.
    pub bytes: u64,
    /// The names of the files in it.
    pub holds: Vec<String>,
    /// What was done, in a sentence.
    pub sentence: String,
}
