//! What can go wrong, one case for each thing that a caller does differently.

use sqlx::migrate::MigrateError;

/// The result of everything that the store does.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;

/// What can go wrong. The sentences hold no value of any record.
#[derive(Clone, Debug, thiserror::Error)]
pub enum StoreError {
    /// Others held the database for too long; trying again later helps.
    #[error("The data store is busy. Nothing was changed; try again in a moment.")]
    Busy,
    /// No room is left on the disk.
    #[error(
        "The disk that holds the data folder is full. Nothing was changed; free some space and try again."
    )]
    Full,
    /// The files cannot be read; a backup is needed.
    #[error("The data store is damaged: {what} cannot be read. Restore the data folder from a backup.")]
    Corrupt {
        /// What cannot be read.
        what: String,
    },
    /// Something is not as the store wrote it.
    #[error("{what} is not as Crosswalk wrote it. Restore the data folder from a backup.")]
    Altered {
        /// What was altered.
        what: String,
    },
    /// What was asked for, or what is pointed at, does not exist.
    #[error("{what} does not exist.")]
    NotFound {
        /// What is missing.
        what: String,
    },
    /// Another record has this value already, such as a listener's path.
    #[error("{what} is in use already.")]
    Taken {
        /// What is taken.
        what: String,
    },
    /// A newer version of Crosswalk has written here.
    #[error("A newer version of Crosswalk has used this data folder. Install that version again.")]
    SchemaNewer,
    /// Another process owns the data folder.
    #[error("Another Crosswalk is using this data folder{}.", at(.address))]
    Locked {
        /// Where that process can be reached, if it says so.
        address: Option<String>,
    },
    /// The database cannot be reached.
    #[error("The data store cannot be reached: {detail}")]
    Unavailable {
        /// What the database or the operating system says.
        detail: String,
    },
    /// The database server offers no TLS, and the address asks for it.
    #[error(
        "The database server offers no encrypted connection, so nothing was sent to it. Turn TLS on at the server; \
         where the line is safe by itself, add ?sslmode=disable to the address."
    )]
    NoEncryption,
    /// The database server takes no connection without TLS, and the address forbids it.
    #[error(
        "The database server insists on an encrypted connection. Take sslmode=disable out of its address."
    )]
    EncryptionWanted,
    /// The handshake broke off: most often the certificate cannot be verified.
    #[error(
        "The database server could not prove who it is: {detail}. Name the file of the authority that signed its \
         certificate by adding ?sslrootcert=FILE to the address."
    )]
    Untrusted {
        /// What is wrong with the certificate or the handshake.
        detail: String,
    },
    /// The key does not fit what is stored.
    #[error("The key does not fit this data folder. Use the key that it was made with, or the recovery key.")]
    Key,
    /// A backup was asked for, and the tables are in PostgreSQL.
    #[error(
        "The tables of this house are in PostgreSQL, which has its own way: take the backup with pg_dump there, and \
         copy the data folder and the key file with it."
    )]
    ElsewhereTables,
    /// A file of this name is there already.
    #[error("There is a file of this name already. Nothing was written; choose another name.")]
    BackupThere,
    /// The backup's file cannot be written.
    #[error("The folder for the backup cannot be used: {detail}. Nothing was written.")]
    BackupFolder {
        /// What the operating system says.
        detail: String,
    },
    /// What was read back is not what was written.
    #[error(
        "The backup was read back and cannot be trusted: {what}. It was thrown away; nothing else was changed."
    )]
    BackupWrong {
        /// What is wrong.
        what: &'static str,
    },
    /// The file is something else.
    #[error("This file is not a backup that Crosswalk made. Choose another one.")]
    NotABackup,
    /// A newer version wrote the file.
    #[error("A newer version of Crosswalk made this backup. Install that version, then restore it.")]
    BackupNewer,
    /// The file is cut off or altered.
    #[error("This backup is damaged: {how}. Nothing was restored; use another one.")]
    BackupDamaged {
        /// In which way.
        how: &'static str,
    },
    /// Nothing opens the file.
    #[error(
        "This does not open the backup. Type the recovery key of the computer that made it, or the passphrase that \
         it was made with."
    )]
    BackupKey,
    /// A backup was to be restored where there is data.
    #[error(
        "There is data in this folder already. Nothing was changed; name another folder, or say that it is to be replaced."
    )]
    HoldsData,
}

fn at(address: &Option<String>) -> String {
    address.as_ref().map(|address| format!(" (at {address})")).unwrap_or_default()
}

