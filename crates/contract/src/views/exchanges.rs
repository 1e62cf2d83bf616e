//! What a run asked of services and what came back.

use crosswalk_model::{NotedExchange, Timestamp};
use serde::{Deserialize, Serialize};

/// The exchanges that are kept of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExchangeList {
    /// Those that were asked for, the newest first.
    pub rows: Vec<ExchangeRow>,
    /// How many are kept.
    pub count: u64,
    /// How many of these failed.
    pub failed: u64,
    /// How many there were besides, of which nothing is kept.
    pub let_go: u64,
}

/// An exchange in the list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExchangeRow {
    /// Its number in the run.
    pub number: u64,
    /// When the answer was there.
    pub at: Timestamp,
    /// Whether the service did not do what was asked.
    pub failed: bool,
    /// `GET`, `POST` and so on.
    pub method: String,
    /// The address without anything that may be about somebody.
    pub address: String,
    /// Which attempt it was.
    pub attempt: u32,
    /// The answer's status; none where no answer came.
    pub status: Option<u16>,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
    /// How large what was sent is, in bytes.
    pub sent_bytes: u64,
    /// How large what came is, in bytes.
    pub came_bytes: u64,
}

/// One exchange whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExchangeView {
    /// The exchange.
    pub noted: NotedExchange,
    /// The same for curl, with the names of variables in the place of secrets.
    pub curl: String,
}
