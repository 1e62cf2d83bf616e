//! Keeps a plan to some records, and to those that they point at and that the destination lacks.

use std::collections::HashSet;

use crosswalk_model::{Change, Conflict, Finding, Name, PlanId, Reference, RosterId, Value};

/// The records that are tried again.
pub(crate) struct Only {
    /// The plan that could not do them.
    pub of: PlanId,
    records: HashSet<(Name, RosterId)>,
}

impl Only {
    pub fn new(of: PlanId, records: impl Iterator<Item = (Name, RosterId)>) -> Self {
        Self { of, records: records.collect() }
    }

    /// Whether a record is among them.
    pub fn has(&self, target: &Name, id: RosterId) -> bool {
        self.records.contains(&(target.clone(), id))
    }

    /// Keeps the changes of these records. What they point at and is not there yet comes along, or they would be
    /// skipped once more.
    pub fn changes(&self, all: &mut Vec<Change>) {
        let mut kept: HashSet<(Name, RosterId)> = self.records.clone();
        loop {
            let mine = all.iter().filter(|change| kept.contains(&(change.target.clone(), change.roster_id)));
            let wanted: Vec<_> =
                mine.flat_map(|change| change.result.values().flat_map(pointed_at)).collect();
            let before = kept.len();
            kept.extend(wanted);
            if kept.len() == before {
                break;
            }
        }
        all.retain(|change| kept.contains(&(change.target.clone(), change.roster_id)));
    }

    /// Keeps the questions about these records.
    pub fn conflicts(&self, all: &mut Vec<Conflict>) {
        all.retain(|conflict| self.has(&conflict.target, conflict.roster_id));
    }

    /// Keeps what is odd about the changes that are left.
    pub fn findings(changes: &[Change], all: &mut Vec<Finding>) {
        let keys: HashSet<&str> = changes.iter().map(|change| change.key.as_str()).collect();
        all.retain(|finding| keys.contains(finding.key.as_str()));
    }
}

/// The records that a value points at and that have no id at the destination yet.
fn pointed_at(value: &Value) -> Vec<(Name, RosterId)> {
    match value {
        Value::Ref(Reference::Roster { to, id }) => vec![(to.clone(), *id)],
        Value::List(list) => list.iter().flat_map(pointed_at).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crosswalk_model::{ChangeOp, Fields, Reason};
    use uuid::Uuid;

    fn id(number: u128) -> RosterId {
        RosterId(Uuid::from_u128(number))
    }

    fn change(target: &str, number: u128, points_at: Option<(&str, u128)>) -> Change {
        let to = |(to, number): (&str, u128)| {
            Value::Ref(Reference::Roster { to: to.to_owned().into(), id: id(number) })
        };
        Change {
            op: ChangeOp::Create,
            target: target.to_owned().into(),
            roster_id: id(number),
            key: number.to_string(),
            foreign_id: None,
            label: String::new(),
            group: "pupils".into(),
            fields: Vec::new(),
            reason: Reason::new("x", "x"),
            expects: None,
            next_effective_on: None,
            pins: Vec::new(),
            school: None,
            findings: Vec::new(),
            result: Fields::from_iter(points_at.map(|at| ("points".into(), Value::List(vec![to(at)])))),
        }
    }

    #[test]
    fn what_is_pointed_at_comes_along_and_nothing_else() {
        let mut all = vec![
            change("people", 1, None),
            change("people", 2, None),
            change("classes", 3, Some(("people", 1))),
            change("enrolments", 4, Some(("classes", 3))),
            change("enrolments", 5, Some(("people", 2))),
            change("classes", 4, None),
        ];
        let only = Only::new(PlanId(Uuid::nil()), [(Name::from("enrolments"), id(4))].into_iter());
        only.changes(&mut all);
        let kept: Vec<_> = all.iter().map(|change| (change.target.as_ref(), change.key.as_str())).collect();
        assert_eq!(kept, [("people", "1"), ("classes", "3"), ("enrolments", "4")]);
    }
}
