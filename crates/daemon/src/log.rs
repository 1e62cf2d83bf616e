//! Where the log goes: to the error output, and its last lines into memory, for the support bundle.

use std::io::{Stderr, Write, stderr};
use std::sync::OnceLock;

use crosswalk_engine::LogTail;

static TAIL: OnceLock<LogTail> = OnceLock::new();

/// The last lines of what this process has logged.
pub fn tail() -> LogTail {
    TAIL.get_or_init(LogTail::default).clone()
}

/// Writes to both; for the subscriber of a binary.
pub struct Both(Stderr, LogTail);

/// Makes a writer.
pub fn writer() -> Both {
    Both(stderr(), tail())
}

impl Write for Both {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.1.write_all(bytes)?;
        self.0.write_all(bytes)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.0.flush()
    }
}
