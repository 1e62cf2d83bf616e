//! SELECT: who takes part in a sync, with the reason for each who does not.
//!
//! [`Selector`] reads a selection once; [`Selector::decide`] says of each roster record whether it is in. What
//! belongs to somebody (an enrolment, personal details, a family contact, a lesson) is in only with them.
//! [`next_effective_on`] says when the calendar alone will change the answer.

mod current;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use crosswalk_model::{Date, Entity, Finding, Name, RosterId, RosterRecord, Selection, Value};

use crate::map::{Condition, Resolver, RosterView};

pub use current::next_effective_on;

/// No source has it any more.
pub const HAS_LEFT: &str = "has left";
/// Its first day is ahead.
pub const NOT_YET: &str = "has not begun yet";
/// Its last day is over.
pub const IS_OVER: &str = "is over";
/// The family said no.
pub const NOT_SHARED: &str = "the family does not share details";
/// A person said no.
pub const BY_HAND: &str = "taken out by hand";
/// It is somebody's who is left out, or nobody's.
pub const BELONGS: &str = "belongs to somebody who is left out";
/// The selection has a filter that cannot be read; nobody is sent by mistake.
pub const BAD_FILTER: &str = "the selection has a filter that cannot be read";

/// Whether a record takes part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It does.
    In,
    /// It does not.
    Out {
        /// Why, in words for people: one of this module's constants or the filter's own.
        reason: Name,
    },
}

impl Decision {
    fn out(reason: &'static str) -> Self {
        Self::Out { reason: reason.into() }
    }

    /// Whether it takes part.
    pub fn is_in(&self) -> bool {
        *self == Self::In
    }

    /// Whether it is out because it is gone or over: a departure. Anything else that is out is a withdrawal.
    pub fn is_departure(&self) -> bool {
        matches!(self, Self::Out { reason } if reason == HAS_LEFT || reason == IS_OVER)
    }
}

/// A selection, ready to be asked about many records.
pub struct Selector {
    today: Date,
    filters: Vec<CompiledFilter>,
    honour_data_sharing: bool,
    excluded: BTreeSet<RosterId>,
}

struct CompiledFilter {
    entity: Entity,
    /// `None` when it cannot be read.
    keep_if: Option<Condition>,
    reason: Name,
}

impl Selector {
    /// Compiles a selection for one civil day. A filter that cannot be read is told in a finding and leaves out
    /// every record of its entity.
    pub fn new(selection: &Selection, today: Date) -> (Self, Vec<Finding>) {
        let (env, mut findings) = (Condition::env(), Vec::new());
        let filters = selection.filters.iter().map(|filter| {
            let keep_if = Condition::new(&filter.keep_if, &env);
            let keep_if = keep_if.map_err(|fault| {
                let message = format!("The filter “{}” cannot be used. {fault}", filter.reason);
                findings.push(Finding::warning("bad_filter", filter.entity.as_str(), "", message).as_error());
            });
            CompiledFilter { entity: filter.entity, keep_if: keep_if.ok(), reason: filter.reason.clone() }
        });
        let filters = filters.collect();
        let excluded = selection.excluded.iter().copied().collect();
        (Self { today, filters, honour_data_sharing: selection.honour_data_sharing, excluded }, findings)
    }

    /// Whether a record of this entity takes part today.
    pub fn decide(&self, entity: Entity, record: &RosterRecord, resolver: &Resolver<'_>) -> Decision {
        self.own(entity, record)
            .or_else(|| self.filtered(entity, record, resolver))
            .or_else(|| self.belonging(entity, record, resolver))
            .unwrap_or(Decision::In)
    }

    /// The next day on which the calendar alone may change the answer, for the record itself or for those to
    /// whom it belongs.
    pub fn next_effective_on(&self, record: &RosterRecord, resolver: &Resolver<'_>) -> Option<Date> {
        let owners = owners(record.entity).iter().filter_map(|field| owner(record, field, resolver));
        let own = next_effective_on(record, self.today);
        owners.filter_map(|owner| next_effective_on(owner, self.today)).chain(own).min()
    }

    /// Why the record is out by what it says itself.
    fn own(&self, entity: Entity, record: &RosterRecord) -> Option<Decision> {
        let reason = if self.excluded.contains(&record.id) {
            BY_HAND
        } else if !record.active {
            HAS_LEFT
        } else if self.honour_data_sharing && entity == Entity::User && !shares(record) {
            NOT_SHARED
        } else {
            return current::reason(entity, record, self.today).map(Decision::out);
        };
        Some(Decision::out(reason))
    }

    fn filtered(&self, entity: Entity, record: &RosterRecord, resolver: &Resolver<'_>) -> Option<Decision> {
        let view = RosterView::new(record, resolver);
        let ours = self.filters.iter().filter(|filter| filter.entity == entity);
        ours.into_iter().find_map(|filter| match &filter.keep_if {
            None => Some(Decision::out(BAD_FILTER)),
            Some(condition) if condition.holds(&view).unwrap_or(false) => None,
            Some(_) => Some(Decision::Out { reason: filter.reason.clone() }),
        })
    }

    /// What belongs to nobody that we know is out too: nobody could say yes for it. What belongs to somebody who has
    /// left goes with them; where nobody knows of its owner, nobody knows of it either.
    fn belonging(&self, entity: Entity, record: &RosterRecord, resolver: &Resolver<'_>) -> Option<Decision> {
        let decided = |field: &&'static str| {
            let owner = owner(record, field, resolver);
            owner.map_or(Decision::out(BELONGS), |owner| self.decide(owner.entity, owner, resolver))
        };
        let out: Vec<Decision> = owners(entity).iter().map(decided).filter(|one| !one.is_in()).collect();
        let told = |one: &&Decision| **one == Decision::out(BAD_FILTER) || one.is_departure();
        let telling = out.iter().find(told).cloned();
        (!out.is_empty()).then(|| telling.unwrap_or(Decision::out(BELONGS)))
    }
}

/// The fields that point at those to whom a record belongs.
fn owners(entity: Entity) -> &'static [&'static str] {
    match entity {
        Entity::Enrollment => &["user", "class"],
        Entity::Demographics | Entity::AttendanceMark => &["user"],
        Entity::Relationship => &["pupil", "contact"],
        Entity::TimetableSlot => &["class"],
        _ => &[],
    }
}

fn owner<'a>(record: &RosterRecord, field: &str, resolver: &Resolver<'a>) -> Option<&'a RosterRecord> {
    resolver(record.fields.get(field)?.as_roster_id()?)
}

/// KAMAR's `datasharing.details`: 0 says no; what was not said is not a no.
fn shares(record: &RosterRecord) -> bool {
    let details = record.fields.get("dataSharing").and_then(Value::as_map).and_then(|map| map.get("details"));
    match details {
        Some(Value::Int(number)) => *number != 0,
        Some(Value::Bool(truth)) => *truth,
        Some(Value::Text(text)) => !matches!(text.trim().to_lowercase().as_str(), "0" | "no" | "false" | "n"),
        _ => true,
    }
}
