//! What is known of a source's documents before it is read, close together in memory: a district has a million of them.

use std::collections::hash_map::DefaultHasher;
use std::collections::{HashMap, HashSet};
use std::hash::{Hash as _, Hasher as _};

use crosswalk_model::{ConnectionId, Crosswalk, Hash, Name};
use crosswalk_store::Tenant;

use crate::Result;

/// What is known of a connection's documents, by stream.
pub(crate) type Known = HashMap<Name, KnownStream>;

/// The first half of a hash is enough to tell a million documents apart.
type Half = [u8; 16];

fn half(hash: Hash) -> Half {
    let mut half = Half::default();
    half.copy_from_slice(&hash.0[..16]);
    half
}

/// What is known of one stream's documents.
#[derive(Clone, Debug, Default)]
pub(crate) struct KnownStream {
    /// All keys, one behind the other.
    keys: String,
    /// In the order of their keys.
    entries: Vec<Entry>,
    /// Where each entry stands, by the hash of its key: a place is free, or one above the entry's. Half of them are
    /// free, so that a look-up reads one or two places and one key.
    places: Vec<u32>,
    partitions: Vec<String>,
}

/// A place of which no entry stands anywhere.
const FREE: u32 = 0;

#[derive(Clone, Copy, Debug)]
struct Entry {
    start: usize,
    length: u32,
    partition: u32,
    hash: Half,
    settled: bool,
}

impl KnownStream {
    /// Gathers documents: key, fingerprint, partition, whether settled.
    #[cfg(test)]
    pub fn gather(documents: impl IntoIterator<Item = (String, Hash, String, bool)>) -> Self {
        let mut stream = Self::default();
        for (key, hash, partition, settled) in documents {
            stream.add(&key, hash, &partition, settled);
        }
        stream.sort();
        stream
    }

    fn add(&mut self, key: &str, hash: Hash, partition: &str, settled: bool) {
        let place = match self.partitions.iter().position(|known| known == partition) {
            Some(place) => place,
            None => {
                self.partitions.push(partition.to_owned());
                self.partitions.len() - 1
            }
        };
        let (start, length) = (self.keys.len(), key.len() as u32);
        self.keys.push_str(key);
        self.entries.push(Entry { start, length, partition: place as u32, hash: half(hash), settled });
    }

    fn sort(&mut self) {
        let keys = &self.keys;
        self.entries.sort_unstable_by(|one, other| key(keys, one).cmp(key(keys, other)));
        self.keys.shrink_to_fit();
        self.entries.shrink_to_fit();
        self.places = vec![FREE; (self.entries.len() * 2).next_power_of_two()];
        for (entry, at) in self.entries.iter().zip(1u32..) {
            let mut place = self.first_place(key(&self.keys, entry));
            while self.places[place] != FREE {
                place = (place + 1) % self.places.len();
            }
            self.places[place] = at;
        }
    }

    fn first_place(&self, key: &str) -> usize {
        let mut hasher = DefaultHasher::new();
        key.hash(&mut hasher);
        hasher.finish() as usize % self.places.len()
    }

    fn find(&self, wanted: &str) -> Option<&Entry> {
        if self.places.is_empty() {
            return None;
        }
        let mut place = self.first_place(wanted);
        while let Some(at) = self.places[place].checked_sub(1) {
            let entry = self.entries.get(at as usize)?;
            if key(&self.keys, entry) == wanted {
                return Some(entry);
            }
            place = (place + 1) % self.places.len();
        }
        None
    }

    /// Whether a document said this before, and all that followed from it is done.
    pub fn has_settled(&self, wanted: &str, hash: Hash) -> bool {
        self.find(wanted).is_some_and(|entry| entry.settled && entry.hash == half(hash))
    }

    /// Whether there was such a document.
    pub fn has(&self, wanted: &str) -> bool {
        self.find(wanted).is_some()
    }

    /// The keys of documents of which something is still to be done.
    pub fn unsettled(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().filter(|entry| !entry.settled).map(|entry| key(&self.keys, entry))
    }

    /// All documents: key, partition.
    pub fn documents(&self) -> impl Iterator<Item = (&str, &str)> {
        let partition = |entry: &Entry| self.partitions.get(entry.partition as usize);
        self.entries.iter().map(move |entry| {
            (key(&self.keys, entry), partition(entry).map(String::as_str).unwrap_or_default())
        })
    }
}

fn key<'k>(keys: &'k str, entry: &Entry) -> &'k str {
    keys.get(entry.start..entry.start + entry.length as usize).unwrap_or_default()
}

/// Loads what is known of a connection's documents.
pub(crate) async fn known(tenant: &Tenant, connection: ConnectionId, crosswalk: &Crosswalk) -> Result<Known> {
    let streams: HashSet<&Name> = crosswalk.streams.iter().map(|stream| &stream.from).collect();
    let mut known = Known::new();
    for stream in streams {
        let mut documents = KnownStream::default();
        let mut each =
            |key: &str, hash, partition: &str, settled| documents.add(key, hash, partition, settled);
        tenant.each_fingerprint(connection, stream, &mut each).await?;
        if !documents.entries.is_empty() {
            documents.sort();
            known.insert(stream.clone(), documents);
        }
    }
    Ok(known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_found_by_their_keys() {
        let hash = |byte| Hash([byte; 32]);
        let part = |n: u8| format!("1/{}", n % 3);
        let documents = (0..200u8).map(|n| (format!("k{n}"), hash(n), part(n), n != 7));
        let known = KnownStream::gather(documents);
        for n in 0..200u8 {
            let key = format!("k{n}");
            assert!(known.has(&key));
            assert_eq!(known.has_settled(&key, hash(n)), n != 7, "{n}");
            assert!(!known.has_settled(&key, hash(n.wrapping_add(1))));
        }
        assert!(!known.has("k200") && !known.has_settled("", hash(0)));
        assert_eq!(known.unsettled().collect::<Vec<_>>(), ["k7"]);
        let parts: HashMap<&str, &str> = known.documents().collect();
        assert_eq!((parts.len(), parts["k5"]), (200, "1/2"));
    }
}
