//! What is wrong now.

use crosswalk_model::{
    AlertRule, ConnectionId, DeliveryState, Direction, PlanState, Run, RunState, Sync, Timestamp,
};
use crosswalk_store::{ConnectionRow, DeliveryFilter, Tenant};
use jiff::SignedDuration;

use super::course::Wrong;
use crate::health::breaker::rests;
use crate::schedule::calendar::Calendar;
use crate::schedule::roll::late;
use crate::schedule::{holidays, words};
use crate::{Engine, Result};

/// So long a delivery may wait.
const PATIENCE: SignedDuration = SignedDuration::from_mins(30);

impl Engine {
    /// Everything that is wrong now. What rests because somebody wants it so is not.
    pub(super) async fn what_is_wrong(&self, tenant: &Tenant) -> Result<Vec<Wrong>> {
        let now = self.clock().now();
        let mut wrong = self.missed(tenant, now).await?;
        wrong.extend(self.old_backup(tenant).await?);
        for sync in tenant.syncs().await?.iter().filter(|sync| !sync.paused) {
            wrong.extend(failing(tenant, sync).await?);
            wrong.extend(held(tenant, sync).await?);
        }
        for row in tenant.connections().await?.iter().filter(|row| !row.paused) {
            wrong.extend(waiting(tenant, row, now).await?);
            wrong.extend(self.resting(tenant, row).await?);
        }
        Ok(wrong)
    }

    /// A connection that rests after repeated failures.
    async fn resting(&self, tenant: &Tenant, row: &ConnectionRow) -> Result<Option<Wrong>> {
        let breaker = self.breaker(tenant, row.id).await?;
        let detail = match breaker.try_at {
            Some(_) => {
                "It failed several times. It is tried again by itself, ever more seldom. Press Check on its page to try at once."
            }
            None => {
                "Only a person can mend it, so that it is not tried again by itself. Its page and the last run say what is wrong."
            }
        };
        Ok(rests(&breaker).then(|| Wrong {
            rule: AlertRule::ConnectionResting,
            subject: row.id.to_string(),
            title: format!("{} rests", row.title),
            detail: detail.to_owned(),
        }))
    }

    /// Schedules that were not kept.
    async fn missed(&self, tenant: &Tenant, now: Timestamp) -> Result<Vec<Wrong>> {
        let holidays = holidays(tenant).await?;
        let mut wrong = Vec::new();
        for sync in tenant.syncs().await?.into_iter().filter(|sync| !sync.paused) {
            let Some(row) = tenant.schedule(sync.id).await? else { continue };
            let Some(missed) = late(&row, now) else { continue };
            let calendar = Calendar::of(&row.schedule, &holidays)?;
            let detail = words::advice(&missed, calendar.pattern.zone());
            wrong.push(about(&sync, AlertRule::ScheduleMissed, "did not happen", detail));
        }
        Ok(wrong)
    }
}

fn about(sync: &Sync, rule: AlertRule, what: &str, detail: String) -> Wrong {
    Wrong { rule, subject: sync.id.to_string(), title: format!("{} {what}", sync.title), detail }
}

/// A sync whose last run failed. What it said may quote a service, so that it is not repeated here.
async fn failing(tenant: &Tenant, sync: &Sync) -> Result<Option<Wrong>> {
    let runs = tenant.runs(Some(sync.id), None, 5).await?;
    let counts = |run: &&Run| run.ended_at.is_some() && run.state != RunState::Cancelled;
    let failed = runs.iter().find(counts).is_some_and(|run| run.state == RunState::Failed);
    let detail = "Its last run could not go on. Nothing half-done is left. Open Crosswalk: the run says why.";
    Ok(failed.then(|| about(sync, AlertRule::RunFailed, "failed", detail.to_owned())))
}

/// A sync whose plan the guard holds.
async fn held(tenant: &Tenant, sync: &Sync) -> Result<Option<Wrong>> {
    let held = tenant.open_plans(sync.id).await?.iter().any(|plan| plan.state == PlanState::Held);
    let detail = "The guard holds a plan that would change unusually much. Open Crosswalk and review it.";
    let what = match sync.direction {
        Direction::Inbound => "holds what came in",
        Direction::Outbound => "holds a plan",
    };
    Ok(held.then(|| about(sync, AlertRule::PlanHeld, what, detail.to_owned())))
}

/// A connection with deliveries that wait for long.
async fn waiting(tenant: &Tenant, row: &ConnectionRow, now: Timestamp) -> Result<Option<Wrong>> {
    let count = overdue(tenant, row.id, now).await?;
    Ok((count > 0).then(|| Wrong {
        rule: AlertRule::DeliveriesWait,
        subject: row.id.to_string(),
        title: format!("Deliveries of {} wait", row.title),
        detail: "Something was pushed and could not be taken in. Nothing is lost. Open Crosswalk: the delivery says why."
            .to_owned(),
    }))
}

async fn overdue(tenant: &Tenant, connection: ConnectionId, now: Timestamp) -> Result<usize> {
    let filter = DeliveryFilter { connection: Some(connection), ..DeliveryFilter::default() };
    let recent = tenant.deliveries(&filter, None, 200).await?;
    let waits = recent.iter().filter(|one| one.state == DeliveryState::Waiting);
    Ok(waits.filter(|one| now.duration_since(one.received_at) > PATIENCE).count())
}