impl StoreError {
    /// Whether the same may succeed a moment later, without anything being restored or set otherwise.
    pub fn may_pass(&self) -> bool {
        matches!(self, Self::Busy | Self::Full | Self::Unavailable { .. })
    }

    pub(crate) fn corrupt(what: impl Into<String>) -> Self {
        Self::Corrupt { what: what.into() }
    }

    pub(crate) fn altered(what: impl Into<String>) -> Self {
        Self::Altered { what: what.into() }
    }

    pub(crate) fn not_found(what: impl Into<String>) -> Self {
        Self::NotFound { what: what.into() }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::Database(error) => from_database(error.as_ref()),
            sqlx::Error::PoolTimedOut => Self::Busy,
            sqlx::Error::ColumnDecode { index, .. } => Self::corrupt(format!("column {index} of a row")),
            sqlx::Error::RowNotFound => Self::not_found("The record"),
            sqlx::Error::Io(error) => error.into(),
            other => Self::Unavailable { detail: other.to_string() },
        }
    }
}

/// Codes: SQLite's result codes (<https://sqlite.org/rescode.html>), PostgreSQL's SQLSTATE classes.
fn from_database(error: &dyn sqlx::error::DatabaseError) -> StoreError {
    if error.is_foreign_key_violation() {
        return StoreError::not_found("What the record points at");
    }
    if error.is_unique_violation() {
        return StoreError::Taken { what: "The value".to_owned() };
    }
    let code = error.code().unwrap_or_default().into_owned();
    let primary = code.parse::<u32>().ok().filter(|_| code.len() != 5).map(|code| code & 0xff);
    match (primary, code.as_str()) {
        (Some(5 | 6), _) | (_, "55P03" | "40001" | "40P01") => StoreError::Busy,
        (Some(13), _) | (_, "53100") => StoreError::Full,
        (Some(11 | 26), _) | (_, "XX001" | "XX002") => StoreError::corrupt("the database file"),
        _ => StoreError::Unavailable { detail: error.message().to_owned() },
    }
}

impl From<MigrateError> for StoreError {
    fn from(error: MigrateError) -> Self {
        match error {
            MigrateError::VersionMissing(_) => Self::SchemaNewer,
            MigrateError::VersionMismatch(version) => Self::altered(format!("Migration {version}")),
            MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => error.into(),
            other => Self::Unavailable { detail: other.to_string() },
        }
    }
}

/// So that a reader of blobs can say what is wrong through the reader's own kind of error, and back.
impl From<StoreError> for std::io::Error {
    fn from(error: StoreError) -> Self {
        Self::new(std::io::ErrorKind::InvalidData, error)
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        let error = match error.downcast::<Self>() {
            Ok(ours) => return ours,
            Err(error) => error,
        };
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::Full,
            std::io::ErrorKind::NotFound => Self::not_found("A file of the data folder"),
            kind => Self::Unavailable { detail: format!("the operating system says: {kind}") },
        }
    }
}

impl From<serde_json::Error> for StoreError {
    /// The message of the parser is left out: it may quote what it read.
    fn from(_: serde_json::Error) -> Self {
        Self::corrupt("a stored value")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_name_the_way_out() {
        let cases = [
            (StoreError::Locked { address: Some("127.0.0.1:4710".into()) }, "(at 127.0.0.1:4710)"),
            (StoreError::Locked { address: None }, "using this data folder."),
            (StoreError::altered("The plan"), "The plan is not as Crosswalk wrote it"),
            (StoreError::NoEncryption, "?sslmode=disable"),
            (StoreError::Untrusted { detail: "unknown issuer".into() }, "unknown issuer. Name the file"),
        ];
        for (error, expect) in cases {
            assert!(error.to_string().contains(expect), "{error}");
        }
    }

    #[test]
    fn what_may_pass_needs_nothing_restored() {
        let detail = String::new();
        let passing = [StoreError::Busy, StoreError::Full, StoreError::Unavailable { detail }];
        assert!(passing.iter().all(StoreError::may_pass));
        let lasting = [StoreError::altered("A body"), StoreError::corrupt("x"), StoreError::not_found("x")];
        assert!(!lasting.iter().any(StoreError::may_pass));
    }

    #[test]
    fn a_full_disk_is_told_apart() {
        let error = std::io::Error::from(std::io::ErrorKind::StorageFull);
        assert!(matches!(StoreError::from(error), StoreError::Full));
    }
}
