//! Tries everything that a sync will need, stage by stage: the package opens, its files are understood, its rows fit
//! together, and what will be concluded from who is missing.

use crosswalk_connector_kit::{CancellationToken, CheckResult, KitError};
use crosswalk_standards::oneroster::{self, DataFile, Finding, Mode, Report, Severity};

use super::config::Config;
use super::read::{self, Source, prepare};
use super::records::READ;

/// The first stage.
pub(super) const FOUND: &str = "Package opened";
const UNDERSTOOD: &str = "Files understood";
const FITS: &str = "Rows fit together";
const LEAVERS: &str = "Who has left";

/// All stages; those after one that failed are skipped.
pub(super) fn checks(config: &Config, cancel: &CancellationToken) -> Vec<CheckResult> {
    let mut checks = Vec::new();
    if let Err((stage, error)) = stages(config, cancel, &mut checks) {
        checks.push(CheckResult::failed(stage, error.to_string()));
        let all = [FOUND, UNDERSTOOD, FITS, LEAVERS];
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
    let mut source = Source::open(config, cancel).map_err(|error| (FOUND, error))?;
    checks.push(opened(&source));
    understand(&mut source).map_err(|error| (UNDERSTOOD, error))?;
    checks
        .push(CheckResult::passed(UNDERSTOOD, "Every file that is read has headings that OneRoster knows."));
    let report = oneroster::check(&mut source.package, &config.reading);
    checks.push(fits(&report));
    checks.push(leavers(config, &report));
    Ok(())
}

fn opened(source: &Source<'_>) -> CheckResult {
    let mode = |file: &DataFile| match source.package.mode(*file) {
        Mode::Bulk => Some(format!("{} (whole)", file.name())),
        Mode::Delta => Some(format!("{} (changes)", file.name())),
        Mode::Unstated => Some(file.name().to_owned()),
        Mode::Absent => None,
    };
    let files: Vec<String> = DataFile::ROSTERING.iter().filter_map(mode).collect();
    let message = format!("OneRoster {} with {}.", source.package.version(), files.join(", "));
    CheckResult::passed(FOUND, message)
}

/// Opens every file and reads its first row.
fn understand(source: &mut Source<'_>) -> Result<(), KitError> {
    prepare(source)?;
    let config = source.config;
    for file in READ.into_iter().filter(|file| read::is_wanted(config, *file)) {
        source.each(file, |_| Ok(false))?;
    }
    Ok(())
}

fn fits(report: &Report) -> CheckResult {
    let told: Vec<&Finding> =
        report.findings.iter().filter(|finding| finding.severity() > Severity::Note).collect();
    let Some(worst) = told.iter().max_by_key(|finding| finding.severity()) else {
        return CheckResult::passed(FITS, "Every row has what it needs, and what it points at is there.");
    };
    let (count, worst) = (told.len(), super::findings::ours(worst).message);
    CheckResult::warned(FITS, format!("{count} kinds of things are worth a look, such as: {worst}"))
}

fn leavers(config: &Config, report: &Report) -> CheckResult {
    let read = READ.into_iter().filter(|file| read::is_wanted(config, *file));
    let complete = read.filter(|file| report.files.get(file).is_some_and(|file| file.complete()));
    let complete: Vec<&str> = complete.map(DataFile::name).collect();
    if complete.is_empty() {
        let message =
            "Nobody is taken to have left: no file is whole, or the manifest does not say which are.";
        return CheckResult::passed(LEAVERS, message);
    }
    let whose = if config.org.is_some() { " of this school" } else { "" };
    let message =
        format!("Whoever is missing from these files is taken to have left{whose}: {}.", complete.join(", "));
    CheckResult::passed(LEAVERS, message)
}
