//! Timetables: nested weeks, days and slots, or iCalendar text.

use jiff::civil::{Date, DateTime, date};
use jiff::{Span, civil::Weekday};

use crate::kamar::json::Json;
use crate::kamar::message::{Message, day};
use crate::kamar::quirks::Quirks;
use crate::school::{Class, Pupil, School, SchoolWeek};

/// People in one message.
const BATCH: usize = 8;
/// Slots of a day.
const SLOTS: u8 = 10;

/// `studenttimetables`, eight pupils a message; made one after another, because a school's timetables are large.
pub fn student_timetables(school: &School, quirks: &Quirks, at: DateTime) -> impl Iterator<Item = Message> {
    let pupils: Vec<&Pupil> = school.pupils.iter().filter(|p| p.listed).collect();
    let batches: Vec<Vec<&Pupil>> = pupils.chunks(BATCH).map(<[_]>::to_vec).collect();
    batches.into_iter().map(move |batch| {
        let data = batch.into_iter().map(|p| student(school, p, quirks)).collect();
        Message::new(school, "studenttimetables", quirks, at).with_list("timetables", data)
    })
}

/// `stafftimetables`, eight teachers a message.
pub fn staff_timetables(school: &School, quirks: &Quirks, at: DateTime) -> impl Iterator<Item = Message> {
    let listed = school.staff.iter().enumerate().filter(|(_, s)| s.listed && s.teaches());
    let teachers: Vec<usize> = listed.map(|(index, _)| index).collect();
    let batches: Vec<Vec<usize>> = teachers.chunks(BATCH).map(<[_]>::to_vec).collect();
    batches.into_iter().map(move |batch| {
        let data = batch.into_iter().map(|index| teacher(school, index, quirks)).collect();
        Message::new(school, "stafftimetables", quirks, at).with_list("timetables", data)
    })
}

fn student(school: &School, pupil: &Pupil, quirks: &Quirks) -> Json {
    let record = Json::object().with("student", pupil.number);
    if quirks.ics {
        let text = calendar(school, &pupil.classes, &format!("s{}", pupil.number));
        return record.with("uuid", pupil.uuid.as_str()).with("grid", "").with("timetable", text);
    }
    record.with("timetable", weeks(school, &pupil.classes, None))
}

fn teacher(school: &School, index: usize, quirks: &Quirks) -> Json {
    let person = &school.staff[index];
    let classes: Vec<usize> =
        (0..school.classes.len()).filter(|c| school.classes[*c].teachers.contains(&index)).collect();
    let record = Json::object().with("teacher", person.code.as_str());
    if quirks.ics {
        let text = calendar(school, &classes, &format!("t{}", person.code));
        return record.with("uuid", person.uuid.as_str()).with("grid", "").with("timetable", text);
    }
    record.with("timetable", weeks(school, &classes, Some(index)))
}

fn weeks(school: &School, classes: &[usize], staff: Option<usize>) -> Vec<Json> {
    let week = |week: SchoolWeek| {
        let days = (1u8..).zip(week.cycle_days).map(|(weekday, cycle_day)| {
            let slots = (1..=SLOTS)
                .map(|slot| slot_entries(school, classes, staff, (week.week, weekday, cycle_day, slot)));
            let slots: Vec<Json> = if cycle_day == 0 { Vec::new() } else { slots.map(Json::List).collect() };
            Json::object().with("ttday", cycle_day).with("slots", slots)
        });
        Json::object().with("week", week.week).with("term", week.term).with("days", days.collect::<Vec<_>>())
    };
    school.weeks().into_iter().map(week).collect()
}

/// School week, weekday, day of the cycle, slot.
type Place = (u8, u8, u8, u8);

fn slot_entries(school: &School, classes: &[usize], staff: Option<usize>, place: Place) -> Vec<Json> {
    let (week, weekday, cycle_day, slot) = place;
    let meets = |c: &&usize| crate::school::meets(school.classes[**c].line, cycle_day, slot);
    let mut entries: Vec<Json> = classes
        .iter()
        .filter(meets)
        .map(|&c| entry(school, &school.classes[c], &school.rooms(c, week, weekday, slot)))
        .collect();
    if let Some(duty) = staff.and_then(|index| duty(school, index, cycle_day, slot)) {
        entries.push(duty);
    }
    entries
}

fn entry(school: &School, class: &Class, rooms: &[String]) -> Json {
    let head = match class.option() {
        Some(option) => Json::object().with("option", option),
        None => Json::object().with("core", class.coreoption.as_str()),
    };
    let teachers: Vec<Json> = class.teachers.iter().map(|t| school.staff[*t].code.as_str().into()).collect();
    let rooms: Vec<Json> = rooms.iter().map(|room| room.as_str().into()).collect();
    head.with("code", class.subject.as_str()).with("teachers", teachers).with("rooms", rooms)
}

/// Department meetings: an entry of a teacher that is no class.
fn duty(school: &School, index: usize, cycle_day: u8, slot: u8) -> Option<Json> {
    let person = &school.staff[index];
    let department = person.department.filter(|_| crate::school::is_department_meeting(cycle_day, slot))?;
    let stem: String = department.chars().take(3).collect();
    let code = Json::from(person.code.as_str());
    Some(
        Json::object()
            .with("teacher", code.clone())
            .with("code", format!("MTG{}", stem.to_uppercase()))
            .with("teachers", vec![code])
            .with("rooms", vec!["".into()]),
    )
}

/// The same lessons as iCalendar text. What KAMAR writes there exactly is not known.
fn calendar(school: &School, classes: &[usize], prefix: &str) -> String {
    let mut text = String::from("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Kowhai Bay//Timetable//EN\r\n");
    for &class in classes {
        let what = &school.classes[class];
        let option = what.option().unwrap_or_else(|| what.coreoption.clone());
        for meeting in school.meetings(class) {
            let on = day(date_of(school, meeting.week, meeting.weekday));
            let (hour, rooms) = (7 + meeting.slot, meeting.rooms.join(" "));
            text.push_str(&format!(
                "BEGIN:VEVENT\r\nUID:{prefix}-{on}-{}@kowhaibay.school.example\r\n\
                 DTSTART;TZID=Pacific/Auckland:{on}T{hour:02}0000\r\nDTEND;TZID=Pacific/Auckland:{on}T{hour:02}5000\r\n\
                 SUMMARY:{} {option}\r\nLOCATION:{rooms}\r\nEND:VEVENT\r\n",
                meeting.slot, what.subject,
            ));
        }
    }
    text.push_str("END:VCALENDAR\r\n");
    text
}

/// Week 5 holds 2 March, as in the invented calendar of the school.
fn date_of(school: &School, week: u8, weekday: u8) -> Date {
    let anchor = date(school.year, 3, 2);
    let monday = anchor.saturating_sub(Span::new().days(i64::from(anchor.weekday().since(Weekday::Monday))));
    let days = (i64::from(week) - 5) * 7 + i64::from(weekday) - 1;
    monday.saturating_add(Span::new().days(days))
}
