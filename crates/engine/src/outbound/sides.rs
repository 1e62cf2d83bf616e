//! The ledger: what both sides last agreed on.

use std::collections::{BTreeMap, HashMap, HashSet};

use crosswalk_model::{Name, Reference, RosterId, SyncId, Value};
use crosswalk_reconcile::outbound::Agreed;
use crosswalk_store::{LedgerEntry, Tenant};

use super::present::Destination;
use crate::Result;

/// What both sides agreed on, by stream and record.
#[derive(Default)]
pub(crate) struct Ledger {
    /// The entries by stream and record.
    pub streams: BTreeMap<Name, HashMap<RosterId, LedgerEntry>>,
    /// Who has which key, of streams that learn something.
    keys: HashMap<Name, HashMap<String, RosterId>>,
    /// Records that the destination no longer has: their ids there mean nothing any more.
    missing: HashSet<RosterId>,
}

impl Ledger {
    /// Loads the ledger of a sync.
    pub async fn load(tenant: &Tenant, sync: SyncId, streams: &[Name]) -> Result<Self> {
        let mut ledger = Self::default();
        for stream in streams {
            let entries = tenant.ledger(sync, stream).await?.into_iter();
            ledger.streams.insert(stream.clone(), entries.map(|entry| (entry.roster_id, entry)).collect());
        }
        Ok(ledger)
    }

    /// Notes which records the destination no longer has. What points at them points at those that will be made.
    pub fn note_missing(&mut self, there: &Destination<'_>) {
        for (stream, entries) in &self.streams {
            let Some(read) = there.stream(stream) else { continue };
            let gone = entries.values().filter(|entry| read.lacks(&entry.key));
            self.missing.extend(gone.map(|entry| entry.roster_id));
        }
    }

    /// One entry.
    pub fn entry(&self, stream: &str, id: RosterId) -> Option<&LedgerEntry> {
        self.streams.get(stream).and_then(|entries| entries.get(&id))
    }

    /// Learns an entry. A key has one holder: whoever had it before is forgotten, and named.
    pub fn learn(&mut self, stream: &Name, entry: LedgerEntry) -> Option<RosterId> {
        let entries = self.streams.entry(stream.clone()).or_default();
        let keys = self
            .keys
            .entry(stream.clone())
            .or_insert_with(|| entries.values().map(|entry| (entry.key.clone(), entry.roster_id)).collect());
        let had = keys.insert(entry.key.clone(), entry.roster_id);
        let former = had.filter(|id| *id != entry.roster_id);
        let former = former.filter(|id| entries.get(id).is_some_and(|other| other.key == entry.key));
        former.iter().for_each(|id| drop(entries.remove(id)));
        entries.insert(entry.roster_id, entry);
        former
    }

    /// The destination's own id of a record; records without one of their own are pointed at by their key.
    pub fn foreign_id(&self, stream: &str, id: RosterId) -> Option<String> {
        let entry = self.entry(stream, id).filter(|_| !self.missing.contains(&id))?;
        Some(entry.foreign_id.clone().unwrap_or_else(|| entry.key.clone()))
    }

    /// Turns references into the destination's ids, as far as they are known.
    pub fn resolve(&self, value: &Value) -> Value {
        match value {
            Value::Ref(Reference::Roster { to, id }) => {
                self.foreign_id(to, *id).map_or_else(|| value.clone(), Value::Text)
            }
            Value::List(list) => Value::List(list.iter().map(|item| self.resolve(item)).collect()),
            other => other.clone(),
        }
    }
}

/// Whether a value still points at a record that the destination does not have yet.
pub(crate) fn is_symbolic(value: &Value) -> bool {
    match value {
        Value::Ref(_) => true,
        Value::List(list) => list.iter().any(is_symbolic),
        _ => false,
    }
}

/// An entry as the truth table reads it.
pub(crate) fn agreed(entry: &LedgerEntry) -> Agreed {
    Agreed {
        key: entry.key.clone(),
        foreign_id: entry.foreign_id.clone(),
        fields: entry.agreed.clone(),
        active: entry.active,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crosswalk_model::{Fields, Hash};
    use uuid::Uuid;

    fn entry(id: u128, key: &str) -> LedgerEntry {
        LedgerEntry {
            roster_id: RosterId(Uuid::from_u128(id)),
            key: key.into(),
            foreign_id: None,
            source_hash: Hash([0; 32]),
            destination_hash: None,
            agreed: Fields::new(),
            active: true,
            unsettled: false,
            next_effective_on: None,
        }
    }

    #[test]
    fn a_key_has_one_holder() {
        let people = Name::from("people");
        let mut ledger = Ledger::default();
        assert_eq!(ledger.learn(&people, entry(1, "TWH")), None);
        assert_eq!(ledger.learn(&people, entry(1, "TWH")), None);
        assert_eq!(ledger.learn(&people, entry(1, "TWH~1")), None);
        assert_eq!(ledger.learn(&people, entry(2, "TWH")), None, "it was given up");
        assert_eq!(ledger.learn(&people, entry(3, "TWH")), Some(RosterId(Uuid::from_u128(2))));
        assert!(ledger.entry("people", RosterId(Uuid::from_u128(2))).is_none());
        assert!(ledger.entry("people", RosterId(Uuid::from_u128(1))).is_some());
    }
}
