//! Stamps of sources: under which a source said all that is known of it, when all of that was taken in.

use crosswalk_model::{ConnectionId, Finding, Hash};
use serde::{Deserialize, Serialize};

use crate::db::args;
use crate::{Result, Tenant, Work};

const SPOT: (&str, &str) = ("source_stamps", "body");

/// What a source bore when it was taken in as a whole. It holds until any document of the source is written or removed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceStamp {
    /// The hash over everything that a read would look at.
    pub stamp: Hash,
    /// The hash of the rules under which it was read.
    pub under: Hash,
    /// How many documents it had.
    pub documents: u64,
    /// What was odd in it, whatever it said.
    pub findings: Vec<Finding>,
}

impl Tenant {
    /// The stamp of a connection, while it holds.
    pub async fn source_stamp(&self, connection: ConnectionId) -> Result<Option<SourceStamp>> {
        let sql = "SELECT body FROM source_stamps WHERE tenant_id = $1 AND connection_id = $2";
        let Some(row) = self.row(sql, args![self.id, connection]).await? else { return Ok(None) };
        self.unseal_json(SPOT, &[connection.0.as_bytes()], row.bytes(0)?).map(Some)
    }
}

impl Work {
    /// Stamps a connection.
    ///
    /// # Errors
    /// [`crate::StoreError::NotFound`] when the connection does not exist.
    pub async fn put_source_stamp(&mut self, connection: ConnectionId, stamp: &SourceStamp) -> Result<()> {
        let body = self.tenant.seal_json(SPOT, &[connection.0.as_bytes()], stamp)?;
        let sql = "INSERT INTO source_stamps (tenant_id, connection_id, body) VALUES ($1, $2, $3)
                   ON CONFLICT (tenant_id, connection_id) DO UPDATE SET body = excluded.body";
        self.run(sql, args![self.tenant.id, connection, body]).await.map(drop)
    }

    /// Takes the stamps of all connections away.
    pub(super) async fn drop_source_stamps(&mut self) -> Result<()> {
        let sql = "DELETE FROM source_stamps WHERE tenant_id = $1";
        self.run(sql, args![self.tenant.id]).await.map(drop)
    }

    /// Takes the stamp away: its documents are no longer what they were.
    pub(super) async fn drop_source_stamp(&mut self, connection: ConnectionId) -> Result<()> {
        let sql = "DELETE FROM source_stamps WHERE tenant_id = $1 AND connection_id = $2";
        self.run(sql, args![self.tenant.id, connection]).await.map(drop)
    }
}
