//! The package, opened, and its files one by one.

use crosswalk_connector_kit::{CancellationToken, KitError};
use crosswalk_standards::oneroster::{DataFile, FileReport, Finding, Limits, Mode, OneRosterRow, Package};

use crate::oneroster_csv::config::Config;
use crate::oneroster_csv::problem;

/// An opened package.
pub(in crate::oneroster_csv) struct Source<'s> {
    pub config: &'s Config,
    pub package: Package,
    cancel: &'s CancellationToken,
}

/// How a file ended.
pub(in crate::oneroster_csv) struct FileEnd {
    pub report: FileReport,
    pub findings: Vec<Finding>,
}

impl<'s> Source<'s> {
    /// Opens the package that is configured.
    ///
    /// # Errors
    /// When it is not there, refused, or holds no OneRoster file.
    pub(in crate::oneroster_csv) fn open(
        config: &'s Config,
        cancel: &'s CancellationToken,
    ) -> Result<Self, KitError> {
        let package = Package::open(&config.path, &Limits::default());
        let package = package.map_err(|error| problem::of(&config.name(), &error))?;
        Ok(Self { config, package, cancel })
    }

    /// Hands over every row of a file until it is told to stop; none when the package does not have the file.
    ///
    /// # Errors
    /// When the file cannot be understood to its end, those of the taker, and [`KitError::Cancelled`].
    pub(in crate::oneroster_csv) fn each(
        &mut self,
        file: DataFile,
        mut take: impl FnMut(&OneRosterRow) -> Result<bool, KitError>,
    ) -> Result<Option<FileEnd>, KitError> {
        let mode = self.package.mode(file);
        if mode == Mode::Absent {
            return Ok(None);
        }
        let name = self.config.name();
        let of = |error| problem::of(&name, &error);
        let mut rows = self.package.rows(file, &self.config.reading).map_err(of)?;
        let mut count = 0;
        for row in rows.by_ref() {
            if self.cancel.is_cancelled() {
                return Err(KitError::Cancelled);
            }
            count += 1;
            if !take(&row.map_err(of)?)? {
                break;
            }
        }
        let (skipped, cut_off) = (rows.skipped(), rows.is_cut_off());
        let report = FileReport { mode, rows: count, skipped, readable: true, cut_off };
        Ok(Some(FileEnd { report, findings: rows.findings().to_vec() }))
    }
}
