//! Encryption of columns, blind indexes and keyed hashes.
//!
//! A sealed value is `version (1) ‖ key id (8) ‖ nonce (24) ‖ XChaCha20-Poly1305 ciphertext and tag`. The additional
//! data are tenant, table, column and the record's immutable id, so that a value cannot be moved elsewhere.

use std::sync::atomic::{AtomicU64, Ordering};

use chacha20poly1305::aead::{Aead, Generate, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use crosswalk_model::{Hash, TenantId};
use zeroize::Zeroizing;

use crate::keys::{DataKey, KeyId, Keys};
use crate::{Result, StoreError, pack};

const VERSION: u8 = 1;
const HEADER: usize = 1 + 8 + 24;

/// Where a sealed value stands.
pub(crate) struct Spot<'a> {
    pub(crate) tenant: Option<TenantId>,
    pub(crate) table: &'static str,
    pub(crate) column: &'static str,
    pub(crate) id: &'a [&'a [u8]],
}

impl Spot<'_> {
    fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(128);
        let tenant = self.tenant.map(|tenant| *tenant.0.as_bytes()).unwrap_or_default();
        pack::put(&mut bytes, &tenant);
        pack::put(&mut bytes, self.table.as_bytes());
        pack::put(&mut bytes, self.column.as_bytes());
        self.id.iter().for_each(|part| pack::put(&mut bytes, part));
        bytes
    }
}

/// One key's cipher, with the id by which a sealed value names it.
pub(crate) struct Cipher {
    id: KeyId,
    cipher: XChaCha20Poly1305,
}

impl Cipher {
    pub(crate) fn new(key: &DataKey) -> Self {
        let derived = key.derive("crosswalk 2026 columns");
        Self { id: key.id(), cipher: XChaCha20Poly1305::new(&Key::from(*derived)) }
    }

    fn seal(&self, nonce: &XNonce, spot: &Spot<'_>, plain: &[u8]) -> Result<Vec<u8>> {
        let payload = Payload { msg: plain, aad: &spot.bytes() };
        let body =
            self.cipher.encrypt(nonce, payload).map_err(|_| StoreError::corrupt("a value to encrypt"))?;
        let mut sealed = Vec::with_capacity(HEADER + body.len());
        sealed.push(VERSION);
        sealed.extend_from_slice(&self.id);
        sealed.extend_from_slice(nonce);
        sealed.extend_from_slice(&body);
        Ok(sealed)
    }
}

/// Opens a sealed value with the one of these ciphers that it names.
fn open_with<'a>(
    ciphers: impl IntoIterator<Item = &'a Cipher>,
    spot: &Spot<'_>,
    sealed: &[u8],
) -> Result<Vec<u8>> {
    let altered = || StoreError::altered(format!("A value in {} {}", spot.table, spot.column));
    let (header, body) = sealed.split_at_checked(HEADER).ok_or_else(altered)?;
    let (id, nonce) = header[1..].split_at(8);
    if header[0] != VERSION {
        return Err(altered());
    }
    let cipher = ciphers.into_iter().find(|cipher| cipher.id == id).ok_or(StoreError::Key)?;
    let nonce: [u8; 24] = nonce.try_into().map_err(|_| altered())?;
    let payload = Payload { msg: body, aad: &spot.bytes() };
    cipher.cipher.decrypt(&XNonce::from(nonce), payload).map_err(|_| altered())
}

/// Holds the derived keys while the store is open.
pub(crate) struct Vault {
    current: Cipher,
    older: Vec<Cipher>,
    index_key: Zeroizing<[u8; 32]>,
    nonce_start: [u8; 16],
    nonce_count: AtomicU64,
}

impl Vault {
    /// A vault whose index key is not known yet: it is kept in the database, sealed, so that blind indexes and
    /// addresses of blobs outlive a change of the data key.
    pub(crate) fn new(keys: &Keys) -> Result<Self> {
        Ok(Self {
            current: Cipher::new(keys.current()),
            older: keys.older().iter().map(Cipher::new).collect(),
            index_key: Zeroizing::new([0; 32]),
            nonce_start: random()?,
            nonce_count: AtomicU64::new(0),
        })
    }

    pub(crate) fn set_index_key(&mut self, key: [u8; 32]) {
        self.index_key = Zeroizing::new(key);
    }

