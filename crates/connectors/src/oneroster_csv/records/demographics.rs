//! Demographics. Seven columns of yes and no become one list.

use crosswalk_model::{SourceRecord, Value};
use crosswalk_standards::oneroster::OneRosterRow;

use super::plain;

const ETHNICITIES: [&str; 7] = [
    "americanIndianOrAlaskaNative",
    "asian",
    "blackOrAfricanAmerican",
    "nativeHawaiianOrOtherPacificIslander",
    "white",
    "demographicRaceTwoOrMoreRaces",
    "hispanicOrLatinoEthnicity",
];

/// The record of one row.
pub(super) fn record(row: &OneRosterRow) -> SourceRecord {
    let mut record = plain(row);
    record.fields.retain(|name, _| !ETHNICITIES.contains(&name.as_ref()));
    record.fields.insert("userSourcedId".into(), row.sourced_id.as_str().into());
    if ETHNICITIES.iter().any(|column| row.has(column)) {
        let said = ETHNICITIES.iter().filter(|column| row.boolean(column) == Some(true));
        record
            .fields
            .insert("ethnicity".into(), Value::List(said.map(|column| Value::from(*column)).collect()));
    }
    record
}
