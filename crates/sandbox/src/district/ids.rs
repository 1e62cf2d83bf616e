//! Identifiers: sixteen bytes that follow from seed, kind and number, written as most senders do.

use crate::random::Random;

/// The identifier of the how manieth of a kind.
pub(super) fn id(seed: u64, kind: u64, number: usize) -> String {
    let mut random = Random::derive(seed ^ (kind << 56), number as u64);
    let (high, low) = (random.word(), random.word());
    format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        high >> 32,
        (high >> 16) & 0xffff,
        high & 0xffff,
        low >> 48,
        low & 0xffff_ffff_ffff
    )
}
