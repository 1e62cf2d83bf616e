//! Lanes: who waits for whom. Deliveries are taken in one after another, ordered by the message's own time; roster
//! writers stand in one line; each sync runs once at a time.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crosswalk_contract::EventKind;
use crosswalk_model::{ConnectionId, Delivery, DeliveryId, DeliveryState, SyncId, TenantId};
use crosswalk_store::Tenant;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::{Engine, EngineError, Result, inbound};

/// Acknowledgements come first: while pushes keep coming so close to each other, the inbound lane waits …
const CLOSE: Duration = Duration::from_millis(20);
/// … but no longer than this.
const LONGEST: Duration = Duration::from_secs(1);

/// After a failure of the memory the lane tries again by itself, first so soon …
const SOON: Duration = Duration::from_secs(2);
/// … then ever more seldom, down to this.
const SELDOM: Duration = Duration::from_secs(300);

/// The house's queues.
#[derive(Default)]
pub(crate) struct Lanes {
    wake: Notify,
    /// How many deliveries were committed.
    arrived: AtomicU64,
    idle: Notify,
    busy: AtomicU64,
    running: Mutex<HashMap<SyncId, CancellationToken>>,
    roster: Arc<tokio::sync::Mutex<()>>,
    /// Deliveries that could not be taken in; they are tried again at the next wake.
    aside: Mutex<HashSet<DeliveryId>>,
    /// Whether some were set aside for what may pass.
    may_pass: AtomicBool,
    /// Connections of which nothing has to be looked for again: what pointed at something that was not there yet, and
    /// has come since, has been read again. None is so when the house opens.
    looked_through: Mutex<HashSet<ConnectionId>>,
    /// Those that could not be looked through for what may pass.
    look_later: Mutex<HashSet<ConnectionId>>,
}

/// Keeps the lanes busy while it lives.
pub(crate) struct Occupied<'a>(&'a Lanes);

impl Drop for Occupied<'_> {
    fn drop(&mut self) {
        self.0.busy.fetch_sub(1, Ordering::SeqCst);
        self.0.idle.notify_waiters();
    }
}

/// A sync's place; nobody else runs it meanwhile.
pub(crate) struct Place<'a> {
    lanes: &'a Lanes,
    sync: SyncId,
    /// Cancels this run.
    pub(crate) cancel: CancellationToken,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.lanes.running().remove(&self.sync);
        // What came meanwhile found the place taken.
        self.lanes.wake.notify_one();
    }
}

impl Lanes {
    fn occupy(&self) -> Occupied<'_> {
        self.busy.fetch_add(1, Ordering::SeqCst);
        Occupied(self)
    }

    fn running(&self) -> MutexGuard<'_, HashMap<SyncId, CancellationToken>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn aside(&self) -> MutexGuard<'_, HashSet<DeliveryId>> {
        self.aside.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a turn to change the roster.
    pub(crate) async fn roster(&self) -> tokio::sync::OwnedMutexGuard<()> {
        self.roster.clone().lock_owned().await
    }

    /// Those of the waiting deliveries that were not set aside.
    pub(crate) fn ready(&self, mut waiting: Vec<Delivery>) -> Vec<Delivery> {
        let aside = self.aside();
        waiting.retain(|delivery| !aside.contains(&delivery.id));
        waiting
    }

    /// Wakes the inbound lane, which then tries again what was set aside.
    fn wake(&self) {
        self.aside().clear();
        self.wake.notify_one();
    }

    /// Deliveries that came after one which could not be taken in for want of memory: they wait behind it, because
    /// what they point at may stand in it.
    pub(crate) fn wait_behind(&self, ids: impl Iterator<Item = DeliveryId>) {
        self.aside().extend(ids);
        self.may_pass.store(true, Ordering::SeqCst);
    }

    fn looked(&self) -> MutexGuard<'_, HashSet<ConnectionId>> {
        self.looked_through.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn later(&self) -> MutexGuard<'_, HashSet<ConnectionId>> {
        self.look_later.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes that a delivery of a connection is taken in after newer ones: what these pointed at may have been missing.
    pub(crate) fn comes_late(&self, connection: ConnectionId) {
        self.looked().remove(&connection);
    }

    /// Whether nothing has to be looked for again.
    pub(crate) fn is_looked_through(&self, connection: ConnectionId) -> bool {
        self.looked().contains(&connection)
    }

    /// Notes that a connection is being looked through.
    pub(crate) fn looks_through(&self, connection: ConnectionId) {
        self.looked().insert(connection);
    }

    /// Notes that a connection could not be looked through: it is tried again with what may pass.
    pub(crate) fn looks_later(&self, connection: ConnectionId) {
        self.later().insert(connection);
        self.may_pass.store(true, Ordering::SeqCst);
    }

    /// Waits until what may pass is tried again; for ever when there is no such thing.
    async fn another_try(&self, pause: Duration) {
        if !self.may_pass.load(Ordering::SeqCst) {
            std::future::pending::<()>().await;
        }
        tokio::time::sleep(pause).await;
        self.aside().clear();
        let later = std::mem::take(&mut *self.later());
        self.looked().retain(|connection| !later.contains(connection));
    }

    /// Waits until no delivery comes for a short while, or until it has waited long enough.
    async fn lull(&self) {
        let end = tokio::time::Instant::now() + LONGEST;
        let mut arrived = self.arrived.load(Ordering::Relaxed);
        while tokio::time::Instant::now() < end {
            tokio::time::sleep(CLOSE).await;
            let before = std::mem::replace(&mut arrived, self.arrived.load(Ordering::Relaxed));
            if arrived == before {
                return;
            }
        }
    }

    /// Takes the place of a sync.
    pub(crate) fn place(&self, sync: SyncId, shutdown: &CancellationToken) -> Result<Place<'_>> {
        let mut running = self.running();
        if running.contains_key(&sync) {
            return Err(EngineError::Busy);
        }
        let cancel = shutdown.child_token();
        running.insert(sync, cancel.clone());
        Ok(Place { lanes: self, sync, cancel })
    }

    /// Whether a sync is running.
    pub(crate) fn is_running(&self, sync: SyncId) -> bool {
        self.running().contains_key(&sync)
    }

    /// Asks a running sync to stop.
    pub(crate) fn cancel(&self, sync: SyncId) {
        if let Some(cancel) = self.running().get(&sync) {
            cancel.cancel();
        }
    }
}

