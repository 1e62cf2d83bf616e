//! The streams of a KAMAR connection and their fields, as far as they are switched on. Shipped, not discovered:
//! KAMAR tells nobody what it holds.

use crosswalk_model::{Catalog, FieldDescription, StreamDescription};

use super::config::Wants;
use super::fields::{self, Known, Shape};

/// Fields that are made here beside those that come.
const PERSON: &[(&str, &str)] = &[
    ("school", "text"),
    ("schools", "list"),
    ("externalids", "map"),
    ("aliases", "list"),
    ("extras", "map"),
];
const PUPIL: &[(&str, &str)] = &[("preferredfirstname", "text"), ("preferredlastname", "text")];
const STAFF: &[(&str, &str)] = &[("kind", "text"), ("departments", "list")];
const CLASS: &[(&str, &str)] = &[
    ("title", "text"),
    ("subject", "text"),
    ("coreoption", "text"),
    ("classcode", "text"),
    ("classtype", "text"),
    ("schoolyear", "text"),
    ("school", "text"),
    ("course", "text"),
];
const GROUP: &[(&str, &str)] = &[
    ("title", "text"),
    ("ref", "text"),
    ("category", "text"),
    ("showreport", "flag"),
    ("schoolyear", "text"),
    ("school", "text"),
];
const ENROLLMENT: &[(&str, &str)] = &[("class", "text"), ("school", "text"), ("role", "text")];
const CONTACT: &[(&str, &str)] = &[
    ("name", "text"),
    ("givenname", "text"),
    ("familyname", "text"),
    ("email", "text"),
    ("mobile", "text"),
    ("extras", "map"),
];
const RELATION: &[(&str, &str)] = &[
    ("pupil", "text"),
    ("contact", "text"),
    ("relationship", "text"),
    ("priority", "number"),
    ("emergency", "flag"),
    ("status", "text"),
    ("role", "text"),
    ("ref", "text"),
];
const LESSON: &[(&str, &str)] = &[
    ("class", "text"),
    ("course", "text"),
    ("school", "text"),
    ("subject", "text"),
    ("coreoption", "text"),
    ("week", "number"),
    ("term", "number"),
    ("weekday", "number"),
    ("ttday", "number"),
    ("slot", "number"),
    ("teachers", "list"),
    ("rooms", "list"),
];
const MARK: &[(&str, &str)] = &[
    ("student_id", "text"),
    ("date", "date"),
    ("codes", "text"),
    ("alt", "text"),
    ("halfdays", "map"),
    ("extras", "map"),
];

/// The catalog.
pub fn catalog(wants: Wants) -> Catalog {
    let extras = [("extras", "map")];
    let placed = [("school", "text"), ("extras", "map")];
    let streams = [
        (true, stream("schools", "Schools", fields::SCHOOL, &[&extras], wants)),
        (true, stream("subjects", "Subjects", fields::SUBJECT, &[&placed], wants)),
        (true, stream("classes", "Classes", &[], &[CLASS], wants)),
        (wants.groups, stream("groups", "Groups", &[], &[GROUP], wants)),
        (true, stream("students", "Pupils", fields::STUDENT, &[PERSON, PUPIL], wants)),
        (true, stream("staff", "Staff", fields::STAFF, &[PERSON, STAFF], wants)),
        (wants.caregivers, stream("caregivers", "Caregivers", &[], &[CONTACT], wants)),
        (wants.emergency, stream("emergency_contacts", "Emergency contacts", &[], &[CONTACT], wants)),
        (true, stream("student_enrollments", "Pupils in classes", &[], &[ENROLLMENT], wants)),
        (true, stream("staff_enrollments", "Staff in classes", &[], &[ENROLLMENT], wants)),
        (wants.groups, stream("group_enrollments", "People in groups", &[], &[ENROLLMENT], wants)),
        (wants.caregivers, stream("relationships", "Caregivers of pupils", &[], &[RELATION], wants)),
        (
            wants.emergency,
            stream("emergency_relationships", "Emergency contacts of pupils", &[], &[RELATION], wants),
        ),
        (wants.timetables, stream("timetable_slots", "Lessons", &[], &[LESSON], wants)),
        (wants.attendance, stream("attendance", "Attendance", &[], &[MARK], wants)),
        (wants.calendar, stream("calendar", "Calendar events", fields::EVENT, &[&placed], wants)),
    ];
    Catalog { streams: streams.into_iter().filter(|(on, _)| *on).map(|(_, stream)| stream).collect() }
}

fn stream(
    name: &'static str,
    title: &str,
    comes: &'static [Known],
    made: &[&[(&'static str, &'static str)]],
    wants: Wants,
) -> StreamDescription {
    let kept = comes.iter().filter(|known| known.switch.on(wants));
    let kept = kept.filter_map(|known| Some(field(known.name, kind(known.shape)?)));
    let made = made.iter().copied().flatten().map(|(name, kind)| field(name, kind));
    StreamDescription {
        name: name.into(),
        title: title.into(),
        key: "$key".into(),
        fields: kept.chain(made).collect(),
        ..StreamDescription::default()
    }
}

fn field(name: &'static str, kind: &str) -> FieldDescription {
    FieldDescription { name: name.into(), kind: kind.into(), ..FieldDescription::default() }
}

fn kind(shape: Shape) -> Option<&'static str> {
    match shape {
        Shape::Text => Some("text"),
        Shape::Whole => Some("number"),
        Shape::Flag => Some("flag"),
        Shape::Date => Some("date"),
        Shape::Texts => Some("list"),
        Shape::Named => Some("map"),
        Shape::Entries | Shape::Dropped => None,
    }
}
