//! The ledger: what roster and destination last agreed on, one packed and encrypted row for each bucket of records.

use std::collections::BTreeMap;

use crosswalk_model::{Date, Fields, Hash, RosterId, SyncId};
use serde::{Deserialize, Serialize};

use super::buckets::{bucket_of, by_bucket};
use crate::db::{Arg, Row, args};
use crate::{Result, Tenant, Work};

const SPOT: (&str, &str) = ("ledger", "body");

/// What both sides last agreed on about one record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LedgerEntry {
    /// The roster record.
    pub roster_id: RosterId,
    /// Its key at the destination.
    pub key: String,
    /// The destination's own id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub foreign_id: Option<String>,
    /// The hash of the mapped record, with the versions of all that it was mapped with.
    pub source_hash: Hash,
    /// The fields that both agreed on; references symbolic.
    pub agreed: Fields,
    /// The hash of the destination's record as it was read back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub destination_hash: Option<Hash>,
    /// Whether the destination has it active.
    pub active: bool,
    /// Whether it must enter the next run whatever its hash says.
    pub unsettled: bool,
    /// The date from which it must be looked at again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_effective_on: Option<Date>,
}

type Bucket = BTreeMap<RosterId, LedgerEntry>;

fn bucket(id: RosterId) -> u8 {
    bucket_of(id.0.as_bytes())
}

impl LedgerEntry {
    /// The row that an entry is packed into. Whoever writes many entries in batches does well to go row by row: a
    /// batch that touches every row writes the whole stream anew.
    pub fn row_of(id: RosterId) -> u8 {
        bucket(id)
    }
}

fn spot_id<'a>(sync: &'a SyncId, stream: &'a str, bucket: &'a u8) -> [&'a [u8]; 3] {
    [sync.0.as_bytes(), stream.as_bytes(), std::slice::from_ref(bucket)]
}

fn list(ids: &[RosterId]) -> Vec<Arg> {
    by_bucket(ids, |id| bucket(**id)).into_keys().map(|bucket| i64::from(bucket).into()).collect()
}

const SOME: &str = "SELECT bucket, body FROM ledger
                    WHERE tenant_id = $1 AND sync_id = $2 AND stream = $3 AND bucket";

impl Tenant {
    /// The whole ledger of a stream, in no particular order.
    pub async fn ledger(&self, sync: SyncId, stream: &str) -> Result<Vec<LedgerEntry>> {
        let sql = "SELECT bucket, body FROM ledger WHERE tenant_id = $1 AND sync_id = $2 AND stream = $3";
        let mut entries = Vec::new();
        for row in self.rows(sql, args![self.id, sync, stream]).await? {
            entries.append(&mut self.ledger_bucket(sync, stream, &row)?.1);
        }
        Ok(entries)
    }

    /// The entries of some records; those that have none are left out.
    pub async fn ledger_entries(
        &self,
        sync: SyncId,
        stream: &str,
        ids: &[RosterId],
    ) -> Result<Vec<LedgerEntry>> {
        let wanted: std::collections::HashSet<RosterId> = ids.iter().copied().collect();
        let mut entries = Vec::new();
        for row in self.rows_in(SOME, &args![self.id, sync, stream], list(ids)).await? {
            let (_, bucket) = self.ledger_bucket(sync, stream, &row)?;
            entries.extend(bucket.into_iter().filter(|entry| wanted.contains(&entry.roster_id)));
        }
        Ok(entries)
    }

    fn ledger_bucket(&self, sync: SyncId, stream: &str, row: &Row) -> Result<(u8, Vec<LedgerEntry>)> {
        let bucket = row.number(0)?;
        Ok((bucket, self.unseal_json(SPOT, &spot_id(&sync, stream, &bucket), row.bytes(1)?)?))
    }
}

impl Work {
    /// Writes what was confirmed; only the buckets of these records are rewritten.
    ///
    /// # Errors
    /// [`crate::StoreError::NotFound`] when the sync does not exist.
    pub async fn put_ledger(&mut self, sync: SyncId, stream: &str, entries: &[LedgerEntry]) -> Result<()> {
        let ids: Vec<RosterId> = entries.iter().map(|entry| entry.roster_id).collect();
        let mut known = self.ledger_buckets(sync, stream, &ids).await?;
        for entry in entries {
            let bucket = known.entry(bucket(entry.roster_id)).or_default();
            bucket.insert(entry.roster_id, entry.clone());
        }
        self.write_ledger(sync, stream, known).await
    }

    /// Forgets what was agreed on about some records.
    pub async fn remove_ledger(&mut self, sync: SyncId, stream: &str, ids: &[RosterId]) -> Result<()> {
        let mut known = self.ledger_buckets(sync, stream, ids).await?;
        for id in ids {
            known.entry(bucket(*id)).or_default().remove(id);
        }
        self.write_ledger(sync, stream, known).await
    }

    async fn ledger_buckets(
        &mut self,
        sync: SyncId,
        stream: &str,
        ids: &[RosterId],
    ) -> Result<BTreeMap<u8, Bucket>> {
        let mut known = BTreeMap::new();
        for row in self.rows_in(SOME, &args![self.tenant.id, sync, stream], list(ids)).await? {
            let (bucket, entries) = self.tenant.ledger_bucket(sync, stream, &row)?;
            known.insert(bucket, entries.into_iter().map(|entry| (entry.roster_id, entry)).collect());
        }
        Ok(known)
    }

    async fn write_ledger(
        &mut self,
        sync: SyncId,
        stream: &str,
        buckets: BTreeMap<u8, Bucket>,
    ) -> Result<()> {
        let tenant = &self.tenant;
        let rows = buckets.into_iter().map(|(bucket, entries)| {
            let entries: Vec<&LedgerEntry> = entries.values().collect();
            let body = tenant.seal_json(SPOT, &spot_id(&sync, stream, &bucket), &entries)?;
            Ok(args![tenant.id, sync, stream, i64::from(bucket), body])
        });
        let head = "INSERT INTO ledger (tenant_id, sync_id, stream, bucket, body)";
        let tail = "ON CONFLICT (tenant_id, sync_id, stream, bucket) DO UPDATE SET body = excluded.body";
        self.tx.bulk(head, tail, Box::new(rows.into_iter())).await
    }
}
