//! How the identifiers of one bucket are packed: entries of 32 bytes in their order, each the first half of a keyed
//! hash and the id of the record that bears it.

use crosswalk_model::{Hash, RosterId};
use uuid::Uuid;

use crate::{Result, StoreError};

/// The first half of a keyed hash: 128 bits are far more than enough to tell a country's people apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Blind([u8; 16]);

/// One packed identifier.
pub(super) type Entry = [u8; 32];

impl Blind {
    pub(super) fn of(hash: &Hash) -> Self {
        let mut half = [0; 16];
        half.copy_from_slice(&hash.0[..16]);
        Self(half)
    }

    /// One of 256: hashes fill them evenly.
    pub(super) fn bucket(self) -> u8 {
        self.0[0]
    }
}

/// Packs one.
pub(super) fn entry(blind: Blind, id: RosterId) -> Entry {
    let mut entry = [0; 32];
    entry[..16].copy_from_slice(&blind.0);
    entry[16..].copy_from_slice(id.0.as_bytes());
    entry
}

/// The packed ones of a bucket.
///
/// # Errors
/// When these bytes are no bucket.
pub(super) fn entries(body: &[u8]) -> Result<std::slice::Iter<'_, Entry>> {
    match body.as_chunks() {
        (entries, []) => Ok(entries.iter()),
        _ => Err(StoreError::corrupt("identifiers")),
    }
}

/// Which hash, and whose.
pub(super) fn record(entry: &Entry) -> (Blind, RosterId) {
    let (mut blind, mut id) = ([0; 16], [0; 16]);
    blind.copy_from_slice(&entry[..16]);
    id.copy_from_slice(&entry[16..]);
    (Blind(blind), RosterId(Uuid::from_bytes(id)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn identifiers_come_back(packed: Vec<([u8; 32], u128)>) {
            let packed: Vec<(Blind, RosterId)> = packed
                .into_iter()
                .map(|(hash, id)| (Blind::of(&Hash(hash)), RosterId(Uuid::from_u128(id))))
                .collect();
            let body: Vec<u8> = packed.iter().flat_map(|(blind, id)| entry(*blind, *id)).collect();
            prop_assert_eq!(entries(&body).unwrap().map(record).collect::<Vec<_>>(), packed);
        }

        #[test]
        fn a_cut_bucket_is_an_error(bytes in prop::collection::vec(any::<u8>(), 0..100)) {
            prop_assert_eq!(entries(&bytes).is_ok(), bytes.len() % 32 == 0);
        }
    }
}
