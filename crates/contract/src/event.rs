//! Events: what the engine tells of its own accord.

use crosswalk_model::{ConnectionId, DeliveryId, PlanId, RunId, SyncId};
use serde::{Deserialize, Serialize};

/// One event. Numbers grow by one; a gap means that the screen asks anew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Its number since the engine started.
    pub number: u64,
    /// What happened. Holds no names: the screen asks for what it shows.
    pub kind: EventKind,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "event")]
pub enum EventKind {
    /// A run moved on.
    Run {
        /// Which.
        run: RunId,
        /// Of which sync.
        sync: SyncId,
    },
    /// A plan was made, approved, rejected or applied.
    Plan {
        /// Which.
        plan: PlanId,
    },
    /// A delivery came in or was taken in.
    Delivery {
        /// Which.
        delivery: DeliveryId,
    },
    /// A connection was added, changed, paused or removed.
    Connection {
        /// Which.
        connection: ConnectionId,
    },
    /// Conflicts were opened or settled.
    Conflicts,
    /// Ask for everything anew.
    Resync,
}
