//! The history of the configuration: every version that a connection or a sync ever had.

use crosswalk_model::{Actor, Timestamp};
use uuid::Uuid;

use crate::db::{Row, args};
use crate::{Result, Tenant, Work};

/// What the history is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ConfigKind {
    /// A connection.
    Connection,
    /// A sync, with its mapping, policy and selection.
    Sync,
}

impl ConfigKind {
    fn as_str(self) -> &'static str {
        match self {
            Self::Connection => "connection",
            Self::Sync => "sync",
        }
    }
}

/// One version.
#[derive(Clone, Debug, PartialEq)]
pub struct ConfigVersion {
    /// Counts from 1.
    pub version: u32,
    /// The whole thing as it was, or `None` when it was deleted.
    pub body: Option<serde_json::Value>,
    /// Who made it so.
    pub actor: Actor,
    /// When.
    pub at: Timestamp,
}

fn read(row: &Row) -> Result<ConfigVersion> {
    let body = row.maybe_text(1)?.map(|text| serde_json::from_str(&text)).transpose()?;
    Ok(ConfigVersion { version: row.number(0)?, body, actor: row.json(2)?, at: row.instant(3)? })
}

impl Tenant {
    /// The versions of one thing, the oldest first.
    pub async fn config_history(&self, kind: ConfigKind, id: Uuid) -> Result<Vec<ConfigVersion>> {
        let sql = "SELECT version, body, actor, at FROM config_history
                   WHERE tenant_id = $1 AND kind = $2 AND id = $3 ORDER BY version";
        self.rows(sql, args![self.id, kind.as_str(), id.to_string()]).await?.iter().map(read).collect()
    }
}

impl Work {
    pub(crate) async fn append_history(
        &mut self,
        kind: ConfigKind,
        id: Uuid,
        body: Option<String>,
        actor: &Actor,
        at: Timestamp,
    ) -> Result<()> {
        let sql = "INSERT INTO config_history (tenant_id, kind, id, version, body, actor, at)
                   SELECT $1, $2, $3, COALESCE(MAX(version), 0) + 1, $4, $5, $6 FROM config_history
                   WHERE tenant_id = $1 AND kind = $2 AND id = $3";
        let actor = serde_json::to_string(actor)?;
        self.run(sql, args![self.tenant.id, kind.as_str(), id.to_string(), body, actor, at]).await.map(drop)
    }
}
