//! Reading: joins the exports and gives out what they say.

use crosswalk_connector_kit::outlet::Outlet;
use crosswalk_connector_kit::{CancellationToken, KitError, ReadEnd};

use super::config::Config;
use super::emit::{self, Given};
use super::import;

/// Reads everything.
///
/// # Errors
/// When a file cannot be read or understood, before anything is given out; and [`KitError::Cancelled`].
pub(super) fn read(
    config: &Config,
    cancel: &CancellationToken,
    outlet: &mut Outlet,
) -> Result<ReadEnd, KitError> {
    let mut import = import::import(config, cancel)?;
    let files = import.ends.len();
    let given = emit::emit(&mut import, cancel, outlet)?;
    Ok(ReadEnd { cursor: None, sentence: sentence(&given, files) })
}

/// What was read, in a sentence.
pub(super) fn sentence(given: &Given, files: usize) -> String {
    let parts = [
        (given.pupils, "pupil", "pupils"),
        (given.staff, "member of staff", "staff"),
        (given.subjects, "subject", "subjects"),
        (given.classes, "class", "classes"),
    ];
    let counted = |(count, one, many): &(usize, &str, &str)| {
        format!("{count} {}", if *count == 1 { one } else { many })
    };
    let parts: Vec<String> = parts.iter().filter(|(count, ..)| *count > 0).map(counted).collect();
    format!("Read {} from {}.", parts.join(", "), counted(&(files, "file", "files")))
}
