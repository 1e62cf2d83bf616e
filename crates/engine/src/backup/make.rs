//! Making a backup.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crosswalk_contract::{BackupFailed, BackupRow};
use crosswalk_model::{Actor, Secret, TenantId};
use crosswalk_reconcile::sentence::counted;
use crosswalk_store::{BackupMade, Figures, NewBackup, Tenant};
use serde_json::json;

use super::nightly::{nightly, usual_name};
use super::{FAILED, LAST, PASSPHRASE};
use crate::alerts::{MAIL_PASSWORD, WEBHOOK_SECRET};
use crate::connections::secret_names;
use crate::runs::HASH_KEY;
use crate::{Engine, EngineError, Result};

impl Engine {
    /// Makes a backup and keeps in mind that it was made, or why it was not. It goes on when nobody waits for it.
    pub(crate) async fn back_up(
        &self,
        actor: &Actor,
        file: Option<PathBuf>,
        passphrase: Option<Secret>,
    ) -> Result<BackupRow> {
        let tenant = self.school()?;
        let to = match (file, nightly(&tenant).await?) {
            (Some(file), _) => file,
            (None, Some((nightly, _))) => PathBuf::from(nightly.folder).join(usual_name(self, &tenant)),
            (None, None) => return Err(EngineError::BadBackups { field: "file", words: "Name a file." }),
        };
        let (engine, actor) = (self.clone(), actor.clone());
        let (done, made) = tokio::sync::oneshot::channel();
        self.background("backup", async move {
            let result = engine.make_backup(&tenant, &actor, to, passphrase).await;
            let _nobody_waits_any_more = done.send(result);
        });
        made.await.map_err(|_| EngineError::Cancelled)?
    }

    async fn make_backup(
        &self,
        tenant: &Tenant,
        actor: &Actor,
        to: PathBuf,
        passphrase: Option<Secret>,
    ) -> Result<BackupRow> {
        let passphrase = match passphrase {
            Some(passphrase) => Some(passphrase),
            None => self.vault().get(tenant.id(), PASSPHRASE).await?,
        };
        let wanted = NewBackup {
            to: to.clone(),
            made_at: self.clock().now(),
            version: self.tuning().version.clone(),
            passphrase,
            secrets: self.all_secrets(tenant).await?,
        };
        match self.store().back_up(wanted).await {
            Ok(made) => self.note_backup(tenant, actor, to, made).await,
            Err(error) => {
                tracing::warn!(error = %error, "A backup could not be made");
                self.note_no_backup(tenant, &error.to_string()).await?;
                Err(error.into())
            }
        }
    }

    async fn note_backup(
        &self,
        tenant: &Tenant,
        actor: &Actor,
        to: PathBuf,
        made: BackupMade,
    ) -> Result<BackupRow> {
        let row = BackupRow {
            made_at: made.about.made_at,
            file: to.display().to_string(),
            bytes: made.bytes,
            verified_at: self.clock().now(),
            sentence: contents(&made.about.figures),
        };
        let details = json!({ "bytes": made.bytes, "made_at": made.about.made_at });
        let mut work = tenant.begin().await?;
        work.put_setting(LAST, &json!(row)).await?;
        work.remove_setting(FAILED).await?;
        self.audit(&mut work, actor, "backup.made", details).await?;
        work.commit().await?;
        tracing::info!(bytes = row.bytes, "A backup was made and read back");
        Ok(row)
    }

    async fn note_no_backup(&self, tenant: &Tenant, words: &str) -> Result<()> {
        let failed = BackupFailed { at: self.clock().now(), words: words.to_owned() };
        let mut work = tenant.begin().await?;
        work.put_setting(FAILED, &json!(failed)).await?;
        Ok(work.commit().await?)
    }

    /// Every secret that the house keeps: in a keychain they would be lost with the computer.
    async fn all_secrets(&self, tenant: &Tenant) -> Result<Vec<(TenantId, String, Secret)>> {
        let mut names: Vec<String> =
            [MAIL_PASSWORD, WEBHOOK_SECRET, HASH_KEY, PASSPHRASE].map(str::to_owned).into();
        for row in tenant.connections().await? {
            let connector = self.registry().iter().find(|connector| connector.spec().key == row.connector);
            names.extend(
                connector.map(|connector| secret_names(connector.as_ref(), row.id)).unwrap_or_default(),
            );
        }
        let mut secrets = Vec::new();
        for name in names {
            let secret = self.vault().get(tenant.id(), &name).await?;
            secrets.extend(secret.map(|secret| (tenant.id(), name, secret)));
        }
        Ok(secrets)
    }
}

/// What is in a backup, in words.
pub(super) fn contents(figures: &Figures) -> String {
    let rows = |rows: &BTreeMap<String, u64>, table: &str| rows.get(table).copied().unwrap_or_default();
    format!(
        "{} of the roster, {} and {}",
        counted("records", rows(&figures.rows, "roster")),
        counted("deliveries", rows(&figures.rows, "inbox.deliveries")),
        counted("stored messages", figures.bodies)
    )
}
