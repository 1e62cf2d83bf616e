use super::*;
use crate::hand;
use crate::inbound::{self, Asserting};
use crate::merge::{self, Word, first_come};
use crate::outbound::alike;
use crosswalk_model::{Actor, ByHand, ConnectionId, Entity, Reason, RosterRecord, RunId, SyncId, Timestamp};
use proptest::prelude::*;
use uuid::Uuid;

fn fields(pairs: &[(&'static str, &str)]) -> Fields {
    pairs.iter().map(|(name, text)| ((*name).into(), Value::from(*text))).collect()
}

fn diffs(list: &[(&'static str, Option<&str>, &str)]) -> Vec<FieldDiff> {
    let diff = |(field, before, after): &(&'static str, Option<&str>, &str)| FieldDiff {
        field: (*field).into(),
        before: before.map(Value::from),
        after: Some(Value::from(*after)),
    };
    list.iter().map(diff).collect()
}

fn done(op: ChangeOp, fields: Vec<FieldDiff>) -> Change {
    Change {
        op,
        target: "people".into(),
        roster_id: RosterId(Uuid::from_u128(1)),
        key: "K".into(),
        foreign_id: None,
        label: String::new(),
        group: "pupils".into(),
        fields,
        reason: Reason::new("x", "x"),
        expects: None,
        next_effective_on: None,
        result: Fields::new(),
        pins: Vec::new(),
        school: None,
        findings: Vec::new(),
    }
}

fn now(active: bool, key: &str, pairs: &[(&'static str, &str)]) -> Option<Now> {
    Some(Now { key: key.into(), fields: fields(pairs), active })
}

fn there<'a>(taken: &'a dyn Fn(&str) -> bool) -> Side<'a> {
    Side {
        same: &|a, b| alike(a.unwrap_or(&Value::Null), b.unwrap_or(&Value::Null)),
        absent_is_empty: false,
        is_taken: taken,
    }
}

fn back(op: ChangeOp, fields: Vec<FieldDiff>) -> Change {
    let mut change = done(op, fields);
    change.reason = reason::came_back();
    change
}

/// Operation of the inverse, how many fields it gives back, and what stays with why.
fn told(inverse: &Inverse) -> (&'static str, usize, Vec<Why>) {
    let op = inverse.change.as_ref().map_or("nothing", |change| change.op.word());
    let fields = inverse.change.as_ref().map_or(0, |change| change.fields.len());
    (op, fields, inverse.left.iter().map(|left| left.why).collect())
}

#[test]
fn the_inverse_of_each_kind_of_change() {
    use ChangeOp::{Create, Deactivate, Delete, Relink, Update, Withdraw};
    let one = || diffs(&[("email", Some("a"), "b")]);
    let two = || diffs(&[("email", Some("a"), "b"), ("house", Some("x"), "y")]);
    let unknown = || diffs(&[("email", None, "b"), ("house", Some("x"), "y")]);
    let relink = || Relink { from: "J".into() };
    let b = &[("email", "b"), ("house", "y")][..];
    let changed = &[("email", "c"), ("house", "y")][..];
    type Row = (&'static str, Change, Option<Now>, (&'static str, usize, Vec<Why>));
    let rows: Vec<Row> = vec![
        ("made", done(Create, one()), now(true, "K", b), ("deactivate", 0, vec![])),
        (
            "made and changed since",
            done(Create, one()),
            now(true, "K", changed),
            ("nothing", 0, vec![Why::ChangedSince]),
        ),
        (
            "made and renamed since",
            done(Create, one()),
            now(true, "L", b),
            ("nothing", 0, vec![Why::ChangedSince]),
        ),
        (
            "made and ended since",
            done(Create, one()),
            now(false, "K", b),
            ("nothing", 0, vec![Why::EndedSince]),
        ),
        ("made and gone", done(Create, one()), None, ("nothing", 0, vec![Why::Gone])),
        ("changed", done(Update, two()), now(true, "K", b), ("update", 2, vec![])),
        (
            "one field changed since",
            done(Update, two()),
            now(true, "K", changed),
            ("update", 1, vec![Why::ChangedSince]),
        ),
        (
            "all changed since",
            done(Update, one()),
            now(true, "K", changed),
            ("nothing", 0, vec![Why::ChangedSince]),
        ),
        ("ended since", done(Update, one()), now(false, "K", b), ("nothing", 0, vec![Why::EndedSince])),
        ("before not known", done(Update, unknown()), now(true, "K", b), ("update", 1, vec![Why::NotKnown])),
        ("said by another source too", done(Update, vec![]), now(true, "K", b), ("nothing", 0, vec![])),
        ("brought back", back(Update, two()), now(true, "K", b), ("deactivate", 2, vec![])),
        (
            "brought back, changed since",
            back(Update, two()),
            now(true, "K", changed),
            ("nothing", 0, vec![Why::ChangedSince]),
        ),
        ("ended", done(Deactivate, vec![]), now(false, "K", b), ("update", 0, vec![])),
        ("withdrawn", done(Withdraw, vec![]), now(false, "K", b), ("update", 0, vec![])),
        (
            "ended and back since",
            done(Deactivate, vec![]),
            now(true, "K", b),
            ("nothing", 0, vec![Why::BackSince]),
        ),
        ("renamed", done(relink(), one()), now(true, "K", b), ("relink", 1, vec![])),
        (
            "renamed, field changed since",
            done(relink(), one()),
            now(true, "K", changed),
            ("relink", 0, vec![Why::ChangedSince]),
        ),
        ("renamed twice", done(relink(), one()), now(true, "L", b), ("nothing", 0, vec![Why::ChangedSince])),
        ("removed for good", done(Delete, vec![]), now(false, "K", b), ("nothing", 0, vec![Why::Deleted])),
    ];
    for (name, done, now, expect) in rows {
        assert_eq!(told(&inverse(&done, now.as_ref(), &there(&|_| false))), expect, "{name}");
    }
    let taken = inverse(&done(relink(), one()), now(true, "K", b).as_ref(), &there(&|key| key == "J"));
    assert_eq!(told(&taken), ("nothing", 0, vec![Why::KeyTaken]));
}

#[test]
fn a_step_aside_and_the_relink_behind_it_are_one() {
    let first = Change {
        key: "J~1".into(),
        ..done(ChangeOp::Relink { from: "J".into() }, diffs(&[("key", Some("J"), "J~1")]))
    };
    let then = done(
        ChangeOp::Relink { from: "J~1".into() },
        diffs(&[("key", Some("J~1"), "K"), ("email", Some("a"), "b")]),
    );
    let one = folded([first, then]);
    assert_eq!(one.len(), 1);
    assert_eq!((&one[0].op, one[0].key.as_str()), (&ChangeOp::Relink { from: "J".into() }, "K"));
    assert_eq!(one[0].fields, diffs(&[("key", Some("J"), "K"), ("email", Some("a"), "b")]));
}

/// What a destination makes of a change.
fn carried_out(now: &Now, change: &Change) -> Now {
    let mut after = Now { key: change.key.clone(), ..now.clone() };
    let written =
        change.fields.iter().map(|diff| (diff.field.clone(), diff.after.clone().unwrap_or(Value::Null)));
    after.fields.extend(written);
    after.active = match change.op {
        ChangeOp::Relink { .. } => now.active,
        _ => !change.op.removes(),
    };
    after
}

fn any_fields() -> impl Strategy<Value = Fields> {
    let value = prop_oneof![Just(Value::Null), "[ab]".prop_map(Value::from)];
    proptest::collection::btree_map(prop_oneof![Just("email"), Just("house"), Just("homeroom")], value, 3)
        .prop_map(|map| map.into_iter().map(|(name, value)| (name.into(), value)).collect())
}

/// A record at a destination, and a change of it that makes sense.
fn any_change() -> impl Strategy<Value = (Now, Change)> {
    (any_fields(), any_fields(), any::<bool>(), 0..4u8).prop_map(|(before, after, active, kind)| {
        let diffs = |before: &Fields| -> Vec<FieldDiff> {
            let differ = after.iter().filter(|(name, value)| before.get(*name) != Some(value));
            differ
                .map(|(name, value)| FieldDiff {
                    field: name.clone(),
                    before: before.get(name).cloned(),
                    after: Some(value.clone()),
                })
                .collect()
        };
        let there = Now { key: "K".into(), fields: before.clone(), active };
        let change = match (kind, active) {
            (0, true) => done(ChangeOp::Update, diffs(&before)),
            (0, false) => back(ChangeOp::Update, diffs(&before)),
            (1, _) => done(ChangeOp::Deactivate, Vec::new()),
            (2, _) => done(ChangeOp::Withdraw, Vec::new()),
            _ => Change { key: "L".into(), ..done(ChangeOp::Relink { from: "K".into() }, diffs(&before)) },
        };
        let there = if change.op.removes() { Now { active: true, ..there } } else { there };
        (there, change)
    })
}

proptest! {
    #[test]
    fn at_a_destination_apply_then_undo_gives_the_fields_as_before((before, change) in any_change()) {
        let after = carried_out(&before, &change);
        let undo = inverse(&change, Some(&after), &there(&|_| false));
        let again = undo.change.as_ref().map_or(after.clone(), |change| carried_out(&after, change));
        prop_assert!(undo.left.is_empty(), "{:?}", undo.left);
        prop_assert_eq!((&again.key, again.active), (&before.key, before.active));
        for (name, value) in &before.fields {
            prop_assert_eq!(again.fields.get(name), Some(value));
        }
    }

    #[test]
    fn what_somebody_changed_since_is_never_written((before, change) in any_change(), by in any_fields()) {
        let mut after = carried_out(&before, &change);
        after.fields.extend(by.clone());
        let undo = inverse(&change, Some(&after), &there(&|_| false));
        for diff in undo.change.iter().flat_map(|change| &change.fields) {
            let written = change.fields.iter().find(|own| own.field == diff.field).and_then(|own| own.after.clone());
            prop_assert!(alike(&written.unwrap_or(Value::Null), after.fields.get(&diff.field).unwrap_or(&Value::Null)));
        }
    }
}

fn source(n: u128) -> ConnectionId {
    ConnectionId(Uuid::from_u128(n))
}

fn by() -> ByHand {
    ByHand {
        sync: SyncId(Uuid::from_u128(1)),
        run: RunId(Uuid::from_u128(2)),
        by: Actor::local_administrator(),
        at: Timestamp::UNIX_EPOCH,
        against: Default::default(),
        in_use: None,
    }
}

fn asserting(n: u128, word: Word) -> Asserting<'static> {
    let today = "2026-03-02".parse().unwrap();
    let id = RosterId(Uuid::from_u128(2));
    let (entity, key) = (Entity::User, "24117");
    Asserting { connection: source(n), source: "KAMAR", entity, id, key, former_key: None, word, today }
}

/// A source speaks: the change, and the record after it.
fn spoken(current: Option<&RosterRecord>, n: u128, word: Word) -> (Option<Change>, RosterRecord) {
    let asserting = asserting(n, word);
    let change = inbound::change(current, &asserting, &first_come);
    let blank = || merge::blank(Entity::User, asserting.id);
    let before = current.cloned().unwrap_or_else(blank);
    let after = change.as_ref().map_or(before, |change| {
        inbound::carry_out(current, change, Entity::User, asserting.connection, &first_come)
    });
    (change, after)
}

fn in_roster(record: &RosterRecord) -> Now {
    let key = record.asserted.iter().find(|one| one.connection == Some(source(1)));
    Now {
        key: key.map(|one| one.key.clone()).unwrap_or_default(),
        fields: record.fields.clone(),
        active: record.active,
    }
}

/// Undoes a change of the first source.
fn undone(change: &Change, record: &RosterRecord) -> (Inverse, RosterRecord) {
    let side = Side { same: &merge::same, absent_is_empty: true, is_taken: &|_| false };
    let undo = inverse(change, Some(&in_roster(record)), &side);
    let after = undo
        .change
        .as_ref()
        .map_or(record.clone(), |undo| hand::carry_out(record, undo, source(1), &by(), &first_come));
    (undo, after)
}

fn alike_records(a: &RosterRecord, b: &RosterRecord) -> bool {
    let names = a.fields.keys().chain(b.fields.keys());
    a.active == b.active && names.into_iter().all(|name| merge::same(a.fields.get(name), b.fields.get(name)))
}

fn any_word() -> impl Strategy<Value = Word> {
    prop_oneof![4 => any_fields().prop_map(Word::Says), 1 => Just(Word::Ended)]
}

/// A record as several words of two sources made it.
fn any_record() -> impl Strategy<Value = RosterRecord> {
    proptest::collection::vec((1..3u128, any_word()), 1..5).prop_map(|words| {
        let first = spoken(None, 1, Word::Says(fields(&[("givenName", "Aroha")]))).1;
        words.into_iter().fold(first, |record, (n, word)| spoken(Some(&record), n, word).1)
    })
}

proptest! {
    #[test]
    fn in_the_roster_apply_then_undo_gives_the_fields_as_before(before in any_record(), word in any_word()) {
        let (change, after) = spoken(Some(&before), 1, word.clone());
        let Some(change) = change else { return Ok(()) };
        let (undo, back) = undone(&change, &after);
        prop_assert!(undo.left.is_empty(), "{:?}", undo.left);
        prop_assert!(alike_records(&before, &back), "{before:?}\n{change:?}\n{back:?}");
        // The source says the same again, as in tonight's run: nothing is redone.
        let (_, tonight) = spoken(Some(&back), 1, word);
        prop_assert!(alike_records(&before, &tonight), "{before:?}\n{tonight:?}");
        // And undoing the undo gives what the run had made, without a word by hand.
        if let Some(undo) = undo.change {
            let (again, redone) = undone(&undo, &back);
            prop_assert!(again.left.is_empty(), "{:?}", again.left);
            prop_assert!(alike_records(&after, &redone), "{after:?}\n{redone:?}");
            prop_assert_eq!(redone.by_hand(), None);
        }
    }

    #[test]
    fn what_is_undone_takes_part_again_when_the_source_says_something_else(before in any_record(), after in "[cd]") {
        let word = |text: &str| Word::Says(fields(&[("email", text)]));
        let (change, changed) = spoken(Some(&before), 1, word(&after));
        let Some(change) = change else { return Ok(()) };
        let (_, back) = undone(&change, &changed);
        let (_, later) = spoken(Some(&back), 1, word("e"));
        // Another source may have spoken first; then its word counts as ever.
        let plain = spoken(Some(&changed), 1, word("e")).1;
        prop_assert_eq!(plain.active, later.active);
        prop_assert_eq!(plain.fields.get("email"), later.fields.get("email"));
    }
}

#[test]
fn who_was_made_and_undone_comes_back_when_the_source_speaks_anew() {
    let says = |house: &str| Word::Says(fields(&[("givenName", "Aroha"), ("house", house)]));
    let (change, made) = spoken(None, 1, says("Rimu"));
    let (_, away) = undone(&change.unwrap(), &made);
    assert!(!away.active && away.fields == made.fields);
    let (nothing, same) = spoken(Some(&away), 1, says("Rimu"));
    assert!(nothing.is_none() && !same.active, "tonight's run does not redo it");
    let (left, gone) = spoken(Some(&away), 1, Word::Ended);
    assert!(left.is_some() && !gone.active && gone.by_hand().is_none(), "the source agrees by now");
    let (back, here) = spoken(Some(&away), 1, says("Kauri"));
    assert!(here.active && here.by_hand().is_none());
    assert_eq!(back.unwrap().reason.code, "came_back");
}

#[test]
fn who_left_and_was_brought_back_stays_until_the_source_has_them_again() {
    let says = || Word::Says(fields(&[("givenName", "Aroha")]));
    let (_, record) = spoken(None, 1, says());
    let (left, gone) = spoken(Some(&record), 1, Word::Ended);
    let (_, here) = undone(&left.unwrap(), &gone);
    assert!(here.active && here.by_hand().is_some());
    let (nothing, _) = spoken(Some(&here), 1, Word::Ended);
    assert!(nothing.is_none());
    let (_, again) = spoken(Some(&here), 1, says());
    assert!(again.active && again.by_hand().is_none());
}
