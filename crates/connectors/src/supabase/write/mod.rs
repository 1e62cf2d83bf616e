//! Writing: changes of one batch, grouped into as few calls as PostgREST allows, with one outcome for each.
//!
//! A bulk upsert nulls what a row leaves out, so rows are grouped by their set of columns; and it inserts before it
//! finds that a row exists, so that it fails on a required column that an update does not bring. Hence creates are
//! upserts, and everything else is a `PATCH` over the keys that get the same values.

mod group;
mod outcomes;
mod prepare;
mod relink;

use crosswalk_connector_kit::{CancellationToken, KitError, WriteBatch};
use crosswalk_model::Outcome;
use futures::stream::{self, StreamExt, TryStreamExt};

use super::catalog::Table;
use super::client::{Reply, Rest};
use group::Group;
use outcomes::{Outcomes, Settled};
use prepare::{Prepared, Step};

/// The most changes in one batch.
pub(super) const BATCH: usize = 500;

/// How many calls are under way at once.
const ABREAST: usize = 4;

/// Writes a batch. Relinks and what ends come first, so that keys and other unique values are free before they are
/// taken.
pub(super) async fn batch(
    rest: &Rest,
    table: &Table,
    batch: &WriteBatch,
    cancel: &CancellationToken,
) -> Result<Vec<Outcome>, KitError> {
    let mut outcomes = Outcomes::new(batch.changes.len());
    let mut steps = prepare::steps(table, batch, &mut outcomes);
    let call = Call { rest, table, cancel };
    outcomes.settle(relink::all(&call, steps.take(Step::Relink)).await?);
    for step in [Step::End, Step::Update] {
        outcomes.settle(call.abreast(group::by_values(steps.take(step))).await?);
    }
    for wave in group::by_columns(steps.take(Step::Create)) {
        outcomes.settle(call.abreast(wave).await?);
    }
    Ok(outcomes.all())
}

/// What every call needs.
struct Call<'a> {
    rest: &'a Rest,
    table: &'a Table,
    cancel: &'a CancellationToken,
}

impl Call<'_> {
    async fn abreast(&self, groups: Vec<Group>) -> Result<Vec<Settled>, KitError> {
        let settled = stream::iter(groups).map(|group| self.divide(group)).buffered(ABREAST);
        Ok(settled.try_collect::<Vec<_>>().await?.concat())
    }

    /// Sends a group; when it is refused, its halves, until the bad row stands alone.
    async fn divide(&self, group: Group) -> Result<Vec<Settled>, KitError> {
        let mut settled = Vec::with_capacity(group.rows.len());
        let mut waiting = vec![group.rows.as_slice()];
        while let Some(part) = waiting.pop() {
            match self.send(&group, part).await? {
                Reply::Done(rows) => settled.extend(outcomes::proven(self, &group, part, &rows)?),
                Reply::Refused(refusal) if part.len() == 1 || refusal.concerns_all_rows => {
                    settled.extend(part.iter().map(|row| outcomes::refused(row, &refusal)));
                }
                Reply::Refused(_) => {
                    let (first, second) = part.split_at(part.len() / 2);
                    waiting.extend([second, first]);
                }
            }
        }
        Ok(settled)
    }

    async fn send(&self, group: &Group, rows: &[Prepared]) -> Result<Reply, KitError> {
        let request = group.request(self.table, rows).query("select", self.table.proof());
        let prefer = if group.is_upsert() {
            "resolution=merge-duplicates,return=representation"
        } else {
            "return=representation"
        };
        self.rest.write(&self.table.stream.name, request.header("prefer", prefer), self.cancel).await
    }
}
