use super::*;
use uuid::Uuid;

const STREAM: Name = Name::Borrowed("people");

fn fields(pairs: &[(&'static str, &str)]) -> Fields {
    let mut fields: Fields = pairs.iter().map(|(name, text)| ((*name).into(), Value::from(*text))).collect();
    fields.insert("source_key".into(), "K".into());
    fields
}

fn agreed(active: bool, pairs: &[(&'static str, &str)]) -> Agreed {
    Agreed { key: "K".into(), foreign_id: Some("f1".into()), fields: fields(pairs), active }
}

fn here(active: bool, pairs: &[(&'static str, &str)]) -> Present {
    Present::Here { foreign_id: Some("f1".into()), fields: fields(pairs), active }
}

struct Case<'a> {
    source: Result<(&'a str, &'a Fields), Departure>,
    agreed: Option<Agreed>,
    present: Present,
    policy: FieldPolicy,
    answers: BTreeMap<Hash, Resolution>,
    held: Option<RosterId>,
    leave: DepartPolicy,
    pins: Pins,
}

impl Default for Case<'_> {
    fn default() -> Self {
        Self {
            source: Err(Departure::Gone),
            agreed: None,
            present: Present::None,
            policy: FieldPolicy::SourceWins,
            answers: BTreeMap::new(),
            held: None,
            leave: DepartPolicy::Deactivate,
            pins: Pins::default(),
        }
    }
}

fn run(case: &Case<'_>) -> Verdict {
    decide(&Sides {
        stream: &STREAM,
        key_field: "source_key",
        roster_id: RosterId(Uuid::from_u128(5)),
        label: "Hēmi Parata".into(),
        group: "pupils".into(),
        source: case.source.clone(),
        agreed: case.agreed.as_ref(),
        present: &case.present,
        key_held_by: case.held,
        policy: &|_| case.policy,
        answers: &case.answers,
        pins: &case.pins,
        depart: case.leave,
        withdraw: case.leave,
        school: None,
        next_effective_on: None,
    })
}

fn word(verdict: &Verdict) -> &'static str {
    verdict.change.as_ref().map_or("nothing", |change| change.op.word())
}

#[test]
fn the_record_table_line_by_line() {
    let now = fields(&[("tutor_group", "10KRO")]);
    let part = || Ok(("K", &now));
    let renamed = || Ok(("L", &now));
    let out = || Err(Departure::LeftOut("only pupils".into()));
    let gone = || Err(Departure::Gone);
    let same = &[("tutor_group", "10KRO")][..];
    let old = &[("tutor_group", "10TWH")][..];
    type Source<'a> = Result<(&'a str, &'a Fields), Departure>;
    let cases: Vec<(&str, Source<'_>, Option<Agreed>, Present, &str)> = vec![
        ("new", part(), None, Present::None, "create"),
        ("adopt, alike", part(), None, here(true, same), "nothing"),
        ("adopt, different", part(), None, here(true, old), "update"),
        ("adopt, ended", part(), None, here(false, same), "update"),
        ("gone and never there", gone(), None, Present::None, "nothing"),
        ("left out and there by itself", out(), None, here(true, same), "nothing"),
        ("alike", part(), Some(agreed(true, same)), here(true, same), "nothing"),
        ("changed", part(), Some(agreed(true, old)), here(true, old), "update"),
        ("changed, not read", part(), Some(agreed(true, old)), Present::NotRead, "update"),
        ("unchanged, not read", part(), Some(agreed(true, same)), Present::NotRead, "nothing"),
        ("renamed", renamed(), Some(agreed(true, same)), here(true, same), "relink"),
        ("ended there", part(), Some(agreed(true, same)), here(false, same), "update"),
        ("removed there", part(), Some(agreed(true, same)), Present::None, "create"),
        ("gone", gone(), Some(agreed(true, same)), here(true, same), "deactivate"),
        ("gone, not read", gone(), Some(agreed(true, same)), Present::NotRead, "deactivate"),
        ("left out", out(), Some(agreed(true, same)), here(true, same), "withdraw"),
        ("gone and ended there", gone(), Some(agreed(true, same)), here(false, same), "nothing"),
        ("gone and removed there", gone(), Some(agreed(true, same)), Present::None, "nothing"),
        ("came back", part(), Some(agreed(false, same)), here(false, same), "update"),
        ("came back, not read", part(), Some(agreed(false, same)), Present::NotRead, "update"),
        ("gone for long", gone(), Some(agreed(false, same)), here(false, same), "nothing"),
    ];
    for (name, source, agreed, present, expect) in cases {
        let verdict = run(&Case { source, agreed, present, ..Case::default() });
        assert_eq!(word(&verdict), expect, "{name}");
        assert!(verdict.conflicts.is_empty(), "{name}");
    }
}

#[test]
fn what_the_ledger_learns_without_a_write() {
    let now = fields(&[("tutor_group", "10KRO")]);
    let same = &[("tutor_group", "10KRO")][..];
    let adopted = run(&Case { source: Ok(("K", &now)), present: here(true, same), ..Case::default() });
    assert!(
        adopted
            .learned
            .as_ref()
            .is_some_and(|learned| learned.active && learned.foreign_id.as_deref() == Some("f1"))
    );
    let known = run(&Case {
        source: Ok(("K", &now)),
        agreed: adopted.learned,
        present: here(true, same),
        ..Case::default()
    });
    assert_eq!(known, Verdict::default());
    let ended =
        run(&Case { agreed: Some(agreed(true, same)), present: here(false, same), ..Case::default() });
    assert!(ended.learned.is_some_and(|learned| !learned.active));
}

#[test]
fn leave_leaves() {
    let same = &[("tutor_group", "10KRO")][..];
    let case = Case {
        agreed: Some(agreed(true, same)),
        present: here(true, same),
        leave: DepartPolicy::Leave,
        ..Case::default()
    };
    assert_eq!(run(&case), Verdict::default());
}

#[test]
fn both_sides_changed_is_a_conflict_and_an_answer_is_remembered() {
    let now = fields(&[("preferred_name", "Hēmi")]);
    let case = |answers| Case {
        source: Ok(("K", &now)),
        agreed: Some(agreed(true, &[("preferred_name", "Hemi")])),
        present: here(true, &[("preferred_name", "James")]),
        policy: FieldPolicy::Ask,
        answers,
        ..Case::default()
    };
    let asked = run(&case(BTreeMap::new()));
    assert_eq!((word(&asked), asked.conflicts.len()), ("nothing", 1));
    let about = asked.conflicts[0].1;
    let table = [
        (Resolution::TakeSource, Some("Hēmi")),
        (Resolution::TakeBase, Some("Hemi")),
        (Resolution::TakeValue("Jim".into()), Some("Jim")),
        (Resolution::TakeDestination, None),
    ];
    for (answer, expect) in table {
        let settled = run(&case(BTreeMap::from([(about, answer)])));
        assert!(settled.conflicts.is_empty());
        let written = settled.change.and_then(|change| change.fields[0].after.clone());
        assert_eq!(written.as_ref().and_then(Value::as_text), expect);
    }
}

#[test]
fn what_stays_there_is_not_taken_for_agreed() {
    let now = fields(&[("preferred_name", "Hemi")]);
    for policy in [FieldPolicy::DestinationWins, FieldPolicy::NeverTouch, FieldPolicy::Ask] {
        let case = Case {
            source: Ok(("K", &now)),
            agreed: Some(agreed(true, &[("preferred_name", "Hemi")])),
            present: here(true, &[("preferred_name", "James")]),
            policy,
            ..Case::default()
        };
        assert_eq!(run(&case), Verdict::default(), "{policy:?}: the next run would write it back");
    }
}

#[test]
fn an_answer_holds_after_it_was_carried_out() {
    let now = fields(&[("preferred_name", "Hēmi")]);
    let mut case = Case {
        source: Ok(("K", &now)),
        agreed: Some(agreed(true, &[("preferred_name", "Hemi")])),
        present: here(true, &[("preferred_name", "James")]),
        policy: FieldPolicy::Ask,
        ..Case::default()
    };
    let about = run(&case).conflicts[0].1;
    case.answers.insert(about, Resolution::TakeDestination);
    assert_eq!(run(&case), Verdict::default(), "and again, for as long as nobody says anything else");

    // Somebody typed another value, which is there now and agreed on; the roster still says what it said.
    case.agreed = Some(agreed(true, &[("preferred_name", "Jim")]));
    case.present = here(true, &[("preferred_name", "Jim")]);
    assert_eq!(word(&run(&case)), "update", "without the decision the roster's word would be written");
    let id = RosterId(Uuid::from_u128(5));
    let kept = kept_question(&STREAM, id, "preferred_name", &"Hēmi".into(), &"Jim".into());
    case.answers.insert(kept, Resolution::TakeDestination);
    assert_eq!(run(&case), Verdict::default());
    let newer = fields(&[("preferred_name", "Hemi Junior")]);
    case.source = Ok(("K", &newer));
    assert_eq!(word(&run(&case)), "update", "a new word of the roster counts again");
}

#[test]
fn a_key_that_somebody_else_holds_is_asked_about() {
    let now = fields(&[]);
    let held = Some(RosterId(Uuid::from_u128(9)));
    let verdict = run(&Case { source: Ok(("K", &now)), held, present: here(true, &[]), ..Case::default() });
    assert!(matches!(verdict.conflicts[..], [(ConflictKind::ReusedKey { .. }, _)]));
    assert_eq!(verdict.change, None);
}
