//! A list without names adds something to people whom other files name: their e-mail addresses, their houses. It is
//! joined by identifier. Rows that match nobody are reported, and so are people whom it leaves out.

use std::collections::BTreeSet;

use crosswalk_connector_kit::{CancellationToken, KitError};
use crosswalk_model::Severity;

use super::roles::{Who, who};
use super::seen::{Seen, Turn};
use super::{Import, Kind, row};
use crate::csv_files::notes::Spot;
use crate::csv_files::problem;
use crate::csv_files::sheet::{Line, Sheet};

/// Whether a list of people names nobody.
pub(super) fn is_one(sheet: &Sheet) -> bool {
    !["lastname", "firstname", "fullname"].iter().any(|field| sheet.has(field))
}

/// Takes every row.
pub(super) fn take(
    import: &mut Import<'_>,
    sheet: &mut Sheet,
    cancel: &CancellationToken,
) -> Result<(), KitError> {
    if import.roll.is_empty() {
        let detail = "It has identifiers but no names, and no other file has the people that it speaks of. Add the list \
                      of people. Nothing was read, so nobody is removed.";
        return Err(problem::odd(&sheet.name, detail));
    }
    let mut seen = Seen::default();
    let mut met = BTreeSet::new();
    while let Some(line) = sheet.next(cancel)? {
        if add(import, sheet, &line, &mut seen, &mut met) {
            sheet.use_row();
        } else {
            sheet.skip_row();
        }
    }
    tell_who_is_missing(import, sheet, &met);
    Ok(())
}

fn add(
    import: &mut Import<'_>,
    sheet: &Sheet,
    line: &Line,
    seen: &mut Seen,
    met: &mut BTreeSet<String>,
) -> bool {
    let id = line.text("id").unwrap_or_default();
    let spot = Spot { file: &sheet.name, line: line.number, stream: "people", key: id };
    if id.is_empty() {
        import.notes.left_out("no_key", spot, "The row has no identifier and was left out.");
        return false;
    }
    match seen.take(id, sheet, line) {
        Turn::Repeated => return true,
        Turn::Second => {
            import.notes.left_out(
                "same_identifier",
                spot,
                "The identifier occurs twice in this file; the first row was kept.",
            );
            return false;
        }
        Turn::First => {}
    }
    let fields = row::fields(import.config, sheet, line, spot, &mut import.notes);
    let Some(person) = import.roll.get_mut(id) else {
        import.notes.doubt(
            "matches_nobody",
            spot,
            None,
            "No other file has this identifier, so the row was not used.",
        );
        return true;
    };
    met.insert(id.to_owned());
    if let (Kind::Staff, Some(Who::Staff(role))) = (person.kind, line.text("role").and_then(who)) {
        person.role = person.role.or(role);
    }
    person.learn(fields, spot, &mut import.notes);
    true
}

/// Only people of the kinds that the file speaks of at all: a list of pupils' addresses need not have staff.
fn tell_who_is_missing(import: &mut Import<'_>, sheet: &Sheet, met: &BTreeSet<String>) {
    let kinds: BTreeSet<Kind> =
        met.iter().filter_map(|id| import.roll.get(id)).map(|person| person.kind).collect();
    let missing =
        |(id, person): &(&String, &super::Person)| kinds.contains(&person.kind) && !met.contains(*id);
    let missing = import.roll.people().filter(missing).count();
    if missing > 0 {
        let message = format!("{} people of the other files have no row in {}.", missing, sheet.name);
        import.notes.file("without_a_row", Severity::Warning, &sheet.name, message);
    }
}
