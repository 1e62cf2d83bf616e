//! One outcome per change, in order, and only what the project proved counts as done.

use std::collections::HashMap;

use crosswalk_connector_kit::KitError;
use crosswalk_model::{Outcome, OutcomeKind};

use super::Call;
use super::group::Group;
use super::prepare::Prepared;
use crate::supabase::client::Refusal;
use crate::supabase::wire::{self, Row};

/// The outcome of the change at a place of the batch.
pub(super) type Settled = (usize, Outcome);

/// The outcomes of a batch as they become known.
pub(super) struct Outcomes(Vec<Option<Outcome>>);

impl Outcomes {
    pub(super) fn new(count: usize) -> Self {
        Self(vec![None; count])
    }

    pub(super) fn put(&mut self, index: usize, outcome: Outcome) {
        if let Some(place) = self.0.get_mut(index) {
            *place = Some(outcome);
        }
    }

    pub(super) fn settle(&mut self, settled: Vec<Settled>) {
        settled.into_iter().for_each(|(index, outcome)| self.put(index, outcome));
    }

    /// All outcomes. One that nobody settled did not happen as far as anybody knows.
    pub(super) fn all(self) -> Vec<Outcome> {
        let unknown = || Outcome::not(OutcomeKind::Failed, "What became of it is not known.");
        self.0.into_iter().map(|outcome| outcome.unwrap_or_else(unknown)).collect()
    }
}

/// What the rows that a call gave back prove about the rows that were sent.
pub(super) fn proven(
    call: &Call<'_>,
    group: &Group,
    sent: &[Prepared],
    rows: &[Row],
) -> Result<Vec<Settled>, KitError> {
    if rows.len() > sent.len() {
        let detail = format!("{} rows were sent, but {} were written.", sent.len(), rows.len());
        return Err(call.rest.unexpected(&call.table.stream.name, detail));
    }
    let stream = &call.table.stream;
    let id = |row: &Row| call.table.id.as_ref().and_then(|column| wire::text(row, column));
    let written: HashMap<_, _> =
        rows.iter().filter_map(|row| Some((wire::text(row, &stream.key)?, id(row)))).collect();
    let outcome = |row: &Prepared| match written.get(final_key(row, &stream.key)) {
        Some(id) => Outcome::applied(id.clone()),
        None if group.is_upsert() => Outcome::not(OutcomeKind::Failed, NOT_PROVEN),
        None => Outcome::not(OutcomeKind::Drifted, GONE),
    };
    Ok(sent.iter().map(|row| (row.index, outcome(row))).collect())
}

const NOT_PROVEN: &str =
    "Supabase answered that it was stored, but the row is not among those that it gave back.";
pub(super) const GONE: &str = "The row is not there any more, or the key may not see it.";

/// The key after the write: a relink brings a new one.
fn final_key<'a>(row: &'a Prepared, key_column: &str) -> &'a str {
    row.body.get(key_column).and_then(serde_json::Value::as_str).unwrap_or(&row.key)
}

pub(super) fn refused(row: &Prepared, refusal: &Refusal) -> Settled {
    (row.index, Outcome::not(OutcomeKind::Refused, refusal.words.clone()))
}
