//! Reading a source that is asked rather than one that pushes: files, and later services.

use std::sync::Arc;

use crosswalk_connector_kit::ReadRequest;
use crosswalk_model::{Actor, ConnectionId, Direction, PlanState, Run, RunKind, Sync};
use crosswalk_store::{Origin, Tenant};

use super::assert::Mapper;
use super::extract::{Extract, Sink, known};
use super::run::{Start, take};
use crate::lane::Place;
use crate::{Engine, EngineError, Result};

/// Reads a connection and takes in what it says. A read that fails leaves a failed run, and nothing else.
pub(crate) async fn read_connection(
    engine: &Engine,
    connection: ConnectionId,
    by: Actor,
    kind: RunKind,
) -> Result<Run> {
    let tenant = engine.school()?;
    let syncs = tenant.syncs().await?;
    let inbound = |sync: &&Sync| sync.connection == connection && sync.direction == Direction::Inbound;
    let sync = syncs.iter().find(inbound).ok_or(EngineError::NotFound("sync"))?;
    let place = engine.lanes().place(sync.id, &engine.supervisor().token())?;
    let start = Start {
        tenant: &tenant,
        sync,
        source: engine.connection_row(&tenant, connection).await?.title,
        by,
        origin: Origin::default(),
        deliveries: Vec::new(),
        replaces: superseded(&tenant, sync).await?,
        known: Arc::new(known(&tenant, connection, &sync.crosswalk).await?),
    };
    let run = start.run(engine, kind).await?;
    let mapper = Mapper::new(sync, &engine.map_context(&tenant, Direction::Inbound).await?);
    match read(engine, &start, &mapper, &place).await {
        Ok(extract) => take(engine, &start, run, mapper, &extract).await,
        Err(error) => {
            engine.fail_run(&tenant, run, &error).await?;
            Err(error)
        }
    }
}

async fn read(engine: &Engine, start: &Start<'_>, mapper: &Mapper, place: &Place<'_>) -> Result<Extract> {
    let opened = engine.open(start.tenant.id(), start.sync.connection).await?;
    let blobs = start.tenant.blobs();
    let mut sink = Sink::new(&blobs, start.known.clone(), mapper.under(), place.cancel.clone());
    let request = ReadRequest { cursor: None, cancel: place.cancel.clone() };
    let read = opened.read(&request, &mut sink).await;
    let extract = sink.finish()?;
    read?;
    Ok(extract)
}

/// A source that is read says everything anew: what waited of its earlier words waits no longer.
async fn superseded(tenant: &Tenant, sync: &Sync) -> Result<Vec<crosswalk_model::PlanId>> {
    let open = tenant.open_plans(sync.id).await?.into_iter();
    let ordinary = |plan: &crosswalk_model::Plan| plan.state != PlanState::Approved && plan.undoes.is_none();
    Ok(open.filter(ordinary).map(|plan| plan.id).collect())
}
