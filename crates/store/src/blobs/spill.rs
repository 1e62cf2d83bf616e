//! Lists that are too long for memory: written one thing after the other into an encrypted file that ends with its
//! owner, and read back in the same order, as often as wanted.

use std::io::{Read, Write};
use std::marker::PhantomData;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{BlobReader, Blobs, Spool, SpooledBody};
use crate::{Result, compact};

/// A list that is being written. Dropping it throws it away.
pub struct Spill<T> {
    spool: Spool,
    count: u64,
    of: PhantomData<fn() -> T>,
}

/// A list that was written. Dropping it throws it away.
pub struct Spilled<T> {
    body: SpooledBody,
    count: u64,
    of: PhantomData<fn() -> T>,
}

impl Blobs {
    /// Begins a list. Short ones stay in memory.
    pub fn spill<T>(&self) -> Spill<T> {
        Spill { spool: self.spool(), count: 0, of: PhantomData }
    }
}

impl<T: Serialize> Spill<T> {
    /// Adds one thing.
    ///
    /// # Errors
    /// When the disk is full, or when the thing cannot be written.
    pub fn push(&mut self, one: &T) -> Result<()> {
        self.write(&compact::to_vec(one)?)
    }
}

impl Spill<Vec<u8>> {
    /// Adds bytes as they are.
    ///
    /// # Errors
    /// When the disk is full.
    pub fn push_bytes(&mut self, bytes: &[u8]) -> Result<()> {
        self.write(bytes)
    }
}

impl<T> Spill<T> {
    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        let too_long = |_| std::io::Error::from(std::io::ErrorKind::FileTooLarge);
        let length = u32::try_from(bytes.len()).map_err(too_long)?;
        self.spool.write_all(&length.to_le_bytes())?;
        self.spool.write_all(bytes)?;
        self.count += 1;
        Ok(())
    }

    /// How many there are.
    pub fn len(&self) -> u64 {
        self.count
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Ends the list.
    pub fn finish(self) -> Result<Spilled<T>> {
        Ok(Spilled { body: self.spool.pass()?, count: self.count, of: PhantomData })
    }
}

impl<T> Spilled<T> {
    /// How many there are.
    pub fn len(&self) -> u64 {
        self.count
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Reads it from the beginning.
    pub fn open(&self) -> Result<SpillReader<T>> {
        let reader = self.body.open()?;
        Ok(SpillReader { reader, left: self.count, buffer: Vec::new(), of: PhantomData })
    }
}

/// Reads a spilled list.
pub struct SpillReader<T> {
    reader: BlobReader,
    left: u64,
    buffer: Vec<u8>,
    of: PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned> SpillReader<T> {
    /// The next thing, or `None` at the end.
    pub fn read(&mut self) -> Result<Option<T>> {
        match self.fill()? {
            true => Ok(Some(compact::from_slice(&self.buffer)?)),
            false => Ok(None),
        }
    }

    /// At most so many of the next things; none at the end.
    pub fn some(&mut self, most: usize) -> Result<Vec<T>> {
        let mut some = Vec::new();
        while some.len() < most
            && let Some(one) = self.read()?
        {
            some.push(one);
        }
        Ok(some)
    }
}

impl SpillReader<Vec<u8>> {
    /// The next bytes, or `None` at the end.
    pub fn next_bytes(&mut self) -> Result<Option<Vec<u8>>> {
        Ok(self.fill()?.then(|| self.buffer.clone()))
    }
}

impl<T> SpillReader<T> {
    /// Passes over the next thing; whether there was one.
    pub fn skip(&mut self) -> Result<bool> {
        self.fill()
    }

    fn fill(&mut self) -> Result<bool> {
        if self.left == 0 {
            return Ok(false);
        }
        self.left -= 1;
        let mut length = [0; 4];
        self.reader.read_exact(&mut length)?;
        self.buffer.resize(u32::from_le_bytes(length) as usize, 0);
        self.reader.read_exact(&mut self.buffer)?;
        Ok(true)
    }
}
