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
/// So many texts may stay in a bucket whoever bears them.
const FEW_TEXTS: usize = 64;

/// Texts that occur many times.
#[derive(Default)]
struct Texts<'a> {
    list: Vec<&'a str>,
    places: HashMap<&'a str, u32>,
}

impl<'a> Texts<'a> {
    fn of(list: &[&'a str]) -> Self {
        Self { list: list.to_vec(), places: list.iter().copied().zip(0..).collect() }
    }

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
        put_entry(&mut body, &mut texts, (key, known), told);
    }
    Ok(whole(&texts, &body))
}

fn put_entry<'a>(body: &mut Vec<u8>, texts: &mut Texts<'a>, (key, known): (&str, &'a Known), told: &'a str) {
    number(body, key.len() as u32);
    body.extend_from_slice(key.as_bytes());
    body.extend_from_slice(&known.print.hash.0);
    body.push(u8::from(known.print.settled));
    number(body, texts.place(&known.print.partition));
    number(body, texts.place(told));
    number(body, known.refs.len() as u32);
    for (entity, text) in &known.refs {
        number(body, texts.place(entity.as_str()));
        if let Some((id, stream)) = by_id(text) {
            body.push(BY_ID);
            body.extend_from_slice(id.as_bytes());
            number(body, texts.place(stream));
        } else {
            body.push(AS_IT_IS);
            number(body, texts.place(text));
        }
    }
}

fn whole(texts: &Texts<'_>, body: &[u8]) -> Vec<u8> {
    let mut packed = Vec::with_capacity(body.len() + 256);
    number(&mut packed, texts.list.len() as u32);
    texts.list.iter().for_each(|text| pack::put(&mut packed, text.as_bytes()));
    packed.extend_from_slice(body);
    packed
}

/// What becomes of some documents of a bucket, by their keys: what is known of them now, or nothing any more.
pub(super) type Changes<'a> = BTreeMap<&'a str, Option<Known>>;

/// Packs a bucket anew after some of its documents changed. The others are copied as they are, without being
/// understood: a night that changes one in a hundred meets every bucket of a district.
///
/// # Errors
/// When these bytes are no bucket.
pub(super) fn repack(bytes: &[u8], changes: &Changes<'_>) -> Result<Vec<u8>> {
    let told: Result<Vec<String>> = changes.values().flatten().map(told_of).collect();
    if let Some(spliced) = splice(Packed::open(bytes)?, changes, &told?)? {
        return Ok(spliced);
    }
    let mut bucket = Packed::open(bytes)?.all()?;
    for (key, known) in changes {
        match known {
            Some(known) => drop(bucket.insert((*key).to_owned(), known.clone())),
            None => drop(bucket.remove(*key)),
        }
    }
    pack_bucket(&bucket)
}

