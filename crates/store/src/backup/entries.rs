//! What stands in a backup: entries, each a name, a length and so many bytes; an empty name ends the list.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use crosswalk_model::{Hash, TenantId};

use super::BESIDE;
use super::stream::ALTERED;
use crate::{Result, StoreError};

const LONGEST_NAME: u16 = 300;

/// What an entry is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Name {
    /// What it is a backup of; the first entry.
    About,
    /// The data keys.
    Key,
    /// A file at its place in the data folder.
    File(PathBuf),
}

impl Name {
    /// Reads a name; `None` for what this version does not know. No other place of the disk can be named.
    fn parse(text: &str) -> Option<Self> {
        match text {
            "about.json" => Some(Self::About),
            "key" => Some(Self::Key),
            "crosswalk.db" | "inbox.db" => Some(Self::File(text.into())),
            text if BESIDE.contains(&text) => Some(Self::File(text.into())),
            text => body(text),
        }
    }
}

/// `blobs/<tenant>/<two digits>/<hash>`
fn body(text: &str) -> Option<Name> {
    let parts: Vec<&str> = text.split('/').collect();
    let ["blobs", tenant, two, hash] = parts.as_slice() else { return None };
    let is_ours = tenant.parse::<TenantId>().is_ok_and(|id| id.to_string() == **tenant)
        && Hash::from_hex(hash).is_some_and(|own| own.to_string() == **hash)
        && hash.starts_with(two)
        && two.len() == 2;
    is_ours.then(|| Name::File(parts.iter().collect()))
}

/// Writes one entry.
pub(super) fn put(to: &mut impl Write, name: &str, size: u64, mut from: impl Read) -> Result<()> {
    let length = u16::try_from(name.len()).map_err(|_| StoreError::corrupt("the name of a stored body"))?;
    to.write_all(&length.to_le_bytes())?;
    to.write_all(name.as_bytes())?;
    to.write_all(&size.to_le_bytes())?;
    let copied = std::io::copy(&mut (&mut from).take(size), to)?;
    if copied != size || from.read(&mut [0])? > 0 {
        return Err(StoreError::BackupWrong { what: "a file changed while it was copied" });
    }
    Ok(())
}

/// Writes a file as an entry.
pub(super) fn put_file(to: &mut impl Write, name: &str, file: &Path) -> Result<()> {
    let file = std::fs::File::open(file)?;
    put(to, name, file.metadata()?.len(), file)
}

/// Ends the list.
pub(super) fn end(to: &mut impl Write) -> Result<()> {
    Ok(to.write_all(&0u16.to_le_bytes())?)
}

/// Reads the head of the next entry: its name and its size; `None` at the end of the list.
pub(super) fn next(from: &mut impl Read) -> Result<Option<(Name, u64)>> {
    let mut length = [0; 2];
    from.read_exact(&mut length)?;
    let length = u16::from_le_bytes(length);
    if length == 0 {
        return Ok(None);
    }
    if length > LONGEST_NAME {
        return Err(altered());
    }
    let (mut name, mut size) = (vec![0; usize::from(length)], [0; 8]);
    from.read_exact(&mut name)?;
    from.read_exact(&mut size)?;
    let name = std::str::from_utf8(&name).ok().and_then(Name::parse).ok_or_else(altered)?;
    Ok(Some((name, u64::from_le_bytes(size))))
}

fn altered() -> StoreError {
    StoreError::BackupDamaged { how: ALTERED }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_and_back() {
        let mut list = Vec::new();
        put(&mut list, "key", 3, b"abc".as_slice()).unwrap();
        put(&mut list, "crosswalk.db", 0, b"".as_slice()).unwrap();
        end(&mut list).unwrap();
        let mut from = list.as_slice();
        assert_eq!(next(&mut from).unwrap(), Some((Name::Key, 3)));
        from = &from[3..];
        assert_eq!(next(&mut from).unwrap(), Some((Name::File("crosswalk.db".into()), 0)));
        assert_eq!(next(&mut from).unwrap(), None);
        assert!(put(&mut Vec::new(), "key", 2, b"abc".as_slice()).is_err(), "a file that grew meanwhile");
        assert!(put(&mut Vec::new(), "key", 4, b"abc".as_slice()).is_err(), "a file that shrank meanwhile");
    }

    #[test]
    fn no_other_place_of_the_disk_can_be_named() {
        let (tenant, hash) = (uuid::Uuid::from_u128(1).to_string(), "ab".repeat(32));
        assert!(Name::parse(&format!("blobs/{tenant}/ab/{hash}")).is_some());
        for bad in [
            "../crosswalk.db",
            "/etc/passwd",
            "blobs/../../x/y",
            "blobs/tmp/1",
            "lock",
            "tls/../key",
            &format!("blobs/{tenant}/cd/{hash}"),
            &format!("blobs/{tenant}/../{hash}"),
            &format!("blobs/{}/ab/{hash}", tenant.to_uppercase().replace('-', "")),
        ] {
            assert_eq!(Name::parse(bad), None, "{bad}");
        }
    }
}
