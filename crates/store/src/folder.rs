//! The data folder and who owns it: one process, by a lock on a file.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crosswalk_faults::{Point, io};

use crate::{Result, StoreError};

/// The data folder: `crosswalk.db`, `inbox.db`, `blobs/`, `lock` and `owner`.
#[derive(Clone, Debug)]
pub struct DataFolder(PathBuf);

/// Why the folder cannot be had.
#[derive(Clone, Debug, Default, PartialEq, Eq, thiserror::Error)]
#[error("the data folder cannot be had: {}", .trouble.as_deref().unwrap_or("another process owns it"))]
pub struct Owned {
    /// Where its owner can be reached, if it has said so.
    pub address: Option<String>,
    /// What the operating system says, when it is not that somebody else has the folder.
    pub trouble: Option<String>,
}

impl From<Owned> for StoreError {
    fn from(owned: Owned) -> Self {
        match owned.trouble {
            Some(detail) => Self::Unavailable { detail },
            None => Self::Locked { address: owned.address },
        }
    }
}

impl DataFolder {
    /// Takes the folder for this process, and makes it when it does not exist. The lock ends with the process, also
    /// when it is killed.
    ///
    /// # Errors
    /// [`Owned`] when another process, or another lock of this one, has it, or when it cannot be written.
    pub fn lock(path: impl AsRef<Path>) -> Result<Lock, Owned> {
        Self::try_lock(path.as_ref()).map_err(|error| match error {
            StoreError::Locked { address } => Owned { address, trouble: None },
            other => Owned { address: None, trouble: Some(other.to_string()) },
        })
    }

    /// The same, with the operating system's errors told apart.
    pub(crate) fn try_lock(folder: &Path) -> Result<Lock> {
        io(Point::FileLock)?;
        crate::finish_restore(folder)?;
        std::fs::create_dir_all(folder)?;
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(folder.join("lock"))?;
        match file.try_lock() {
            Ok(()) => {
                remove_address(folder)?;
                crate::backup::forget_unfinished(folder)?;
                Ok(Lock { folder: folder.to_owned(), file: Mutex::new(Some(file)) })
            }
            Err(TryLockError::WouldBlock) => Err(StoreError::Locked { address: read_address(folder) }),
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }

    pub(crate) fn new(path: PathBuf) -> Self {
        Self(path)
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.0.join("crosswalk.db")
    }

    pub(crate) fn inbox(&self) -> PathBuf {
        self.0.join("inbox.db")
    }

    pub(crate) fn blobs(&self) -> PathBuf {
        self.0.join("blobs")
    }

    /// Removes the drafts of blobs and of a backup that a killed process left.
    pub(crate) fn remove_drafts(&self) -> Result<()> {
        io(Point::FileRemove)?;
        for drafts in [self.blobs().join("tmp"), self.0.join(crate::backup::WORK)] {
            match std::fs::remove_dir_all(drafts) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
                _ => {}
            }
        }
        Ok(())
    }
}

/// The address stands beside the locked file, because a locked file cannot be read by others on Windows.
fn address_file(folder: &Path) -> PathBuf {
    folder.join("owner")
}

fn read_address(folder: &Path) -> Option<String> {
    let text = std::fs::read_to_string(address_file(folder)).ok()?;
    Some(text.trim().to_owned()).filter(|address| !address.is_empty())
}

/// What a killed owner left is not where the new one can be reached.
fn remove_address(folder: &Path) -> Result<()> {
    match std::fs::remove_file(address_file(folder)) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// The ownership of a data folder; ends when its store is closed or when it is dropped.
#[derive(Debug)]
pub struct Lock {
    folder: PathBuf,
    file: Mutex<Option<File>>,
}

impl Lock {
    /// Tells others where this process can be reached.
    pub fn set_address(&self, address: &str) -> Result<()> {
        let draft = self.folder.join("owner.new");
        io(Point::FileWrite)?;
        std::fs::write(&draft, address)?;
        Ok(std::fs::rename(draft, address_file(&self.folder))?)
    }

    /// Gives the folder up, also where somebody still holds this lock: its databases are closed.
    pub(crate) fn release(&self) {
        let held = self.file.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(file) = held {
            // The address goes first: the next owner writes its own under the same name.
            let _gone_already_is_fine = remove_address(&self.folder);
            drop(file);
        }
    }

    /// The folder that is owned.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        self.release();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_owner_learns_the_address_of_the_first() {
        let place = tempfile::tempdir().unwrap();
        let lock = DataFolder::lock(place.path()).unwrap();
        assert_eq!(DataFolder::lock(place.path()).unwrap_err(), Owned::default());
        lock.set_address("http://127.0.0.1:4710").unwrap();
        let owned = DataFolder::lock(place.path()).unwrap_err();
        assert_eq!(owned.address.as_deref(), Some("http://127.0.0.1:4710"));
        drop(lock);
        drop(DataFolder::lock(place.path()).unwrap());
    }

    #[test]
    fn who_gave_the_folder_up_takes_nothing_from_the_next_owner() {
        let place = tempfile::tempdir().unwrap();
        let first = DataFolder::lock(place.path()).unwrap();
        first.release();
        let second = DataFolder::lock(place.path()).unwrap();
        second.set_address("http://127.0.0.1:4711").unwrap();
        drop(first);
        let owned = DataFolder::lock(place.path()).unwrap_err();
        assert_eq!(owned.address.as_deref(), Some("http://127.0.0.1:4711"));
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_not_called_owned() {
        let place = tempfile::tempdir().unwrap();
        std::fs::write(place.path().join("file"), "").unwrap();
        let owned = DataFolder::lock(place.path().join("file")).unwrap_err();
        assert!(owned.trouble.is_some());
        assert!(matches!(StoreError::from(owned), StoreError::Unavailable { .. }));
    }

    #[test]
    fn what_a_killed_owner_left_is_not_believed() {
        let place = tempfile::tempdir().unwrap();
        std::fs::write(place.path().join("owner"), "http://127.0.0.1:1").unwrap();
        let _lock = DataFolder::lock(place.path()).unwrap();
        assert_eq!(DataFolder::lock(place.path()).unwrap_err().address, None);
    }
}
