//! Fingerprints of documents: one packed and encrypted row for each bucket of keys.

use std::collections::BTreeMap;

use crosswalk_model::{ConnectionId, Hash};

use super::DocumentRow;
use super::buckets::{bucket_of, by_bucket};
use crate::db::{Arg, args};
use crate::{Result, Tenant, Work, pack};

const SPOT: (&str, &str) = ("fingerprints", "body");

/// What is known of a document without reading it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fingerprint {
    /// The fingerprint of what it said last, with the versions of all that it was mapped with.
    pub hash: Hash,
    /// The part of the stream that it belongs to.
    pub partition: String,
    /// Whether all that followed from it is done; what is not settled enters every run again.
    pub settled: bool,
}

type Bucket = BTreeMap<String, Fingerprint>;

fn pack_bucket(bucket: &Bucket) -> Vec<u8> {
    let mut packed = Vec::with_capacity(bucket.len() * 72);
    for (key, print) in bucket {
        pack::put(&mut packed, key.as_bytes());
        pack::put(&mut packed, &print.hash.0);
        pack::put(&mut packed, print.partition.as_bytes());
        pack::put(&mut packed, &[u8::from(print.settled)]);
    }
    packed
}

fn unpack(packed: &[u8]) -> Result<Vec<(String, Fingerprint)>> {
    let mut unpack = pack::Unpack(packed);
    let mut prints = Vec::with_capacity(packed.len() / 64);
    while !unpack.is_empty() {
        let key = unpack.text()?.to_owned();
        let (hash, partition) = (Hash(unpack.array()?), unpack.text()?.to_owned());
        let settled = unpack.array::<1>()? == [1];
        prints.push((key, Fingerprint { hash, partition, settled }));
    }
    Ok(prints)
}

fn spot_id<'a>(connection: &'a ConnectionId, stream: &'a str, bucket: &'a u8) -> [&'a [u8]; 3] {
    [connection.0.as_bytes(), stream.as_bytes(), std::slice::from_ref(bucket)]
}

impl Tenant {
    /// The fingerprints of all documents of a stream.
    pub async fn fingerprints(
        &self,
        connection: ConnectionId,
        stream: &str,
    ) -> Result<Vec<(String, Fingerprint)>> {
        let sql = "SELECT bucket, body FROM fingerprints
                   WHERE tenant_id = $1 AND connection_id = $2 AND stream = $3 ORDER BY bucket";
        let mut prints = Vec::new();
        for row in self.rows(sql, args![self.id, connection, stream]).await? {
            let body = self.unseal(SPOT, &spot_id(&connection, stream, &row.number(0)?), row.bytes(1)?)?;
            prints.append(&mut unpack(&body)?);
        }
        Ok(prints)
    }
}

impl Work {
    /// Writes the fingerprints of documents of one stream.
    pub(super) async fn put_fingerprints(
        &mut self,
        connection: ConnectionId,
        stream: &str,
        rows: &[&DocumentRow],
    ) -> Result<()> {
        let touched = by_bucket(rows, |row| bucket_of(row.key.as_bytes()));
        let mut known = self.fingerprint_buckets(connection, stream, touched.keys().copied()).await?;
        for (bucket, rows) in touched {
            let prints = known.entry(bucket).or_default();
            prints.extend(rows.into_iter().map(|row| (row.key.clone(), row.print())));
        }
        self.write_fingerprints(connection, stream, known).await
    }

    /// Takes fingerprints of one stream out.
    pub(super) async fn remove_fingerprints(
        &mut self,
        connection: ConnectionId,
        stream: &str,
        keys: &[String],
    ) -> Result<()> {
        let touched = by_bucket(keys, |key| bucket_of(key.as_bytes()));
        let mut known = self.fingerprint_buckets(connection, stream, touched.keys().copied()).await?;
        for (bucket, keys) in touched {
            let prints = known.entry(bucket).or_default();
            keys.into_iter().for_each(|key| drop(prints.remove(key)));
        }
        self.write_fingerprints(connection, stream, known).await
    }

    async fn fingerprint_buckets(
        &mut self,
        connection: ConnectionId,
        stream: &str,
        buckets: impl Iterator<Item = u8>,
    ) -> Result<BTreeMap<u8, Bucket>> {
        let sql = "SELECT bucket, body FROM fingerprints
                   WHERE tenant_id = $1 AND connection_id = $2 AND stream = $3 AND bucket";
        let fixed = args![self.tenant.id, connection, stream];
        let list: Vec<Arg> = buckets.map(|bucket| i64::from(bucket).into()).collect();
        let mut known = BTreeMap::new();
        for row in self.rows_in(sql, &fixed, list).await? {
            let bucket: u8 = row.number(0)?;
            let body = self.tenant.unseal(SPOT, &spot_id(&connection, stream, &bucket), row.bytes(1)?)?;
            known.insert(bucket, unpack(&body)?.into_iter().collect());
        }
        Ok(known)
    }

    async fn write_fingerprints(
        &mut self,
        connection: ConnectionId,
        stream: &str,
        buckets: BTreeMap<u8, Bucket>,
    ) -> Result<()> {
        let tenant = &self.tenant;
        let rows = buckets.into_iter().map(|(bucket, prints)| {
            let body = tenant.seal(SPOT, &spot_id(&connection, stream, &bucket), &pack_bucket(&prints))?;
            Ok(args![tenant.id, connection, stream, i64::from(bucket), body])
        });
        let head = "INSERT INTO fingerprints (tenant_id, connection_id, stream, bucket, body)";
        let tail =
            "ON CONFLICT (tenant_id, connection_id, stream, bucket) DO UPDATE SET body = excluded.body";
        self.tx.bulk(head, tail, Box::new(rows.into_iter())).await
    }
}
