//! DIFF, CONFLICTS and GUARD on the way out: the truth table over every record of every stream.

use std::collections::{BTreeMap, HashMap, HashSet};

use crosswalk_model::{
    Catalog, Change, Conflict, ConflictId, ConflictState, Fields, Finding, Hash, Hold, Name, Resolution,
    RosterId, Sync, content_hash,
};
use crosswalk_reconcile::guard::{self, Baseline};
use crosswalk_reconcile::outbound::{Agreed, Sides, decide};
use crosswalk_store::LedgerEntry;

use super::mapped::{Wanted, WantedAll, WantedStream, Without};
use super::sides::{Ledger, PresentStream, agreed, present_record};
use crate::Clock;

/// What came of the comparison.
#[derive(Default)]
pub(crate) struct Compared {
    pub changes: Vec<Change>,
    pub conflicts: Vec<Conflict>,
    pub findings: Vec<Finding>,
    pub unchanged: u64,
    /// What the ledger learns without a write, by stream.
    pub learned: BTreeMap<Name, Vec<LedgerEntry>>,
    pub holds: Vec<Hold>,
    /// Records of which nobody knows how they are wanted: stream and record.
    pub undecided: HashSet<(Name, RosterId)>,
}

/// What is compared.
pub(crate) struct Comparison<'a> {
    pub sync: &'a Sync,
    pub catalog: &'a Catalog,
    pub ledger: &'a Ledger,
    pub present: &'a BTreeMap<Name, PresentStream>,
    pub answers: &'a BTreeMap<Hash, Resolution>,
    pub clock: &'a dyn Clock,
}

