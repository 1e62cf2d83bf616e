//! What can go wrong with a file, in the closed set of the kit.

use std::io;

use crosswalk_connector_kit::KitError;
use crosswalk_standards::delimited::DelimitedError;

/// What the sentences call us.
const SERVICE: &str = "The set of files";

/// A setting that does not fit.
pub(super) fn bad_setting(field: &str, remedy: impl Into<String>) -> KitError {
    KitError::BadSetting { field: field.to_owned(), remedy: remedy.into() }
}

/// A file or folder that the operating system does not give.
pub(super) fn unopened(what: &str, error: &io::Error) -> KitError {
    match error.kind() {
        io::ErrorKind::NotFound => {
            KitError::NotFound { service: "This computer".into(), what: what.to_owned() }
        }
        io::ErrorKind::PermissionDenied => KitError::Forbidden {
            service: "This computer".into(),
            permission: format!("reading the {what}"),
            remedy: "Let the account that runs Crosswalk read it.".into(),
        },
        _ => KitError::Unreachable {
            service: format!("The {what}"),
            detail: "The disk or network folder did not answer. Look whether it is there.".into(),
        },
    }
}

/// A file that was opened and cannot be understood.
pub(super) fn unread(name: &str, error: &DelimitedError) -> KitError {
    match error {
        DelimitedError::UnknownEncoding { .. } => bad_setting("encoding", error.to_string()),
        DelimitedError::Unreadable { source, .. } => unopened(&format!("file {name}"), source),
        _ => odd(name, error.to_string()),
    }
}

/// A file that says something else than files like it do.
pub(super) fn odd(name: &str, detail: impl Into<String>) -> KitError {
    KitError::Unexpected { service: SERVICE.into(), place: name.to_owned(), detail: detail.into() }
}
