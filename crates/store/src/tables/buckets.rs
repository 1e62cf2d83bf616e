//! Buckets: many small values packed into few rows, so that an unchanged nightly full reads little and writes nothing.

use std::collections::BTreeMap;

use crosswalk_model::Hash;

/// How many buckets a stream has.
pub(crate) const BUCKETS: u8 = 64;

/// The bucket of a key: its hash decides, so that buckets fill evenly.
pub(crate) fn bucket_of(key: &[u8]) -> u8 {
    Hash::of(key).0[0] % BUCKETS
}

/// Sorts things into their buckets.
pub(crate) fn by_bucket<T>(
    things: impl IntoIterator<Item = T>,
    bucket: impl Fn(&T) -> u8,
) -> BTreeMap<u8, Vec<T>> {
    let mut buckets: BTreeMap<u8, Vec<T>> = BTreeMap::new();
    for thing in things {
        buckets.entry(bucket(&thing)).or_default().push(thing);
    }
    buckets
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_fill_evenly() {
        let keys: Vec<String> = (0..20_000).map(|number| format!("{number}")).collect();
        let buckets = by_bucket(&keys, |key| bucket_of(key.as_bytes()));
        assert_eq!(buckets.len(), usize::from(BUCKETS));
        assert!(buckets.values().all(|bucket| bucket.len() > 200 && bucket.len() < 450));
    }
}
