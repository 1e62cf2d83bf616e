//! What can go wrong before the house stands.

use std::path::PathBuf;

use crosswalk_engine::EngineError;
use crosswalk_server::ServerError;
use crosswalk_store::StoreError;

/// What went wrong.
#[derive(Debug, thiserror::Error)]
pub enum HostError {
    /// Another process owns the data folder, or it cannot be written.
    #[error("Another Crosswalk uses the data folder {folder}, or it cannot be written.")]
    Owned {
        /// The folder.
        folder: PathBuf,
        /// Where the owner can be reached, if it said so.
        origin: Option<String>,
    },
    /// There is data and no key to read it with.
    #[error(
        "The data in {folder} is encrypted and its key file is missing. Either the key is in the keychain of the \
         person who uses the window, or the file was lost: `crosswalkd key restore` makes it again from the recovery \
         key."
    )]
    KeyMissing {
        /// The folder.
        folder: PathBuf,
    },
    /// The key file holds something else.
    #[error("The key in {0} cannot be read. `crosswalkd key restore` makes it again from the recovery key.")]
    KeyUnreadable(PathBuf),
    /// There is a key already where another one was to be put.
    #[error("There is a key already: {0}. Nothing was changed.")]
    KeyThere(PathBuf),
    /// The demo was to begin in a folder that holds something else.
    #[error("{0} holds something that was not made for the demo. Choose an empty folder.")]
    NotForDemo(PathBuf),
    /// What was typed is no recovery key.
    #[error("That is not a recovery key. It has 16 groups of 4 characters, 0 to 9 and a to f.")]
    NoRecoveryKey,
    /// The memory could not be opened.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The engine could not start.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// A door could not be opened.
    #[error(transparent)]
    Server(#[from] ServerError),
    /// A file could not be read or written.
    #[error("{path} cannot be used: {reason}")]
    File {
        /// Which.
        path: PathBuf,
        /// The system's words.
        reason: std::io::Error,
    },
}

impl HostError {
    /// Puts the path to an error of the system.
    pub(crate) fn file(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |reason| Self::File { path, reason }
    }
}
