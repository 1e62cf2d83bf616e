//! APPLY on the way out: batches in order, one outcome per change, the ledger only for what was confirmed.

use std::collections::HashMap;
use std::sync::Arc;

use crosswalk_connector_kit::{Connection, KitError, ReadBack, WriteBatch, WriteChange};
use crosswalk_contract::EventKind;
use crosswalk_model::{
    Actor, Change, ChangeOp, FieldDiff, Fields, Hasher, Name, Outcome, OutcomeKind, Plan, SyncId, TenantId,
    Value, content_hash,
};
use crosswalk_store::{LedgerEntry, Tenant};
use tokio_util::sync::CancellationToken;

use super::pins::PinBoard;
use super::quarantine::Quarantine;
use super::sides::{Ledger, is_symbolic};
use crate::exchanges::Heard;
use crate::{Engine, EngineError, Result};

/// What a plan is applied with.
pub(crate) struct Writer<'a> {
    pub engine: &'a Engine,
    pub tenant: &'a Tenant,
    pub plan: &'a Plan,
    pub sync: SyncId,
    pub connection: &'a dyn Connection,
    pub batch_size: usize,
    pub can_read_back: bool,
    pub ledger: Ledger,
    pub quarantine: Quarantine,
    pub pins: PinBoard,
    /// Who approved it.
    pub by: Actor,
    pub cancel: CancellationToken,
    /// What was asked of the destination and came back.
    pub heard: Arc<Heard>,
}

/// One change with its place in the plan.
pub(crate) type Placed = (u32, Change);

