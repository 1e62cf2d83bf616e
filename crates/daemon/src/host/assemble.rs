//! The parts, put together.

use std::sync::Arc;

use crosswalk_engine::{Clock, DemoTown, Engine, Parts, SecretVault, StoreVault, SystemClock, Tuning};
use crosswalk_store::{Keys, Lock, Options, Place, Store};

use super::HostError;

/// What an engine is assembled from.
pub struct Assembly {
    /// Where the data is.
    pub place: Place,
    /// What it is encrypted with.
    pub keys: Keys,
    /// The folder's lock, where the caller holds it already.
    pub lock: Option<Lock>,
    /// Where secrets are kept; without one, encrypted in the database.
    pub vault: Option<Arc<dyn SecretVault>>,
    /// The demo school, where there is one.
    pub town: Option<Arc<dyn DemoTown>>,
    /// The clock; without one, the computer's.
    pub clock: Option<Arc<dyn Clock>>,
    /// How the engine is tuned.
    pub tuning: Tuning,
}

impl Assembly {
    /// Over a place, with nothing out of the ordinary.
    pub fn at(place: Place, keys: Keys) -> Self {
        let (lock, vault, town, clock) = (None, None, None, None);
        Self { place, keys, lock, vault, town, clock, tuning: Tuning::default() }
    }
}

/// Opens the store and starts an engine with every connector of this build.
///
/// # Errors
/// [`HostError::Store`], [`HostError::Engine`].
pub async fn assemble(assembly: Assembly) -> Result<Engine, HostError> {
    let options = Options { place: assembly.place, keys: assembly.keys };
    let store = match assembly.lock {
        Some(lock) => Store::open_locked(options, lock).await?,
        None => Store::open(options).await?,
    };
    let vault = assembly.vault.unwrap_or_else(|| Arc::new(StoreVault(store.clone())));
    let parts = Parts {
        store,
        registry: crosswalk_connectors::registry::connectors(),
        clock: assembly.clock.unwrap_or_else(|| Arc::new(SystemClock)),
        vault,
        town: assembly.town,
        tuning: assembly.tuning,
    };
    Ok(Engine::start(parts).await?)
}
