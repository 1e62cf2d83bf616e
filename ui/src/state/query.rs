//! What the address says after its question mark: the choices of a page, so that a link shows what somebody saw.

use super::{go, now};
use crosswalk_model::Timestamp;
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_query_map};
use leptos_router::params::ParamsMap;
use serde::de::DeserializeOwned;
use std::str::FromStr;

/// The name of the choice of a time, on every page that has one.
pub const SINCE: &str = "since";

const HOUR: i64 = 3600;

/// The choices of the page.
#[derive(Clone, Copy)]
pub struct Query {
    path: Memo<String>,
    map: Memo<ParamsMap>,
}

/// The choices of this page.
pub fn query() -> Query {
    Query { path: use_location().pathname, map: use_query_map() }
}

impl Query {
    /// What is chosen.
    pub fn get(self, name: &str) -> Option<String> {
        self.map.with(|map| map.get(name)).filter(|value| !value.is_empty())
    }

    /// What is chosen, as an id or another thing that reads from text; nothing where it cannot be one.
    pub fn parsed<T: FromStr>(self, name: &str) -> Option<T> {
        self.get(name)?.parse().ok()
    }

    /// What is chosen, as one of the words of an enumeration.
    pub fn tagged<T: DeserializeOwned>(self, name: &str) -> Option<T> {
        serde_json::from_value(serde_json::Value::String(self.get(name)?)).ok()
    }

    /// Since when, counted back from the hour that is.
    pub fn since(self) -> Option<Timestamp> {
        since(&self.get(SINCE)?, now().0.get_untracked().now)
    }

    /// Chooses, and puts that into the address.
    pub fn choose(self, name: &'static str, value: String) {
        let mut map = self.map.get_untracked();
        put(&mut map, name, value);
        self.go(&map);
    }

    /// Takes choices back.
    pub fn clear(self, names: &[&str]) {
        let mut map = self.map.get_untracked();
        for name in names {
            map.remove(name);
        }
        self.go(&map);
    }

    fn go(self, map: &ParamsMap) {
        go(&format!("{}{}", self.path.get_untracked(), map.to_query_string()));
    }
}

/// What is chosen takes the place of what was; nothing takes it away.
fn put(map: &mut ParamsMap, name: &'static str, value: String) {
    map.remove(name);
    if !value.is_empty() {
        map.replace(name, value);
    }
}

/// The first moment that counts. Within an hour it is the same one, so that what is shown is not asked for anew.
fn since(word: &str, now: Timestamp) -> Option<Timestamp> {
    let days = match word {
        "day" => 1,
        "week" => 7,
        "month" => 30,
        _ => return None,
    };
    let hour = now.as_second().div_euclid(HOUR) * HOUR;
    Timestamp::from_second(hour - days * 24 * HOUR).ok()
}

#[cfg(test)]
mod tests {
    use super::since;

    #[test]
    fn a_time_counts_back_from_the_hour() {
        let now = "2026-03-02T20:46:12Z".parse().unwrap();
        let told = |word| since(word, now).map(|at| at.to_string());
        assert_eq!(told("day").as_deref(), Some("2026-03-01T20:00:00Z"));
        assert_eq!(told("week").as_deref(), Some("2026-02-23T20:00:00Z"));
        assert_eq!(told("aeon"), None);
    }
}
