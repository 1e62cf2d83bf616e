//! Inbound differences: what one connection's assertions change in the roster.

use crosswalk_model::{
    Change, ChangeOp, ConnectionId, Date, Entity, FieldDiff, Fields, RosterRecord, Value, content_hash,
};

use crate::group::{group_of, school_of};
use crate::merge::{Precedence, Word, blank, merge, same};
use crate::reason;

/// One asserted record after identification, references resolved.
#[derive(Clone, Debug, PartialEq)]
pub struct Asserting<'a> {
    /// Who speaks.
    pub connection: ConnectionId,
    /// What the speaker is called, for reasons.
    pub source: &'a str,
    /// What it is.
    pub entity: Entity,
    /// Who it is.
    pub id: crosswalk_model::RosterId,
    /// The source's key.
    pub key: &'a str,
    /// The key under which the same connection knew it before, when that was another one.
    pub former_key: Option<&'a str>,
    /// What is said.
    pub word: Word,
    /// The run's date in the school's zone.
    pub today: Date,
}

/// The change that an assertion means for the roster; `None` when it says nothing new.
pub fn change(
    current: Option<&RosterRecord>,
    asserting: &Asserting<'_>,
    precedence: Precedence<'_>,
) -> Option<Change> {
    let before = current.cloned().unwrap_or_else(|| blank(asserting.entity, asserting.id));
    let after = merge(&before, Some(asserting.connection), asserting.key, asserting.word.clone(), precedence);
    let op = operation(&before, &after, asserting, current.is_some())?;
    let fields = differences(&before, &after, &op);
    if fields.is_empty()
        && op == ChangeOp::Update
        && before.active == after.active
        && before.asserted == after.asserted
    {
        return None;
    }
    let result = match &asserting.word {
        Word::Says(fields) => fields.clone(),
        Word::Ended => Fields::new(),
    };
    Some(Change {
        reason: why(&op, after.active && !before.active, &fields, asserting),
        target: asserting.entity.as_str().into(),
        roster_id: asserting.id,
        key: asserting.key.to_owned(),
        foreign_id: None,
        label: after.label(),
        group: group_of(asserting.entity, &after.fields),
        expects: current.map(|record| content_hash(&record.fields)),
        next_effective_on: next_date(&after.fields, asserting.today),
        pins: Vec::new(),
        school: school_of(asserting.entity, asserting.id, &after.fields),
        findings: Vec::new(),
        result,
        fields,
        op,
    })
}

fn operation(
    before: &RosterRecord,
    after: &RosterRecord,
    asserting: &Asserting<'_>,
    known: bool,
) -> Option<ChangeOp> {
    match (known, before.active, after.active) {
        (false, _, true) => Some(ChangeOp::Create),
        (_, true, false) => Some(ChangeOp::Deactivate),
        // It is held out of use by hand; what its source says meanwhile is kept all the same.
        (_, false, false) => (known && before.asserted != after.asserted).then_some(ChangeOp::Update),
        (true, _, true) => match asserting.former_key {
            Some(from) if from != asserting.key => Some(ChangeOp::Relink { from: from.to_owned() }),
            _ if before == after => None,
            _ => Some(ChangeOp::Update),
        },
    }
}

fn differences(before: &RosterRecord, after: &RosterRecord, op: &ChangeOp) -> Vec<FieldDiff> {
    if op.removes() {
        return Vec::new();
    }
    let names: std::collections::BTreeSet<_> = before.fields.keys().chain(after.fields.keys()).collect();
    names
        .into_iter()
        .filter(|name| !same(before.fields.get(*name), after.fields.get(*name)))
        .map(|name| FieldDiff {
            field: name.clone(),
            before: before.fields.get(name).cloned(),
            after: after.fields.get(name).cloned(),
        })
        .collect()
}

fn why(
    op: &ChangeOp,
    brought_back: bool,
    fields: &[FieldDiff],
    asserting: &Asserting<'_>,
) -> crosswalk_model::Reason {
    match op {
        ChangeOp::Create => reason::new_in(asserting.source),
        _ if asserting.word == Word::Ended => reason::gone_from(asserting.source),
        ChangeOp::Update if brought_back => reason::came_back(),
        ChangeOp::Relink { .. } => {
            crosswalk_model::Reason::new("key_changed", format!("New number in {}", asserting.source))
        }
        ChangeOp::Update => reason::for_update(fields),
        _ => reason::gone_from(asserting.source),
    }
}

/// The next date at which the record's own dates change what it means.
pub fn next_date(fields: &Fields, today: Date) -> Option<Date> {
    let date =
        |name: &str| fields.get(name).and_then(Value::as_text).and_then(|text| text.parse::<Date>().ok());
    [date("beginDate"), date("endDate")].into_iter().flatten().filter(|date| *date > today).min()
}

