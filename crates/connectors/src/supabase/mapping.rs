//! The mapping with which a sync to Te Kete Ako starts. What each column means stands in `docs/te-kete-ako.sql`.

use crosswalk_model::{
    Case, Crosswalk, Entity, FieldMap, FieldPolicy, Filter, LookupTable, Rule, Selection, Step, StreamMap,
};

const NAME: &str = "{{ preferredFirstName or givenName or '' }} {{ preferredLastName or familyName or '' }}";
const CLASS_KEY: &str = "{{ school.identifier }}/{{ schoolYear }}/{{ subjectCode }}/{{ optionLine }}";
const CLASS_TITLE: &str = "{% if classType == 'homeroom' %}Tutor{% else %}{{ course.title or subjectCode or '' }}\
                           {% endif %} {{ optionLine or '' }}";

const PEOPLE: &str = r#"role in ["student", "teacher", "staff"]"#;
const MEMBERS: &str = r#"role in ["student", "teacher"]"#;

/// The whole mapping: people, classes, enrolments, timetable.
pub(super) fn te_kete_ako() -> Crosswalk {
    Crosswalk {
        version: 1,
        streams: vec![people(), classes(), enrolments(), timetable()],
        lookups: [
            ("kinds".into(), table(&[("student", "pupil"), ("teacher", "staff"), ("staff", "staff")])),
            ("roles".into(), table(&[("student", "pupil"), ("teacher", "teacher")])),
        ]
        .into(),
        cases: Vec::new(),
    }
}

/// Pupils and staff, and their places in classes. The platform is the school's own and keeps the data on the school's
/// behalf, so a family's choice about sharing with others does not keep a pupil out of class; a school may switch that on.
pub(super) fn selection() -> Selection {
    let keep = |entity, keep_if: &str, reason: &'static str| Filter {
        entity,
        keep_if: keep_if.to_owned(),
        reason: reason.into(),
    };
    Selection {
        filters: vec![
            keep(Entity::User, PEOPLE, "only pupils and staff"),
            keep(Entity::Enrollment, MEMBERS, "only pupils and teachers of a class"),
        ],
        honour_data_sharing: false,
        excluded: Vec::new(),
    }
}

fn people() -> StreamMap {
    StreamMap {
        when: Some(PEOPLE.into()),
        ..stream(
            Entity::User,
            "people",
            Rule::copy("identifier"),
            vec![
                looked_up("role", "kinds").into_field("kind"),
                Rule::copy("givenName").into_field("given_name"),
                Rule::fields(["preferredLastName", "familyName"]).then(Step::First).into_field("family_name"),
                with(FieldPolicy::Ask, Rule::copy("preferredFirstName").into_field("preferred_name")),
                Rule::template(NAME).then(Step::Trim).into_field("display_name"),
                Rule::copy("email").then(Step::Trim).then(Step::Case(Case::Lower)).into_field("email"),
                Rule::copy("grades").then(Step::First).then(Step::Number).into_field("year_level"),
                Rule::copy("homeroom").into_field("tutor_group"),
                with(FieldPolicy::FillIfEmpty, Rule::copy("house").into_field("house")),
                Rule::copy("primaryOrg.identifier").into_field("school_code"),
                Rule::copy("beginDate").into_field("starts_on"),
                Rule::copy("endDate").into_field("ends_on"),
            ],
        )
    }
}

fn classes() -> StreamMap {
    stream(
        Entity::Class,
        "classes",
        Rule::template(CLASS_KEY),
        vec![
            Rule::template(CLASS_TITLE).then(Step::Trim).into_field("title"),
            Rule::copy("subjectCode").into_field("subject_code"),
            Rule::copy("course.title").into_field("subject_name"),
            Rule::copy("school.identifier").into_field("school_code"),
            Rule::copy("schoolYear").then(Step::Number).into_field("school_year"),
            Rule::copy("classType").into_field("kind"),
        ],
    )
}

fn enrolments() -> StreamMap {
    StreamMap {
        when: Some(MEMBERS.into()),
        ..stream(
            Entity::Enrollment,
            "enrolments",
            Rule::copy("$id"),
            vec![
                points_at("user", "people").into_field("person_id"),
                points_at("class", "classes").into_field("class_id"),
                looked_up("role", "roles").into_field("role"),
                Rule::copy("beginDate").into_field("starts_on"),
                Rule::copy("endDate").into_field("ends_on"),
            ],
        )
    }
}

fn timetable() -> StreamMap {
    let joined = |field: &'static str| Rule::copy(field).then(Step::Join { separator: ", ".into() });
    stream(
        Entity::TimetableSlot,
        "timetable",
        Rule::copy("$id"),
        vec![
            points_at("class", "classes").into_field("class_id"),
            Rule::copy("schoolWeek").into_field("school_week"),
            Rule::copy("term").into_field("term"),
            Rule::copy("weekday").into_field("weekday"),
            Rule::copy("cycleDay").into_field("cycle_day"),
            Rule::copy("slot").into_field("slot"),
            joined("rooms").into_field("rooms"),
            joined("teachers").into_field("teacher_codes"),
        ],
    )
}

fn stream(from: Entity, to: &'static str, key: Rule, fields: Vec<FieldMap>) -> StreamMap {
    StreamMap { from: from.as_str().into(), to: to.into(), enabled: true, when: None, key, fields }
}

fn points_at(field: &'static str, stream: &'static str) -> Rule {
    Rule::copy(field).then(Step::Reference { to: stream.into() })
}

fn looked_up(field: &'static str, table: &'static str) -> Rule {
    Rule::copy(field).then(Step::Lookup { table: table.into(), otherwise: None })
}

fn with(policy: FieldPolicy, field: FieldMap) -> FieldMap {
    FieldMap { policy, ..field }
}

fn table(pairs: &[(&str, &str)]) -> LookupTable {
    pairs.iter().map(|(from, to)| ((*from).to_owned(), (*to).to_owned())).collect()
}
