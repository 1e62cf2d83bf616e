//! How a question travels.

use serde::{Deserialize, Serialize};

use crate::call::Call;

/// What both transports carry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Envelope {
    /// The caller's own number of the call; repeated in logs and in the answer.
    pub request: String,
    /// The call.
    #[serde(flatten)]
    pub call: Call,
}
