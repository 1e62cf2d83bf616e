//! Kinds of changes: how many of each stand in which segment of a plan. Facets, and a page of one facet, are answered
//! from here; only the segments that a page shows are opened.

use crosswalk_model::{Change, Name, PlanId};
use serde::{Deserialize, Serialize};

use crate::db::args;
use crate::{Result, Tenant, Work};

const SPOT: (&str, &str) = ("plan_kinds", "body");

/// What changes of one kind have in common.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeKind {
    /// The word of the operation.
    pub op: Name,
    /// The target.
    pub target: Name,
    /// The group.
    pub group: Name,
    /// The code of the reason.
    pub reason: Name,
    /// The reason for people.
    pub phrase: String,
}

impl ChangeKind {
    /// The kind of a change.
    pub fn of(change: &Change) -> Self {
        Self {
            op: change.op.word().into(),
            target: change.target.clone(),
            group: change.group.clone(),
            reason: change.reason.code.clone(),
            phrase: change.reason.phrase.clone(),
        }
    }

    fn fits(&self, change: &Change) -> bool {
        self.op == change.op.word()
            && self.target == change.target
            && self.group == change.group
            && self.reason == change.reason.code
            && self.phrase == change.reason.phrase
    }
}

/// The kinds of a plan's changes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanKinds {
    /// All kinds that occur.
    pub kinds: Vec<ChangeKind>,
    /// For each segment which kinds are in it, by their place in `kinds`, and how many of each.
    pub segments: Vec<Vec<(usize, u32)>>,
}

impl PlanKinds {
    /// Counts the changes of one segment; kinds that are new are added.
    pub fn count(&mut self, changes: &[Change]) -> Vec<(usize, u32)> {
        let mut counts: Vec<(usize, u32)> = Vec::new();
        for change in changes {
            let place = self.place(change);
            match counts.iter_mut().find(|(known, _)| *known == place) {
                Some((_, count)) => *count += 1,
                None => counts.push((place, 1)),
            }
        }
        counts
    }

    fn place(&mut self, change: &Change) -> usize {
        let known = self.kinds.iter().position(|kind| kind.fits(change));
        known.unwrap_or_else(|| {
            self.kinds.push(ChangeKind::of(change));
            self.kinds.len() - 1
        })
    }
}

impl Tenant {
    /// The kinds of a plan's changes; `None` for a plan that was stored without them, and once they were purged.
    pub async fn plan_kinds(&self, plan: PlanId) -> Result<Option<PlanKinds>> {
        let sql = "SELECT body FROM plan_kinds WHERE tenant_id = $1 AND plan_id = $2";
        let Some(row) = self.row(sql, args![self.id, plan]).await? else { return Ok(None) };
        self.unseal_json(SPOT, &[plan.0.as_bytes()], row.bytes(0)?).map(Some)
    }
}

impl Work {
    /// Writes the kinds of a plan's changes.
    ///
    /// # Errors
    /// [`crate::StoreError::NotFound`] when there is no such plan.
    pub async fn put_plan_kinds(&mut self, plan: PlanId, kinds: &PlanKinds) -> Result<()> {
        let body = self.tenant.seal_json(SPOT, &[plan.0.as_bytes()], kinds)?;
        let sql = "INSERT INTO plan_kinds (tenant_id, plan_id, body) VALUES ($1, $2, $3)
                   ON CONFLICT (tenant_id, plan_id) DO UPDATE SET body = excluded.body";
        self.run(sql, args![self.tenant.id, plan, body]).await.map(drop)
    }

    /// Counts one segment anew.
    pub(super) async fn recount_segment(&mut self, plan: PlanId, n: u32, changes: &[Change]) -> Result<()> {
        let sql = "SELECT body FROM plan_kinds WHERE tenant_id = $1 AND plan_id = $2";
        let Some(row) = self.row(sql, args![self.tenant.id, plan]).await? else { return Ok(()) };
        let mut kinds: PlanKinds = self.tenant.unseal_json(SPOT, &[plan.0.as_bytes()], row.bytes(0)?)?;
        let counts = kinds.count(changes);
        if let Some(segment) = kinds.segments.get_mut(n as usize) {
            *segment = counts;
        }
        self.put_plan_kinds(plan, &kinds).await
    }
}
