//! Mappings.

use super::{id, pairs};
use crosswalk_contract::{CaseView, FieldView, MappingView, SampleRow, StreamView, SyncCard};
use crosswalk_model::{Case, CaseDifference, Direction, FieldMap, FieldPolicy, MappingCase, Rule, Step};

/// The syncs.
pub fn syncs() -> Vec<SyncCard> {
    let out = SyncCard {
        id: id(103),
        connection: id(3),
        title: "Roster → Te Kete Ako".into(),
        direction: Direction::Outbound,
        filters: Vec::new(),
        ..super::sync()
    };
    vec![super::sync(), out]
}

fn field(
    map: FieldMap,
    input: &str,
    chips: &[&str],
    kind: &str,
    (sensitive, sent): (bool, bool),
) -> FieldView {
    FieldView {
        map,
        input: input.into(),
        chips: chips.iter().map(|chip| (*chip).to_owned()).collect(),
        kind: kind.into(),
        sensitive,
        sent,
    }
}

fn fields() -> Vec<FieldView> {
    let name = Rule::fields(["preferredFirstName", "givenName"]).then(Step::First);
    let age = Rule::copy("demographics.birthDate").then(Step::Age { on: None }).then(Step::Bands(vec![
        "11-12".into(),
        "13-14".into(),
        "15-16".into(),
        "17+".into(),
    ]));
    let age = FieldMap {
        purpose: Some("Choosing age-appropriate resources.".into()),
        ..age.into_field("age_band")
    };
    let asked = FieldMap { policy: FieldPolicy::Ask, ..name.into_field("display_name") };
    vec![
        field(asked, "preferredFirstName, givenName", &["first that is there"], "text *", (false, true)),
        field(
            Rule::copy("familyName").then(Step::Case(Case::Upper)).into_field("sort_name"),
            "familyName",
            &["upper case"],
            "text",
            (false, true),
        ),
        field(age, "birthDate", &["date → age", "bands"], "text", (true, true)),
        field(
            Rule::copy("grades").then(Step::First).then(Step::Number).into_field("year_level"),
            "grades",
            &["first", "number"],
            "int *",
            (false, true),
        ),
        field(Rule::copy("phone").into_field("phone"), "phone", &[], "text", (true, false)),
    ]
}

fn sample(label: &str, cells: &[(&str, &str)], findings: &[&str]) -> SampleRow {
    SampleRow {
        id: id(7),
        label: label.into(),
        cells: pairs(cells),
        findings: findings.iter().map(|text| (*text).to_owned()).collect(),
    }
}

fn people_samples() -> Vec<SampleRow> {
    vec![
        sample(
            "Hēmi Parata",
            &[("Hēmi", "Hēmi"), ("Parata", "PARATA"), ("20••-••-••", "15–16"), ("10", "10"), ("•••", "")],
            &[],
        ),
        sample(
            "Siobhán O’Neil",
            &[("Siobhán", "Siobhán"), ("O’Neil", "O’NEIL"), ("20••-••-••", "17+"), ("13", "13"), ("•••", "")],
            &[],
        ),
        sample(
            "Ana Tuilagi",
            &[("Ana", "Ana"), ("Tuilagi", "TUILAGI"), ("", ""), ("9", "9"), ("", "")],
            &["no birth date: ask the office"],
        ),
    ]
}

/// Te Kete Ako's mapping.
pub fn mapping() -> MappingView {
    let people = StreamView {
        from: "user".into(),
        to: "people".into(),
        enabled: true,
        when: Some("role == \"student\"".into()),
        key: "the record’s own key".into(),
        fields: fields(),
        unmapped: vec![
            ("whanau_group".into(), "text".into(), false),
            ("photo_url".into(), "text".into(), false),
            ("school_id".into(), "uuid".into(), true),
        ],
        source_fields: pairs(&[
            ("givenName", "Hēmi"),
            ("familyName", "Parata"),
            ("house", "Rimu"),
            ("grades", "10"),
            ("email", "h.parata@…"),
        ]),
        samples: people_samples(),
    };
    let classes = StreamView {
        from: "class".into(),
        to: "classes".into(),
        when: None,
        fields: fields().split_off(3),
        samples: Vec::new(),
        ..people.clone()
    };
    let lessons = StreamView {
        from: "timetableSlot".into(),
        to: "timetable".into(),
        enabled: false,
        ..classes.clone()
    };
    MappingView {
        sync: syncs().remove(1),
        version: 4,
        streams: vec![people, classes, lessons],
        cases: cases(),
    }
}

/// One that holds and one that does not.
fn cases() -> Vec<CaseView> {
    let case = |name: &str| MappingCase {
        name: name.into(),
        from: "user".into(),
        to: "people".into(),
        ..MappingCase::default()
    };
    let differs = CaseDifference::Field {
        field: "display_name".into(),
        expected: Some("Kamiro Tēnu".into()),
        came: Some("Kamiro Tenu".into()),
    };
    vec![
        CaseView { case: case("A pupil with a preferred name"), differences: Vec::new() },
        CaseView { case: case("Macrons stay"), differences: vec![differs] },
    ]
}
