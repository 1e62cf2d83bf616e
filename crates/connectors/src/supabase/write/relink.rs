//! Relinks: a row gets its new key and stays the same row.

use crosswalk_connector_kit::KitError;
use crosswalk_model::OutcomeKind;

use super::Call;
use super::group::patch;
use super::outcomes::Settled;
use super::prepare::Prepared;
use crate::supabase::client::Rest;
use crate::supabase::filter;
use crate::supabase::wire;

/// Relinks one after the other, in the order in which their keys become free.
pub(super) async fn all(call: &Call<'_>, rows: Vec<Prepared>) -> Result<Vec<Settled>, KitError> {
    let mut settled = Vec::with_capacity(rows.len());
    for row in rows {
        let first = call.divide(patch(vec![row.clone()])).await?;
        let gone = first.iter().any(|(_, outcome)| outcome.kind == OutcomeKind::Drifted);
        settled.extend(if gone && is_done(call, &row).await? { again(call, row).await? } else { first });
    }
    Ok(settled)
}

fn new_key<'a>(row: &'a Prepared, key_column: &str) -> &'a str {
    row.body.get(key_column).and_then(serde_json::Value::as_str).unwrap_or_default()
}

/// Whether the row already has its new key, because the same relink was sent before a crash. Only a row that is known
/// to be the same one counts.
async fn is_done(call: &Call<'_>, row: &Prepared) -> Result<bool, KitError> {
    let (table, Some(id)) = (call.table, &row.id) else { return Ok(false) };
    let (name, key) = (&table.stream.name, &table.stream.key);
    let request = Rest::rows(name, &table.proof()).query(key, filter::equal(new_key(row, key)));
    let page = call.rest.page(name, request, call.cancel).await?;
    let own_id = |found: &wire::Row| table.id.as_ref().and_then(|column| wire::text(found, column));
    Ok(page.rows.first().and_then(own_id).as_ref() == Some(id))
}

/// Writes the fields once more, under the new key.
async fn again(call: &Call<'_>, row: Prepared) -> Result<Vec<Settled>, KitError> {
    let key = new_key(&row, &call.table.stream.key).to_owned();
    call.divide(patch(vec![Prepared { key, ..row }])).await
}
