//! The nouns of Crosswalk: plain data that every other room speaks about.
//!
//! Start with [`Entity`] (what the roster holds), [`Value`] and [`Fields`] (how a record looks),
//! [`Document`] (what a source said), [`Crosswalk`] (a mapping) and [`Plan`] (what would change).
//!
//! What it is *not*: no input or output, no clock, no randomness, no async, no rules of reconciliation
//! (those are verbs and stand in `reconcile`). It compiles for wasm, so the screens share these types.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod actor;
mod alert;
mod case;
mod catalog;
mod conflict;
mod delivery;
mod entity;
mod exchange;
mod extract;
mod finding;
mod guard;
mod hash;
mod health;
mod ids;
mod mapping;
mod outcome;
mod pin;
mod plan;
mod policy;
mod privacy;
mod roster;
mod run;
mod schedule;
mod schema;
mod secret;
mod suggestion;
mod sync;
mod value;
mod value_read;

pub use actor::{Actor, ActorKind, OrgScope, Permission};
pub use alert::{
    Alert, AlertChannel, AlertRule, AlertSettings, MailChannel, MailSecurity, QuietHours, WebhookChannel,
};
pub use case::{CaseDifference, MappingCase};
pub use catalog::{Catalog, FieldDescription, StreamDescription, WriteOperation};
pub use conflict::{Conflict, ConflictKind, ConflictState, Resolution};
pub use delivery::{Delivery, DeliveryState};
pub use entity::Entity;
pub use exchange::{Exchange, NotedExchange, Side};
pub use extract::{Document, Scope, SourceRecord};
pub use finding::{Finding, Severity};
pub use guard::{GuardLimits, Hold, HoldRule, StartOfYear};
pub use hash::{Hash, Hasher};
pub use health::{Breaker, QUARANTINED_AFTER, Refused};
pub use ids::{ConflictId, ConnectionId, DeliveryId, PlanId, RosterId, RunId, SyncId, TenantId};
pub use mapping::{Case, Crosswalk, DateShape, FieldMap, Input, LookupTable, Rule, Step, StreamMap};
pub use outcome::{Outcome, OutcomeKind};
pub use pin::{ByHand, Pin, PinMark};
pub use plan::{
    Approval, Change, ChangeOp, Counts, FieldDiff, Plan, PlanState, Reason, SegmentRef, Selected, Summary,
};
pub use policy::{DepartPolicy, FieldPolicy, MatchRule, MatchStrength, ReadBack, Starts, SyncPolicy};
pub use privacy::{DataClass, Subject};
pub use roster::{Asserted, RosterRecord, content_hash};
pub use run::{Phase, Run, RunKind, RunState};
pub use schedule::{CatchUp, Holiday, InHolidays, Missed, MissedWhy, Schedule, Scheduled};
pub use schema::{EntitySchema, FieldSpec, Kind};
pub use secret::Secret;
pub use suggestion::{Evidence, Shape, Suggestion};
pub use sync::{Direction, Filter, Selection, Sync};
pub use value::{Fields, Name, Reference, Value};

pub use jiff::Timestamp;
pub use jiff::civil::{Date, Time};
