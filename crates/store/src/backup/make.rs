//! Making a backup while the house runs.

use std::fs::File;
use std::io::{BufReader, BufWriter};
use std::path::{Path, PathBuf};

use crosswalk_faults::{Point, io};
use crosswalk_model::{Secret, TenantId, Timestamp};

use super::check::wrong;
use super::restore::unpack;
use super::stream::Sealing;
use super::{BESIDE, BackupAbout, FORMAT, Openers, WORK, above, entries, make_file, make_folder};
use super::{remove_folder, rename, sync_folder};
use crate::inbox::blocking;
use crate::{Options, Place, Result, Store, StoreError};

/// What a backup is made of besides the store itself.
#[derive(Clone, Debug)]
pub struct NewBackup {
    /// The file to be made. There must be none yet, and its folder must be there.
    pub to: PathBuf,
    /// Now.
    pub made_at: Timestamp,
    /// Crosswalk's version.
    pub version: String,
    /// Opens the backup besides the recovery key.
    pub passphrase: Option<Secret>,
    /// Secrets that are kept elsewhere, such as in a keychain: the backup keeps them encrypted in its database.
    pub secrets: Vec<(TenantId, String, Secret)>,
}

/// A backup that was made and checked by reading it back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupMade {
    /// How large the file is.
    pub bytes: u64,
    /// What is in it.
    pub about: BackupAbout,
}

impl Store {
    /// Makes a backup. The house goes on meanwhile; only what would purge stored bodies waits.
    ///
    /// # Errors
    /// [`StoreError::ElsewhereTables`] on PostgreSQL, [`StoreError::BackupThere`], [`StoreError::BackupFolder`];
    /// [`StoreError::BackupWrong`] when what was read back is not what was written. After any error there is no file.
    pub async fn back_up(&self, wanted: NewBackup) -> Result<BackupMade> {
        let _nothing_is_purged = self.0.inbox.keeping.lock().await;
        let making = Making::begin(self, wanted)?;
        let made = making.all().await;
        if made.is_err() {
            let _was_never_written = std::fs::remove_file(making.draft());
        }
        let removed = remove_folder(&making.work);
        made.and_then(|made| removed.map(|()| made))
    }
}

/// A backup in the making. Each step leaves nothing that looks like a good backup, until the last one.
pub(crate) struct Making {
    store: Store,
    wanted: NewBackup,
    work: PathBuf,
}

impl Making {
    pub(crate) fn begin(store: &Store, wanted: NewBackup) -> Result<Self> {
        if store.is_shared() {
            return Err(StoreError::ElsewhereTables);
        }
        if wanted.to.exists() {
            return Err(StoreError::BackupThere);
        }
        let work = store.lock().folder().join(WORK);
        remove_folder(&work)?;
        make_folder(&work.join("copy"))?;
        Ok(Self { store: store.clone(), wanted, work })
    }

    async fn all(&self) -> Result<BackupMade> {
        let copied = self.copy().await?;
        let bytes = self.write(&copied).await?;
        self.verify(&copied.about).await?;
        self.publish()?;
        Ok(BackupMade { bytes, about: copied.about })
    }

    /// The name under which the file is written.
    pub(crate) fn draft(&self) -> PathBuf {
        let mut name = self.wanted.to.as_os_str().to_owned();
        name.push(".partial");
        name.into()
    }

    /// Copies both databases as they are at one moment each, the inbox first, and counts.
    pub(crate) async fn copy(&self) -> Result<Copied> {
        let copy = self.work.join("copy");
        self.store.0.inbox.db.copy_to(&copy.join("inbox.db")).await?;
        self.store.0.db.copy_to(&copy.join("crosswalk.db")).await?;
        let options = Options { place: Place::Folder(copy), keys: self.store.0.keys.clone() };
        let copied = Store::open(options).await?;
        let completed = self.complete(&copied).await;
        copied.close().await;
        completed
    }

    /// Puts secrets of elsewhere into the copy, and counts what is in it.
    async fn complete(&self, copied: &Store) -> Result<Copied> {
        for (tenant, name, secret) in &self.wanted.secrets {
            let mut work = copied.tenant(*tenant).begin().await?;
            work.put_secret(name, secret).await?;
            work.commit().await?;
        }
        // What comes in from now on is not counted and not copied; what is there stays until the backup is made.
        let bodies = bodies(&self.store.0.folder.blobs())?;
        let figures = copied.figures(&bodies).await?;
        let (made_at, version) = (self.wanted.made_at, self.wanted.version.clone());
        Ok(Copied { about: BackupAbout { format: FORMAT, made_at, version, figures }, bodies })
    }

