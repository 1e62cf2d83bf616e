//! What a run did, as far as it was confirmed.

use std::collections::HashMap;

use crosswalk_model::{Change, Outcome, Plan, RunId, Selected};
use crosswalk_reconcile::undo::folded;
use crosswalk_store::Tenant;

use crate::{Engine, EngineError, Result};

/// What a run did.
pub(crate) struct Done {
    pub plan: Plan,
    /// One change for each record.
    pub changes: Vec<Change>,
}

impl Done {
    /// Gathers it from the run's plan and its outcomes.
    pub async fn of(engine: &Engine, tenant: &Tenant, id: RunId, selected: &Selected) -> Result<Self> {
        let run = tenant.run(id).await?.ok_or(EngineError::NotFound("run"))?;
        let plan = match run.plan {
            Some(plan) => tenant.plan(plan).await?,
            None => None,
        };
        let Some(plan) = plan.filter(|plan| plan.state.was_carried_out()) else {
            return refused("Only a run that was applied can be undone. This one has changed nothing.");
        };
        if let Some(at) = tenant.plan_purged_at(plan.id).await? {
            let on = engine.civil(at);
            return refused(&format!(
                "What this run changed was purged on {on}; nobody knows any more what stood there before."
            ));
        }
        let changes = confirmed(tenant, &plan, selected).await?;
        if changes.is_empty() {
            return refused("Nothing of what was chosen was applied, so that there is nothing to undo.");
        }
        Ok(Self { plan, changes: folded(changes) })
    }
}

fn refused<T>(why: &str) -> Result<T> {
    Err(EngineError::NotUndone(why.to_owned()))
}

async fn confirmed(tenant: &Tenant, plan: &Plan, selected: &Selected) -> Result<Vec<Change>> {
    let outcomes: HashMap<u32, Outcome> = tenant.outcomes(plan.id).await?.into_iter().collect();
    let (mut changes, mut index) = (Vec::new(), 0u32);
    for n in 0..plan.segments.len() {
        for change in tenant.segment(plan, u32::try_from(n).unwrap_or(u32::MAX)).await? {
            let is_done = outcomes.get(&index).is_some_and(Outcome::confirmed);
            if is_done && selected.contains(index) {
                changes.push(change);
            }
            index += 1;
        }
    }
    Ok(changes)
}

/// Whether a button that undoes a run makes sense.
pub(crate) async fn may_be_undone(tenant: &Tenant, plan: &Plan, confirmed: u64) -> Result<bool> {
    let applied = plan.state.was_carried_out() && confirmed > 0;
    Ok(applied && tenant.plan_purged_at(plan.id).await?.is_none())
}
