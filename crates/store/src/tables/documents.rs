//! Documents: what each source said last, by its key. The words themselves stay in deliveries and extracts; here is
//! what they led to and where they can be read again: one packed and encrypted row for each bucket of keys, with the
//! fingerprints in it.

use std::collections::{BTreeMap, HashSet};

use crosswalk_model::{ConnectionId, DeliveryId, Entity, Hash, RunId};
use serde::{Deserialize, Serialize};

use super::Fingerprint;
use super::buckets::by_bucket;
use super::document_pack::{Bucket, Changes, Packed, pack_bucket, repack};
use crate::db::{Arg, Row, args};
use crate::{Result, Tenant, Work};

/// How many buckets are read together.
const TOGETHER: u8 = 16;
const SPOT: (&str, &str) = ("document_buckets", "body");

/// One document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentRow {
    /// Who said it.
    pub connection: ConnectionId,
    /// The stream of its head.
    pub stream: String,
    /// The key of its head, unique within the stream.
    pub key: String,
    /// The part of the stream that it belongs to, such as `1/09`.
    pub partition: String,
    /// The fingerprint of what it said.
    pub fingerprint: Hash,
    /// Whether all that followed from it is done.
    pub settled: bool,
    /// The records that it asserts: entity and source key of each, its own among them.
    pub refs: Vec<(Entity, String)>,
    /// The run that last took it in.
    pub last_run: Option<RunId>,
    /// Where its words can be read.
    pub origin: Option<Origin>,
}

/// Where a document's words can be read again, until they are purged.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The delivery that brought it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery: Option<DeliveryId>,
    /// The blob of the extract that brought it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blob: Option<Hash>,
    /// Which of its bytes: start and end, half-open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bytes: Option<(u64, u64)>,
}

/// What is kept of a document beside its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Known {
    pub(super) print: Fingerprint,
    pub(super) refs: Vec<(Entity, String)>,
    pub(super) last_run: Option<RunId>,
    pub(super) origin: Option<Origin>,
}

impl Known {
    fn of(row: &DocumentRow) -> Self {
        let (hash, partition) = (row.fingerprint, row.partition.clone());
        Self {
            print: Fingerprint { hash, partition, settled: row.settled },
            refs: row.refs.clone(),
            last_run: row.last_run,
            origin: row.origin.clone(),
        }
    }

    fn row(self, connection: ConnectionId, stream: &str, key: String) -> DocumentRow {
        DocumentRow {
            connection,
            stream: stream.to_owned(),
            key,
            partition: self.print.partition,
            fingerprint: self.print.hash,
            settled: self.print.settled,
            refs: self.refs,
            last_run: self.last_run,
            origin: self.origin,
        }
    }
}

/// The bucket of a document, one of 256: the hash of its key decides, so that buckets fill evenly. Whoever writes many
/// documents in the order of their buckets writes each bucket once.
pub fn document_bucket(key: &str) -> u8 {
    Hash::of(key.as_bytes()).0[0]
}

fn spot_id<'a>(connection: &'a ConnectionId, stream: &'a str, bucket: &'a u8) -> [&'a [u8]; 3] {
    [connection.0.as_bytes(), stream.as_bytes(), std::slice::from_ref(bucket)]
}

const SOME: &str = "SELECT bucket, body FROM document_buckets
                    WHERE tenant_id = $1 AND connection_id = $2 AND stream = $3 AND bucket";

fn list(buckets: impl IntoIterator<Item = u8>) -> Vec<Arg> {
    buckets.into_iter().map(|bucket| i64::from(bucket).into()).collect()
}

impl Tenant {
    /// The documents with these keys; keys that are not known are left out.
    pub async fn documents(
        &self,
        connection: ConnectionId,
        stream: &str,
        keys: &[String],
    ) -> Result<Vec<DocumentRow>> {
        let wanted: HashSet<&str> = keys.iter().map(String::as_str).collect();
        let buckets = by_bucket(&wanted, |key| document_bucket(key)).into_keys();
        let mut found = Vec::new();
        for row in self.rows_in(SOME, &args![self.id, connection, stream], list(buckets)).await? {
            let body = self.document_bytes(connection, stream, &row)?;
            let mut packed = Packed::open(&body)?;
            while let Some(raw) = packed.raw()? {
                if wanted.contains(raw.key) {
                    let known = packed.understood(&raw)?;
                    found.push(known.row(connection, stream, raw.key.to_owned()));
                }
            }
        }
        Ok(found)
    }

    /// The fingerprints of all documents of a stream.
    pub async fn fingerprints(
        &self,
        connection: ConnectionId,
        stream: &str,
    ) -> Result<Vec<(String, Fingerprint)>> {
        let mut prints = Vec::new();
        let mut each = |key: &str, hash, partition: &str, settled| {
            prints.push((key.to_owned(), Fingerprint { hash, partition: partition.to_owned(), settled }));
        };
        self.each_fingerprint(connection, stream, &mut each).await?;
        Ok(prints)
    }

