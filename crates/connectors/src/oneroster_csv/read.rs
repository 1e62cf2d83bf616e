//! Reading: file after file, row after row.

mod prepare;
mod source;
mod tally;

use std::collections::HashSet;

use crosswalk_connector_kit::outlet::Outlet;
use crosswalk_connector_kit::{CancellationToken, KitError, ReadEnd};
use crosswalk_standards::oneroster::{DataFile, OneRosterRow};

use super::config::Config;
use super::findings;
use super::records::{Making, READ};
pub(super) use prepare::prepare;
pub(super) use source::Source;
use tally::Tally;

/// Reads a package.
///
/// # Errors
/// When it is refused or a file of it cannot be understood; and [`KitError::Cancelled`].
pub(super) fn read(
    config: &Config,
    cancel: &CancellationToken,
    outlet: &mut Outlet,
) -> Result<ReadEnd, KitError> {
    let mut source = Source::open(config, cancel)?;
    for finding in source.package.findings() {
        outlet.finding(findings::ours(finding))?;
    }
    let prepared = prepare(&mut source)?;
    let mut tally = Tally::new(prepared.roles);
    let mut making = prepared.making;
    prepared.findings.iter().try_for_each(|found| outlet.finding(findings::ours(found)))?;
    for file in READ.into_iter().filter(|file| is_wanted(config, *file)) {
        pour(&mut source, file, &mut making, &mut tally, outlet)?;
    }
    tally.must_hold_something(&config.name())?;
    making.known.findings().into_iter().try_for_each(|finding| outlet.finding(finding))?;
    tally.findings(&making).into_iter().try_for_each(|finding| outlet.finding(finding))?;
    tally.scopes(config).into_iter().try_for_each(|scope| outlet.scope(scope))?;
    Ok(ReadEnd { cursor: None, sentence: tally.sentence(source.package.version()) })
}

/// Whether a file is read at all.
pub(super) fn is_wanted(config: &Config, file: DataFile) -> bool {
    file != DataFile::Demographics || config.wants.demographics
}

/// Gives out the documents of one file. Identifiers are remembered to see those that repeat, except those of
/// enrolments, of which there may be millions.
fn pour(
    source: &mut Source<'_>,
    file: DataFile,
    making: &mut Making<'_>,
    tally: &mut Tally,
    outlet: &mut Outlet,
) -> Result<(), KitError> {
    let mut given = HashSet::new();
    let ended = source.each(file, |row| {
        if file != DataFile::Enrollments && !given.insert(row.sourced_id.clone()) {
            tally.repeated(row);
            return Ok(true);
        }
        give(making, row, tally, outlet).map(|()| true)
    })?;
    let Some(ended) = ended else { return Ok(()) };
    ended.findings.iter().try_for_each(|found| outlet.finding(findings::ours(found)))?;
    tally.end(file, ended.report);
    Ok(())
}

fn give(
    making: &mut Making<'_>,
    row: &OneRosterRow,
    tally: &mut Tally,
    outlet: &mut Outlet,
) -> Result<(), KitError> {
    let Some(document) = making.document(row) else { return Ok(()) };
    tally.document(&document);
    outlet.document(document)
}
