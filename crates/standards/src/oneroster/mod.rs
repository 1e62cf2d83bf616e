//! The OneRoster CSV binding, versions 1.1 and 1.2: a set of files in a folder or a zip archive.
//!
//! [`Package`] opens the set, refuses hostile archives and reads the manifest; [`Package::rows`] gives the rows of one
//! file, in memory that does not grow with it; [`check`] reads everything once and reports every problem.
//! Whatever the version, rows come out in the shape of 1.2: a 1.1 user is a user and its roles.
//! Files are read tolerantly: what is odd becomes a [`Finding`] that says how to mend it.

mod check;
mod columns;
mod error;
mod file;
mod finding;
mod limits;
mod manifest;
mod package;
mod reader;
mod row;
mod sentences;
mod upgrade;
mod values;
mod vocabulary;

#[cfg(test)]
mod tests;

pub use check::{FileReport, Report, check};
pub use columns::{Column, columns};
pub use error::{OneRosterError, Refusal};
pub use file::{DataFile, Version};
pub use finding::{
    Finding, FindingKind, HeaderFinding, PackageFinding, ReferenceFinding, RowFinding, Severity,
};
pub use limits::Limits;
pub use manifest::{Manifest, Mode};
pub use package::Package;
pub use reader::{FileRows, Reading};
pub use row::{OneRosterRow, Status, UserId};
pub use values::{EndDates, boolean, civil_date, instant, list, user_ids};
