//! What serves the listener and the schedule before a tenant is known.

use crosswalk_model::{ConnectionId, TenantId, Timestamp};

use crate::db::args;
use crate::{Result, Store};

/// The narrow handle without a tenant.
#[derive(Clone, Debug)]
pub struct System(pub(crate) Store);

/// One tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TenantRow {
    /// Its id.
    pub id: TenantId,
    /// The tenant whose settings it may inherit.
    pub parent: Option<TenantId>,
    /// What it is called.
    pub name: String,
    /// When it was made.
    pub created_at: Timestamp,
}

/// Where a listener's path leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListenerPath {
    /// The path, as the connection has it.
    pub path: String,
    /// Whose it is.
    pub tenant: TenantId,
    /// The connection.
    pub connection: ConnectionId,
    /// Its connector, such as `kamar`.
    pub connector: String,
    /// Whether the connection is paused.
    pub paused: bool,
}

impl System {
    /// All tenants, in the order in which they were made.
    pub async fn tenants(&self) -> Result<Vec<TenantRow>> {
        let sql = "SELECT tenant_id, parent_id, name, created_at FROM tenants ORDER BY created_at, tenant_id";
        let rows = self.0.0.db.rows(sql, args![]).await?;
        let tenant = |row: &crate::db::Row| {
            Ok(TenantRow {
                id: row.word(0)?,
                parent: row.maybe_word(1)?,
                name: row.text(2)?,
                created_at: row.instant(3)?,
            })
        };
        rows.iter().map(tenant).collect()
    }

    /// Makes a tenant; one that is there already gets the name.
    pub async fn create_tenant(&self, id: TenantId, name: &str, at: Timestamp) -> Result<()> {
        let sql = "INSERT INTO tenants (tenant_id, name, created_at, number)
                   SELECT $1, $2, $3, COALESCE(MAX(number), 0) + 1 FROM tenants WHERE TRUE
                   ON CONFLICT (tenant_id) DO UPDATE SET name = excluded.name";
        self.0.0.db.run(sql, args![id, name, at]).await.map(drop)
    }

    /// All connections that have a path on the listener.
    pub async fn connections_by_path(&self) -> Result<Vec<ListenerPath>> {
        let sql = "SELECT path, tenant_id, id, connector, paused FROM connections
                   WHERE path IS NOT NULL ORDER BY path";
        let rows = self.0.0.db.rows(sql, args![]).await?;
        let path = |row: &crate::db::Row| {
            Ok(ListenerPath {
                path: row.text(0)?,
                tenant: row.word(1)?,
                connection: row.word(2)?,
                connector: row.text(3)?,
                paused: row.truth(4)?,
            })
        };
        rows.iter().map(path).collect()
    }
}