impl Writer<'_> {
    /// Applies changes in their order. What is not tried any more after an error that concerns all has no outcome.
    pub async fn apply(&mut self, mut changes: Vec<Placed>) -> Result<()> {
        by_ledger_row(&mut changes);
        let mut rest = changes.as_slice();
        while let Some((_, first)) = rest.first() {
            if self.cancel.is_cancelled() {
                return Err(EngineError::Cancelled);
            }
            let alike =
                |change: &Change| change.target == first.target && change.op.removes() == first.op.removes();
            let length = rest.iter().take(self.batch_size).take_while(|(_, change)| alike(change)).count();
            let (batch, after) = rest.split_at(length);
            self.batch(batch).await?;
            rest = after;
        }
        Ok(())
    }

    async fn batch(&mut self, batch: &[Placed]) -> Result<()> {
        let Some((_, first)) = batch.first() else { return Ok(()) };
        let stream = first.target.clone();
        let mut outcomes: HashMap<u32, Outcome> = self.drifted(&stream, batch).await?;
        let mut sent: Vec<(u32, &Change)> = Vec::new();
        let mut writes = Vec::new();
        for (index, change) in
            batch.iter().filter(|(index, _)| !outcomes.contains_key(index)).collect::<Vec<_>>()
        {
            match self.write_change(change) {
                Some(write) => {
                    sent.push((*index, change));
                    writes.push(write);
                }
                None => {
                    let words = "A record that it points at is not at the destination.";
                    outcomes.insert(*index, Outcome::not(OutcomeKind::Skipped, words));
                }
            }
        }
        let sending = crosswalk_faults::enter(crosswalk_faults::Stage::Send);
        let stop = self.send(&stream, writes, &sent, &mut outcomes).await;
        drop(sending);
        self.keep(&stream, batch, outcomes).await?;
        stop
    }

    /// Sends a batch. An error that says nothing of single records makes them *failed*; one that no retry can help
    /// ends the run after what is known has been kept.
    async fn send(
        &self,
        stream: &Name,
        writes: Vec<WriteChange>,
        sent: &[(u32, &Change)],
        outcomes: &mut HashMap<u32, Outcome>,
    ) -> Result<()> {
        if writes.is_empty() {
            return Ok(());
        }
        let batch = WriteBatch { stream: stream.to_string(), at: self.engine.clock().now(), changes: writes };
        match self.connection.write(&batch, &self.cancel).await {
            Ok(answers) if answers.len() == sent.len() => {
                outcomes.extend(sent.iter().map(|(index, _)| *index).zip(answers));
                Ok(())
            }
            Ok(_) => {
                let words = "The connector did not account for every record; the next run looks again.";
                outcomes
                    .extend(sent.iter().map(|(index, _)| (*index, Outcome::not(OutcomeKind::Failed, words))));
                Ok(())
            }
            // Nobody knows what became of it, so that it has no outcome: whoever goes on sends it again.
            Err(KitError::Cancelled) => Err(EngineError::Cancelled),
            Err(error) => {
                let failed = Outcome::not(OutcomeKind::Failed, error.to_string());
                outcomes.extend(sent.iter().map(|(index, _)| (*index, failed.clone())));
                if matches!(error, KitError::Refused { .. }) { Ok(()) } else { Err(error.into()) }
            }
        }
    }

    /// Changes whose record is not in the state on which the plan rests.
    async fn drifted(&self, stream: &Name, batch: &[Placed]) -> Result<HashMap<u32, Outcome>> {
        let resting: Vec<&Placed> = batch.iter().filter(|(_, change)| change.expects.is_some()).collect();
        if resting.is_empty() || !self.can_read_back {
            return Ok(HashMap::new());
        }
        let keys = resting.iter().map(|(_, change)| key_now(change).to_owned()).collect();
        let request = ReadBack { stream: stream.to_string(), keys: Some(keys), cancel: self.cancel.clone() };
        let now: HashMap<String, _> = self
            .connection
            .read_back(&request)
            .await?
            .into_iter()
            .map(|record| (record.key.clone(), content_hash(&record.fields)))
            .collect();
        let words = "Somebody changed the record at the destination after the plan was made. Nothing was written; make a new plan.";
        let moved =
            resting.into_iter().filter(|(_, change)| now.get(key_now(change)).copied() != change.expects);
        Ok(moved.map(|(index, _)| (*index, Outcome::not(OutcomeKind::Drifted, words))).collect())
    }

    /// A change as the destination takes it; `None` when it points at a record that is not there.
    fn write_change(&self, change: &Change) -> Option<WriteChange> {
        let written = match change.op {
            ChangeOp::Create => {
                change.result.iter().map(|(name, value)| (name.clone(), value.clone())).collect()
            }
            _ => change
                .fields
                .iter()
                .filter(|diff| !is_key(change, diff))
                .map(|diff| (diff.field.clone(), diff.after.clone().unwrap_or(Value::Null)))
                .collect(),
        };
        let fields = self.resolved(&written)?;
        Some(WriteChange {
            idempotency_key: idempotency_key(self.tenant.id(), self.plan, change),
            op: change.op.clone(),
            key: change.key.clone(),
            foreign_id: change.foreign_id.clone(),
            fields,
        })
    }

    fn resolved(&self, fields: &Fields) -> Option<Fields> {
        let resolved: Fields =
            fields.iter().map(|(name, value)| (name.clone(), self.ledger.resolve(value))).collect();
        (!resolved.values().any(is_symbolic)).then_some(resolved)
    }

    /// Outcomes and ledger in one transaction: what is confirmed is remembered, what is not is not.
    async fn keep(&mut self, stream: &Name, batch: &[Placed], outcomes: HashMap<u32, Outcome>) -> Result<()> {
        let _stage = crosswalk_faults::enter(crosswalk_faults::Stage::Checkpoint);
        let mut entries = Vec::new();
        for (index, change) in batch {
            let Some(outcome) = outcomes.get(index).filter(|outcome| outcome.confirmed()) else { continue };
            entries.push(self.entry(stream, change, outcome));
        }
        let former =
            entries.iter().flat_map(|entry| self.ledger.learn(stream, entry.clone())).collect::<Vec<_>>();
        let became: Vec<(&Change, &Outcome)> =
            batch.iter().filter_map(|(index, change)| Some((change, outcomes.get(index)?))).collect();
        let mut work = self.tenant.begin().await?;
        let now = (self.sync, self.plan.run, self.engine.clock().now());
        self.quarantine.note(&mut work, now, &became).await?;
        let confirmed = became.iter().filter(|(_, outcome)| outcome.confirmed()).map(|(change, _)| *change);
        self.pins.note(&mut work, self.plan, confirmed, (&self.by, now.2)).await?;
        let mut outcomes: Vec<(u32, Outcome)> = outcomes.into_iter().collect();
        outcomes.sort_by_key(|(index, _)| *index);
        work.put_outcomes(self.plan.id, &outcomes).await?;
        self.heard.keep_with(&mut work).await?;
        work.put_ledger(self.sync, stream, &entries).await?;
        if !former.is_empty() {
            work.remove_ledger(self.sync, stream, &former).await?;
        }
        work.commit().await?;
        self.engine.events().tell(EventKind::Run { run: self.plan.run, sync: self.sync });
        Ok(())
    }

    fn entry(&self, stream: &Name, change: &Change, outcome: &Outcome) -> LedgerEntry {
        let before = self.ledger.entry(stream, change.roster_id);
        let foreign_id = outcome
            .foreign_id
            .clone()
            .or_else(|| change.foreign_id.clone())
            .or_else(|| before.and_then(|entry| entry.foreign_id.clone()));
        let agreed = if change.op.removes() {
            let mut agreed = before.map(|entry| entry.agreed.clone()).unwrap_or_default();
            let written = change.fields.iter().map(|diff| (diff.field.clone(), diff.after.clone()));
            agreed.extend(written.map(|(field, after)| (field, after.unwrap_or(Value::Null))));
            agreed
        } else {
            self.resolved(&change.result).unwrap_or_default()
        };
        LedgerEntry {
            roster_id: change.roster_id,
            key: change.key.clone(),
            foreign_id,
            source_hash: content_hash(&change.result),
            destination_hash: Some(content_hash(&agreed)),
            agreed,
            active: is_active(change, before),
            unsettled: false,
            next_effective_on: change.next_effective_on,
        }
    }
}