    /// Sixteen random bytes drawn when the store is opened and a counter: no nonce comes twice.
    fn nonce(&self) -> XNonce {
        let mut nonce = [0u8; 24];
        nonce[..16].copy_from_slice(&self.nonce_start);
        nonce[16..].copy_from_slice(&self.nonce_count.fetch_add(1, Ordering::Relaxed).to_le_bytes());
        XNonce::from(nonce)
    }

    pub(crate) fn seal(&self, spot: &Spot<'_>, plain: &[u8]) -> Result<Vec<u8>> {
        self.current.seal(&self.nonce(), spot, plain)
    }

    pub(crate) fn open(&self, spot: &Spot<'_>, sealed: &[u8]) -> Result<Vec<u8>> {
        open_with(std::iter::once(&self.current).chain(&self.older), spot, sealed)
    }

    /// Seals under a key that is itself kept sealed somewhere.
    pub(crate) fn seal_under(&self, key: &Cipher, spot: &Spot<'_>, plain: &[u8]) -> Result<Vec<u8>> {
        key.seal(&self.nonce(), spot, plain)
    }

    pub(crate) fn open_under(&self, key: &Cipher, spot: &Spot<'_>, sealed: &[u8]) -> Result<Vec<u8>> {
        open_with([key], spot, sealed)
    }

    /// A keyed hash for one purpose: without the key nobody can try out values.
    pub(crate) fn keyed(&self, purpose: &str, parts: &[&[u8]]) -> Hash {
        let mut hasher = self.keyed_hasher(purpose);
        for part in parts {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part);
        }
        Hash(*hasher.finalize().as_bytes())
    }

    /// A keyed hasher for a stream of bytes.
    pub(crate) fn keyed_hasher(&self, purpose: &str) -> blake3::Hasher {
        let mut hasher = blake3::Hasher::new_keyed(&self.index_key);
        hasher.update(&(purpose.len() as u64).to_le_bytes());
        hasher.update(purpose.as_bytes());
        hasher
    }
}

/// Random bytes from the operating system, through the cipher crate: for keys, salts and nonces only.
pub(crate) fn random<const N: usize>() -> Result<[u8; N]>
where
    [u8; N]: Generate,
{
    let detail = "the operating system gives no random numbers".to_owned();
    Generate::try_generate().map_err(|_| StoreError::Unavailable { detail })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vault(byte: u8) -> Vault {
        Vault::new(&Keys::generate([byte; 32])).unwrap()
    }

    fn spot<'a>(id: &'a [&'a [u8]], column: &'static str) -> Spot<'a> {
        Spot { tenant: None, table: "t", column, id }
    }

    #[test]
    fn what_is_sealed_opens_only_where_it_stood() {
        let vault = vault(1);
        let sealed = vault.seal(&spot(&[b"a"], "c"), b"2011-05-04").unwrap();
        assert_eq!(vault.open(&spot(&[b"a"], "c"), &sealed).unwrap(), b"2011-05-04");
        for other in [spot(&[b"b"], "c"), spot(&[b"a"], "d"), spot(&[b"a", b""], "c")] {
            assert!(matches!(vault.open(&other, &sealed), Err(StoreError::Altered { .. })));
        }
    }

    #[test]
    fn every_altered_byte_is_noticed() {
        let vault = vault(1);
        let sealed = vault.seal(&spot(&[], "c"), b"x").unwrap();
        for at in 0..sealed.len() {
            let mut altered = sealed.clone();
            altered[at] ^= 1;
            assert!(vault.open(&spot(&[], "c"), &altered).is_err(), "byte {at}");
        }
    }

    #[test]
    fn an_older_key_still_reads() {
        let sealed = vault(1).seal(&spot(&[], "c"), b"x").unwrap();
        let rotated = Vault::new(&Keys::generate([1; 32]).rotated([2; 32])).unwrap();
        assert_eq!(rotated.open(&spot(&[], "c"), &sealed).unwrap(), b"x");
        assert!(matches!(vault(2).open(&spot(&[], "c"), &sealed), Err(StoreError::Key)));
        let anew = rotated.seal(&spot(&[], "c"), b"x").unwrap();
        assert!(matches!(vault(1).open(&spot(&[], "c"), &anew), Err(StoreError::Key)));
    }

    #[test]
    fn equal_values_do_not_look_equal() {
        let vault = vault(1);
        assert_ne!(vault.seal(&spot(&[], "c"), b"x").unwrap(), vault.seal(&spot(&[], "c"), b"x").unwrap());
    }
}