    /// Hands over the fingerprints of all documents of a stream: key, hash, partition, whether settled. Some buckets are
    /// in memory at a time.
    pub async fn each_fingerprint(
        &self,
        connection: ConnectionId,
        stream: &str,
        each: &mut (dyn FnMut(&str, Hash, &str, bool) + Send),
    ) -> Result<()> {
        let sql = "SELECT bucket, body FROM document_buckets WHERE tenant_id = $1 AND connection_id = $2
                   AND stream = $3 AND bucket >= $4 AND bucket < $5 ORDER BY bucket";
        for first in (0i64..256).step_by(TOGETHER.into()) {
            let end = first + i64::from(TOGETHER);
            for row in self.rows(sql, args![self.id, connection, stream, first, end]).await? {
                let body = self.document_bytes(connection, stream, &row)?;
                let mut packed = Packed::open(&body)?;
                while let Some(raw) = packed.raw()? {
                    each(raw.key, raw.hash, raw.partition, raw.settled);
                }
            }
        }
        Ok(())
    }

    fn document_bytes(&self, connection: ConnectionId, stream: &str, row: &Row) -> Result<Vec<u8>> {
        self.unseal(SPOT, &spot_id(&connection, stream, &row.number(0)?), row.bytes(1)?)
    }
}

impl Work {
    /// Writes documents and their fingerprints. Of two with the same key the later one counts.
    ///
    /// # Errors
    /// [`crate::StoreError::NotFound`] when the connection does not exist.
    pub async fn put_documents(&mut self, rows: &[DocumentRow]) -> Result<()> {
        let mut streams: BTreeMap<(ConnectionId, &str), BTreeMap<u8, Changes<'_>>> = BTreeMap::new();
        for row in rows {
            let stream = streams.entry((row.connection, &row.stream)).or_default();
            let bucket = stream.entry(document_bucket(&row.key)).or_default();
            bucket.insert(&row.key, Some(Known::of(row)));
        }
        for ((connection, stream), changes) in streams {
            self.change_documents(connection, stream, changes).await?;
        }
        Ok(())
    }

    /// Forgets documents with their fingerprints.
    pub async fn remove_documents(
        &mut self,
        connection: ConnectionId,
        stream: &str,
        keys: &[String],
    ) -> Result<()> {
        let mut changes: BTreeMap<u8, Changes<'_>> = BTreeMap::new();
        for key in keys {
            changes.entry(document_bucket(key)).or_default().insert(key, None);
        }
        self.change_documents(connection, stream, changes).await
    }

    async fn change_documents(
        &mut self,
        connection: ConnectionId,
        stream: &str,
        mut changes: BTreeMap<u8, Changes<'_>>,
    ) -> Result<()> {
        self.drop_source_stamp(connection).await?;
        while let Some(first) = changes.keys().next() {
            let rest = first.checked_add(TOGETHER).map(|end| changes.split_off(&end)).unwrap_or_default();
            self.change_some(connection, stream, changes).await?;
            changes = rest;
        }
        Ok(())
    }

    async fn change_some(
        &mut self,
        connection: ConnectionId,
        stream: &str,
        changes: BTreeMap<u8, Changes<'_>>,
    ) -> Result<()> {
        let tenant = self.tenant.clone();
        let fixed = args![tenant.id, connection, stream];
        let mut known: BTreeMap<u8, Vec<u8>> = BTreeMap::new();
        for row in self.rows_in(SOME, &fixed, list(changes.keys().copied())).await? {
            known.insert(row.number(0)?, tenant.document_bytes(connection, stream, &row)?);
        }
        let rows = changes.into_iter().map(|(bucket, changes)| {
            let body = match known.get(&bucket) {
                Some(bytes) => repack(bytes, &changes)?,
                None => pack_bucket(&new(changes))?,
            };
            let body = tenant.seal(SPOT, &spot_id(&connection, stream, &bucket), &body)?;
            Ok(args![tenant.id, connection, stream, i64::from(bucket), body])
        });
        let head = "INSERT INTO document_buckets (tenant_id, connection_id, stream, bucket, body)";
        let tail =
            "ON CONFLICT (tenant_id, connection_id, stream, bucket) DO UPDATE SET body = excluded.body";
        self.tx.bulk(head, tail, Box::new(rows)).await
    }
}

/// The documents of a bucket that is not there yet.
fn new(changes: Changes<'_>) -> Bucket {
    changes.into_iter().filter_map(|(key, known)| Some((key.to_owned(), known?))).collect()
}
