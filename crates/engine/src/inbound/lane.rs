//! The inbound lane: takes in waiting deliveries, connection by connection, ordered by the messages' own time.

use std::collections::{BTreeMap, HashSet};
use std::io::Read;
use std::sync::Arc;
use std::time::Duration;

use crosswalk_connector_kit::{Body, Connection, Interpreted, KitError, Verified};
use crosswalk_model::{Actor, Delivery, DeliveryId, DeliveryState, Direction, Name, RunKind, Sync};
use crosswalk_store::{DeliveryFilter, INLINE, Origin, Tenant};
use tokio_util::sync::CancellationToken;

use super::extract::{Extract, Known, Sink, known};
use super::run::{Start, take};
use crate::{Engine, EngineError};

/// How many documents of a burst are taken in together.
const BURST: usize = 20_000;
/// How long a lane waits for more of a burst before it begins.
const PAUSE: Duration = Duration::from_millis(20);

/// Takes in everything that waits.
pub(crate) async fn take_in_all(engine: &Engine, cancel: &CancellationToken) -> Result<(), EngineError> {
    let Ok(tenant) = engine.school() else { return Ok(()) };
    tokio::time::sleep(PAUSE).await;
    for sync in tenant.syncs().await? {
        if sync.direction != Direction::Inbound || sync.paused {
            continue;
        }
        while !cancel.is_cancelled() {
            let waiting = tenant.waiting(sync.connection).await?;
            if waiting.is_empty() {
                break;
            }
            let burst = Burst { engine, tenant: &tenant, sync: &sync, cancel };
            burst.take_in(waiting).await?;
        }
    }
    Ok(())
}

/// Some deliveries of one connection that are taken in together.
struct Burst<'a> {
    engine: &'a Engine,
    tenant: &'a Tenant,
    sync: &'a Sync,
    cancel: &'a CancellationToken,
}

impl Burst<'_> {
    /// Takes in the first of the waiting deliveries, and with it those after it that belong to the same burst.
    async fn take_in(&self, waiting: Vec<Delivery>) -> Result<(), EngineError> {
        let known = Arc::new(known(self.tenant, self.sync.connection, &self.sync.crosswalk).await?);
        let opened: Arc<dyn Connection> =
            self.engine.open(self.tenant.id(), self.sync.connection).await?.into();
        let mut extract = Extract::default();
        let mut taken: Vec<Delivery> = Vec::new();
        for delivery in waiting {
            if taken.first().is_some_and(|first| first.kind != delivery.kind) {
                break;
            }
            if self.overtaken(&delivery).await? {
                let words = "Older than what was taken in already; kept, not applied.";
                self.note(&delivery, DeliveryState::Overtaken, words).await?;
                continue;
            }
            let sink = Sink::new(known.clone(), self.sync.crosswalk.version, self.cancel.clone());
            let (sink, result) = interpret(self.tenant, opened.clone(), delivery.clone(), sink).await?;
            match result {
                Ok(interpreted) if interpreted.modelled => {
                    extract.absorb(sink.extract);
                    taken.push(delivery);
                }
                Ok(interpreted) => {
                    self.note(&delivery, DeliveryState::KeptRaw, &interpreted.sentence).await?
                }
                Err(KitError::Cancelled) => return Ok(()),
                Err(error) => {
                    tracing::warn!(delivery.id = %delivery.id, "A delivery could not be read; it is kept");
                    self.note(&delivery, DeliveryState::Unreadable, &error.to_string()).await?;
                }
            }
            let whole = extract.scopes.iter().any(|scope| scope.complete);
            if !taken.is_empty() && (whole || extract.changed.len() > BURST) {
                break;
            }
        }
        if taken.is_empty() { Ok(()) } else { self.take_extract(&taken, extract, &known).await }
    }

    async fn note(&self, delivery: &Delivery, state: DeliveryState, words: &str) -> Result<(), EngineError> {
        Ok(self.tenant.set_delivery(delivery.id, state, None, words).await?)
    }

    async fn take_extract(
        &self,
        taken: &[Delivery],
        mut extract: Extract,
        known: &Known,
    ) -> Result<(), EngineError> {
        let Some(last) = taken.last() else { return Ok(()) };
        extract.leave_out(&self.spoken_of_since(last, &extract).await?);
        let row = self.engine.connection_row(self.tenant, self.sync.connection).await?;
        let start = Start {
            tenant: self.tenant,
            sync: self.sync,
            source: row.title,
            by: Actor::delivery(),
            kind: RunKind::Full,
            origin: Origin { delivery: Some(last.id), ..Origin::default() },
            deliveries: taken.iter().map(|delivery| delivery.id).collect(),
        };
        let run = take(self.engine, start, known, extract).await?;
        for delivery in taken {
            self.tenant.set_delivery(delivery.id, DeliveryState::Taken, Some(run.id), &run.note).await?;
        }
        Ok(())
    }

    /// A message that is older than one of its kind that was taken in never overwrites it.
    async fn overtaken(&self, delivery: &Delivery) -> Result<bool, EngineError> {
        let last = self.tenant.last_taken_stamp(delivery.connection, &delivery.kind).await?;
        Ok(last.is_some_and(|last| delivery.stamp != 0 && delivery.stamp < last))
    }

    /// Documents of which a newer message of another kind has already spoken: a full that arrives late does not undo
    /// the part that overtook it.
    async fn spoken_of_since(
        &self,
        delivery: &Delivery,
        extract: &Extract,
    ) -> Result<HashSet<(Name, String)>, EngineError> {
        let filter = DeliveryFilter {
            connection: Some(delivery.connection),
            state: Some(DeliveryState::Taken),
            ..DeliveryFilter::default()
        };
        let recent = self.tenant.deliveries(&filter, None, 200).await?;
        let newer: HashSet<DeliveryId> =
            recent.iter().filter(|other| other.stamp > delivery.stamp).map(|other| other.id).collect();
        let mut spoken = HashSet::new();
        if newer.is_empty() {
            return Ok(spoken);
        }
        let mut keys: BTreeMap<Name, Vec<String>> = BTreeMap::new();
        for (document, _) in &extract.changed {
            keys.entry(document.head.stream.clone()).or_default().push(document.head.key.clone());
        }
        for (stream, keys) in keys {
            let rows = self.tenant.documents(delivery.connection, &stream, &keys).await?;
            let since = rows.into_iter().filter(|row| {
                row.origin.as_ref().and_then(|origin| origin.delivery).is_some_and(|id| newer.contains(&id))
            });
            spoken.extend(since.map(|row| (stream.clone(), row.key)));
        }
        Ok(spoken)
    }
}

