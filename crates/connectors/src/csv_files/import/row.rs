//! What one row says of a person.

use crosswalk_model::{Fields, Value};

use crate::csv_files::config::{Config, Wants};
use crate::csv_files::notes::{Notes, Spot};
use crate::csv_files::sheet::{Line, Sheet};
use crate::csv_files::values::{self, Odd};

/// Fields that tell whom a row is about or that become records of their own, and those that are never taken: a password
/// opens an account, and the numbers of other people are not this person's.
const NOT_SAID: [&str; 9] =
    ["id", "index", "role", "fullname", "groups", "subject", "organisation", "associated", "password"];

/// The fields that a row says. A cell that is absent or makes no sense says nothing; an empty one says "none".
pub(super) fn fields(
    config: &Config,
    sheet: &Sheet,
    line: &Line,
    spot: Spot<'_>,
    notes: &mut Notes,
) -> Fields {
    let mut fields = Fields::new();
    for field in sheet.fields() {
        if NOT_SAID.contains(&field.as_str()) || !is_wanted(&field, config.wants) {
            continue;
        }
        let Some(text) = line.cell(&field) else { continue };
        let (value, odd) = values::value(&field, text, config.date_order);
        if let Some(odd) = odd {
            tell(odd, &field, spot, notes);
        }
        fields.extend(value.map(|value| (field.into(), value)));
    }
    if !sheet.has("lastname") && !sheet.has("firstname") {
        fields.extend(full_name(line, spot, notes));
    }
    if config.wants.other_columns {
        fields.extend(others(sheet, line));
    }
    fields
}

/// Whether the switches let a field in.
pub(in crate::csv_files) fn is_wanted(field: &str, wants: Wants) -> bool {
    match field {
        "gender" | "datebirth" | "ethnicity" | "ethnicityL2" => wants.demographics,
        "nsn" => wants.national_numbers,
        _ => true,
    }
}

fn tell(odd: Odd, field: &str, spot: Spot<'_>, notes: &mut Notes) {
    match odd {
        Odd::LeftOut(what) => {
            let sentence = format!("The cell is not {what}, so it was left out. Correct it at the source.");
            notes.doubt("bad_value", spot, Some(field), &sentence);
        }
        Odd::FirstTaken => {
            let sentence = "The cell holds several addresses; the first one was taken.";
            notes.doubt("several_addresses", spot, Some(field), sentence);
        }
    }
}

fn full_name(line: &Line, spot: Spot<'_>, notes: &mut Notes) -> Fields {
    let Some(full) = line.text("fullname") else { return Fields::new() };
    let Some((last, first)) = values::names(full) else {
        let sentence = "The name is not written as “Last, First”, so nobody can tell which is the family name. It was \
                        left out.";
        notes.doubt("name_unclear", spot, Some("fullname"), sentence);
        return Fields::new();
    };
    Fields::from([("lastname".into(), last.into()), ("firstname".into(), first.into())])
}

fn others(sheet: &Sheet, line: &Line) -> Option<(crosswalk_model::Name, Value)> {
    let cell = |(at, heading): (usize, String)| {
        let text = line.column(at)?;
        let value = if text.is_empty() { Value::Null } else { Value::text(text) };
        Some((heading.into(), value))
    };
    let extras: Fields = sheet.others().into_iter().filter_map(cell).collect();
    (!extras.is_empty()).then(|| ("extras".into(), Value::Map(extras)))
}
