//! Timetables of pupils and staff, turned into the lessons of classes: what many people say about one lesson is one
//! document. A member of staff's week is complete for the lessons that they lead; what pupils say only adds.

use std::collections::BTreeMap;

use crosswalk_model::{Document, Finding, Name, Scope, SourceRecord, Value};

use super::groups::class_key;
use super::orgs::subject_key;
use super::raw::{Notes, no_key, no_record};
use super::setting::{School, Setting};
use crate::kamar::wire::{self, Json};

const STREAM: &str = "timetable_slots";
/// A school week has so many days; one that lists fewer is not complete for anything.
const DAYS: usize = 5;
/// Lessons without a teacher belong to nobody's part.
const NOBODY: &str = "-";

/// The lessons of one message.
#[derive(Default)]
pub struct Lessons {
    lessons: BTreeMap<String, Lesson>,
    /// Weeks of staff, and whether all of each was read.
    weeks: BTreeMap<(String, i64), bool>,
    /// People whose timetable came as calendar text.
    calendars: usize,
    /// People whose school is not known.
    homeless: usize,
}

struct Lesson {
    fields: Vec<(&'static str, Value)>,
    week: i64,
    teachers: Vec<String>,
    rooms: Vec<String>,
}

/// Where in the year an entry stands. Weekday 1 is Monday; slot 1 is the first character of attendance codes.
#[derive(Clone, Copy)]
struct At {
    week: i64,
    term: Option<i64>,
    weekday: usize,
    cycle_day: Option<i64>,
    slot: usize,
}

impl Lessons {
    /// How many lessons there are.
    pub fn len(&self) -> usize {
        self.lessons.len()
    }

    /// Reads the timetable of one person.
    pub fn person(&mut self, setting: &Setting<'_>, pointer: &str, json: Json) -> Vec<Finding> {
        if !json.is_object() {
            return no_record(STREAM, pointer).findings;
        }
        let teacher = wire::text_of(&json, "teacher");
        let student = wire::text_of(&json, "student");
        let Some(key) =
            teacher.as_ref().map(|code| format!("code:{code}")).or(student.map(|id| format!("id:{id}")))
        else {
            return no_key(STREAM, pointer).findings;
        };
        let mut notes = Notes::new(STREAM, &key, pointer);
        let index = wire::get(&json, "schoolindex").and_then(|value| wire::whole(value).ok()?.as_int());
        let Some(school) = setting.school(index) else {
            self.homeless += 1;
            return notes.findings;
        };
        match wire::get(&json, "timetable") {
            Some(Json::String(text)) if !text.trim().is_empty() => self.calendars += 1,
            Some(weeks) => self.weeks(setting, school, teacher.as_deref(), weeks, &mut notes),
            None => {}
        }
        notes.findings
    }

    fn weeks(
        &mut self,
        setting: &Setting<'_>,
        school: &School,
        teacher: Option<&str>,
        weeks: &Json,
        notes: &mut Notes<'_>,
    ) {
        for (position, week) in items(weeks).enumerate() {
            let Some(number) = number(week, "week") else {
                notes.note(
                    "bad_week",
                    &format!("timetable/{position}"),
                    "This week has no number; it was left out.",
                );
                continue;
            };
            let before = notes.findings.len();
            let days: Vec<&Json> = wire::get(week, "days").map(items).into_iter().flatten().collect();
            for (day, said) in days.iter().enumerate() {
                let at = At {
                    week: number,
                    term: self::number(week, "term"),
                    weekday: day + 1,
                    cycle_day: self::number(said, "ttday").filter(|day| *day > 0),
                    slot: 0,
                };
                self.day(setting, school, at, said, notes);
            }
            if let Some(teacher) = teacher {
                let whole = days.len() >= DAYS && notes.findings.len() == before;
                self.weeks
                    .entry((teacher.to_owned(), number))
                    .and_modify(|sound| *sound &= whole)
                    .or_insert(whole);
            }
        }
    }

    fn day(&mut self, setting: &Setting<'_>, school: &School, at: At, day: &Json, notes: &mut Notes<'_>) {
        let slots = wire::get(day, "slots").map(items).into_iter().flatten();
        for (slot, entries) in slots.enumerate() {
            for entry in items(entries) {
                let at = At { slot: slot + 1, ..at };
                if !self.entry(setting, school, at, entry) {
                    let place = format!("timetable/week {}/days/{}/slots/{slot}", at.week, at.weekday - 1);
                    notes.note("bad_lesson", &place, "This lesson names no class; it was left out.");
                }
            }
        }
    }

