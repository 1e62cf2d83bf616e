//! Sealing of plans: changes are cut into segments, each segment is a leaf of a Merkle tree, its root is the seal.
//!
//! A segment is, in compact form, a list of at most [`SEGMENT`] changes; a leaf is the BLAKE3 hash of these bytes. The
//! tree hashes leaves and nodes under different purposes, so that no node can be shown as a leaf; an odd node is
//! carried up as it is. The root covers the number of leaves.

use crosswalk_model::{Change, Hash, Hasher, SegmentRef};

use crate::{Result, StoreError, compact};

/// How many changes a segment holds at most.
pub const SEGMENT: usize = 500;

/// Seals at most [`SEGMENT`] changes: their reference and their bytes.
///
/// # Errors
/// [`StoreError::Corrupt`] when a change cannot be written, which no value of ours does.
pub fn segment(changes: &[Change]) -> Result<(SegmentRef, Vec<u8>)> {
    let bytes = compact::to_vec(changes)?;
    Ok((SegmentRef { hash: leaf(&bytes), count: changes.len() as u32 }, bytes))
}

/// Compares the bytes of a segment with its leaf, and hands them on.
///
/// # Errors
/// [`StoreError::Altered`] when a byte is not as it was sealed.
pub fn compared(bytes: Vec<u8>, reference: &SegmentRef) -> Result<Vec<u8>> {
    if leaf(&bytes) == reference.hash { Ok(bytes) } else { Err(StoreError::altered("A segment of the plan")) }
}

/// The hash of a segment's bytes.
pub fn leaf(bytes: &[u8]) -> Hash {
    let mut hasher = Hasher::new("plan segment");
    hasher.part(bytes);
    hasher.finish()
}

/// The root over the segments of a plan.
pub fn root(segments: &[SegmentRef]) -> Hash {
    let mut row: Vec<Hash> = segments.iter().map(node_of_leaf).collect();
    while row.len() > 1 {
        row = row.chunks(2).map(node_of_pair).collect();
    }
    let mut hasher = Hasher::new("plan root");
    hasher.part(&(segments.len() as u64).to_le_bytes());
    row.iter().for_each(|top| {
        hasher.part(&top.0);
    });
    hasher.finish()
}

fn node_of_leaf(segment: &SegmentRef) -> Hash {
    let mut hasher = Hasher::new("plan leaf");
    hasher.part(&segment.hash.0).part(&segment.count.to_le_bytes());
    hasher.finish()
}

fn node_of_pair(pair: &[Hash]) -> Hash {
    match pair {
        [left, right] => {
            let mut hasher = Hasher::new("plan node");
            hasher.part(&left.0).part(&right.0);
            hasher.finish()
        }
        alone => alone.first().copied().unwrap_or(Hash([0; 32])),
    }
}

/// A plan's segments: their references, their bytes, and the root.
#[cfg(test)]
pub(crate) type Sealed = (Vec<SegmentRef>, Vec<Vec<u8>>, Hash);

/// Seals all changes of a plan.
#[cfg(test)]
pub(crate) fn seal(changes: &[Change]) -> Result<Sealed> {
    let parts: Result<Vec<_>> = changes.chunks(SEGMENT).map(segment).collect();
    let (references, bytes): (Vec<_>, Vec<_>) = parts?.into_iter().unzip();
    let root = root(&references);
    Ok((references, bytes, root))
}

/// The bytes of sealed segments, as a plan is stored with them.
#[cfg(test)]
pub(crate) fn bytes(sealed: &Sealed) -> Vec<Result<Vec<u8>>> {
    sealed.1.iter().cloned().map(Ok).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crosswalk_model::{ChangeOp, Fields, Reason, RosterId};

    fn change(number: u128) -> Change {
        Change {
            op: ChangeOp::Create,
            target: "people".into(),
            roster_id: RosterId(uuid::Uuid::from_u128(number)),
            key: number.to_string(),
            foreign_id: None,
            label: "Aroha Example".into(),
            group: "pupils".into(),
            fields: Vec::new(),
            reason: Reason::new("new", "New"),
            expects: None,
            next_effective_on: None,
            pins: Vec::new(),
            school: None,
            findings: Vec::new(),
            result: Fields::new(),
        }
    }

    fn read(bytes: Vec<u8>, reference: &SegmentRef) -> Result<Vec<Change>> {
        compact::read(&compared(bytes, reference)?)
    }

    #[test]
    fn segments_hold_all_changes_in_order() {
        for count in [0u128, 1, 499, 500, 501, 1203] {
            let changes: Vec<Change> = (0..count).map(change).collect();
            let (references, bytes, root) = seal(&changes).unwrap();
            let back: Vec<Change> =
                references.iter().zip(bytes).flat_map(|(r, b)| read(b, r).unwrap()).collect();
            assert!(back == changes, "{count}");
            assert!(references.iter().all(|reference| reference.count <= SEGMENT as u32));
            assert_eq!(root, super::root(&references));
        }
    }

    #[test]
    fn every_altered_byte_of_a_segment_is_noticed() {
        let (references, bytes, _) = seal(&[change(1), change(2)]).unwrap();
        for at in 0..bytes[0].len() {
            let mut altered = bytes[0].clone();
            altered[at] ^= 1;
            assert!(read(altered, &references[0]).is_err(), "byte {at}");
        }
    }

    #[test]
    fn the_root_covers_order_number_and_every_leaf() {
        let reference = |byte| SegmentRef { hash: Hash([byte; 32]), count: 500 };
        let lists = [
            vec![],
            vec![reference(1)],
            vec![reference(1), reference(1)],
            vec![reference(1), reference(2)],
            vec![reference(2), reference(1)],
            vec![reference(1), reference(2), reference(3)],
            vec![reference(1), reference(2), reference(3), reference(3)],
            vec![reference(1), SegmentRef { hash: Hash([2; 32]), count: 499 }],
        ];
        let roots: std::collections::BTreeSet<Hash> = lists.iter().map(|list| root(list)).collect();
        assert_eq!(roots.len(), lists.len());
    }
}
