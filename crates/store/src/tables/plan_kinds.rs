//! Kinds of changes: how many of each stand in which segment of a plan. Facets, and a page of one facet, are answered
//! from here; only the segments that a page shows are opened.

use std::collections::{BTreeMap, HashMap};

use crosswalk_model::{Change, Name, PlanId, RosterId};
use serde::{Deserialize, Serialize};

use crate::db::args;
use crate::{Result, Tenant, Work};

const SPOT: (&str, &str) = ("plan_kinds", "body");

/// What changes of one kind have in common.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
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
    /// The school.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub school: Option<RosterId>,
    /// The codes of what was odd.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Name>,
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
            school: change.school,
            findings: change.findings.clone(),
        }
    }

    fn fits(&self, change: &Change) -> bool {
        self.op == change.op.word()
            && self.target == change.target
            && self.group == change.group
            && self.reason == change.reason.code
            && self.phrase == change.reason.phrase
            && self.school == change.school
            && self.findings == change.findings
    }
}

/// School and reason.
type Mark = (Option<RosterId>, Name);

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
        let mut counts: BTreeMap<usize, u32> = BTreeMap::new();
        // A district has as many kinds as schools, times a few dozen: they are not gone through for each change.
        let mut marked = self.marked();
        for change in changes {
            *counts.entry(self.place(change, &mut marked)).or_default() += 1;
        }
        counts.into_iter().collect()
    }

    /// The places of the kinds by what most of them differ in.
    fn marked(&self) -> HashMap<Mark, Vec<usize>> {
        let mut marked: HashMap<Mark, Vec<usize>> = HashMap::new();
        for (place, kind) in self.kinds.iter().enumerate() {
            marked.entry((kind.school, kind.reason.clone())).or_default().push(place);
        }
        marked
    }

    fn place(&mut self, change: &Change, marked: &mut HashMap<Mark, Vec<usize>>) -> usize {
        let alike = marked.entry((change.school, change.reason.code.clone())).or_default();
        let known = alike.iter().copied().find(|place| self.kinds[*place].fits(change));
        known.unwrap_or_else(|| {
            alike.push(self.kinds.len());
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::suite::samples::change;
    use uuid::Uuid;

    #[test]
    fn changes_of_another_school_or_with_another_finding_are_another_kind() {
        let school = |n: u128| Some(RosterId(Uuid::from_u128(n)));
        let with = |school, findings: &[&'static str]| {
            let findings = findings.iter().map(|code| (*code).into()).collect();
            Change { school, findings, ..change(1) }
        };
        let mut kinds = PlanKinds::default();
        let first =
            kinds.count(&[with(None, &[]), with(school(1), &[]), with(school(2), &[]), with(school(1), &[])]);
        assert_eq!(first, [(0, 1), (1, 2), (2, 1)]);
        let second = kinds.count(&[with(school(2), &["bad_date"]), with(school(2), &[]), with(None, &[])]);
        assert_eq!(second, [(0, 1), (2, 1), (3, 1)]);
        assert_eq!(kinds.kinds[3].findings, ["bad_date"]);
    }

    #[test]
    fn a_plan_that_was_stored_before_schools_were_counted_is_still_read() {
        let old = r#"{"op":"create","target":"user","group":"pupils","reason":"new","phrase":"New"}"#;
        let kind: ChangeKind = serde_json::from_str(old).unwrap();
        assert_eq!((kind.school, kind.findings.len()), (None, 0));
    }
}
