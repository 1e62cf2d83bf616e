//! Reads values without trying one kind after the other: a plan of a large district holds tens of millions of them, and
//! the derived reader of an untagged enum keeps a copy of each to try it again.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use crate::{Fields, Name, Reference, RosterId, Value};

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reading)
    }
}

struct Reading;

impl<'de> Visitor<'de> for Reading {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("nothing, a truth, a whole number, a text, a list, a reference or a map")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<Value, D::Error> {
        Value::deserialize(inner)
    }

    fn visit_bool<E: Error>(self, truth: bool) -> Result<Value, E> {
        Ok(Value::Bool(truth))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Int(number))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Value, E> {
        i64::try_from(number).map(Value::Int).map_err(|_| E::custom("a whole number that is too large"))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Value, E> {
        Ok(Value::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = list.next_element()? {
            values.push(value);
        }
        Ok(Value::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut fields = Fields::new();
        while let Some((name, value)) = map.next_entry::<String, Value>()? {
            fields.insert(Name::Owned(name), value);
        }
        Ok(reference(&fields).map_or(Value::Map(fields), Value::Ref))
    }
}

/// A map is a reference when it says to what, and by key or by id.
fn reference(fields: &Fields) -> Option<Reference> {
    let text = |name: &str| fields.get(name).and_then(Value::as_text);
    let to = Name::Owned(text("$to")?.to_owned());
    if let Some(key) = text("$key") {
        return Some(Reference::Key { to, key: key.to_owned() });
    }
    let id: RosterId = text("$id")?.parse().ok()?;
    Some(Reference::Roster { to, id })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    /// The same kinds, read as the library does it.
    #[derive(serde::Deserialize)]
    #[serde(untagged)]
    enum Derived {
        Null,
        Bool(bool),
        Int(i64),
        Text(String),
        List(Vec<Derived>),
        Ref(Reference),
        Map(BTreeMap<Name, Derived>),
    }

    impl From<Derived> for Value {
        fn from(derived: Derived) -> Self {
            match derived {
                Derived::Null => Self::Null,
                Derived::Bool(truth) => Self::Bool(truth),
                Derived::Int(number) => Self::Int(number),
                Derived::Text(text) => Self::Text(text),
                Derived::List(list) => Self::List(list.into_iter().map(Into::into).collect()),
                Derived::Ref(reference) => Self::Ref(reference),
                Derived::Map(map) => Self::Map(map.into_iter().map(|(k, v)| (k, v.into())).collect()),
            }
        }
    }

    fn json() -> impl Strategy<Value = serde_json::Value> {
        use serde_json::{Value as Json, json};
        let id = "00000000-0000-0000-0000-000000000007";
        let leaf = prop_oneof![
            Just(Json::Null),
            any::<bool>().prop_map(Json::from),
            any::<i64>().prop_map(Json::from),
            "[a-z$]{0,6}".prop_map(Json::from),
            Just(json!({ "$to": "class", "$key": "9TWH" })),
            Just(json!({ "$to": "user", "$id": id })),
            Just(json!({ "$to": "user", "$id": "no id" })),
            Just(json!({ "$to": 7, "$key": "a" })),
            Just(json!({ "$to": "user", "$key": "a", "$id": id, "more": true })),
            Just(json!(1.5)),
        ];
        leaf.prop_recursive(3, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Json::from),
                prop::collection::btree_map("[a-z$]{0,4}", inner, 0..4)
                    .prop_map(|map| Json::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn values_read_as_the_derived_reader_reads_them(json in json()) {
            let text = json.to_string();
            let derived = serde_json::from_str::<Derived>(&text).map(Value::from).ok();
            let own = serde_json::from_str::<Value>(&text).ok();
            prop_assert!(own == derived, "{text}");
        }
    }
}
