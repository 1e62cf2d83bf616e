//! Every kind of message that KAMAR is known to push, made from a [`School`].
//!
//! Keys and their order are those of captured messages; `at` is local time and becomes `datetime`.

mod events;
mod marks;
mod person;
mod pupil;
mod record;
mod staff;
mod timetables;

use jiff::civil::DateTime;

pub use events::{bookings, calendar, notices, photos, staff_photos, subjects, unknown};
pub use marks::{
    assessments, attendance, class_efforts, pastoral, recognition_options, recognitions, results,
};
pub use person::{empty_full, full, part, password};
pub use timetables::{staff_timetables, student_timetables};

use super::message::Message;
use super::quirks::Quirks;
use crate::school::School;

/// `check`: is the listener there, and what does it want?
pub fn check(school: &School, quirks: &Quirks, at: DateTime) -> Message {
    Message::new(school, "check", quirks, at)
        .with("infourl", "https://sync.kowhaibay.school.example/about".into())
        .with("privacystatement", "(statement KAMAR currently holds for this service)".into())
}
