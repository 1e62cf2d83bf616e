//! How the backups stand, and whether the last good one is too old.

use crosswalk_contract::{BackupFailed, BackupRow, BackupsView};
use crosswalk_model::{AlertRule, Direction, RunState, Timestamp};
use crosswalk_store::{StoreError, Tenant};
use jiff::SignedDuration;

use super::caution::restored;
use super::nightly::{next, nightly};
use super::{FAILED, LAST, PASSPHRASE};
use crate::alerts::Wrong;
use crate::{Engine, Result};

/// So old the last good one may be.
const OLD: SignedDuration = SignedDuration::from_hours(48);
const ADVICE: &str =
    "The last good backup is older than two days. Look at the settings of backups: they say why.";

/// The last good backup.
pub(super) async fn last(tenant: &Tenant) -> Result<Option<BackupRow>> {
    Ok(tenant.setting(LAST).await?.and_then(|value| serde_json::from_value(value).ok()))
}

impl Engine {
    /// How the backups stand.
    pub(crate) async fn backups(&self) -> Result<BackupsView> {
        let tenant = self.school()?;
        let last = last(&tenant).await?;
        let failed: Option<BackupFailed> =
            tenant.setting(FAILED).await?.and_then(|value| serde_json::from_value(value).ok());
        let (possible, late) = (!self.store().is_shared(), self.backup_is_late(&tenant).await?);
        let nightly = nightly(&tenant).await?;
        let next = nightly.as_ref().and_then(|(nightly, since)| {
            let (last, failed) = (last.as_ref().map(|row| row.made_at), failed.as_ref().map(|one| one.at));
            next(nightly, &self.zone(), last.max(Some(*since)), failed, self.clock().now())
        });
        Ok(BackupsView {
            sentence: sentence(possible, late, last.as_ref(), failed.as_ref()),
            possible,
            late,
            nightly: nightly.map(|(nightly, _)| nightly),
            next,
            has_passphrase: self.vault().get(tenant.id(), PASSPHRASE).await?.is_some(),
            last,
            failed,
        })
    }

    /// Whether backups are to be made each night and the last good one is too old.
    pub(crate) async fn backup_is_late(&self, tenant: &Tenant) -> Result<bool> {
        let Some((_, since)) = nightly(tenant).await? else { return Ok(false) };
        let last = last(tenant).await?.map(|row| row.made_at);
        Ok(is_late(last.max(Some(since)), self.clock().now()))
    }

    /// The same, for the alerts.
    pub(crate) async fn old_backup(&self, tenant: &Tenant) -> Result<Option<Wrong>> {
        Ok(self.backup_is_late(tenant).await?.then(|| Wrong {
            rule: AlertRule::BackupOld,
            subject: "backup".into(),
            title: "The last backup is too old".into(),
            detail: ADVICE.into(),
        }))
    }

    /// From when the backup was that this house was restored from, while a destination has not had a run since.
    pub(crate) async fn restored_from(&self, tenant: &Tenant) -> Result<Option<Timestamp>> {
        let Some(restored) = restored(tenant).await? else { return Ok(None) };
        let syncs = tenant.syncs().await?.into_iter();
        for sync in syncs.filter(|sync| sync.direction == Direction::Outbound && !sync.paused) {
            let runs = tenant.runs(Some(sync.id), None, 50).await?;
            let ended = |state| matches!(state, RunState::Done | RunState::DoneWithRefusals);
            if !runs.iter().any(|run| run.started_at > restored.at && ended(run.state)) {
                return Ok(Some(restored.made_at));
            }
        }
        Ok(None)
    }
}

fn is_late(last: Option<Timestamp>, now: Timestamp) -> bool {
    last.is_none_or(|last| now.duration_since(last) > OLD)
}

fn sentence(possible: bool, late: bool, last: Option<&BackupRow>, failed: Option<&BackupFailed>) -> String {
    match (possible, last, failed) {
        (false, ..) => StoreError::ElsewhereTables.to_string(),
        (_, _, Some(failed)) => format!("The last backup was not made. {}", failed.words),
        (_, None, None) => "No backup has been made yet.".into(),
        (_, Some(_), None) if late => ADVICE.into(),
        (_, Some(row), None) => format!("The last backup was made and checked. It holds {}.", row.sentence),
    }
}
