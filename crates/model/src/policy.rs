//! Policies: what a sync does when the two sides do not agree.

use serde::{Deserialize, Serialize};

use crate::{GuardLimits, Name};

/// Who wins for a field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldPolicy {
    /// The roster's value is written.
    #[default]
    SourceWins,
    /// The destination's value stays once it has one that we did not write.
    DestinationWins,
    /// Written only where the destination has nothing.
    FillIfEmpty,
    /// Never written after the record was created.
    NeverTouch,
    /// A person is asked when both sides changed. The only policy that makes conflicts.
    Ask,
}

impl FieldPolicy {
    /// Whether it is the default.
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// What happens to the destination's record when the roster's is gone or no longer selected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DepartPolicy {
    /// It is ended softly.
    #[default]
    Deactivate,
    /// It stays as it is.
    Leave,
}

/// When the destination's present state is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReadBack {
    /// In every run, all of it.
    #[default]
    EveryRun,
    /// Only the records that would change.
    ChangedOnly,
    /// All of it, but only when a reconcile is due; between two of them nothing is read.
    Reconcile,
}

/// What starts an outbound sync besides a person and its schedule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Starts {
    /// The roster has changed, and has been quiet for a while.
    #[default]
    AfterChanges,
    /// Nothing.
    WhenAsked,
}

/// How sure a match rule is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MatchStrength {
    /// An identifier that is never given to another person: links without asking.
    Immutable,
    /// Links when exactly one record matches and no other rule speaks against it.
    Strong,
    /// Only suggests.
    Weak,
}

/// One rule by which a new record may be somebody already known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatchRule {
    /// The entity or stream.
    pub target: Name,
    /// The fields that must all be equal and not empty; compared without case and macrons.
    pub fields: Vec<Name>,
    /// How sure it is.
    pub strength: MatchStrength,
}

/// The policy of one sync.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SyncPolicy {
    /// When somebody has left.
    #[serde(default)]
    pub depart: DepartPolicy,
    /// When somebody is no longer selected.
    #[serde(default)]
    pub withdraw: DepartPolicy,
    /// When the destination is read.
    #[serde(default)]
    pub read_back: ReadBack,
    /// After how many days the whole destination is read again where it is read at a reconcile only; see
    /// [`SyncPolicy::days_between_reconciles`].
    #[serde(default)]
    pub reconcile_days: Option<u16>,
    /// What starts it.
    #[serde(default)]
    pub starts: Starts,
    /// The guard.
    #[serde(default)]
    pub guard: GuardLimits,
    /// How new records are recognised.
    #[serde(default)]
    pub match_rules: Vec<MatchRule>,
    /// Inbound: streams or fields (`user`, `user.email`) in which this connection's word counts more than that of
    /// others with a smaller number.
    #[serde(default)]
    pub precedence: std::collections::BTreeMap<Name, i32>,
}

impl SyncPolicy {
    /// How many days lie between two reconciles: a week unless it was set, and at least one day.
    pub fn days_between_reconciles(&self) -> u16 {
        self.reconcile_days.unwrap_or(7).max(1)
    }
}
