//! The keychain of this computer: the data key, and the secrets of connections.
//!
//! Where there is none (Linux without a secret service), or where a service made the folder, the key file of the
//! folder is used and secrets are kept encrypted in the database.

use std::path::Path;

use async_trait::async_trait;
use crosswalk_daemon::{HostError, keys};
use crosswalk_engine::{Clock, EngineError, SecretVault, SystemClock};
use crosswalk_model::{Hash, Secret, TenantId};
use crosswalk_store::{Keys, Lock};
use keyring::{Entry, Error};

const PROGRAM: &str = "Crosswalk";
/// Written and taken away again, to see whether the keychain works.
const TRIAL: &str = "trial";

/// Secrets under the name of their school.
pub struct Keychain;

/// Whether a folder's secrets belong into the keychain. A folder that has data and no key file was made with one;
/// for a new one the keychain is tried first, because one that is there may still be locked or broken.
pub fn is_for(folder: &Path) -> bool {
    if keys::has_file(folder) {
        return false;
    }
    let works = || {
        Entry::store_status().is_ok() && write(TRIAL, &Secret::new(TRIAL)).is_ok() && forget(TRIAL).is_ok()
    };
    let is_for = keys::has_data(folder) || off_the_runtime(works);
    if !is_for {
        tracing::warn!("This computer has no keychain: the data key goes into a file that only you can read");
    }
    is_for
}

/// The data key of a folder; a new one where there is no data yet.
pub fn data_key(lock: &Lock, in_keychain: bool) -> Result<Keys, HostError> {
    let folder = lock.folder();
    if !in_keychain {
        return keys::of_folder(lock, SystemClock.random());
    }
    // Each folder has a key of its own; its name in the keychain tells nothing of the path.
    let place = Hash::of(folder.as_os_str().as_encoded_bytes()).to_string();
    let name = format!("data key {}", &place[..16]);
    if let Some(text) = off_the_runtime(|| read(&name))? {
        return Keys::parse(&text).ok_or_else(|| HostError::KeyUnreadable("the keychain".into()));
    }
    if keys::has_data(folder) {
        return Err(HostError::KeyMissing { folder: folder.to_owned() });
    }
    let keys = Keys::generate(SystemClock.random());
    off_the_runtime(|| write(&name, &keys.text()))?;
    Ok(keys)
}

/// The keychain waits for the system, and sometimes for the person: never on a thread that others need.
fn off_the_runtime<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    tokio::task::block_in_place(work)
}

fn read(name: &str) -> Result<Option<Secret>, EngineError> {
    match Entry::new(PROGRAM, name).and_then(|entry| entry.get_password()) {
        Ok(text) => Ok(Some(Secret::new(text))),
        Err(Error::NoEntry) => Ok(None),
        Err(error) => Err(failed(&error)),
    }
}

fn write(name: &str, secret: &Secret) -> Result<(), EngineError> {
    let entry = Entry::new(PROGRAM, name).map_err(|error| failed(&error))?;
    entry.set_password(secret.expose()).map_err(|error| failed(&error))
}

fn forget(name: &str) -> Result<(), EngineError> {
    match Entry::new(PROGRAM, name).and_then(|entry| entry.delete_credential()) {
        Ok(()) | Err(Error::NoEntry) => Ok(()),
        Err(error) => Err(failed(&error)),
    }
}

fn failed(error: &Error) -> EngineError {
    EngineError::Keychain(error.to_string())
}

async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, EngineError> + Send + 'static,
) -> Result<T, EngineError> {
    tokio::task::spawn_blocking(work).await.map_err(|error| EngineError::Keychain(error.to_string()))?
}

fn name_of(tenant: TenantId, name: &str) -> String {
    format!("{tenant}/{name}")
}

#[async_trait]
impl SecretVault for Keychain {
    async fn put(&self, tenant: TenantId, name: &str, secret: &Secret) -> Result<(), EngineError> {
        let (name, secret) = (name_of(tenant, name), secret.clone());
        aside(move || write(&name, &secret)).await
    }

    async fn get(&self, tenant: TenantId, name: &str) -> Result<Option<Secret>, EngineError> {
        let name = name_of(tenant, name);
        aside(move || read(&name)).await
    }

    async fn forget(&self, tenant: TenantId, name: &str) -> Result<(), EngineError> {
        let name = name_of(tenant, name);
        aside(move || forget(&name)).await
    }
}
