//! The inbound lane: takes in waiting deliveries, connection by connection, ordered by the messages' own time.

use std::sync::Arc;
use std::time::Duration;

use crosswalk_connector_kit::{Connection, KitError};
use crosswalk_contract::EventKind;
use crosswalk_model::{
    Actor, Delivery, DeliveryId, DeliveryState, Direction, Hash, PlanId, Run, RunKind, Sync,
};
use crosswalk_store::{Origin, Tenant};
use tokio_util::sync::CancellationToken;

use super::assert::Mapper;
use super::extract::{Extract, Sink};
use super::heard::{Listener, Spoken};
use super::known::{Known, known};
use super::open::unsettled;
use super::run::{Start, take};
use super::stored::interpret;
use crate::{Engine, EngineError, Result};

/// How many documents of a burst are taken in together.
const BURST: usize = 20_000;
/// How long a lane waits for more of a burst before it begins.
const PAUSE: Duration = Duration::from_millis(20);

/// Takes in everything that waits. What cannot be taken in waits on with a sentence, and stops nothing else.
pub(crate) async fn take_in_all(engine: &Engine, cancel: &CancellationToken) -> Result<()> {
    let Ok(tenant) = engine.school() else { return Ok(()) };
    tokio::time::sleep(PAUSE).await;
    for sync in tenant.syncs().await? {
        if sync.direction != Direction::Inbound || sync.paused {
            continue;
        }
        while !cancel.is_cancelled() {
            let waiting = engine.lanes().ready(tenant.waiting(sync.connection).await?);
            if waiting.is_empty() {
                break;
            }
            let Ok(place) = engine.lanes().place(sync.id, cancel) else { break };
            let all: Vec<DeliveryId> = waiting.iter().map(|delivery| delivery.id).collect();
            let mut tried = all.clone();
            let result = take_in(engine, &tenant, &sync, waiting, &mut tried, &place.cancel).await;
            if let Err(error) = result
                && !cancel.is_cancelled()
            {
                engine.set_aside(&tenant, &tried, &error).await;
                // Also where all wait behind it: it may have come to its end but for what waited for it.
                engine.lanes().comes_late(sync.connection);
                if matches!(&error, EngineError::Store(error) if error.may_pass()) {
                    engine.lanes().wait_behind(all.into_iter());
                }
            }
        }
        // One connection that cannot be looked through does not keep the others waiting.
        if let Err(error) = look_back(engine, &tenant, &sync, cancel).await {
            tracing::warn!(connection.id = %sync.connection, error = %error, "What waited could not be read again yet");
            engine.lanes().looks_later(sync.connection);
        }
    }
    Ok(())
}

/// When the house opens, and once deliveries were taken in after newer ones, those are read again that pointed at what
/// was not there yet and has come since: nobody else would send them again. What is not pushed is read again anyway.
async fn look_back(engine: &Engine, tenant: &Tenant, sync: &Sync, cancel: &CancellationToken) -> Result<()> {
    if cancel.is_cancelled() || engine.lanes().is_looked_through(sync.connection) {
        return Ok(());
    }
    if !engine.is_pushed(tenant, sync).await? || unsettled(tenant, sync).await?.is_empty() {
        engine.lanes().looks_through(sync.connection);
        return Ok(());
    }
    let is_whole = tenant.waiting(sync.connection).await?.is_empty();
    let place = if is_whole { engine.lanes().place(sync.id, cancel) } else { Err(EngineError::Busy) };
    // Whoever has the place wakes the lane when it is free; what waits wakes it when it is taken in.
    let Ok(place) = place else { return Ok(()) };
    engine.lanes().looks_through(sync.connection);
    let mut burst = Burst::open(engine, tenant, sync, &place.cancel).await?;
    burst.bring_in().await
}

/// Takes in a burst; `tried` says afterwards which deliveries were being taken in.
async fn take_in(
    engine: &Engine,
    tenant: &Tenant,
    sync: &Sync,
    waiting: Vec<Delivery>,
    tried: &mut Vec<DeliveryId>,
    cancel: &CancellationToken,
) -> Result<()> {
    let mut burst = Burst::open(engine, tenant, sync, cancel).await?;
    tried.clear();
    burst.take_in(waiting, tried).await
}