    /// Writes the file under its draft's name; all of it is on the disk afterwards.
    pub(crate) async fn write(&self, copied: &Copied) -> Result<u64> {
        let (store, wanted, draft) = (self.store.clone(), self.wanted.clone(), self.draft());
        let (copy, copied) = (self.work.join("copy"), copied.clone());
        blocking(move || {
            let file = make_file(&draft).map_err(unusable)?;
            let sealing = Sealing::begin(BufWriter::new(file), &store.0.keys, wanted.passphrase.as_ref())?;
            let written = fill(sealing, &store, &copy, &copied).map_err(unusable)?;
            io(Point::FileSync)?;
            written.sync_all()?;
            Ok(written.metadata()?.len())
        })
        .await
    }

    /// Reads the file back into a folder, opens the store there, and checks that all of it is there.
    pub(crate) async fn verify(&self, about: &BackupAbout) -> Result<()> {
        remove_folder(&self.work.join("copy"))?;
        let (draft, folder) = (self.draft(), self.work.join("check"));
        let openers = match &self.wanted.passphrase {
            Some(passphrase) => Openers { keys: Vec::new(), passphrase: Some(passphrase.clone()) },
            None => Openers { keys: vec![self.store.0.keys.clone()], passphrase: None },
        };
        let (place, into) = (Place::Folder(folder.clone()), folder);
        let (found, keys) =
            blocking(move || unpack(BufReader::new(File::open(draft)?), &openers, &into)).await?;
        if found != *about {
            return Err(wrong("it is about something else"));
        }
        let read = Store::open(Options { place, keys }).await?;
        let checked = read.check_copy(&about.figures).await;
        read.close().await;
        checked
    }

    /// Gives the file its name.
    pub(crate) fn publish(&self) -> Result<()> {
        if self.wanted.to.exists() {
            return Err(StoreError::BackupThere);
        }
        rename(&self.draft(), &self.wanted.to)?;
        sync_folder(above(&self.wanted.to))
    }
}

/// What the system says of the file that is written says nothing of the data folder.
fn unusable(error: StoreError) -> StoreError {
    match error {
        StoreError::NotFound { .. } => StoreError::BackupFolder { detail: "it is not there".into() },
        StoreError::Unavailable { detail } => StoreError::BackupFolder { detail },
        other => other,
    }
}

fn fill(mut to: Sealing<BufWriter<File>>, store: &Store, copy: &Path, copied: &Copied) -> Result<File> {
    let text = serde_json::to_vec(&copied.about)?;
    entries::put(&mut to, "about.json", text.len() as u64, text.as_slice())?;
    let keys = store.0.keys.bytes();
    entries::put(&mut to, "key", keys.len() as u64, keys.as_slice())?;
    for name in ["crosswalk.db", "inbox.db"] {
        entries::put_file(&mut to, name, &copy.join(name))?;
    }
    let folder = store.lock().folder();
    for name in BESIDE.into_iter().filter(|name| folder.join(name).is_file()) {
        entries::put_file(&mut to, name, &folder.join(name))?;
    }
    for body in &copied.bodies {
        entries::put_file(&mut to, &body.name, &body.path)?;
    }
    entries::end(&mut to)?;
    to.finish()?.into_inner().map_err(|error| error.into_error().into())
}

/// What was copied so far.
#[derive(Clone)]
pub(crate) struct Copied {
    pub(crate) about: BackupAbout,
    bodies: Vec<Body>,
}

/// The file of a stored body.
#[derive(Clone)]
pub(crate) struct Body {
    pub(super) name: String,
    pub(super) path: PathBuf,
    pub(crate) size: u64,
}

/// All stored bodies; drafts are none.
pub(crate) fn bodies(folder: &Path) -> Result<Vec<Body>> {
    let mut bodies = Vec::new();
    for tenant in named(folder)?.into_iter().filter(|(name, _)| name != "tmp") {
        for two in named(&tenant.1)? {
            for (hash, path) in named(&two.1)? {
                let size = std::fs::metadata(&path)?.len();
                bodies.push(Body { name: format!("blobs/{}/{}/{hash}", tenant.0, two.0), path, size });
            }
        }
    }
    Ok(bodies)
}

fn named(folder: &Path) -> Result<Vec<(String, PathBuf)>> {
    let mut named = crate::blobs::entries(folder)?
        .into_iter()
        .filter_map(|path| Some((path.file_name()?.to_str()?.to_owned(), path)))
        .collect::<Vec<_>>();
    named.sort();
    Ok(named)
}
