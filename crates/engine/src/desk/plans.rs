//! Plans, in the screen's words: cards, facets, pages of changes, approvals.

use std::collections::{BTreeMap, HashMap};

use crosswalk_contract::{
    Call, ChangeFilter, ChangePage, ChangeRow, Done, Facet, PlanCard, PlanView, StartedRun,
};
use crosswalk_model::{Approval, Change, Finding, Outcome, Plan, PlanId, PlanState, Selected};
use crosswalk_reconcile::fold::fold;
use crosswalk_store::Tenant;

use super::mask::Masks;
use super::{Answered, Desk, reply};
use crate::apply::plan;
use crate::people::segments;
use crate::undo::NOT_UNDONE;
use crate::{EngineError, Result};

const MOST: u64 = 500;
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
        let facets = facets(&all_changes(&tenant, &plan).await?);
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

    async fn changes(
        &self,
        id: PlanId,
        filter: &ChangeFilter,
        offset: u64,
        limit: u64,
    ) -> Result<ChangePage> {
        let tenant = self.engine.school()?;
        let plan = plan(&tenant, id).await?;
        if tenant.plan_purged_at(id).await?.is_some() {
            return Ok(ChangePage { total: 0, rows: Vec::new() });
        }
        let syncs = tenant.syncs().await?;
        let masks = Masks(syncs.iter().find(|sync| sync.id == plan.sync));
        let outcomes: HashMap<u32, Outcome> = tenant.outcomes(id).await?.into_iter().collect();
        if *filter == ChangeFilter::default() {
            let (total, changes) = unfiltered(&tenant, &plan, offset, limit.min(MOST)).await?;
            let row = |(index, change)| {
                let (change, masked) = masks.change(&change);
                ChangeRow { index, change, outcome: outcomes.get(&index).cloned(), masked }
            };
            return Ok(ChangePage { total, rows: changes.into_iter().map(row).collect() });
        }
        let wanted = fold(&filter.text);
        let mut page = ChangePage { total: 0, rows: Vec::new() };
        for (index, change) in (0u32..).zip(all_changes(&tenant, &plan).await?) {
            let (change, masked) = masks.change(&change);
            if !fits(&change, filter, &wanted) {
                continue;
            }
            if page.total >= offset && (page.rows.len() as u64) < limit.min(MOST) {
                let outcome = outcomes.get(&index).cloned();
                page.rows.push(ChangeRow { index, change, outcome, masked });
            }
            page.total += 1;
        }
        Ok(page)
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

/// The changes of a plan, in their order; none once they were purged.
pub(super) async fn all_changes(tenant: &Tenant, plan: &Plan) -> Result<Vec<Change>> {
    Ok(segments(tenant, plan).await?.into_iter().flatten().collect())
}

/// A page of all changes with their indexes: only the segments that it touches are opened.
async fn unfiltered(
    tenant: &Tenant,
    plan: &Plan,
    offset: u64,
    limit: u64,
) -> Result<(u64, Vec<(u32, Change)>)> {
    let mut first = 0u32;
    let mut page = Vec::new();
    for (n, segment) in (0u32..).zip(&plan.segments) {
        let end = first + segment.count;
        if u64::from(end) > offset && u64::from(first) < offset.saturating_add(limit) {
            let changes = (first..).zip(tenant.segment(plan, n).await?);
            page.extend(changes.filter(|(index, _)| (offset..offset + limit).contains(&u64::from(*index))));
        }
        first = end;
    }
    Ok((first.into(), page))
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

fn fits(change: &Change, filter: &ChangeFilter, wanted: &str) -> bool {
    let among = |list: &[String], value: &str| list.is_empty() || list.iter().any(|one| one == value);
    among(&filter.ops, change.op.word())
        && among(&filter.targets, &change.target)
        && among(&filter.groups, &change.group)
        && among(&filter.reasons, &change.reason.code)
        && (wanted.is_empty() || fold(&change.label).contains(wanted) || fold(&change.key).contains(wanted))
}

fn facets(changes: &[Change]) -> Vec<Facet> {
    let facet = |key: &str, title: &str, of: &dyn Fn(&Change) -> (String, String)| {
        let mut counts: BTreeMap<(String, String), u64> = BTreeMap::new();
        for change in changes {
            *counts.entry(of(change)).or_default() += 1;
        }
        let mut values: Vec<(String, String, u64)> =
            counts.into_iter().map(|((value, label), count)| (value, label, count)).collect();
        values.sort_by(|a, b| b.2.cmp(&a.2).then(a.0.cmp(&b.0)));
        Facet { key: key.into(), title: title.into(), values }
    };
    vec![
        facet("op", "Change", &|change| (change.op.word().into(), change.op.word().into())),
        facet("target", "What", &|change| (change.target.to_string(), change.target.to_string())),
        facet("group", "Who", &|change| (change.group.to_string(), change.group.to_string())),
        facet("reason", "Why", &|change| (change.reason.code.to_string(), change.reason.phrase.clone())),
    ]
}
