//! Reading back: all rows or an error, never a part in silence.

use std::collections::BTreeSet;

use crosswalk_connector_kit::{CancellationToken, KitError, PresentRecord, ReadBack};
use crosswalk_model::Fields;

use super::catalog::Table;
use super::client::Rest;
use super::filter;
use super::wire::{self, Row};

/// How many rows are asked for at once. A project may give fewer; then the pages are smaller.
const PAGE: usize = 1_000;

/// Reads what the table holds: all of it, or the rows with some keys.
pub(super) async fn back(
    rest: &Rest,
    table: &Table,
    request: &ReadBack,
) -> Result<Vec<PresentRecord>, KitError> {
    let rows = match &request.keys {
        None => pages(rest, table, None, &request.cancel).await?,
        Some(keys) => {
            let keys: Vec<&str> =
                keys.iter().map(String::as_str).collect::<BTreeSet<_>>().into_iter().collect();
            let mut rows = Vec::with_capacity(keys.len());
            for part in filter::parts(&keys, |key| key) {
                let filter = filter::one_of(part.iter().copied());
                rows.extend(pages(rest, table, Some(&filter), &request.cancel).await?);
            }
            rows
        }
    };
    // A row without a key cannot be ours.
    Ok(rows.iter().filter_map(|row| present(table, row)).collect())
}

/// Reads page by page in the order of the keys until as many rows came as were counted.
async fn pages(
    rest: &Rest,
    table: &Table,
    filter: Option<&str>,
    cancel: &CancellationToken,
) -> Result<Vec<Row>, KitError> {
    let mut rows: Vec<Row> = Vec::new();
    let mut counted = None;
    loop {
        let page = page(rest, table, filter, rows.len(), cancel).await?;
        let came = page.rows.len();
        rows.extend(page.rows);
        let total = counted.or(page.total);
        counted = total;
        match total {
            Some(total) if rows.len() == total => break,
            Some(total) if came == 0 || rows.len() > total => {
                return Err(short(rest, table, total, rows.len()));
            }
            Some(_) => {}
            None => {
                let detail = "it did not say how many rows there are.".into();
                return Err(rest.unexpected(&table.stream.name, detail));
            }
        }
    }
    each_once(rest, table, &rows)?;
    Ok(rows)
}

async fn page(
    rest: &Rest,
    table: &Table,
    filter: Option<&str>,
    from: usize,
    cancel: &CancellationToken,
) -> Result<super::client::Page, KitError> {
    let key = &table.stream.key;
    let mut request = Rest::rows(&table.stream.name, &table.columns())
        .query("order", format!("{key}.asc"))
        .header("range-unit", "items")
        .header("range", format!("{from}-{}", from + PAGE - 1));
    if from == 0 {
        request = request.header("prefer", "count=exact");
    }
    if let Some(filter) = filter {
        request = request.query(key, filter);
    }
    rest.page(&table.stream.name, request, cancel).await
}

fn short(rest: &Rest, table: &Table, total: usize, came: usize) -> KitError {
    let detail = format!("{total} rows were counted, but {came} came. Try again when nobody writes to it.");
    rest.unexpected(&table.stream.name, detail)
}

/// A row that came twice means that rows moved while the pages were read, so that another may be missing.
fn each_once(rest: &Rest, table: &Table, rows: &[Row]) -> Result<(), KitError> {
    let keys: Vec<_> = rows.iter().filter_map(|row| wire::text(row, &table.stream.key)).collect();
    let unique: BTreeSet<_> = keys.iter().collect();
    if unique.len() == keys.len() {
        return Ok(());
    }
    let detail = "a row came twice, so the table changed while it was read. Try again.".into();
    Err(rest.unexpected(&table.stream.name, detail))
}

fn present(table: &Table, row: &Row) -> Option<PresentRecord> {
    let ended = table.soft_end.as_ref().and_then(|column| row.get(column.as_ref()));
    Some(PresentRecord {
        key: wire::text(row, &table.stream.key)?,
        foreign_id: table.id.as_ref().and_then(|column| wire::text(row, column)),
        fields: fields(table, row),
        active: ended.is_none_or(serde_json::Value::is_null),
    })
}

fn fields(table: &Table, row: &Row) -> Fields {
    let shown = table.stream.fields.iter().filter(|field| !field.read_only);
    shown
        .filter_map(|field| {
            Some((field.name.clone(), wire::value(&field.kind, row.get(field.name.as_ref())?)))
        })
        .collect()
}
