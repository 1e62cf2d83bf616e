//! Restoring: into a new folder beside the old one, which takes its place once it is whole.
//!
//! While it is being filled the new folder is called `<name>.restoring`; once all of it is on the disk and checked,
//! `<name>.restored`. Then the old one is set aside as `<name>.before-…`, and the new one gets its name. Whatever comes
//! in between, one of the two is whole: without an old folder the next start finds `<name>.restored` and goes on
//! ([`finish_restore`]); with one, the old folder is the one that counts.

use std::fs::File;
use std::io::{BufReader, BufWriter, Read};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::entries::{self, Name};
use super::stream::{ALTERED, Opening};
use super::{BackupAbout, Openers, above, make_file, make_folder, remove_folder, rename, sync_folder};
use crate::folder::{DataFolder, Lock};
use crate::inbox::blocking;
use crate::{Keys, Options, Place, Result, Store, StoreError};

/// What stands first in a backup, and the keys, are small.
const LARGEST_TEXT: u64 = 1024 * 1024;

/// A backup that is being restored. Until [`Restoring::finish`] nothing but a folder beside was touched.
pub struct Restoring {
    target: PathBuf,
    keys: Keys,
    about: BackupAbout,
    /// Held so that nobody opens the folder that is to be replaced.
    lock: Option<Lock>,
}

impl Restoring {
    /// Opens a backup and unpacks it beside the folder that it is to become.
    ///
    /// # Errors
    /// [`StoreError::HoldsData`] where there is data and it is not to be replaced; [`StoreError::Locked`] when somebody
    /// uses the folder; those of a file that is no good backup.
    pub async fn unpack(file: &Path, openers: &Openers, target: &Path, replace: bool) -> Result<Self> {
        finish_restore(target)?;
        let lock = free(target, replace)?;
        let (file, openers, into) = (file.to_owned(), openers.clone(), draft(target));
        let (about, keys) = blocking(move || {
            let file = File::open(&file).map_err(|_| StoreError::not_found("The file of the backup"))?;
            remove_folder(&into)?;
            unpack(BufReader::new(file), &openers, &into)
        })
        .await?;
        Ok(Self { target: target.to_owned(), keys, about, lock })
    }

    /// What it is a backup of.
    pub fn about(&self) -> &BackupAbout {
        &self.about
    }

    /// The data keys that it was made with.
    pub fn keys(&self) -> &Keys {
        &self.keys
    }

    /// The folder that was unpacked, for the host's own files.
    pub fn folder(&self) -> PathBuf {
        draft(&self.target)
    }

    /// Opens what was unpacked, after checking that it is whole.
    ///
    /// # Errors
    /// [`StoreError::BackupWrong`] when it is not.
    pub async fn open(&self) -> Result<Store> {
        let place = Place::Folder(self.folder());
        let store = Store::open(Options { place, keys: self.keys.clone() }).await?;
        match store.check_copy(&self.about.figures).await {
            Ok(()) => Ok(store),
            Err(error) => {
                store.close().await;
                Err(error)
            }
        }
    }

    /// Lets the new folder take the place of the old one, which is kept under a name that ends with `mark`; that path
    /// is given back. The store must be closed by now.
    pub async fn finish(self, mark: &str) -> Result<Option<PathBuf>> {
        let mark = mark.to_owned();
        blocking(move || {
            self.ready()?;
            let former = self.set_aside(&mark)?;
            finish_restore(&self.target)?;
            Ok(former)
        })
        .await
    }

    /// All of it is on the disk and gets the name of what is whole.
    pub(crate) fn ready(&self) -> Result<()> {
        let draft = self.folder();
        for name in ["lock", "owner"] {
            let _was_never_there = std::fs::remove_file(draft.join(name));
        }
        sync_all(&draft)?;
        let restored = beside(&self.target, "restored");
        remove_folder(&restored)?;
        rename(&draft, &restored)?;
        sync_folder(above(&self.target))
    }

