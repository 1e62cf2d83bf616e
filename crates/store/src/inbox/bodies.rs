//! The raw bodies of deliveries: reading and purging them.

use std::collections::BTreeSet;

use crosswalk_model::{ConnectionId, Delivery, DeliveryId, Hash, Timestamp};

use super::letter::blocking;
use crate::blobs::BlobReader;
use crate::db::{Args, args};
use crate::{Result, StoreError, Tenant};

impl Tenant {
    /// Opens the raw body of a delivery. Reading may wait for the disk.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it was purged, [`StoreError::Altered`] when it is not as it was accepted.
    pub async fn body(&self, delivery: &Delivery) -> Result<BlobReader> {
        let sql = "SELECT hash, inline_body FROM deliveries WHERE tenant_id = $1 AND id = $2";
        let row = self.desk().db.row(sql, args![self.id, delivery.id]).await?;
        let row = row.ok_or_else(|| StoreError::not_found("The delivery"))?;
        if let Some(sealed) = row.maybe_bytes(1)? {
            return Ok(BlobReader::of(self.open_inline(delivery.id, sealed)?));
        }
        let hash = row.maybe_hash(0)?.ok_or_else(|| StoreError::not_found("The stored body"))?;
        let blobs = self.blobs();
        blocking(move || blobs.open(hash)).await
    }

    /// Forgets the raw bodies of deliveries that were received before an instant; those that wait keep theirs. The
    /// blobs that were written before it and that no delivery needs go too: extracts, and what a crash left. How many
    /// deliveries lost their body is given back; each remembers that it did so at `at`.
    pub async fn purge_bodies(&self, before: Timestamp, at: Timestamp) -> Result<u64> {
        self.purge(" AND received_at < $2", args![self.id, before], before, at).await
    }

    /// Forgets every raw body of one connection that does not wait, however new it is, and every blob that no delivery
    /// needs: one person cannot be cut out of a raw message.
    pub async fn purge_bodies_of(&self, connection: ConnectionId, at: Timestamp) -> Result<u64> {
        self.purge(" AND connection_id = $2", args![self.id, connection], Timestamp::MAX, at).await
    }

    async fn purge(&self, which: &str, mut args: Args, blobs: Timestamp, at: Timestamp) -> Result<u64> {
        let _no_backup_is_made = self.desk().keeping.lock().await;
        let _nobody_writes_bodies_down = self.desk().bodies.write().await;
        let which = format!("tenant_id = $1{which} AND state <> 'waiting' AND hash IS NOT NULL");
        let sql = format!("SELECT DISTINCT hash FROM deliveries WHERE {which} AND inline_body IS NULL");
        let old = self.desk().db.rows(sql, args.clone()).await?;
        let mut old: BTreeSet<Hash> = old.iter().map(|row| row.hash(0)).collect::<Result<_>>()?;
        let files = self.blobs();
        old.extend(blocking(move || files.older_than(blobs)).await?);
        args.push(at.into());
        let sql =
            format!("UPDATE deliveries SET hash = NULL, inline_body = NULL, purged_at = $3 WHERE {which}");
        let purged = self.desk().run(sql, args).await?;
        for hash in old {
            self.remove_unused(hash).await?;
        }
        self.desk().db.checkpoint().await?;
        Ok(purged)
    }

    /// When the raw body of a delivery was purged, if it was.
    pub async fn purged_at(&self, delivery: DeliveryId) -> Result<Option<Timestamp>> {
        let sql = "SELECT purged_at FROM deliveries WHERE tenant_id = $1 AND id = $2";
        let row = self.desk().db.row(sql, args![self.id, delivery]).await?;
        row.map_or(Ok(None), |row| row.maybe_instant(0))
    }

    /// Removes a blob, such as that of an extract whose time is over; one that a delivery needs stays.
    pub async fn forget_blob(&self, hash: Hash) -> Result<()> {
        let _no_backup_is_made = self.desk().keeping.lock().await;
        let _nobody_writes_bodies_down = self.desk().bodies.write().await;
        self.remove_unused(hash).await
    }

    /// Two deliveries with the same bytes share a blob: it goes with the last of them.
    async fn remove_unused(&self, hash: Hash) -> Result<()> {
        let sql =
            "SELECT 1 FROM deliveries WHERE tenant_id = $1 AND hash = $2 AND inline_body IS NULL LIMIT 1";
        if self.desk().db.row(sql, args![self.id, hash]).await?.is_some() {
            return Ok(());
        }
        let blobs = self.blobs();
        blocking(move || blobs.remove(hash)).await
    }
}
