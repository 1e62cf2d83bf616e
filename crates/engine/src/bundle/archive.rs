//! Writing the archive: under a draft's name, and never over another file.

use std::fs::File;
use std::io::{Error, ErrorKind, Result, Write};
use std::path::Path;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Writes texts into a zip archive; its size is given back.
pub(super) fn write(to: &Path, files: &[(String, String)]) -> Result<u64> {
    if to.exists() {
        return Err(ErrorKind::AlreadyExists.into());
    }
    let mut name = to.as_os_str().to_owned();
    name.push(".partial");
    let draft = Path::new(&name);
    let written = fill(draft, files).and_then(|bytes| std::fs::rename(draft, to).map(|()| bytes));
    if written.is_err() {
        let _was_never_there = std::fs::remove_file(draft);
    }
    written
}

fn fill(draft: &Path, files: &[(String, String)]) -> Result<u64> {
    let mut archive = ZipWriter::new(File::create(draft)?);
    // Not compressed: it is small, and whoever sends it can search it first.
    let as_it_is = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, text) in files {
        archive.start_file(name.as_str(), as_it_is).map_err(Error::other)?;
        archive.write_all(text.as_bytes())?;
    }
    let file = archive.finish().map_err(Error::other)?;
    file.sync_all()?;
    Ok(file.metadata()?.len())
}
