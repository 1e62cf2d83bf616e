//! What is left of a change, a finding or a question once the person whom it names was erased.

use std::collections::{BTreeSet, HashSet};

use crosswalk_model::{
    Change, ChangeOp, Conflict, ConflictKind, Fields, Finding, Plan, PlanId, Reason, Reference, RosterId,
    Value,
};
use crosswalk_store::Tenant;
use uuid::Uuid;

use super::{Person, all_plans, segments};
use crate::Result;

/// Stands where something was erased.
pub(super) const ERASED: &str = "erased";

/// By what a person is found in what is kept of former runs.
pub(super) struct Marks {
    ids: HashSet<RosterId>,
    telling: HashSet<String>,
}

impl Marks {
    pub fn of(person: &Person) -> Self {
        Self { ids: person.ids(), telling: person.telling() }
    }

    /// Whether a value points at the person or is a text that only they have.
    fn mentioned(&self, value: &Value) -> bool {
        match value {
            Value::Ref(Reference::Roster { id, .. }) => self.ids.contains(id),
            Value::Ref(Reference::Key { key, .. }) => self.telling.contains(key),
            Value::Text(text) => self.telling.contains(text),
            Value::List(list) => list.iter().any(|item| self.mentioned(item)),
            Value::Map(map) => map.values().any(|item| self.mentioned(item)),
            Value::Null | Value::Bool(_) | Value::Int(_) => false,
        }
    }

    fn unmentioned(&self, fields: &Fields) -> Fields {
        let kept = fields.iter().filter(|(_, value)| !self.mentioned(value));
        kept.map(|(name, value)| (name.clone(), value.clone())).collect()
    }

    /// Whether a change is about the person.
    pub fn is_own(&self, change: &Change) -> bool {
        self.ids.contains(&change.roster_id)
    }

    /// Takes the person out of a change; whether there was anything to take out.
    pub fn redact(&self, change: &mut Change) -> bool {
        if self.is_own(change) {
            *change = blank(change);
            return true;
        }
        let before = (change.fields.len(), change.result.len());
        let named = |value: &Option<Value>| value.as_ref().is_some_and(|value| self.mentioned(value));
        change.fields.retain(|diff| !named(&diff.before) && !named(&diff.after));
        change.result = self.unmentioned(&change.result);
        before != (change.fields.len(), change.result.len())
    }

    /// Whether a finding is about the person.
    pub fn is_about(&self, finding: &Finding) -> bool {
        self.telling.contains(&finding.key)
    }

    /// Takes the person out of a finding; whether it was about them.
    pub fn redact_finding(&self, finding: &mut Finding) -> bool {
        let own = self.is_about(finding);
        if own {
            finding.key = ERASED.into();
            finding.message = "What was odd here was erased with its person.".into();
        }
        own
    }

    /// Whether a question names the person.
    pub fn is_asked(&self, conflict: &Conflict) -> bool {
        let named = match &conflict.kind {
            ConflictKind::Identity { candidates } => candidates.iter().any(|(id, ..)| self.ids.contains(id)),
            ConflictKind::ReusedKey { former } => self.ids.contains(former),
            ConflictKind::Field { .. } | ConflictKind::Vanished => false,
        };
        named || self.ids.contains(&conflict.roster_id) || self.telling.contains(&conflict.key)
    }
}

/// What is left of a change: that there was one of its kind.
fn blank(change: &Change) -> Change {
    let op = match &change.op {
        ChangeOp::Relink { .. } => ChangeOp::Relink { from: ERASED.into() },
        other => other.clone(),
    };
    Change {
        op,
        target: change.target.clone(),
        roster_id: RosterId(Uuid::nil()),
        key: ERASED.into(),
        foreign_id: None,
        label: ERASED.into(),
        group: change.group.clone(),
        fields: Vec::new(),
        reason: Reason::new(ERASED, "Erased"),
        expects: None,
        next_effective_on: None,
        pins: Vec::new(),
        school: None,
        findings: Vec::new(),
        result: Fields::new(),
    }
}

/// A plan that has to be written anew.
pub(super) struct Redacted {
    pub plan: Plan,
    /// The segments that differ, by their number.
    pub segments: Vec<(u32, Vec<Change>)>,
    /// Which changes lost what they said, by their index in the plan.
    pub indexes: BTreeSet<u32>,
}

/// All plans that name the person, without them.
pub(super) async fn redacted(tenant: &Tenant, marks: &Marks) -> Result<Vec<Redacted>> {
    let mut all = Vec::new();
    for plan in all_plans(tenant).await? {
        let (mut touched, mut indexes, mut index) = (Vec::new(), BTreeSet::new(), 0u32);
        for (n, mut segment) in (0u32..).zip(segments(tenant, &plan).await?) {
            let known = indexes.len();
            for change in &mut segment {
                if marks.redact(change) {
                    indexes.insert(index);
                }
                index += 1;
            }
            if indexes.len() > known {
                touched.push((n, segment));
            }
        }
        if !touched.is_empty() {
            all.push(Redacted { plan, segments: touched, indexes });
        }
    }
    Ok(all)
}

/// The plans among them that still wait for somebody or are being carried out.
pub(super) fn open(redacted: &[Redacted]) -> Option<PlanId> {
    use crosswalk_model::PlanState::{Approved, Held, Waiting};
    let open = redacted.iter().find(|one| matches!(one.plan.state, Waiting | Held | Approved));
    open.map(|one| one.plan.id)
}
