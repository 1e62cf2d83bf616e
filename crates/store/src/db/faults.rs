//! The hooks at the doors of the databases. What a script raises goes the way of a real error of SQLite.

use std::borrow::Cow;
use std::fmt;

use crosswalk_faults::{Fault, Point};
use sqlx::error::{DatabaseError, ErrorKind};

use crate::Result;

/// The hook before an operation, and after a commit.
#[inline]
pub(super) fn at(point: Point) -> Result<()> {
    match crosswalk_faults::at(point) {
        Ok(()) => Ok(()),
        Err(fault) => Err(sqlx::Error::Database(Box::new(Raised(fault))).into()),
    }
}

/// An error of the database that a script wants.
#[derive(Debug)]
struct Raised(Fault);

impl fmt::Display for Raised {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message())
    }
}

impl std::error::Error for Raised {}

impl DatabaseError for Raised {
    /// In the words of SQLite.
    fn message(&self) -> &str {
        match self.0.sqlite() {
            5 => "database is locked",
            8 => "attempt to write a readonly database",
            13 => "database or disk is full",
            _ => "disk I/O error",
        }
    }

    fn code(&self) -> Option<Cow<'_, str>> {
        Some(self.0.sqlite().to_string().into())
    }

    fn as_error(&self) -> &(dyn std::error::Error + Send + Sync + 'static) {
        self
    }

    fn as_error_mut(&mut self) -> &mut (dyn std::error::Error + Send + Sync + 'static) {
        self
    }

    fn into_error(self: Box<Self>) -> Box<dyn std::error::Error + Send + Sync + 'static> {
        self
    }

    fn kind(&self) -> ErrorKind {
        ErrorKind::Other
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::StoreError;

    #[test]
    fn what_is_raised_is_what_the_real_error_becomes() {
        let raised = |fault| StoreError::from(sqlx::Error::Database(Box::new(Raised(fault))));
        assert!(matches!(raised(Fault::Busy), StoreError::Busy));
        assert!(matches!(raised(Fault::Full), StoreError::Full));
        assert!(matches!(raised(Fault::Io), StoreError::Unavailable { .. }));
        assert!(matches!(raised(Fault::Denied), StoreError::Unavailable { .. }));
    }
}
