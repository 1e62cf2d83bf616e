//! Invents a record of the shape of a real one: its letters, digits and dates are others, so that a case that is kept
//! tells nothing of anybody. What many records share, such as a role or a year level, stays.

use crosswalk_model::{
    DataClass, Entity, FieldSpec, Fields, Input, Kind, Reference, RosterId, Rule, Step, StreamMap, Value,
};
use crosswalk_reconcile::map::RecordView;
use uuid::Uuid;

/// Fields of people that say only of which kind they are: conditions ask for them.
const KINDS: &[&str] = &["role", "enabledUser", "grades", "primary"];
/// Letters that can be spoken.
const LETTERS: [char; 14] = ['k', 'a', 'm', 'i', 'r', 'o', 't', 'e', 'n', 'u', 'h', 'a', 'w', 'i'];
const DAY: &str = "2012-03-04";
const EMAIL: &str = "invented@school.example";
const KEY: &str = "$key";

/// A record like another one of an entity, with everything that a map may read of it.
pub(super) fn like(record: &dyn RecordView, own: &Fields, entity: Entity, map: &StreamMap) -> Fields {
    let mut given = Fields::from([(KEY.into(), invented(None, &Value::text(record.key())))]);
    for (name, value) in own.iter().filter(|(name, _)| reads(map, name)) {
        given.insert(name.clone(), invented(entity.field(name), value));
    }
    for path in paths(map).filter(|path| path.contains('.')) {
        if let Some(value) = record.field(path) {
            given.insert(path.to_owned().into(), invented(spec_along(entity, path), &value));
        }
    }
    given
}

/// The paths that a map's rules read, with nothing in them yet.
pub(super) fn empty(map: &StreamMap) -> Fields {
    let read = paths(map).chain([KEY]).filter(|path| *path != "$id" && *path != "$parent");
    read.map(|path| (path.to_owned().into(), Value::text(""))).collect()
}

/// Whether a map's rules, templates or conditions name a field.
fn reads(map: &StreamMap, name: &str) -> bool {
    let named = |text: &str| text.contains(name);
    let of_rule = |rule: &Rule| {
        let steps = rule.steps.iter().any(|step| matches!(step, Step::If(condition) if named(condition)));
        steps || matches!(&rule.input, Input::Template(text) if named(text))
    };
    let mut rules = map.fields.iter().map(|field| &field.rule).chain([&map.key]);
    paths(map).any(|path| path == name) || map.when.as_deref().is_some_and(named) || rules.any(of_rule)
}

fn paths(map: &StreamMap) -> impl Iterator<Item = &str> {
    let rules = map.fields.iter().map(|field| &field.rule).chain([&map.key]);
    rules.flat_map(|rule| match &rule.input {
        Input::Field(path) => vec![&**path],
        Input::Fields(paths) => paths.iter().map(|path| &**path).collect(),
        Input::Constant(_) | Input::Template(_) => Vec::new(),
    })
}

/// The last field of a path such as `user.birthDate`, if the roster knows it.
fn spec_along(entity: Entity, path: &str) -> Option<&'static FieldSpec> {
    let (mut found, mut at) = (None, Some(entity));
    for name in path.split('.') {
        found = at?.field(name);
        at = if let Some(Kind::Ref(to)) = found.map(|spec| spec.kind) { Some(to) } else { None };
    }
    found
}

fn invented(spec: Option<&FieldSpec>, value: &Value) -> Value {
    if spec.is_some_and(|spec| spec.class == DataClass::Open || KINDS.contains(&spec.name)) {
        return open(value);
    }
    match value {
        Value::Text(text) => Value::Text(shaped(spec.map(|spec| spec.kind), text)),
        Value::Int(_) => Value::Int(1),
        Value::List(list) => Value::List(list.iter().map(|item| invented(spec, item)).collect()),
        Value::Map(map) => {
            Value::Map(map.iter().map(|(name, value)| (name.clone(), invented(spec, value))).collect())
        }
        other => open(other),
    }
}

/// The value itself; but a reference leads nowhere.
fn open(value: &Value) -> Value {
    match value {
        Value::Ref(Reference::Roster { to, .. }) => {
            Value::Ref(Reference::Roster { to: to.clone(), id: RosterId(Uuid::from_u128(1)) })
        }
        Value::Ref(Reference::Key { to, .. }) => {
            Value::Ref(Reference::Key { to: to.clone(), key: "invented".into() })
        }
        other => other.clone(),
    }
}

fn shaped(kind: Option<Kind>, text: &str) -> String {
    let is_date = text.len() == DAY.len() && text.parse::<crosswalk_model::Date>().is_ok();
    match kind {
        _ if text.is_empty() => String::new(),
        Some(Kind::Date) => DAY.to_owned(),
        _ if is_date => DAY.to_owned(),
        Some(Kind::Email) => EMAIL.to_owned(),
        _ if text.contains('@') => EMAIL.to_owned(),
        _ => letter_by_letter(text),
    }
}

/// Other letters and digits in the same places: `O'Leary-Ngā 24117` becomes `K'Amiro-Ten 12345` with its macron.
fn letter_by_letter(text: &str) -> String {
    let mut letters = LETTERS.iter().cycle();
    let mut digits = "1234567890".chars().cycle();
    let other = |letter: char| match letter {
        _ if letter.is_ascii_digit() => digits.next().unwrap_or('1'),
        _ if !letter.is_alphabetic() => letter,
        _ => {
            let next = letters.next().copied().unwrap_or('a');
            let next = if letter.is_ascii() { next } else { 'ā' };
            if letter.is_uppercase() { next.to_uppercase().next().unwrap_or(next) } else { next }
        }
    };
    text.chars().map(other).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shape_stays_and_the_words_go() {
        let table = [
            ("Aroha", None, "Kamir"),
            ("O'Leary-Ngā", None, "K'Amiro-Teā"),
            ("24117", None, "12345"),
            ("021 555 0199", None, "123 456 7890"),
            ("2010-01-31", None, DAY),
            ("2010-01-31", Some(Kind::Date), DAY),
            ("aroha.ngata@kowhaibay.school.example", Some(Kind::Email), EMAIL),
            ("someone@else.example", None, EMAIL),
            ("", Some(Kind::Email), ""),
        ];
        for (text, kind, expect) in table {
            assert_eq!(shaped(kind, text), expect, "{text}");
        }
    }

    #[test]
    fn of_a_person_only_their_kind_stays() {
        let spec = |name: &str| Entity::User.field(name);
        let list = |text: &str| Value::List(vec![text.into()]);
        let table = [
            ("role", Value::text("student"), Value::text("student")),
            ("grades", list("9"), list("9")),
            ("enabledUser", Value::Bool(true), Value::Bool(true)),
            ("homeroom", "9TWH".into(), "1KAM".into()),
            ("nationalNumber", "5550000011".into(), "1234567890".into()),
        ];
        for (name, value, expect) in table {
            assert_eq!(invented(spec(name), &value), expect, "{name}");
        }
        let unknown = Value::Map([("somethingNew".into(), "Secret".into())].into());
        assert!(!invented(None, &unknown).display().contains("Secret"));
    }
}
