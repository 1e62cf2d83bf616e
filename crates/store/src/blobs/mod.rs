//! Blobs: large bodies, encrypted in chunks and found again by the keyed hash of their plain bytes.
//!
//! A file is `magic (8) ‖ sealed header (89) ‖ chunks`. The header holds the blob's own random key and its size, and
//! is bound to the blob's address; each chunk of 64 KiB is sealed with XChaCha20-Poly1305 under that key, with its
//! number and whether it is the last one in the nonce and in the additional data, so that chunks cannot be swapped,
//! repeated or cut off.

pub(crate) mod format;
mod reader;
mod spill;
mod spool;
mod writer;

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crosswalk_model::{Hash, TenantId, Timestamp};

use crate::{Result, Store, StoreError};

pub use reader::BlobReader;
pub use spill::{Spill, SpillReader, Spilled};
pub(crate) use spool::Content;
pub use spool::{INLINE, Spool, SpooledBody};
pub use writer::{BlobWriter, StagedBlob};

/// Where a blob is found again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BlobRef {
    /// The keyed hash of its plain bytes: its address.
    pub hash: Hash,
    /// How many plain bytes it has.
    pub size: u64,
}

/// One tenant's blobs. Reading and writing block: call them where blocking is allowed.
#[derive(Clone, Debug)]
pub struct Blobs {
    pub(crate) store: Store,
    pub(crate) tenant: TenantId,
}

impl Blobs {
    /// Begins a blob.
    pub fn writer(&self) -> Result<BlobWriter> {
        BlobWriter::new(self.clone())
    }

    /// Begins a body of which nobody knows yet how large it gets.
    pub fn spool(&self) -> Spool {
        Spool::new(self.clone())
    }

    /// A body that is in memory already.
    pub fn spooled(&self, bytes: &[u8]) -> Result<SpooledBody> {
        let mut spool = self.spool();
        std::io::Write::write_all(&mut spool, bytes)?;
        spool.finish()
    }

    /// Opens a blob for reading.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is none, [`StoreError::Altered`] when the file is not this blob's.
    pub fn open(&self, hash: Hash) -> Result<BlobReader> {
        BlobReader::open(self, hash, &self.path(hash))
    }

    /// Removes a blob; one that is not there is removed already.
    pub(crate) fn remove(&self, hash: Hash) -> Result<()> {
        crosswalk_faults::io(crosswalk_faults::Point::FileRemove)?;
        match std::fs::remove_file(self.path(hash)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(StoreError::from(error)),
            _ => Ok(()),
        }
    }

    /// The addresses of all blobs that were written before an instant.
    pub(crate) fn older_than(&self, before: Timestamp) -> Result<Vec<Hash>> {
        let before = SystemTime::from(before);
        let mut old = Vec::new();
        for folder in entries(&self.folder())? {
            for file in entries(&folder)? {
                let name = file.file_name().and_then(|name| name.to_str()).and_then(Hash::from_hex);
                if std::fs::metadata(&file)?.modified()? < before {
                    old.extend(name);
                }
            }
        }
        Ok(old)
    }

    fn folder(&self) -> PathBuf {
        self.store.0.folder.blobs().join(self.tenant.to_string())
    }

    fn path(&self, hash: Hash) -> PathBuf {
        let name = hash.to_string();
        self.folder().join(&name[..2]).join(name)
    }

    fn hasher(&self) -> blake3::Hasher {
        let mut hasher = self.store.0.vault.keyed_hasher("blob");
        hasher.update(self.tenant.0.as_bytes());
        hasher
    }
}

/// What is in a folder; one that is not there is empty.
pub(crate) fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    match std::fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
        listed => Ok(listed?.map(|entry| entry.map(|entry| entry.path())).collect::<std::io::Result<_>>()?),
    }
}
