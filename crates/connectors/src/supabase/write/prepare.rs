//! From changes to rows: what is sent for each, and what cannot be sent at all.

use crosswalk_connector_kit::{WriteBatch, WriteChange};
use crosswalk_model::{ChangeOp, Outcome, OutcomeKind};
use serde_json::Value as Json;

use super::outcomes::Outcomes;
use crate::supabase::catalog::Table;
use crate::supabase::wire::{self, Row};

/// One change, ready to be sent.
#[derive(Clone, Debug)]
pub(super) struct Prepared {
    /// Its place in the batch.
    pub index: usize,
    /// The key by which its row is found.
    pub key: String,
    /// The row's own id, if it is known.
    pub id: Option<String>,
    /// What is written.
    pub body: Row,
}

/// The steps of a batch, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Relink,
    End,
    Update,
    Create,
}

/// The changes by step.
#[derive(Default)]
pub(super) struct Steps(Vec<(Step, Prepared)>);

impl Steps {
    pub(super) fn take(&mut self, step: Step) -> Vec<Prepared> {
        let (taken, left) = std::mem::take(&mut self.0).into_iter().partition(|(own, _)| *own == step);
        self.0 = left;
        taken.into_iter().map(|(_, prepared)| prepared).collect()
    }
}

/// Sorts the changes into steps. Those that cannot or need not be sent get their outcome at once.
pub(super) fn steps(table: &Table, batch: &WriteBatch, outcomes: &mut Outcomes) -> Steps {
    let mut steps = Steps::default();
    for index in batch.order() {
        match prepared(table, batch, &batch.changes[index], index) {
            Ok(ready) => steps.0.push(ready),
            Err(outcome) => outcomes.put(index, outcome),
        }
    }
    steps
}

fn prepared(
    table: &Table,
    batch: &WriteBatch,
    change: &WriteChange,
    index: usize,
) -> Result<(Step, Prepared), Outcome> {
    let mut body = body(table, change)?;
    let in_use = table.soft_end.as_ref().map(|column| (column.clone().into_owned(), Json::Null));
    let key_column = table.stream.key.clone().into_owned();
    let ready = |step, key: &str, body| {
        let id = change.foreign_id.clone();
        Ok((step, Prepared { index, key: key.to_owned(), id, body }))
    };
    match &change.op {
        ChangeOp::Create => {
            body.extend(in_use);
            body.insert(key_column, Json::from(change.key.as_str()));
            ready(Step::Create, &change.key, body)
        }
        ChangeOp::Update => {
            body.extend(in_use);
            if body.is_empty() { Err(unchanged(change)) } else { ready(Step::Update, &change.key, body) }
        }
        ChangeOp::Deactivate | ChangeOp::Withdraw => {
            let column =
                table.soft_end.as_ref().ok_or_else(|| refused("The table has no column for a soft end."))?;
            body.insert(column.clone().into_owned(), Json::from(batch.at.to_string()));
            ready(Step::End, &change.key, body)
        }
        ChangeOp::Relink { from } => {
            body.insert(key_column, Json::from(change.key.as_str()));
            ready(Step::Relink, from, body)
        }
        ChangeOp::Delete => Err(refused("Rows of this table are ended, not deleted.")),
    }
}

/// The columns to write, without those that the database sets itself.
fn body(table: &Table, change: &WriteChange) -> Result<Row, Outcome> {
    let own =
        change.fields.iter().filter(|(name, _)| !table.is_read_only(name) && **name != table.stream.key);
    let pair = |(name, value): (&crosswalk_model::Name, &crosswalk_model::Value)| {
        let json = wire::json(value).ok_or_else(|| {
            Outcome::not(OutcomeKind::Failed, format!("The record that {name} points at is not there yet."))
        })?;
        Ok((name.clone().into_owned(), json))
    };
    own.map(pair).collect()
}

fn unchanged(change: &WriteChange) -> Outcome {
    Outcome { kind: OutcomeKind::Unchanged, foreign_id: change.foreign_id.clone(), words: None }
}

fn refused(words: &str) -> Outcome {
    Outcome::not(OutcomeKind::Refused, words)
}
