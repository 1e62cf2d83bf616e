//! DIFF: what the assertions change in the roster, what departs, and what the guard says to it.

use std::collections::{BTreeMap, HashMap, HashSet};

use crosswalk_model::{
    Change, ChangeOp, ConnectionId, Date, Entity, Finding, Hold, Name, RosterId, RosterRecord, Scope, Sync,
};
use crosswalk_reconcile::group::owner_of;
use crosswalk_reconcile::guard::{self, Baseline};
use crosswalk_reconcile::inbound::{Asserting, change};
use crosswalk_reconcile::merge::{Precedence, Word};
use crosswalk_store::{DocumentRow, Tenant};

use super::assert::Mapper;
use super::extract::{Extract, Known};
use super::identity::{Board, Identified};
use super::refs::{Ref, refs_of};
use crate::Result;

/// The differences of one extract.
#[derive(Default)]
pub(crate) struct Differences {
    /// The changes, not yet in order.
    pub changes: Vec<Change>,
    /// For each change the places of the documents that it follows from; departures have none.
    pub because: HashMap<(Entity, RosterId), Vec<usize>>,
    /// How many asserted records are as they should be.
    pub unchanged: u64,
    /// What each changed document now asserts.
    pub refs: HashMap<usize, Vec<Ref>>,
}

/// Who speaks, and on which day.
pub(crate) struct Speaker<'a> {
    pub source: &'a str,
    pub connection: ConnectionId,
    pub today: Date,
    pub precedence: Precedence<'a>,
}

/// Compares identified assertions with the roster.
pub(crate) fn compare(board: &Board<'_>, identified: &[Identified], speaker: &Speaker<'_>) -> Differences {
    let mut differences = Differences::default();
    let mut met: HashSet<(Entity, RosterId)> = HashSet::new();
    for one in identified {
        let at = (one.assertion.entity, one.id);
        let own = Ref { entity: at.0, id: at.1, stream: one.assertion.stream.clone() };
        differences
            .refs
            .entry(one.assertion.document)
            .or_default()
            .extend(one.assertion.owned.then_some(own));
        differences.because.entry(at).or_default().push(one.assertion.document);
        if !met.insert(at) {
            continue;
        }
        let asserting = Asserting {
            connection: speaker.connection,
            source: speaker.source,
            entity: at.0,
            id: at.1,
            key: &one.assertion.key,
            former_key: one.former_key.as_deref(),
            word: Word::Says(one.assertion.fields.clone()),
            today: speaker.today,
        };
        match change(board.record(at.0, at.1), &asserting, speaker.precedence) {
            Some(change) => differences.changes.push(change),
            None => differences.unchanged += 1,
        }
    }
    differences
}

/// The records that a document asserted before and does not assert any more.
pub(crate) fn dropped(
    mapper: &Mapper,
    extract: &Extract,
    before: &HashMap<(Name, String), DocumentRow>,
    differences: &Differences,
    unsettled: &HashSet<usize>,
) -> Vec<(Entity, RosterId)> {
    let mut dropped = Vec::new();
    for (place, said) in extract.changed.iter().enumerate() {
        let document = &said.document;
        // What could not be read whole says nothing about what is missing in it.
        if unsettled.contains(&place) {
            continue;
        }
        let Some(row) = before.get(&(document.head.stream.clone(), document.head.key.clone())) else {
            continue;
        };
        let now: HashSet<(Entity, RosterId)> =
            differences.refs.get(&place).into_iter().flatten().map(Ref::at).collect();
        let speaks = |one: &Ref| {
            mapper.speaks_for(&one.stream, one.entity)
                && (document.gone || !document.silent.contains(&one.stream))
        };
        let missing = refs_of(row).filter(|one| document.gone || !now.contains(&one.at()));
        dropped.extend(missing.filter(speaks).map(|one| one.at()));
    }
    dropped
}

