//! What differs between two versions of a connection or a sync, field by field and in words. Pure.

use std::collections::BTreeMap;

use crosswalk_connector_kit::Connector;
use crosswalk_contract::VersionChange;
use crosswalk_model::{Crosswalk, FieldMap, Rule, Selection, StreamMap, Sync};
use crosswalk_reconcile::map::words;
use crosswalk_store::ConnectionRow;
use serde_json::Value as Json;

/// So many are told.
const MOST: usize = 200;

/// What a version says, by what it says it of; in the order in which a person reads it.
pub(super) type Facts = BTreeMap<(u8, String), String>;

const SELF: u8 = 0;
const WHO: u8 = 1;
const LIMITS: u8 = 2;
const MAPPING: u8 = 3;

/// The policy's fields as the screens call them; others go by their own names.
const POLICY: &[(&str, &str)] = &[
    ("guard.deactivations_percent", "hold above a share of departures, in %"),
    ("guard.deactivations_count", "hold above so many departures"),
    ("guard.deactivations_floor", "never hold fewer departures than"),
    ("guard.shrink_percent", "hold when a source shrinks, in %"),
    ("guard.relink_percent", "hold when keys change, in %"),
    ("depart", "when somebody has left"),
    ("withdraw", "when somebody is no longer selected"),
    ("read_back", "when the destination is read"),
    ("reconcile_days", "days between two readings"),
    ("starts", "what starts it"),
];

/// What differs, the first 200 of it.
pub(super) fn between(before: &Facts, after: &Facts) -> Vec<VersionChange> {
    let mut all: Vec<_> = before.keys().chain(after.keys()).collect();
    all.sort();
    all.dedup();
    let differ = all.into_iter().filter(|key| before.get(key) != after.get(key));
    let told = |key: &(u8, String)| VersionChange {
        what: key.1.clone(),
        before: before.get(key).cloned(),
        after: after.get(key).cloned(),
    };
    differ.map(told).take(MOST).collect()
}

/// What a connection says. Its settings are named as in its form; secrets are no part of it.
pub(super) fn of_connection(row: &ConnectionRow, connector: Option<&dyn Connector>) -> Facts {
    let fields = connector.map(|connector| connector.spec().config).unwrap_or_default();
    let label = |key: &str| {
        let field = fields.iter().find(|field| field.key == key);
        field.map_or_else(|| key.to_owned(), |field| field.label.clone())
    };
    let mut facts = Facts::from([((SELF, "name".to_owned()), row.title.clone())]);
    facts.insert((SELF, "rests".into()), yes(row.paused));
    facts.extend(row.path.clone().map(|path| ((SELF, "address on the listener".to_owned()), path)));
    let shown = row.settings.iter().filter(|(_, value)| !value.is_empty());
    facts.extend(shown.map(|(key, value)| ((WHO, label(key)), value.clone())));
    facts
}

/// What a sync says: who takes part, its policy, and each field of its mapping.
pub(super) fn of_sync(sync: &Sync) -> Facts {
    let mut facts = Facts::from([((SELF, "name".to_owned()), sync.title.clone())]);
    facts.insert((SELF, "rests".into()), yes(sync.paused));
    facts.insert((SELF, "applies below the guard without asking".into()), yes(sync.standing_approval));
    selection(&sync.selection, &mut facts);
    if let Ok(policy) = serde_json::to_value(&sync.policy) {
        leaves("", &policy, &mut facts);
    }
    mapping(&sync.crosswalk, &mut facts);
    facts
}

fn yes(is: bool) -> String {
    if is { "yes" } else { "no" }.to_owned()
}

fn selection(selection: &Selection, facts: &mut Facts) {
    for filter in &selection.filters {
        facts.insert(
            (WHO, format!("condition “{}”", filter.reason)),
            format!("{}: {}", filter.entity, filter.keep_if),
        );
    }
    facts.insert((WHO, "families’ wish not to share is honoured".into()), yes(selection.honour_data_sharing));
    if !selection.excluded.is_empty() {
        facts.insert((WHO, "records taken out by hand".into()), selection.excluded.len().to_string());
    }
}

/// The leaves of a tree, each by its way from the root.
fn leaves(at: &str, tree: &Json, facts: &mut Facts) {
    match tree {
        Json::Null => {}
        Json::Object(branches) => {
            for (name, branch) in branches {
                let way = if at.is_empty() { name.clone() } else { format!("{at}.{name}") };
                leaves(&way, branch, facts);
            }
        }
        leaf => {
            let name = POLICY.iter().find(|(way, _)| *way == at).map_or(at, |(_, words)| words);
            let said = leaf.as_str().map_or_else(|| leaf.to_string(), |word| word.replace('_', " "));
            facts.insert((LIMITS, name.to_owned()), said);
        }
    }
}

