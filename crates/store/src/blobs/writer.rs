//! Writing a blob: into a file of its own under `blobs/tmp`, which takes its place once all of it is safe.

use std::fs::File;
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use crosswalk_faults::{Point, io};
use crosswalk_model::Hash;
use zeroize::Zeroizing;

use super::format::{CHUNK, Chunks, HEADER, Header, MAGIC};
use super::{BlobReader, BlobRef, Blobs};
use crate::Result;
use crate::vault::random;

/// Names of drafts are unique within the process; the lock keeps other processes away, and what a killed one left is
/// removed when the store is opened.
static DRAFTS: AtomicU64 = AtomicU64::new(0);

/// A blob that is being written. Dropping it throws it away.
pub struct BlobWriter {
    blobs: Blobs,
    file: File,
    draft: Draft,
    hasher: blake3::Hasher,
    header: Header,
    chunks: Chunks,
    written: u64,
    buffer: Vec<u8>,
}

/// The file of a draft, removed when it is dropped unless it took its place.
struct Draft(Option<PathBuf>);

impl Draft {
    fn path(&self) -> &Path {
        self.0.as_deref().unwrap_or(Path::new(""))
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if let Some(path) = self.0.take() {
            let _left_for_the_next_start = std::fs::remove_file(path);
        }
    }
}

impl BlobWriter {
    pub(super) fn new(blobs: Blobs) -> Result<Self> {
        let folder = blobs.store.0.folder.blobs().join("tmp");
        std::fs::create_dir_all(&folder)?;
        io(Point::FileOpen)?;
        let path = folder.join(DRAFTS.fetch_add(1, Ordering::Relaxed).to_string());
        let mut file = File::options().read(true).write(true).create(true).truncate(true).open(&path)?;
        let draft = Draft(Some(path));
        file.write_all(&[0; MAGIC.len() + HEADER])?;
        let key = Zeroizing::new(random::<32>()?);
        let chunks = Chunks::new(&key);
        let (hasher, header) = (blobs.hasher(), Header { key, size: 0 });
        Ok(Self { blobs, file, draft, hasher, header, chunks, written: 0, buffer: Vec::with_capacity(CHUNK) })
    }

    fn write_chunk(&mut self, last: bool) -> Result<()> {
        let sealed = self.chunks.seal(self.written, last, &self.buffer)?;
        io(Point::FileWrite)?;
        self.file.write_all(&sealed)?;
        self.written += 1;
        self.buffer.clear();
        Ok(())
    }

    /// Ends the blob: if it is to be safe, all of it is on the disk when this returns, but not yet in its place.
    pub(crate) fn stage(mut self, safe: bool) -> Result<StagedBlob> {
        self.write_chunk(true)?;
        let hash = Hash(*self.hasher.finalize().as_bytes());
        let header = self.header.seal(&self.blobs, hash)?;
        self.file.seek(SeekFrom::Start(0))?;
        io(Point::FileWrite)?;
        self.file.write_all(MAGIC)?;
        self.file.write_all(&header)?;
        if safe {
            io(Point::FileSync)?;
            self.file.sync_all()?;
        }
        let blob = BlobRef { hash, size: self.header.size };
        Ok(StagedBlob { blobs: self.blobs, draft: self.draft, blob })
    }

    /// Ends the blob and puts it in its place; file and folder are on the disk when this returns.
    pub fn finish(self) -> Result<BlobRef> {
        self.stage(true)?.publish()
    }
}

impl Write for BlobWriter {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.buffer.len() == CHUNK && !bytes.is_empty() {
            self.write_chunk(false)?;
        }
        let taken = &bytes[..bytes.len().min(CHUNK - self.buffer.len())];
        self.buffer.extend_from_slice(taken);
        self.hasher.update(taken);
        self.header.size += taken.len() as u64;
        Ok(taken.len())
    }

    /// Does nothing: a chunk is written when it is full, and everything when the blob ends.
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A blob that is whole and on the disk, but not in its place. Dropping it throws it away.
pub struct StagedBlob {
    blobs: Blobs,
    draft: Draft,
    blob: BlobRef,
}

impl StagedBlob {
    /// Where it will be found.
    pub fn blob(&self) -> BlobRef {
        self.blob
    }

    /// Reads it before it is in its place.
    pub fn reader(&self) -> Result<BlobReader> {
        BlobReader::open(&self.blobs, self.blob.hash, self.draft.path())
    }

    /// Puts it in its place. A blob with the same bytes that is there already is replaced, so that its age starts
    /// anew; where it is being read and cannot be replaced, it stays.
    pub fn publish(mut self) -> Result<BlobRef> {
        let place = self.blobs.path(self.blob.hash);
        let folder = place.parent().unwrap_or(Path::new(""));
        make_folder(folder)?;
        io(Point::FileRename)?;
        match std::fs::rename(self.draft.path(), &place) {
            Ok(()) => self.draft.0 = None,
            Err(error) if !place.exists() => return Err(error.into()),
            Err(_) => {}
        }
        sync_folder(folder)?;
        Ok(self.blob)
    }
}

/// Makes `blobs/<tenant>/<two digits>`, and sees to it that a new folder is itself on the disk.
fn make_folder(folder: &Path) -> Result<()> {
    if !folder.exists() {
        std::fs::create_dir_all(folder)?;
        for above in folder.ancestors().skip(1).take(3) {
            sync_folder(above)?;
        }
    }
    Ok(())
}

/// A rename is safe only once the folder is; Windows has no such call and does not need it.
fn sync_folder(folder: &Path) -> Result<()> {
    io(Point::FileSync)?;
    if cfg!(unix) {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}
