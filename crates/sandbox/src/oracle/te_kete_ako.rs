//! What Te Kete Ako must hold: the school's own cloud, so everybody who is at the school is in it.

use jiff::civil::Date;
use serde_json::Value;

use super::people::{self, Names, Who};
use super::{ExpectedCloud, Fields, key, text};
use crate::school::{Pupil, School, Staff};

/// What Te Kete Ako must hold on a day.
pub fn expected_te_kete_ako(school: &School, date: Date) -> ExpectedCloud {
    expected_te_kete_ako_with_timetable(school, school, date)
}

/// The same, where KAMAR pushed its timetables last when the school was as in `timetabled`: later changes of staff
/// codes are not in them yet. The classes must be those of the same year.
pub fn expected_te_kete_ako_with_timetable(
    school: &School,
    timetabled: &School,
    date: Date,
) -> ExpectedCloud {
    let mut cloud = ExpectedCloud::default();
    for table in ["people", "classes", "enrolments", "timetable"] {
        cloud.tables.entry(table).or_default();
    }
    for pupil in school.current_pupils(date) {
        cloud.put("people", pupil.number.to_string(), pupil_fields(school, pupil, date));
    }
    for (_, staff) in school.current_staff(date) {
        cloud.put("people", staff.code.clone(), staff_fields(school, staff, date));
    }
    for member in people::memberships(school, date) {
        let (person, role) = match member.who {
            Who::Pupil(pupil) => (pupil.number.to_string(), "pupil"),
            Who::Teacher(staff) => (staff.code.clone(), "teacher"),
        };
        let class = people::class_key(school, &school.classes[member.class]);
        cloud.put("enrolments", key(&[&person, &class, role]), Fields::new());
    }
    for class in people::live_classes(school, date) {
        cloud.put("classes", people::class_key(school, &school.classes[class]), class_fields(school, class));
        timetable(&mut cloud, school, timetabled, class);
    }
    cloud
}

fn pupil_fields(school: &School, pupil: &Pupil, date: Date) -> Fields {
    let names = Names::of_pupil(pupil);
    let mut fields = names.fields();
    fields.extend([
        ("kind", "pupil".into()),
        ("display_name", names.displayed().into()),
        ("email", people::email(pupil.email.as_ref())),
        ("year_level", pupil.year_level.into()),
        ("tutor_group", text(&pupil.tutor)),
        ("house", text(pupil.house)),
        ("school_code", school.site(pupil.site).moe_code.into()),
        ("starts_on", people::starts_on(pupil.starts)),
        ("ends_on", people::ends_on(pupil.last_day, date)),
    ]);
    fields
}

fn staff_fields(school: &School, staff: &Staff, date: Date) -> Fields {
    let names = Names::of_staff(staff);
    let mut fields = names.fields();
    fields.extend([
        ("kind", "staff".into()),
        ("display_name", names.displayed().into()),
        ("email", people::email(staff.email.as_ref())),
        ("year_level", Value::Null),
        ("tutor_group", text(staff.tutor.as_deref().unwrap_or_default())),
        ("house", text(staff.house)),
        ("school_code", school.site(staff.sites[0]).moe_code.into()),
        ("starts_on", people::starts_on(staff.starts)),
        ("ends_on", people::ends_on(staff.last_day, date)),
    ]);
    fields
}

fn class_fields(school: &School, class: usize) -> Fields {
    let class = &school.classes[class];
    [
        ("title", people::title(school, class).into()),
        ("subject_code", text(&class.subject)),
        ("subject_name", text(people::subject_name(school, class).unwrap_or_default())),
        ("school_code", school.site(class.site).moe_code.into()),
        ("school_year", school.year.into()),
        ("kind", people::kind(class).into()),
    ]
    .into()
}

fn timetable(cloud: &mut ExpectedCloud, school: &School, timetabled: &School, class: usize) {
    let class_key = people::class_key(school, &school.classes[class]);
    let codes = timetabled.classes[class].teachers.iter().map(|t| timetabled.staff[*t].code.as_str());
    let codes = joined(codes);
    for meeting in timetabled.meetings(class) {
        let fields = [
            ("term", meeting.term.into()),
            ("cycle_day", meeting.cycle_day.into()),
            ("rooms", joined(meeting.rooms.iter().map(String::as_str))),
            ("teacher_codes", codes.clone()),
        ];
        let place = [meeting.week, meeting.weekday, meeting.slot].map(|number| number.to_string());
        cloud.put("timetable", key(&[&class_key, &place[0], &place[1], &place[2]]), fields.into());
    }
}

/// Each once, empty ones dropped, joined by comma and space; null when there is none.
fn joined<'a>(values: impl Iterator<Item = &'a str>) -> Value {
    let mut distinct: Vec<&str> = Vec::new();
    for value in values.filter(|value| !value.is_empty()) {
        if !distinct.contains(&value) {
            distinct.push(value);
        }
    }
    text(&distinct.join(", "))
}
