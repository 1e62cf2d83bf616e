//! What is pushed: messages of a simulated school.

use crosswalk_sandbox::kamar::{Message, Quirks, messages};
use crosswalk_sandbox::school::{Person, School, Spec};

/// A school of so many pupils.
pub(super) fn school(pupils: usize) -> School {
    School::generate(&Spec { pupils, staff: (pupils / 8).max(8), weeks_of_timetable: 1, ..Spec::default() })
}

/// One push for each of some changed pupils, each with a time of its own.
pub(super) fn parts(school: &School, count: usize) -> Vec<Vec<u8>> {
    let part = |n: usize| {
        let pupil = Person::Pupil(n % school.pupils.len());
        let seconds = i64::try_from(n).unwrap_or_default();
        messages::part(school, &[pupil], &Quirks::default(), after(school, seconds)).bytes()
    };
    (0..count).map(part).collect()
}

/// A full, sent so many seconds after nine o'clock.
pub(super) fn full(school: &School, seconds: i64) -> Vec<u8> {
    let message: Message = messages::full(school, &Quirks::default(), after(school, seconds));
    message.bytes()
}

fn after(school: &School, seconds: i64) -> jiff::civil::DateTime {
    school.today.at(9, 0, 0, 0).saturating_add(jiff::Span::new().seconds(seconds))
}
