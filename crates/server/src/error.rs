//! What can go wrong at the door.

use std::net::SocketAddr;

/// What went wrong.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    /// The port is taken or may not be used.
    #[error(
        "Crosswalk cannot listen at {address}: {reason}. Choose another port, or close what uses this one."
    )]
    Bind {
        /// The address.
        address: SocketAddr,
        /// The system's words.
        reason: std::io::Error,
    },
    /// Plain HTTP was asked for where others can listen in.
    #[error(
        "Crosswalk does not listen at {0} without TLS, because names and passwords would cross the network in the \
         clear. Choose a generated certificate or your own, or say that a proxy with TLS stands in front."
    )]
    PlainBeyondLoopback(SocketAddr),
    /// The certificate or its key cannot be used.
    #[error("The certificate cannot be used: {0}")]
    Certificate(String),
    /// Nobody answered where the owner of the data folder said it would.
    #[error("Another Crosswalk owns this data folder and does not answer at {0}. Close it and try again.")]
    OwnerSilent(String),
    /// The owner of the data folder did not let us in.
    #[error("Another Crosswalk owns this data folder and did not let this one in ({0}).")]
    OwnerRefused(String),
}
