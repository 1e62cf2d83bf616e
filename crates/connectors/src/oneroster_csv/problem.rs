//! What can go wrong with a package, in the closed set of the kit.

use std::io;

use crosswalk_connector_kit::KitError;
use crosswalk_standards::delimited::DelimitedError;
use crosswalk_standards::oneroster::OneRosterError;

/// What the sentences call the other side.
const SERVICE: &str = "The OneRoster package";

/// An error of the format, about the package of this name.
pub(super) fn of(package: &str, error: &OneRosterError) -> KitError {
    match error {
        OneRosterError::Refused(why) => {
            let words =
                format!("the package {package}, because {why} Nothing was read, so nobody is removed.");
            KitError::Refused { service: "Crosswalk".into(), words }
        }
        OneRosterError::Unopened(source)
        | OneRosterError::Unreadable { source: DelimitedError::Unreadable { source, .. }, .. } => {
            unopened(package, source)
        }
        OneRosterError::NoFiles
        | OneRosterError::SeveralFolders { .. }
        | OneRosterError::NoSuchFile(_)
        | OneRosterError::Unreadable { .. } => odd(package, error.to_string()),
    }
}

/// Something in the package that makes the whole of it unfit.
pub(super) fn odd(place: &str, detail: impl Into<String>) -> KitError {
    KitError::Unexpected { service: SERVICE.into(), place: place.to_owned(), detail: detail.into() }
}

fn unopened(package: &str, error: &io::Error) -> KitError {
    match error.kind() {
        io::ErrorKind::NotFound => {
            KitError::NotFound { service: "This computer".into(), what: format!("package {package}") }
        }
        io::ErrorKind::PermissionDenied => KitError::Forbidden {
            service: "This computer".into(),
            permission: format!("reading the package {package}"),
            remedy: "Let the account that runs Crosswalk read it.".into(),
        },
        _ => KitError::Unreachable {
            service: format!("The package {package}"),
            detail: "The disk or network folder did not answer. Look whether it is there.".into(),
        },
    }
}