/// A stored body that can be read as often as needed.
enum Stored {
    /// Small enough to be at hand.
    Here(Vec<u8>),
    /// In the blob store.
    Blob(crosswalk_store::Blobs, Delivery),
}

impl Body for Stored {
    fn len(&self) -> u64 {
        match self {
            Self::Here(bytes) => bytes.len() as u64,
            Self::Blob(_, delivery) => delivery.size,
        }
    }

    fn open(&self) -> std::io::Result<Box<dyn Read + Send>> {
        match self {
            Self::Here(bytes) => Ok(Box::new(std::io::Cursor::new(bytes.clone()))),
            Self::Blob(blobs, delivery) => {
                let hash = delivery.body.ok_or_else(|| std::io::Error::other("The raw body was purged."))?;
                Ok(Box::new(blobs.open(hash).map_err(std::io::Error::other)?))
            }
        }
    }
}

async fn stored(tenant: &Tenant, delivery: &Delivery) -> Result<Stored, EngineError> {
    if delivery.size > INLINE as u64 {
        return Ok(Stored::Blob(tenant.blobs(), delivery.clone()));
    }
    let mut bytes = Vec::new();
    tenant.body(delivery).await?.read_to_end(&mut bytes).map_err(crosswalk_store::StoreError::from)?;
    Ok(Stored::Here(bytes))
}

/// Reads a delivery's body into the sink, on a thread where computing and waiting for the disk are allowed.
pub(crate) async fn interpret(
    tenant: &Tenant,
    opened: Arc<dyn Connection>,
    delivery: Delivery,
    mut sink: Sink,
) -> Result<(Sink, Result<Interpreted, KitError>), EngineError> {
    let body = stored(tenant, &delivery).await?;
    let reading = tokio::task::spawn_blocking(move || {
        let verified = Verified {
            kind: delivery.kind.clone(),
            stamp: delivery.stamp,
            content_type: delivery.content_type.clone(),
            carries_records: true,
            echo: Vec::new(),
        };
        let result = match opened.push() {
            Some(push) => push.interpret(&verified, &body, delivery.received_at, &mut sink),
            None => Ok(Interpreted::default()),
        };
        (sink, result)
    });
    reading.await.map_err(|_| EngineError::Cancelled)
}

/// Reads a stored delivery again, for lineage; nothing is taken in.
pub(crate) async fn read_again(
    tenant: &Tenant,
    opened: Arc<dyn Connection>,
    delivery: Delivery,
    cancel: CancellationToken,
) -> Result<Vec<crosswalk_model::Document>, EngineError> {
    let sink = Sink::new(Arc::default(), 0, cancel);
    let (sink, result) = interpret(tenant, opened, delivery, sink).await?;
    result?;
    Ok(sink.extract.changed.into_iter().map(|(document, _)| document).collect())
}
