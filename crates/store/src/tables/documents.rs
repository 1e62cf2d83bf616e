//! Documents: what each source said last, by its key. The words themselves stay in deliveries and extracts; here is
//! what they led to and where they can be read again.

use std::collections::BTreeMap;

use crosswalk_model::{ConnectionId, DeliveryId, Entity, Hash, RunId};
use serde::{Deserialize, Serialize};

use super::Fingerprint;
use crate::db::{Args, Row, args, clean};
use crate::{Result, Tenant, Work};

const SPOT: (&str, &str) = ("documents", "body");

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

/// What is encrypted of a document.
#[derive(Serialize, Deserialize)]
struct Body {
    partition: String,
    fingerprint: Hash,
    settled: bool,
    refs: Vec<(Entity, String)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    origin: Option<Origin>,
}

impl DocumentRow {
    pub(super) fn print(&self) -> Fingerprint {
        Fingerprint { hash: self.fingerprint, partition: self.partition.clone(), settled: self.settled }
    }

    fn body(&self) -> Body {
        Body {
            partition: self.partition.clone(),
            fingerprint: self.fingerprint,
            settled: self.settled,
            refs: self.refs.clone(),
            origin: self.origin.clone(),
        }
    }
}

fn spot_id<'a>(connection: &'a ConnectionId, stream: &'a str, key: &'a str) -> [&'a [u8]; 3] {
    [connection.0.as_bytes(), stream.as_bytes(), key.as_bytes()]
}

impl Tenant {
    /// The documents with these keys; keys that are not known are left out.
    pub async fn documents(
        &self,
        connection: ConnectionId,
        stream: &str,
        keys: &[String],
    ) -> Result<Vec<DocumentRow>> {
        let sql = "SELECT key, last_run, body FROM documents
                   WHERE tenant_id = $1 AND connection_id = $2 AND stream = $3 AND key";
        let fixed = args![self.id, connection, stream];
        let rows = self.rows_in(sql, &fixed, keys.iter().map(Into::into).collect()).await?;
        rows.iter().map(|row| self.read_document(connection, stream, row)).collect()
    }

    fn read_document(&self, connection: ConnectionId, stream: &str, row: &Row) -> Result<DocumentRow> {
        let key = row.text(0)?;
        let body: Body = self.unseal_json(SPOT, &spot_id(&connection, stream, &key), row.bytes(2)?)?;
        Ok(DocumentRow {
            connection,
            stream: stream.to_owned(),
            key,
            partition: body.partition,
            fingerprint: body.fingerprint,
            settled: body.settled,
            refs: body.refs,
            last_run: row.maybe_word(1)?,
            origin: body.origin,
        })
    }

    fn write_document(&self, row: &DocumentRow) -> Result<Args> {
        let key = clean(row.key.clone());
        let id = spot_id(&row.connection, &row.stream, &key);
        let body = self.seal_json(SPOT, &id, &row.body())?;
        Ok(args![self.id, row.connection, &row.stream, &row.key, row.last_run, body])
    }
}

impl Work {
    /// Writes documents and their fingerprints. Of two with the same key the later one counts.
    ///
    /// # Errors
    /// [`crate::StoreError::NotFound`] when the connection does not exist.
    pub async fn put_documents(&mut self, rows: &[DocumentRow]) -> Result<()> {
        let mut streams: BTreeMap<(ConnectionId, &str), BTreeMap<&str, &DocumentRow>> = BTreeMap::new();
        for row in rows {
            streams.entry((row.connection, &row.stream)).or_default().insert(&row.key, row);
        }
        for ((connection, stream), rows) in streams {
            let rows: Vec<&DocumentRow> = rows.into_values().collect();
            let tenant = &self.tenant;
            let written = rows.iter().map(|row| tenant.write_document(row));
            let head = "INSERT INTO documents (tenant_id, connection_id, stream, key, last_run, body)";
            let tail = "ON CONFLICT (tenant_id, connection_id, stream, key) DO UPDATE SET
                          last_run = excluded.last_run, body = excluded.body";
            self.tx.bulk(head, tail, Box::new(written.into_iter())).await?;
            self.put_fingerprints(connection, stream, &rows).await?;
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
        let sql = "DELETE FROM documents
                   WHERE tenant_id = $1 AND connection_id = $2 AND stream = $3 AND key";
        let fixed = args![self.tenant.id, connection, stream];
        self.run_in(sql, &fixed, keys.iter().map(Into::into).collect()).await?;
        self.remove_fingerprints(connection, stream, keys).await
    }
}
