//! Pupils, staff and families.

use crosswalk_model::{FieldMap, Rule, Step, StreamMap};

use super::{constant, copies, copy, date, day_after, email, first, list, map, refer};
use crate::kamar::config::Wants;

/// The maps of people.
pub fn streams(wants: Wants) -> Vec<StreamMap> {
    vec![
        map("students", "user", true, pupils(wants)),
        map("staff", "user", true, staff(wants)),
        map("caregivers", "user", wants.caregivers, contacts("guardian")),
        map("emergency_contacts", "user", wants.emergency, contacts("relative")),
        map("students", "demographics", wants.demographics, demographics()),
    ]
}

/// The maps of how families are related to pupils.
pub fn families(wants: Wants) -> Vec<StreamMap> {
    vec![
        map("relationships", "relationship", wants.caregivers, relationships()),
        map("emergency_relationships", "relationship", wants.emergency, relationships()),
    ]
}

fn pupils(wants: Wants) -> Vec<FieldMap> {
    let mut fields = vec![
        constant("student", "role"),
        first(["firstnamelegal", "firstname"], "givenName"),
        first(["lastnamelegal", "lastname"], "familyName"),
        copy("preferredfirstname", "preferredFirstName"),
        copy("preferredlastname", "preferredLastName"),
        list("yearlevel", "grades"),
        copy("tutor", "homeroom"),
        copy("whanau", "whanau"),
        Rule::copy("accountdisabled").then(Step::Boolean).then(Step::Not).into_field("enabledUser"),
        copy("datasharing", "dataSharing"),
    ];
    fields.extend(everybody(wants));
    fields.extend(wants.nsn.then(|| copy("nsn", "nationalNumber")));
    fields
}

fn staff(wants: Wants) -> Vec<FieldMap> {
    let mut fields = vec![
        Rule::copy("kind").then(Step::Default("staff".into())).into_field("role"),
        copy("title", "title"),
        copy("firstname", "givenName"),
        copy("lastname", "familyName"),
        copy("position", "position"),
        copy("classification", "classification"),
        copy("tutor", "homeroom"),
    ];
    fields.extend(everybody(wants));
    fields
}

/// What pupils and staff have in common.
fn everybody(wants: Wants) -> Vec<FieldMap> {
    let mut fields = vec![
        Rule::copy("id").then(Step::Text).into_field("identifier"),
        copy("username", "username"),
        email("email", "email"),
        copy("house", "house"),
        refer("school", "org", "primaryOrg"),
        copy("schools", "orgs"),
        date("startingdate", "beginDate"),
        day_after("leavingdate", "endDate"),
        copy("externalids", "externalIds"),
        copy("extras", "extras"),
    ];
    fields.extend(wants.mobile.then(|| copy("mobile", "sms")));
    fields
}

fn contacts(role: &'static str) -> Vec<FieldMap> {
    let mut fields = vec![constant(role, "role"), email("email", "contactEmail")];
    fields.extend(copies(&[("givenname", "givenName"), ("familyname", "familyName"), ("mobile", "sms")]));
    fields.push(copy("extras", "extras"));
    fields
}

fn demographics() -> Vec<FieldMap> {
    let sex = Rule::copy("gender")
        .then(Step::Lookup { table: "sex".into(), otherwise: Some("unspecified".into()) });
    vec![
        refer("$key", "user", "user"),
        date("datebirth", "birthDate"),
        sex.into_field("sex"),
        copy("ethnicity", "ethnicity"),
        copy("iwi", "iwi"),
        copy("languagespoken", "language"),
    ]
}

fn relationships() -> Vec<FieldMap> {
    let mut fields = vec![refer("$parent", "user", "pupil"), refer("contact", "user", "contact")];
    let same = ["relationship", "priority", "emergency", "status"];
    fields.extend(copies(&same.map(|name| (name, name))));
    fields
}
