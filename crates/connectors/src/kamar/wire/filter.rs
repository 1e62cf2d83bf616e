//! Bytes that are changed while they are read, so that no message has to stand in memory.

use std::io::{self, BufRead, Read};

/// How much is read at once.
const CHUNK: usize = 64 * 1024;

/// What is done to the bytes.
pub trait Stage {
    /// Takes some bytes and writes what becomes of them.
    ///
    /// # Errors
    /// When the message goes beyond a limit; the sentence says which.
    fn push(&mut self, bytes: &[u8], out: &mut Vec<u8>) -> io::Result<()>;

    /// Writes what is still held back at the end.
    fn finish(&mut self, out: &mut Vec<u8>);
}

/// A reader with a stage behind it.
pub struct Filtered<R, S> {
    inner: R,
    /// The stage; what it noticed can be asked when the reading is over.
    pub stage: S,
    chunk: Vec<u8>,
    out: Vec<u8>,
    at: usize,
    ended: bool,
}

impl<R: Read, S: Stage> Filtered<R, S> {
    /// Puts a stage behind a reader.
    pub fn new(inner: R, stage: S) -> Self {
        Self { inner, stage, chunk: vec![0; CHUNK], out: Vec::new(), at: 0, ended: false }
    }

    /// The reader in front.
    pub fn inner(&self) -> &R {
        &self.inner
    }

    fn refill(&mut self) -> io::Result<()> {
        self.out.clear();
        self.at = 0;
        while self.out.is_empty() && !self.ended {
            let read = self.inner.read(&mut self.chunk)?;
            if read == 0 {
                self.stage.finish(&mut self.out);
                self.ended = true;
            } else {
                self.stage.push(&self.chunk[..read], &mut self.out)?;
            }
        }
        Ok(())
    }
}

impl<R: Read, S: Stage> BufRead for Filtered<R, S> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at == self.out.len() {
            self.refill()?;
        }
        Ok(&self.out[self.at..])
    }

    fn consume(&mut self, amount: usize) {
        self.at = (self.at + amount).min(self.out.len());
    }
}

impl<R: Read, S: Stage> Read for Filtered<R, S> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let ready = self.fill_buf()?;
        let read = ready.len().min(buffer.len());
        buffer[..read].copy_from_slice(&ready[..read]);
        self.consume(read);
        Ok(read)
    }
}