/// Some deliveries of one connection that are taken in together.
pub(crate) struct Burst<'a> {
    pub engine: &'a Engine,
    pub tenant: &'a Tenant,
    pub sync: &'a Sync,
    pub known: Arc<Known>,
    opened: Arc<dyn Connection>,
    under: Hash,
    mapper: Option<Mapper>,
    cancel: &'a CancellationToken,
}

impl<'a> Burst<'a> {
    /// Opens the connection and loads what is known of its documents.
    pub async fn open(
        engine: &'a Engine,
        tenant: &'a Tenant,
        sync: &'a Sync,
        cancel: &'a CancellationToken,
    ) -> Result<Self> {
        let mapper = Mapper::new(sync, &engine.map_context(tenant, Direction::Inbound).await?);
        Ok(Self {
            engine,
            tenant,
            sync,
            known: Arc::new(known(tenant, sync.connection, &sync.crosswalk).await?),
            opened: engine.open(tenant.id(), sync.connection).await?.into(),
            under: mapper.under(),
            mapper: Some(mapper),
            cancel,
        })
    }

    /// Takes in the first of the waiting deliveries, and with it those after it that belong to the same burst.
    async fn take_in(&mut self, waiting: Vec<Delivery>, tried: &mut Vec<DeliveryId>) -> Result<()> {
        let (mut taken, mut messages): (Vec<Delivery>, Vec<Extract>) = (Vec::new(), Vec::new());
        let newer = self.spoken_since(&waiting, &[]).await?;
        let mut changed = 0;
        for delivery in waiting {
            if taken.first().is_some_and(|first| first.kind != delivery.kind) {
                break;
            }
            tried.push(delivery.id);
            let Some(extract) = self.read(&delivery, &newer).await? else { continue };
            changed += extract.changed.len();
            let whole = extract.heard.scopes.any_complete();
            taken.push(delivery);
            messages.push(extract);
            if whole || changed > BURST {
                break;
            }
        }
        if taken.is_empty() {
            return Ok(());
        }
        let all = Extract::of_messages(messages);
        let replaces = self.plans_without_changes(&all.heard).await?;
        let run = self.take(&taken, &all, replaces, &Actor::delivery(), RunKind::Full).await?;
        self.look_again(&all.heard, run.plan).await?;
        if run.applied > 0 { self.bring_in().await } else { Ok(()) }
    }

    /// Reads one delivery. `None` when there is nothing to take in; what became of it has been noted.
    async fn read(&self, delivery: &Delivery, newer: &Arc<Spoken>) -> Result<Option<Extract>> {
        let _stage = crosswalk_faults::enter(crosswalk_faults::Stage::Extract);
        let (sink, result) =
            interpret(self.tenant, self.opened.clone(), delivery.clone(), self.sink(delivery)).await?;
        let mut extract = sink.finish()?;
        match result {
            Ok(interpreted) if interpreted.modelled => {}
            Ok(interpreted) => {
                self.note(delivery, DeliveryState::KeptRaw, &interpreted.sentence).await?;
                return Ok(None);
            }
            Err(KitError::Cancelled) => return Err(EngineError::Cancelled),
            Err(error) => {
                tracing::warn!(delivery.id = %delivery.id, "A delivery could not be read; it is kept");
                self.note(delivery, DeliveryState::Unreadable, &error.to_string()).await?;
                return Ok(None);
            }
        }
        if is_late(delivery, newer) {
            let nothing_new = extract.is_idle(&self.known);
            extract.yield_to(newer, delivery.stamp);
            if !nothing_new && extract.is_idle(&self.known) {
                let words = "Older than what was taken in already; kept, not applied.";
                self.note(delivery, DeliveryState::Overtaken, words).await?;
                return Ok(None);
            }
        }
        Ok(Some(extract))
    }

    fn sink(&self, delivery: &Delivery) -> Sink {
        let blobs = self.tenant.blobs();
        Sink::new(&blobs, self.known.clone(), self.under, self.cancel.clone()).of(delivery.id)
    }

