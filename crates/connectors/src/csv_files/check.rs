//! Tries everything that a sync will need, stage by stage: the files are there, their layouts are recognised, they can
//! be read to the end, and what will be concluded from who is missing.

use crosswalk_connector_kit::{CancellationToken, CheckResult, KitError};

use crosswalk_model::Severity;

use super::config::Config;
use super::emit::Given;
use super::import::{Import, Kind, import};
use super::notes::Notes;
use super::sheet::Sheet;
use super::{emit, files, read};

/// The first stage.
pub(super) const FOUND: &str = "Files found";
const RECOGNISED: &str = "Layouts recognised";
const UNDERSTOOD: &str = "Rows understood";
const LEAVERS: &str = "Who has left";

/// All stages; those after one that failed are skipped.
pub(super) fn checks(config: &Config, cancel: &CancellationToken) -> Vec<CheckResult> {
    let mut checks = Vec::new();
    if let Err((stage, error)) = stages(config, cancel, &mut checks) {
        checks.push(CheckResult::failed(stage, error.to_string()));
        let all = [FOUND, RECOGNISED, UNDERSTOOD, LEAVERS];
        let failed = all.iter().position(|name| *name == stage).unwrap_or_default();
        checks.extend(all[failed + 1..].iter().map(|name| CheckResult::skipped(name)));
    }
    checks
}

fn stages(
    config: &Config,
    cancel: &CancellationToken,
    checks: &mut Vec<CheckResult>,
) -> Result<(), (&'static str, KitError)> {
    let mut notes = Notes::default();
    let exports = files::find(config, &mut notes).map_err(|error| (FOUND, error))?;
    let names: Vec<&str> = exports.iter().map(|export| export.name.as_str()).collect();
    checks.push(CheckResult::passed(FOUND, format!("Found {}.", names.join(", "))));
    let sheets =
        exports.iter().map(|export| Sheet::open(config, export, &mut notes).map(|sheet| sheet.sentence()));
    let sentences = sheets.collect::<Result<Vec<_>, _>>().map_err(|error| (RECOGNISED, error))?;
    checks.push(CheckResult::passed(RECOGNISED, sentence_case(&sentences.join(" "))));
    let import = import(config, cancel).map_err(|error| (UNDERSTOOD, error))?;
    checks.push(understood(&import));
    checks.push(leavers(&import));
    Ok(())
}

/// A file's name at the beginning may be in lower case; a sentence is not.
fn sentence_case(text: &str) -> String {
    format!("Read as follows. {text}")
}

fn understood(import: &Import<'_>) -> CheckResult {
    let given: Given = emit::given(import);
    let message = format!("{} School year {}.", read::sentence(&given, import.ends.len()), import.year);
    let findings = import.notes.all();
    let told = findings.iter().filter(|finding| finding.severity > Severity::Note);
    let Some(first) = told.clone().max_by_key(|finding| finding.severity) else {
        return CheckResult::passed(UNDERSTOOD, message);
    };
    let count = told.count();
    CheckResult::warned(UNDERSTOOD, format!("{message} Worth a look: {count}, such as: {}", first.message))
}

fn leavers(import: &Import<'_>) -> CheckResult {
    if !import.config.complete {
        let message = "Nobody is taken to have left, because “Whoever is missing has left” is off.";
        return CheckResult::passed(LEAVERS, message);
    }
    if !import.is_sound() {
        let message = "Nobody is taken to have left, because a file is cut off or has rows that were left out. Mend it, \
                       or switch “Whoever is missing has left” off.";
        return CheckResult::warned(LEAVERS, message);
    }
    let told: Vec<String> = [(Kind::Pupil, "pupils"), (Kind::Staff, "staff")]
        .into_iter()
        .filter(|(kind, _)| emit::holds_all(import, *kind))
        .map(|(kind, words)| format!("{} {words}", import.roll.count(kind)))
        .collect();
    let message = format!("Whoever is not among these is taken to have left: {}.", told.join(", "));
    CheckResult::warned(LEAVERS, message)
}
