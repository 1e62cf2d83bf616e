//! The connector and the connection that it opens.

use async_trait::async_trait;
use crosswalk_model::{Catalog, Crosswalk, Hash, Outcome, Selection, SyncPolicy};
use tokio_util::sync::CancellationToken;

use crate::{CheckResult, DocumentSink, KitError, PresentRecord, Push, Secrets, Settings, Spec, WriteBatch};

/// A service that Crosswalk can talk to. It holds no state; what is configured is a [`Connection`].
pub trait Connector: Send + Sync {
    /// What it is and needs.
    fn spec(&self) -> Spec;

    /// The mapping with which a new sync starts: full for a known schema, empty where everything is discovered.
    fn crosswalk(&self, settings: &Settings) -> Crosswalk;

    /// The policy with which a new sync starts.
    fn policy(&self) -> SyncPolicy {
        SyncPolicy::default()
    }

    /// Who takes part in a new sync.
    fn selection(&self) -> Selection {
        Selection::default()
    }

    /// Opens a connection. Reads no network and no file.
    ///
    /// # Errors
    /// [`KitError::BadSetting`] naming the field.
    fn open(&self, settings: &Settings, secrets: &Secrets) -> Result<Box<dyn Connection>, KitError>;
}

/// What to read.
#[derive(Clone, Debug, Default)]
pub struct ReadRequest {
    /// Where an incremental read goes on, as the last [`ReadEnd`] gave it.
    pub cursor: Option<String>,
    /// Cancels the read within a second.
    pub cancel: CancellationToken,
}

/// How a read ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadEnd {
    /// Where the next incremental read goes on.
    pub cursor: Option<String>,
    /// A sentence about what was read.
    pub sentence: String,
}

/// What to read back from a destination.
#[derive(Clone, Debug, Default)]
pub struct ReadBack {
    /// The stream.
    pub stream: String,
    /// Only these keys, or all.
    pub keys: Option<Vec<String>>,
    /// Cancels the read within a second.
    pub cancel: CancellationToken,
}

/// A configured connector. Verbs that its spec does not claim keep their refusing default.
#[async_trait]
pub trait Connection: Send + Sync {
    /// Tries everything that a sync will need, in stages.
    async fn check(&self, cancel: &CancellationToken) -> Vec<CheckResult>;

    /// Its streams and fields, with masked samples where the service gives any.
    async fn discover(&self, cancel: &CancellationToken) -> Result<Catalog, KitError>;

    /// A hash over everything that a read would look at, where it can be had for far less than a read; `None` where it
    /// cannot. While the stamp stays the same, so does every document.
    async fn stamp(&self, cancel: &CancellationToken) -> Result<Option<Hash>, KitError> {
        let _ = cancel;
        Ok(None)
    }

    /// Reads a source.
    async fn read(&self, request: &ReadRequest, sink: &mut dyn DocumentSink) -> Result<ReadEnd, KitError> {
        let _ = (request, sink);
        Err(not_offered("reading"))
    }

    /// Reads what a destination holds now. All of it, or an error: never a part in silence.
    async fn read_back(&self, request: &ReadBack) -> Result<Vec<PresentRecord>, KitError> {
        let _ = request;
        Err(not_offered("reading back"))
    }

    /// Writes a batch: exactly one outcome per change, in order. An error means that nothing is known of any change.
    async fn write(&self, batch: &WriteBatch, cancel: &CancellationToken) -> Result<Vec<Outcome>, KitError> {
        let _ = (batch, cancel);
        Err(not_offered("writing"))
    }

    /// Its listener side, if the service pushes to us.
    fn push(&self) -> Option<&dyn Push> {
        None
    }
}

fn not_offered(verb: &str) -> KitError {
    KitError::Refused { service: "This connector".into(), words: format!("It does not offer {verb}.") }
}
