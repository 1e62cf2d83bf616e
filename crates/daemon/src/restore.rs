//! Restoring a backup into a data folder: unpack, check, be careful, put the key in place, take the folder's place.

use std::path::PathBuf;

use crosswalk_engine::{Clock, be_careful};
use crosswalk_model::Secret;
use crosswalk_store::{Openers, Restoring, StoreError};

use crate::host::HostError;
use crate::keys;

/// What is to be restored, and where.
#[derive(Clone, Debug)]
pub struct Order {
    /// The backup.
    pub file: PathBuf,
    /// The data folder that it becomes.
    pub folder: PathBuf,
    /// Where the data key goes, if not into the folder.
    pub key_file: Option<PathBuf>,
    /// Whether data that is there is to be replaced.
    pub replace: bool,
    /// The recovery key or the passphrase, as it was typed; without it, the key file that is there.
    pub typed: Option<Secret>,
}

/// What was restored.
#[derive(Clone, Debug)]
pub struct Restored {
    /// What came back, what is lost, and what to do.
    pub sentence: String,
    /// Where the former data lies.
    pub former: Option<PathBuf>,
}

/// Restores a backup. Until the last step the folder is as it was.
///
/// # Errors
/// [`HostError::Store`] with [`StoreError::BackupKey`] when nothing opens it: ask for the recovery key then;
/// [`HostError::KeyThere`] when the named key file holds another key; those of the file and the folder.
pub async fn restore(order: &Order, clock: &dyn Clock) -> Result<Restored, HostError> {
    let openers = openers(order);
    let restoring = Restoring::unpack(&order.file, &openers, &order.folder, order.replace).await?;
    let store = restoring.open().await?;
    let careful = be_careful(&store, restoring.about(), clock.now()).await;
    store.close().await;
    let sentence = careful?.sentence;
    let own = keys::key_file(&restoring.folder());
    keys::put(order.key_file.as_deref().unwrap_or(&own), restoring.keys())?;
    let mark = clock.now().strftime("%Y%m%d-%H%M%S").to_string();
    Ok(Restored { sentence, former: restoring.finish(&mark).await? })
}

/// What was typed; without it, the key file that is there.
fn openers(order: &Order) -> Openers {
    if let Some(typed) = &order.typed {
        return Openers::typed(typed);
    }
    let usual = keys::key_file(&order.folder);
    // A key file that cannot be read is one that does not open it: the recovery key is asked for.
    let there = keys::read(order.key_file.as_deref().unwrap_or(&usual)).unwrap_or_default();
    Openers { keys: there.into_iter().collect(), passphrase: None }
}

/// Whether the recovery key or a passphrase has to be typed.
pub fn must_be_typed(error: &HostError) -> bool {
    matches!(error, HostError::Store(StoreError::BackupKey))
}
