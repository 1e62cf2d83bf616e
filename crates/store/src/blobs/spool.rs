//! Bodies on their way in: small ones stay in memory, larger ones go to the disk as they come.

use std::io::{Read, Write};

use crosswalk_model::{Hash, TenantId};

use super::{BlobReader, BlobRef, BlobWriter, Blobs, StagedBlob};
use crate::Result;

/// Bodies up to this many bytes are kept in the inbox itself.
pub const INLINE: usize = 64 * 1024;

/// A body that is being received. Dropping it throws it away.
pub struct Spool {
    blobs: Blobs,
    small: Vec<u8>,
    large: Option<BlobWriter>,
}

impl Spool {
    pub(super) fn new(blobs: Blobs) -> Self {
        Self { blobs, small: Vec::new(), large: None }
    }

    /// Ends the body. A large one is on the disk when this returns.
    pub fn finish(self) -> Result<SpooledBody> {
        self.end(true)
    }

    /// Ends a body that only passes through this process and need not outlive it: nobody waits for the disk.
    pub(super) fn pass(self) -> Result<SpooledBody> {
        self.end(false)
    }

    fn end(self, safe: bool) -> Result<SpooledBody> {
        let tenant = self.blobs.tenant;
        if let Some(large) = self.large {
            let staged = large.stage(safe)?;
            return Ok(SpooledBody { tenant, blob: staged.blob(), content: Content::Large(staged) });
        }
        let mut hasher = self.blobs.hasher();
        hasher.update(&self.small);
        let blob = BlobRef { hash: Hash(*hasher.finalize().as_bytes()), size: self.small.len() as u64 };
        Ok(SpooledBody { tenant, blob, content: Content::Small(self.small) })
    }
}

impl Write for Spool {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if let Some(large) = &mut self.large {
            return large.write(bytes);
        }
        if self.small.len() + bytes.len() <= INLINE {
            self.small.extend_from_slice(bytes);
            return Ok(bytes.len());
        }
        let mut large = self.blobs.writer()?;
        large.write_all(&std::mem::take(&mut self.small))?;
        let taken = large.write(bytes)?;
        self.large = Some(large);
        Ok(taken)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A whole body that nobody has accepted yet. Dropping it throws it away.
pub struct SpooledBody {
    pub(crate) tenant: TenantId,
    pub(crate) blob: BlobRef,
    pub(crate) content: Content,
}

pub(crate) enum Content {
    Small(Vec<u8>),
    Large(StagedBlob),
}

impl SpooledBody {
    /// Its address and size.
    pub fn blob(&self) -> BlobRef {
        self.blob
    }

    /// Reads it, as often as wanted.
    pub fn reader(&self) -> Result<impl Read + Send + use<>> {
        self.open()
    }

    pub(super) fn open(&self) -> Result<BlobReader> {
        match &self.content {
            Content::Small(bytes) => Ok(BlobReader::of(bytes.clone())),
            Content::Large(staged) => staged.reader(),
        }
    }

    /// All of it, when it is small enough to be in memory.
    pub fn bytes(&self) -> Option<&[u8]> {
        match &self.content {
            Content::Small(bytes) => Some(bytes),
            Content::Large(_) => None,
        }
    }
}
