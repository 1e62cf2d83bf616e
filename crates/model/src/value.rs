//! Values of records. A field that is not in [`Fields`] is *absent* (nothing was said); [`Value::Null`] is *empty*
//! (it was said that there is none). The two are never mixed up.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Hasher, RosterId};

/// The name of a field or stream: borrowed when it is one of ours, owned when it came from outside.
pub type Name = Cow<'static, str>;

/// The fields of one record, in name order.
pub type Fields = BTreeMap<Name, Value>;

/// One value. Dates are ISO text (`2026-03-02`), instants RFC 3339 text, decimals text, identifiers text.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// Known to be empty.
    Null,
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Text.
    Text(String),
    /// Several values, in order.
    List(Vec<Value>),
    /// Points at another record.
    Ref(Reference),
    /// Named values.
    Map(Fields),
}

/// A pointer from one record to another.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Reference {
    /// By the key that the source uses; becomes [`Reference::Roster`] when the record is identified.
    Key {
        /// The entity pointed at, such as `class`.
        #[serde(rename = "$to")]
        to: Name,
        /// The source's key of that record.
        #[serde(rename = "$key")]
        key: String,
    },
    /// By the roster's own id. In an outbound change `to` is the destination's stream, and the id stays symbolic
    /// until apply, when the destination's own key is known.
    Roster {
        /// An entity of the roster, or a stream of the destination.
        #[serde(rename = "$to")]
        to: Name,
        /// The roster record.
        #[serde(rename = "$id")]
        id: RosterId,
    },
}

impl Value {
    /// Text from anything that can be text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// The text inside, if it is text.
    pub fn as_text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// The number inside, if it is one.
    pub fn as_int(&self) -> Option<i64> {
        if let Self::Int(number) = self { Some(*number) } else { None }
    }

    /// The truth inside, if it is one.
    pub fn as_bool(&self) -> Option<bool> {
        if let Self::Bool(truth) = self { Some(*truth) } else { None }
    }

    /// The list inside, if it is one.
    pub fn as_list(&self) -> Option<&[Value]> {
        if let Self::List(list) = self { Some(list) } else { None }
    }

    /// The map inside, if it is one.
    pub fn as_map(&self) -> Option<&Fields> {
        if let Self::Map(map) = self { Some(map) } else { None }
    }

    /// The roster record pointed at, if it is a resolved reference.
    pub fn as_roster_id(&self) -> Option<RosterId> {
        if let Self::Ref(Reference::Roster { id, .. }) = self { Some(*id) } else { None }
    }

    /// Whether there is nothing in it: null, blank text, an empty list or map.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Text(text) => text.trim().is_empty(),
            Self::List(list) => list.is_empty(),
            Self::Map(map) => map.is_empty(),
            Self::Bool(_) | Self::Int(_) | Self::Ref(_) => false,
        }
    }

    /// What a person reads: text as it is, lists joined by commas, nothing for empty.
    pub fn display(&self) -> String {
        match self {
            Self::Null => String::new(),
            Self::Bool(truth) => if *truth { "yes" } else { "no" }.to_owned(),
            Self::Int(number) => number.to_string(),
            Self::Text(text) => text.clone(),
            Self::List(list) => list.iter().map(Self::display).collect::<Vec<_>>().join(", "),
            Self::Ref(Reference::Key { to, key }) => format!("{to} {key}"),
            Self::Ref(Reference::Roster { to, id }) => format!("{to} {id}"),
            Self::Map(map) => {
                map.iter().map(|(k, v)| format!("{k}: {}", v.display())).collect::<Vec<_>>().join(", ")
            }
        }
    }

    /// Feeds the value into a hash, so that equal values and only those give equal hashes.
    pub fn hash_into(&self, hasher: &mut Hasher) {
        match self {
            Self::Null => hasher.parts(&[b"n"]),
            Self::Bool(truth) => hasher.parts(&[if *truth { b"t" } else { b"f" }]),
            Self::Int(number) => hasher.parts(&[b"i", &number.to_le_bytes()]),
            Self::Text(text) => hasher.parts(&[b"s", text.as_bytes()]),
            Self::List(list) => {
                hasher.parts(&[b"l", &(list.len() as u64).to_le_bytes()]);
                list.iter().for_each(|value| value.hash_into(hasher));
            }
            Self::Ref(Reference::Key { to, key }) => hasher.parts(&[b"k", to.as_bytes(), key.as_bytes()]),
            Self::Ref(Reference::Roster { to, id }) => hasher.parts(&[b"r", to.as_bytes(), id.0.as_bytes()]),
            Self::Map(map) => {
                hasher.parts(&[b"m", &(map.len() as u64).to_le_bytes()]);
                for (name, value) in map {
                    hasher.parts(&[name.as_bytes()]);
                    value.hash_into(hasher);
                }
            }
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<bool> for Value {
    fn from(truth: bool) -> Self {
        Self::Bool(truth)
    }
}

/// Prints the shape only: values are people's data and must not reach a log.
impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Null => "null",
            Self::Bool(_) => "bool [private]",
            Self::Int(_) => "int [private]",
            Self::Text(_) => "text [private]",
            Self::List(_) => "list [private]",
            Self::Ref(_) => "ref",
            Self::Map(_) => "map [private]",
        })
    }
}

impl fmt::Debug for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key { to, .. } => write!(f, "{to} [private]"),
            Self::Roster { to, id } => write!(f, "{to} {id}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_keeps_every_kind() {
        let id = RosterId(uuid::Uuid::from_u128(7));
        let value = Value::List(vec![
            Value::Null,
            Value::Bool(true),
            Value::Int(9),
            Value::text("Hēmi"),
            Value::Ref(Reference::Key { to: "class".into(), key: "9TWH".into() }),
            Value::Ref(Reference::Roster { to: "user".into(), id }),
            Value::Map(Fields::from([("a".into(), Value::Null)])),
        ]);
        let text = serde_json::to_string(&value).unwrap();
        assert!(serde_json::from_str::<Value>(&text).unwrap() == value);
    }

    #[test]
    fn hash_separates_what_reads_alike() {
        let hash = |value: &Value| {
            let mut hasher = Hasher::new("t");
            value.hash_into(&mut hasher);
            hasher.finish()
        };
        let pairs = [
            (Value::Int(1), Value::text("1")),
            (Value::Null, Value::text("")),
            (Value::List(vec!["ab".into()]), Value::List(vec!["a".into(), "b".into()])),
        ];
        for (a, b) in pairs {
            assert_ne!(hash(&a), hash(&b));
        }
    }

    #[test]
    fn debug_never_prints_a_value() {
        assert_eq!(format!("{:?}", Value::text("Aroha")), "text [private]");
    }
}
