//! Merged at the source: somebody is no longer sent, and somebody else now bears what was theirs. Nobody is joined by
//! that alone; but a person is told what it looks like.

use std::collections::HashMap;

use crosswalk_model::{Change, ChangeOp, Entity, Finding, RosterId, RosterRecord};
use crosswalk_reconcile::fold::fold;

/// What only one person bears, and what it is called.
const TELLING: [(&str, &str); 4] = [
    ("identifier", "number"),
    ("email", "e-mail address"),
    ("username", "username"),
    ("nationalNumber", "national number"),
];

/// What people bear since this extract, and who of them looks merged.
#[derive(Default)]
pub(crate) struct Merged {
    taken: HashMap<(&'static str, String), (RosterId, String)>,
    /// What is told.
    pub findings: Vec<Finding>,
}

impl Merged {
    /// Looks at a change of a person. Those who go are looked at last, since changes that end come last.
    pub fn look(&mut self, change: &Change, record: Option<&RosterRecord>) {
        if change.target != Entity::User.as_str() {
            return;
        }
        match (&change.op, record) {
            (ChangeOp::Update | ChangeOp::Relink { .. }, _) => self.takes(change),
            (op, Some(record)) if op.removes() => self.goes(change, record),
            _ => {}
        }
    }

    fn takes(&mut self, change: &Change) {
        for (field, _) in TELLING {
            let diff = change.fields.iter().find(|diff| diff.field == field);
            let now = diff.and_then(|diff| diff.after.as_ref()).map(|value| fold(&value.display()));
            if let Some(now) = now.filter(|text| !text.is_empty()) {
                self.taken.insert((field, now), (change.roster_id, change.key.clone()));
            }
        }
    }

    fn goes(&mut self, change: &Change, record: &RosterRecord) {
        for (field, word) in TELLING {
            let Some(had) = record.fields.get(field).map(|value| fold(&value.display())) else { continue };
            let Some((heir, key)) = self.taken.get(&(field, had)) else { continue };
            if *heir != record.id {
                let message = format!(
                    "“{}” is no longer sent, and “{key}” now has their {word}. Were the two merged at the source? Then \
                     nothing is to be done: “{key}” goes on. If they are two people, mend the {word} at the source.",
                    change.key
                );
                self.findings.push(Finding::warning(
                    "maybe_merged",
                    Entity::User.as_str(),
                    key.as_str(),
                    message,
                ));
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crosswalk_model::{FieldDiff, Fields, Reason, Value};
    use uuid::Uuid;

    fn change(op: ChangeOp, id: u128, key: &str, email: Option<&str>) -> Change {
        let diff =
            |text: &str| FieldDiff { field: "email".into(), before: None, after: Some(Value::text(text)) };
        Change {
            op,
            target: "user".into(),
            roster_id: RosterId(Uuid::from_u128(id)),
            key: key.into(),
            foreign_id: None,
            label: String::new(),
            group: "pupils".into(),
            fields: email.map(diff).into_iter().collect(),
            reason: Reason::new("x", "x"),
            expects: None,
            next_effective_on: None,
            pins: Vec::new(),
            school: None,
            findings: Vec::new(),
            result: Fields::new(),
        }
    }

    fn record(id: u128, email: &str) -> RosterRecord {
        let fields = Fields::from([("email".into(), Value::text(email))]);
        let id = RosterId(Uuid::from_u128(id));
        RosterRecord { entity: Entity::User, id, active: true, fields, asserted: Vec::new(), seq: 0 }
    }

    #[test]
    fn who_takes_over_what_only_another_had_looks_merged() {
        let table = [
            ("the address of who goes", Some("A@x.example"), ChangeOp::Update, 1),
            ("another address", Some("b@x.example"), ChangeOp::Update, 0),
            ("nothing", None, ChangeOp::Update, 0),
            ("somebody new is no merger", Some("a@x.example"), ChangeOp::Create, 0),
        ];
        for (name, email, op, told) in table {
            let mut merged = Merged::default();
            merged.look(&change(op, 2, "b", email), None);
            merged.look(&change(ChangeOp::Deactivate, 1, "a", None), Some(&record(1, "a@x.example")));
            assert_eq!(merged.findings.len(), told, "{name}");
        }
    }
}