    /// What messages have spoken of that are newer, by their own time, than the oldest of these.
    async fn spoken_since(&self, these: &[Delivery], without: &[DeliveryId]) -> Result<Arc<Spoken>> {
        let mut spoken = Spoken::default();
        let oldest = these.iter().map(|delivery| delivery.stamp).filter(|stamp| *stamp != 0).min();
        let Some(oldest) = oldest else { return Ok(Arc::new(spoken)) };
        let mut newer = self.tenant.taken_since(self.sync.connection, oldest).await?;
        newer.retain(|delivery| !without.contains(&delivery.id) && delivery.body.is_some());
        for delivery in newer {
            let (stamp, listener) = (delivery.stamp, Listener::new(self.cancel.clone()));
            let (listener, result) = interpret(self.tenant, self.opened.clone(), delivery, listener).await?;
            if matches!(result, Err(KitError::Cancelled)) {
                return Err(EngineError::Cancelled);
            }
            spoken.add(stamp, &listener.heard, &listener.scopes);
        }
        Ok(Arc::new(spoken))
    }

    async fn note(&self, delivery: &Delivery, state: DeliveryState, words: &str) -> Result<()> {
        self.tenant.set_delivery(delivery.id, state, None, words).await?;
        self.engine.events().tell(EventKind::Delivery { delivery: delivery.id });
        Ok(())
    }

    /// Plans an extract and, where nobody needs to be asked, carries it out.
    async fn take(
        &mut self,
        taken: &[Delivery],
        extract: &Extract,
        replaces: Vec<PlanId>,
        by: &Actor,
        kind: RunKind,
    ) -> Result<Run> {
        let start = Start {
            tenant: self.tenant,
            sync: self.sync,
            source: self.engine.connection_row(self.tenant, self.sync.connection).await?.title,
            by: by.clone(),
            origin: Origin::default(),
            deliveries: taken.iter().map(|delivery| delivery.id).collect(),
            replaces,
            known: self.known.clone(),
        };
        let mapper = match self.mapper.take() {
            Some(mapper) => mapper,
            None => Mapper::new(self.sync, &self.engine.map_context(self.tenant, Direction::Inbound).await?),
        };
        let run = start.run(self.engine, kind).await?;
        let run = take(self.engine, &start, run, mapper, extract).await?;
        for delivery in taken {
            self.tenant.set_delivery(delivery.id, DeliveryState::Taken, Some(run.id), &run.note).await?;
            self.engine.events().tell(EventKind::Delivery { delivery: delivery.id });
        }
        Ok(run)
    }

    /// Plans some deliveries again that were taken in before, whatever came of them; newer messages count more.
    pub async fn again(
        &mut self,
        deliveries: &[DeliveryId],
        replaces: Vec<PlanId>,
        by: &Actor,
        kind: RunKind,
    ) -> Result<Option<Run>> {
        let (mut taken, mut messages): (Vec<Delivery>, Vec<Extract>) = (Vec::new(), Vec::new());
        for id in deliveries {
            taken.extend(self.tenant.delivery(*id).await?.filter(|delivery| delivery.body.is_some()));
        }
        taken.sort_by_key(|delivery| (delivery.stamp, delivery.received_at, delivery.id));
        let newer = self.spoken_since(&taken, deliveries).await?;
        for delivery in &taken {
            let (sink, result) =
                interpret(self.tenant, self.opened.clone(), delivery.clone(), self.sink(delivery)).await?;
            let mut extract = sink.finish()?;
            result?;
            if is_late(delivery, &newer) {
                extract.yield_to(&newer, delivery.stamp);
            }
            messages.push(extract);
        }
        let all = Extract::of_messages(messages);
        if taken.is_empty() || all.is_idle(&self.known) {
            return Ok(None);
        }
        self.take(&taken, &all, replaces, by, kind).await.map(Some)
    }
}

/// Whether a message comes after others that were sent later. One that bears no time comes in time.
fn is_late(delivery: &Delivery, newer: &Spoken) -> bool {
    delivery.stamp != 0 && newer.any_since(delivery.stamp)
}
