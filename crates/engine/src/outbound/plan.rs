//! DIFF, CONFLICTS and GUARD on the way out: the truth table over every record of every stream.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crosswalk_model::{
    Catalog, Change, Conflict, ConflictId, ConflictState, Fields, Finding, GuardLimits, Hash, Hold, Name,
    Resolution, RosterId, Sync, Value, content_hash,
};
use crosswalk_reconcile::guard::{self, Baseline};
use crosswalk_reconcile::map::FindingLimit;
use crosswalk_reconcile::outbound::{Agreed, Departure, Present, Sides, Verdict, decide};
use crosswalk_reconcile::tally::Tally;
use crosswalk_store::LedgerEntry;

use super::circles;
use super::keys::{Claim, Keys, SAME_KEY};
use super::mapped::{Wanted, WantedAll, WantedStream, Without};
use super::pins::{self, PINNED, PinBoard};
use super::present::Destination;
use super::quarantine::{self, Quarantine};
use super::sides::{Ledger, agreed};
use crate::Clock;
use crate::retry::Only;

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
    /// The keys of whatever would change or has to be asked, by stream.
    pub touched: BTreeMap<Name, BTreeSet<String>>,
    /// What is kept as it was undone.
    kept: FindingLimit,
}

/// What is compared.
pub(crate) struct Comparison<'a> {
    pub sync: &'a Sync,
    pub limits: &'a GuardLimits,
    pub catalog: &'a Catalog,
    pub ledger: &'a Ledger,
    pub there: &'a Destination<'a>,
    pub answers: &'a BTreeMap<Hash, Resolution>,
    pub quarantine: &'a Quarantine,
    pub pins: &'a PinBoard,
    pub clock: &'a dyn Clock,
    /// The records to which it is kept, if it is kept to any.
    pub only: Option<&'a Only>,
}

