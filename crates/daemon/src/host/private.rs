//! Files that only this person may read.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;

use super::HostError;

/// Writes a file that only its owner can read; on Windows the folder of the person's own data sees to that.
pub(crate) fn write_private(path: &Path, text: &str) -> Result<(), HostError> {
    let draft = path.with_extension("new");
    match std::fs::remove_file(&draft) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            return Err(HostError::file(&draft)(error));
        }
        _ => {}
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&draft).map_err(HostError::file(&draft))?;
    let written = file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
    written.and_then(|()| std::fs::rename(&draft, path)).map_err(HostError::file(path))
}

/// Makes a folder that only its owner can look into; one that exists stays as it is.
pub fn make_private_folder(path: &Path) -> Result<(), HostError> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(HostError::file(path))
}

/// A text file; `None` when it is not there.
pub(crate) fn read_text(path: &Path) -> Result<Option<String>, HostError> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(HostError::file(path)(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_its_owner_can_look_into_the_folder() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("a").join("b");
        make_private_folder(&folder).unwrap();
        make_private_folder(&folder).unwrap();
        #[cfg(unix)]
        {
            let mode = std::os::unix::fs::MetadataExt::mode(&std::fs::metadata(&folder).unwrap());
            assert_eq!(mode & 0o777, 0o700);
        }
    }

    #[test]
    fn only_its_owner_can_read_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        assert_eq!(read_text(&path).unwrap(), None);
        for text in ["one", "two"] {
            write_private(&path, text).unwrap();
            assert_eq!(read_text(&path).unwrap().as_deref(), Some(text));
        }
        #[cfg(unix)]
        {
            let mode = std::os::unix::fs::MetadataExt::mode(&std::fs::metadata(&path).unwrap());
            assert_eq!(mode & 0o777, 0o600);
        }
    }
}
