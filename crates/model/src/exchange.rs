//! Exchanges: one request to a service and what came back, as a run keeps them. They hold no secret and nobody's data:
//! secrets are named, values are told by their shape.

use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// One request and its answer. A request that is tried again is an exchange each time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exchange {
    /// `GET`, `POST` and so on.
    pub method: String,
    /// The whole address; what may be about somebody is `…`.
    pub address: String,
    /// Which attempt of the same request it is, from 1.
    pub attempt: u32,
    /// The answer's status; none where no answer came.
    pub status: Option<u16>,
    /// Why no answer came, or why the answer could not be taken, in a sentence.
    pub problem: Option<String>,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
    /// By what the service knows this request.
    pub request_id: Option<String>,
    /// What was sent.
    pub sent: Side,
    /// What came.
    pub came: Side,
}

impl Exchange {
    /// Whether the service did not do what was asked.
    pub fn is_failed(&self) -> bool {
        self.problem.is_some() || self.status.is_none_or(|status| status >= 400)
    }
}

/// One direction of an exchange.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Side {
    /// How large the body is, in bytes.
    pub bytes: u64,
    /// Headers that say something; a secret one says [`Exchange::TOKEN`] in its place.
    pub headers: Vec<(String, String)>,
    /// The body with every value told by its shape; none where it was empty or is no JSON and no form.
    pub body: Option<String>,
    /// Whether `body` ends before the body does.
    pub cut: bool,
}

impl Exchange {
    /// Stands where a secret stood, as a shell would name it.
    pub const TOKEN: &'static str = "$TOKEN";
}

/// An exchange with its place among those of its run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotedExchange {
    /// Its number in the run, from 1; numbers that are missing were not kept.
    pub number: u64,
    /// When the answer was there.
    pub at: Timestamp,
    /// The exchange.
    pub exchange: Exchange,
}
