//! The list of subjects.

use crosswalk_connector_kit::{CancellationToken, KitError};
use crosswalk_model::Fields;

use super::Import;
use super::seen::{Seen, Turn};
use crate::csv_files::notes::Spot;
use crate::csv_files::sheet::{Line, Sheet};
use crate::csv_files::values;

/// Takes every subject.
pub(super) fn take(
    import: &mut Import<'_>,
    sheet: &mut Sheet,
    cancel: &CancellationToken,
) -> Result<(), KitError> {
    let mut seen = Seen::default();
    while let Some(line) = sheet.next(cancel)? {
        if subject(import, sheet, &line, &mut seen) {
            sheet.use_row();
        } else {
            sheet.skip_row();
        }
    }
    Ok(())
}

fn subject(import: &mut Import<'_>, sheet: &Sheet, line: &Line, seen: &mut Seen) -> bool {
    let code = line.text("id").unwrap_or_default();
    let spot = Spot { file: &sheet.name, line: line.number, stream: "subjects", key: code };
    if code.is_empty() {
        import.notes.left_out("no_key", spot, "The row has no subject code and was left out.");
        return false;
    }
    match seen.take(code, sheet, line) {
        Turn::Repeated => return true,
        Turn::Second => {
            import.notes.left_out(
                "same_identifier",
                spot,
                "The subject code occurs twice in this file; the first row was kept.",
            );
            return false;
        }
        Turn::First => {}
    }
    let mut fields = Fields::new();
    for field in sheet.fields() {
        let Some(text) = line.cell(&field) else { continue };
        let (value, _) = values::value(&field, text, import.config.date_order);
        fields.extend(value.map(|value| (field.into(), value)));
    }
    import.subjects.entry(code.to_owned()).or_insert(fields);
    true
}
