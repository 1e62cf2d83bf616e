//! Keeps the breaker of each connection, and tries again what failed.

use crosswalk_connector_kit::KitError;
use crosswalk_model::{Actor, ActorKind, Breaker, ConnectionId, Run, RunKind, RunState, Sync, SyncId};
use crosswalk_store::{Tenant, Work};
use serde_json::json;

use super::breaker::{failed, may_try};
use crate::{Engine, EngineError, Result};

/// The name of the setting that holds a connection's breaker.
fn name(connection: ConnectionId) -> String {
    format!("breaker/{connection}")
}

/// Closes a connection's breaker within a transaction.
async fn forget_breaker(work: &mut Work, connection: ConnectionId) -> Result<()> {
    Ok(work.remove_setting(&name(connection)).await?)
}

impl Engine {
    /// The breaker of a connection.
    pub(crate) async fn breaker(&self, tenant: &Tenant, connection: ConnectionId) -> Result<Breaker> {
        let kept = tenant.setting(&name(connection)).await?;
        Ok(kept.and_then(|value| serde_json::from_value(value).ok()).unwrap_or_default())
    }

    /// Whether a run of this sync may start by itself.
    pub(crate) async fn may_start(&self, tenant: &Tenant, sync: &Sync) -> Result<bool> {
        Ok(may_try(&self.breaker(tenant, sync.connection).await?, self.clock().now()))
    }

    /// Notes how a run fared with its connection. What failed for another reason than the service says nothing of it.
    pub(crate) async fn note_health<T>(&self, tenant: &Tenant, sync: &Sync, ended: &Result<T>) -> Result<()> {
        let before = self.breaker(tenant, sync.connection).await?;
        let mut work = tenant.begin().await?;
        match ended {
            Err(EngineError::Service(error)) if !is_about_records(error) => {
                let after = failed(&before, self.clock().now(), error.retry_can_help());
                work.put_setting(&name(sync.connection), &json!(after)).await?;
            }
            Ok(_) if before.failures > 0 => forget_breaker(&mut work, sync.connection).await?,
            _ => return Ok(()),
        }
        Ok(work.commit().await?)
    }

    /// Closes the breaker of a connection: a person has mended it, or seen that it works.
    pub(crate) async fn wake_connection(&self, connection: ConnectionId) -> Result<()> {
        let mut work = self.school()?.begin().await?;
        forget_breaker(&mut work, connection).await?;
        work.commit().await?;
        // What it kept from going out may go now.
        self.roster_changed();
        Ok(())
    }

    /// Starts again the outbound syncs that failed and may be tried again. A sync that only runs when somebody asks
    /// is left alone.
    pub(crate) async fn try_again(&self, tenant: &Tenant) -> Result<()> {
        for sync in tenant.syncs().await?.iter().filter(|sync| crate::outbound::follows(sync)) {
            let breaker = self.breaker(tenant, sync.connection).await?;
            let due = breaker.failures > 0 && may_try(&breaker, self.clock().now());
            if due && has_failed(tenant, sync.id).await? {
                let actor = Actor { kind: ActorKind::Schedule, label: "tries again".into() };
                match self.start_outbound(&actor, sync.id, RunKind::Full).await {
                    Ok(_) | Err(EngineError::Busy) => {}
                    Err(error) => return Err(error),
                }
            }
        }
        Ok(())
    }
}

/// A refusal is about what was sent, not about the service.
fn is_about_records(error: &KitError) -> bool {
    matches!(error, KitError::Refused { .. })
}

/// Whether a sync's last run, which was no preview, failed.
async fn has_failed(tenant: &Tenant, sync: SyncId) -> Result<bool> {
    let runs = tenant.runs(Some(sync), None, 10).await?;
    let counts = |run: &&Run| run.kind == RunKind::Full && run.state != RunState::Cancelled;
    Ok(runs.iter().find(counts).is_some_and(|run| run.state == RunState::Failed))
}