impl Comparison<'_> {
    /// Compares everything that is wanted.
    pub fn run(&self, wanted: &WantedAll) -> Compared {
        let mut compared = Compared { findings: wanted.findings.clone(), ..Compared::default() };
        for (name, stream) in &wanted.streams {
            self.stream(name, stream, &mut compared);
        }
        compared.holds = guard::check(&self.sync.policy.guard, &self.baseline(wanted), &compared.changes);
        compared
    }

    fn stream(&self, name: &Name, wanted: &WantedStream, compared: &mut Compared) {
        let keys = self.keys(name, wanted, compared);
        let policies = self.policies(name);
        let mut ids: Vec<&RosterId> = wanted.keys().collect();
        ids.sort_unstable();
        for id in ids {
            let one = &wanted[id];
            match &one.source {
                Err(Without::Undecided) => drop(compared.undecided.insert((name.clone(), *id))),
                Ok((key, _)) if keys.owner.get(key.as_str()) != Some(id) => {}
                _ => self.record(name, *id, one, &keys, &policies, compared),
            }
        }
    }

    fn record(
        &self,
        name: &Name,
        id: RosterId,
        one: &Wanted,
        keys: &Keys<'_>,
        policies: &HashMap<Name, crosswalk_model::FieldPolicy>,
        compared: &mut Compared,
    ) {
        let entry = self.ledger.entry(name, id);
        let before: Option<Agreed> = entry.map(agreed);
        let resolved = one.source.as_ref().ok().map(|(key, fields)| (key.as_str(), self.resolve(fields)));
        let source = match (&resolved, &one.source) {
            (Some((key, fields)), _) => Ok((*key, fields)),
            (None, Err(Without::Departs(departure))) => Err(departure.clone()),
            (None, _) => return,
        };
        let at = before.as_ref().map(|agreed| agreed.key.as_str()).or(resolved.as_ref().map(|(key, _)| *key));
        let present = present_record(&self.present[name], at.unwrap_or_default());
        let verdict = decide(&Sides {
            stream: name,
            key_field: self.catalog.stream(name).map_or("", |stream| stream.key.as_ref()),
            roster_id: id,
            label: one.label.clone(),
            group: one.group.clone(),
            source,
            agreed: before.as_ref(),
            present: &present,
            key_held_by: resolved.as_ref().and_then(|(key, _)| keys.held_by(key, id)),
            policy: &|field| policies.get(field).copied().unwrap_or_default(),
            answers: self.answers,
            depart: self.sync.policy.depart,
            withdraw: self.sync.policy.withdraw,
            next_effective_on: one.next_effective_on,
        });
        let quiet = verdict.change.is_none() && verdict.conflicts.is_empty() && resolved.is_some();
        compared.unchanged += u64::from(quiet);
        compared.changes.extend(verdict.change);
        for (kind, about) in verdict.conflicts {
            compared.conflicts.push(self.conflict(name, id, one, at.unwrap_or_default(), kind, about));
        }
        if let Some(learned) = verdict.learned {
            let source = resolved
                .as_ref()
                .map_or_else(|| content_hash(&learned.fields), |(_, fields)| content_hash(fields));
            compared.learned.entry(name.clone()).or_default().push(ledger_entry(id, learned, source, one));
        }
    }

    fn resolve(&self, fields: &Fields) -> Fields {
        fields.iter().map(|(name, value)| (name.clone(), self.ledger.resolve(value))).collect()
    }

    fn conflict(
        &self,
        name: &Name,
        roster_id: RosterId,
        one: &Wanted,
        key: &str,
        kind: crosswalk_model::ConflictKind,
        about: Hash,
    ) -> Conflict {
        Conflict {
            id: ConflictId(self.clock.id()),
            sync: self.sync.id,
            target: name.clone(),
            roster_id,
            key: key.to_owned(),
            label: one.label.clone(),
            kind,
            about,
            asked_at: self.clock.now(),
            state: ConflictState::Open,
        }
    }

    fn policies(&self, name: &Name) -> HashMap<Name, crosswalk_model::FieldPolicy> {
        let maps = self.sync.crosswalk.streams.iter().filter(|map| map.to == *name);
        maps.flat_map(|map| &map.fields).map(|field| (field.to.clone(), field.policy)).collect()
    }

    /// Who may have which key. Two records that want the same one cannot both be written; whoever the ledger says has
    /// it keeps it, the other is told.
    fn keys<'a>(&'a self, name: &Name, wanted: &'a WantedStream, compared: &mut Compared) -> Keys<'a> {
        let entries = self.ledger.0.get(name);
        let mut keys = Keys { owner: HashMap::new(), ledger: HashMap::new(), wanted };
        for entry in entries.into_iter().flat_map(HashMap::values) {
            keys.ledger.insert(&entry.key, entry.roster_id);
        }
        let mut ids: Vec<&RosterId> = wanted.keys().collect();
        ids.sort_unstable();
        for id in ids {
            let Ok((key, _)) = &wanted[id].source else { continue };
            match keys.owner.get(key.as_str()) {
                None => drop(keys.owner.insert(key, *id)),
                Some(other) if keys.ledger.get(key.as_str()) == Some(id) && other != id => {
                    keys.owner.insert(key, *id);
                    compared.findings.push(same_key(name, key));
                }
                Some(_) => compared.findings.push(same_key(name, key)),
            }
        }
        keys
    }

    /// How many records are in use at the destination as far as the ledger knows, by stream and group.
    fn baseline(&self, wanted: &WantedAll) -> Baseline {
        let mut baseline = Baseline::new();
        for (name, stream) in &wanted.streams {
            let entries = self.ledger.0.get(name).into_iter().flat_map(HashMap::values);
            for entry in entries.filter(|entry| entry.active) {
                let group = stream.get(&entry.roster_id).map_or_else(Name::default, |one| one.group.clone());
                *baseline.entry((name.clone(), group)).or_default() += 1;
            }
        }
        baseline
    }
}

fn same_key(stream: &Name, key: &str) -> Finding {
    let message =
        "Two records have the same key; only one can be sent. Give one of them another key at the source.";
    Finding::warning("same_key", stream.clone(), key, message).as_error()
}

/// Which keys belong to whom.
struct Keys<'a> {
    owner: HashMap<&'a str, RosterId>,
    ledger: HashMap<&'a str, RosterId>,
    wanted: &'a WantedStream,
}

impl Keys<'_> {
    /// Another record that has this key at the destination and does not give it up in this very plan.
    fn held_by(&self, key: &str, id: RosterId) -> Option<RosterId> {
        let holder = self.ledger.get(key).copied().filter(|holder| *holder != id)?;
        let moves = self
            .wanted
            .get(&holder)
            .and_then(|one| one.source.as_ref().ok())
            .is_some_and(|(new, _)| new != key);
        (!moves).then_some(holder)
    }
}

/// An entry as the ledger keeps it.
pub(crate) fn ledger_entry(id: RosterId, agreed: Agreed, source_hash: Hash, one: &Wanted) -> LedgerEntry {
    LedgerEntry {
        roster_id: id,
        key: agreed.key,
        foreign_id: agreed.foreign_id,
        source_hash,
        destination_hash: Some(content_hash(&agreed.fields)),
        agreed: agreed.fields,
        active: agreed.active,
        unsettled: false,
        next_effective_on: one.next_effective_on,
    }
}