impl Engine {
    /// Tells that a delivery was committed and wakes its lane.
    pub(crate) fn delivered(&self, _tenant: TenantId, delivery: &Delivery) {
        self.events().tell(EventKind::Delivery { delivery: delivery.id });
        if delivery.state == DeliveryState::Waiting {
            self.lanes().arrived.fetch_add(1, Ordering::Relaxed);
            self.lanes().wake();
        }
    }

    /// Wakes the inbound lane.
    pub(crate) fn wake_lane(&self) {
        self.lanes().wake();
    }

    /// Leaves deliveries waiting that could not be taken in, with a sentence. The next push, the next start or a
    /// person tries again.
    pub(crate) async fn set_aside(&self, tenant: &Tenant, ids: &[DeliveryId], error: &EngineError) {
        tracing::error!(error = %error, count = ids.len(), "Deliveries could not be taken in; they wait");
        self.lanes().aside().extend(ids);
        let words = format!("Not taken in yet: {error} It waits, and the next push tries again.");
        for id in ids {
            self.leave_waiting(tenant, *id, &words).await;
        }
    }

    async fn leave_waiting(&self, tenant: &Tenant, id: DeliveryId, words: &str) {
        if let Err(error) = tenant.set_delivery(id, DeliveryState::Waiting, None, words).await {
            tracing::error!(delivery.id = %id, error = %error, "It could not be noted");
        }
        self.events().tell(EventKind::Delivery { delivery: id });
    }

    /// Starts the inbound lane: whenever it is woken it takes in everything that waits.
    pub(crate) fn start_lane(&self) {
        let engine = self.clone();
        let token = self.supervisor().token();
        self.supervisor().start("inbound lane", async move {
            let mut pause = SOON;
            loop {
                tokio::select! {
                    () = engine.lanes().wake.notified() => {}
                    () = engine.lanes().another_try(pause) => {}
                    () = token.cancelled() => return,
                }
                let _busy = engine.lanes().occupy();
                engine.lanes().lull().await;
                engine.lanes().may_pass.store(false, Ordering::SeqCst);
                if let Err(error) = take_in_apart(&engine, &token).await {
                    tracing::error!(error = %error, "Deliveries could not be taken in; they wait for the next one");
                }
                let failed = engine.lanes().may_pass.load(Ordering::SeqCst);
                pause = if failed { (pause * 2).min(SELDOM) } else { SOON };
            }
        });
        self.wake_lane();
    }

