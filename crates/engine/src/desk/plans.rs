//! Plans, in the screen's words: cards, facets, approvals.

use std::collections::BTreeSet;

use crosswalk_contract::{Call, Done, PlanCard, PlanView, StartedRun};
use crosswalk_model::{Approval, Change, Finding, Plan, PlanId, PlanState, Selected};
use crosswalk_store::Tenant;

use super::changes::kinds;
use super::facets::facets;
use super::{Answered, Desk, reply};
use crate::apply::plan;
use crate::undo::NOT_UNDONE;
use crate::{EngineError, Result};

const NOT_UNDONE_SHOWN: u32 = 200;

impl Desk<'_> {
    pub(super) async fn plans(&self, call: Call) -> Answered {
        match call {
            Call::ListPlans(ask) => reply(self.list_plans(ask.open).await),
            Call::GetPlan(ask) => reply(self.get_plan(ask.id).await),
            Call::ListChanges(ask) => reply(self.changes(ask.plan, &ask.filter, ask.offset, ask.limit).await),
            Call::ApprovePlan(ask) => {
                let run = self.engine.approve(self.actor, ask.id, ask.root, ask.selected, ask.reason).await?;
                reply(Ok(StartedRun { run: run.id, sentence: "Approved. It is being applied.".into() }))
            }
            Call::RejectPlan(ask) => {
                self.engine.reject(self.actor, ask.id, &ask.reason).await?;
                reply(Ok(Done::saying("Rejected. Nothing was sent.")))
            }
            _ => reply(Err::<(), _>(EngineError::NotFound("call"))),
        }
    }

    /// Plans that wait for somebody.
    pub(super) async fn open_plans(&self, tenant: &Tenant) -> Result<Vec<Plan>> {
        let mut open = Vec::new();
        for sync in tenant.syncs().await? {
            open.extend(tenant.plans(sync.id).await?.into_iter().filter(is_open));
        }
        Ok(open)
    }

    async fn list_plans(&self, open: bool) -> Result<Vec<PlanCard>> {
        let tenant = self.engine.school()?;
        let titles = self.titles(&tenant).await?;
        let mut plans = Vec::new();
        for sync in tenant.syncs().await? {
            plans.extend(tenant.plans(sync.id).await?.into_iter().take(50));
        }
        plans.retain(|plan| !open || is_open(plan));
        plans.sort_by_key(|plan| std::cmp::Reverse((plan.made_at, plan.id)));
        Ok(plans.iter().map(|plan| card(plan, titles.get(&plan.sync).cloned().unwrap_or_default())).collect())
    }

    async fn get_plan(&self, id: PlanId) -> Result<PlanView> {
        let tenant = self.engine.school()?;
        let plan = plan(&tenant, id).await?;
        let titles = self.titles(&tenant).await?;
        let approvals = tenant.approvals(id).await?;
        let facets = facets(&tenant, &plan, &kinds(&tenant, &plan).await?).await?;
        Ok(PlanView {
            card: card(&plan, titles.get(&plan.sync).cloned().unwrap_or_default()),
            run: plan.run,
            root: plan.root,
            facets,
            approvals: approvals
                .iter()
                .map(|one| approval_sentence(one, &self.engine.local(one.at)))
                .collect(),
            purged: tenant.plan_purged_at(id).await?.map(|at| {
                format!(
                    "Its changes were purged on {}; its sentence and its approvals are kept.",
                    self.engine.civil(at)
                )
            }),
            undoes: plan.undoes,
            not_undone: not_undone(&tenant, &plan).await?,
            summary: plan.summary,
            holds: plan.holds,
        })
    }
}

/// What the plan of an undo leaves as it is.
async fn not_undone(tenant: &Tenant, plan: &Plan) -> Result<Vec<Finding>> {
    if plan.undoes.is_none() {
        return Ok(Vec::new());
    }
    let mut findings = tenant.findings(plan.run, 0, NOT_UNDONE_SHOWN).await?;
    findings.retain(|finding| finding.code == NOT_UNDONE);
    Ok(findings)
}

/// One change of a plan, by its number; none once they were purged.
pub(super) async fn change_at(tenant: &Tenant, plan: &Plan, index: u32) -> Result<Option<Change>> {
    let mut first = 0u32;
    for (n, segment) in (0u32..).zip(&plan.segments) {
        if index < first + segment.count {
            let places = BTreeSet::from([(index - first) as usize]);
            return Ok(tenant.segment_some(plan, n, &places).await?.pop().map(|(_, change)| change));
        }
        first += segment.count;
    }
    Ok(None)
}

fn card(plan: &Plan, title: String) -> PlanCard {
    PlanCard {
        id: plan.id,
        sync: plan.sync,
        title,
        sentence: plan.summary.sentence.clone(),
        state: plan.state,
        made_at: plan.made_at,
        changes: plan.summary.counts.all(),
    }
}

/// Whether a plan waits for somebody.
fn is_open(plan: &Plan) -> bool {
    matches!(plan.state, PlanState::Waiting | PlanState::Held)
}

/// `at` is the moment in the school's zone.
fn approval_sentence(approval: &Approval, at: &str) -> String {
    let what = share(&approval.selected);
    let why = approval.reason.as_deref().map(|reason| format!(": {reason}")).unwrap_or_default();
    format!("{} approved {what}, {at}{why}", approval.by.label)
}

/// How much of a plan was selected, in words.
fn share(selected: &Selected) -> String {
    match selected {
        Selected::All => "all of it".to_owned(),
        Selected::Only(list) => format!("{} changes", list.len()),
        Selected::Except(list) => format!("all but {} changes", list.len()),
    }
}
