//! The data key of a server: in a file that is bound to this computer's account and not to a person, so that a service
//! can start without anybody signed in. It lies in the data folder unless another place is named, which is the better
//! one: whoever gets the folder then does not get the key.

use std::path::{Path, PathBuf};

use crosswalk_model::Secret;
use crosswalk_store::{Keys, Lock};

use crate::host::{HostError, make_private_folder, read_text, write_private};

/// Characters of a group of the recovery key.
const GROUP: usize = 4;

/// Where the key lies when no other place is named.
pub fn key_file(folder: &Path) -> PathBuf {
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
    of_file(lock, &key_file(lock.folder()), random)
}

/// The same with the key in a file elsewhere.
///
/// # Errors
/// Those of [`of_folder`]; [`HostError::KeyThere`] when the folder has a key file too: one of them is a mistake.
pub fn of_file(lock: &Lock, path: &Path, random: [u8; 32]) -> Result<Keys, HostError> {
    let folder = lock.folder();
    let usual = key_file(folder);
    if usual != path && usual.exists() {
        return Err(HostError::KeyThere(usual));
    }
    if let Some(keys) = read(path)? {
        return Ok(keys);
    }
    if has_data(folder) {
        return Err(HostError::KeyMissing { folder: folder.to_owned() });
    }
    let keys = Keys::generate(random);
    make_private_folder(path.parent().unwrap_or(folder))?;
    write_private(path, keys.text().expose())?;
    Ok(keys)
}

/// The keys in a file; none when there is no file.
///
/// # Errors
/// [`HostError::KeyUnreadable`].
pub fn read(path: &Path) -> Result<Option<Keys>, HostError> {
    let Some(text) = read_text(path)? else { return Ok(None) };
    Keys::parse(&Secret::new(text)).map(Some).ok_or_else(|| HostError::KeyUnreadable(path.to_owned()))
}

/// The recovery key of a key file, to be written down and kept elsewhere: the data key in groups.
///
/// # Errors
/// [`HostError::KeyMissing`], [`HostError::KeyUnreadable`].
pub fn recovery(path: &Path) -> Result<String, HostError> {
    let folder = || path.parent().unwrap_or(path).to_owned();
    let keys = read(path)?.ok_or_else(|| HostError::KeyMissing { folder: folder() })?;
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
pub fn restore(path: &Path, typed: &str) -> Result<(), HostError> {
    if path.exists() {
        return Err(HostError::KeyThere(path.to_owned()));
    }
    let plain: String = typed.to_lowercase().chars().filter(|c| *c != '-').collect();
    let keys = Keys::parse(&Secret::new(plain)).ok_or(HostError::NoRecoveryKey)?;
    make_private_folder(path.parent().unwrap_or(path))?;
    write_private(path, keys.text().expose())
}

/// Puts keys into a file where there is none; one that holds the same keys stays.
///
/// # Errors
/// [`HostError::KeyThere`] when it holds others: a key is never overwritten.
pub fn put(path: &Path, keys: &Keys) -> Result<(), HostError> {
    match read(path)? {
        Some(there) if there.text() == keys.text() => Ok(()),
        Some(_) => Err(HostError::KeyThere(path.to_owned())),
        None => {
            make_private_folder(path.parent().unwrap_or(path))?;
            write_private(path, keys.text().expose())
        }
    }
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
        let recovery = recovery(&key_file(folder.path())).unwrap();
        assert_eq!(recovery.split('-').count(), 16);
        assert!(matches!(restore(&key_file(folder.path()), &recovery), Err(HostError::KeyThere(_))));
        std::fs::remove_file(folder.path().join("key")).unwrap();
        restore(&key_file(folder.path()), &format!(" {} \n", recovery.to_uppercase())).unwrap();
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
            restore(&key_file(tempfile::tempdir().unwrap().path()), "nonsense"),
            Err(HostError::NoRecoveryKey)
        ));
    }

    #[test]
    fn a_key_elsewhere_leaves_none_in_the_folder() {
        let (folder, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let path = elsewhere.path().join("keys").join("school.key");
        let lock = DataFolder::lock(folder.path()).unwrap();
        let text = |keys: Keys| keys.text().expose().to_owned();
        let made = text(of_file(&lock, &path, [1; 32]).unwrap());
        assert!(path.exists() && !has_file(folder.path()));
        std::fs::write(folder.path().join("crosswalk.db"), "").unwrap();
        assert_eq!(text(of_file(&lock, &path, [2; 32]).unwrap()), made);
        assert!(matches!(of_folder(&lock, [3; 32]), Err(HostError::KeyMissing { .. })), "nothing is guessed");
        let recovery = recovery(&path).unwrap();
        std::fs::remove_file(&path).unwrap();
        assert!(matches!(of_file(&lock, &path, [4; 32]), Err(HostError::KeyMissing { .. })));
        restore(&path, &recovery).unwrap();
        assert_eq!(text(of_file(&lock, &path, [5; 32]).unwrap()), made);
        std::fs::write(folder.path().join("key"), "nonsense").unwrap();
        assert!(
            matches!(of_file(&lock, &path, [6; 32]), Err(HostError::KeyThere(_))),
            "two keys are one too many"
        );
    }
}
