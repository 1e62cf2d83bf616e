//! A large school through a mapping as large as KAMAR's, so that a rule that grows with the school is noticed by
//! whoever waits for the tests.

use super::*;
use crosswalk_model::{Case, DateShape};

fn pupils() -> StreamMap {
    let fields = vec![
        Rule::constant("student").into_field("role"),
        Rule::copy("username").then(Step::Trim).then(Step::Case(Case::Lower)).into_field("username"),
        Rule::copy("firstnamelegal").then(Step::Trim).into_field("givenName"),
        Rule::copy("lastnamelegal").then(Step::Trim).into_field("familyName"),
        Rule::copy("firstname").then(Step::Trim).then(Step::EmptyIsAbsent).into_field("preferredFirstName"),
        Rule::copy("email").then(Step::Case(Case::Lower)).into_field("email"),
        Rule::copy("mobile").then(Step::Phone { country: "64".into() }).into_field("phone"),
        Rule::copy("startingdate").then(Step::Date(DateShape::Compact)).into_field("beginDate"),
        Rule::copy("leavingdate")
            .then(Step::Date(DateShape::Compact))
            .then(Step::AddDays(1))
            .into_field("endDate"),
        Rule::copy("schoolindex").then(Step::Reference { to: "org".into() }).into_field("primaryOrg"),
        Rule::template("{{ yearlevel }}{{ tutor }}").into_field("homeroom"),
    ];
    let when = Some("record.role == 'Student'".into());
    StreamMap {
        from: "students".into(),
        to: "user".into(),
        enabled: true,
        when,
        key: Rule::copy("$key"),
        fields,
    }
}

fn places() -> StreamMap {
    let fields = vec![
        Rule::copy("$parent").then(Step::Reference { to: "user".into() }).into_field("user"),
        Rule::copy("class").then(Step::Reference { to: "class".into() }).into_field("class"),
        Rule::constant("student").into_field("role"),
    ];
    let key = Rule::fields(["$parent", "class"]).then(Step::Join { separator: "/".into() });
    StreamMap { from: "enrollments".into(), to: "enrollment".into(), enabled: true, when: None, key, fields }
}

fn pupil(number: usize) -> SourceRecord {
    let mut pupil = SourceRecord::new("students", format!("{}", 20_000 + number));
    pupil.fields = fields([
        ("role", "Student".into()),
        ("username", format!("Pupil{number}").into()),
        ("firstnamelegal", " Hēmi ".into()),
        ("lastnamelegal", "Parata".into()),
        ("firstname", "".into()),
        ("email", format!("Pupil{number}@kura.example").into()),
        ("mobile", "021 000 0011".into()),
        ("startingdate", 20_240_205.into()),
        ("leavingdate", 0.into()),
        ("schoolindex", 1.into()),
        ("yearlevel", 9.into()),
        ("tutor", "TWH".into()),
    ]);
    pupil
}

#[test]
fn a_large_school_is_mapped_whole() {
    let pupils_count = if cfg!(debug_assertions) { 1_000 } else { 20_000 };
    let crosswalk = Crosswalk { streams: vec![pupils(), places()], ..Crosswalk::default() };
    let (compiled, mut findings) = Compiled::new(&crosswalk, &context(Direction::Inbound));
    let (mut limit, mut mapped) = (FindingLimit::default(), 0);
    for number in 0..pupils_count {
        let head = pupil(number);
        let person = compiled
            .streams_from("students")
            .find_map(|map| map.apply(&SourceView::head(&head), &mut findings));
        assert_eq!(person.unwrap().fields.len(), 10, "all but the preferred name, which was not said");
        for place in 0..14 {
            let mut child = SourceRecord::new("enrollments", place.to_string());
            child.fields.insert("class".into(), format!("1/2026/MAT/{place}").into());
            let view = SourceView::child(&child, &head.key);
            let streams = compiled.streams_from("enrollments");
            mapped += streams.filter_map(|map| map.apply(&view, &mut findings)).count();
        }
        limit.take(&mut findings);
    }
    assert_eq!((mapped, limit.finish().len()), (pupils_count * 14, 0));
}