/// Within what may be written in any order, changes go row by row of the ledger: each batch then touches few rows.
/// Relinks keep theirs: who steps aside does so before the others move.
fn by_ledger_row(changes: &mut [Placed]) {
    let step = |change: &Change| match change.op {
        ChangeOp::Relink { .. } => 0u8,
        ref op if op.removes() => 2,
        _ => 1,
    };
    let alike = |a: &Placed, b: &Placed| a.1.target == b.1.target && step(&a.1) == step(&b.1);
    for group in changes.chunk_by_mut(alike).filter(|group| group.iter().any(|(_, one)| step(one) > 0)) {
        group.sort_by_key(|(index, change)| (LedgerEntry::row_of(change.roster_id), *index));
    }
}

/// Whether the record is in use after a change. A relink leaves it as it was.
fn is_active(change: &Change, before: Option<&LedgerEntry>) -> bool {
    match change.op {
        ChangeOp::Relink { .. } => before.is_none_or(|entry| entry.active),
        _ => !change.op.removes(),
    }
}

/// Whether a difference is the new key itself, which travels beside the fields and not among them.
fn is_key(change: &Change, diff: &FieldDiff) -> bool {
    let ChangeOp::Relink { from } = &change.op else { return false };
    let text = |value: &Option<Value>| value.as_ref().and_then(Value::as_text).map(str::to_owned);
    text(&diff.before).as_ref() == Some(from) && text(&diff.after).as_ref() == Some(&change.key)
}

/// The key under which the destination has the record until the change is done.
fn key_now(change: &Change) -> &str {
    if let ChangeOp::Relink { from } = &change.op { from } else { &change.key }
}

/// The same change of the same plan has the same key, also after a crash. A later plan that happens to say the same has
/// another: a value may go there, back, and there again.
fn idempotency_key(tenant: TenantId, plan: &Plan, change: &Change) -> String {
    let mut hasher = Hasher::new("change");
    hasher.part(tenant.0.as_bytes()).part(plan.id.0.as_bytes()).part(change.target.as_bytes());
    hasher.part(change.roster_id.0.as_bytes()).part(change.op.word().as_bytes()).part(change.key.as_bytes());
    hasher.part(&content_hash(&change.result).0);
    for diff in &change.fields {
        hasher.part(diff.field.as_bytes());
        diff.before.as_ref().unwrap_or(&Value::Null).hash_into(&mut hasher);
        diff.after.as_ref().unwrap_or(&Value::Null).hash_into(&mut hasher);
    }
    hasher.finish().to_string()
}