    /// Adds an entry; `false` when it makes no sense. A duty has no class and is none of the roster's.
    fn entry(&mut self, setting: &Setting<'_>, school: &School, at: At, entry: &Json) -> bool {
        let option = wire::text_of(entry, "option");
        let coreoption = match (&option, wire::text_of(entry, "core")) {
            (Some(option), _) => coreoption(option),
            (None, Some(core)) => core,
            (None, None) => return wire::get(entry, "teacher").is_some(),
        };
        let Some(subject) = wire::text_of(entry, "code") else { return false };
        let class = class_key(&school.key, &setting.year, &subject, &coreoption);
        let key = format!("{class}|w{}|d{}|s{}", at.week, at.weekday, at.slot);
        let lesson = self.lessons.entry(key).or_insert_with(|| Lesson {
            fields: fields(school, at, class, subject, coreoption),
            week: at.week,
            teachers: Vec::new(),
            rooms: Vec::new(),
        });
        join(&mut lesson.teachers, wire::get(entry, "teachers"));
        join(&mut lesson.rooms, wire::get(entry, "rooms"));
        true
    }

    /// What concerns the message as a whole.
    pub fn findings(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        if self.calendars > 0 {
            let message = format!(
                "{} timetables came as calendar text, which names no school weeks; they were kept as they came. \
                 Press Check & Enable in KAMAR, so that it learns which format Crosswalk asks for.",
                self.calendars
            );
            findings.push(Finding::warning("calendar_text", STREAM, "", message));
        }
        if self.homeless > 0 {
            let message = format!(
                "{} timetables were left out: KAMAR holds several schools or names none, and timetables do not say \
                 whose they are. Set up one service for each school in KAMAR, with a connection of its own here.",
                self.homeless
            );
            findings.push(Finding::warning("unknown_school", STREAM, "", message));
        }
        findings
    }

    /// The weeks of staff that were read whole.
    pub fn scopes(&self, sound: bool) -> Vec<Scope> {
        let whole = self.weeks.iter().filter(|(_, whole)| sound && **whole);
        whole.map(|((teacher, week), _)| Scope::complete(STREAM, Some(partition(teacher, *week)))).collect()
    }

    /// One document per lesson, in the order of their keys.
    pub fn documents(self) -> impl Iterator<Item = Document> {
        self.lessons.into_iter().map(|(key, lesson)| lesson.document(key))
    }
}

impl Lesson {
    fn document(self, key: String) -> Document {
        let leader = self.teachers.first().map_or(NOBODY, String::as_str);
        let partition = partition(leader, self.week);
        let mut head = SourceRecord::new(STREAM, key);
        let list = |texts: Vec<String>| Value::List(texts.into_iter().map(Value::Text).collect());
        head.fields.extend(self.fields.into_iter().map(|(name, value)| (Name::from(name), value)));
        head.fields.insert("teachers".into(), list(self.teachers));
        head.fields.insert("rooms".into(), list(self.rooms));
        Document::of(head, partition)
    }
}

fn fields(
    school: &School,
    at: At,
    class: String,
    subject: String,
    coreoption: String,
) -> Vec<(&'static str, Value)> {
    let mut fields = vec![
        ("class", Value::Text(class)),
        ("course", Value::Text(subject_key(&school.key, &subject))),
        ("school", Value::text(school.key.as_str())),
        ("subject", Value::Text(subject)),
        ("coreoption", Value::Text(coreoption)),
        ("week", Value::Int(at.week)),
        ("weekday", Value::Int(at.weekday as i64)),
        ("slot", Value::Int(at.slot as i64)),
    ];
    fields.extend(at.term.map(|term| ("term", Value::Int(term))));
    fields.extend(at.cycle_day.map(|day| ("ttday", Value::Int(day))));
    fields
}

fn partition(teacher: &str, week: i64) -> String {
    format!("{teacher}|w{week}")
}

/// The coreoption of an option: `82A` is `82A-1`, `81A.4` is `81A-4`.
fn coreoption(option: &str) -> String {
    match option.rsplit_once('.') {
        Some((line, number)) => format!("{line}-{number}"),
        None if option.contains('-') => option.to_owned(),
        None => format!("{option}-1"),
    }
}

/// The items of a list by position, or one item alone.
fn items(json: &Json) -> std::slice::Iter<'_, Json> {
    match json {
        Json::Array(items) => items.iter(),
        Json::Object(_) => std::slice::from_ref(json).iter(),
        _ => [].iter(),
    }
}

fn number(json: &Json, name: &str) -> Option<i64> {
    wire::whole(wire::get(json, name)?).ok()?.as_int()
}

fn join(texts: &mut Vec<String>, said: Option<&Json>) {
    let Some(Ok(Value::List(said))) = said.map(wire::texts) else { return };
    for text in said.iter().filter_map(Value::as_text) {
        if !texts.iter().any(|known| known == text) {
            texts.push(text.to_owned());
        }
    }
}
