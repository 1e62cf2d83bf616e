//! Subjects, notices, calendar, bookings, photos, and a kind of message that nobody has heard of.

use jiff::civil::DateTime;

use super::record::Record;
use crate::kamar::json::Json;
use crate::kamar::message::{Message, day, stamp};
use crate::kamar::quirks::Quirks;
use crate::school::{School, Subject};

/// `subjects` as a message of its own.
pub fn subjects(school: &School, quirks: &Quirks, at: DateTime) -> Message {
    Message::new(school, "subjects", quirks, at).with_list("subjects", subject_records(school, quirks, at))
}

/// The records of the subjects that KAMAR lists.
pub fn subject_records(school: &School, quirks: &Quirks, at: DateTime) -> Vec<Json> {
    let record = |subject: &Subject| {
        Record::new(quirks)
            .put("id", subject.code.as_str())
            .put("created", stamp(at))
            .put("name", subject.name.as_str())
            .put("department", subject.department)
            .put("subdepartment", Json::Null)
            .put("qualification", subject.qualification.as_str())
            .put("level", subject.level)
            .build()
    };
    school.subjects.iter().filter(|s| s.listed).map(record).collect()
}

/// `notices`: two of them, one a meeting. Keys have capitals.
pub fn notices(school: &School, quirks: &Quirks, at: DateTime) -> Message {
    let today = day(school.today).to_string();
    let teacher = school.staff.first().map(|s| s.code.clone()).unwrap_or_default();
    let notice = |number: u32, level: &str, subject: &str, meeting: (&str, &str)| {
        let meets_on = if meeting.0.is_empty() { "" } else { today.as_str() };
        Json::object()
            .with("uuid", format!("5D1B0000-0000-4000-8000-{number:012}"))
            .with("DateStart", today.as_str())
            .with("DateFinish", today.as_str())
            .with("PublishWeb", true)
            .with("Level", level)
            .with("Subject", subject)
            .with("Body", "Everybody is welcome.")
            .with("Teacher", teacher.as_str())
            .with("MeetingDate", meets_on)
            .with("MeetingTime", meeting.0)
            .with("MeetingPlace", meeting.1)
    };
    let data =
        vec![notice(101, "All", "Lost property", ("", "")), notice(102, "9", "Chess club", ("Lunch", "M3"))];
    Message::new(school, "notices", quirks, at).with_list("notices", data)
}

/// `calendar`: the payload is an object, not a counted list.
pub fn calendar(school: &School, quirks: &Quirks, at: DateTime) -> Message {
    let today = day(school.today).to_string();
    let event = Json::object()
        .with("uuid", "7E2C0000-0000-4000-8000-000000000201")
        .with("summary", "Athletics day")
        .with("description", "Whole-school event")
        .with("location", "Field")
        .with("datestart", today.as_str())
        .with("timestart", "090000")
        .with("datefinish", today.as_str())
        .with("timefinish", "150000")
        .with("colour", "Green")
        .with("published", true);
    let calendars =
        Json::object().with("timestructure", Vec::new()).with("days", Vec::new()).with("events", vec![event]);
    Message::new(school, "calendar", quirks, at).with("calendars", calendars)
}

/// `bookings` of rooms.
pub fn bookings(school: &School, quirks: &Quirks, at: DateTime) -> Message {
    let booking = Json::object()
        .with("room", "HALL")
        .with("date", day(school.today).to_string())
        .with("slot", 3)
        .with("group", "Choir")
        .with("notes", "");
    Message::new(school, "bookings", quirks, at).with_list("bookings", vec![booking])
}

/// A grey picture of one point.
const PICTURE: &str = "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAA//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AN//Z";

/// `photos` of the first few pupils whose family allows it.
pub fn photos(school: &School, quirks: &Quirks, at: DateTime) -> Message {
    let shared = school.pupils.iter().filter(|p| p.listed && p.sharing.photo).take(5);
    let data =
        shared.map(|p| photo(p.number.into(), school.site(p.site).index, &p.number.to_string())).collect();
    Message::new(school, "photos", quirks, at).with_list("photos", data)
}

/// `staffphotos` of the first few members of staff.
pub fn staff_photos(school: &School, quirks: &Quirks, at: DateTime) -> Message {
    let data = school.staff.iter().take(3).map(|s| photo(s.code.as_str().into(), 1, &s.code)).collect();
    Message::new(school, "staffphotos", quirks, at).with_list("staffphotos", data)
}

fn photo(id: Json, site: u8, name: &str) -> Json {
    Json::object()
        .with("id", id)
        .with("schoolindex", site)
        .with("type", "jpg")
        .with("filename", format!("{name}.jpg"))
        .with("photo", PICTURE)
}

/// A kind of message of some later KAMAR: must be stored and answered as well as any.
pub fn unknown(school: &School, quirks: &Quirks, at: DateTime) -> Message {
    let record = Json::object()
        .with("id", 1)
        .with("colour", "teal")
        .with("nested", vec![Json::object().with("deep", 1)]);
    Message::new(school, "lockerassignments", quirks, at).with_list("lockerassignments", vec![record])
}
