//! Classes, groups and who is in them: the `groups` of a pupil or a member of staff. The list on a person is
//! complete, so it replaces what was known; a list that was not sent, or that has an entry which makes no sense,
//! speaks for nothing that is missing from it.

use crosswalk_model::{Name, SourceRecord, Value};

use super::orgs::subject_key;
use super::raw::Notes;
use super::setting::{Setting, part};
use crate::kamar::wire::{self, Json};

/// Whose list it is.
pub struct Person<'p> {
    /// The key of the person.
    pub key: &'p str,
    /// The key of the school in which the classes are.
    pub school: Option<&'p str>,
    /// `student` or `teacher`.
    pub role: &'static str,
    /// The stream of memberships in classes.
    pub stream: &'static str,
}

/// A list that can be read: its school is known.
struct List<'l> {
    setting: &'l Setting<'l>,
    person: &'l Person<'l>,
    school: &'l str,
}

/// What a list says.
#[derive(Default)]
pub struct Memberships {
    /// Classes, groups and memberships.
    pub children: Vec<SourceRecord>,
    /// Streams that the list does not speak for.
    pub silent: Vec<Name>,
    /// Departments of a member of staff.
    pub departments: Vec<Value>,
    /// Whether there was a list at all.
    pub said: bool,
    /// Whether the person is in any class.
    pub in_class: bool,
    classes_unsure: bool,
    groups_unsure: bool,
}

/// Reads the list of one person.
pub fn memberships(
    setting: &Setting<'_>,
    person: &Person<'_>,
    groups: Option<Json>,
    notes: &mut Notes<'_>,
) -> Memberships {
    let mut found = Memberships { groups_unsure: !setting.config.wants.groups, ..Memberships::default() };
    match (groups.and_then(wire::entries), person.school) {
        (Some(entries), Some(school)) => {
            let list = List { setting, person, school };
            found.said = true;
            for (at, entry) in entries.iter().enumerate() {
                found.entry(&list, at, entry, notes);
            }
        }
        (Some(_), None) => {
            notes.note(
                "unknown_school",
                "groups",
                "The school of these classes is not known, so they were left out.",
            );
            (found.classes_unsure, found.groups_unsure) = (true, true);
        }
        (None, _) => (found.classes_unsure, found.groups_unsure) = (true, true),
    }
    found.fall_silent(person.stream);
    found
}

impl Memberships {
    fn entry(&mut self, list: &List<'_>, at: usize, entry: &Json, notes: &mut Notes<'_>) {
        let List { setting, person, school } = list;
        let kind = wire::text_of(entry, "type").unwrap_or_else(|| "class".into()).to_ascii_lowercase();
        let read = match kind.as_str() {
            "class" => class(setting, school, entry),
            "group" if setting.config.wants.groups => group(setting, school, entry),
            "department" => return self.departments.extend(wire::text_of(entry, "name").map(Value::Text)),
            _ => return,
        };
        match read {
            Some(record) => self.join(person, record, school),
            None => {
                notes.note("bad_membership", &format!("groups/{at}"), "This entry names no class or group.");
                *(if kind == "class" { &mut self.classes_unsure } else { &mut self.groups_unsure }) = true;
            }
        }
    }

    fn join(&mut self, person: &Person<'_>, record: SourceRecord, school: &str) {
        let in_class = record.stream == "classes";
        let stream = if in_class { person.stream } else { "group_enrollments" };
        let key = format!("{}|{}", person.key, record.key);
        if self.children.iter().any(|child| child.stream == stream && child.key == key) {
            return;
        }
        let mut membership = SourceRecord::new(stream, key);
        membership.fields.insert("class".into(), Value::text(record.key.as_str()));
        membership.fields.insert("school".into(), Value::text(school));
        membership.fields.insert("role".into(), Value::text(person.role));
        self.in_class |= in_class;
        self.children.extend([record, membership]);
    }

    fn fall_silent(&mut self, stream: &'static str) {
        if self.classes_unsure {
            self.silent.extend([Name::from(stream), Name::from("classes")]);
        }
        if self.groups_unsure {
            self.silent.extend([Name::from("group_enrollments"), Name::from("groups")]);
        }
    }
}

/// The key of a class. Subject and coreoption recur next year, and neither is unique alone.
pub fn class_key(school: &str, year: &str, subject: &str, coreoption: &str) -> String {
    format!("{}/{}/{}/{}", part(school), part(year), part(subject), part(coreoption))
}

/// A class. Its title is made of its codes, because only a full message brings the names of subjects, and a title
/// must not change between one message and the next.
fn class(setting: &Setting<'_>, school: &str, entry: &Json) -> Option<SourceRecord> {
    let (subject, coreoption) = (wire::text_of(entry, "subject")?, wire::text_of(entry, "coreoption")?);
    let tutor = subject.eq_ignore_ascii_case(&setting.config.tutor_subject);
    let title = if tutor { format!("Tutor {coreoption}") } else { format!("{subject} {coreoption}") };
    let kind = if tutor { "homeroom" } else { "scheduled" };
    let mut class = SourceRecord::new("classes", class_key(school, &setting.year, &subject, &coreoption));
    let said = [
        ("school", school.to_owned()),
        ("schoolyear", setting.year.clone()),
        ("title", title),
        ("classtype", kind.to_owned()),
        ("classcode", format!("{subject}/{coreoption}")),
    ];
    class.fields.extend(said.map(|(name, text)| (Name::from(name), Value::Text(text))));
    if !tutor {
        class.fields.insert("course".into(), Value::Text(subject_key(school, &subject)));
    }
    class.fields.insert("subject".into(), Value::Text(subject));
    class.fields.insert("coreoption".into(), Value::Text(coreoption));
    Some(class)
}

/// A team, list or other group.
fn group(setting: &Setting<'_>, school: &str, entry: &Json) -> Option<SourceRecord> {
    let (number, title) = (wire::text_of(entry, "ref")?, wire::text_of(entry, "name")?);
    let year = wire::text_of(entry, "year").unwrap_or_else(|| setting.year.clone());
    let key = format!("{}/{}/{}", part(school), part(&year), part(&number));
    let mut group = SourceRecord::new("groups", key);
    let category = wire::text_of(entry, "description").map_or(Value::Null, Value::Text);
    let said = [("school", school.to_owned()), ("schoolyear", year), ("ref", number), ("title", title)];
    group.fields.extend(said.map(|(name, text)| (Name::from(name), Value::Text(text))));
    group.fields.insert("category".into(), category);
    let shown = wire::get(entry, "showreport").and_then(|value| wire::flag(value).ok());
    group.fields.extend(shown.map(|shown| (Name::from("showreport"), shown)));
    Some(group)
}
