//! Records that have gone: since when, and which of them still hold something private.

use crosswalk_model::{Entity, RosterId, Timestamp};

use super::RosterRow;
use super::roster_columns::{COLUMNS, OWN, read};
use crate::db::args;
use crate::{Result, Tenant, Work};

impl Tenant {
    /// Records that were gone before an instant and hold private fields, or assertions of their own that may; a page in
    /// the order of entity and id, after a record of the page before.
    pub async fn ended_before(
        &self,
        before: Timestamp,
        after: Option<(Entity, RosterId)>,
        limit: u32,
    ) -> Result<Vec<RosterRow>> {
        let sql = format!(
            "SELECT {COLUMNS}, grp, owner FROM roster WHERE {OWN} AND active = 0 AND ended_at < $2
             AND (private IS NOT NULL OR asserted_private IS NOT NULL) AND (entity, id) > ($3, $4)
             ORDER BY entity, id LIMIT $5"
        );
        let (entity, id) =
            after.map_or(("", Vec::new()), |(entity, id)| (entity.as_str(), id.0.as_bytes().to_vec()));
        let rows = self.rows(sql, args![self.id, before, entity, id, limit]).await?;
        let row = |row: &crate::db::Row| {
            Ok(RosterRow { record: read(self, row)?, group: row.text(9)?.into(), owner: row.maybe_id(10)? })
        };
        rows.iter().map(row).collect()
    }
}

impl Work {
    /// Notes of records that have gone since the last time that they were gone at this instant. A record that comes
    /// back is here again as soon as it is written.
    pub async fn note_ended(&mut self, at: Timestamp) -> Result<()> {
        let sql = format!("UPDATE roster SET ended_at = $2 WHERE {OWN} AND active = 0 AND ended_at IS NULL");
        self.run(sql, args![self.tenant.id, at]).await.map(drop)
    }
}
