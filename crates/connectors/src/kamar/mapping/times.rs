//! Lessons, attendance and the calendar.

use crosswalk_model::{FieldMap, StreamMap};

use super::{copies, date, day_after, map, refer};
use crate::kamar::config::Wants;

/// The maps of what happens when.
pub fn streams(wants: Wants) -> Vec<StreamMap> {
    vec![
        map("timetable_slots", "timetableSlot", wants.timetables, lessons()),
        map("attendance", "attendanceMark", wants.attendance, marks()),
        map("calendar", "calendarDay", wants.calendar, events()),
    ]
}

fn lessons() -> Vec<FieldMap> {
    let mut fields = vec![refer("class", "class", "class")];
    fields.extend(copies(&[
        ("week", "schoolWeek"),
        ("term", "term"),
        ("weekday", "weekday"),
        ("ttday", "cycleDay"),
        ("slot", "slot"),
        ("rooms", "rooms"),
        ("teachers", "teachers"),
    ]));
    fields
}

fn marks() -> Vec<FieldMap> {
    let mut fields = vec![refer("student_id", "user", "user"), date("date", "date")];
    fields.extend(copies(&[("codes", "codes"), ("alt", "categories"), ("halfdays", "halfDays")]));
    fields.extend(copies(&[("extras", "extras")]));
    fields
}

fn events() -> Vec<FieldMap> {
    let mut fields = vec![refer("school", "org", "school"), date("datestart", "startDate")];
    fields.push(day_after("datefinish", "endDate"));
    fields.extend(copies(&[
        ("summary", "title"),
        ("timestart", "startTime"),
        ("timefinish", "endTime"),
        ("colour", "kind"),
        ("location", "location"),
        ("description", "description"),
        ("extras", "extras"),
    ]));
    fields
}
