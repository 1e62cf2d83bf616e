//! Backups: one encrypted file that holds the databases, the stored bodies, the data keys and the listener's
//! certificate; and the way back into a folder.
//!
//! Making one ([`make`]): the inbox is copied before the house, so that what was acknowledged and taken in between is
//! at worst taken in again, which changes nothing; bodies never change and are copied last, while nothing is purged.
//! The copy is written under a draft's name, put on the disk, read back into a folder of its own, opened and checked,
//! and only then gets its name. Restoring ([`restore`]) goes the same way into a new folder, which then takes the
//! place of the old one.
//!
//! The file is `magic ‖ length ‖ header (JSON) ‖ chunks`: [`locks`] says who can open it, [`stream`] how its chunks
//! are sealed, [`entries`] what stands in them.

mod check;
mod entries;
mod locks;
mod make;
mod restore;
mod stream;

use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;

use crosswalk_faults::{Point, io};
use crosswalk_model::{Secret, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{Keys, Result};

#[cfg(test)]
pub(crate) use make::Making;
pub(crate) use make::bodies;
pub use make::{BackupMade, NewBackup};
pub(crate) use restore::forget_unfinished;
pub use restore::{Restoring, finish_restore};

/// The version of the format that is written.
const FORMAT: u32 = 1;
/// In the data folder: what a backup in the making needs. A killed process leaves it to the next start.
pub(crate) const WORK: &str = "backup.tmp";
/// What the host keeps beside the databases and should come back with them, so that sources find the same certificate.
const BESIDE: [&str; 2] = ["tls/certificate.pem", "tls/key.pem"];

/// What stands first in a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupAbout {
    /// The version of the format.
    pub format: u32,
    /// When it was begun: what came later is not in it.
    pub made_at: Timestamp,
    /// The version of Crosswalk that made it.
    pub version: String,
    /// What was counted in it.
    pub figures: Figures,
}

/// What is counted in a copy and counted again after it was read back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// Rows by table; those of the inbox as `inbox.table`.
    pub rows: BTreeMap<String, u64>,
    /// Where each tenant's audit chain ends.
    pub audit: BTreeMap<String, String>,
    /// Files of stored bodies.
    pub bodies: u64,
    /// Their bytes, as they lie on the disk.
    pub body_bytes: u64,
}

/// What somebody has in hand who wants to open a backup.
#[derive(Clone, Debug, Default)]
pub struct Openers {
    /// Data keys: from a key file, or typed as a recovery key.
    pub keys: Vec<Keys>,
    /// A passphrase.
    pub passphrase: Option<Secret>,
}

impl Openers {
    /// What was typed: a recovery key if it looks like one, and a passphrase in any case.
    pub fn typed(text: &Secret) -> Self {
        Self { keys: Keys::parse_recovery(text).into_iter().collect(), passphrase: Some(text.clone()) }
    }
}

/// A folder's list of files is on the disk only once the folder is; Windows has no such call and does not need it.
fn sync_folder(folder: &Path) -> Result<()> {
    io(Point::FileSync)?;
    if cfg!(unix) {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

/// Gives a file or a folder its name.
fn rename(from: &Path, to: &Path) -> Result<()> {
    io(Point::FileRename)?;
    Ok(std::fs::rename(from, to)?)
}

/// The folder that a path lies in.
fn above(path: &Path) -> &Path {
    path.parent().filter(|above| !above.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Takes a folder away with all that is in it; one that is not there is away already.
fn remove_folder(folder: &Path) -> Result<()> {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// Makes a folder that only this person can look into.
fn make_folder(folder: &Path) -> Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    Ok(builder.create(folder)?)
}

/// Makes a file that only this person can read, in the place of one that is there.
fn make_file(path: &Path) -> Result<File> {
    io(Point::FileOpen)?;
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    Ok(options.open(path)?)
}

/// Removes all but the newest files of which the name begins so and ends as that of a backup; the names sort by age.
/// How many were removed is given back.
pub async fn keep_newest(folder: &Path, beginning: &str, keep: usize) -> Result<usize> {
    let (folder, beginning) = (folder.to_owned(), beginning.to_owned());
    crate::inbox::blocking(move || {
        let is_ours = |path: &std::path::PathBuf| {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            name.starts_with(&beginning) && name.ends_with(".cwbackup")
        };
        let mut ours: Vec<_> = crate::blobs::entries(&folder)?.into_iter().filter(is_ours).collect();
        ours.sort();
        let old = ours.len().saturating_sub(keep);
        for path in &ours[..old] {
            std::fs::remove_file(path)?;
        }
        Ok(old)
    })
    .await
}
