//! Syncs: standing definitions of what goes where.

use serde::{Deserialize, Serialize};

use crate::{ConnectionId, Crosswalk, Name, SyncId, SyncPolicy};

/// Which way a sync goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// From a source into the roster.
    Inbound,
    /// From the roster into a destination.
    Outbound,
}

/// A standing definition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sync {
    /// Its id.
    pub id: SyncId,
    /// The source or destination.
    pub connection: ConnectionId,
    /// Which way.
    pub direction: Direction,
    /// What the screen calls it.
    pub title: String,
    /// The mapping.
    pub crosswalk: Crosswalk,
    /// The policy.
    pub policy: SyncPolicy,
    /// Who takes part.
    pub selection: Selection,
    /// Whether plans below the guard are applied without asking. Outbound it becomes so only after a person has
    /// approved one run.
    pub standing_approval: bool,
    /// Whether it runs at all.
    pub paused: bool,
}

/// Who takes part in a sync. Everyone who meets no filter takes part.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Selection {
    /// A record that fails one of these is left out, with the filter's reason.
    #[serde(default)]
    pub filters: Vec<Filter>,
    /// Whether people whose family does not share details are left out.
    #[serde(default)]
    pub honour_data_sharing: bool,
    /// Roster ids that a person took out by hand.
    #[serde(default)]
    pub excluded: Vec<crate::RosterId>,
}

/// One filter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Filter {
    /// The entity it looks at.
    pub entity: crate::Entity,
    /// A CEL condition over the record's fields; a record for which it is false is left out.
    pub keep_if: String,
    /// Why, for people: "only pupils and staff".
    pub reason: Name,
}
