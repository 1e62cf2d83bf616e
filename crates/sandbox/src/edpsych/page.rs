//! Lists in pages.

use std::collections::BTreeSet;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::problem::Problem;
use super::resource::{Shelf, Stored};
use crate::cloud::Paging;
use crate::supabase::pairs;

/// Resources in a page at most.
pub const MAX_PAGE: usize = 500;

/// Keys in one request at most.
const MAX_KEYS: usize = 100;

/// What is asked for.
struct Ask {
    from: usize,
    limit: usize,
    updated_since: Option<Timestamp>,
    include_inactive: bool,
    /// Only these keys; all when there is none.
    external_ids: BTreeSet<String>,
}

/// Answers a list request.
///
/// # Errors
/// `malformed` for a parameter that cannot be understood.
pub fn page(shelf: &Shelf, path: &str, query: &str, paging: Paging) -> Result<Value, Problem> {
    let mut ask = ask(path, query)?;
    if paging == Paging::Endless {
        ask.from = 0;
    }
    let fits = |stored: &Stored| {
        (stored.active || ask.include_inactive)
            && (ask.external_ids.is_empty() || ask.external_ids.contains(&stored.external_id))
            && ask.updated_since.is_none_or(|since| stored.updated_at >= since)
    };
    let total = shelf.stored.iter().filter(|stored| fits(stored)).count();
    let mut rest = shelf.stored.iter().enumerate().skip(ask.from).filter(|(_, stored)| fits(stored));
    let data: Vec<(usize, &Stored)> = rest.by_ref().take(ask.limit).collect();
    // The cursor is a place in the order of creation, so that nothing is lost or repeated when something changes.
    let next = data.last().filter(|_| rest.next().is_some()).map(|(place, _)| cursor(place + 1));
    let data: Vec<Value> = data.into_iter().map(|(_, stored)| stored.record().into()).collect();
    let next = if paging == Paging::Endless { Some(cursor(1)) } else { next };
    Ok(json!({"data": data, "next_cursor": next, "total": paging.total(total)}))
}

fn cursor(place: usize) -> String {
    URL_SAFE_NO_PAD.encode(format!("place:{place}"))
}

fn place(cursor: &str) -> Option<usize> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?;
    text.strip_prefix("place:")?.parse().ok()
}

fn ask(path: &str, query: &str) -> Result<Ask, Problem> {
    let mut ask = Ask {
        from: 0,
        limit: 100,
        updated_since: None,
        include_inactive: false,
        external_ids: BTreeSet::new(),
    };
    for (name, value) in pairs(query) {
        let understood = match name.as_str() {
            "cursor" => place(&value).map(|place| ask.from = place),
            "limit" => value.parse().ok().filter(|n| (1..=MAX_PAGE).contains(n)).map(|n| ask.limit = n),
            "updated_since" => value.parse().ok().map(|since| ask.updated_since = Some(since)),
            "include_inactive" => value.parse().ok().map(|include| ask.include_inactive = include),
            "external_id" => {
                ask.external_ids.insert(value);
                (ask.external_ids.len() <= MAX_KEYS).then_some(())
            }
            // Unknown parameters are ignored.
            _ => Some(()),
        };
        if understood.is_none() {
            let detail = format!("The parameter {name} could not be understood.");
            return Err(Problem::new("malformed", path, detail).field("", "parameter", name));
        }
    }
    Ok(ask)
}
