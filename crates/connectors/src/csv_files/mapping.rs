//! The crosswalk that a new sync starts with: the streams of the files to the roster.
//!
//! Dates: the last day in a file is inclusive, the roster's end is exclusive, so that a day is added.

use crosswalk_model::{
    Case, Crosswalk, DateShape, FieldMap, LookupTable, MatchRule, MatchStrength, Name, Rule, Step, StreamMap,
    SyncPolicy,
};

use super::config::Wants;

/// The default crosswalk. What is switched off is there to see, but off.
pub(super) fn crosswalk(wants: Wants) -> Crosswalk {
    let details = "has(record.datebirth) || has(record.gender) || has(record.ethnicity)";
    let demographics = map("people", "demographics", wants.demographics, demographics());
    let streams = vec![
        map("schools", "org", true, schools()),
        map("subjects", "course", true, subjects()),
        map("classes", "class", true, classes()),
        map("groups", "class", wants.groups, groups()),
        map("people", "user", true, people(wants)),
        StreamMap { when: Some(details.into()), ..demographics },
        map("home_enrollments", "enrollment", true, enrollments()),
        map("student_enrollments", "enrollment", true, enrollments()),
        map("staff_enrollments", "enrollment", true, enrollments()),
        map("group_enrollments", "enrollment", wants.groups, enrollments()),
    ];
    let sex = [
        ("F", "female"),
        ("M", "male"),
        ("D", "other"),
        ("X", "other"),
        ("Female", "female"),
        ("Male", "male"),
    ];
    Crosswalk { version: 1, streams, lookups: [(Name::from("sex"), table(&sex))].into(), cases: Vec::new() }
}

/// People whom another source knows are recognised by their school e-mail address. An identifier is no proof: that of
/// one system may be somebody else's in another. Names alone only suggest.
pub(super) fn policy() -> SyncPolicy {
    let rule = |fields: &[&'static str], strength| MatchRule {
        target: "user".into(),
        fields: fields.iter().map(|field| Name::from(*field)).collect(),
        strength,
    };
    let match_rules = vec![
        rule(&["nationalNumber"], MatchStrength::Immutable),
        rule(&["email"], MatchStrength::Strong),
        rule(&["familyName", "givenName"], MatchStrength::Weak),
    ];
    SyncPolicy { match_rules, ..SyncPolicy::default() }
}

fn schools() -> Vec<FieldMap> {
    vec![copy("name", "name"), Rule::constant("school").into_field("type"), copy("code", "identifier")]
}

fn subjects() -> Vec<FieldMap> {
    let title = Rule::fields(["name", "id"]).then(Step::First).into_field("title");
    vec![
        title,
        copy("id", "courseCode"),
        list("id", "subjectCodes"),
        list("level", "grades"),
        copy("department", "department"),
        copy("qualification", "qualification"),
        refer("school", "org", "school"),
    ]
}

fn classes() -> Vec<FieldMap> {
    vec![
        copy("title", "title"),
        copy("classcode", "classCode"),
        copy("classtype", "classType"),
        copy("subject", "subjectCode"),
        list("subject", "subjectCodes"),
        copy("coreoption", "optionLine"),
        copy("schoolyear", "schoolYear"),
        refer("course", "course", "course"),
        refer("school", "org", "school"),
    ]
}

fn groups() -> Vec<FieldMap> {
    vec![
        copy("title", "title"),
        Rule::constant("group").into_field("classType"),
        copy("ref", "classCode"),
        copy("schoolyear", "schoolYear"),
        refer("school", "org", "school"),
    ]
}

fn people(wants: Wants) -> Vec<FieldMap> {
    let same = ["role", "title", "username", "house", "position", "extras"];
    let mut fields: Vec<FieldMap> = same.map(|name| copy(name, name)).into();
    fields.extend([
        copy("firstname", "givenName"),
        copy("lastname", "familyName"),
        copy("preferredfirstname", "preferredFirstName"),
        copy("preferredlastname", "preferredLastName"),
        Rule::copy("email").then(Step::Trim).then(Step::Case(Case::Lower)).into_field("email"),
        copy("id", "identifier"),
        list("yearlevel", "grades"),
        copy("tutor", "homeroom"),
        refer("school", "org", "primaryOrg"),
        copy("schools", "orgs"),
        date("startingdate").into_field("beginDate"),
        date("leavingdate").then(Step::AddDays(1)).into_field("endDate"),
    ]);
    fields.extend(wants.national_numbers.then(|| copy("nsn", "nationalNumber")));
    fields
}

fn demographics() -> Vec<FieldMap> {
    let sex = Rule::copy("gender")
        .then(Step::Lookup { table: "sex".into(), otherwise: Some("unspecified".into()) });
    vec![
        refer("$key", "user", "user"),
        date("datebirth").into_field("birthDate"),
        sex.into_field("sex"),
        copy("ethnicity", "ethnicity"),
    ]
}

fn enrollments() -> Vec<FieldMap> {
    vec![
        refer("user", "user", "user"),
        refer("class", "class", "class"),
        refer("school", "org", "school"),
        copy("role", "role"),
    ]
}

fn table(rows: &[(&str, &str)]) -> LookupTable {
    rows.iter().map(|(from, to)| ((*from).to_owned(), (*to).to_owned())).collect()
}

fn map(from: &'static str, to: &'static str, enabled: bool, fields: Vec<FieldMap>) -> StreamMap {
    StreamMap { from: from.into(), to: to.into(), enabled, when: None, key: Rule::copy("$key"), fields }
}

fn copy(from: &'static str, to: &'static str) -> FieldMap {
    Rule::copy(from).into_field(to)
}

fn refer(from: &'static str, entity: &'static str, to: &'static str) -> FieldMap {
    Rule::copy(from).then(Step::Reference { to: entity.into() }).into_field(to)
}

fn date(from: &'static str) -> Rule {
    Rule::copy(from).then(Step::Date(DateShape::Iso))
}

/// One text as a list of one.
fn list(from: &'static str, to: &'static str) -> FieldMap {
    Rule::copy(from).then(Step::Text).then(Step::List { separator: ",".into() }).into_field(to)
}
