//! Keys at the destination: who may have which, and what becomes of one that its holder no longer needs.

use std::collections::{BTreeMap, HashMap, HashSet};

use crosswalk_model::{
    Change, ChangeOp, FieldDiff, Finding, Hash, Name, Reason, Resolution, RosterId, Value, content_hash,
};
use crosswalk_reconcile::outbound::{Present, key_question};
use crosswalk_store::LedgerEntry;

use super::mapped::{Wanted, WantedStream};
use super::sides::Ledger;

/// The code of a key that several records want.
pub(crate) const SAME_KEY: &str = "same_key";

/// Which keys of one stream belong to whom.
pub(crate) struct Keys<'a> {
    stream: &'a Name,
    owner: HashMap<&'a str, RosterId>,
    holder: HashMap<&'a str, &'a LedgerEntry>,
    wanted: &'a WantedStream,
    /// Those whose new key was undone.
    staying: HashSet<RosterId>,
}

/// How a record comes to a key that somebody else's record holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Claim {
    /// Nobody holds it.
    Free,
    /// A person has to say, or has said what cannot be done yet.
    Held(RosterId),
    /// It is somebody else: the record that has ended gets another key first.
    Freed(RosterId),
    /// It is the same one: the record at the destination is theirs from now on.
    Inherited(RosterId),
}

impl<'a> Keys<'a> {
    /// Two records that want the same key cannot both be written; whoever the ledger says has it keeps it, the other
    /// is told.
    pub fn of(
        stream: &'a Name,
        ledger: &'a Ledger,
        wanted: &'a WantedStream,
        staying: &dyn Fn(RosterId) -> bool,
        findings: &mut Vec<Finding>,
    ) -> Self {
        let entries = ledger.streams.get(stream).into_iter().flat_map(HashMap::values);
        let holder = entries.map(|entry| (entry.key.as_str(), entry)).collect();
        let staying = wanted.keys().copied().filter(|id| staying(*id)).collect();
        let mut keys = Self { stream, owner: HashMap::new(), holder, wanted, staying };
        let mut ids: Vec<&RosterId> = wanted.keys().collect();
        ids.sort_unstable();
        for id in ids {
            let Ok((key, _)) = &wanted[id].source else { continue };
            let holds = keys.holder.get(key.as_str()).is_some_and(|entry| entry.roster_id == *id);
            let is_second = keys.owner.contains_key(key.as_str());
            if holds || !is_second {
                keys.owner.insert(key, *id);
            }
            findings.extend(is_second.then(|| same_key(stream, key)));
        }
        keys
    }

    /// Whether a record is the one that may have a key.
    pub fn owns(&self, key: &str, id: RosterId) -> bool {
        self.owner.get(key) == Some(&id)
    }

    /// Another record that has this key at the destination and does not give it up in this very plan.
    fn held_by(&self, key: &str, id: RosterId) -> Option<&'a LedgerEntry> {
        let holder = self.holder.get(key).copied().filter(|entry| entry.roster_id != id)?;
        let wanted = self.wanted.get(&holder.roster_id).and_then(|one| one.source.as_ref().ok());
        let moves = wanted.is_some_and(|(new, _)| new != key) && !self.staying.contains(&holder.roster_id);
        (!moves).then_some(holder)
    }

    /// How a record comes to its key. What a person answered counts once the former holder has ended.
    pub fn claim(
        &self,
        key: &str,
        id: RosterId,
        present: &Present,
        known: bool,
        answers: &BTreeMap<Hash, Resolution>,
    ) -> Claim {
        let Some(holder) = self.held_by(key, id).filter(|_| *present != Present::None) else {
            return Claim::Free;
        };
        let former = holder.roster_id;
        let gone = self.wanted.get(&former).is_none_or(|one| one.source.is_err());
        let ended = gone && !holder.active && !matches!(present, Present::Here { active: true, .. });
        match answers.get(&key_question(self.stream, id, key)) {
            Some(Resolution::IsNew) if ended => Claim::Freed(former),
            Some(Resolution::Is(_)) if gone && !known => Claim::Inherited(former),
            _ => Claim::Held(former),
        }
    }

    /// The records whose place at the destination others inherit.
    pub fn inherited(
        &self,
        present: &dyn Fn(&str) -> Present,
        known: &dyn Fn(RosterId) -> bool,
        answers: &BTreeMap<Hash, Resolution>,
    ) -> HashSet<RosterId> {
        if answers.is_empty() {
            return HashSet::new();
        }
        let claims = self.owner.iter().filter(|(key, id)| self.held_by(key, **id).is_some());
        let claims = claims.map(|(key, id)| self.claim(key, *id, &present(key), known(*id), answers));
        claims
            .filter_map(|claim| if let Claim::Inherited(former) = claim { Some(former) } else { None })
            .collect()
    }

    /// The entry of whoever holds a key.
    pub fn entry(&self, key: &str) -> Option<&'a LedgerEntry> {
        self.holder.get(key).copied()
    }

    /// Gives an ended record another key, so that the one it had is free.
    pub fn free(&self, entry: &LedgerEntry, key_field: &Name, present: &Present) -> Change {
        let one = self.wanted.get(&entry.roster_id);
        let read = if let Present::Here { fields, .. } = present { Some(content_hash(fields)) } else { None };
        Change {
            label: one.map(|one: &Wanted| one.label.clone()).unwrap_or_default(),
            group: one.map(|one| one.group.clone()).unwrap_or_default(),
            school: one.and_then(|one| one.school),
            reason: Reason::new("key_given_on", "Gives its key on"),
            expects: read,
            ..aside(entry, self.stream, key_field)
        }
    }
}

/// Gives a record a key that nobody else will ever want.
pub(crate) fn aside(entry: &LedgerEntry, stream: &Name, key_field: &Name) -> Change {
    let free = format!("{}~{}", entry.key, &entry.roster_id.to_string()[..8]);
    let key = |text: &str| Some(Value::text(text));
    let mut result = entry.agreed.clone();
    result.insert(key_field.clone(), Value::text(free.as_str()));
    Change {
        op: ChangeOp::Relink { from: entry.key.clone() },
        target: stream.clone(),
        roster_id: entry.roster_id,
        fields: vec![FieldDiff { field: key_field.clone(), before: key(&entry.key), after: key(&free) }],
        key: free,
        foreign_id: entry.foreign_id.clone(),
        label: String::new(),
        group: Name::default(),
        reason: Reason::new("key_aside", "Steps aside for a moment"),
        expects: None,
        next_effective_on: None,
        pins: Vec::new(),
        school: None,
        findings: Vec::new(),
        result,
    }
}

fn same_key(stream: &Name, key: &str) -> Finding {
    let message =
        "Two records have the same key; only one can be sent. Give one of them another key at the source.";
    Finding::warning(SAME_KEY, stream.clone(), key, message).as_error()
}
