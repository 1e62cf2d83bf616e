//! What starts an outbound sync besides its schedule, and what it reads of its destination.

use crosswalk_contract::{Call, SetTiming, StartedRun, TimingView};
use crosswalk_model::{Direction, ReadBack, RunKind, Starts, Sync, SyncId};
use serde_json::json;

use super::{Answered, Desk, reply};
use crate::outbound::last_reconcile;
use crate::syncs::sync;
use crate::{EngineError, Result};

impl Desk<'_> {
    pub(super) async fn timing(&self, call: Call) -> Answered {
        match call {
            Call::GetTiming(ask) => reply(self.get_timing(ask.sync).await),
            Call::SetTiming(ask) => reply(self.set_timing(ask).await),
            Call::ReconcileSync(ask) => reply(self.reconcile(ask.sync).await),
            _ => reply(Err::<(), _>(EngineError::NotFound("call"))),
        }
    }

    async fn get_timing(&self, id: SyncId) -> Result<TimingView> {
        let tenant = self.engine.school()?;
        let sync = outbound(sync(&tenant, id).await?)?;
        let last_reconcile = last_reconcile(&tenant, id).await?;
        Ok(TimingView {
            sync: id,
            words: words(&sync),
            starts: sync.policy.starts,
            read_back: sync.policy.read_back,
            reconcile_days: sync.policy.days_between_reconciles(),
            last_reconcile,
            title: sync.title,
        })
    }

    async fn set_timing(&self, ask: SetTiming) -> Result<TimingView> {
        outbound(sync(&self.engine.school()?, ask.sync).await?)?;
        let change = |sync: &mut Sync| {
            sync.policy.starts = ask.starts;
            sync.policy.read_back = ask.read_back;
            sync.policy.reconcile_days = Some(ask.reconcile_days.clamp(1, 366));
            Ok(())
        };
        self.engine.change_sync(self.actor, ask.sync, change).await?;
        // Who begins to follow the roster catches up with it.
        self.engine.roster_changed();
        self.get_timing(ask.sync).await
    }

    async fn reconcile(&self, id: SyncId) -> Result<StartedRun> {
        let tenant = self.engine.school()?;
        outbound(sync(&tenant, id).await?)?;
        let mut work = tenant.begin().await?;
        self.engine.forget_reconcile(&mut work, id).await?;
        work.remove_refused_records(id).await?;
        self.engine.audit(&mut work, self.actor, "sync.reconcile", json!({ "sync": id })).await?;
        work.commit().await?;
        self.start_run(id, RunKind::Full).await
    }
}

fn outbound(sync: Sync) -> Result<Sync> {
    if sync.direction == Direction::Outbound { Ok(sync) } else { Err(EngineError::NotFound("outbound sync")) }
}

fn words(sync: &Sync) -> String {
    let starts = match sync.policy.starts {
        Starts::AfterChanges => "It runs by itself when the roster has changed and is quiet again.",
        Starts::WhenAsked => "It runs when somebody asks, or by its schedule.",
    };
    let reads = match (sync.policy.read_back, sync.policy.days_between_reconciles()) {
        (ReadBack::EveryRun, _) => "Every run reads all that the destination holds.".to_owned(),
        (ReadBack::ChangedOnly, _) => {
            "A run reads only the records that would change; what somebody edits in others is not noticed."
                .to_owned()
        }
        (ReadBack::Reconcile, 1) => "The destination is read once a day, and not in between.".to_owned(),
        (ReadBack::Reconcile, days) => {
            format!("The destination is read every {days} days, and not in between.")
        }
    };
    format!("{starts} {reads}")
}
