//! The mapping with which a sync to EdPsych Connect starts. Birth dates are left out: nobody needs them by default.

use crosswalk_model::{
    Case, Crosswalk, Entity, FieldMap, FieldPolicy, Filter, LookupTable, Rule, Selection, Step, StreamMap,
};

const CLASS_KEY: &str = "{{ school.identifier }}/{{ schoolYear }}/{{ subjectCode }}/{{ optionLine }}";
const CLASS_TITLE: &str = "{% if classType == 'homeroom' %}Tutor{% else %}{{ course.title or subjectCode or '' }}\
                           {% endif %} {{ optionLine or '' }}";

const PEOPLE: &str = r#"role in ["student", "teacher", "staff"]"#;
const PUPILS: &str = r#"role == "student""#;
const STAFF: &str = r#"role in ["teacher", "staff"]"#;
const TEACHERS: &str = r#"role == "teacher""#;
const MEMBERS: &str = r#"role in ["student", "teacher"]"#;

/// The whole mapping: learners, staff, groups, memberships of both.
pub(super) fn crosswalk() -> Crosswalk {
    Crosswalk {
        version: 1,
        streams: vec![
            learners(),
            staff(),
            groups(),
            memberships(PUPILS, "learner", "learners"),
            memberships(TEACHERS, "staff", "staff"),
        ],
        lookups: [("roles".into(), roles())].into(),
        cases: Vec::new(),
    }
}

/// Pupils and staff whose family shares their details, and their places in classes.
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
        honour_data_sharing: true,
        excluded: Vec::new(),
    }
}

fn learners() -> StreamMap {
    let preferred = Rule::copy("preferredFirstName").into_field("preferred_name");
    let own = vec![
        FieldMap { policy: FieldPolicy::Ask, ..preferred },
        Rule::copy("grades").then(Step::First).then(Step::Number).into_field("year_level"),
        Rule::copy("homeroom").into_field("tutor_group"),
    ];
    StreamMap { when: Some(PUPILS.into()), ..person("learners", own) }
}

fn staff() -> StreamMap {
    let own = vec![Rule::copy("title").into_field("title"), Rule::copy("position").into_field("position")];
    StreamMap { when: Some(STAFF.into()), ..person("staff", own) }
}

/// What learners and staff have in common, and what is their own.
fn person(stream: &'static str, own: Vec<FieldMap>) -> StreamMap {
    let shared = vec![
        Rule::copy("givenName").into_field("given_name"),
        Rule::fields(["preferredLastName", "familyName"]).then(Step::First).into_field("family_name"),
        Rule::copy("primaryOrg.identifier").into_field("school_code"),
        Rule::copy("email").then(Step::Trim).then(Step::Case(Case::Lower)).into_field("email"),
        Rule::copy("beginDate").into_field("starts_on"),
        Rule::copy("endDate").into_field("ends_on"),
    ];
    self::stream(Entity::User, stream, Rule::copy("identifier"), [shared, own].concat())
}

fn groups() -> StreamMap {
    stream(
        Entity::Class,
        "groups",
        Rule::template(CLASS_KEY),
        vec![
            Rule::template(CLASS_TITLE).then(Step::Trim).into_field("title"),
            Rule::copy("subjectCode").into_field("subject_code"),
            Rule::copy("schoolYear").then(Step::Number).into_field("school_year"),
            Rule::copy("school.identifier").into_field("school_code"),
            Rule::copy("classType").into_field("kind"),
        ],
    )
}

/// A member is a learner or a member of staff; the two live in streams of their own, hence a map for each.
fn memberships(when: &str, kind: &str, people: &'static str) -> StreamMap {
    let points_at =
        |field: &'static str, to: &'static str| Rule::copy(field).then(Step::Reference { to: to.into() });
    let role = Step::Lookup { table: "roles".into(), otherwise: None };
    StreamMap {
        when: Some(when.to_owned()),
        ..stream(
            Entity::Enrollment,
            "memberships",
            Rule::copy("$id"),
            vec![
                Rule::constant(kind).into_field("member_kind"),
                points_at("user", people).into_field("member_id"),
                points_at("class", "groups").into_field("group_id"),
                Rule::copy("role").then(role).into_field("role"),
            ],
        )
    }
}

fn stream(from: Entity, to: &'static str, key: Rule, fields: Vec<FieldMap>) -> StreamMap {
    StreamMap { from: from.as_str().into(), to: to.into(), enabled: true, when: None, key, fields }
}

fn roles() -> LookupTable {
    [("student", "pupil"), ("teacher", "teacher")].map(|(from, to)| (from.to_owned(), to.to_owned())).into()
}
