//! Opening the store.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crosswalk_model::TenantId;

use crate::db::{Database, Part, args};
use crate::folder::{DataFolder, Lock};
use crate::inbox::Desk;
use crate::keys::Keys;
use crate::system::System;
use crate::tenant::Tenant;
use crate::vault::{Spot, Vault, random};
use crate::{Result, StoreError};

/// Where the store is.
#[derive(Clone)]
pub enum Place {
    /// All in one folder: SQLite and blobs.
    Folder(PathBuf),
    /// The tables in PostgreSQL; the folder holds the blobs and the lock.
    Postgres {
        /// `postgres://user:password@host/database`; may name a schema by `?options[search_path]=…`. A server on
        /// another computer must speak TLS with a certificate that can be verified, unless `sslmode` says otherwise.
        url: String,
        /// The data folder.
        folder: PathBuf,
    },
}

/// A password may stand in the address: only the folder is printed.
impl std::fmt::Debug for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Folder(folder) => f.debug_tuple("Folder").field(folder).finish(),
            Self::Postgres { folder, .. } => f.debug_struct("Postgres").field("folder", folder).finish(),
        }
    }
}

impl Place {
    fn folder(&self) -> &Path {
        match self {
            Self::Folder(folder) | Self::Postgres { folder, .. } => folder,
        }
    }
}

/// What opening needs.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where the store is.
    pub place: Place,
    /// What encrypts it.
    pub keys: Keys,
}

/// The open store. Cheap to clone; the lock on the data folder ends with the last clone.
#[derive(Clone)]
pub struct Store(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) db: Database,
    pub(crate) inbox: Desk,
    pub(crate) vault: Vault,
    pub(crate) keys: Keys,
    pub(crate) folder: DataFolder,
    lock: Lock,
}

impl Store {
    /// Takes the data folder for this process, opens the databases and brings their tables up to date.
    ///
    /// # Errors
    /// [`StoreError::Locked`] when another process has the folder, [`StoreError::Key`] when the key is not the one it
    /// was made with, [`StoreError::SchemaNewer`] when a newer version has written there.
    pub async fn open(options: Options) -> Result<Self> {
        let lock = DataFolder::try_lock(options.place.folder())?;
        Self::open_locked(options, lock).await
    }

    /// The same for a caller that has the folder already, because it had to read the key from it.
    pub async fn open_locked(options: Options, lock: Lock) -> Result<Self> {
        let _stage = crosswalk_faults::enter(crosswalk_faults::Stage::Migrate);
        let folder = DataFolder::new(options.place.folder().to_owned());
        let (db, inbox) = databases(&options.place, &folder).await?;
        let mut vault = Vault::new(&options.keys)?;
        let index_key = index_key(&db, &vault).await?;
        vault.set_index_key(index_key);
        folder.remove_drafts()?;
        let keys = options.keys;
        Ok(Self(Arc::new(Inner { db, inbox: Desk::new(inbox), vault, keys, folder, lock })))
    }

    /// The narrow handle that serves before a tenant is known.
    pub fn system(&self) -> System {
        System(self.clone())
    }

    /// One tenant's tables.
    pub fn tenant(&self, id: TenantId) -> Tenant {
        Tenant { store: self.clone(), id }
    }

    /// Whether other processes may change the tables too, and nobody tells this one.
    pub fn is_shared(&self) -> bool {
        matches!(self.0.db, Database::Postgres(_))
    }

    /// The ownership of the data folder, to tell others where this process can be reached.
    pub fn lock(&self) -> &Lock {
        &self.0.lock
    }

    /// How many rows were written, changed or deleted since the store was opened; `None` where the database does not
    /// count them.
    pub async fn rows_written(&self) -> Result<Option<u64>> {
        self.0.db.rows_written().await
    }

    /// Waits for running statements, closes the databases and gives the data folder up. Other clones cannot be used
    /// afterwards.
    pub async fn close(&self) {
        self.0.inbox.db.close().await;
        self.0.db.close().await;
        self.0.lock.release();
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").field("folder", &self.0.folder).finish_non_exhaustive()
    }
}

async fn databases(place: &Place, folder: &DataFolder) -> Result<(Database, Database)> {
    match place {
        Place::Folder(_) => {
            let db = Database::sqlite(&folder.database(), Part::House).await?;
            Ok((db, Database::sqlite(&folder.inbox(), Part::Inbox).await?))
        }
        Place::Postgres { url, .. } => {
            let db = Database::postgres(url).await?;
            Ok((db.clone(), db))
        }
    }
}

/// Reads the index key, or makes it when the store is new. Opening it is also the proof that the data key fits.
async fn index_key(db: &Database, vault: &Vault) -> Result<[u8; 32]> {
    let spot = Spot { tenant: None, table: "house", column: "body", id: &[b"index key"] };
    let fresh = vault.seal(&spot, &random::<32>()?)?;
    let sql = "INSERT INTO house (name, body) VALUES ('index key', $1) ON CONFLICT (name) DO NOTHING";
    db.run(sql, args![fresh]).await?;
    let row = db.row("SELECT body FROM house WHERE name = 'index key'", args![]).await?;
    let row = row.ok_or_else(|| StoreError::corrupt("the index key"))?;
    let key = vault.open(&spot, row.bytes(0)?)?;
    key.try_into().map_err(|_| StoreError::corrupt("the index key"))
}
