//! The hashes of the chain.

use crosswalk_model::{Hash, Hasher, TenantId};

/// What the first entry's predecessor would have.
pub(super) const START: Hash = Hash([0; 32]);

/// What is open of an entry.
pub(super) struct Link<'a> {
    pub(super) seq: i64,
    pub(super) at: i64,
    pub(super) action: &'a str,
    pub(super) commitment: Hash,
}

impl Link<'_> {
    /// The entry's hash, which covers all entries before it.
    pub(super) fn hash(&self, tenant: TenantId, last: Hash) -> Hash {
        let mut hasher = Hasher::new("audit entry");
        hasher.parts(&[
            tenant.0.as_bytes(),
            &last.0,
            &self.seq.to_le_bytes(),
            &self.at.to_le_bytes(),
            self.action.as_bytes(),
            &self.commitment.0,
        ]);
        hasher.finish()
    }
}

/// What stands for a salted payload in the chain.
pub(super) fn commitment(salted: &[u8]) -> Hash {
    let mut hasher = Hasher::new("audit commitment");
    hasher.part(salted);
    hasher.finish()
}