/// Nothing when texts would stay behind that nobody bears any more: what was said only by a document that goes, or as
/// many as there are documents.
fn splice(mut old: Packed<'_>, changes: &Changes<'_>, told: &[String]) -> Result<Option<Vec<u8>>> {
    let mut texts = Texts::of(&old.texts);
    let (mut body, mut documents) = (Vec::with_capacity(old.rest.len() + changes.len() * 96), 0);
    let (mut coming, mut told) = (changes.iter().peekable(), told.iter());
    loop {
        let entry = old.raw()?;
        let before = |key: &str| entry.as_ref().is_none_or(|entry| key <= entry.key);
        while let Some((key, known)) = coming.next_if(|(key, _)| before(key)) {
            if let (Some(known), Some(told)) = (known, known.as_ref().and_then(|_| told.next())) {
                put_entry(&mut body, &mut texts, (key, known), told);
                documents += 1;
            }
        }
        match entry {
            None => break,
            Some(entry) if !changes.contains_key(entry.key) => {
                body.extend_from_slice(entry.bytes);
                documents += 1;
            }
            Some(entry) if entry.as_it_is => return Ok(None),
            Some(_) => {}
        }
    }
    let tidy = texts.list.len() <= documents.max(FEW_TEXTS);
    Ok(tidy.then(|| whole(&texts, &body)))
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
struct Entry<'a> {
    key: &'a str,
    hash: Hash,
    settled: bool,
    partition: &'a str,
    told: &'a str,
    refs: Vec<(Entity, Packing<'a>)>,
}

/// One packed document as it stands, without what it asserts.
pub(super) struct Raw<'a> {
    pub(super) key: &'a str,
    pub(super) hash: Hash,
    pub(super) settled: bool,
    pub(super) partition: &'a str,
    bytes: &'a [u8],
    /// Whether it asserts something that stands among the texts as it is.
    as_it_is: bool,
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
    fn entry(&mut self) -> Result<Option<Entry<'a>>> {
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

    /// The next document, passed over; `None` at the end.
    pub(super) fn raw(&mut self) -> Result<Option<Raw<'a>>> {
        if self.rest.is_empty() {
            return Ok(None);
        }
        let (start, mut as_it_is) = (self.rest, false);
        let length = self.number()? as usize;
        let key = std::str::from_utf8(self.bytes(length)?).map_err(|_| broken())?;
        let (hash, settled) = (Hash(self.array()?), self.array::<1>()? == [1]);
        let partition = self.text()?;
        self.number()?;
        for _ in 0..self.number()? {
            self.number()?;
            match self.array::<1>()? {
                [BY_ID] => drop(self.bytes(16)?),
                _ => as_it_is = true,
            }
            self.number()?;
        }
        let bytes = start.get(..start.len() - self.rest.len()).ok_or_else(broken)?;
        Ok(Some(Raw { key, hash, settled, partition, bytes, as_it_is }))
    }

    /// A document that was passed over, with everything.
    pub(super) fn understood(&mut self, raw: &Raw<'a>) -> Result<Known> {
        let rest = std::mem::replace(&mut self.rest, raw.bytes);
        let entry = self.entry()?.ok_or_else(broken)?;
        self.rest = rest;
        entry.known()
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
    fn print(&self) -> Fingerprint {
        Fingerprint { hash: self.hash, partition: self.partition.to_owned(), settled: self.settled }
    }

    fn known(&self) -> Result<Known> {
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
        fn a_changed_bucket_is_packed_as_if_it_were_new(
            bucket in prop::collection::btree_map("[a-f]{1,2}", known(), 0..20),
            changes in prop::collection::btree_map("[a-f]{1,2}", prop::option::of(known()), 0..9),
        ) {
            let told: Changes<'_> = changes.iter().map(|(key, known)| (key.as_str(), known.clone())).collect();
            let packed = repack(&pack_bucket(&bucket).unwrap(), &told).unwrap();
            let mut wanted = bucket;
            for (key, known) in changes {
                match known {
                    Some(known) => drop(wanted.insert(key, known)),
                    None => drop(wanted.remove(&key)),
                }
            }
            prop_assert!(Packed::open(&packed).unwrap().all().unwrap() == wanted);
        }

        #[test]
        fn what_only_one_document_says_goes_with_it(bucket in prop::collection::btree_map("[a-f]{1,2}", known(), 1..9)) {
            let gone = bucket.keys().next().unwrap().clone();
            let mut bucket = bucket;
            bucket.get_mut(&gone).unwrap().refs.push((Entity::User, "Hine Aroha of 9B".to_owned()));
            let packed = repack(&pack_bucket(&bucket).unwrap(), &Changes::from([(gone.as_str(), None)])).unwrap();
            prop_assert!(!packed.windows(10).any(|bytes| bytes == b"Hine Aroha"));
        }

        #[test]
        fn texts_do_not_pile_up(nights in 70usize..90) {
            let mut packed = pack_bucket(&Bucket::new()).unwrap();
            for night in 0..nights {
                let print = Fingerprint { hash: Hash([0; 32]), partition: night.to_string(), settled: true };
                let known = Known { print, refs: Vec::new(), last_run: None, origin: None };
                packed = repack(&packed, &Changes::from([("a", Some(known))])).unwrap();
            }
            prop_assert!(Packed::open(&packed).unwrap().texts.len() <= FEW_TEXTS);
        }

        #[test]
        fn nonsense_is_an_error_and_never_a_crash(bytes: Vec<u8>) {
            let _either_is_fine = Packed::open(&bytes).and_then(Packed::all);
        }
    }
}
