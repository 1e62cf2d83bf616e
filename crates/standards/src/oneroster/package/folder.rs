//! Lists a folder and the folders directly within it. Links are not followed.

use std::io;
use std::path::Path;

use super::super::finding::{Finding, PackageFinding};
use super::Place;
use super::names::Listed;

/// What a folder holds.
#[derive(Default)]
pub(super) struct Listing {
    pub(super) files: Vec<Listed>,
    pub(super) findings: Vec<Finding>,
}

/// Lists CSV files; others in a folder are nobody's business.
pub(super) fn list(folder: &Path) -> io::Result<Listing> {
    let mut listing = Listing::default();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        if entry.file_type()?.is_dir() {
            // A folder that may not be opened is no reason to refuse the files beside it.
            if let Ok(inner) = std::fs::read_dir(entry.path()) {
                inner.flatten().try_for_each(|inner| listing.take(&format!("{name}/"), &inner))?;
            }
        } else {
            listing.take("", &entry)?;
        }
    }
    listing.files.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(listing)
}

impl Listing {
    fn take(&mut self, parent: &str, entry: &std::fs::DirEntry) -> io::Result<()> {
        let Ok(name) = entry.file_name().into_string() else { return Ok(()) };
        if !name.to_ascii_lowercase().ends_with(".csv") {
            return Ok(());
        }
        let path = format!("{parent}{name}");
        let kind = entry.file_type()?;
        if kind.is_symlink() {
            self.findings.push(Finding::of_file(&path, PackageFinding::LinkSkipped, None));
        } else if kind.is_file() {
            self.files.push(Listed { path, place: Place::Path(entry.path()) });
        }
        Ok(())
    }
}
