//! Attendance, assessments, results, pastoral events, recognitions and efforts, invented from each pupil's number.

use jiff::Span;
use jiff::civil::DateTime;

use crate::kamar::json::Json;
use crate::kamar::message::{Message, day};
use crate::kamar::quirks::Quirks;
use crate::random::Random;
use crate::school::{Pupil, School};

fn pupils(school: &School) -> impl Iterator<Item = &Pupil> {
    school.pupils.iter().filter(|p| p.listed)
}

fn teacher(school: &School) -> &str {
    school.staff.first().map_or("", |s| s.code.as_str())
}

/// `attendance`: a pupil appears twice, once for each week.
pub fn attendance(school: &School, quirks: &Quirks, at: DateTime) -> Message {
    let weeks = [7i64, 0];
    let data = pupils(school).flat_map(|p| weeks.map(|back| attendance_record(school, p, back))).collect();
    Message::new(school, "attendance", quirks, at).with_list("attendance", data)
}

fn attendance_record(school: &School, pupil: &Pupil, days_back: i64) -> Json {
    let mut random = Random::derive(u64::from(pupil.number), days_back as u64);
    let values: Vec<Json> = (1..=3)
        .map(|n| {
            let date = school.today.saturating_sub(Span::new().days(days_back + n));
            let codes: String = ".PPP.PP.P".chars().map(|c| mark(c, &mut random)).collect();
            // Trailing slots are cut now and then.
            let codes: String = codes.chars().take(if random.one_in(9) { 4 } else { 9 }).collect();
            let unjustified = if codes.contains('?') { 1 } else { 0 };
            Json::object()
                .with("date", day(date).to_string())
                .with("codes", codes.as_str())
                .with("alt", codes.replace(['M', 'T'], "J").replace('?', "U").replace('L', "P"))
                .with("hdu", unjustified)
                .with("hdj", if random.one_in(20) { Json::Null } else { 0.into() })
                .with("hdp", 2 - unjustified)
        })
        .collect();
    Json::object().with("id", pupil.number).with("nsn", pupil.nsn.as_str()).with("values", values)
}

fn mark(slot: char, random: &mut Random) -> char {
    match (slot, random.below(40)) {
        ('P', 0) => '?',
        ('P', 1) => 'L',
        ('P', 2) => 'M',
        ('P', 3) => 'T',
        _ => slot,
    }
}

const ASSESSMENTS: &[(&str, &str, i64, i64)] =
    &[("A", "91999", 3, 5), ("U", "39999", 2, 3), ("G", "MAT0102", 4, 0), ("A", "91888", 2, 4)];

/// `assessments`: type, number and version are not unique.
pub fn assessments(school: &School, quirks: &Quirks, at: DateTime) -> Message {
    let twice = ASSESSMENTS.iter().chain(&ASSESSMENTS[..2]);
    let data = twice.enumerate().map(|(place, a)| assessment(place, *a)).collect();
    Message::new(school, "assessments", quirks, at).with_list("assessments", data)
}

fn assessment(place: usize, (kind, number, level, credits): (&str, &str, i64, i64)) -> Json {
    let task = kind == "G";
    Json::object()
        .with("type", kind)
        .with("number", number)
        .with("version", 2)
        .with("level", level)
        .with("credits", credits)
        .with("weighting", if task { "1.2".into() } else { Json::Null })
        .with("points", if task { 20.into() } else { Json::Null })
        .with("title", format!("Apply made-up method {place} in solving problems"))
        .with("description", Json::Null)
        .with("purpose", Json::Null)
        .with("schoolref", Json::Null)
        .with("subfield", "Mathematics")
        .with("internalexternal", "I")
}

/// `results`: some twice, some unpublished, some without a date.
pub fn results(school: &School, quirks: &Quirks, at: DateTime) -> Message {
    let seniors = pupils(school).filter(|p| p.year_level >= 11);
    let data = seniors.flat_map(|p| {
        let copies = if p.number.is_multiple_of(10) { 2 } else { 1 };
        (0..copies).map(move |_| result(school, p))
    });
    Message::new(school, "results", quirks, at).with_list("results", data.collect())
}

