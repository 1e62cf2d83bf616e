//! `full` and `part`: people, and the list of subjects.

use jiff::civil::DateTime;

use super::{events, pupil, staff};
use crate::kamar::json::Json;
use crate::kamar::message::Message;
use crate::kamar::quirks::Quirks;
use crate::school::{Person, School};

/// `full`: everybody whom KAMAR lists, and the subjects. Never split.
pub fn full(school: &School, quirks: &Quirks, at: DateTime) -> Message {
    let people = school.staff.iter().enumerate().filter(|(_, s)| s.listed);
    let staff = people.map(|(index, _)| staff::record(school, index, quirks, at)).collect();
    let listed = school.pupils.iter().filter(|p| p.listed);
    let pupils = listed.flat_map(|p| pupil::records(school, p, quirks, at)).collect();
    Message::new(school, "full", quirks, at)
        .with_list("staff", staff)
        .with_list("students", pupils)
        .with_list("subjects", events::subject_records(school, quirks, at))
}

/// A `full` that is well formed and holds nobody, as a broken server sends it.
pub fn empty_full(school: &School, quirks: &Quirks, at: DateTime) -> Message {
    Message::new(school, "full", quirks, at)
        .with_list("staff", Vec::new())
        .with_list("students", Vec::new())
        .with_list("subjects", Vec::new())
}

/// `part`: the whole records of the people who changed. Keys without anybody are left out.
pub fn part(school: &School, people: &[Person], quirks: &Quirks, at: DateTime) -> Message {
    let mut staff = Vec::new();
    let mut pupils = Vec::new();
    for person in people {
        match *person {
            Person::Staff(index) => staff.push(staff::record(school, index, quirks, at)),
            Person::Pupil(index) => pupils.extend(pupil::records(school, &school.pupils[index], quirks, at)),
        }
    }
    let message = Message::new(school, "part", quirks, at);
    let message = if staff.is_empty() { message } else { message.with_list("staff", staff) };
    if pupils.is_empty() { message } else { message.with_list("students", pupils) }
}

/// A `part` sent because a pupil's password was changed in KAMAR. The text is an invented password, encrypted with an
/// invented key.
pub fn password(school: &School, pupil: usize, quirks: &Quirks, at: DateTime) -> Message {
    let mut message = part(school, &[Person::Pupil(pupil)], quirks, at);
    let root = message.body.get_mut(crate::kamar::message::ROOT);
    let data = root.and_then(|r| r.get_mut("students")).and_then(|s| s.get_mut("data"));
    if let Some(Json::List(records)) = data {
        for record in records {
            let old = std::mem::replace(record, Json::Null);
            *record = old.with("passwordencrypted", "FYQTR6B8ZYqEmoUbdwZbOw==").with("resetpassword", 1);
        }
    }
    message
}
