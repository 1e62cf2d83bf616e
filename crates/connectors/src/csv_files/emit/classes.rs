//! Classes, home groups and other groups, and who is in them.

use std::collections::BTreeSet;

use crosswalk_model::{Document, Severity, SourceRecord, Value};

use super::{Membership, class_key, subject_key};
use crate::csv_files::import::{ClassCode, Import, Kind, Taught};
use crate::csv_files::values::part;

/// A class of a timetable. Its title is made of its codes, so that it is the same whether or not the subjects' names
/// were exported too.
fn class(import: &Import<'_>, code: &ClassCode) -> SourceRecord {
    if code.subject.eq_ignore_ascii_case(&import.config.tutor_subject) {
        return home(import, &code.option);
    }
    let mut class = SourceRecord::new("classes", class_key(import, code));
    let title = format!("{} {}", code.subject, code.option);
    say(import, &mut class, code, title, "scheduled");
    if import.subjects.contains_key(&code.subject) {
        class.fields.insert("course".into(), Value::Text(subject_key(import, &code.subject)));
    }
    class
}

/// A home group, under the key that it has where a timetable knows it as a class of the tutor subject.
pub(super) fn home(import: &Import<'_>, group: &str) -> SourceRecord {
    let code = ClassCode { subject: import.config.tutor_subject.clone(), option: group.to_owned() };
    let mut class = SourceRecord::new("classes", class_key(import, &code));
    say(import, &mut class, &code, format!("Tutor {group}"), "homeroom");
    class
}

fn say(import: &Import<'_>, class: &mut SourceRecord, code: &ClassCode, title: String, kind: &str) {
    let said = [
        ("title", title),
        ("classtype", kind.to_owned()),
        ("classcode", format!("{}/{}", code.subject, code.option)),
        ("subject", code.subject.clone()),
        ("coreoption", code.option.clone()),
        ("school", import.config.school_code.clone()),
        ("schoolyear", import.year.clone()),
    ];
    class.fields.extend(said.map(|(name, text)| (name.into(), Value::Text(text))));
}

/// A group of the Identity Data Extract, which has a name and nothing else.
fn group(import: &Import<'_>, name: &str) -> SourceRecord {
    let [school, year, ref_] = [&import.config.school_code, &import.year, name].map(part);
    let mut group = SourceRecord::new("groups", format!("{school}/{year}/{ref_}"));
    let said = [
        ("title", name),
        ("ref", name),
        ("school", import.config.school_code.as_str()),
        ("schoolyear", import.year.as_str()),
    ];
    group.fields.extend(said.map(|(field, text)| (field.into(), Value::text(text))));
    group
}

/// Everybody's place in a class or group.
pub(super) fn documents<'i>(import: &'i Import<'_>) -> impl Iterator<Item = Document> + 'i {
    let pupils = import.lessons.pupils.iter().flat_map(|(id, taught)| taught_documents(import, id, taught));
    let known = import.lessons.staff.iter().filter(|(code, _)| is_staff(import, code));
    let staff = known.flat_map(|(id, taught)| taught_documents(import, id, taught));
    let groups = import.groups.of.iter().flat_map(|(id, names)| group_documents(import, id, names));
    pupils.chain(staff).chain(groups)
}

fn taught_documents<'i>(
    import: &'i Import<'_>,
    id: &'i str,
    taught: &'i Taught,
) -> impl Iterator<Item = Document> + 'i {
    let kind = import.roll.get(id).map_or(Kind::Pupil, |person| person.kind);
    let (stream, role) = (stream(kind), kind.role_in_class());
    taught
        .classes
        .iter()
        .map(move |code| Membership { stream, person: id, role, class: class(import, code) }.document(import))
}

fn group_documents<'i>(
    import: &'i Import<'_>,
    id: &'i str,
    names: &'i BTreeSet<String>,
) -> impl Iterator<Item = Document> + 'i {
    let role = import.roll.get(id).map_or(Kind::Pupil, |person| person.kind).role_in_class();
    names.iter().map(move |name| {
        Membership { stream: "group_enrollments", person: id, role, class: group(import, name) }
            .document(import)
    })
}

/// The stream of memberships in classes of a timetable.
pub(super) fn stream(kind: Kind) -> &'static str {
    match kind {
        Kind::Pupil => "student_enrollments",
        Kind::Staff => "staff_enrollments",
    }
}

fn is_staff(import: &Import<'_>, code: &str) -> bool {
    import.roll.get(code).is_some_and(|person| person.kind == Kind::Staff)
}

/// How many classes, home groups and groups there are.
pub(super) fn count(import: &Import<'_>) -> usize {
    let taught = import.lessons.pupils.values().chain(import.lessons.staff.values());
    let classes: BTreeSet<&ClassCode> = taught.flat_map(|taught| &taught.classes).collect();
    let homes: BTreeSet<&str> = import.roll.people().filter_map(|(_, person)| person.home()).collect();
    let groups: BTreeSet<&String> = import.groups.of.values().flatten().collect();
    classes.len() + homes.len() + groups.len()
}

/// Teachers whom pupils have lessons with and whom no list of staff has.
pub(super) fn tell_unknown_teachers(import: &mut Import<'_>) {
    let unknown = import.lessons.staff.keys().filter(|code| !is_staff(import, code)).count();
    if unknown > 0 {
        let message = format!(
            "{unknown} teacher codes of the timetable belong to nobody in the files. Their classes have no teacher. Add \
             the list of staff."
        );
        import.notes.file("unknown_teacher", Severity::Warning, "timetable", message);
    }
}
