//! Cancelling within a second, waiting when asked to, and fields that nobody knows.

use std::time::Duration;

use crosswalk_model::{Catalog, StreamDescription, Timestamp};
use tokio::time::{Instant, timeout};

use super::breaches::Breaches;
use super::reading::back;
use super::{Access, Harness};
use crate::{
    CancellationToken, Capability, Connection, Connector, KitError, PresentRecord, ReadBack, WriteBatch,
};

/// After how long the battery cancels, and how long that may take.
const PATIENCE: Duration = Duration::from_millis(150);
const A_SECOND: Duration = Duration::from_secs(1);

/// How long a throttling service asks to wait, in seconds.
const WAIT: u32 = 1;

pub(super) async fn all(connector: &dyn Connector, harness: &dyn Harness, breaches: &mut Breaches) {
    cancels(connector, harness, breaches).await;
    waits(connector, harness, breaches).await;
    tolerates(connector, harness, breaches).await;
}

async fn cancels(connector: &dyn Connector, harness: &dyn Harness, breaches: &mut Breaches) {
    let Some(silent) = harness.silent().await else { return };
    let Some(connection) = breaches.take(silent.open(connector), "a silent service opens") else { return };
    let rule = "every verb is cancelled within a second";
    let checked = cancelled(async |cancel| !connection.check(&cancel).await.is_empty()).await;
    breaches.must(checked, rule, "check");
    let spec = connector.spec();
    let stream = a_stream(connector, &silent, harness);
    if spec.can(Capability::ReadBack) {
        let read = |cancel| ReadBack { stream: stream.clone(), cancel, ..ReadBack::default() };
        let stopped = cancelled(async |cancel| is_cancelled(connection.read_back(&read(cancel)).await)).await;
        breaches.must(stopped, rule, "read back");
    }
    if spec.can(Capability::Write) {
        let batch = harness.creates().into_iter().next();
        let batch = batch.unwrap_or(WriteBatch { stream, at: Timestamp::UNIX_EPOCH, changes: Vec::new() });
        let stopped = cancelled(async |cancel| is_cancelled(connection.write(&batch, &cancel).await)).await;
        breaches.must(stopped, rule, "write");
    }
}

fn a_stream(connector: &dyn Connector, access: &Access, harness: &dyn Harness) -> String {
    let written = harness.creates().into_iter().next().map(|batch| batch.stream);
    let mapped =
        || connector.crosswalk(&access.settings).streams.first().map(|map| map.to.clone().into_owned());
    written.or_else(mapped).unwrap_or_default()
}

/// Whether something that would never end ends soon, and well, after it was cancelled.
async fn cancelled(verb: impl AsyncFn(CancellationToken) -> bool) -> bool {
    let cancel = CancellationToken::new();
    let stop = async {
        tokio::time::sleep(PATIENCE).await;
        cancel.cancel();
    };
    let both = async { tokio::join!(verb(cancel.clone()), stop) };
    timeout(PATIENCE + A_SECOND, both).await.is_ok_and(|(well, ())| well)
}

fn is_cancelled<T>(result: Result<T, KitError>) -> bool {
    matches!(result, Err(KitError::Cancelled))
}

async fn waits(connector: &dyn Connector, harness: &dyn Harness, breaches: &mut Breaches) {
    let Some(throttled) = harness.throttled(WAIT).await else { return };
    let Some(connection) = breaches.take(throttled.open(connector), "a throttling service opens") else {
        return;
    };
    let Some(stream) = first_stream(&*connection, breaches).await else { return };
    let started = Instant::now();
    let read = back(&*connection, &stream, None).await;
    let rule = "the wait that a service asks for is kept";
    let wait = Duration::from_secs(WAIT.into());
    match read {
        Ok(_) => breaches.must(started.elapsed() >= wait, rule, "it came back too early"),
        Err(KitError::RateLimited { wait: told, .. }) => {
            breaches.must(told >= wait, rule, "it told another wait")
        }
        Err(error) => breaches.broken(rule, &error.to_string()),
    }
}

async fn tolerates(connector: &dyn Connector, harness: &dyn Harness, breaches: &mut Breaches) {
    let Some(odd) = harness.with_unknown_fields().await else { return };
    let Some(connection) = breaches.take(odd.open(connector), "unknown fields are tolerated") else { return };
    let Some(stream) = first_stream(&*connection, breaches).await else { return };
    let read = back(&*connection, &stream, None).await;
    let Some(found) = breaches.take(read, "unknown fields are tolerated") else { return };
    let known = |record: &PresentRecord| record.fields.keys().all(|name| stream.field(name).is_some());
    breaches.must(found.iter().all(known), "unknown fields are tolerated", "they were read");
}

async fn first_stream(connection: &dyn Connection, breaches: &mut Breaches) -> Option<StreamDescription> {
    let discovered = connection.discover(&CancellationToken::new()).await;
    let Catalog { streams } = breaches.take(discovered, "the catalog is discovered")?;
    streams.into_iter().find(|stream| stream.readable)
}
