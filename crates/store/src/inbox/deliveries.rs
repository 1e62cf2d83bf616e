//! Deliveries as they lie in the inbox.

use crosswalk_model::{ConnectionId, Delivery, DeliveryId, DeliveryState, RunId, Timestamp};

use crate::db::{Row, args, tag};
use crate::{Result, StoreError, Tenant};

/// Which deliveries to list; `None` asks for all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeliveryFilter {
    /// To one connection.
    pub connection: Option<ConnectionId>,
    /// In one state.
    pub state: Option<DeliveryState>,
    /// Of one kind.
    pub kind: Option<String>,
    /// Received at this moment or later.
    pub since: Option<Timestamp>,
}

const COLUMNS: &str =
    "id, connection_id, received_at, stamp, kind, content_type, size, hash, answered, state, run_id,
    verdict";

fn read(row: &Row) -> Result<Delivery> {
    Ok(Delivery {
        id: row.word(0)?,
        connection: row.word(1)?,
        received_at: row.instant(2)?,
        stamp: row.int(3)?,
        kind: row.text(4)?,
        content_type: row.text(5)?,
        size: row.number(6)?,
        body: row.maybe_hash(7)?,
        answered: row.number(8)?,
        state: row.tag(9)?,
        run: row.maybe_word(10)?,
        verdict: row.text(11)?,
    })
}

impl Tenant {
    /// One delivery.
    pub async fn delivery(&self, id: DeliveryId) -> Result<Option<Delivery>> {
        let sql = format!("SELECT {COLUMNS} FROM deliveries WHERE tenant_id = $1 AND id = $2");
        self.desk().db.row(sql, args![self.id, id]).await?.as_ref().map(read).transpose()
    }

    /// Deliveries, the newest first by their ids, which count up with time; `before` is the last one of the page
    /// before.
    pub async fn deliveries(
        &self,
        filter: &DeliveryFilter,
        before: Option<DeliveryId>,
        limit: u32,
    ) -> Result<Vec<Delivery>> {
        let mut sql = format!("SELECT {COLUMNS} FROM deliveries WHERE tenant_id = $1");
        let mut args = args![self.id, limit];
        let state = filter.state.as_ref().map(tag).transpose()?;
        let wanted = [
            ("connection_id", filter.connection.map(|id| id.to_string())),
            ("state", state),
            ("kind", filter.kind.clone()),
        ];
        for (column, value) in wanted {
            if let Some(value) = value {
                args.push(value.into());
                sql.push_str(&format!(" AND {column} = ${}", args.len()));
            }
        }
        if let Some(since) = filter.since {
            args.push(since.into());
            sql.push_str(&format!(" AND received_at >= ${}", args.len()));
        }
        if let Some(before) = before {
            args.push(before.into());
            sql.push_str(&format!(" AND id < ${}", args.len()));
        }
        sql.push_str(" ORDER BY id DESC LIMIT $2");
        self.desk().db.rows(sql, args).await?.iter().map(read).collect()
    }

    /// The lane of a connection: deliveries that were not looked at yet, in the order of the messages' own time.
    pub async fn waiting(&self, connection: ConnectionId) -> Result<Vec<Delivery>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM deliveries WHERE tenant_id = $1 AND connection_id = $2
             AND state = 'waiting' ORDER BY stamp, received_at, id"
        );
        self.desk().db.rows(sql, args![self.id, connection]).await?.iter().map(read).collect()
    }

    /// What was taken in from a connection and is newer by its own time than a message: that message comes late.
    pub async fn taken_since(&self, connection: ConnectionId, stamp: i64) -> Result<Vec<Delivery>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM deliveries WHERE tenant_id = $1 AND connection_id = $2 AND stamp > $3
             AND state = 'taken' ORDER BY stamp, received_at, id"
        );
        self.desk().db.rows(sql, args![self.id, connection, stamp]).await?.iter().map(read).collect()
    }

    /// Forgets the notes of refused pushes of one kind, but for the newest. Bodies that were kept stay.
    pub async fn forget_refused(&self, connection: ConnectionId, kind: &str, keep: u32) -> Result<()> {
        let sql = "DELETE FROM deliveries WHERE tenant_id = $1 AND connection_id = $2 AND kind = $3
                   AND state = 'answered' AND size = 0 AND id <= (
                       SELECT id FROM deliveries WHERE tenant_id = $1 AND connection_id = $2 AND kind = $3
                       AND state = 'answered' AND size = 0 ORDER BY id DESC LIMIT 1 OFFSET $4
                   )";
        self.desk().run(sql, args![self.id, connection, kind, keep]).await?;
        Ok(())
    }

    /// Says what became of a delivery. Counts at once: the inbox is not part of a [`crate::Work`].
    pub async fn set_delivery(
        &self,
        id: DeliveryId,
        state: DeliveryState,
        run: Option<RunId>,
        verdict: &str,
    ) -> Result<()> {
        let sql =
            "UPDATE deliveries SET state = $3, run_id = $4, verdict = $5 WHERE tenant_id = $1 AND id = $2";
        match self.desk().run(sql, args![self.id, id, tag(&state)?, run, verdict]).await? {
            0 => Err(StoreError::not_found("The delivery")),
            _ => Ok(()),
        }
    }
}
