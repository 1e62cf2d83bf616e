//! Runs and deliveries.

use crosswalk_model::{Delivery, Finding, Run};
use serde::{Deserialize, Serialize};

use super::{NotDone, NotDoneReason};

/// A run in the list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunRow {
    /// The run.
    pub run: Run,
    /// "Roster → Te Kete Ako".
    pub title: String,
}

/// A run with what became of its changes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunView {
    /// The run and its sync's title.
    pub row: RunRow,
    /// Its plan's sentence.
    pub sentence: String,
    /// Outcome words and how many.
    pub outcomes: Vec<(String, u64)>,
    /// Changes that were not applied, with the vendor's words. At most 200.
    pub refused: Vec<NotDone>,
    /// Why they were not, the most frequent reason first; over all of them.
    #[serde(default)]
    pub reasons: Vec<NotDoneReason>,
    /// What was odd, at most 200.
    pub findings: Vec<Finding>,
    /// Whether there is something to undo.
    #[serde(default)]
    pub can_undo: bool,
    /// The run that it undoes.
    #[serde(default)]
    pub undoes: Option<crosswalk_model::RunId>,
    /// The run of which it tries again what was not done.
    #[serde(default)]
    pub retries: Option<crosswalk_model::RunId>,
}

/// A run was started, or there was nothing to run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StartedRun {
    /// The run.
    pub run: crosswalk_model::RunId,
    /// What happens now, in a sentence.
    pub sentence: String,
}

/// A delivery in the list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeliveryRow {
    /// The delivery.
    pub delivery: Delivery,
    /// The connection's title.
    pub from: String,
}
