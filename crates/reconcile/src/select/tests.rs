use super::*;
use crosswalk_model::{Fields, Filter, Reference};
use uuid::Uuid;

fn id(number: u128) -> RosterId {
    RosterId(Uuid::from_u128(number))
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn record<const N: usize>(number: u128, entity: Entity, fields: [(&'static str, Value); N]) -> RosterRecord {
    let fields: Fields = fields.into_iter().map(|(name, value)| (Name::from(name), value)).collect();
    RosterRecord { entity, id: id(number), active: true, fields, asserted: Vec::new(), seq: 1 }
}

fn points(to: &'static str, number: u128) -> Value {
    Value::Ref(Reference::Roster { to: to.into(), id: id(number) })
}

fn pupil<const N: usize>(fields: [(&'static str, Value); N]) -> RosterRecord {
    record(1, Entity::User, fields)
}

const TODAY: &str = "2026-03-02";

fn decide(selection: &Selection, record: &RosterRecord, known: &[RosterRecord]) -> Decision {
    let (selector, findings) = Selector::new(selection, day(TODAY));
    assert_eq!(findings, []);
    let resolver = |id: RosterId| known.iter().find(|record| record.id == id);
    selector.decide(record.entity, record, &resolver)
}

fn everyone() -> Selection {
    Selection::default()
}

fn filter(keep_if: &str) -> Selection {
    let filter = Filter { entity: Entity::User, keep_if: keep_if.into(), reason: "only pupils".into() };
    Selection { filters: vec![filter], ..Selection::default() }
}

#[track_caller]
fn out(decision: &Decision, why: &str) {
    assert_eq!(*decision, Decision::Out { reason: Name::from(why.to_owned()) });
}

#[test]
fn who_is_current_is_in_from_the_first_day_up_to_the_end() {
    let cases = [
        (None, None, None),
        (Some("2026-03-02"), None, None),
        (Some("2026-03-03"), None, Some(NOT_YET)),
        (Some("2025-02-01"), Some("2026-03-03"), None),
        (Some("2025-02-01"), Some("2026-03-02"), Some(IS_OVER)),
        (Some("2025-02-01"), Some("2026-03-01"), Some(IS_OVER)),
        (Some("2026-05-01"), Some("2026-04-01"), Some(NOT_YET)),
        (None, Some("not a date"), None),
    ];
    for entity in [Entity::User, Entity::Enrollment] {
        for (begin, end, why) in cases {
            let value = |date: Option<&str>| date.map_or(Value::Null, Value::from);
            let links = [
                ("beginDate", value(begin)),
                ("endDate", value(end)),
                ("user", points("user", 2)),
                ("class", points("class", 3)),
            ];
            let known = [record(2, Entity::User, []), record(3, Entity::Class, [])];
            let decision = decide(&everyone(), &record(1, entity, links), &known);
            match why {
                None => assert_eq!(decision, Decision::In, "{begin:?} {end:?}"),
                Some(why) => out(&decision, why),
            }
        }
    }
}

#[test]
fn sessions_and_events_ahead_are_in() {
    for entity in [Entity::AcademicSession, Entity::CalendarDay] {
        let ahead =
            record(1, entity, [("startDate", "2027-01-30".into()), ("beginDate", "2027-01-30".into())]);
        assert_eq!(decide(&everyone(), &ahead, &[]), Decision::In);
    }
}

#[test]
fn who_has_left_is_out_and_has_departed() {
    let gone = RosterRecord { active: false, ..pupil([]) };
    let decision = decide(&everyone(), &gone, &[]);
    out(&decision, HAS_LEFT);
    assert!(decision.is_departure());
    assert!(decide(&everyone(), &pupil([("endDate", "2026-01-01".into())]), &[]).is_departure());
    assert!(!decide(&everyone(), &pupil([("beginDate", "2027-01-01".into())]), &[]).is_departure());
    assert!(!Decision::In.is_departure());
}

#[test]
fn filters_leave_out_with_their_reason() {
    let selection = filter("role == 'student' && '9' in grades");
    let pupil =
        |role: &str, grade: &str| pupil([("role", role.into()), ("grades", Value::List(vec![grade.into()]))]);
    assert_eq!(decide(&selection, &pupil("student", "9"), &[]), Decision::In);
    out(&decide(&selection, &pupil("student", "10"), &[]), "only pupils");
    out(&decide(&selection, &pupil("teacher", "9"), &[]), "only pupils");
    out(&decide(&selection, &record(1, Entity::User, []), &[]), "only pupils");
    assert_eq!(decide(&selection, &record(1, Entity::Class, []), &[]), Decision::In, "another entity");
}

#[test]
fn what_belongs_to_somebody_goes_the_way_of_that_one() {
    let own = record(1, Entity::Enrollment, [("user", points("user", 2)), ("class", points("class", 3))]);
    let class = record(3, Entity::Class, []);
    let user = record(2, Entity::User, []);
    let gone = RosterRecord { active: false, ..user.clone() };
    let decision = decide(&everyone(), &own, &[gone, class.clone()]);
    assert!(decision.is_departure(), "{decision:?}");
    let (broken, _) = Selector::new(&filter("role =="), day(TODAY));
    let known = [user.clone(), class.clone()];
    let resolver = |id: RosterId| known.iter().find(|one| one.id == id);
    out(&broken.decide(Entity::Enrollment, &own, &resolver), BAD_FILTER);
    out(&decide(&filter("role == 'nobody'"), &own, &[user, class]), BELONGS);
}

#[test]
fn filters_read_along_references() {
    let selection = filter("primaryOrg.identifier == '0189'");
    let org = |identifier: &str| [record(9, Entity::Org, [("identifier", identifier.into())])];
    let pupil = pupil([("primaryOrg", points("org", 9))]);
    assert_eq!(decide(&selection, &pupil, &org("0189")), Decision::In);
    out(&decide(&selection, &pupil, &org("0190")), "only pupils");
    out(&decide(&selection, &pupil, &[]), "only pupils");
}

#[test]
fn a_filter_that_cannot_be_read_lets_nobody_through() {
    let (selector, findings) = Selector::new(&filter("role =="), day(TODAY));
    assert_eq!((findings.len(), findings[0].code.as_ref()), (1, "bad_filter"));
    let resolver = |_: RosterId| None;
    out(&selector.decide(Entity::User, &pupil([]), &resolver), BAD_FILTER);
    assert!(selector.decide(Entity::Class, &record(1, Entity::Class, []), &resolver).is_in());
}

#[test]
fn the_familys_word_is_honoured() {
    let sharing =
        |details: Value| pupil([("dataSharing", Value::Map(Fields::from([("details".into(), details)])))]);
    let honouring = Selection { honour_data_sharing: true, ..Selection::default() };
    for no in [Value::Int(0), "0".into(), false.into(), "No".into()] {
        out(&decide(&honouring, &sharing(no.clone()), &[]), NOT_SHARED);
        assert_eq!(decide(&everyone(), &sharing(no), &[]), Decision::In, "not asked to honour it");
    }
    for yes in [Value::Int(1), Value::Int(2), "1".into(), true.into(), Value::Null] {
        assert_eq!(decide(&honouring, &sharing(yes), &[]), Decision::In);
    }
    assert_eq!(decide(&honouring, &pupil([]), &[]), Decision::In);
    assert_eq!(decide(&honouring, &pupil([("dataSharing", Value::Null)]), &[]), Decision::In);
}

#[test]
fn who_was_taken_out_by_hand_is_out_whatever_else() {
    let selection = Selection { excluded: vec![id(1)], ..Selection::default() };
    out(&decide(&selection, &RosterRecord { active: false, ..pupil([]) }, &[]), BY_HAND);
    assert_eq!(decide(&selection, &record(2, Entity::User, []), &[]), Decision::In);
}

#[test]
fn what_belongs_to_somebody_is_in_only_with_them() {
    let cases: [(Entity, &[(&'static str, u128)]); 5] = [
        (Entity::Enrollment, &[("user", 1), ("class", 3)]),
        (Entity::Demographics, &[("user", 1)]),
        (Entity::AttendanceMark, &[("user", 1)]),
        (Entity::Relationship, &[("pupil", 1), ("contact", 2)]),
        (Entity::TimetableSlot, &[("class", 3)]),
    ];
    let known = [pupil([]), record(2, Entity::User, []), record(3, Entity::Class, [])];
    for (entity, owners) in cases {
        let mut own = record(7, entity, []);
        own.fields =
            owners.iter().map(|(field, number)| (Name::from(*field), points("user", *number))).collect();
        assert_eq!(decide(&everyone(), &own, &known), Decision::In, "{entity}");
        for (field, number) in owners {
            let without = Selection { excluded: vec![id(*number)], ..Selection::default() };
            out(&decide(&without, &own, &known), BELONGS);
            let unknown: Vec<_> = known.iter().filter(|record| record.id != id(*number)).cloned().collect();
            out(&decide(&everyone(), &own, &unknown), BELONGS);
            let mut unsaid = own.clone();
            unsaid.fields.remove(*field);
            out(&decide(&everyone(), &unsaid, &known), BELONGS);
        }
    }
}

#[test]
fn the_next_day_that_changes_the_answer() {
    let cases = [
        (None, None, None),
        (Some("2026-03-02"), None, None),
        (Some("2026-03-03"), None, Some("2026-03-03")),
        (Some("2026-03-03"), Some("2026-12-18"), Some("2026-03-03")),
        (Some("2025-02-01"), Some("2026-12-18"), Some("2026-12-18")),
        (Some("2025-02-01"), Some("2026-03-02"), None),
        (Some("2026-05-01"), Some("2026-04-01"), None),
        (Some("2026-05-01"), Some("2026-05-01"), None),
        (None, Some("2026-03-03"), Some("2026-03-03")),
    ];
    for (begin, end, expect) in cases {
        let value = |date: Option<&str>| date.map_or(Value::Null, Value::from);
        let pupil = pupil([("beginDate", value(begin)), ("endDate", value(end))]);
        assert_eq!(next_effective_on(&pupil, day(TODAY)), expect.map(day), "{begin:?} {end:?}");
        let gone = RosterRecord { active: false, ..pupil };
        assert_eq!(next_effective_on(&gone, day(TODAY)), None);
    }
}

#[test]
fn an_enrolment_changes_with_its_pupil() {
    let pupil = pupil([("endDate", "2026-06-01".into())]);
    let place =
        record(7, Entity::Enrollment, [("user", points("user", 1)), ("endDate", "2026-12-18".into())]);
    let (selector, _) = Selector::new(&everyone(), day(TODAY));
    let resolver = |id: RosterId| (id == pupil.id).then_some(&pupil);
    assert_eq!(selector.next_effective_on(&place, &resolver), Some(day("2026-06-01")));
    assert_eq!(next_effective_on(&place, day(TODAY)), Some(day("2026-12-18")));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig {
        failure_persistence: None, ..proptest::prelude::ProptestConfig::default()
    })]

    /// Walking from one day that is told to the next sees every change of the answer.
    #[test]
    fn no_change_of_the_answer_is_missed(begin in 0..40_i64, end in 0..40_i64, start in 0..40_i64) {
        let at = |days: i64| day("2026-01-01").checked_add(jiff::Span::new().days(days)).unwrap();
        let pupil = pupil([("beginDate", at(begin).to_string().into()), ("endDate", at(end).to_string().into())]);
        let is_in = |today: Date| {
            let (selector, _) = Selector::new(&everyone(), today);
            selector.decide(Entity::User, &pupil, &|_: RosterId| None).is_in()
        };
        let (mut today, mut told) = (at(start), next_effective_on(&pupil, at(start)));
        while today < at(45) {
            let tomorrow = today.tomorrow().unwrap();
            proptest::prop_assert_eq!(is_in(today) != is_in(tomorrow), told == Some(tomorrow));
            if told == Some(tomorrow) {
                told = next_effective_on(&pupil, tomorrow);
            }
            today = tomorrow;
        }
    }
}
