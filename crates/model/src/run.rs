//! Runs: one execution of a sync.

use serde::{Deserialize, Serialize};

use crate::{Actor, PlanId, RunId, SyncId, Timestamp};

/// One execution of a sync.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// Its id.
    pub id: RunId,
    /// Which sync.
    pub sync: SyncId,
    /// How far it is meant to go.
    pub kind: RunKind,
    /// Who started it.
    pub by: Actor,
    /// When it started.
    pub started_at: Timestamp,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// Where it is.
    pub phase: Phase,
    /// Whether it goes on.
    pub state: RunState,
    /// Its plan, once there is one.
    pub plan: Option<PlanId>,
    /// How many source records were read.
    pub read: u64,
    /// How many changes were confirmed.
    pub applied: u64,
    /// How many changes were refused, drifted, failed or skipped.
    pub not_applied: u64,
    /// How many findings were made.
    pub findings: u64,
    /// A sentence for the screen: how it ended, or what it waits for.
    pub note: String,
}

/// How far a run goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RunKind {
    /// Stops after the plan.
    Preview,
    /// Applies what it may.
    Full,
    /// Makes the plan that undoes an earlier run; stops after it.
    Undo,
    /// Tries again what an earlier run did not do; applies what it may.
    Retry,
}

/// Where a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Reading the source.
    Extract,
    /// Turning records over.
    Map,
    /// Comparing.
    Diff,
    /// Sealing the plan.
    Plan,
    /// Waiting for somebody.
    Approve,
    /// Writing.
    Apply,
    /// Finished.
    Done,
}

/// Whether a run goes on. Every state but the running one says what a person can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RunState {
    /// It goes on.
    Running,
    /// Its plan waits for approval, or the guard holds it.
    Waiting,
    /// It ended well.
    Done,
    /// It ended, and some changes were not applied.
    DoneWithRefusals,
    /// It could not go on; nothing half-done is left behind.
    Failed,
    /// A person stopped it.
    Cancelled,
}