impl Comparison<'_> {
    /// Compares everything that is wanted.
    pub fn run(&self, wanted: &WantedAll) -> Compared {
        let mut compared = Compared { findings: wanted.findings.clone(), ..Compared::default() };
        for (name, stream) in &wanted.streams {
            self.stream(name, stream, &mut compared);
        }
        if let Some(only) = self.only {
            only.changes(&mut compared.changes);
            only.conflicts(&mut compared.conflicts);
        }
        circles::open(&mut compared.changes, self.ledger);
        let tally = Tally::of(&compared.changes);
        let baseline = baseline(self.ledger, wanted);
        compared.holds = guard::check(self.limits, &baseline, &tally);
        compared.findings.extend(std::mem::take(&mut compared.kept).finish());
        if self.only.is_some() {
            Only::findings(&compared.changes, &mut compared.findings);
            compared.unchanged = 0;
        }
        compared
    }

    fn stream(&self, name: &Name, wanted: &WantedStream, compared: &mut Compared) {
        let staying = |id| self.pins.holds_key(name, self.key_field(name), id);
        let told = compared.findings.len();
        let keys = Keys::of(name, self.ledger, wanted, &staying, &mut compared.findings);
        let shared = compared.findings[told..].iter().map(|finding| finding.key.clone()).collect();
        let stream = Stream { name, policies: self.policies(name), keys, shared };
        let present = |key: &str| self.there.record(name, key);
        let known = |id: RosterId| self.ledger.entry(name, id).is_some();
        let inherited = stream.keys.inherited(&present, &known, self.answers);
        let mut ids: Vec<&RosterId> = wanted.keys().collect();
        ids.sort_unstable();
        for id in ids.into_iter().filter(|id| !inherited.contains(id)) {
            let one = &wanted[id];
            let subject = Subject { stream: &stream, id: *id, one };
            match &one.source {
                Err(Without::Undecided) => drop(compared.undecided.insert((name.clone(), *id))),
                Err(Without::Departs(departure)) => self.record(&subject, Err(departure.clone()), compared),
                Ok((key, fields)) if stream.keys.owns(key, *id) => {
                    self.record(&subject, Ok((key, &self.resolve(fields))), compared);
                }
                Ok(_) => {}
            }
        }
    }

    fn record(
        &self,
        subject: &Subject<'_>,
        source: Result<(&str, &Fields), Departure>,
        compared: &mut Compared,
    ) {
        let (stream, name, taking_part) =
            (subject.stream, subject.stream.name, source.as_ref().ok().copied());
        let mut before: Option<Agreed> = self.ledger.entry(name, subject.id).map(agreed);
        let key = taking_part.map(|(key, _)| key);
        let pins = self.pins.of(name, subject.id);
        // Whose new key was undone does not ask for it.
        let asked = key.filter(|key| !pins.field(self.key_field(name), &Value::text(*key)));
        let claim = asked.map_or(Claim::Free, |key| self.claim(subject, key, before.is_some(), compared));
        if matches!(claim, Claim::Inherited(_)) {
            before = key.and_then(|key| stream.keys.entry(key)).map(agreed);
        }
        let at = before.as_ref().map(|agreed| agreed.key.clone());
        let at = at.or(key.map(str::to_owned)).unwrap_or_default();
        let there = self.there.record(name, &at);
        let freed = matches!(claim, Claim::Freed(_)) && before.is_none();
        let verdict = decide(&Sides {
            stream: name,
            key_field: self.key_field(name),
            roster_id: subject.id,
            label: subject.one.label.clone(),
            group: subject.one.group.clone(),
            school: subject.one.school,
            source,
            agreed: before.as_ref(),
            present: if freed { &Present::None } else { &there },
            key_held_by: if let Claim::Held(former) = claim { Some(former) } else { None },
            policy: &|field| stream.policies.get(field).copied().unwrap_or_default(),
            answers: self.answers,
            pins,
            depart: self.sync.policy.depart,
            withdraw: self.sync.policy.withdraw,
            next_effective_on: subject.one.next_effective_on,
        });
        if verdict.change.is_some() || !verdict.conflicts.is_empty() {
            let touched = compared.touched.entry(name.clone()).or_default();
            touched.extend(key.map(str::to_owned));
            touched.insert(at.clone());
        }
        self.conclude(subject, &at, taking_part.map(|(_, fields)| fields), verdict, compared);
    }

    /// How a record comes to its key; a key that has to be freed first is freed by a change of its own.
    fn claim(&self, subject: &Subject<'_>, key: &str, known: bool, compared: &mut Compared) -> Claim {
        let stream = subject.stream;
        let present = self.there.record(stream.name, key);
        let claim = stream.keys.claim(key, subject.id, &present, known, self.answers);
        if let (Claim::Freed(_), Some(entry)) = (claim, stream.keys.entry(key)) {
            let key_field: Name = self.key_field(stream.name).to_owned().into();
            compared.changes.push(stream.keys.free(entry, &key_field, &present));
        }
        claim
    }

    fn key_field(&self, name: &Name) -> &str {
        self.catalog.stream(name).map_or("", |stream| stream.key.as_ref())
    }

    fn conclude(
        &self,
        subject: &Subject<'_>,
        at: &str,
        fields: Option<&Fields>,
        verdict: Verdict,
        compared: &mut Compared,
    ) {
        let quiet = verdict.change.is_none() && verdict.conflicts.is_empty() && fields.is_some();
        compared.unchanged += u64::from(quiet);
        let told = verdict.change.map(|change| odd(change, subject, &verdict.kept));
        let (held, free): (Vec<Change>, Vec<Change>) =
            told.into_iter().partition(|change| self.quarantine.holds(change));
        compared.findings.extend(held.iter().map(quarantine::told));
        compared.changes.extend(free);
        pins::tell(&mut compared.kept, subject.stream.name, at, &verdict.kept);
        for (kind, about) in verdict.conflicts {
            compared.conflicts.push(self.conflict(subject, at, kind, about));
        }
        if let Some(learned) = verdict.learned {
            let source = content_hash(fields.unwrap_or(&learned.fields));
            let entry = ledger_entry(subject.id, learned, source, subject.one);
            compared.learned.entry(subject.stream.name.clone()).or_default().push(entry);
        }
    }

    fn resolve(&self, fields: &Fields) -> Fields {
        fields.iter().map(|(name, value)| (name.clone(), self.ledger.resolve(value))).collect()
    }

    fn conflict(
        &self,
        subject: &Subject<'_>,
        key: &str,
        kind: crosswalk_model::ConflictKind,
        about: Hash,
    ) -> Conflict {
        Conflict {
            id: ConflictId(self.clock.id()),
            sync: self.sync.id,
            target: subject.stream.name.clone(),
            roster_id: subject.id,
            key: key.to_owned(),
            label: subject.one.label.clone(),
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
}

/// A change with the codes of what was odd in its record.
fn odd(mut change: Change, subject: &Subject<'_>, kept: &[Option<Name>]) -> Change {
    subject.one.odd.iter().for_each(|code| change.note(code));
    if subject.stream.shared.contains(&change.key) {
        change.note(&SAME_KEY.into());
    }
    if !kept.is_empty() {
        change.note(&PINNED.into());
    }
    change
}

/// How many records are in use at the destination as far as the ledger knows, by stream and group.
pub(crate) fn baseline(ledger: &Ledger, wanted: &WantedAll) -> Baseline {
    let mut baseline = Baseline::new();
    for (name, stream) in &wanted.streams {
        let entries = ledger.streams.get(name).into_iter().flat_map(HashMap::values);
        for entry in entries.filter(|entry| entry.active) {
            let group = stream.get(&entry.roster_id).map_or_else(Name::default, |one| one.group.clone());
            *baseline.entry((name.clone(), group)).or_default() += 1;
        }
    }
    baseline
}

/// One stream while it is compared.
struct Stream<'a> {
    name: &'a Name,
    policies: HashMap<Name, crosswalk_model::FieldPolicy>,
    keys: Keys<'a>,
    /// Keys that several records want.
    shared: HashSet<String>,
}

/// One record of it.
struct Subject<'a> {
    stream: &'a Stream<'a>,
    id: RosterId,
    one: &'a Wanted,
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
