//! Why a package, or a file of it, could not be read. The messages reach the administrator as they stand.

use std::io;

use super::DataFile;
use crate::delimited::DelimitedError;

/// Reading stopped. Nothing that was read of the file may count as complete: it removes nobody.
#[derive(Debug, thiserror::Error)]
pub enum OneRosterError {
    /// The archive is hostile or broken; it was not unpacked.
    #[error("The package was refused: {0} Nothing was read, so nobody is removed.")]
    Refused(#[from] Refusal),
    /// None of the files has a known name.
    #[error(
        "No OneRoster file was found. Expected orgs.csv, users.csv, classes.csv, enrollments.csv and their like, \
         side by side. Nothing was read, so nobody is removed."
    )]
    NoFiles,
    /// Known files lie in several folders, so that it is not clear which are meant.
    #[error(
        "OneRoster files were found in several folders: {}. Put the files of one export side by side.",
        .folders.join(", ")
    )]
    SeveralFolders {
        /// The folders.
        folders: Vec<String>,
    },
    /// The folder or archive cannot be opened.
    #[error("The folder or archive could not be opened: {0}")]
    Unopened(#[source] io::Error),
    /// The package has no such file; asked for by name.
    #[error("The package has no {}.", .0.file_name())]
    NoSuchFile(DataFile),
    /// A file cannot be understood.
    #[error("{name}: {source}")]
    Unreadable {
        /// The file's name as it was found.
        name: String,
        /// What is wrong with it.
        source: DelimitedError,
    },
}

/// What is wrong with an archive. Names come from the archive and are shortened and stripped of control characters.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It is no zip archive, or is cut off.
    #[error("it is damaged or is not a zip archive. Make it again.")]
    Damaged,
    /// One entry cannot be unpacked to exactly what it declares.
    #[error("its entry \"{name}\" is damaged, or holds more than it declares. Make the archive again.")]
    DamagedEntry {
        /// The entry.
        name: String,
    },
    /// It has more entries than the limit.
    #[error("it holds {count} entries, and {limit} are allowed. Zip only the OneRoster files.")]
    TooManyEntries {
        /// How many it has.
        count: usize,
        /// The limit.
        limit: usize,
    },
    /// An entry, or everything together, would become far larger than it is.
    #[error("{} would grow to more than {limit} times its size, as in a zip bomb.", of(.name.as_deref()))]
    GrowsTooMuch {
        /// The entry; none for the archive as a whole.
        name: Option<String>,
        /// The limit.
        limit: u64,
    },
    /// Everything together would be larger than the limit.
    #[error("it would unpack to more than {} MB.", .limit / (1024 * 1024))]
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// Entries share bytes.
    #[error("its entries overlap, as in a zip bomb.")]
    Overlapping,
    /// An entry's path leads out of the archive.
    #[error("its entry \"{name}\" has a path that leads out of the archive.")]
    Escapes {
        /// The entry.
        name: String,
    },
    /// An entry is a symbolic link.
    #[error("its entry \"{name}\" is a link, not a file.")]
    Link {
        /// The entry.
        name: String,
    },
    /// An entry is encrypted.
    #[error("its entry \"{name}\" has a password. Zip the files without one.")]
    Encrypted {
        /// The entry.
        name: String,
    },
    /// An entry is compressed in a way that is not read.
    #[error(
        "its entry \"{name}\" is compressed in an unusual way. Zip the files with the ordinary method (Deflate)."
    )]
    UnusualMethod {
        /// The entry.
        name: String,
    },
    /// Two entries have the same name, or names that differ in case only.
    #[error("it holds {} more than once. Keep the right one only.", quoted(.name.as_deref()))]
    DuplicateName {
        /// The name; none when the archive does not tell it.
        name: Option<String>,
    },
}

fn quoted(name: Option<&str>) -> String {
    name.map_or_else(|| "one name".to_owned(), |name| format!("\"{name}\""))
}

fn of(name: Option<&str>) -> String {
    name.map_or_else(|| "it".to_owned(), |name| format!("its entry \"{name}\""))
}
