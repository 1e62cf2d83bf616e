//! How a blob's bytes lie in its file.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use crosswalk_model::Hash;
use zeroize::Zeroizing;

use super::Blobs;
use crate::vault::Spot;
use crate::{Result, StoreError};

pub(super) const MAGIC: &[u8; 8] = b"CWBLOB1\n";
/// Plain bytes of a chunk.
pub(crate) const CHUNK: usize = 64 * 1024;
/// What the seal of a chunk adds.
pub(crate) const TAG: usize = 16;
/// A key of 32 bytes and a size of 8, sealed as columns are: 33 bytes before and 16 behind.
pub(super) const HEADER: usize = 33 + 32 + 8 + TAG;

/// The secret part of a blob's header.
pub(super) struct Header {
    pub(super) key: Zeroizing<[u8; 32]>,
    pub(super) size: u64,
}

impl Header {
    pub(super) fn seal(&self, blobs: &Blobs, hash: Hash) -> Result<Vec<u8>> {
        let mut plain = Zeroizing::new(self.key.to_vec());
        plain.extend_from_slice(&self.size.to_le_bytes());
        blobs.store.0.vault.seal(&spot(blobs, &[&hash.0]), &plain)
    }

    pub(super) fn open(blobs: &Blobs, hash: Hash, sealed: &[u8]) -> Result<Self> {
        let plain = Zeroizing::new(blobs.store.0.vault.open(&spot(blobs, &[&hash.0]), sealed)?);
        let (key, size) = plain.split_at_checked(32).ok_or_else(altered)?;
        let key = Zeroizing::new(<[u8; 32]>::try_from(key).map_err(|_| altered())?);
        Ok(Self { key, size: u64::from_le_bytes(size.try_into().map_err(|_| altered())?) })
    }

    /// How many chunks the blob has; an empty one has one empty chunk.
    pub(super) fn chunks(&self) -> u64 {
        self.size.div_ceil(CHUNK as u64).max(1)
    }
}

fn spot<'a>(blobs: &Blobs, id: &'a [&'a [u8]]) -> Spot<'a> {
    Spot { tenant: Some(blobs.tenant), table: "blobs", column: "header", id }
}

pub(super) fn altered() -> StoreError {
    StoreError::altered("A stored body")
}

/// Seals and opens the chunks of one file under its own key.
pub(crate) struct Chunks(XChaCha20Poly1305);

impl Chunks {
    pub(crate) fn new(key: &[u8; 32]) -> Self {
        Self(XChaCha20Poly1305::new(&Key::from(*key)))
    }

    pub(crate) fn seal(&self, number: u64, last: bool, plain: &[u8]) -> Result<Vec<u8>> {
        let place = place(number, last);
        self.0.encrypt(&nonce(&place), Payload { msg: plain, aad: &place }).map_err(|_| altered())
    }

    pub(crate) fn open(&self, number: u64, last: bool, sealed: &[u8]) -> Result<Vec<u8>> {
        let place = place(number, last);
        self.0.decrypt(&nonce(&place), Payload { msg: sealed, aad: &place }).map_err(|_| altered())
    }
}

fn place(number: u64, last: bool) -> [u8; 9] {
    let mut place = [0u8; 9];
    place[..8].copy_from_slice(&number.to_le_bytes());
    place[8] = u8::from(last);
    place
}

/// The blob's key is used for this blob alone, so the chunk's place is a nonce that never comes twice.
fn nonce(place: &[u8; 9]) -> XNonce {
    let mut nonce = [0u8; 24];
    nonce[..9].copy_from_slice(place);
    XNonce::from(nonce)
}
