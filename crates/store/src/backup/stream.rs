//! The sealed stream of a backup: chunks of 64 KiB, each with its number and whether it is the last one, as those of a
//! blob are, so that none can be swapped, repeated or cut off.

use std::io::{BufRead, Read, Write};

use crosswalk_faults::{Point, io};
use crosswalk_model::Secret;

use super::locks::{FileKey, Header, chunk_key};
use super::{FORMAT, Openers};
use crate::blobs::format::{CHUNK, Chunks, TAG};
use crate::{Keys, Result, StoreError};

const MAGIC: &[u8; 12] = b"CROSSWALKBK\n";
/// Longer headers are not ours.
const LONGEST_HEADER: usize = 64 * 1024;

/// Writes a sealed stream.
pub(super) struct Sealing<W> {
    to: W,
    chunks: Chunks,
    buffer: Vec<u8>,
    number: u64,
}

impl<W: Write> Sealing<W> {
    /// Writes the header; what is written from now on is sealed.
    pub(super) fn begin(mut to: W, keys: &Keys, passphrase: Option<&Secret>) -> Result<Self> {
        let (header, key) = Header::make(keys, passphrase)?;
        let header = serde_json::to_vec(&header)?;
        let length = u32::try_from(header.len()).map_err(|_| StoreError::corrupt("the backup's header"))?;
        to.write_all(MAGIC)?;
        to.write_all(&length.to_le_bytes())?;
        to.write_all(&header)?;
        let chunks = Chunks::new(&chunk_key(&key, &header));
        Ok(Self { to, chunks, buffer: Vec::with_capacity(CHUNK), number: 0 })
    }

    fn chunk(&mut self, last: bool) -> Result<()> {
        let sealed = self.chunks.seal(self.number, last, &self.buffer)?;
        io(Point::FileWrite)?;
        self.to.write_all(&sealed)?;
        self.number += 1;
        self.buffer.clear();
        Ok(())
    }

    /// Seals the end; without it the stream counts as cut off.
    pub(super) fn finish(mut self) -> Result<W> {
        self.chunk(true)?;
        self.to.flush()?;
        Ok(self.to)
    }
}

impl<W: Write> Write for Sealing<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.buffer.len() == CHUNK && !bytes.is_empty() {
            self.chunk(false)?;
        }
        let taken = &bytes[..bytes.len().min(CHUNK - self.buffer.len())];
        self.buffer.extend_from_slice(taken);
        Ok(taken.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Reads a sealed stream; each chunk is checked before a byte of it is given out.
pub(super) struct Opening<R> {
    from: R,
    chunks: Chunks,
    plain: std::io::Cursor<Vec<u8>>,
    number: u64,
    done: bool,
}

impl<R: BufRead> Opening<R> {
    /// Reads the header and opens the file's key.
    ///
    /// # Errors
    /// [`StoreError::NotABackup`], [`StoreError::BackupNewer`], [`StoreError::BackupKey`].
    pub(super) fn begin(mut from: R, openers: &Openers) -> Result<Self> {
        let (header, key) = read_header(&mut from, openers)?;
        let chunks = Chunks::new(&chunk_key(&key, &header));
        Ok(Self { from, chunks, plain: std::io::Cursor::default(), number: 0, done: false })
    }

    fn next(&mut self) -> Result<Vec<u8>> {
        io(Point::FileRead)?;
        let mut sealed = Vec::with_capacity(CHUNK + TAG);
        (&mut self.from).take((CHUNK + TAG) as u64).read_to_end(&mut sealed)?;
        let last = self.from.fill_buf()?.is_empty();
        let number = self.number;
        self.number += 1;
        self.done = last;
        self.chunks.open(number, last, &sealed).map_err(|_| {
            let is_cut =
                last && (sealed.len() < CHUNK + TAG || self.chunks.open(number, false, &sealed).is_ok());
            StoreError::BackupDamaged { how: if is_cut { CUT } else { ALTERED } }
        })
    }

    /// Whether nothing follows.
    pub(super) fn is_at_end(&self) -> bool {
        self.done && self.plain.position() == self.plain.get_ref().len() as u64
    }
}

/// What was sealed last may be altered as well as shortened: both look alike.
pub(super) const CUT: &str = "its end is missing or was altered, as when copying it was broken off";
pub(super) const ALTERED: &str = "some of its bytes were altered";

impl<R: BufRead> Read for Opening<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        loop {
            let read = self.plain.read(into)?;
            if read > 0 || into.is_empty() || self.done {
                return Ok(read);
            }
            self.plain = std::io::Cursor::new(self.next()?);
        }
    }
}

