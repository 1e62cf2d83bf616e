//! A member of staff in `staff`.

use jiff::civil::DateTime;

use super::pupil::class;
use super::record::Record;
use crate::kamar::json::Json;
use crate::kamar::message::stamp;
use crate::kamar::quirks::Quirks;
use crate::school::{School, Staff};

/// The record of a member of staff, by index.
pub fn record(school: &School, index: usize, quirks: &Quirks, at: DateTime) -> Json {
    let person = &school.staff[index];
    let record = Record::new(quirks)
        .put("id", person.code.as_str())
        .put("uuid", person.uuid.as_str())
        .put("role", "Staff")
        .put("created", stamp(at))
        .put("uniqueid", person.unique_id)
        .put("schoolindex", person.sites.iter().map(|s| school.site(*s).index.into()).collect::<Vec<Json>>())
        .put("username", person.username.as_str())
        .put("title", person.title)
        .text("firstname", Some(&person.given))
        .text("lastname", Some(&person.family))
        .put("gender", person.gender)
        .text("email", person.email.as_deref())
        .put("classification", person.classification)
        .put("position", person.position.as_str())
        .put("house", person.house)
        .text("tutor", person.tutor.as_deref())
        .put("extension", person.extension)
        .date("startingdate", Some(person.starts))
        .date("leavingdate", person.last_day);
    record.put("groups", groups(school, index, person)).build()
}

fn groups(school: &School, index: usize, person: &Staff) -> Vec<Json> {
    let taught = school.classes.iter().filter(|c| c.teachers.contains(&index)).map(class);
    let names = person.department.map(|d| format!("Dept-{d}")).into_iter();
    let kind = if person.teaches() { "Staff-Teaching" } else { "Staff-Support" };
    let departments = names.chain([kind.to_owned()]);
    taught
        .chain(departments.map(|name| Json::object().with("type", "department").with("name", name)))
        .collect()
}
