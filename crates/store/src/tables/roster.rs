//! The roster: one row for each record. Rows are never deleted, so that the change feed keeps its tombstones.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use crosswalk_model::{Entity, Name, RosterId, RosterRecord};

use super::roster_columns::{COLUMNS, OWN, read, write};
use crate::db::{args, id_bytes};
use crate::{Result, StoreError, Tenant, Work};

/// A record to write, with what it is listed under.
#[derive(Clone, Debug, PartialEq)]
pub struct RosterRow {
    /// The record; its number is given by the store.
    pub record: RosterRecord,
    /// The group for the guard and the facets, such as `pupils`.
    pub group: Name,
    /// The record that it belongs to: an enrolment's or lesson's class, a relationship's or set of details' user.
    pub owner: Option<RosterId>,
}

const SEQUENCE: &str = "roster";

impl Tenant {
    /// The records with these ids; those that are not known are left out.
    pub async fn roster_get(&self, ids: &[(Entity, RosterId)]) -> Result<Vec<RosterRecord>> {
        let mut entities: BTreeMap<Entity, Vec<_>> = BTreeMap::new();
        for (entity, id) in ids {
            entities.entry(*entity).or_default().push(id_bytes(*id));
        }
        let mut records = Vec::with_capacity(ids.len());
        let sql = format!("SELECT {COLUMNS} FROM roster WHERE {OWN} AND entity = $2 AND id");
        for (entity, ids) in entities {
            for row in self.rows_in(&sql, &args![self.id, entity], ids).await? {
                records.push(read(self, &row)?);
            }
        }
        Ok(records)
    }

    /// The change feed: the records whose last change has a number above `seq`, in the order of their changes.
    /// Records that are not active are the tombstones.
    pub async fn roster_since(&self, seq: i64, limit: u32) -> Result<Vec<RosterRecord>> {
        let sql = format!("SELECT {COLUMNS} FROM roster WHERE {OWN} AND seq > $2 ORDER BY seq LIMIT $3");
        self.rows(sql, args![self.id, seq, limit]).await?.iter().map(|row| read(self, row)).collect()
    }

    /// The number of the last roster change; 0 before the first.
    pub async fn roster_seq(&self) -> Result<i64> {
        let sql = "SELECT value FROM sequences WHERE tenant_id = $1 AND name = $2";
        self.row(sql, args![self.id, SEQUENCE]).await?.map_or(Ok(0), |row| row.int(0))
    }
}

impl Work {
    /// Writes records, new or changed, and gives each its number in the tenant's sequence, in the order given. Of
    /// two with the same id the later one counts. The numbers that were given are returned; empty for no records.
    pub async fn put_roster(&mut self, rows: &[RosterRow]) -> Result<RangeInclusive<i64>> {
        let mut last: BTreeMap<(Entity, RosterId), usize> = BTreeMap::new();
        for (at, row) in rows.iter().enumerate() {
            last.insert((row.record.entity, row.record.id), at);
        }
        let mut order: Vec<usize> = last.into_values().collect();
        order.sort_unstable();
        let first = self.take_numbers(SEQUENCE, order.len()).await?;
        let end = first + i64::try_from(order.len()).unwrap_or(i64::MAX);
        let tenant = (&self.tenant.clone(), self.tenant_number().await?);
        let written = (first..end).zip(order).map(|(seq, at)| write(tenant, &rows[at], seq));
        self.tx.bulk(HEAD, TAIL, Box::new(written.into_iter())).await?;
        Ok(first..=end - 1)
    }

    async fn tenant_number(&mut self) -> Result<i64> {
        let sql = "SELECT number FROM tenants WHERE tenant_id = $1";
        let row = self.row(sql, args![self.tenant.id]).await?;
        row.ok_or_else(|| StoreError::not_found("The school"))?.int(0)
    }
}

const HEAD: &str = "INSERT INTO roster
    (tenant, entity, id, grp, owner, label_fold, active, seq, hash, fields, private, asserted, asserted_private)";
const TAIL: &str =
    "ON CONFLICT (tenant, entity, id) DO UPDATE SET grp = excluded.grp, owner = excluded.owner,
    label_fold = excluded.label_fold, active = excluded.active, seq = excluded.seq, hash = excluded.hash,
    fields = excluded.fields, private = excluded.private, asserted = excluded.asserted,
    asserted_private = excluded.asserted_private,
    ended_at = CASE WHEN excluded.active = 1 THEN NULL ELSE roster.ended_at END";
