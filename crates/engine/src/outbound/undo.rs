//! Undo on the way out: the inverse of what a run wrote, compared with what the destination holds now.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crosswalk_connector_kit::Capability;
use crosswalk_model::{
    Catalog, Change, ChangeOp, Direction, FieldDiff, Hash, Name, PinMark, Resolution, Sync, Value,
    WriteOperation, content_hash,
};
use crosswalk_reconcile::outbound::pins::{departure_word, field_word, record_word};
use crosswalk_reconcile::outbound::{Present, alike, kept_question};
use crosswalk_reconcile::reason::brings_back;
use crosswalk_reconcile::undo::{Inverse, Now, Side, Why, inverse};
use crosswalk_store::Tenant;
use tokio_util::sync::CancellationToken;

use super::circles;
use super::mapped::{WantedAll, Without, map_roster, streams_in_order};
use super::plan::baseline;
use super::present::Destination;
use super::sides::Ledger;
use super::snapshot::Snapshot;
use crate::undo::{TakenBack, holds};
use crate::{Engine, Result};

/// Compares what a run did with what the destination holds now.
pub(crate) async fn take_back(
    engine: &Engine,
    tenant: &Tenant,
    sync: &Sync,
    done: &[Change],
    cancel: &CancellationToken,
) -> Result<TakenBack> {
    let connection = engine.open(tenant.id(), sync.connection).await?;
    let catalog = connection.discover(cancel).await?;
    let row = engine.connection_row(tenant, sync.connection).await?;
    let readable = engine.connector(&row.connector)?.spec().can(Capability::ReadBack);
    let streams: Vec<Name> = catalog.streams.iter().map(|stream| stream.name.clone()).collect();
    let ledger = Ledger::load(tenant, sync.id, &streams).await?;
    let mut there = Destination::unread(&*connection, &streams, cancel);
    if readable {
        there.read_missing(&keys(done, &ledger)).await?;
    }
    let snapshot = Snapshot::load(tenant, &sync.crosswalk).await?;
    let context = engine.map_context(tenant, Direction::Outbound).await?;
    let mapped = streams_in_order(&sync.crosswalk, &catalog);
    let wanted =
        map_roster(&snapshot, &sync.crosswalk, &sync.selection, engine.today(), context.hash_key, &mapped);
    let answers = engine.answers(tenant, sync.id).await?;
    let leaving = done.iter().filter(|change| matches!(change.op, ChangeOp::Relink { .. }));
    let leaving = leaving.map(|change| (change.target.clone(), change.key.clone())).collect();
    let back = Back {
        catalog: &catalog,
        ledger: &ledger,
        there: &there,
        wanted: &wanted,
        answers: &answers,
        leaving,
        destination: row.title,
    };
    let mut taken = TakenBack { order: streams, ..TakenBack::default() };
    done.iter().for_each(|change| back.one(change, &mut taken));
    circles::open(&mut taken.changes, &ledger);
    taken.holds = holds(sync, &baseline(&ledger, &wanted), &taken.changes);
    Ok(taken)
}

/// The keys under which the records are to be found, and those that they would get back.
fn keys(done: &[Change], ledger: &Ledger) -> BTreeMap<Name, BTreeSet<String>> {
    let mut keys: BTreeMap<Name, BTreeSet<String>> = BTreeMap::new();
    for change in done {
        let of = keys.entry(change.target.clone()).or_default();
        of.extend(ledger.entry(&change.target, change.roster_id).map(|entry| entry.key.clone()));
        if let ChangeOp::Relink { from } = &change.op {
            of.insert(from.clone());
        }
    }
    keys
}

/// What the inverse is compared with.
struct Back<'a> {
    catalog: &'a Catalog,
    ledger: &'a Ledger,
    there: &'a Destination<'a>,
    wanted: &'a WantedAll,
    answers: &'a BTreeMap<Hash, Resolution>,
    /// Keys that are given up by this undo: stream and key.
    leaving: HashSet<(Name, String)>,
    /// What the destination is called.
    destination: String,
}