    /// Moves the old folder out of the way. One that holds no data is removed.
    pub(crate) fn set_aside(&self, mark: &str) -> Result<Option<PathBuf>> {
        if !self.target.exists() {
            return Ok(None);
        }
        let former = beside(&self.target, &format!("before-{mark}"));
        if cfg!(windows)
            && let Some(lock) = &self.lock
        {
            // Windows moves no folder of which a file is open.
            lock.release();
        }
        rename(&self.target, &former)?;
        sync_folder(above(&self.target))?;
        if holds_data(&former) {
            return Ok(Some(former));
        }
        remove_folder(&former)?;
        Ok(None)
    }
}

/// Goes on with a restore that was interrupted when the old folder was out of the way already. Whoever opens a data
/// folder calls it first.
pub fn finish_restore(target: &Path) -> Result<()> {
    let restored = beside(target, "restored");
    if target.exists() || !restored.exists() {
        return Ok(());
    }
    rename(&restored, target)?;
    sync_folder(above(target))
}

/// Removes what an interrupted restore left beside a folder that is there and ours: the folder is the one that counts,
/// and a copy of everything should not lie about.
pub(crate) fn forget_unfinished(target: &Path) -> Result<()> {
    ["restoring", "restored"].iter().try_for_each(|ending| remove_folder(&beside(target, ending)))
}

fn draft(target: &Path) -> PathBuf {
    beside(target, "restoring")
}

fn beside(target: &Path, ending: &str) -> PathBuf {
    let mut name = target.file_name().unwrap_or_default().to_owned();
    name.push(".");
    name.push(ending);
    target.with_file_name(name)
}

fn holds_data(folder: &Path) -> bool {
    ["crosswalk.db", "inbox.db", "blobs", "key"].iter().any(|name| folder.join(name).exists())
}

/// Sees to it that nobody has the folder and nobody gets it meanwhile.
fn free(target: &Path, replace: bool) -> Result<Option<Lock>> {
    if !target.exists() {
        return Ok(None);
    }
    let lock = DataFolder::try_lock(target)?;
    if holds_data(target) && !replace {
        return Err(StoreError::HoldsData);
    }
    Ok(Some(lock))
}

/// Puts what stands in a backup into a folder.
pub(super) fn unpack(file: BufReader<File>, openers: &Openers, into: &Path) -> Result<(BackupAbout, Keys)> {
    let mut from = Opening::begin(file, openers)?;
    let altered = || StoreError::BackupDamaged { how: ALTERED };
    make_folder(into)?;
    let about = text(&mut from, &Name::About)?;
    let about = serde_json::from_slice(&about).map_err(|_| altered())?;
    let keys = Keys::from_bytes(&text(&mut from, &Name::Key)?).ok_or_else(altered)?;
    while let Some((name, size)) = entries::next(&mut from)? {
        let Name::File(place) = name else { return Err(altered()) };
        let place = into.join(place);
        make_folder(above(&place))?;
        let mut to = BufWriter::new(make_file(&place)?);
        let copied = std::io::copy(&mut (&mut from).take(size), &mut to)?;
        to.into_inner().map_err(std::io::IntoInnerError::into_error)?;
        if copied != size {
            return Err(altered());
        }
    }
    // Reading on to the end proves that nothing was cut off or put behind.
    if from.read(&mut [0])? > 0 || !from.is_at_end() { Err(altered()) } else { Ok((about, keys)) }
}

/// A short entry that must come now.
fn text(from: &mut impl Read, expected: &Name) -> Result<Zeroizing<Vec<u8>>> {
    let altered = || StoreError::BackupDamaged { how: ALTERED };
    let (name, size) = entries::next(from)?.ok_or_else(altered)?;
    if name != *expected || size > LARGEST_TEXT {
        return Err(altered());
    }
    let mut text = Zeroizing::new(vec![0; usize::try_from(size).unwrap_or_default()]);
    from.read_exact(&mut text)?;
    Ok(text)
}

fn sync_all(folder: &Path) -> Result<()> {
    for path in crate::blobs::entries(folder)? {
        if path.is_dir() { sync_all(&path)? } else { File::options().write(true).open(path)?.sync_all()? }
    }
    sync_folder(folder)
}
