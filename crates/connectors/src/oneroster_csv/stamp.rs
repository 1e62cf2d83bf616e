//! One hash over everything that a read would look at: the settings, and each file with its name. Reading bytes to hash
//! them takes a tiny part of the time that reading rows takes.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crosswalk_connector_kit::CancellationToken;
use crosswalk_faults::Point;
use crosswalk_model::{Hash, Hasher};

use super::config::Config;

/// How many bytes are hashed at once.
const BLOCK: usize = 1 << 20;

/// The stamp of a package; none when it cannot be read, which the read itself will tell better, or nobody waits for it.
pub(super) fn stamp(config: &Config, cancel: &CancellationToken) -> Option<Hash> {
    let mut hasher = Hasher::new("oneroster package");
    hasher.part(format!("{config:?}").as_bytes());
    for file in files(&config.path).ok()? {
        hasher.part(file.to_string_lossy().as_bytes());
        add(&mut hasher, &file, cancel).ok()?;
    }
    Some(hasher.finish())
}

/// The archive, or all files of a folder and of the folders directly within it.
fn files(path: &Path) -> io::Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    for entry in std::fs::read_dir(path)? {
        let inner = entry?.path();
        if inner.is_dir() {
            for entry in std::fs::read_dir(inner)? {
                files.push(entry?.path());
            }
        } else {
            files.push(inner);
        }
    }
    files.retain(|file| file.is_file());
    files.sort();
    Ok(files)
}

fn add(hasher: &mut Hasher, file: &Path, cancel: &CancellationToken) -> io::Result<()> {
    crosswalk_faults::io(Point::FileOpen)?;
    let (mut file, mut block) = (File::open(file)?, Vec::with_capacity(BLOCK));
    loop {
        block.clear();
        let read = Read::by_ref(&mut file).take(BLOCK as u64).read_to_end(&mut block)?;
        hasher.part(&block);
        if cancel.is_cancelled() {
            return Err(io::ErrorKind::Interrupted.into());
        }
        if read < BLOCK {
            return Ok(());
        }
    }
}
