//! How the documents of one bucket are packed. What many of them have in common (parts of a stream, runs, origins,
//! streams of records) is told once, in front.

use std::collections::{BTreeMap, HashMap};

use crosswalk_model::{Entity, Hash, RosterId, RunId};
use uuid::Uuid;

use super::documents::{Known, Origin};
use super::fingerprints::Fingerprint;
use crate::pack::{self, Unpack};
use crate::{Result, StoreError};

/// A bucket: its documents by their keys.
pub(super) type Bucket = BTreeMap<String, Known>;

/// How an asserted record is written: by its id and stream, or as it is.
const BY_ID: u8 = 1;
const AS_IT_IS: u8 = 0;

/// Texts that occur many times.
#[derive(Default)]
struct Texts<'a> {
    list: Vec<&'a str>,
    places: HashMap<&'a str, u32>,
}

impl<'a> Texts<'a> {
    fn place(&mut self, text: &'a str) -> u32 {
        let list = &mut self.list;
        *self.places.entry(text).or_insert_with(|| {
            list.push(text);
            list.len() as u32 - 1
        })
    }
}

fn number(out: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// The id and the stream that an asserted record is named by.
fn by_id(text: &str) -> Option<(Uuid, &str)> {
    let (id, stream) = text.split_once(' ')?;
    let id: Uuid = id.parse().ok()?;
    text.starts_with(&id.to_string()).then_some((id, stream))
}

/// Packs a bucket.
///
/// # Errors
/// When an origin cannot be written as JSON, which none of ours does.
pub(super) fn pack_bucket(bucket: &Bucket) -> Result<Vec<u8>> {
    let told: Result<Vec<String>> = bucket.values().map(told_of).collect();
    let (told, mut texts, mut body) = (told?, Texts::default(), Vec::with_capacity(bucket.len() * 96));
    for ((key, known), told) in bucket.iter().zip(&told) {
        number(&mut body, key.len() as u32);
        body.extend_from_slice(key.as_bytes());
        body.extend_from_slice(&known.print.hash.0);
        body.push(u8::from(known.print.settled));
        number(&mut body, texts.place(&known.print.partition));
        number(&mut body, texts.place(told));
        number(&mut body, known.refs.len() as u32);
        for (entity, text) in &known.refs {
            number(&mut body, texts.place(entity.as_str()));
            if let Some((id, stream)) = by_id(text) {
                body.push(BY_ID);
                body.extend_from_slice(id.as_bytes());
                number(&mut body, texts.place(stream));
            } else {
                body.push(AS_IT_IS);
                number(&mut body, texts.place(text));
            }
        }
    }
    let mut packed = Vec::with_capacity(body.len() + 256);
    number(&mut packed, texts.list.len() as u32);
    texts.list.iter().for_each(|text| pack::put(&mut packed, text.as_bytes()));
    packed.append(&mut body);
    Ok(packed)
}

/// The run and the origin as one text: documents of one run mostly share both.
fn told_of(known: &Known) -> Result<String> {
    if known.last_run.is_none() && known.origin.is_none() {
        return Ok(String::new());
    }
    Ok(serde_json::to_string(&(&known.last_run, &known.origin))?)
}

/// Reads a packed bucket, document by document.
pub(super) struct Packed<'a> {
    texts: Vec<&'a str>,
    rest: &'a [u8],
}

/// One packed document; what it asserts is read only where it is wanted.
pub(super) struct Entry<'a> {
    pub(super) key: &'a str,
    pub(super) hash: Hash,
    pub(super) settled: bool,
    pub(super) partition: &'a str,
    told: &'a str,
    refs: Vec<(Entity, Packing<'a>)>,
}

