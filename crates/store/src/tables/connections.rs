//! Connections: configured connectors.

use std::collections::BTreeMap;

use crosswalk_model::{Actor, ConnectionId, Timestamp};
use serde::{Deserialize, Serialize};

use super::ConfigKind;
use crate::db::{Row, args};
use crate::{Result, StoreError, Tenant, Work};

/// One connection. Its secrets stand elsewhere: in the keychain, or in the store's secrets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectionRow {
    /// Its id.
    pub id: ConnectionId,
    /// The connector's key, such as `kamar`.
    pub connector: String,
    /// What the screen calls it.
    pub title: String,
    /// The settings by their keys, without secrets.
    pub settings: BTreeMap<String, String>,
    /// Whether it rests.
    pub paused: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// Its path on the listener; no two connections share one.
    pub path: Option<String>,
}

const COLUMNS: &str = "id, connector, title, settings, paused, created_at, path";

fn read(row: &Row) -> Result<ConnectionRow> {
    Ok(ConnectionRow {
        id: row.word(0)?,
        connector: row.text(1)?,
        title: row.text(2)?,
        settings: row.json(3)?,
        paused: row.truth(4)?,
        created_at: row.instant(5)?,
        path: row.maybe_text(6)?,
    })
}

impl Tenant {
    /// One connection.
    pub async fn connection(&self, id: ConnectionId) -> Result<Option<ConnectionRow>> {
        let sql = format!("SELECT {COLUMNS} FROM connections WHERE tenant_id = $1 AND id = $2");
        self.row(sql, args![self.id, id]).await?.as_ref().map(read).transpose()
    }

    /// All connections, in the order in which they were made.
    pub async fn connections(&self) -> Result<Vec<ConnectionRow>> {
        let sql = format!("SELECT {COLUMNS} FROM connections WHERE tenant_id = $1 ORDER BY created_at, id");
        self.rows(sql, args![self.id]).await?.iter().map(read).collect()
    }
}

impl Work {
    /// Writes a connection, new or changed, and notes the version in the history.
    ///
    /// # Errors
    /// [`StoreError::Taken`] when another connection has the path.
    pub async fn put_connection(&mut self, row: &ConnectionRow, actor: &Actor, at: Timestamp) -> Result<()> {
        self.path_is_free(row).await?;
        let sql = "INSERT INTO connections
                     (tenant_id, id, connector, title, settings, paused, created_at, path)
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                   ON CONFLICT (tenant_id, id) DO UPDATE SET connector = excluded.connector,
                     title = excluded.title, settings = excluded.settings, paused = excluded.paused,
                     path = excluded.path";
        let settings = serde_json::to_string(&row.settings)?;
        let path = row.path.clone();
        let (id, connector, title) = (row.id, &row.connector, &row.title);
        self.run(
            sql,
            args![self.tenant.id, id, connector, title, settings, row.paused, row.created_at, path],
        )
        .await?;
        let body = serde_json::to_string(row)?;
        self.append_history(ConfigKind::Connection, row.id.0, Some(body), actor, at).await
    }

    async fn path_is_free(&mut self, row: &ConnectionRow) -> Result<()> {
        let Some(path) = row.path.clone() else { return Ok(()) };
        let sql = "SELECT 1 FROM connections WHERE path = $1 AND NOT (tenant_id = $2 AND id = $3)";
        match self.row(sql, args![path, self.tenant.id, row.id]).await? {
            Some(_) => Err(StoreError::Taken { what: "The path on the listener".to_owned() }),
            None => Ok(()),
        }
    }

    /// Deletes a connection with its syncs, documents, links and ledgers. Runs, plans and the roster stay. Whether
    /// there was one is given back.
    pub async fn delete_connection(
        &mut self,
        id: ConnectionId,
        actor: &Actor,
        at: Timestamp,
    ) -> Result<bool> {
        let sql = "DELETE FROM connections WHERE tenant_id = $1 AND id = $2";
        let found = self.run(sql, args![self.tenant.id, id]).await? > 0;
        if found {
            self.append_history(ConfigKind::Connection, id.0, None, actor, at).await?;
        }
        Ok(found)
    }
}
