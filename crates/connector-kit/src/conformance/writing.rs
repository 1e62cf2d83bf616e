//! Writing: one outcome for each change, and the same again changes nothing.

use crosswalk_model::{Catalog, ChangeOp, Fields, Outcome, StreamDescription, WriteOperation};

use super::breaches::Breaches;
use super::reading::back;
use crate::{CancellationToken, Connection, PresentRecord, WriteBatch, WriteChange};

/// Writes every batch, and then lives through the life of its first record.
pub(super) async fn all(
    connection: &dyn Connection,
    catalog: &Catalog,
    batches: Vec<WriteBatch>,
    breaches: &mut Breaches,
) {
    for batch in batches {
        let Some(stream) = catalog.stream(&batch.stream) else {
            breaches.broken("the harness writes to known streams", &batch.stream);
            continue;
        };
        let mut trial = Trial { connection, stream, breaches };
        trial.creates(&batch).await;
        if let Some(first) = batch.changes.first() {
            trial.life(&batch, first).await;
        }
    }
}

struct Trial<'a> {
    connection: &'a dyn Connection,
    stream: &'a StreamDescription,
    breaches: &'a mut Breaches,
}

impl Trial<'_> {
    async fn creates(&mut self, batch: &WriteBatch) {
        self.write(&WriteBatch { changes: Vec::new(), ..batch.clone() }).await;
        self.confirmed(batch).await;
        let once = self.present(batch).await;
        for change in &batch.changes {
            let holds = once.iter().find(|record| record.key == change.key).is_some_and(|record| {
                let same = |(name, value): (&_, &_)| record.fields.get(name).is_none_or(|own| own == value);
                record.active && change.fields.iter().all(same)
            });
            self.breaches.must(holds, "what was confirmed can be read back", &self.stream.name);
        }
        self.confirmed(batch).await;
        let twice = self.present(batch).await;
        self.breaches.must(once == twice, "writing twice changes nothing", &self.stream.name);
    }

    /// Ends a record, brings it back and gives it another key and its own again, as far as the stream offers it.
    async fn life(&mut self, batch: &WriteBatch, first: &WriteChange) {
        let offers = |operation| self.stream.operations.contains(&operation);
        let (ends, moves) = (offers(WriteOperation::Deactivate), offers(WriteOperation::Relink));
        if ends {
            self.step(batch, ChangeOp::Deactivate, &first.key, "ended", false).await;
            self.step(batch, ChangeOp::Update, &first.key, "back", true).await;
        }
        if moves {
            let other = format!("{}-moved", first.key);
            self.step(batch, ChangeOp::Relink { from: first.key.clone() }, &other, "moved", true).await;
            self.step(batch, ChangeOp::Relink { from: other }, &first.key, "home", true).await;
        }
    }

    /// One change of the record, after which it is the same record under its key.
    async fn step(&mut self, batch: &WriteBatch, op: ChangeOp, key: &str, name: &str, active: bool) {
        let rule = "a record is ended, brought back and moved, and stays the same record";
        let old = if let ChangeOp::Relink { from } = &op { from.clone() } else { key.to_owned() };
        let before = self.one(&old).await;
        let change = WriteChange {
            idempotency_key: format!("conformance/{name}/{key}"),
            op,
            key: key.to_owned(),
            foreign_id: before.as_ref().and_then(|record| record.foreign_id.clone()),
            fields: Fields::new(),
        };
        self.confirmed(&WriteBatch { changes: vec![change], ..batch.clone() }).await;
        let after = self.one(key).await;
        let id =
            |record: &Option<PresentRecord>| record.as_ref().and_then(|record| record.foreign_id.clone());
        let good = after.as_ref().is_some_and(|record| record.active == active) && id(&before) == id(&after);
        self.breaches.must(good, rule, format!("{}, {name}", self.stream.name));
    }

    async fn confirmed(&mut self, batch: &WriteBatch) {
        let outcomes = self.write(batch).await;
        let not = outcomes.iter().find(|outcome| !outcome.confirmed());
        let seen = not.map(|outcome| format!("{:?} {:?}", outcome.kind, outcome.words)).unwrap_or_default();
        self.breaches.must(not.is_none(), "good changes are confirmed", seen);
    }

    async fn write(&mut self, batch: &WriteBatch) -> Vec<Outcome> {
        let written = self.connection.write(batch, &CancellationToken::new()).await;
        let outcomes = self.breaches.take(written, "what can be written is written").unwrap_or_default();
        self.breaches.hear(&outcomes);
        let (sent, came) = (batch.changes.len(), outcomes.len());
        self.breaches.must(sent == came, "one outcome for each change", format!("{came} for {sent}"));
        outcomes
    }

    async fn present(&mut self, batch: &WriteBatch) -> Vec<PresentRecord> {
        let keys = batch.changes.iter().map(|change| change.key.clone()).collect();
        let read = back(self.connection, self.stream, Some(keys)).await;
        let mut present = self.breaches.take(read, "what was written can be read back").unwrap_or_default();
        present.sort_by(|a, b| a.key.cmp(&b.key));
        present
    }

    async fn one(&mut self, key: &str) -> Option<PresentRecord> {
        let read = back(self.connection, self.stream, Some(vec![key.to_owned()])).await;
        self.breaches.take(read, "what was written can be read back")?.into_iter().next()
    }
}
