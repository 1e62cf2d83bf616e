//! DIFF: what the assertions change in the roster, what departs, and what the guard says to it.

use std::collections::{BTreeMap, HashMap, HashSet};

use crosswalk_model::{
    Change, ConnectionId, Date, Entity, Finding, GuardLimits, Hold, Name, RosterId, RosterRecord, Sync,
};
use crosswalk_reconcile::group::{group_of, owner_of};
use crosswalk_reconcile::guard::{self, Baseline};
use crosswalk_reconcile::inbound::{Asserting, change};
use crosswalk_reconcile::merge::{Precedence, Word};
use crosswalk_reconcile::tally::Tally;
use crosswalk_store::Tenant;

use super::assert::Mapper;
use super::extract::{Extract, Said};
use super::identity::{Assertion, Board, Identified};
use super::known::Known;
use super::merged::Merged;
use super::refs::Ref;
use super::schools::Schools;
use super::years::Years;
use crate::Result;
use crate::book::Book;

/// How many records are loaded together.
const TOGETHER: usize = 2_000;

/// The differences of one extract.
pub(crate) struct Differences {
    /// The changes.
    pub book: Book,
    /// Everything that was asserted.
    pub asserted: HashSet<(Entity, RosterId)>,
    /// Everything that was looked at because its assertion ended: each record is in a plan once.
    ended: HashSet<(Entity, RosterId)>,
    /// How many asserted records are as they should be.
    pub unchanged: u64,
    /// What each changed document now asserts, by its place.
    pub refs: Vec<Vec<Ref>>,
    /// How many enrolments each class loses, and gets or keeps with a change.
    left: HashMap<RosterId, u64>,
    joined: HashMap<RosterId, u64>,
    /// What looks like two records that were merged at the source.
    pub merged: Merged,
    /// The school years of new classes.
    pub years: Years,
    /// Which school people and classes belong to.
    pub schools: Schools,
}

impl Differences {
    /// None yet, of so many documents.
    pub fn new(tenant: &Tenant, documents: usize) -> Self {
        let order = Entity::ALL.iter().map(|entity| entity.as_str().into()).collect();
        Self {
            book: Book::new(tenant, order),
            asserted: HashSet::new(),
            ended: HashSet::new(),
            unchanged: 0,
            refs: vec![Vec::new(); documents],
            left: HashMap::new(),
            joined: HashMap::new(),
            merged: Merged::default(),
            years: Years::default(),
            schools: Schools::default(),
        }
    }

    /// Notes of what a source speaks of people.
    fn hear(&mut self, record: Option<&RosterRecord>, asserting: &Asserting<'_>) {
        let Some(record) = record.filter(|record| record.entity == Entity::User) else { return };
        let before = record.assertion(Some(asserting.connection));
        if let (Some(before), Word::Says(now)) = (before, &asserting.word) {
            let group = group_of(record.entity, &record.fields);
            self.book.tally.hear(&record.entity.as_str().into(), &group, before, now);
        }
    }

    /// Enters a change of a record.
    fn enter(&mut self, entity: Entity, mut change: Change, record: Option<&RosterRecord>) -> Result<()> {
        self.schools.fill(entity, &mut change, record);
        if change.target == Entity::Enrollment.as_str() {
            let planned = change.result.get("class").and_then(|value| value.as_roster_id());
            let known = || record.and_then(|record| owner_of(Entity::Enrollment, &record.fields));
            if let Some(class) = planned.or_else(known) {
                let counts = if change.op.removes() { &mut self.left } else { &mut self.joined };
                *counts.entry(class).or_default() += 1;
            }
        }
        self.merged.look(&change, record);
        self.years.look(&change);
        self.book.add(change)
    }
}

/// Who speaks, and on which day.
pub(crate) struct Speaker<'a> {
    pub source: &'a str,
    pub connection: ConnectionId,
    pub today: Date,
    pub precedence: Precedence<'a>,
}

