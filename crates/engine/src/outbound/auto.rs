//! Outbound runs that nobody presses a button for: they start when the roster has changed and is quiet again.

use std::time::Duration;

use crosswalk_model::{Actor, ActorKind, Direction, RunKind, Starts, Sync};
use tokio::sync::Notify;
use tokio::time::Instant;

use crate::{Engine, EngineError, Result};

/// How long the roster must be quiet before the outbound syncs run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Debounce {
    /// So long nothing must have changed.
    pub quiet: Duration,
    /// After so long they run although changes keep coming.
    pub at_most: Duration,
}

impl Debounce {
    /// Half a minute, and five minutes at most.
    pub const USUAL: Self = Self { quiet: Duration::from_secs(30), at_most: Duration::from_secs(300) };

    /// How much longer to wait after a change that came so long after the first one of its burst.
    fn pause(self, since_first: Duration) -> Duration {
        self.quiet.min(self.at_most.saturating_sub(since_first))
    }
}

/// Tells that the roster has changed. What is told while a burst is handled is not lost.
#[derive(Default)]
pub(crate) struct Changes(Notify);

impl Engine {
    /// Tells that the roster has changed.
    pub(crate) fn roster_changed(&self) {
        self.changes().0.notify_one();
    }

    /// Lets the outbound syncs follow the roster. What changed before a crash, and was not planned, counts too.
    pub(crate) fn start_following(&self) {
        let Some(debounce) = self.tuning().debounce else { return };
        let engine = self.clone();
        let token = self.supervisor().token();
        self.supervisor().start("follow the roster", async move {
            tokio::select! { () = engine.follow(debounce) => {}, () = token.cancelled() => {} }
        });
        self.roster_changed();
    }

    async fn follow(&self, debounce: Debounce) {
        loop {
            self.changes().0.notified().await;
            self.until_quiet(debounce).await;
            match self.run_those_behind().await {
                Ok(true) => {}
                // Somebody runs it by hand just now, or it has not ended yet.
                Ok(false) => self.roster_changed(),
                Err(EngineError::NoSchool) => {}
                Err(error) => tracing::error!(error = %error, "Outbound runs could not be started"),
            }
        }
    }

    async fn until_quiet(&self, debounce: Debounce) {
        let first = Instant::now();
        loop {
            let pause = debounce.pause(first.elapsed());
            tokio::select! {
                biased;
                () = tokio::time::sleep(pause) => return,
                () = self.changes().0.notified() => {}
            }
        }
    }

    /// Runs every outbound sync that follows the roster and is behind it. Whether all could be started is given back.
    async fn run_those_behind(&self) -> Result<bool> {
        let tenant = self.school()?;
        let actor = Actor { kind: ActorKind::Delivery, label: "roster changed".into() };
        let mut all = true;
        for sync in tenant.syncs().await?.into_iter().filter(follows) {
            if self.is_behind(&tenant, sync.id).await? && self.may_start(&tenant, &sync).await? {
                all &= self.start_by_itself(&actor, &sync).await?;
            }
        }
        Ok(all)
    }

    /// Starts a full run, which asks unless the sync has a standing approval. Whether it was free is given back.
    async fn start_by_itself(&self, actor: &Actor, sync: &Sync) -> Result<bool> {
        match self.start_outbound(actor, sync.id, RunKind::Full).await {
            Ok(_) => Ok(true),
            Err(EngineError::Busy) => Ok(false),
            Err(error) => Err(error),
        }
    }
}

/// Whether a sync runs when the roster has changed.
pub(crate) fn follows(sync: &Sync) -> bool {
    sync.direction == Direction::Outbound && !sync.paused && sync.policy.starts == Starts::AfterChanges
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_steady_stream_is_not_waited_for_for_ever() {
        let debounce = Debounce { quiet: Duration::from_secs(30), at_most: Duration::from_secs(300) };
        let table = [(0, 30), (100, 30), (270, 30), (280, 20), (300, 0), (900, 0)];
        for (since_first, pause) in table {
            assert_eq!(debounce.pause(Duration::from_secs(since_first)), Duration::from_secs(pause));
        }
    }
}
