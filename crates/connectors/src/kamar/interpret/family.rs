//! Caregivers and emergency contacts. KAMAR gives them no identifier: their key is made of the pupil's, the name and
//! the relationship, and it is a weak one. The name stands in it as a hash, so that keys can be shown and logged.

use crosswalk_model::{Fields, Hasher, Name, SourceRecord, Value};

use super::raw::{Notes, Raw};
use crate::kamar::config::Wants;
use crate::kamar::fields;
use crate::kamar::wire::{self, Json};

/// One of the two kinds of contact.
pub struct Kind {
    /// The key of the list in the pupil's record.
    pub list: &'static str,
    /// The stream of the people.
    pub people: &'static str,
    /// The stream of how they are related to the pupil.
    pub relations: &'static str,
    /// What stands in their keys.
    word: &'static str,
    emergency: bool,
}

/// Caregivers.
pub const CAREGIVERS: Kind = Kind {
    list: "caregivers",
    people: "caregivers",
    relations: "relationships",
    word: "caregiver",
    emergency: false,
};

/// Emergency contacts.
pub const EMERGENCY: Kind = Kind {
    list: "emergency",
    people: "emergency_contacts",
    relations: "emergency_relationships",
    word: "emergency",
    emergency: true,
};

/// What a list says.
#[derive(Default)]
pub struct Contacts {
    /// The people and how they are related to the pupil.
    pub children: Vec<SourceRecord>,
    /// Streams that the list does not speak for.
    pub silent: Vec<Name>,
}

/// Reads one list of a pupil. A list that is switched off or was not sent speaks for nothing.
pub fn contacts(
    kind: &Kind,
    pupil: &str,
    wants: Wants,
    list: Option<Json>,
    notes: &mut Notes<'_>,
) -> Contacts {
    let mut found = Contacts::default();
    let entries = list
        .filter(|_| if kind.emergency { wants.emergency } else { wants.caregivers })
        .and_then(wire::entries);
    let sound = entries.is_some_and(|entries| {
        let numbered = entries.into_iter().enumerate();
        numbered.fold(true, |sound, (at, entry)| found.entry(kind, pupil, at, entry, notes) && sound)
    });
    if !sound {
        found.silent.extend([Name::from(kind.people), Name::from(kind.relations)]);
    }
    found
}

impl Contacts {
    /// Adds one contact; `false` when the entry makes no sense. An entry without any text is a place left free.
    fn entry(&mut self, kind: &Kind, pupil: &str, at: usize, entry: Json, notes: &mut Notes<'_>) -> bool {
        let place = format!("{}/{at}", kind.list);
        let Some(raw) = Raw::read(fields::CONTACT, entry) else {
            notes.note("bad_contact", &place, "This contact is not a record.");
            return false;
        };
        let (name, relationship) = (raw.text("name"), raw.text("relationship"));
        let said = raw.fields(Wants::default(), notes);
        let Some(name) = name else {
            let free =
                said.iter().all(|(field, value)| value.is_empty() || field == "ref" || field == "role");
            if !free {
                notes.note("bad_contact", &place, "This contact has no name.");
            }
            return free;
        };
        let key = key(kind, pupil, &name, relationship.as_deref().unwrap_or_default());
        if !self.children.iter().any(|child| child.key == key) {
            self.children.push(relation(kind, pupil, &key, at, &said));
            self.children.push(person(kind, key, &name, said));
        }
        true
    }
}

fn key(kind: &Kind, pupil: &str, name: &str, relationship: &str) -> String {
    let mut hasher = Hasher::new("kamar contact");
    hasher.part(folded(name).as_bytes()).part(folded(relationship).as_bytes());
    let hash = hasher.finish().to_string();
    format!("{pupil}|{}|{}", kind.word, &hash[..16])
}

/// Without case, macrons and superfluous spaces.
fn folded(text: &str) -> String {
    let plain = |c: char| match c {
        'ā' => 'a',
        'ē' => 'e',
        'ī' => 'i',
        'ō' => 'o',
        'ū' => 'u',
        other => other,
    };
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").to_lowercase().chars().map(plain).collect()
}

fn person(kind: &Kind, key: String, name: &str, said: Fields) -> SourceRecord {
    let mut person = SourceRecord::new(kind.people, key);
    let of_person = |(field, _): &(Name, Value)| matches!(&**field, "name" | "email" | "mobile" | "extras");
    person.fields = said.into_iter().filter(of_person).collect();
    let (given, family) = name.rsplit_once(' ').map_or((name, None), |(given, family)| (given, Some(family)));
    person.fields.insert("givenname".into(), Value::text(given.trim()));
    person.fields.insert("familyname".into(), family.map_or(Value::Null, Value::text));
    person
}

fn relation(kind: &Kind, pupil: &str, contact: &str, at: usize, said: &Fields) -> SourceRecord {
    let mut relation = SourceRecord::new(kind.relations, contact);
    let of_relation = |field: &&Name| matches!(&***field, "relationship" | "status" | "role" | "ref");
    let kept = said.keys().filter(of_relation).map(|field| (field.clone(), said[field].clone()));
    relation.fields = kept.collect();
    relation.fields.insert("pupil".into(), Value::text(pupil));
    relation.fields.insert("contact".into(), Value::text(contact));
    relation.fields.insert("priority".into(), Value::Int(at as i64 + 1));
    relation.fields.insert("emergency".into(), Value::Bool(kind.emergency));
    relation
}
