//! A zip archive that is not trusted: every entry is judged by its declaration before any is read, and held to it
//! while it is read.

use std::collections::BTreeSet;
use std::io::{self, Read, Seek};

use zip::read::ZipFileEntry;
use zip::{CompressionMethod, ZipArchive};

use super::super::{Limits, OneRosterError, Refusal};
use super::Place;
use super::names::{Listed, shown};

/// A reader in which one can jump about, as archives need it.
pub(super) trait Jumping: Read + Seek + Send {}
impl<T: Read + Seek + Send> Jumping for T {}

/// An archive that passed its examination.
pub(super) struct Archive(ZipArchive<Box<dyn Jumping>>);

impl Archive {
    /// Opens an archive and examines all its entries.
    pub(super) fn open(source: Box<dyn Jumping>, limits: &Limits) -> Result<Self, Refusal> {
        let mut archive = ZipArchive::new(source).map_err(|_| Refusal::Damaged)?;
        if archive.len() > limits.entries {
            return Err(Refusal::TooManyEntries { count: archive.len(), limit: limits.entries });
        }
        examine(&archive, limits)?;
        if archive.has_overlapping_entries().map_err(|_| Refusal::Damaged)? {
            return Err(Refusal::Overlapping);
        }
        Ok(Self(archive))
    }

    /// The files in it; folders are left out.
    pub(super) fn list(&self) -> Result<Vec<Listed>, Refusal> {
        let mut listed = Vec::new();
        for index in 0..self.0.len() {
            let entry = self.0.by_index_data(index).map_err(|_| Refusal::Damaged)?;
            if !entry.is_dir() {
                listed.push(Listed { path: inner_path(&entry)?, place: Place::Index(index) });
            }
        }
        Ok(listed)
    }

    /// Reads one entry, no further than it declares.
    pub(super) fn read(&mut self, index: usize) -> Result<Box<dyn Read + Send + '_>, OneRosterError> {
        let entry = self.0.by_index(index).map_err(|_| Refusal::Damaged)?;
        let name = entry.name().map(|name| shown(&name)).unwrap_or_default();
        let left = entry.size();
        Ok(Box::new(Held { source: entry, name, left }))
    }
}

fn examine(archive: &ZipArchive<Box<dyn Jumping>>, limits: &Limits) -> Result<(), Refusal> {
    let (mut packed, mut unpacked) = (0_u64, 0_u64);
    let mut names = BTreeSet::new();
    for index in 0..archive.len() {
        let entry = archive.by_index_data(index).map_err(|_| Refusal::Damaged)?;
        let path = inner_path(&entry)?;
        examine_entry(&entry, &path, limits)?;
        if !names.insert(path.to_lowercase()) {
            return Err(Refusal::DuplicateName { name: Some(shown(&path)) });
        }
        packed = packed.saturating_add(entry.compressed_size());
        unpacked = unpacked.saturating_add(entry.size());
    }
    // The archive keeps the last of two entries with one name and forgets the other.
    if archive.has_duplicate_names() {
        return Err(Refusal::DuplicateName { name: None });
    }
    if unpacked > limits.total_bytes {
        return Err(Refusal::TooLarge { limit: limits.total_bytes });
    }
    if grows_too_much(packed, unpacked, limits) {
        return Err(Refusal::GrowsTooMuch { name: None, limit: limits.ratio });
    }
    Ok(())
}

fn examine_entry(entry: &ZipFileEntry<'_>, path: &str, limits: &Limits) -> Result<(), Refusal> {
    let name = shown(path);
    if escapes(path) {
        return Err(Refusal::Escapes { name });
    }
    if entry.is_symlink() {
        return Err(Refusal::Link { name });
    }
    if entry.encrypted() {
        return Err(Refusal::Encrypted { name });
    }
    if !matches!(entry.compression(), CompressionMethod::Stored | CompressionMethod::Deflated) {
        return Err(Refusal::UnusualMethod { name });
    }
    if grows_too_much(entry.compressed_size(), entry.size(), limits) {
        return Err(Refusal::GrowsTooMuch { name: Some(name), limit: limits.ratio });
    }
    Ok(())
}

fn grows_too_much(packed: u64, unpacked: u64, limits: &Limits) -> bool {
    unpacked > packed.saturating_mul(limits.ratio)
}

/// The entry's path with `/` between its parts; old programs write `\`.
fn inner_path(entry: &ZipFileEntry<'_>) -> Result<String, Refusal> {
    let name = entry.name().map_err(|_| Refusal::Damaged)?;
    Ok(name.replace('\\', "/"))
}

/// Whether a path is absolute, climbs up, names a drive, or hides its end behind a NUL.
fn escapes(path: &str) -> bool {
    let drive = path.as_bytes().get(1) == Some(&b':');
    path.starts_with('/') || drive || path.contains('\0') || path.split('/').any(|part| part == "..")
}

/// Reads an entry and stops when it gives more than it declared, whether or not the unpacker noticed.
struct Held<R> {
    source: R,
    name: String,
    left: u64,
}

impl<R: Read> Read for Held<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let damaged = || io::Error::other(Refusal::DamagedEntry { name: self.name.clone() });
        let count = self.source.read(buffer).map_err(|_| damaged())?;
        self.left = self.left.checked_sub(count as u64).ok_or_else(damaged)?;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entry_is_held_to_what_it_declares() {
        let read = |left: u64| {
            let mut text = String::new();
            let held =
                Held { source: &b"12345"[..], name: "users.csv".into(), left }.read_to_string(&mut text);
            held.map_err(|error| error.to_string())
        };
        assert_eq!(read(5), Ok(5));
        let told = Refusal::DamagedEntry { name: "users.csv".into() }.to_string();
        assert_eq!(read(4), Err(told));
    }
}
