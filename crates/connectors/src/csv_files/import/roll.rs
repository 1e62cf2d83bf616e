//! The roll: everybody who is in the exports, by identifier.

use std::collections::{BTreeMap, BTreeSet};

use crosswalk_model::{Fields, Value};

use crate::csv_files::notes::{Notes, Spot};

/// Pupil or staff.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::csv_files) enum Kind {
    /// A pupil.
    Pupil,
    /// Anybody who works at the school.
    Staff,
}

impl Kind {
    /// The part of the people that they are.
    pub(in crate::csv_files) fn partition(self) -> &'static str {
        match self {
            Self::Pupil => "students",
            Self::Staff => "staff",
        }
    }

    /// What stands before an identifier that other exports use.
    pub(in crate::csv_files) fn prefix(self) -> &'static str {
        match self {
            Self::Pupil => "id",
            Self::Staff => "code",
        }
    }

    /// The role in a class.
    pub(in crate::csv_files) fn role_in_class(self) -> &'static str {
        match self {
            Self::Pupil => "student",
            Self::Staff => "teacher",
        }
    }
}

/// One person.
#[derive(Clone)]
pub(in crate::csv_files) struct Person {
    pub kind: Kind,
    /// The role, where a file says it.
    pub role: Option<&'static str>,
    /// What was said, by field.
    pub fields: Fields,
}

/// Everybody.
#[derive(Default)]
pub(in crate::csv_files) struct Roll {
    people: BTreeMap<String, Person>,
    listed: BTreeSet<Kind>,
}

impl Roll {
    /// Everybody, in the order of their identifiers.
    pub(in crate::csv_files) fn people(&self) -> impl Iterator<Item = (&String, &Person)> {
        self.people.iter()
    }

    /// How many there are of a kind.
    pub(in crate::csv_files) fn count(&self, kind: Kind) -> usize {
        self.people.values().filter(|person| person.kind == kind).count()
    }

    /// Somebody.
    pub(in crate::csv_files) fn get(&self, id: &str) -> Option<&Person> {
        self.people.get(id)
    }

    pub(super) fn get_mut(&mut self, id: &str) -> Option<&mut Person> {
        self.people.get_mut(id)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.people.is_empty()
    }

    /// Whether a list of such people was read, so that who is not in it is nobody.
    pub(super) fn is_listed(&self, kind: Kind) -> bool {
        self.listed.contains(&kind)
    }

    /// A list of such people was read.
    pub(super) fn list(&mut self, kind: Kind) {
        self.listed.insert(kind);
    }

    /// Adds somebody, or adds to what is known of them. False when the identifier belongs to somebody of another kind:
    /// then nothing is taken.
    pub(super) fn add(&mut self, id: &str, person: Person, spot: Spot<'_>, notes: &mut Notes) -> bool {
        match self.people.get_mut(id) {
            None => drop(self.people.insert(id.to_owned(), person)),
            Some(known) if known.kind != person.kind => {
                let sentence =
                    "A pupil and a member of staff have this identifier; the second one was left out.";
                notes.left_out("identifier_shared", spot, sentence);
                return false;
            }
            Some(known) => {
                known.role = known.role.or(person.role);
                known.learn(person.fields, spot, notes);
            }
        }
        true
    }
}

impl Person {
    /// Takes over what was not said before. Where two files differ, the first one counts.
    pub(super) fn learn(&mut self, said: Fields, spot: Spot<'_>, notes: &mut Notes) {
        for (field, value) in said {
            match self.fields.get(&field) {
                None | Some(Value::Null) => drop(self.fields.insert(field, value)),
                Some(known) if *known == value || value == Value::Null => {}
                Some(_) => {
                    let sentence = "An earlier file says something else here; its word was kept.";
                    notes.doubt("files_differ", spot, Some(&field), sentence);
                }
            }
        }
    }

    /// The home group; none when it is not said or empty.
    pub(in crate::csv_files) fn home(&self) -> Option<&str> {
        self.fields.get("tutor").and_then(Value::as_text)
    }
}