/// An asserted record as it was packed.
enum Packing<'a> {
    ById(RosterId, &'a str),
    AsItIs(&'a str),
}

impl<'a> Packed<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self> {
        let mut packed = Self { texts: Vec::new(), rest: bytes };
        let count = packed.number()?;
        let mut unpack = Unpack(packed.rest);
        for _ in 0..count {
            packed.texts.push(unpack.text()?);
        }
        packed.rest = unpack.0;
        Ok(packed)
    }

    fn number(&mut self) -> Result<u32> {
        let mut number = 0u32;
        for shift in (0..35).step_by(7) {
            let byte = self.bytes(1)?[0];
            number |= u32::from(byte & 0x7f).checked_shl(shift).unwrap_or_default();
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(broken())
    }

    fn bytes(&mut self, count: usize) -> Result<&'a [u8]> {
        let (bytes, rest) = self.rest.split_at_checked(count).ok_or_else(broken)?;
        self.rest = rest;
        Ok(bytes)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N]> {
        self.bytes(N)?.try_into().map_err(|_| broken())
    }

    fn text(&mut self) -> Result<&'a str> {
        let place = self.number()? as usize;
        self.texts.get(place).copied().ok_or_else(broken)
    }

    /// The next document; `None` at the end.
    pub(super) fn entry(&mut self) -> Result<Option<Entry<'a>>> {
        if self.rest.is_empty() {
            return Ok(None);
        }
        let length = self.number()? as usize;
        let key = std::str::from_utf8(self.bytes(length)?).map_err(|_| broken())?;
        let (hash, settled) = (Hash(self.array()?), self.array::<1>()? == [1]);
        let (partition, told) = (self.text()?, self.text()?);
        let count = self.number()?;
        let mut refs = Vec::new();
        for _ in 0..count {
            refs.push(self.asserted()?);
        }
        Ok(Some(Entry { key, hash, settled, partition, told, refs }))
    }

    fn asserted(&mut self) -> Result<(Entity, Packing<'a>)> {
        let entity: Entity = self.text()?.parse().map_err(|_| broken())?;
        let packing = match self.array::<1>()? {
            [BY_ID] => Packing::ById(RosterId(Uuid::from_bytes(self.array()?)), self.text()?),
            _ => Packing::AsItIs(self.text()?),
        };
        Ok((entity, packing))
    }

    /// The whole bucket.
    pub(super) fn all(mut self) -> Result<Bucket> {
        let mut bucket = Bucket::new();
        while let Some(entry) = self.entry()? {
            bucket.insert(entry.key.to_owned(), entry.known()?);
        }
        Ok(bucket)
    }
}

impl Entry<'_> {
    pub(super) fn print(&self) -> Fingerprint {
        Fingerprint { hash: self.hash, partition: self.partition.to_owned(), settled: self.settled }
    }

    pub(super) fn known(&self) -> Result<Known> {
        let (last_run, origin): (Option<RunId>, Option<Origin>) = match self.told {
            "" => (None, None),
            told => serde_json::from_str(told)?,
        };
        let text = |packing: &Packing<'_>| match packing {
            Packing::ById(id, stream) => format!("{id} {stream}"),
            Packing::AsItIs(text) => (*text).to_owned(),
        };
        let refs = self.refs.iter().map(|(entity, packing)| (*entity, text(packing))).collect();
        Ok(Known { print: self.print(), refs, last_run, origin })
    }
}

fn broken() -> StoreError {
    StoreError::corrupt("the documents of a source")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn known() -> impl Strategy<Value = Known> {
        let named = (any::<u128>(), "[a-z ]{0,9}")
            .prop_map(|(id, stream)| format!("{} {stream}", Uuid::from_u128(id)));
        let asserted = (any::<bool>(), prop_oneof![named, ".{0,9}"])
            .prop_map(|(user, text)| (if user { Entity::User } else { Entity::Enrollment }, text));
        let refs = prop::collection::vec(asserted, 0..5);
        (
            any::<[u8; 32]>(),
            "[0-9/]{0,5}",
            any::<bool>(),
            refs,
            prop::option::of(0u128..3),
            prop::option::of(0u64..3),
        )
            .prop_map(|(hash, partition, settled, refs, run, end)| Known {
                print: Fingerprint { hash: Hash(hash), partition, settled },
                refs,
                last_run: run.map(|run| RunId(Uuid::from_u128(run))),
                origin: end.map(|end| Origin { bytes: Some((0, end)), ..Origin::default() }),
            })
    }

    proptest! {
        #[test]
        fn a_bucket_comes_back(bucket in prop::collection::btree_map(".{0,200}", known(), 0..20)) {
            let packed = pack_bucket(&bucket).unwrap();
            prop_assert!(Packed::open(&packed).unwrap().all().unwrap() == bucket);
        }

        #[test]
        fn nonsense_is_an_error_and_never_a_crash(bytes: Vec<u8>) {
            let _either_is_fine = Packed::open(&bytes).and_then(Packed::all);
        }
    }
}