/// Ends assertions, unless the same extract asserts the record from elsewhere.
pub(crate) async fn end(
    board: &mut Board<'_>,
    differences: &mut Differences,
    ended: Vec<(Entity, RosterId)>,
    speaker: &Speaker<'_>,
) -> Result<()> {
    let ended: Vec<(Entity, RosterId)> =
        ended.into_iter().filter(|at| !differences.because.contains_key(at)).collect();
    board.load(ended.iter().copied()).await?;
    let mut met = HashSet::new();
    for (entity, id) in ended.into_iter().filter(|at| met.insert(*at)) {
        let Some(record) = board.record(entity, id) else { continue };
        differences.changes.extend(ending(record, speaker));
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
    let left = classes_of(board, differences, ChangeOp::removes);
    let joined = classes_of(board, differences, |op| !op.removes());
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
    maps.map(|map| &map.from).any(|stream| extract.heard.complete(stream) && derived(stream))
}

/// How many enrolment changes of one kind each class sees.
fn classes_of(
    board: &Board<'_>,
    differences: &Differences,
    which: impl Fn(&ChangeOp) -> bool,
) -> HashMap<RosterId, u64> {
    let mut classes = HashMap::new();
    for change in
        differences.changes.iter().filter(|change| change.target == "enrollment" && which(&change.op))
    {
        let planned = change.result.get("class").and_then(|value| value.as_roster_id());
        let known = board.record(Entity::Enrollment, change.roster_id);
        let class = planned.or_else(|| known.and_then(|record| owner_of(Entity::Enrollment, &record.fields)));
        if let Some(class) = class {
            *classes.entry(class).or_default() += 1;
        }
    }
    classes
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
    sync: &Sync,
    extract: &Extract,
    known: &Known,
    baseline: &Baseline,
    changes: &[Change],
) -> Vec<Hold> {
    let limits = &sync.policy.guard;
    let mut holds = guard::check(limits, baseline, changes);
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
    let mut streams: BTreeMap<Name, Vec<&Scope>> = BTreeMap::new();
    for scope in &extract.heard.scopes {
        streams.entry(scope.stream.clone()).or_default().push(scope);
    }
    let mut counts = Vec::new();
    for (stream, scopes) in streams {
        let Some(documents) = known.get(&stream) else { continue };
        let whole = scopes.iter().any(|scope| scope.partition.is_none());
        let speaks = |partition: &str| {
            whole || scopes.iter().any(|scope| scope.partition.as_deref() == Some(partition))
        };
        let last = documents.values().filter(|document| speaks(&document.partition)).count() as u64;
        let now = extract.heard.seen.get(&stream).map_or(0, |keys| keys.len() as u64);
        counts.push((stream, now, last));
    }
    counts
}

/// Parts of a population that a whole extract did not speak of, such as a year level that is no longer sent. Nobody in
/// them is taken to have left; but somebody should know.
pub(crate) fn not_sent(sync: &Sync, extract: &Extract, known: &Known) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (stream, documents) in known.iter().filter(|(stream, _)| is_people(sync, stream)) {
        let scopes = &extract.heard.scopes;
        let spoken: HashSet<&str> = scopes
            .iter()
            .filter(|scope| scope.complete && scope.stream == *stream)
            .filter_map(|scope| scope.partition.as_deref())
            .collect();
        let whole = scopes.iter().any(|scope| scope.stream == *stream && scope.partition.is_none());
        if spoken.len() < 2 || whole {
            continue;
        }
        let mut silent: BTreeMap<&str, u64> = BTreeMap::new();
        for document in documents.values().filter(|document| !spoken.contains(document.partition.as_str())) {
            *silent.entry(&document.partition).or_default() += 1;
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

/// Whether a source's stream brings people.
fn is_people(sync: &Sync, stream: &Name) -> bool {
    sync.crosswalk.streams.iter().any(|map| map.from == *stream && map.to == Entity::User.as_str())
}
