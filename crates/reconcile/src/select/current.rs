//! Who is current on a day: from the first day on, up to but not on the day of the end.

use crosswalk_model::{Date, Entity, RosterRecord};

use super::{IS_OVER, NOT_YET};

/// Whether the dates of this entity say when a record is current. Sessions and calendar days are told ahead and
/// kept, so theirs do not.
fn dated(entity: Entity) -> bool {
    matches!(entity, Entity::User | Entity::Enrollment)
}

fn date(record: &RosterRecord, field: &str) -> Option<Date> {
    record.fields.get(field)?.as_text()?.parse().ok()
}

/// Why a record is not current.
pub(super) fn reason(entity: Entity, record: &RosterRecord, today: Date) -> Option<&'static str> {
    if !dated(entity) {
        return None;
    }
    match (date(record, "beginDate"), date(record, "endDate")) {
        (_, Some(end)) if end <= today => Some(IS_OVER),
        (Some(begin), _) if begin > today => Some(NOT_YET),
        _ => None,
    }
}

/// The next day on which a record's own dates change whether it is current: its first day when that is ahead,
/// otherwise the day of its end. `None` when they never will, or when the record has left.
pub fn next_effective_on(record: &RosterRecord, today: Date) -> Option<Date> {
    if !record.active || !dated(record.entity) {
        return None;
    }
    let (begin, end) = (date(record, "beginDate"), date(record, "endDate"));
    if begin.zip(end).is_some_and(|(begin, end)| begin >= end) {
        return None;
    }
    begin.filter(|begin| *begin > today).or(end.filter(|end| *end > today))
}
