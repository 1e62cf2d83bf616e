//! What the exports are complete for. A person's timetable row is complete for that person; a file is complete for its
//! people only where the school has said so, and never when it is cut off or a row of any file was left out.

use std::collections::BTreeMap;

use crosswalk_model::{Name, Scope, Severity};

use super::classes;
use crate::csv_files::import::{Import, Kind, Taught};
use crate::csv_files::layouts::Layout;

/// Everything that may be concluded from what is missing.
pub(super) fn scopes(import: &Import<'_>) -> Vec<Scope> {
    let mut scopes = memberships(import);
    if !import.config.complete {
        return scopes;
    }
    let sound = import.is_sound();
    let held = [Kind::Pupil, Kind::Staff].into_iter().filter(|kind| holds_all(import, *kind));
    let held: Vec<Kind> = held.collect();
    let part = |stream: &'static str, partition: &str| Scope {
        stream: Name::from(stream),
        partition: Some(partition.to_owned()),
        complete: sound,
    };
    scopes.extend(held.iter().map(|kind| part("people", kind.partition())));
    scopes.extend((!import.subjects.is_empty()).then(|| part("subjects", "subjects")));
    if sound && held.len() == 2 {
        // A class lives by its members, so that only both lists together tell that it has none.
        scopes.extend(["classes", "groups"].map(|stream| Scope::complete(stream, None)));
    }
    scopes
}

/// Whether a list of these people was read that may hold all of them: one class never does.
pub(in crate::csv_files) fn holds_all(import: &Import<'_>, kind: Kind) -> bool {
    let lists = |layout: Layout| match layout {
        Layout::StudentList | Layout::StudentTimetable => kind == Kind::Pupil,
        Layout::StaffList | Layout::TeacherTimetable => kind == Kind::Staff,
        Layout::IdentityExtract | Layout::People => true,
        Layout::ClassSheet | Layout::Subjects => false,
    };
    import.roll.count(kind) > 0 && import.ends.iter().any(|end| lists(end.layout))
}

fn memberships(import: &Import<'_>) -> Vec<Scope> {
    if !import.is_sound() {
        return Vec::new();
    }
    let lessons = &import.lessons;
    let complete = import.config.complete;
    let mut scopes = taught(classes::stream(Kind::Pupil), &lessons.pupils, complete);
    // What pupils' cells say of their teachers is only as complete as the pupils are.
    if lessons.from_teachers || (complete && !lessons.pupils.values().any(|taught| taught.unsure)) {
        scopes.extend(taught(classes::stream(Kind::Staff), &lessons.staff, complete));
    }
    scopes.extend(persons("group_enrollments", import.groups.of.keys(), complete));
    scopes
}

fn taught(stream: &'static str, people: &BTreeMap<String, Taught>, complete: bool) -> Vec<Scope> {
    let sure = people.iter().filter(|(_, taught)| !taught.unsure).map(|(id, _)| id);
    let all_sure = people.values().all(|taught| !taught.unsure);
    persons(stream, sure, complete && all_sure)
}

/// One scope for all, or one for each person.
fn persons<'p>(stream: &'static str, people: impl Iterator<Item = &'p String>, whole: bool) -> Vec<Scope> {
    let mut people = people.peekable();
    if whole && people.peek().is_some() {
        return vec![Scope::complete(stream, None)];
    }
    people.map(|id| Scope::complete(stream, Some(id.clone()))).collect()
}

/// Says why nobody is taken to have left although the school said that the files hold everybody.
pub(super) fn tell_what_is_missing(import: &mut Import<'_>) {
    if !import.config.complete || import.is_sound() {
        return;
    }
    let unsound = import.ends.iter().filter(|end| !end.is_sound()).map(|end| end.name.clone());
    let unsound: Vec<String> = unsound.collect();
    let message = format!(
        "Nobody is taken to have left, because these files are cut off or have rows that were left out: {}.",
        unsound.join(", ")
    );
    import.notes.file("not_complete", Severity::Warning, &unsound.join(", "), message);
}