/// Compares identified assertions with the roster.
pub(crate) fn compare(
    board: &Board<'_>,
    identified: Vec<Identified>,
    speaker: &Speaker<'_>,
    differences: &mut Differences,
) -> Result<()> {
    for one in identified {
        let Assertion { entity, stream, key, fields, document, owned, odd, .. } = one.assertion;
        if owned {
            differences.refs[document].push(Ref { entity, id: one.id, stream });
        }
        if !differences.asserted.insert((entity, one.id)) {
            continue;
        }
        let asserting = Asserting {
            connection: speaker.connection,
            source: speaker.source,
            entity,
            id: one.id,
            key: &key,
            former_key: one.former_key.as_deref(),
            word: Word::Says(fields),
            today: speaker.today,
        };
        let record = board.record(entity, one.id);
        differences.hear(record, &asserting);
        let change = change(record, &asserting, speaker.precedence);
        differences.schools.note((entity, one.id), change.as_ref(), record);
        let Some(mut change) = change else {
            differences.unchanged += 1;
            continue;
        };
        odd.iter().for_each(|code| change.note(code));
        differences.enter(entity, change, record)?;
    }
    Ok(())
}

/// The records that a document asserted before and does not assert any more.
pub(crate) fn dropped(mapper: &Mapper, said: &Said, now: &[Ref], before: &[Ref]) -> Vec<(Entity, RosterId)> {
    let now: HashSet<(Entity, RosterId)> = now.iter().map(Ref::at).collect();
    let speaks = |one: &Ref| {
        mapper.speaks_for(&one.stream, one.entity) && (said.gone || !said.silent.contains(&one.stream))
    };
    let missing = before.iter().filter(|one| said.gone || !now.contains(&one.at()));
    missing.filter(|one| speaks(one)).map(Ref::at).collect()
}

/// Ends assertions, unless the same extract asserts the record from elsewhere.
pub(crate) async fn end(
    board: &mut Board<'_>,
    differences: &mut Differences,
    ended: Vec<(Entity, RosterId)>,
    speaker: &Speaker<'_>,
) -> Result<()> {
    let (asserted, met) = (&differences.asserted, &mut differences.ended);
    let ended: Vec<(Entity, RosterId)> =
        ended.into_iter().filter(|at| !asserted.contains(at) && met.insert(*at)).collect();
    for some in ended.chunks(TOGETHER) {
        board.load(some.iter().copied()).await?;
        differences.schools.meet_known(board, some).await?;
        for (entity, id) in some {
            let Some(record) = board.record(*entity, *id) else { continue };
            if let Some(change) = ending(record, speaker) {
                differences.enter(*entity, change, Some(record))?;
            }
        }
        board.forget();
    }
    Ok(())
}

fn ending(record: &RosterRecord, speaker: &Speaker<'_>) -> Option<Change> {
    let own = record.asserted.iter().find(|one| one.connection == Some(speaker.connection) && one.present)?;
    let asserting = Asserting {
        connection: speaker.connection,
        source: speaker.source,
        entity: record.entity,
        id: record.id,
        key: &own.key,
        former_key: None,
        word: Word::Ended,
        today: speaker.today,
    };
    change(Some(record), &asserting, speaker.precedence)
}

/// Classes that no longer have a member. Only a full of pupils and staff tells.
pub(crate) async fn sweep(
    board: &mut Board<'_>,
    differences: &Differences,
    extract: &Extract,
    known: &Known,
) -> Result<Vec<(Entity, RosterId)>> {
    if !tells_of_empty_classes(board.sync, extract, known) {
        return Ok(Vec::new());
    }
    let (left, joined) = (&differences.left, &differences.joined);
    let empty = board.tenant.owners_without_active(Entity::Enrollment, Entity::Class).await?;
    let mut candidates: Vec<RosterId> = empty.into_iter().chain(left.keys().copied()).collect();
    candidates.retain(|id| !joined.contains_key(id));
    candidates.sort();
    candidates.dedup();
    let members = board.tenant.owned_by(Entity::Enrollment, &candidates, true).await?;
    let mut remaining: HashMap<RosterId, u64> = HashMap::new();
    for class in members.iter().filter_map(|record| owner_of(Entity::Enrollment, &record.fields)) {
        *remaining.entry(class).or_default() += 1;
    }
    candidates.retain(|id| {
        remaining.get(id).copied().unwrap_or_default() <= left.get(id).copied().unwrap_or_default()
    });
    Ok(candidates.into_iter().map(|id| (Entity::Class, id)).collect())
}

