//! Which rows go together in one call.

use std::collections::{BTreeMap, HashMap};

use crosswalk_connector_kit::http::HttpRequest;
use serde_json::Value as Json;

use super::prepare::Prepared;
use crate::supabase::catalog::Table;
use crate::supabase::client::Rest;
use crate::supabase::filter;
use crate::supabase::wire::Row;

/// Rows that go together.
pub(super) struct Group {
    kind: Kind,
    pub rows: Vec<Prepared>,
}

enum Kind {
    /// Every row has these columns.
    Upsert(Vec<String>),
    /// Every row gets these values.
    Patch(Row),
}

impl Group {
    pub(super) fn is_upsert(&self) -> bool {
        matches!(self.kind, Kind::Upsert(_))
    }

    /// The call for some of its rows.
    pub(super) fn request(&self, table: &Table, rows: &[Prepared]) -> HttpRequest {
        let (name, key) = (&table.stream.name, &table.stream.key);
        match (&self.kind, rows) {
            (Kind::Upsert(columns), _) => {
                let bodies = rows.iter().map(|row| Json::Object(row.body.clone())).collect();
                Rest::upsert(name, key, &columns.join(","), bodies)
            }
            (Kind::Patch(body), [row]) => Rest::changes(name, key, &filter::equal(&row.key), body),
            (Kind::Patch(body), _) => {
                let keys = rows.iter().map(|row| row.key.as_str());
                Rest::changes(name, key, &filter::one_of(keys), body)
            }
        }
    }
}

/// Rows that get the same values, in parts whose keys fit into one address.
pub(super) fn by_values(rows: Vec<Prepared>) -> Vec<Group> {
    let mut alike: BTreeMap<String, Vec<Prepared>> = BTreeMap::new();
    for row in rows {
        alike.entry(Json::Object(row.body.clone()).to_string()).or_default().push(row);
    }
    let parts = |rows: Vec<Prepared>| {
        let parts = filter::parts(&rows, |row| &row.key).into_iter();
        parts.map(|part| patch(part.to_vec())).collect::<Vec<_>>()
    };
    alike.into_values().flat_map(parts).collect()
}

/// A single `PATCH`.
pub(super) fn patch(rows: Vec<Prepared>) -> Group {
    let body = rows.first().map(|row| row.body.clone()).unwrap_or_default();
    Group { kind: Kind::Patch(body), rows }
}

/// Rows with the same columns, in waves: PostgreSQL refuses an upsert that meets one key twice, so the second row of
/// a key goes into a later wave.
pub(super) fn by_columns(rows: Vec<Prepared>) -> Vec<Vec<Group>> {
    let mut met: HashMap<String, usize> = HashMap::new();
    let mut waves: BTreeMap<usize, BTreeMap<Vec<String>, Vec<Prepared>>> = BTreeMap::new();
    for row in rows {
        let times = met.entry(row.key.clone()).or_default();
        let columns = row.body.keys().cloned().collect();
        waves.entry(*times).or_default().entry(columns).or_default().push(row);
        *times += 1;
    }
    let upsert = |(columns, rows)| Group { kind: Kind::Upsert(columns), rows };
    waves.into_values().map(|wave| wave.into_iter().map(upsert).collect()).collect()
}