/// Carries out an inbound change on the record as it is now.
pub fn carry_out(
    current: Option<&RosterRecord>,
    change: &Change,
    entity: Entity,
    connection: ConnectionId,
    precedence: Precedence<'_>,
) -> RosterRecord {
    let before = current.cloned().unwrap_or_else(|| blank(entity, change.roster_id));
    // Who says nothing any more has ended, also where others keep the record in use.
    let ended = change.op.removes() || change.result.is_empty();
    let word = if ended { Word::Ended } else { Word::Says(change.result.clone()) };
    merge(&before, Some(connection), &change.key, word, precedence)
}

/// Whether the record has moved on since the change was planned.
pub fn drifted(current: Option<&RosterRecord>, change: &Change) -> bool {
    current.map(|record| content_hash(&record.fields)) != change.expects
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merge::first_come;
    use crosswalk_model::RosterId;
    use uuid::Uuid;

    fn asserting(word: Word) -> Asserting<'static> {
        Asserting {
            connection: ConnectionId(Uuid::from_u128(1)),
            source: "KAMAR",
            entity: Entity::User,
            id: RosterId(Uuid::from_u128(2)),
            key: "24117",
            former_key: None,
            word,
            today: "2026-03-02".parse().unwrap(),
        }
    }

    fn pupil(extra: &[(&'static str, Value)]) -> Word {
        let mut fields = Fields::from([
            ("role".into(), "student".into()),
            ("givenName".into(), "Aroha".into()),
            ("familyName".into(), "Ngata".into()),
            ("homeroom".into(), "9TWH".into()),
        ]);
        fields.extend(extra.iter().map(|(name, value)| ((*name).into(), value.clone())));
        Word::Says(fields)
    }

    fn take(current: Option<&RosterRecord>, word: Word) -> (Option<Change>, RosterRecord) {
        let asserting = asserting(word);
        let change = change(current, &asserting, &first_come);
        let after = change.as_ref().map_or_else(
            || current.cloned().unwrap_or_else(|| blank(Entity::User, asserting.id)),
            |change| carry_out(current, change, Entity::User, asserting.connection, &first_come),
        );
        (change, after)
    }

    #[test]
    fn a_life_in_the_roster() {
        let (created, record) = take(None, pupil(&[]));
        let created = created.unwrap();
        assert_eq!(
            (created.op, created.label.as_str(), created.group.as_ref()),
            (ChangeOp::Create, "Aroha Ngata", "pupils")
        );
        let (nothing, record) = take(Some(&record), pupil(&[]));
        assert_eq!(nothing, None);
        let (moved, record) = take(Some(&record), pupil(&[("homeroom", "9BLK".into())]));
        let moved = moved.unwrap();
        assert_eq!(
            (moved.op.clone(), moved.reason.code.as_ref(), moved.fields.len()),
            (ChangeOp::Update, "tutor_changed", 1)
        );
        let (gone, record) = take(Some(&record), Word::Ended);
        assert_eq!(gone.unwrap().op, ChangeOp::Deactivate);
        assert!(!record.active);
        let (nothing, record) = take(Some(&record), Word::Ended);
        assert_eq!(nothing, None);
        let (back, record) = take(Some(&record), pupil(&[("homeroom", "9BLK".into())]));
        assert_eq!(back.unwrap().reason.code, "came_back");
        assert!(record.active);
    }

    #[test]
    fn one_of_two_sources_can_fall_silent() {
        let (_, one) = take(None, pupil(&[]));
        let other = Asserting { connection: ConnectionId(Uuid::from_u128(9)), ..asserting(pupil(&[])) };
        let joined = change(Some(&one), &other, &first_come).unwrap();
        let both = carry_out(Some(&one), &joined, Entity::User, other.connection, &first_come);
        let (gone, after) = take(Some(&both), Word::Ended);
        let gone = gone.unwrap();
        assert_eq!((gone.op, gone.reason.code.as_ref()), (ChangeOp::Update, "left"));
        assert!(after.active, "the other one still has it");
        let (nothing, after) = take(Some(&after), Word::Ended);
        assert_eq!(nothing, None);
        let last = Asserting { word: Word::Ended, ..other };
        assert_eq!(change(Some(&after), &last, &first_come).unwrap().op, ChangeOp::Deactivate);
    }

    #[test]
    fn a_new_key_is_a_relink_and_not_a_delete_and_a_create() {
        let (_, record) = take(None, pupil(&[]));
        let renamed = Asserting { key: "99", former_key: Some("24117"), ..asserting(pupil(&[])) };
        let change = change(Some(&record), &renamed, &first_come).unwrap();
        assert_eq!(change.op, ChangeOp::Relink { from: "24117".into() });
    }

    #[test]
    fn dates_ahead_are_remembered() {
        let (change, _) =
            take(None, pupil(&[("endDate", "2026-04-11".into()), ("beginDate", "2026-01-29".into())]));
        assert_eq!(change.unwrap().next_effective_on, Some("2026-04-11".parse().unwrap()));
    }

    #[test]
    fn a_record_that_moved_on_has_drifted() {
        let (_, record) = take(None, pupil(&[]));
        let (change, after) = take(Some(&record), pupil(&[("homeroom", "9BLK".into())]));
        let change = change.unwrap();
        assert!(!drifted(Some(&record), &change));
        assert!(drifted(Some(&after), &change));
    }
}
