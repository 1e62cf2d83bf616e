//! Every question that the screen may ask. One line in one of the lists, one arm at the engine's desk: a missing one does
//! not compile.
//!
//! Each list hands what came before it on to the next, and the last to the macro that makes types of all of them.

mod arranging;
mod keeping;
mod working;

use std::collections::BTreeMap;

use crosswalk_model::{
    AlertChannel, AlertSettings, ConflictId, ConnectionId, DeliveryId, DeliveryState, Entity, FieldMap,
    Filter, GuardLimits, Holiday, MappingCase, Permission, PlanId, ReadBack, Resolution, RosterId, Run,
    RunId, RunKind, RunState, Schedule, Secret, Selected, StartOfYear, Starts, Suggestion, SyncId, Timestamp,
};
use serde::{Deserialize, Serialize};

use crate::ask::{Ask, calls};
use crate::views::*;

use arranging::arranging;
use keeping::keeping;
use working::working;

arranging! {}

#[cfg(test)]
mod tests;
