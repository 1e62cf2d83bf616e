//! What the listener offers in its answer to `check`, what the administrator ticked, and what therefore is sent.

use std::collections::BTreeSet;

use serde_json::Value;

use super::json::Json;
use super::message::{Message, ROOT};

/// Boxes that stand in KAMAR whether or not they are offered: where class membership comes from.
const ALWAYS_OFFERED: [&str; 2] = ["students.subjects", "staff.subjects"];
/// Arrive without being asked for.
const ALWAYS_SENT: &[&str] = &["id", "uuid", "role", "created", "schoolindex", "groups", "datasharing"];
/// Lists and objects of which single parts can be asked for: key, whole, prefix of the parts.
const PARTED: &[(&str, &[&str], &str)] = &[
    ("residences", &["res", "resa", "resb"], "res."),
    ("caregivers", &["caregivers", "caregivers1", "caregivers2", "caregivers3", "caregivers4"], "caregiver."),
    ("emergency", &["emergency", "emergency1", "emergency2"], "emergency."),
    ("flags", &["flags"], "flag."),
    ("custom", &["custom"], "custom."),
];

/// Which of the offered boxes the administrator ticked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Ticked {
    /// Everything that is offered.
    #[default]
    Everything,
    /// These only, for example `students.details`, `common.subjects`.
    Only(BTreeSet<String>),
}

/// The `options` block of the last good `check`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Timetables as iCalendar text.
    pub ics: bool,
    /// Boxes on offer: `students.details`, `staff.timetables`, `common.notices`, …
    pub offered: BTreeSet<String>,
    /// Fields asked for of pupils, required and optional, lower case.
    pub pupil_fields: BTreeSet<String>,
    /// Fields asked for of staff, required and optional, lower case.
    pub staff_fields: BTreeSet<String>,
}

impl Options {
    /// Reads the block. What is not there is not offered.
    pub fn read(options: &Value) -> Self {
        let mut found = Self { ics: truthy(&options["ics"]), ..Self::default() };
        for side in ["students", "staff", "common"] {
            for (name, value) in options[side].as_object().into_iter().flatten() {
                if truthy(value) {
                    found.offered.insert(format!("{side}.{name}"));
                }
            }
        }
        found.pupil_fields = fields(&options["students"]["fields"]);
        found.staff_fields = fields(&options["staff"]["fields"]);
        found
    }

    fn sends(&self, ticked: &Ticked, name: &str) -> bool {
        let offered = self.offered.contains(name) || ALWAYS_OFFERED.contains(&name);
        offered && ticked.has(name)
    }

    /// The message without what was not ticked or asked for; nothing when nothing of it may be sent.
    pub fn prune(&self, ticked: &Ticked, mut message: Message) -> Option<Message> {
        let may = |name: &str| self.sends(ticked, name);
        let sync = message.sync.clone();
        let wanted = match sync.as_str() {
            "full" | "part" => return self.prune_people(ticked, message),
            "assessments" | "results" => may("students.assessments"),
            "studenttimetables" => may("students.timetables"),
            "stafftimetables" => may("staff.timetables"),
            "photos" => may("students.photos"),
            "staffphotos" => may("staff.photos"),
            "recognitionoptions" => may("students.recognitions"),
            "subjects" | "notices" | "calendar" | "bookings" => may(&format!("common.{sync}")),
            "attendance" | "pastoral" | "recognitions" | "classefforts" => may(&format!("students.{sync}")),
            // A check asks for nothing; what nobody has heard of has no box.
            _ => true,
        };
        message.quirks.ics = self.ics;
        wanted.then_some(message)
    }

    fn prune_people(&self, ticked: &Ticked, mut message: Message) -> Option<Message> {
        let may = |name: &str| self.sends(ticked, name);
        let Some(Json::Object(entries)) = message.body.get_mut(ROOT) else { return None };
        entries.retain(|(key, _)| match key.as_ref() {
            "students" | "staff" => may(&format!("{key}.details")),
            "subjects" => may("common.subjects"),
            _ => true,
        });
        let mut payloads = 0;
        for (key, payload) in entries.iter_mut() {
            payloads += usize::from(payload.get("data").is_some());
            if let "students" | "staff" = key.as_ref() {
                self.prune_records(ticked, key, payload);
            }
        }
        (payloads > 0).then_some(message)
    }

    fn prune_records(&self, ticked: &Ticked, side: &str, payload: &mut Json) {
        let fields = if side == "staff" { &self.staff_fields } else { &self.pupil_fields };
        let may = |name: &str| self.sends(ticked, &format!("{side}.{name}"));
        let side = Side {
            fields,
            groups: may("groups"),
            classes: may("subjects"),
            awards: may("awards"),
            passwords: may("passwords"),
        };
        match payload.get_mut("data") {
            Some(Json::List(records)) => records.iter_mut().for_each(|record| side.prune(record)),
            Some(record) => side.prune(record),
            None => {}
        }
    }
}

impl Ticked {
    fn has(&self, name: &str) -> bool {
        match self {
            Self::Everything => true,
            Self::Only(names) => names.contains(name),
        }
    }
}

/// What may be sent of a person.
struct Side<'a> {
    fields: &'a BTreeSet<String>,
    groups: bool,
    classes: bool,
    awards: bool,
    passwords: bool,
}

