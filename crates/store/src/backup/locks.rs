//! Who can open a backup: whoever has the recovery key, and whoever knows its passphrase, if it was given one.
//!
//! The body is encrypted under a random key of its own. The header holds that key once for each way to open it:
//! sealed under a key that is derived from the data key, or from the passphrase by Argon2id. The header is part of
//! what the chunks are sealed with, so that nobody can exchange it.

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead, KeyInit};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use crosswalk_model::Secret;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::Openers;
use crate::keys::DataKey;
use crate::vault::random;
use crate::{Keys, Result, StoreError};

const NONCE: usize = 24;
/// What a passphrase costs to try: 64 MiB and three passes, as RFC 9106 recommends where memory is scarce.
const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;
/// A header that asks for more is not ours.
const MOST_MEMORY_KIB: u32 = 1024 * 1024;
const MOST_PASSES: u32 = 16;

/// The header of a file.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Header {
    pub(super) format: u32,
    ways: Vec<Way>,
}

/// One way to open it.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "way", rename_all = "snake_case")]
enum Way {
    RecoveryKey { key_id: String, sealed: Vec<u8> },
    Passphrase { salt: [u8; 16], memory_kib: u32, passes: u32, sealed: Vec<u8> },
}

/// The key that the chunks of one file are sealed with.
pub(super) type FileKey = Zeroizing<[u8; 32]>;

impl Header {
    /// A header and its key, to be opened by these keys and, if there is one, by the passphrase.
    pub(super) fn make(keys: &Keys, passphrase: Option<&Secret>) -> Result<(Self, FileKey)> {
        let key = Zeroizing::new(random::<32>()?);
        let own = keys.current();
        let sealed = seal(&of_data_key(own), &key)?;
        let mut ways = vec![Way::RecoveryKey { key_id: keys.id(), sealed }];
        if let Some(passphrase) = passphrase {
            let salt = random::<16>()?;
            let sealed = seal(&of_passphrase(passphrase, &salt, MEMORY_KIB, PASSES)?, &key)?;
            ways.push(Way::Passphrase { salt, memory_kib: MEMORY_KIB, passes: PASSES, sealed });
        }
        Ok((Self { format: super::FORMAT, ways }, key))
    }

    /// The file's key, by whatever opens it.
    ///
    /// # Errors
    /// [`StoreError::BackupKey`] when nothing does.
    pub(super) fn open(&self, openers: &Openers) -> Result<FileKey> {
        for way in &self.ways {
            if let Some(key) = way.open(openers)? {
                return Ok(key);
            }
        }
        Err(StoreError::BackupKey)
    }
}

impl Way {
    fn open(&self, openers: &Openers) -> Result<Option<FileKey>> {
        match self {
            Self::RecoveryKey { sealed, .. } => {
                let all =
                    openers.keys.iter().flat_map(|keys| [keys.current()].into_iter().chain(keys.older()));
                Ok(all.into_iter().find_map(|key| unseal(&of_data_key(key), sealed)))
            }
            Self::Passphrase { salt, memory_kib, passes, sealed } => {
                let Some(passphrase) = &openers.passphrase else { return Ok(None) };
                Ok(unseal(&of_passphrase(passphrase, salt, *memory_kib, *passes)?, sealed))
            }
        }
    }
}

/// The key of the chunks of a file with this header.
pub(super) fn chunk_key(key: &FileKey, header: &[u8]) -> FileKey {
    let mut hasher = blake3::Hasher::new_derive_key("crosswalk 2026 backup chunks");
    hasher.update(key.as_slice());
    hasher.update(header);
    Zeroizing::new(*hasher.finalize().as_bytes())
}

fn of_data_key(key: &DataKey) -> FileKey {
    key.derive("crosswalk 2026 backups")
}

fn of_passphrase(passphrase: &Secret, salt: &[u8], memory_kib: u32, passes: u32) -> Result<FileKey> {
    if memory_kib > MOST_MEMORY_KIB || passes > MOST_PASSES {
        return Err(StoreError::NotABackup);
    }
    let params = Params::new(memory_kib, passes, 1, Some(32)).map_err(|_| StoreError::NotABackup)?;
    let mut key = Zeroizing::new([0; 32]);
    let text = passphrase.expose().trim().as_bytes();
    let made =
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params).hash_password_into(text, salt, &mut *key);
    let detail = "there is not enough memory for the passphrase".to_owned();
    made.map(|()| key).map_err(|_| StoreError::Unavailable { detail })
}

fn seal(under: &FileKey, key: &FileKey) -> Result<Vec<u8>> {
    let nonce = random::<NONCE>()?;
    let cipher = XChaCha20Poly1305::new(&Key::from(**under));
    let sealed = cipher.encrypt(&XNonce::from(nonce), key.as_slice());
    let sealed = sealed.map_err(|_| StoreError::corrupt("a key to encrypt"))?;
    Ok([nonce.as_slice(), &sealed].concat())
}

fn unseal(under: &FileKey, sealed: &[u8]) -> Option<FileKey> {
    let (nonce, body) = sealed.split_at_checked(NONCE)?;
    let cipher = XChaCha20Poly1305::new(&Key::from(**under));
    let plain =
        Zeroizing::new(cipher.decrypt(&XNonce::from(<[u8; NONCE]>::try_from(nonce).ok()?), body).ok()?);
    Some(Zeroizing::new(plain.as_slice().try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn by(keys: &[Keys], passphrase: Option<&str>) -> Openers {
        Openers { keys: keys.to_vec(), passphrase: passphrase.map(Secret::new) }
    }

    #[test]
    fn a_file_opens_by_its_keys_and_its_passphrase_alone() {
        let (mine, other) = (Keys::generate([1; 32]), Keys::generate([2; 32]));
        let (header, key) = Header::make(&mine, Some(&Secret::new("seven blue pūkeko"))).unwrap();
        for openers in [
            by(std::slice::from_ref(&mine), None),
            by(&[other.clone(), mine.clone()], Some("wrong")),
            by(&[mine.clone().rotated([3; 32])], None),
            by(&[], Some("seven blue pūkeko\n")),
        ] {
            assert_eq!(header.open(&openers).unwrap(), key);
        }
        for openers in [by(&[other], Some("seven")), by(&[], None)] {
            assert!(matches!(header.open(&openers), Err(StoreError::BackupKey)));
        }
        let (without, _) = Header::make(&mine, None).unwrap();
        assert!(matches!(without.open(&by(&[], Some("seven blue pūkeko"))), Err(StoreError::BackupKey)));
    }

    #[test]
    fn a_header_that_asks_for_too_much_is_refused() {
        let salt = [0; 16];
        let greedy = Way::Passphrase { salt, memory_kib: u32::MAX, passes: 1, sealed: vec![0; 72] };
        let header = Header { format: 1, ways: vec![greedy] };
        assert!(matches!(header.open(&by(&[], Some("x"))), Err(StoreError::NotABackup)));
    }
}
