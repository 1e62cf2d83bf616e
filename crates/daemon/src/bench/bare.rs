//! The bare loop: what the disk alone can do.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result};

/// Appends each message to a file and waits for the disk; messages per second.
pub(super) fn append_and_sync(folder: &Path, messages: &[Vec<u8>]) -> Result<f64> {
    std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    let path = folder.join("bare-loop");
    let mut file = OpenOptions::new().create(true).append(true).open(&path)?;
    let start = Instant::now();
    for message in messages {
        file.write_all(message)?;
        file.sync_data()?;
    }
    let took = start.elapsed();
    std::fs::remove_file(&path)?;
    Ok(messages.len() as f64 / took.as_secs_f64())
}
