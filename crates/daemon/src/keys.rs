//! The data key of a server: in a file of the data folder, bound to this computer's account and not to a person, so
//! that a service can start without anybody signed in.

use std::path::{Path, PathBuf};

use crosswalk_model::Secret;
use crosswalk_store::{Keys, Lock};

use crate::host::{HostError, make_private_folder, read_text, write_private};

/// Characters of a group of the recovery key.
const GROUP: usize = 4;

fn key_file(folder: &Path) -> PathBuf {
    folder.join("key")
}

/// Whether the folder has a key file.
pub fn has_file(folder: &Path) -> bool {
    key_file(folder).exists()
}

/// Whether the folder holds data already, whatever its key is.
pub fn has_data(folder: &Path) -> bool {
    folder.join("crosswalk.db").exists()
}

/// Reads the key of a folder that is ours, or makes one where there is no data yet.
///
/// # Errors
/// [`HostError::KeyMissing`] when there is data without a key, [`HostError::KeyUnreadable`].
pub fn of_folder(lock: &Lock, random: [u8; 32]) -> Result<Keys, HostError> {
    let folder = lock.folder();
    if let Some(keys) = read(folder)? {
        return Ok(keys);
    }
    if has_data(folder) {
        return Err(HostError::KeyMissing { folder: folder.to_owned() });
    }
    let keys = Keys::generate(random);
    write_private(&key_file(folder), keys.text().expose())?;
    Ok(keys)
}

fn read(folder: &Path) -> Result<Option<Keys>, HostError> {
    let path = key_file(folder);
    let Some(text) = read_text(&path)? else { return Ok(None) };
    Keys::parse(&Secret::new(text)).map(Some).ok_or(HostError::KeyUnreadable(path))
}

/// The recovery key of a folder, to be written down and kept elsewhere: the data key in groups.
///
/// # Errors
/// [`HostError::KeyMissing`], [`HostError::KeyUnreadable`].
pub fn recovery(folder: &Path) -> Result<String, HostError> {
    let keys = read(folder)?.ok_or_else(|| HostError::KeyMissing { folder: folder.to_owned() })?;
    let lines: Vec<String> = keys.text().expose().split_whitespace().map(grouped).collect();
    Ok(lines.join("\n"))
}

fn grouped(key: &str) -> String {
    let characters: Vec<char> = key.chars().collect();
    characters.chunks(GROUP).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// Makes the key file again from the recovery key.
///
/// # Errors
/// [`HostError::NoRecoveryKey`]; [`HostError::KeyThere`] when there is a key: it is never overwritten.
pub fn restore(folder: &Path, typed: &str) -> Result<(), HostError> {
    let path = key_file(folder);
    if path.exists() {
        return Err(HostError::KeyThere(path));
    }
    let plain: String = typed.to_lowercase().chars().filter(|c| *c != '-').collect();
    let keys = Keys::parse(&Secret::new(plain)).ok_or(HostError::NoRecoveryKey)?;
    make_private_folder(folder)?;
    write_private(&path, keys.text().expose())
}

#[cfg(test)]
mod tests {
    use crosswalk_store::DataFolder;

    use super::*;

    #[test]
    fn a_key_is_made_once_and_comes_back_from_its_recovery_key() {
        let folder = tempfile::tempdir().unwrap();
        let lock = DataFolder::lock(folder.path()).unwrap();
        let text = |keys: Keys| keys.text().expose().to_owned();
        let made = text(of_folder(&lock, [1; 32]).unwrap());
        assert_eq!(text(of_folder(&lock, [2; 32]).unwrap()), made);
        let recovery = recovery(folder.path()).unwrap();
        assert_eq!(recovery.split('-').count(), 16);
        assert!(matches!(restore(folder.path(), &recovery), Err(HostError::KeyThere(_))));
        std::fs::remove_file(folder.path().join("key")).unwrap();
        restore(folder.path(), &format!(" {} \n", recovery.to_uppercase())).unwrap();
        assert_eq!(text(of_folder(&lock, [3; 32]).unwrap()), made);
    }

    #[test]
    fn data_without_its_key_is_never_given_another_one() {
        let folder = tempfile::tempdir().unwrap();
        let lock = DataFolder::lock(folder.path()).unwrap();
        std::fs::write(folder.path().join("crosswalk.db"), "").unwrap();
        assert!(matches!(of_folder(&lock, [1; 32]), Err(HostError::KeyMissing { .. })));
        std::fs::write(folder.path().join("key"), "nonsense").unwrap();
        assert!(matches!(of_folder(&lock, [1; 32]), Err(HostError::KeyUnreadable(_))));
        assert!(matches!(
            restore(tempfile::tempdir().unwrap().path(), "nonsense"),
            Err(HostError::NoRecoveryKey)
        ));
    }
}
