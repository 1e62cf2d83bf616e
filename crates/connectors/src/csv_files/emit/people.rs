//! A person, with the home group.

use crosswalk_model::{Document, Name, SourceRecord, Value};

use super::{Membership, classes};
use crate::csv_files::import::{Import, Kind, Person};

/// The stream of memberships in home groups.
const HOME: &str = "home_enrollments";

/// The document of one person. A person whose home group was not said is silent about it.
pub(super) fn document(import: &Import<'_>, id: &str, person: &Person) -> Document {
    let mut head = SourceRecord::new("people", id);
    head.fields.clone_from(&person.fields);
    let school = import.config.school_code.as_str();
    let alias = format!("{}:{id}", person.kind.prefix());
    head.fields.extend([
        (Name::from("id"), Value::text(id)),
        ("role".into(), Value::text(role(import, id, person))),
        ("school".into(), Value::text(school)),
        ("schools".into(), Value::List(vec![school.into()])),
        ("aliases".into(), Value::List(vec![alias.into()])),
    ]);
    let mut document = Document::of(head, person.kind.partition());
    match (person.home(), person.fields.contains_key("tutor")) {
        (Some(home), _) => {
            let class = classes::home(import, home);
            let role = person.kind.role_in_class();
            document.children.extend(Membership { stream: HOME, person: id, role, class }.records(import));
        }
        (None, true) => {}
        (None, false) => document.silent.extend([Name::from(HOME), Name::from("classes")]),
    }
    document
}

/// Staff who teach somebody are teachers, whatever list they come from.
fn role(import: &Import<'_>, id: &str, person: &Person) -> &'static str {
    match person.kind {
        Kind::Pupil => "student",
        Kind::Staff => {
            let teaches = import.lessons.staff.get(id).is_some_and(|taught| !taught.classes.is_empty());
            person.role.unwrap_or(if teaches { "teacher" } else { "staff" })
        }
    }
}
