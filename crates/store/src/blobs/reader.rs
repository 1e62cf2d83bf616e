//! Reading a blob: chunk by chunk, each checked before a byte of it is given out.

use std::fs::File;
use std::io::{BufReader, Cursor, Read};
use std::path::Path;

use crosswalk_faults::{Point, io};
use crosswalk_model::Hash;

use super::Blobs;
use super::format::{CHUNK, Chunks, HEADER, Header, MAGIC, TAG, altered};
use crate::{Result, StoreError};

/// Reads a stored body, decrypting as it goes. An altered or shortened file is an error of the kind
/// [`std::io::ErrorKind::InvalidData`], never a short body.
pub struct BlobReader {
    plain: Cursor<Vec<u8>>,
    rest: Option<Rest>,
}

/// The chunks that were not read yet.
struct Rest {
    file: BufReader<File>,
    chunks: Chunks,
    size: u64,
    number: u64,
    count: u64,
}

impl BlobReader {
    pub(super) fn open(blobs: &Blobs, hash: Hash, path: &Path) -> Result<Self> {
        io(Point::FileOpen)?;
        let mut file = match File::open(path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(StoreError::not_found("The stored body"));
            }
            opened => BufReader::with_capacity(CHUNK, opened?),
        };
        let mut head = [0u8; MAGIC.len() + HEADER];
        file.read_exact(&mut head).map_err(cut_short)?;
        let (magic, sealed) = head.split_at(MAGIC.len());
        if magic != MAGIC {
            return Err(altered());
        }
        let header = Header::open(blobs, hash, sealed)?;
        let (chunks, count) = (Chunks::new(&header.key), header.chunks());
        let rest = Rest { file, chunks, size: header.size, number: 0, count };
        Ok(Self { plain: Cursor::default(), rest: Some(rest) })
    }

    /// Reads bytes that are in memory.
    pub(crate) fn of(bytes: Vec<u8>) -> Self {
        Self { plain: Cursor::new(bytes), rest: None }
    }
}

/// A file that ends too soon is not what was written; one that cannot be read now may be read later.
fn cut_short(error: std::io::Error) -> StoreError {
    if error.kind() == std::io::ErrorKind::UnexpectedEof { altered() } else { error.into() }
}

impl Rest {
    fn next(&mut self) -> Result<Vec<u8>> {
        let last = self.number + 1 == self.count;
        let plain = if last { self.size - self.number * CHUNK as u64 } else { CHUNK as u64 };
        let mut sealed = vec![0; usize::try_from(plain).unwrap_or(CHUNK) + TAG];
        io(Point::FileRead)?;
        self.file.read_exact(&mut sealed).map_err(cut_short)?;
        let opened = self.chunks.open(self.number, last, &sealed)?;
        if last && self.file.read(&mut [0])? > 0 {
            return Err(altered());
        }
        self.number += 1;
        Ok(opened)
    }

    fn is_done(&self) -> bool {
        self.number == self.count
    }
}

impl Read for BlobReader {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        loop {
            let read = self.plain.read(into)?;
            match &mut self.rest {
                Some(rest) if read == 0 && !into.is_empty() && !rest.is_done() => {
                    self.plain = Cursor::new(rest.next()?);
                }
                _ => return Ok(read),
            }
        }
    }
}
