//! The crosswalk that a new sync starts with. The roster speaks OneRoster, so that it is short; end dates are exclusive
//! already when they come from the reader.

use crosswalk_model::{
    Case, Crosswalk, FieldMap, MatchRule, MatchStrength, Name, Rule, Step, StreamMap, SyncPolicy,
};

use super::config::Wants;

/// The default crosswalk. What is switched off is there to see, but off.
pub(super) fn crosswalk(wants: Wants) -> Crosswalk {
    let streams = vec![
        map("orgs", "org", true, orgs()),
        map("academicSessions", "academicSession", true, sessions()),
        map("courses", "course", true, courses()),
        map("classes", "class", true, classes()),
        map("users", "user", true, users(wants)),
        map("demographics", "demographics", wants.demographics, demographics()),
        map("enrollments", "enrollment", true, enrollments()),
        map("relationships", "relationship", wants.families, relationships()),
    ];
    Crosswalk { version: 1, streams, ..Crosswalk::default() }
}

/// People whom another source knows are recognised by their school e-mail address, or by their number at the school
/// together with the whole name; names alone only suggest. Who comes back under another identifier of the same source is
/// found by the former one, or in these ways.
pub(super) fn policy() -> SyncPolicy {
    let rule = |fields: &[&'static str], strength| MatchRule {
        target: "user".into(),
        fields: fields.iter().map(|field| Name::from(*field)).collect(),
        strength,
    };
    let match_rules = vec![
        rule(&["email"], MatchStrength::Strong),
        rule(&["identifier", "familyName", "givenName"], MatchStrength::Strong),
        rule(&["familyName", "givenName"], MatchStrength::Weak),
    ];
    SyncPolicy { match_rules, ..SyncPolicy::default() }
}

fn orgs() -> Vec<FieldMap> {
    let parent = refer("parentSourcedId", "org", "parent");
    [same(&["name", "type", "identifier", "extras"]), vec![parent]].concat()
}

fn sessions() -> Vec<FieldMap> {
    let parent = refer("parentSourcedId", "academicSession", "parent");
    [same(&["title", "type", "startDate", "endDate", "schoolYear", "extras"]), vec![parent]].concat()
}

fn courses() -> Vec<FieldMap> {
    let refers = vec![
        refer("orgSourcedId", "org", "school"),
        refer("schoolYearSourcedId", "academicSession", "schoolYear"),
    ];
    [same(&["title", "courseCode", "grades", "subjects", "subjectCodes", "extras"]), refers].concat()
}

fn classes() -> Vec<FieldMap> {
    let own =
        ["title", "classCode", "classType", "location", "schoolYear", "grades", "subjects", "subjectCodes"];
    let others = vec![
        refer("courseSourcedId", "course", "course"),
        refer("schoolSourcedId", "org", "school"),
        Rule::copy("termSourcedIds").into_field("terms"),
    ];
    [same(&own), same(&["periods", "extras"]), others].concat()
}

fn users(wants: Wants) -> Vec<FieldMap> {
    let own = [
        "role",
        "roles",
        "identifier",
        "username",
        "enabledUser",
        "givenName",
        "middleName",
        "familyName",
        "grades",
        "orgs",
        "beginDate",
        "endDate",
        "externalIds",
        "extras",
    ];
    let mut fields = same(&own);
    fields.extend([
        Rule::copy("preferredGivenName").into_field("preferredFirstName"),
        Rule::copy("preferredMiddleName").into_field("preferredMiddleName"),
        Rule::copy("preferredFamilyName").into_field("preferredLastName"),
        email("email"),
        refer("primaryOrgSourcedId", "org", "primaryOrg"),
    ]);
    let switched = [
        (wants.demographics, "pronouns"),
        (wants.phones, "sms"),
        (wants.phones, "phone"),
        (wants.national_numbers, "nationalNumber"),
    ];
    fields.extend(switched.into_iter().filter(|(on, _)| *on).flat_map(|(_, name)| same(&[name])));
    fields.extend(wants.families.then(|| email("contactEmail")));
    fields
}

fn demographics() -> Vec<FieldMap> {
    let own = [
        "birthDate",
        "sex",
        "ethnicity",
        "countryOfBirthCode",
        "stateOfBirthAbbreviation",
        "cityOfBirth",
        "publicSchoolResidenceStatus",
        "extras",
    ];
    [vec![refer("userSourcedId", "user", "user")], same(&own)].concat()
}

fn enrollments() -> Vec<FieldMap> {
    let refers = vec![
        refer("userSourcedId", "user", "user"),
        refer("classSourcedId", "class", "class"),
        refer("schoolSourcedId", "org", "school"),
    ];
    [refers, same(&["role", "primary", "beginDate", "endDate", "extras"])].concat()
}

fn relationships() -> Vec<FieldMap> {
    let refers = vec![refer("pupil", "user", "pupil"), refer("contact", "user", "contact")];
    [refers, same(&["relationship"])].concat()
}

fn map(from: &'static str, to: &'static str, enabled: bool, fields: Vec<FieldMap>) -> StreamMap {
    StreamMap { from: from.into(), to: to.into(), enabled, when: None, key: Rule::copy("$key"), fields }
}

fn same(names: &[&'static str]) -> Vec<FieldMap> {
    names.iter().map(|name| Rule::copy(*name).into_field(*name)).collect()
}

fn refer(from: &'static str, entity: &'static str, to: &'static str) -> FieldMap {
    Rule::copy(from).then(Step::Reference { to: entity.into() }).into_field(to)
}

fn email(name: &'static str) -> FieldMap {
    Rule::copy(name).then(Step::Trim).then(Step::Case(Case::Lower)).into_field(name)
}
