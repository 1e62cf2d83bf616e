//! A compact form of what serde can write: it describes itself as JSON does, but tells each name once, ids in their own
//! bytes, and numbers in few. Segments of plans and lists on the disk are written in it: a plan of a district takes a
//! tenth of the bytes, and so of the time to hash, encrypt, store and read it.
//!
//! The first byte of a value says what it is. `SHORT` and what follows up to `KNOWN` is a text of so many bytes, `KNOWN`
//! and above one of the first names that were told.

mod read;
mod write;

use std::fmt;

pub(crate) use read::{from_slice, from_slice_with};
pub(crate) use write::to_vec;

use serde::de::{DeserializeOwned, DeserializeSeed};

use crate::{Result, StoreError};

const NULL: u8 = 0;
const FALSE: u8 = 1;
const TRUE: u8 = 2;
const INT: u8 = 3;
const LARGE: u8 = 4;
const FLOAT: u8 = 5;
/// A text that is told in full: its length and its bytes.
const TEXT: u8 = 6;
/// A text that is told in full and will be named by its number.
const NAMED: u8 = 7;
/// A text that was told before: its number.
const AGAIN: u8 = 8;
const LIST: u8 = 9;
const MAP: u8 = 10;
const END: u8 = 11;
/// A text that is a UUID in lower case: its sixteen bytes.
const UUID: u8 = 12;
/// A text that is a hash in lower-case hexadecimal: its 32 bytes.
const HASH: u8 = 13;
const SHORT: u8 = 0x40;
const KNOWN: u8 = 0x80;

/// Texts that are longer are not remembered …
const MEMORABLE: usize = 24;
/// … and never more than so many.
const MOST: usize = 2_000;
/// Lists within lists within lists: deeper ones are refused.
const DEEPEST: usize = 100;

/// Reads a list or a map that this or a former version wrote. The former one wrote JSON, and with its brackets no list
/// and no map of ours begins.
pub(crate) fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T> {
    match bytes.first() {
        Some(b'[' | b'{') => Ok(serde_json::from_slice(bytes)?),
        _ => Ok(from_slice(bytes)?),
    }
}

/// The same for what is read by a plan of its own.
pub(crate) fn read_with<'a, S: DeserializeSeed<'a>>(bytes: &'a [u8], seed: S) -> Result<S::Value> {
    match bytes.first() {
        Some(b'[' | b'{') => Ok(seed.deserialize(&mut serde_json::Deserializer::from_slice(bytes))?),
        _ => Ok(from_slice_with(bytes, seed)?),
    }
}

/// What went wrong.
#[derive(Debug)]
pub(crate) struct Odd(String);

impl fmt::Display for Odd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Odd {}

impl serde::ser::Error for Odd {
    fn custom<T: fmt::Display>(words: T) -> Self {
        Self(words.to_string())
    }
}

impl serde::de::Error for Odd {
    fn custom<T: fmt::Display>(words: T) -> Self {
        Self(words.to_string())
    }
}

impl From<Odd> for StoreError {
    fn from(_: Odd) -> Self {
        // The words of the reader may hold a value.
        Self::corrupt("a compact value")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crosswalk_model::{Change, ChangeOp, Fields, Hash, Reason, Reference, RosterId, Value};
    use proptest::prelude::*;

    fn json() -> impl Strategy<Value = serde_json::Value> {
        use serde_json::Value as Json;
        let leaf = prop_oneof![
            Just(Json::Null),
            any::<bool>().prop_map(Json::from),
            any::<i64>().prop_map(Json::from),
            any::<u64>().prop_map(Json::from),
            (-1e9f64..1e9).prop_map(Json::from),
            ".{0,100}".prop_map(Json::from),
            any::<u128>().prop_map(|id| Json::from(uuid::Uuid::from_u128(id).to_string())),
            any::<u128>().prop_map(|id| Json::from(uuid::Uuid::from_u128(id).to_string().to_uppercase())),
            any::<[u8; 32]>().prop_map(|hash| Json::from(Hash(hash).to_string())),
        ];
        leaf.prop_recursive(4, 64, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Json::from),
                prop::collection::btree_map(".{0,30}", inner, 0..6)
                    .prop_map(|map| Json::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_json_can_say_comes_back(json in json()) {
            let bytes = to_vec(&json).unwrap();
            prop_assert_eq!(from_slice::<serde_json::Value>(&bytes).unwrap(), json);
        }

        #[test]
        fn nonsense_is_an_error_and_never_a_crash(bytes: Vec<u8>) {
            let _either_is_fine = from_slice::<serde_json::Value>(&bytes);
            let _either_is_fine = from_slice::<Vec<Change>>(&bytes);
        }
    }

    fn change(n: u128, op: ChangeOp) -> Change {
        let id = RosterId(uuid::Uuid::from_u128(n));
        let class = Value::Ref(Reference::Roster { to: "class".into(), id });
        Change {
            op,
            target: "enrollment".into(),
            roster_id: id,
            key: uuid::Uuid::from_u128(n + 7).to_string(),
            foreign_id: None,
            label: "Aroha Example".into(),
            group: "enrolments".into(),
            fields: Vec::new(),
            reason: Reason::new("new", "New in District"),
            expects: (n.is_multiple_of(2)).then_some(Hash([n as u8; 32])),
            pins: Vec::new(),
            school: None,
            findings: Vec::new(),
            next_effective_on: Some("2026-12-18".parse().unwrap()),
            result: Fields::from([
                ("class".into(), class),
                ("role".into(), "student".into()),
                ("primary".into(), Value::Bool(false)),
                ("grades".into(), Value::List(vec!["09".into(), Value::Null])),
            ]),
        }
    }

    #[test]
    fn changes_come_back_in_far_fewer_bytes() {
        let relink = ChangeOp::Relink { from: "9TWH".into() };
        let mut changes: Vec<Change> = (0..500).map(|n| change(n, ChangeOp::Create)).collect();
        changes.push(change(501, relink));
        let bytes = to_vec(&changes).unwrap();
        assert!(from_slice::<Vec<Change>>(&bytes).unwrap() == changes);
        assert!(bytes.len() * 4 < serde_json::to_vec(&changes).unwrap().len(), "{}", bytes.len());
    }

    #[test]
    fn what_a_former_version_wrote_is_read() {
        let changes: Vec<Change> = (0..9).map(|n| change(n, ChangeOp::Update)).collect();
        for list in [&changes[..], &[]] {
            assert!(super::read::<Vec<Change>>(&serde_json::to_vec(list).unwrap()).unwrap() == list);
            assert!(super::read::<Vec<Change>>(&to_vec(list).unwrap()).unwrap() == list);
        }
        assert!(super::read::<Change>(&serde_json::to_vec(&changes[0]).unwrap()).unwrap() == changes[0]);
    }

    #[test]
    fn the_same_is_always_written_the_same() {
        let changes: Vec<Change> = (0..9).map(|n| change(n, ChangeOp::Update)).collect();
        assert_eq!(to_vec(&changes).unwrap(), to_vec(&changes.clone()).unwrap());
    }
}
