//! Quarantine: a record that its destination refuses again and again in the same words is not sent any more, so that
//! it neither costs a request each night nor hides what is new. It leaves when its words change, when the destination
//! takes it after all, or when a person releases it.

use std::collections::HashMap;

use crosswalk_model::{
    Change, ChangeOp, Finding, Hash, Hasher, Name, Outcome, OutcomeKind, Refused, RosterId, RunId, SyncId,
    Timestamp, content_hash,
};
use crosswalk_store::{Tenant, Work};

use crate::Result;

/// From so many records on, a batch of which none is taken says something of the destination, not of its records.
const ALL_OF: usize = 10;

/// The records that a destination has refused.
#[derive(Default)]
pub(crate) struct Quarantine(HashMap<(Name, RosterId), Refused>);

impl Quarantine {
    /// Loads those of a sync.
    pub async fn load(tenant: &Tenant, sync: SyncId) -> Result<Self> {
        let refused = tenant.refused_records(sync).await?.into_iter();
        Ok(Self(refused.map(|one| ((one.stream.clone(), one.roster_id), one)).collect()))
    }

    /// Whether a change would say again what was refused too often.
    pub fn holds(&self, change: &Change) -> bool {
        matches!(change.op, ChangeOp::Create | ChangeOp::Update)
            && self.of(change).is_some_and(|one| one.is_quarantined() && one.content == words(change))
    }

    fn of(&self, change: &Change) -> Option<&Refused> {
        self.0.get(&(change.target.clone(), change.roster_id))
    }

    /// Notes what became of a batch.
    pub async fn note(
        &mut self,
        work: &mut Work,
        (sync, run, at): (SyncId, RunId, Timestamp),
        batch: &[(&Change, &Outcome)],
    ) -> Result<()> {
        let none_taken = !batch.iter().any(|(_, outcome)| outcome.confirmed());
        if none_taken && batch.len() >= ALL_OF {
            return Ok(());
        }
        for (change, outcome) in batch {
            let known = self.of(change).cloned();
            let at_place = (change.target.clone(), change.roster_id);
            if outcome.kind == OutcomeKind::Refused {
                let refused = again(known, change, run, at);
                work.put_refused_record(sync, &refused).await?;
                self.0.insert(at_place, refused);
            } else if let (true, Some(known)) = (outcome.confirmed(), known) {
                work.remove_refused_record(sync, &known).await?;
                self.0.remove(&at_place);
            }
        }
        Ok(())
    }
}

/// One more refusal. Other words begin anew; the same run counts once.
fn again(known: Option<Refused>, change: &Change, run: RunId, at: Timestamp) -> Refused {
    let content = words(change);
    match known.filter(|known| known.content == content) {
        Some(known) => {
            let attempts = known.attempts + u32::from(known.run != run);
            Refused { attempts, last_at: at, run, ..known }
        }
        None => Refused {
            stream: change.target.clone(),
            roster_id: change.roster_id,
            attempts: 1,
            content,
            since: at,
            last_at: at,
            run,
        },
    }
}

/// What a change says, as a hash.
fn words(change: &Change) -> Hash {
    let mut hasher = Hasher::new("refused");
    hasher
        .part(change.op.word().as_bytes())
        .part(change.key.as_bytes())
        .part(&content_hash(&change.result).0);
    hasher.finish()
}

/// What is told of a record that is not sent.
pub(crate) fn told(change: &Change) -> Finding {
    let message = "The destination refused this record three times in the same words, so that it is not sent any \
                   more. Mend it at the source, or release it from quarantine to try once more.";
    Finding::warning("quarantined", change.target.clone(), &change.key, message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crosswalk_model::{Fields, Reason, Value};
    use uuid::Uuid;

    fn change(email: &str) -> Change {
        Change {
            op: ChangeOp::Update,
            target: "people".into(),
            roster_id: RosterId(Uuid::from_u128(1)),
            key: "24117".into(),
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
            result: Fields::from([("email".into(), Value::text(email))]),
        }
    }

    #[test]
    fn the_same_words_are_refused_three_times_and_others_begin_anew() {
        let run = |n: u128| RunId(Uuid::from_u128(n));
        let (mut known, now) = (None, Timestamp::UNIX_EPOCH);
        for n in 1..=3 {
            let refused = again(known, &change("a"), run(n), now);
            assert_eq!((refused.attempts, refused.is_quarantined()), (u32::try_from(n).unwrap(), n == 3));
            known = Some(again(Some(refused), &change("a"), run(n), now));
        }
        let one = known.unwrap();
        assert_eq!(one.attempts, 3, "a run that went on after a crash counts once");
        let quarantine = Quarantine(HashMap::from([(("people".into(), one.roster_id), one.clone())]));
        assert!(quarantine.holds(&change("a")) && !quarantine.holds(&change("b")));
        let leaves = Change { op: ChangeOp::Deactivate, ..change("a") };
        assert!(!quarantine.holds(&leaves), "who leaves is always let go");
        assert_eq!(again(Some(one), &change("b"), run(4), now).attempts, 1);
    }
}
