//! GET: filter, order, page, count.

use std::cmp::Ordering;

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use super::auth::Role;
use super::errors::PgError;
use super::prefer::Prefer;
use super::query::{Order, Query};
use super::table::{Heap, Row};
use super::values;
use crate::cloud::{Paging, Record};

/// Answers a GET: at most so many rows, counted and paged as the fault says.
///
/// # Errors
/// PGRST103 for a range beyond the rows, PGRST116 when one object was asked for and there is not exactly one.
pub fn read(
    heap: &Heap,
    query: &Query,
    headers: &HeaderMap,
    role: Role,
    (max_rows, paging): (usize, Paging),
) -> Result<Response, PgError> {
    let prefer = Prefer::read(headers);
    let mut rows: Vec<&Row> = match role {
        // Row-level security without a policy shows nothing.
        Role::Anonymous => Vec::new(),
        Role::Service | Role::User => heap.matching(&query.conditions).map(|(_, row)| row).collect(),
    };
    rows.sort_by(|a, b| by(&query.order, a, b));
    let total = paging.total(rows.len());
    let (offset, limit) = window(query, headers, max_rows);
    if offset > total && prefer.count {
        let details = format!("An offset of {offset} was requested, but there are only {total} rows.");
        return Err(PgError::new(416, "PGRST103", "Requested range not satisfiable").details(details));
    }
    let first = if paging == Paging::Endless { 0 } else { offset };
    let page: Vec<Value> =
        rows.iter().skip(first).take(limit).map(|row| chosen(heap, query, row).into()).collect();
    let count = prefer.count.then_some(total);
    let partial = count.is_some_and(|total| page.len() < total);
    let status = if partial { StatusCode::PARTIAL_CONTENT } else { StatusCode::OK };
    let range = content_range(offset, page.len(), count);
    let mut response = body(page, headers, status)?;
    response.headers_mut().insert(header::CONTENT_RANGE, text(&range));
    if let Some(applied) = applied(&prefer) {
        response.headers_mut().insert("preference-applied", applied);
    }
    Ok(response)
}

/// A list, or the one object when `Accept` asks for it.
///
/// # Errors
/// PGRST116 when it is not exactly one.
pub fn body(rows: Vec<Value>, headers: &HeaderMap, status: StatusCode) -> Result<Response, PgError> {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !accept.contains("vnd.pgrst.object+json") {
        return Ok((status, axum::Json(Value::Array(rows))).into_response());
    }
    let count = rows.len();
    match rows.into_iter().next() {
        Some(row) if count == 1 => Ok((StatusCode::OK, axum::Json(row)).into_response()),
        _ => {
            let details = format!("The result contains {count} rows");
            Err(PgError::new(406, "PGRST116", "Cannot coerce the result to a single JSON object")
                .details(details))
        }
    }
}

/// `0-24/1812`, `*/0`, `0-24/*`.
pub fn content_range(offset: usize, length: usize, total: Option<usize>) -> String {
    let total = total.map_or_else(|| "*".to_owned(), |total| total.to_string());
    if length == 0 { format!("*/{total}") } else { format!("{offset}-{}/{total}", offset + length - 1) }
}

/// The columns that were selected, in that order as far as JSON keeps one.
pub fn chosen(heap: &Heap, query: &Query, row: &Row) -> Record {
    match &query.select {
        None => heap.record(row),
        Some(columns) => columns.iter().map(|(name, place)| (name.clone(), row[*place].clone())).collect(),
    }
}

/// `Preference-Applied`, when there is anything to say.
pub fn applied(prefer: &Prefer) -> Option<HeaderValue> {
    (!prefer.applied.is_empty()).then(|| text(&prefer.applied.join(", ")))
}

/// A header value; everything that is put into one here is plain ASCII.
pub fn text(value: &str) -> HeaderValue {
    HeaderValue::from_str(value).unwrap_or(HeaderValue::from_static(""))
}

fn window(query: &Query, headers: &HeaderMap, max_rows: usize) -> (usize, usize) {
    let range = headers.get(header::RANGE).and_then(|value| value.to_str().ok()).and_then(range);
    let (first, length) = range.unwrap_or((0, None));
    let limit = [query.limit, length, Some(max_rows)].into_iter().flatten().min().unwrap_or(max_rows);
    (query.offset.max(first), limit)
}

/// `0-24` or `25-`, with or without the unit.
fn range(value: &str) -> Option<(usize, Option<usize>)> {
    let (first, last) = value.trim_start_matches("items=").split_once('-')?;
    let first: usize = first.trim().parse().ok()?;
    let last = last.trim();
    if last.is_empty() {
        return Some((first, None));
    }
    let last: usize = last.parse().ok()?;
    Some((first, Some((last + 1).saturating_sub(first))))
}

fn by(order: &[Order], a: &Row, b: &Row) -> Ordering {
    let terms = order.iter().map(|term| by_term(*term, &a[term.column], &b[term.column]));
    terms.fold(Ordering::Equal, Ordering::then)
}

fn by_term(term: Order, a: &Value, b: &Value) -> Ordering {
    let nulls = |less: bool| if less { Ordering::Less } else { Ordering::Greater };
    match (a.is_null(), b.is_null()) {
        (true, true) => Ordering::Equal,
        (true, false) => nulls(term.nulls_first),
        (false, true) => nulls(!term.nulls_first),
        _ if term.descending => values::compare(b, a),
        _ => values::compare(a, b),
    }
}