impl Back<'_> {
    fn one(&self, change: &Change, taken: &mut TakenBack) {
        let done = self.plain(change);
        let present = self.present(&done);
        let taken_key = |key: &str| self.is_taken(&done, key);
        let alike = |a: Option<&Value>, b: Option<&Value>| {
            alike(a.unwrap_or(&Value::Null), b.unwrap_or(&Value::Null))
        };
        let side = Side { same: &alike, absent_is_empty: done.expects.is_some(), is_taken: &taken_key };
        let found = match &present {
            Err(why) => Inverse::nothing(*why),
            Ok((now, _)) => inverse(&done, Some(now), &side),
        };
        let offered = found.change.as_ref().is_none_or(|undo| self.offers(undo));
        let found = if offered { found } else { Inverse::nothing(Why::NotOffered) };
        if let (Some(undo), Ok((_, expects))) = (found.change, &present) {
            taken.changes.push(self.finished(&done, undo, *expects));
        }
        let since = |field: Option<&str>| self.since(&done, field, present.as_ref().ok().map(|(now, _)| now));
        taken.leave(&done, found.left, &since);
    }

    /// The change as the destination knows it: references as its ids, the key beside the fields.
    fn plain(&self, change: &Change) -> Change {
        let key_field = self.key_field(&change.target);
        let resolved = |value: &Option<Value>| value.as_ref().map(|value| self.ledger.resolve(value));
        let fields = change.fields.iter().filter(|diff| diff.field != key_field).map(|diff| FieldDiff {
            field: diff.field.clone(),
            before: resolved(&diff.before),
            after: resolved(&diff.after),
        });
        Change { fields: fields.collect(), ..change.clone() }
    }

    fn key_field(&self, stream: &str) -> &str {
        self.catalog.stream(stream).map_or("", |stream| stream.key.as_ref())
    }

    /// The record as it is now, and the hash that its inverse rests on.
    fn present(&self, done: &Change) -> Result<(Now, Option<Hash>), Why> {
        if done.roster_id.0.is_nil() {
            return Err(Why::Erased);
        }
        let entry = self.ledger.entry(&done.target, done.roster_id).ok_or(Why::Gone)?;
        let key = entry.key.clone();
        match self.there.record(&done.target, &key) {
            Present::NotRead => Ok((Now { key, fields: entry.agreed.clone(), active: entry.active }, None)),
            Present::None => Err(Why::Gone),
            Present::Here { fields, active, .. } => {
                let expects = Some(content_hash(&fields));
                Ok((Now { key, fields, active }, expects))
            }
        }
    }

    /// Whether somebody has a key who does not give it up by this undo.
    fn is_taken(&self, done: &Change, key: &str) -> bool {
        let entries = self.ledger.streams.get(&done.target).into_iter().flat_map(HashMap::values);
        let mut holders = entries.filter(|entry| entry.key == key && entry.roster_id != done.roster_id);
        let gives_up = self.leaving.contains(&(done.target.clone(), key.to_owned()));
        let held =
            holders.next().is_some() || matches!(self.there.record(&done.target, key), Present::Here { .. });
        held && !gives_up
    }

    fn offers(&self, undo: &Change) -> bool {
        let operations = self.catalog.stream(&undo.target).map_or(&[][..], |stream| &stream.operations);
        let needed = match &undo.op {
            op if op.removes() => WriteOperation::Deactivate,
            ChangeOp::Relink { .. } => WriteOperation::Relink,
            _ => WriteOperation::Update,
        };
        operations.contains(&needed)
    }

    /// Who has changed a field since: the ledger knows what a later run wrote.
    fn since(&self, done: &Change, field: Option<&str>, now: Option<&Now>) -> String {
        let entry = self.ledger.entry(&done.target, done.roster_id);
        let ours = entry.zip(now).is_some_and(|(entry, now)| match field {
            Some(field) => {
                let nothing = Value::Null;
                let (own, there) = (entry.agreed.get(field), now.fields.get(field));
                alike(own.unwrap_or(&nothing), there.unwrap_or(&nothing))
            }
            None => entry.active == now.active,
        });
        if ours { "a later run".into() } else { format!("somebody at {}", self.destination) }
    }

    /// The inverse with what the ledger will hold, the state that it rests on, and what it pins.
    fn finished(&self, done: &Change, mut undo: Change, expects: Option<Hash>) -> Change {
        let entry = self.ledger.entry(&done.target, done.roster_id);
        let mut result = entry.map(|entry| entry.agreed.clone()).unwrap_or_default();
        result.extend(
            undo.fields.iter().map(|diff| (diff.field.clone(), diff.after.clone().unwrap_or(Value::Null))),
        );
        undo.pins = self.pins(done, &undo);
        if let ChangeOp::Relink { from } = &undo.op {
            let field: Name = self.key_field(&done.target).to_owned().into();
            let (before, after) = (Value::text(from.as_str()), Value::text(undo.key.as_str()));
            result.insert(field.clone(), after.clone());
            undo.fields.insert(0, FieldDiff { field, before: Some(before), after: Some(after) });
        }
        if !undo.op.removes() {
            undo.result = result;
        }
        undo.foreign_id = entry.and_then(|entry| entry.foreign_id.clone()).or(undo.foreign_id);
        undo.next_effective_on = self.wanted(done).and_then(|one| one.next_effective_on);
        Change { expects, ..undo }
    }

    fn wanted(&self, done: &Change) -> Option<&super::mapped::Wanted> {
        let (_, stream) = self.wanted.streams.iter().find(|(name, _)| *name == done.target)?;
        stream.get(&done.roster_id)
    }

    /// What tonight's run would do again.
    fn pins(&self, done: &Change, undo: &Change) -> Vec<PinMark> {
        let Some(wanted) = self.wanted(done) else { return Vec::new() };
        let whole = |against| vec![PinMark { field: None, against }];
        let (key, fields) = match &wanted.source {
            Err(Without::Departs(departure)) if brings_back(undo) => return whole(departure_word(departure)),
            Err(_) => return Vec::new(),
            Ok((key, fields)) => (key, fields),
        };
        let source = |name: &str| fields.get(name).map(|value| self.ledger.resolve(value));
        if undo.op.removes() {
            let resolved = fields.iter().map(|(name, value)| (name.clone(), self.ledger.resolve(value)));
            return whole(record_word(key, &resolved.collect()));
        }
        let mut pins: Vec<PinMark> = undo
            .fields
            .iter()
            .filter_map(|diff| Some((diff, source(&diff.field)?)))
            .filter(|(diff, source)| self.would_write(done, diff, source))
            .map(|(diff, source)| PinMark { field: Some(diff.field.clone()), against: field_word(&source) })
            .collect();
        if matches!(undo.op, ChangeOp::Relink { .. }) && *key == done.key {
            let field = Some(self.key_field(&done.target).to_owned().into());
            pins.push(PinMark { field, against: field_word(&Value::text(key.as_str())) });
        }
        pins
    }

    /// Whether the roster still says what the run wrote, or what a person decided against when they had it written.
    fn would_write(&self, done: &Change, diff: &FieldDiff, source: &Value) -> bool {
        let Some(written) = &diff.before else { return false };
        let decided = kept_question(&done.target, done.roster_id, &diff.field, source, written);
        alike(source, written) || self.answers.contains_key(&decided)
    }
}