    /// Starts a piece of work in the background and keeps [`Engine::settle`] waiting for it.
    pub(crate) fn background(&self, name: &'static str, work: impl Future<Output = ()> + Send + 'static) {
        let engine = self.clone();
        engine.lanes().busy.fetch_add(1, Ordering::SeqCst);
        self.supervisor().start(name, async move {
            let _busy = Occupied(engine.lanes());
            work.await;
        });
    }

    /// Whether a delivery waits that its lane would take in.
    async fn any_waiting(&self) -> Result<bool> {
        let Ok(school) = self.school() else { return Ok(false) };
        for sync in school.syncs().await? {
            let active = sync.direction == crosswalk_model::Direction::Inbound && !sync.paused;
            if active && !self.lanes().ready(school.waiting(sync.connection).await?).is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Waits until nothing waits to be taken in and nothing runs in the background.
    pub async fn settle(&self) {
        loop {
            let idle = self.lanes().idle.notified();
            let waiting = self.any_waiting().await.unwrap_or(false);
            if !waiting && self.lanes().busy.load(Ordering::SeqCst) == 0 {
                return;
            }
            if waiting {
                self.lanes().wake.notify_one();
            }
            let _ = tokio::time::timeout(Duration::from_millis(50), idle).await;
        }
    }
}

/// Takes everything in on a thread of its own. Mapping and comparing keep a processor busy for long, and the threads
/// that answer pushes are not to wait for it. It ends where it stands when this future is dropped.
async fn take_in_apart(engine: &Engine, token: &CancellationToken) -> Result<()> {
    let (engine, token, dropped) = (engine.clone(), token.clone(), CancellationToken::new());
    let _ends_with_us = dropped.clone().drop_guard();
    let house = tokio::runtime::Handle::current();
    let work = async move {
        tokio::select! {
            biased;
            () = dropped.cancelled() => Ok(()),
            done = inbound::take_in_all(&engine, &token) => done,
        }
    };
    let apart = tokio::task::spawn_blocking(move || house.block_on(work));
    apart.await.unwrap_or(Err(EngineError::Cancelled))
}

#[cfg(test)]
mod tests {
    use tokio::time::{Instant, sleep};

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn what_may_pass_is_tried_again_in_its_order() {
        let (lanes, start) = (Lanes::default(), Instant::now());
        let never = tokio::time::timeout(SELDOM, lanes.another_try(SOON)).await;
        assert!(never.is_err(), "nothing failed, so nothing is tried again");
        lanes.wait_behind([1, 2].map(|number| DeliveryId(uuid::Uuid::from_u128(number))).into_iter());
        assert_eq!(lanes.aside().len(), 2);
        lanes.another_try(SOON).await;
        assert_eq!((lanes.aside().len(), start.elapsed()), (0, SELDOM + SOON));
    }

    #[tokio::test(start_paused = true)]
    async fn a_connection_is_looked_through_once_and_again_after_what_came_late() {
        let (lanes, one) = (Lanes::default(), ConnectionId(uuid::Uuid::from_u128(1)));
        assert!(!lanes.is_looked_through(one), "the house has just opened");
        lanes.looks_through(one);
        assert!(lanes.is_looked_through(one));
        lanes.comes_late(one);
        assert!(!lanes.is_looked_through(one));
        lanes.looks_through(one);
        lanes.looks_later(one);
        assert!(lanes.is_looked_through(one), "not at once, or a full disk would keep a processor busy");
        lanes.another_try(SOON).await;
        assert!(!lanes.is_looked_through(one));
    }

    #[tokio::test(start_paused = true)]
    async fn the_lane_waits_while_pushes_keep_coming_but_not_for_ever() {
        for (every, pushes, least, most) in [
            (0, 0, 20, 25),
            (10, 30, 300, 345),
            (10, 10_000, 1000, 1025),
            (19, 10_000, 1000, 1025),
            (50, 10_000, 20, 25),
        ] {
            let (lanes, start) = (Lanes::default(), Instant::now());
            let pushing = async {
                for _ in 0..pushes {
                    sleep(Duration::from_millis(every)).await;
                    lanes.arrived.fetch_add(1, Ordering::Relaxed);
                }
                std::future::pending::<()>().await;
            };
            tokio::select! { () = lanes.lull() => {}, () = pushing => {} }
            let waited = start.elapsed().as_millis();
            assert!((least..=most).contains(&waited), "{pushes} pushes every {every} ms: {waited} ms");
        }
    }
}
