//! How another process of the same person is let in: the owner's address stands beside the lock, its token in a file
//! that only this person can read.

use std::path::{Path, PathBuf};

use crosswalk_server::Door;
use crosswalk_server::attach::{Visitor, knock};
use crosswalk_store::Lock;

use super::{HostError, read_text, write_private};

fn token_file(folder: &Path) -> PathBuf {
    folder.join("attach")
}

/// Tells others where this process is and what to show.
pub(super) fn announce(lock: &Lock, door: &Door) -> Result<(), HostError> {
    write_private(&token_file(lock.folder()), door.token())?;
    Ok(lock.set_address(door.origin())?)
}

/// The token is of no use to anybody once its process has ended.
pub(super) fn withdraw(folder: &Path) {
    let _gone_already_is_fine = std::fs::remove_file(token_file(folder));
}

/// Asks the owner of a folder for an address that opens its screens once.
///
/// # Errors
/// [`HostError::Server`] when the owner does not answer; [`HostError::Owned`] when it did not say where it is.
pub async fn let_in(folder: &Path, origin: Option<&str>) -> Result<String, HostError> {
    let owned = || HostError::Owned { folder: folder.to_owned(), origin: origin.map(str::to_owned) };
    let token = read_text(&token_file(folder))?.ok_or_else(owned)?;
    Ok(knock(origin.ok_or_else(owned)?, token.trim()).await?)
}

/// Enters the owner's house, for making calls.
///
/// # Errors
/// As [`let_in`].
pub async fn visit(folder: &Path, origin: Option<&str>) -> Result<Visitor, HostError> {
    let address = let_in(folder, origin).await?;
    Ok(Visitor::enter(&address).await?)
}
