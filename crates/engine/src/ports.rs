//! Ports: what the engine is handed, each with two implementations.

use std::collections::BTreeMap;

use async_trait::async_trait;
use crosswalk_model::{Secret, TenantId};
use crosswalk_store::Store;

use crate::EngineError;

/// Where secrets are kept: the keychain of the desktop, or the encrypted database of a server.
#[async_trait]
pub trait SecretVault: Send + Sync {
    /// Keeps a secret under a name.
    async fn put(&self, tenant: TenantId, name: &str, secret: &Secret) -> Result<(), EngineError>;

    /// Gives a secret back.
    async fn get(&self, tenant: TenantId, name: &str) -> Result<Option<Secret>, EngineError>;

    /// Forgets a secret.
    async fn forget(&self, tenant: TenantId, name: &str) -> Result<(), EngineError>;
}

/// Keeps secrets in the database, encrypted under the data key.
pub struct StoreVault(pub Store);

#[async_trait]
impl SecretVault for StoreVault {
    async fn put(&self, tenant: TenantId, name: &str, secret: &Secret) -> Result<(), EngineError> {
        let mut work = self.0.tenant(tenant).begin().await?;
        work.put_secret(name, secret).await?;
        Ok(work.commit().await?)
    }

    async fn get(&self, tenant: TenantId, name: &str) -> Result<Option<Secret>, EngineError> {
        Ok(self.0.tenant(tenant).secret(name).await?)
    }

    async fn forget(&self, tenant: TenantId, name: &str) -> Result<(), EngineError> {
        let mut work = self.0.tenant(tenant).begin().await?;
        work.delete_secret(name).await?;
        Ok(work.commit().await?)
    }
}

/// The computer on which Crosswalk runs, as far as its host can tell and change it.
pub trait Computer: Send + Sync {
    /// Where the data lies.
    fn folder(&self) -> Option<String>;

    /// Whether Crosswalk starts when somebody signs in; `None` where the host has no say in it.
    fn starts_by_itself(&self) -> Option<bool> {
        None
    }

    /// Changes that.
    ///
    /// # Errors
    /// Why it cannot be changed, in a sentence.
    fn start_by_itself(&self, _on: bool) -> Result<(), String> {
        Err("Whoever looks after this computer says which services start with it.".into())
    }
}

/// A computer of which only the data folder is known: that of a service.
pub struct ServiceComputer(pub std::path::PathBuf);

impl Computer for ServiceComputer {
    fn folder(&self) -> Option<String> {
        Some(self.0.display().to_string())
    }
}

/// A connection of the demo school.
#[derive(Clone, Debug)]
pub struct TownConnection {
    /// The connector's key.
    pub connector: String,
    /// What the screen calls it.
    pub title: String,
    /// Its settings.
    pub settings: BTreeMap<String, String>,
    /// Its secrets.
    pub secrets: BTreeMap<String, Secret>,
}

/// The demo school with its simulated services; brought along by the binaries, absent on a server that has none.
#[async_trait]
pub trait DemoTown: Send + Sync {
    /// The school's name.
    fn school(&self) -> String;

    /// Starts the simulated services, which push to the given address of our listener.
    async fn start(&self, listener: &str) -> Result<Vec<TownConnection>, EngineError>;

    /// Lets the simulated school push everything it has.
    async fn push_all(&self) -> Result<String, EngineError>;

    /// Lets a day pass: people change, somebody edits in the cloud, the school pushes. Tells what happened.
    async fn next_day(&self) -> Result<String, EngineError>;
}
