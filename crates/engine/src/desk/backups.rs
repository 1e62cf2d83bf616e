//! Backups and the support bundle, in the screen's words.

use std::path::{Path, PathBuf};

use crosswalk_contract::{BackupsView, BundleMade, Call, SetBackups};
use crosswalk_model::Secret;
use serde_json::json;

use super::{Answered, Desk, reply};
use crate::backup::{PASSPHRASE, nightly, set_nightly};
use crate::{EngineError, Result};

/// Where a backup may go: a whole path, since nobody knows in which folder a service runs.
fn whole(field: &'static str, path: &str) -> Result<PathBuf> {
    let path = PathBuf::from(path.trim());
    let words = "Write the whole path, such as D:\\Backups or /srv/backups.";
    if path.is_absolute() { Ok(path) } else { Err(EngineError::BadBackups { field, words }) }
}

impl Desk<'_> {
    pub(super) async fn backups(&self, call: Call) -> Answered {
        match call {
            Call::MakeBackup(ask) => {
                let file = match ask.file.map(|file| whole("file", &file)).transpose() {
                    Ok(file) => file,
                    Err(error) => return reply(Err::<(), _>(error)),
                };
                reply(self.engine.back_up(self.actor, file, ask.passphrase).await)
            }
            Call::MakeBundle(ask) => reply(self.bundle(&ask.file).await),
            Call::SetBackups(ask) => reply(self.set_backups(ask).await),
            _ => reply(self.engine.backups().await),
        }
    }

    async fn bundle(&self, file: &str) -> Result<BundleMade> {
        let file = whole("file", file)?;
        self.engine.make_bundle(self.actor, file).await
    }

    async fn set_backups(&self, ask: SetBackups) -> Result<BackupsView> {
        let tenant = self.engine.school()?;
        if let Some(wanted) = &ask.nightly {
            let folder = whole("folder", &wanted.folder)?;
            self.check(wanted.keep, &folder)?;
        }
        match ask.passphrase {
            Some(none) if none == Secret::new("") => {
                self.engine.vault().forget(tenant.id(), PASSPHRASE).await?
            }
            Some(passphrase) => self.engine.vault().put(tenant.id(), PASSPHRASE, &passphrase).await?,
            None => {}
        }
        let before = nightly(&tenant).await?.map(|(nightly, _)| nightly);
        let mut work = tenant.begin().await?;
        if before != ask.nightly {
            set_nightly(&mut work, ask.nightly.clone(), self.engine.clock().now()).await?;
        }
        let details = json!({ "nightly": ask.nightly.is_some() });
        self.engine.audit(&mut work, self.actor, "backup.set", details).await?;
        work.commit().await?;
        self.engine.backups().await
    }

    fn check(&self, keep: u16, folder: &Path) -> Result<()> {
        let bad = |field, words| Err(EngineError::BadBackups { field, words });
        match (keep, self.engine.store().is_shared()) {
            (_, true) => Err(crosswalk_store::StoreError::ElsewhereTables.into()),
            (1..=366, _) if folder.is_dir() => Ok(()),
            (1..=366, _) => {
                bad("folder", "There is no such folder, or it cannot be reached from this computer.")
            }
            _ => bad("keep", "Keep at least one backup and at most 366."),
        }
    }
}
