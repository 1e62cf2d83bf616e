//! Syncs: standing definitions, kept as JSON.

use crosswalk_model::{Actor, Sync, SyncId, Timestamp};

use super::ConfigKind;
use crate::db::args;
use crate::{Result, Tenant, Work};

impl Tenant {
    /// One sync.
    pub async fn sync(&self, id: SyncId) -> Result<Option<Sync>> {
        let sql = "SELECT body FROM syncs WHERE tenant_id = $1 AND id = $2";
        self.row(sql, args![self.id, id]).await?.map(|row| row.json(0)).transpose()
    }

    /// All syncs, in the order of their ids.
    pub async fn syncs(&self) -> Result<Vec<Sync>> {
        let sql = "SELECT body FROM syncs WHERE tenant_id = $1 ORDER BY id";
        self.rows(sql, args![self.id]).await?.iter().map(|row| row.json(0)).collect()
    }
}

impl Work {
    /// Writes a sync, new or changed, and notes the version in the history.
    ///
    /// # Errors
    /// [`crate::StoreError::NotFound`] when its connection does not exist.
    pub async fn put_sync(&mut self, sync: &Sync, actor: &Actor, at: Timestamp) -> Result<()> {
        let sql = "INSERT INTO syncs (tenant_id, id, connection_id, body) VALUES ($1, $2, $3, $4)
                   ON CONFLICT (tenant_id, id) DO UPDATE SET
                     connection_id = excluded.connection_id, body = excluded.body";
        let body = serde_json::to_string(sync)?;
        self.run(sql, args![self.tenant.id, sync.id, sync.connection, body.clone()]).await?;
        self.append_history(ConfigKind::Sync, sync.id.0, Some(body), actor, at).await
    }

    /// Deletes a sync with its ledger. Its runs and plans stay. Whether there was one is given back.
    pub async fn delete_sync(&mut self, id: SyncId, actor: &Actor, at: Timestamp) -> Result<bool> {
        let sql = "DELETE FROM syncs WHERE tenant_id = $1 AND id = $2";
        let found = self.run(sql, args![self.tenant.id, id]).await? > 0;
        if found {
            self.append_history(ConfigKind::Sync, id.0, None, actor, at).await?;
        }
        Ok(found)
    }
}
