//! Reading a source that is asked rather than one that pushes: files, and later services.

use std::sync::Arc;

use crosswalk_connector_kit::ReadRequest;
use crosswalk_model::{Actor, ConnectionId, Direction, PlanState, Run, RunKind, Sync};
use crosswalk_store::{Origin, Tenant};

use super::assert::Mapper;
use super::extract::{Extract, Sink};
use super::run::{Start, take};
use crate::exchanges::Heard;
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
    let mapper = Mapper::new(sync, &engine.map_context(&tenant, Direction::Inbound).await?);
    let mut start = Start {
        tenant: &tenant,
        sync,
        source: engine.connection_row(&tenant, connection).await?.title,
        by,
        origin: Origin::default(),
        deliveries: Vec::new(),
        replaces: superseded(&tenant, sync).await?,
        known: Arc::default(),
    };
    let run = start.run(engine, kind).await?;
    let heard = Heard::of(engine, run.id);
    match heard.during(&tenant, read(engine, &mut start, &mapper, &place)).await {
        Ok(extract) => take(engine, &start, run, mapper, &extract).await,
        Err(error) => {
            engine.fail_run(&tenant, run, &error).await?;
            Err(error)
        }
    }
}

/// Reads the source, unless it bears the stamp under which everything was taken in the last time.
async fn read(engine: &Engine, start: &mut Start<'_>, mapper: &Mapper, place: &Place<'_>) -> Result<Extract> {
    let (tenant, connection) = (start.tenant, start.sync.connection);
    let opened = engine.open(tenant.id(), connection).await?;
    let stamp = opened.stamp(&place.cancel).await?;
    let known = tenant.source_stamp(connection).await?;
    if let Some(known) = known.filter(|known| stamp == Some(known.stamp) && known.under == mapper.under()) {
        return Ok(Extract::of_the_same(known));
    }
    start.known = Arc::new(super::known::known(tenant, connection, &start.sync.crosswalk).await?);
    let mut sink = Sink::new(&tenant.blobs(), start.known.clone(), mapper.under(), place.cancel.clone());
    let request = ReadRequest { cursor: None, cancel: place.cancel.clone() };
    let read = opened.read(&request, &mut sink).await;
    let mut extract = sink.finish()?;
    read?;
    // Files that were exchanged while they were read bear no stamp.
    let after = if stamp.is_some() { opened.stamp(&place.cancel).await? } else { None };
    extract.stamp = stamp.filter(|stamp| after == Some(*stamp));
    Ok(extract)
}

/// A source that is read says everything anew: what waited of its earlier words waits no longer.
async fn superseded(tenant: &Tenant, sync: &Sync) -> Result<Vec<crosswalk_model::PlanId>> {
    let open = tenant.open_plans(sync.id).await?.into_iter();
    let ordinary = |plan: &crosswalk_model::Plan| plan.state != PlanState::Approved && plan.undoes.is_none();
    Ok(open.filter(ordinary).map(|plan| plan.id).collect())
}