fn result(school: &School, pupil: &Pupil) -> Json {
    let mut random = Random::derive(u64::from(pupil.number), 77);
    let (kind, number, ..) = ASSESSMENTS[random.below(2)];
    let published = !random.one_in(4);
    let date = if published {
        day(school.today.saturating_sub(Span::new().days(20))).to_string()
    } else {
        "00000000".into()
    };
    let grade = if published { random.pick(&["Merit", "Achieved", "Excellence"]).into() } else { Json::Null };
    Json::object()
        .with("id", pupil.number)
        .with("nsn", pupil.nsn.as_str())
        .with("type", kind)
        .with("number", number)
        .with("version", 2)
        .with("code", Json::Null)
        .with("enrolled", true)
        .with("published", published)
        .with("date", date)
        .with("year", school.year)
        .with("yearlevel", pupil.year_level)
        .with("subject", if random.one_in(9) { Json::Null } else { "MAT3".into() })
        .with("result", grade)
        .with("results", Vec::new())
        .with("resultData", Vec::new())
        .with("comment", if random.one_in(3) { "Explains each step clearly.\r\r".into() } else { Json::Null })
        .with("curriculumlevel", Json::Null)
        .with("course", "MAT3")
}

/// `pastoral`: new events only.
pub fn pastoral(school: &School, quirks: &Quirks, at: DateTime) -> Message {
    let data = pupils(school).step_by(40).map(|p| pastoral_event(school, p)).collect();
    Message::new(school, "pastoral", quirks, at).with_list("pastoral", data)
}

fn pastoral_event(school: &School, pupil: &Pupil) -> Json {
    const EMPTY: [&str; 6] = ["action1", "action2", "action3", "actionPB1", "actionPB2", "actionPB3"];
    let mut event = Json::object()
        .with("id", pupil.number)
        .with("nsn", pupil.nsn.as_str())
        .with("type", "C")
        .with("ref", 150_000 + pupil.number)
        .with("reason", "Helpful at open evening");
    for key in ["reasonPB", "motivation", "motivationPB"] {
        event = event.with(key, Json::Null);
    }
    event = event.with("location", "Hall").with("locationPB", Json::Null).with("othersinvolved", Json::Null);
    for key in EMPTY {
        event = event.with(key, Json::Null);
    }
    event
        .with("teacher", teacher(school))
        .with("points", 2)
        .with("demerits", Json::Null)
        .with("dateevent", day(school.today).to_string())
        .with("timeevent", "183000")
        .with("datedue", "00000000")
        .with("duestatus", Json::Null)
}

/// `recognitions`.
pub fn recognitions(school: &School, quirks: &Quirks, at: DateTime) -> Message {
    let record = |p: &Pupil| {
        slot_mark(school, p)
            .with("points", 1)
            .with("comment", "Great persistence")
            .with("values", vec![3.into()])
            .with("uuid", format!("8C1F7A52-0000-4000-8000-{:012}", p.number))
    };
    let data = pupils(school).step_by(50).map(record).collect();
    Message::new(school, "recognitions", quirks, at).with_list("recognitions", data)
}

/// `recognitionoptions`, the list behind the values of recognitions. The shape of its records is not known.
pub fn recognition_options(school: &School, quirks: &Quirks, at: DateTime) -> Message {
    let option = |(number, name): (u8, &str)| Json::object().with("id", number).with("name", name);
    let data = (1u8..).zip(["Respect", "Persistence", "Kindness"]).map(option).collect();
    Message::new(school, "recognitionoptions", quirks, at).with_list("recognitionoptions", data)
}

/// `classefforts`.
pub fn class_efforts(school: &School, quirks: &Quirks, at: DateTime) -> Message {
    let data = pupils(school)
        .step_by(20)
        .map(|p| slot_mark(school, p).with("efforts", vec![3.into(), 4.into()]))
        .collect();
    Message::new(school, "classefforts", quirks, at).with_list("classefforts", data)
}

fn slot_mark(school: &School, pupil: &Pupil) -> Json {
    Json::object()
        .with("id", pupil.number)
        .with("nsn", pupil.nsn.as_str())
        .with("date", day(school.today).to_string())
        .with("slot", 2)
        .with("term", 1)
        .with("week", 5)
        .with("subject", "MAT0")
        .with("user", teacher(school))
}
