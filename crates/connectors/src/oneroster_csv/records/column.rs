//! The cells of one column as values.

use crosswalk_model::{Fields, Name, Value};
use crosswalk_standards::delimited::fold;
use crosswalk_standards::oneroster::OneRosterRow;

/// Columns that are lists.
const LISTS: [&str; 5] = ["grades", "subjects", "subjectCodes", "termSourcedIds", "periods"];
const BOOLEANS: [&str; 2] = ["enabledUser", "primary"];
const DATES: [&str; 4] = ["startDate", "endDate", "beginDate", "birthDate"];

/// What a column says; none when it is absent or was not understood. The format has told what was not.
pub(super) fn value(row: &OneRosterRow, column: &str) -> Option<Value> {
    let Some(text) = row.fields.get(column)? else { return Some(Value::Null) };
    if LISTS.contains(&column) {
        Some(Value::List(row.list(column).into_iter().map(Value::Text).collect()))
    } else if BOOLEANS.contains(&column) {
        row.boolean(column).map(Value::Bool)
    } else if DATES.contains(&column) {
        row.date(column).map(|date| Value::Text(date.to_string()))
    } else {
        Some(Value::text(text.as_str()))
    }
}

/// The columns beyond OneRoster. One that may hold what opens an account is never among them.
pub(super) fn extras(row: &OneRosterRow) -> Option<(Name, Value)> {
    let kept = row.extras.iter().filter(|(heading, _)| !is_credential(heading));
    let value = |text: &Option<String>| text.clone().map_or(Value::Null, Value::Text);
    let extras: Fields = kept.map(|(heading, text)| (heading.clone().into(), value(text))).collect();
    (!extras.is_empty()).then(|| ("extras".into(), Value::Map(extras)))
}

fn is_credential(heading: &str) -> bool {
    let folded = fold(heading);
    ["password", "passwd", "passphrase", "pincode", "secret"].iter().any(|word| folded.contains(word))
}

/// What a user was called before: where a system changes its identifiers from one version to the next, it leaves the
/// old one in a column such as `metadata.ic.legacySourceId`.
pub(super) fn former_ids(row: &OneRosterRow) -> Vec<Value> {
    let is_former = |heading: &str| {
        let folded = fold(heading);
        folded.contains("legacy")
            && (folded.contains("source") || folded.ends_with("id") || folded.ends_with("ids"))
    };
    let cells =
        row.extras.iter().filter(|(heading, _)| is_former(heading)).filter_map(|(_, text)| text.as_deref());
    let mut ids: Vec<String> = cells.flat_map(crosswalk_standards::oneroster::list).collect();
    ids.retain(|id| *id != row.sourced_id);
    ids.sort();
    ids.dedup();
    ids.into_iter().map(Value::Text).collect()
}
