use super::*;
use crosswalk_model::{Asserted, Entity, Reference, RosterId, RosterRecord};
use uuid::Uuid;

#[test]
fn paths_into_a_source_record() {
    let pupil = record(fields([
        ("a.b", "dotted".into()),
        ("a", Value::Map(fields([("b", "inner".into()), ("c", Value::Map(fields([("d", 1.into())])))]))),
        (
            "people",
            list([Value::Map(fields([("name", "x".into())])), Value::Map(fields([("role", "y".into())]))]),
        ),
        ("nothing", Value::Null),
        ("none", list([])),
        ("class", Value::Ref(Reference::Key { to: "class".into(), key: "9TWH".into() })),
    ]));
    let view = SourceView::child(&pupil, "head");
    let cases = [
        ("a.b", "\"dotted\""),
        ("a.c.d", "1"),
        ("a.c.d.e", "absent"),
        ("a.x", "absent"),
        ("people.name", "[\"x\"]"),
        ("people.0.name", "\"x\""),
        ("people.1", "{\"role\":\"y\"}"),
        ("people.1.name", "absent"),
        ("people.9", "absent"),
        ("people.other", "absent"),
        ("none.name", "[]"),
        ("nothing.below", "null"),
        ("nothing", "null"),
        ("class.$key", "\"9TWH\""),
        ("class.title", "absent"),
        ("$key", "\"24117\""),
        ("$parent", "\"head\""),
        ("$id", "absent"),
        ("", "absent"),
        (".", "absent"),
    ];
    for (path, expect) in cases {
        assert_eq!(shown(view.field(path).as_deref()), expect, "{path}");
    }
    assert_eq!(SourceView::head(&pupil).field("$parent"), None);
    assert_eq!((view.key().as_ref(), view.parent_key(), view.id()), ("24117", Some("head"), None));
}

fn roster(number: u128, entity: Entity, fields: Fields) -> RosterRecord {
    let asserted =
        Asserted { connection: None, key: format!("k{number}"), fields: None, present: true, hand: None };
    RosterRecord { entity, id: id(number), active: true, fields, asserted: vec![asserted], seq: 1 }
}

fn id(number: u128) -> RosterId {
    RosterId(Uuid::from_u128(number))
}

fn points(to: &'static str, number: u128) -> Value {
    Value::Ref(Reference::Roster { to: to.into(), id: id(number) })
}

#[test]
fn paths_along_the_references_of_the_roster() {
    let org = roster(1, Entity::Org, fields([("identifier", "0189".into()), ("parent", points("org", 9))]));
    let user = roster(2, Entity::User, fields([("primaryOrg", points("org", 1)), ("house", Value::Null)]));
    let place =
        roster(3, Entity::Enrollment, fields([("user", points("user", 2)), ("class", points("class", 8))]));
    let known = [&org, &user, &place];
    let resolver = move |id: RosterId| known.into_iter().find(|record| record.id == id);
    let view = RosterView::new(&place, &resolver);
    let cases = [
        ("user.primaryOrg.identifier", "\"0189\"".to_owned()),
        ("user.primaryOrg.$key", "\"k1\"".to_owned()),
        ("user.$id", format!("\"{}\"", id(2))),
        ("class.$id", format!("\"{}\"", id(8))),
        ("class.title", "absent".to_owned()),
        ("user.house", "null".to_owned()),
        ("user.primaryOrg.parent.name", "absent".to_owned()),
        ("$id", format!("\"{}\"", id(3))),
        ("$key", "\"k3\"".to_owned()),
        ("$parent", "absent".to_owned()),
    ];
    for (path, expect) in cases {
        assert_eq!(shown(view.field(path).as_deref()), expect, "{path}");
    }
    assert_eq!((view.key().as_ref(), view.id()), ("k3", Some(id(3))));
}

#[test]
fn a_roster_record_without_assertions_is_keyed_by_its_id() {
    let mut org = roster(1, Entity::Org, fields([]));
    org.asserted.clear();
    let resolver = |_: RosterId| None;
    assert_eq!(RosterView::new(&org, &resolver).key(), id(1).to_string());
}

/// An outbound map of enrolments that reads along references in every way.
fn places() -> Crosswalk {
    let field = |rule: Rule, to: &'static str| rule.into_field(to);
    let map = StreamMap {
        from: "enrollment".into(),
        to: "class_members".into(),
        enabled: true,
        when: Some("user.primaryOrg.identifier == '0189' && role == 'student'".into()),
        key: Rule::template("{{ class.$id }}/{{ user.$key }}"),
        fields: vec![
            field(Rule::copy("user").then(Step::Reference { to: "people".into() }), "person"),
            field(Rule::copy("user.primaryOrg.identifier"), "school"),
            field(Rule::template("{{ role|upper }} of {{ user.primaryOrg.identifier }}"), "title"),
        ],
    };
    Crosswalk { streams: vec![map], ..Crosswalk::default() }
}

#[test]
fn an_outbound_map_reads_along_references() {
    let org = roster(1, Entity::Org, fields([("identifier", "0189".into())]));
    let user = roster(2, Entity::User, fields([("primaryOrg", points("org", 1))]));
    let links = [("user", points("user", 2)), ("class", points("class", 8)), ("role", "student".into())];
    let place = roster(3, Entity::Enrollment, fields(links));
    let known = [&org, &user];
    let resolver = move |id: RosterId| known.into_iter().find(|record| record.id == id);
    let (compiled, mut findings) = Compiled::new(&places(), &context(Direction::Outbound));
    let stream = compiled.streams_from("enrollment").next().unwrap();
    let mapped = stream.apply(&RosterView::new(&place, &resolver), &mut findings).unwrap();
    assert_eq!(findings, []);
    assert_eq!((mapped.to.as_ref(), mapped.key), ("class_members", format!("{}/k2", id(8))));
    assert!(mapped.fields["person"] == points("people", 2));
    assert!(mapped.fields["school"] == Value::from("0189"));
    assert!(mapped.fields["title"] == Value::from("STUDENT of 0189"));
}
