//! Links: which roster record a connection's key means, where it cannot be derived from the key itself.

use crosswalk_model::{ConnectionId, Entity, RosterId, Timestamp};

use crate::db::{Row, args};
use crate::{Result, Tenant, Work};

/// One link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Whose key.
    pub connection: ConnectionId,
    /// The entity.
    pub entity: Entity,
    /// The key.
    pub key: String,
    /// The record that it means.
    pub roster_id: RosterId,
    /// From when; in whole microseconds.
    pub valid_from: Timestamp,
    /// Until when, not included; `None` while it holds.
    pub valid_to: Option<Timestamp>,
    /// The record that took its place, when people were merged.
    pub redirect: Option<RosterId>,
}

const COLUMNS: &str = "connection_id, entity, key, roster_id, valid_from, valid_to, redirect";

fn read(row: &Row) -> Result<Link> {
    Ok(Link {
        connection: row.word(0)?,
        entity: row.word(1)?,
        key: row.text(2)?,
        roster_id: row.word(3)?,
        valid_from: row.instant(4)?,
        valid_to: row.maybe_instant(5)?,
        redirect: row.maybe_word(6)?,
    })
}

impl Tenant {
    /// The links that hold now for these keys.
    pub async fn links(
        &self,
        connection: ConnectionId,
        entity: Entity,
        keys: &[String],
    ) -> Result<Vec<Link>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM links WHERE tenant_id = $1 AND connection_id = $2 AND entity = $3
             AND valid_to IS NULL AND key"
        );
        let fixed = args![self.id, connection, entity];
        let rows = self.rows_in(&sql, &fixed, keys.iter().map(Into::into).collect()).await?;
        rows.iter().map(read).collect()
    }

    /// Whether a connection has any link that holds now.
    pub async fn has_links(&self, connection: ConnectionId) -> Result<bool> {
        let sql =
            "SELECT 1 FROM links WHERE tenant_id = $1 AND connection_id = $2 AND valid_to IS NULL LIMIT 1";
        Ok(self.row(sql, args![self.id, connection]).await?.is_some())
    }

    /// All links that lead or led to these records, of every connection.
    pub async fn links_of(&self, entity: Entity, ids: &[RosterId]) -> Result<Vec<Link>> {
        let sql = format!("SELECT {COLUMNS} FROM links WHERE tenant_id = $1 AND entity = $2 AND roster_id");
        let ids = ids.iter().map(|id| (*id).into()).collect();
        self.rows_in(&sql, &args![self.id, entity], ids).await?.iter().map(read).collect()
    }

    /// Whom a key has meant, the oldest first: tells reused codes.
    pub async fn link_history(
        &self,
        connection: ConnectionId,
        entity: Entity,
        key: &str,
    ) -> Result<Vec<Link>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM links WHERE tenant_id = $1 AND connection_id = $2 AND entity = $3
             AND key = $4 ORDER BY valid_from"
        );
        self.rows(sql, args![self.id, connection, entity, key]).await?.iter().map(read).collect()
    }
}

impl Work {
    /// Writes links. A link that holds ends the one that held for its key, at the instant from which it holds itself.
    pub async fn put_links(&mut self, links: &[Link]) -> Result<()> {
        for link in links.iter().filter(|link| link.valid_to.is_none()) {
            let sql = "UPDATE links SET valid_to = $5 WHERE tenant_id = $1 AND connection_id = $2
                       AND entity = $3 AND key = $4 AND valid_to IS NULL AND valid_from <> $5";
            let (connection, entity, key) = (link.connection, link.entity, &link.key);
            self.run(sql, args![self.tenant.id, connection, entity, key, link.valid_from]).await?;
            self.write_link(link).await?;
        }
        for link in links.iter().filter(|link| link.valid_to.is_some()) {
            self.write_link(link).await?;
        }
        Ok(())
    }

    async fn write_link(&mut self, link: &Link) -> Result<()> {
        let sql = "INSERT INTO links
                     (tenant_id, connection_id, entity, key, roster_id, valid_from, valid_to, redirect)
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                   ON CONFLICT (tenant_id, connection_id, entity, key, valid_from) DO UPDATE SET
                     roster_id = excluded.roster_id, valid_to = excluded.valid_to, redirect = excluded.redirect";
        let values = args![
            self.tenant.id,
            link.connection,
            link.entity,
            &link.key,
            link.roster_id,
            link.valid_from,
            link.valid_to,
            link.redirect,
        ];
        self.run(sql, values).await.map(drop)
    }

    /// Ends the links that hold for these keys.
    pub async fn end_links(
        &mut self,
        connection: ConnectionId,
        entity: Entity,
        keys: &[String],
        at: Timestamp,
    ) -> Result<u64> {
        let sql = "UPDATE links SET valid_to = $4 WHERE tenant_id = $1 AND connection_id = $2 AND entity = $3
                   AND valid_to IS NULL AND key";
        let fixed = args![self.tenant.id, connection, entity, at];
        self.run_in(sql, &fixed, keys.iter().map(Into::into).collect()).await
    }
}