fn mapping(crosswalk: &Crosswalk, facts: &mut Facts) {
    for map in &crosswalk.streams {
        stream(map, facts);
    }
    for case in &crosswalk.cases {
        // What a test demands is told where it is kept; here it counts that it is another one.
        let about = format!("{} values, {} of them demanded", case.given.len(), case.expect.len());
        facts.insert((MAPPING, format!("test “{}”", case.name)), about);
    }
    for (table, entries) in &crosswalk.lookups {
        let each = entries.iter().map(|(from, to)| ((MAPPING, format!("table {table}, {from}")), to.clone()));
        facts.extend(each);
    }
}

fn stream(map: &StreamMap, facts: &mut Facts) {
    let name = if map.from == map.to { map.to.to_string() } else { format!("{} to {}", map.from, map.to) };
    facts.insert((MAPPING, format!("{name}: on")), yes(map.enabled));
    facts.insert((MAPPING, format!("{name}: key")), rule(&map.key));
    facts.extend(map.when.clone().map(|when| ((MAPPING, format!("{name}: only where")), when)));
    facts.extend(map.fields.iter().map(|one| ((MAPPING, format!("{name}.{}", one.to)), field(one))));
}

fn rule(rule: &Rule) -> String {
    let (input, steps) = words(rule);
    std::iter::once(input).chain(steps).collect::<Vec<_>>().join(" → ")
}

fn field(field: &FieldMap) -> String {
    let policy = serde_json::to_value(field.policy).ok().filter(|_| !field.policy.is_default());
    let policy = policy.and_then(|word| Some(word.as_str()?.replace('_', " ")));
    let purpose = field.purpose.as_ref().map(|purpose| format!("for “{purpose}”"));
    std::iter::once(rule(&field.rule)).chain(policy).chain(purpose).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crosswalk_model::{FieldPolicy, Filter, GuardLimits, Step};

    fn sync() -> Sync {
        let body = serde_json::json!({
            "id": "00000000-0000-8000-8000-000000000001", "connection": "00000000-0000-8000-8000-000000000002",
            "direction": "outbound", "title": "Roster → Cloud", "crosswalk": { "version": 3 }, "policy": {},
            "selection": {}, "standing_approval": false, "paused": false,
        });
        let mut sync: Sync = serde_json::from_value(body).unwrap();
        sync.crosswalk.streams = vec![StreamMap {
            from: "user".into(),
            to: "people".into(),
            enabled: true,
            when: None,
            key: Rule::copy("$key"),
            fields: vec![Rule::copy("email").into_field("email")],
        }];
        sync
    }

    fn told(change: impl FnOnce(&mut Sync)) -> Vec<String> {
        let (before, mut after) = (sync(), sync());
        change(&mut after);
        let side = |side: Option<String>| side.unwrap_or_else(|| "nothing".into());
        let line = |one: VersionChange| format!("{}: {} → {}", one.what, side(one.before), side(one.after));
        between(&of_sync(&before), &of_sync(&after)).into_iter().map(line).collect()
    }

    #[test]
    fn each_field_is_told_by_itself() {
        assert!(
            told(|sync| sync.crosswalk.version = 9).is_empty(),
            "the number of a mapping is not the mapping"
        );
        let limits = told(|sync| {
            sync.policy.guard = GuardLimits { deactivations_count: 40, ..GuardLimits::default() }
        });
        assert_eq!(limits, ["hold above so many departures: 20 → 40"]);
        let mapped = told(|sync| {
            let fields = &mut sync.crosswalk.streams[0].fields;
            fields[0].rule.steps.push(Step::Trim);
            fields[0].policy = FieldPolicy::Ask;
            fields.push(Rule::constant("x").into_field("house"));
        });
        assert_eq!(
            mapped,
            ["user to people.email: email → email → trim; ask", "user to people.house: nothing → always “x”",]
        );
        let filter = Filter {
            entity: "user".parse().unwrap(),
            keep_if: "role == 'student'".into(),
            reason: "only pupils".into(),
        };
        let who = told(|sync| sync.selection.filters.push(filter));
        assert_eq!(who, ["condition “only pupils”: nothing → user: role == 'student'"]);
    }

    #[test]
    fn a_connection_is_told_without_secrets_and_no_more_than_is_read() {
        let row = |settings: &[(&str, &str)]| {
            let settings =
                settings.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
            let created_at = "2026-03-02T00:00:00Z".parse().unwrap();
            let id = "00000000-0000-8000-8000-000000000002".parse().unwrap();
            ConnectionRow {
                id,
                connector: "x".into(),
                title: "X".into(),
                settings,
                paused: false,
                created_at,
                path: None,
            }
        };
        let (before, after) = (
            row(&[("url", "https://a.example"), ("gone", "1")]),
            row(&[("url", "https://b.example"), ("gone", "")]),
        );
        let told = between(&of_connection(&before, None), &of_connection(&after, None));
        assert_eq!(told.iter().map(|one| one.what.as_str()).collect::<Vec<_>>(), ["gone", "url"]);
        assert_eq!(told[0].after, None, "an empty setting is none");
        let many: Vec<(String, String)> = (0..500).map(|n| (format!("k{n}"), "v".to_owned())).collect();
        let many: Vec<(&str, &str)> =
            many.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
        assert_eq!(between(&of_connection(&row(&[]), None), &of_connection(&row(&many), None)).len(), MOST);
    }
}