fn read_header(from: &mut impl Read, openers: &Openers) -> Result<(Vec<u8>, FileKey)> {
    let mut start = [0; MAGIC.len() + 4];
    from.read_exact(&mut start).map_err(|_| StoreError::NotABackup)?;
    let (magic, length) = start.split_at(MAGIC.len());
    let length = length.try_into().map_or(usize::MAX, |length| u32::from_le_bytes(length) as usize);
    if magic != MAGIC || length > LONGEST_HEADER {
        return Err(StoreError::NotABackup);
    }
    let mut header = vec![0; length];
    from.read_exact(&mut header).map_err(|_| StoreError::BackupDamaged { how: CUT })?;
    let format =
        serde_json::from_slice::<serde_json::Value>(&header).ok().and_then(|it| it["format"].as_u64());
    if format.is_some_and(|format| format > u64::from(FORMAT)) {
        return Err(StoreError::BackupNewer);
    }
    let read: Header =
        serde_json::from_slice(&header).map_err(|_| StoreError::BackupDamaged { how: ALTERED })?;
    let key = read.open(openers)?;
    Ok((header, key))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys() -> Keys {
        Keys::generate([5; 32])
    }

    fn sealed(plain: &[u8]) -> Vec<u8> {
        let mut sealing = Sealing::begin(Vec::new(), &keys(), None).unwrap();
        sealing.write_all(plain).unwrap();
        sealing.finish().unwrap()
    }

    fn opened(file: &[u8]) -> Result<Vec<u8>> {
        let mut opening = Opening::begin(file, &Openers { keys: vec![keys()], passphrase: None })?;
        let mut plain = Vec::new();
        opening.read_to_end(&mut plain)?;
        Ok(plain)
    }

    #[test]
    fn what_is_sealed_comes_back_whatever_its_length() {
        for length in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 17] {
            let plain: Vec<u8> = (0..length).map(|n| n as u8).collect();
            assert!(opened(&sealed(&plain)).unwrap() == plain, "{length}");
        }
    }

    #[test]
    fn a_file_that_was_cut_off_anywhere_is_told() {
        let file = sealed(&vec![7; 2 * CHUNK + 100]);
        for length in (0..file.len()).step_by(997).chain([file.len() - 1, file.len() - 116]) {
            let error = opened(&file[..length]).unwrap_err();
            let expected = matches!(error, StoreError::NotABackup | StoreError::BackupDamaged { .. });
            assert!(expected, "{length}: {error}");
        }
        let longer = [file.as_slice(), b"x"].concat();
        assert!(matches!(opened(&longer), Err(StoreError::BackupDamaged { .. })));
    }

    #[test]
    fn every_altered_byte_is_noticed() {
        let file = sealed(b"a school");
        for at in 0..file.len() {
            let mut altered = file.clone();
            altered[at] ^= 1;
            assert!(opened(&altered).is_err(), "byte {at}");
        }
    }

    #[test]
    fn a_foreign_and_a_newer_file_are_told_apart() {
        assert!(matches!(opened(b"PK\x03\x04 a zip of somebody else"), Err(StoreError::NotABackup)));
        let header = br#"{"format":2,"ways":[]}"#;
        let newer = [MAGIC.as_slice(), &(header.len() as u32).to_le_bytes(), header].concat();
        assert!(matches!(opened(&newer), Err(StoreError::BackupNewer)));
    }
}