/// Whether everything of a stream of classes was seen that has no documents of its own: those live by their members. A
/// source that lists its classes tells by its list which there are, with members or without.
fn tells_of_empty_classes(sync: &Sync, extract: &Extract, known: &Known) -> bool {
    let maps = sync.crosswalk.streams.iter().filter(|map| map.enabled && map.to == Entity::Class.as_str());
    let derived = |stream: &Name| !known.contains_key(stream) && !extract.heard.seen.contains_key(stream);
    maps.map(|map| &map.from).any(|stream| extract.heard.scopes.complete(stream) && derived(stream))
}

/// How many records the roster has, by entity and group.
pub(crate) async fn baseline(tenant: &Tenant) -> Result<Baseline> {
    let counts = tenant.roster_counts().await?;
    Ok(counts
        .into_iter()
        .map(|(entity, group, count)| ((Name::from(entity.as_str()), Name::from(group)), count))
        .collect())
}

/// What the guard says: to the changes, and to what the extract holds against what was known.
pub(crate) fn holds(
    (sync, limits): (&Sync, &GuardLimits),
    extract: &Extract,
    known: &Known,
    baseline: &Baseline,
    tally: &Tally,
) -> Vec<Hold> {
    let mut holds = guard::check(limits, baseline, tally);
    holds.extend(guard::silenced(baseline, tally, |field| is_mapped(sync, field)));
    holds.extend(
        concerned(extract, known)
            .into_iter()
            .filter(|(stream, _, _)| is_people(sync, stream))
            .filter_map(|(stream, now, last)| guard::extract_hold(limits, &stream, &stream, now, last)),
    );
    holds
}

/// Per stream that the extract claims to speak for as a whole or in partitions: how many documents there are now and
/// how many were known in what it speaks for. A scope that is said to be incomplete concerns the whole stream.
fn concerned(extract: &Extract, known: &Known) -> Vec<(Name, u64, u64)> {
    let mut counts = Vec::new();
    for (stream, scopes) in extract.heard.scopes.streams() {
        let Some(documents) = known.get(stream) else { continue };
        let last = documents.documents().filter(|(_, part)| scopes.speaks_of(part)).count() as u64;
        let now = extract.heard.seen.get(stream).map_or(0, |keys| keys.len() as u64);
        counts.push((stream.clone(), now, last));
    }
    counts.sort_unstable();
    counts
}

/// Parts of a population that a whole extract did not speak of, such as a year level that is no longer sent. Nobody in
/// them is taken to have left; but somebody should know.
pub(crate) fn not_sent(sync: &Sync, extract: &Extract, known: &Known) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (stream, documents) in known.iter().filter(|(stream, _)| is_people(sync, stream)) {
        let Some(scopes) = extract.heard.scopes.of(stream) else { continue };
        if scopes.complete_parts() < 2 || scopes.speaks_of_whole() {
            continue;
        }
        let mut silent: BTreeMap<&str, u64> = BTreeMap::new();
        for (_, partition) in documents.documents().filter(|(_, part)| !scopes.covers(part)) {
            *silent.entry(partition).or_default() += 1;
        }
        findings.extend(silent.into_iter().map(|(partition, count)| {
            let message = format!(
                "{count} {stream} of “{partition}” were not in this full. Nobody of them was removed. If they have left, \
                 let the source send that part once more."
            );
            Finding::warning("part_not_sent", stream.clone(), partition, message)
        }));
    }
    findings
}

/// Whether a source is asked for a field of people.
fn is_mapped(sync: &Sync, field: &str) -> bool {
    let maps = sync.crosswalk.streams.iter().filter(|map| map.enabled && map.to == Entity::User.as_str());
    maps.flat_map(|map| &map.fields).any(|map| map.to == field)
}

/// Whether a source's stream brings people.
fn is_people(sync: &Sync, stream: &Name) -> bool {
    sync.crosswalk.streams.iter().any(|map| map.from == *stream && map.to == Entity::User.as_str())
}
