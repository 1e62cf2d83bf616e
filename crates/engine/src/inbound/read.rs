//! Reading a source that is asked rather than one that pushes: files, and later services.

use crosswalk_connector_kit::ReadRequest;
use crosswalk_model::{Actor, ConnectionId, Direction, Run, RunKind};
use crosswalk_store::Origin;

use super::extract::{Sink, known};
use super::run::{Start, take};
use crate::{Engine, EngineError};

/// Reads a connection and takes in what it says.
pub(crate) async fn read_connection(
    engine: &Engine,
    connection: ConnectionId,
    by: Actor,
    kind: RunKind,
) -> Result<Run, EngineError> {
    let tenant = engine.school()?;
    let syncs = tenant.syncs().await?;
    let inbound =
        |sync: &&crosswalk_model::Sync| sync.connection == connection && sync.direction == Direction::Inbound;
    let sync = syncs.iter().find(inbound).ok_or(EngineError::NotFound("sync"))?;
    let place = engine.lanes().place(sync.id, &engine.supervisor().token())?;
    let row = engine.connection_row(&tenant, connection).await?;
    let opened = engine.open(tenant.id(), connection).await?;
    let known = std::sync::Arc::new(known(&tenant, connection, &sync.crosswalk).await?);
    let mut sink = Sink::new(known.clone(), sync.crosswalk.version, place.cancel.clone());
    let request = ReadRequest { cursor: None, cancel: place.cancel.clone() };
    opened.read(&request, &mut sink).await?;
    let start = Start {
        tenant: &tenant,
        sync,
        source: row.title,
        by,
        kind,
        origin: Origin::default(),
        deliveries: Vec::new(),
    };
    take(engine, start, &known, sink.extract).await
}