impl Side<'_> {
    fn prune(&self, record: &mut Json) {
        let Json::Object(entries) = record else { return };
        entries.retain_mut(|(key, value)| self.keep(key, value));
    }

    fn keep(&self, key: &str, value: &mut Json) -> bool {
        if let Some((_, whole, prefix)) = PARTED.iter().find(|(name, ..)| *name == key) {
            return whole.iter().any(|name| self.asks(name)) || self.keep_parts(prefix, value);
        }
        match key {
            "groups" => self.keep_groups(value),
            "awards" => self.awards,
            "passwordencrypted" | "resetpassword" => self.passwords,
            _ => ALWAYS_SENT.contains(&key) || self.asks(key),
        }
    }

    fn asks(&self, field: &str) -> bool {
        self.fields.contains(&field.to_lowercase())
    }

    /// Keeps the parts that were asked for; false when there are none.
    fn keep_parts(&self, prefix: &str, value: &mut Json) -> bool {
        if !self.fields.iter().any(|field| field.starts_with(prefix)) {
            return false;
        }
        let keep = |entry: &mut Json| {
            if let Json::Object(parts) = entry {
                parts.retain(|(key, _)| key == "ref" || self.asks(&format!("{prefix}{key}")));
            }
        };
        match value {
            Json::List(items) => items.iter_mut().for_each(keep),
            other => keep(other),
        }
        true
    }

    /// Classes, teams and departments are ticked apart. The list itself always comes.
    fn keep_groups(&self, value: &mut Json) -> bool {
        let departments = self.asks("groups") || self.asks("groups.departments");
        if let Json::List(items) = value {
            items.retain(|item| match item.get("type") {
                Some(Json::Text(kind)) if kind == "class" => self.classes,
                Some(Json::Text(kind)) if kind == "department" => departments,
                _ => self.groups,
            });
        }
        true
    }
}

fn truthy(value: &Value) -> bool {
    value.as_bool().unwrap_or(value.as_str() == Some("true") || value.as_i64() == Some(1))
}

/// Both lists; stray separators are tolerated.
fn fields(fields: &Value) -> BTreeSet<String> {
    let lists = ["required", "optional"].into_iter().filter_map(|kind| fields[kind].as_str());
    let names = lists.flat_map(|list| list.split([';', ',']));
    names.map(|name| name.trim().to_lowercase()).filter(|name| !name.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::datetime;
    use serde_json::json;

    use super::*;
    use crate::kamar::{Quirks, messages};
    use crate::school::{School, Spec};

    fn options() -> Options {
        Options::read(&json!({
            "ics": false,
            "students": {"details": true, "groups": false, "timetables": true, "pastoral": "false",
                "fields": {"required": "firstname;lastname;", "optional": ",EMAIL; caregiver.name"}},
            "staff": {"details": true, "fields": {"required": "firstname;lastname", "optional": "groups.departments"}},
            "common": {"subjects": false}
        }))
    }

    fn school() -> School {
        School::generate(&Spec { pupils: 100, staff: 12, ..Spec::default() })
    }

    fn full(ticked: &Ticked) -> Option<Value> {
        let message = messages::full(&school(), &Quirks::default(), datetime(2026, 3, 2, 2, 0, 0, 0));
        options().prune(ticked, message).map(|m| m.inner().value())
    }

    #[test]
    fn only_what_was_asked_for_is_sent() {
        let body = full(&Ticked::Everything).unwrap();
        assert_eq!(body.get("subjects"), None);
        for pupil in body["students"]["data"].as_array().unwrap() {
            let allowed = ["firstname", "lastname", "email", "caregivers"];
            assert!(
                pupil
                    .as_object()
                    .unwrap()
                    .keys()
                    .all(|k| ALWAYS_SENT.contains(&k.as_str()) || allowed.contains(&k.as_str()))
            );
            assert!(pupil["groups"].as_array().unwrap().iter().all(|g| g["type"] == "class"));
            for carer in pupil["caregivers"].as_array().unwrap() {
                assert_eq!(carer.as_object().unwrap().keys().collect::<Vec<_>>(), ["name", "ref"]);
            }
        }
        let groups = body["staff"]["data"][0]["groups"].as_array().unwrap();
        assert!(groups.iter().any(|g| g["type"] == "department"));
    }

    #[test]
    fn the_administrator_may_tick_less_but_not_more() {
        let only = |names: &[&str]| Ticked::Only(names.iter().map(|n| (*n).to_owned()).collect());
        let body = full(&only(&["students.details", "common.subjects"])).unwrap();
        assert!(body.get("staff").is_none() && body.get("subjects").is_none());
        assert!(
            body["students"]["data"][0]["groups"].as_array().unwrap().is_empty(),
            "no box for classes is ticked"
        );
        assert_eq!(full(&only(&["common.notices"])), None, "nothing is left to send");
    }

    #[test]
    fn each_kind_of_message_has_its_box() {
        let (school, quirks, at) = (school(), Quirks::default(), datetime(2026, 3, 2, 2, 0, 0, 0));
        let sent = |message: Message| options().prune(&Ticked::Everything, message).is_some();
        assert!(sent(messages::check(&school, &quirks, at)) && sent(messages::unknown(&school, &quirks, at)));
        assert!(sent(messages::student_timetables(&school, &quirks, at).next().unwrap()));
        assert!(!sent(messages::staff_timetables(&school, &quirks, at).next().unwrap()));
        assert!(
            !sent(messages::pastoral(&school, &quirks, at)) && !sent(messages::notices(&school, &quirks, at))
        );
    }
}
