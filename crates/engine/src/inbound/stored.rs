//! Stored bodies, read into a sink as often as needed.

use std::io::Read;
use std::sync::{Arc, Mutex, PoisonError};

use crosswalk_connector_kit::{Body, Connection, DocumentSink, Interpreted, KitError, Verified};
use crosswalk_model::{Delivery, Document, Hash};
use crosswalk_store::{BlobReader, INLINE, StoreError, Tenant};
use tokio_util::sync::CancellationToken;

use super::extract::Sink;
use crate::{EngineError, Result};

/// A stored body that can be read as often as needed.
enum Stored {
    /// Small enough to be at hand.
    Here(Vec<u8>),
    /// In the blob store.
    Blob(crosswalk_store::Blobs, Delivery, Trouble),
}

/// What the memory said while a body was read. A connector only learns that the body broke off, and would take that
/// for the sender's doing.
#[derive(Clone, Default)]
struct Trouble(Arc<Mutex<Option<StoreError>>>);

impl Trouble {
    fn note(&self, error: StoreError) -> std::io::Error {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(error.clone());
        std::io::Error::other(error)
    }

    /// The error, if reading again may help: then the delivery is not unreadable, but waits.
    fn passing(&self) -> Option<StoreError> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take().filter(StoreError::may_pass)
    }
}

/// A body as it is read, and what went wrong.
struct Watched(BlobReader, Trouble);

impl Read for Watched {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        self.0.read(into).map_err(|error| self.1.note(error.into()))
    }
}

impl Body for Stored {
    fn len(&self) -> u64 {
        match self {
            Self::Here(bytes) => bytes.len() as u64,
            Self::Blob(_, delivery, _) => delivery.size,
        }
    }

    fn open(&self) -> std::io::Result<Box<dyn Read + Send>> {
        match self {
            Self::Here(bytes) => Ok(Box::new(std::io::Cursor::new(bytes.clone()))),
            Self::Blob(blobs, delivery, trouble) => {
                let hash = delivery.body.ok_or_else(|| std::io::Error::other("The raw body was purged."))?;
                let reader = blobs.open(hash).map_err(|error| trouble.note(error))?;
                Ok(Box::new(Watched(reader, trouble.clone())))
            }
        }
    }
}

async fn stored(tenant: &Tenant, delivery: &Delivery, trouble: &Trouble) -> Result<Stored> {
    if delivery.size > INLINE as u64 {
        return Ok(Stored::Blob(tenant.blobs(), delivery.clone(), trouble.clone()));
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
    let trouble = Trouble::default();
    let body = stored(tenant, &delivery, &trouble).await?;
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
    let read = reading.await.map_err(|_| EngineError::Cancelled)?;
    trouble.passing().map_or(Ok(read), |error| Err(error.into()))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_that_cannot_be_read_is_not_the_senders_doing() {
        let trouble = Trouble::default();
        let told = trouble.note(std::io::Error::from_raw_os_error(5).into());
        assert!(told.to_string().contains("cannot be reached"), "{told}");
        assert!(matches!(trouble.passing(), Some(StoreError::Unavailable { .. })));
        assert!(trouble.passing().is_none(), "it is told once");
        trouble.note(StoreError::Altered { what: "A stored body".into() });
        assert!(trouble.passing().is_none(), "an altered body stays unreadable");
    }
}
