//! Stored bodies, read into a sink as often as needed.

use std::io::Read;
use std::sync::Arc;

use crosswalk_connector_kit::{Body, Connection, DocumentSink, Interpreted, KitError, Verified};
use crosswalk_model::{Delivery, Document, Hash};
use crosswalk_store::{INLINE, Tenant};
use tokio_util::sync::CancellationToken;

use super::extract::Sink;
use crate::{EngineError, Result};

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

async fn stored(tenant: &Tenant, delivery: &Delivery) -> Result<Stored> {
    if delivery.size > INLINE as u64 {
        return Ok(Stored::Blob(tenant.blobs(), delivery.clone()));
    }
    let mut bytes = Vec::new();
    tenant.body(delivery).await?.read_to_end(&mut bytes).map_err(crosswalk_store::StoreError::from)?;
    Ok(Stored::Here(bytes))
}

/// Reads a delivery's body into the sink, on a thread where computing and waiting for the disk are allowed.
pub(crate) async fn interpret<S: DocumentSink + 'static>(
    tenant: &Tenant,
    opened: Arc<dyn Connection>,
    delivery: Delivery,
    mut sink: S,
) -> Result<(S, Result<Interpreted, KitError>)> {
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
) -> Result<Vec<Document>> {
    let sink = Sink::new(&tenant.blobs(), Arc::default(), Hash([0; 32]), cancel);
    let (sink, result) = interpret(tenant, opened, delivery, sink).await?;
    let extract = sink.finish()?;
    result?;
    let mut documents = Vec::new();
    extract.read(|_, document| {
        documents.push(document);
        Ok(())
    })?;
    Ok(documents)
}
