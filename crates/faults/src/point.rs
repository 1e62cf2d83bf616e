//! The operations that have a hook.

use crate::Fault;

/// A kind of operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Point {
    /// A database is opened.
    DbOpen,
    /// The tables are brought up to date.
    DbMigrate,
    /// Rows are read.
    DbRead,
    /// A transaction begins.
    DbBegin,
    /// A statement writes.
    DbWrite,
    /// A transaction is about to be committed.
    DbCommit,
    /// A transaction was committed, and nobody has been told.
    DbCommitted,
    /// A file is opened or made.
    FileOpen,
    /// A file is read.
    FileRead,
    /// A file is written.
    FileWrite,
    /// A file or folder is to be safe on the disk.
    FileSync,
    /// A file takes its place.
    FileRename,
    /// A file is removed.
    FileRemove,
    /// The data folder is taken.
    FileLock,
    /// A piece of a body that comes in is kept.
    Spool,
    /// A push was committed, and its sender is about to be told.
    Answer,
    /// A request is about to be sent.
    NetSend,
    /// A request was carried out, and its answer begins.
    NetStatus,
    /// A piece of an answer comes.
    NetChunk,
}

use Fault::{
    Busy, Denied, Expired, Full, Io, Kill, NoSpace, Reset, Stall, Throttled, Truncated, Unavailable,
};

const DATABASE: &[Fault] = &[Busy, Full, Io, Denied, Kill];
const FILE: &[Fault] = &[NoSpace, Io, Denied, Kill];

impl Point {
    /// Every one.
    pub const ALL: [Self; 19] = [
        Self::DbOpen,
        Self::DbMigrate,
        Self::DbRead,
        Self::DbBegin,
        Self::DbWrite,
        Self::DbCommit,
        Self::DbCommitted,
        Self::FileOpen,
        Self::FileRead,
        Self::FileWrite,
        Self::FileSync,
        Self::FileRename,
        Self::FileRemove,
        Self::FileLock,
        Self::Spool,
        Self::Answer,
        Self::NetSend,
        Self::NetStatus,
        Self::NetChunk,
    ];

    /// As a script and a table call it; the first part says of which kind it is.
    pub fn name(self) -> &'static str {
        match self {
            Self::DbOpen => "db.open",
            Self::DbMigrate => "db.migrate",
            Self::DbRead => "db.read",
            Self::DbBegin => "db.begin",
            Self::DbWrite => "db.write",
            Self::DbCommit => "db.commit",
            Self::DbCommitted => "db.committed",
            Self::FileOpen => "file.open",
            Self::FileRead => "file.read",
            Self::FileWrite => "file.write",
            Self::FileSync => "file.sync",
            Self::FileRename => "file.rename",
            Self::FileRemove => "file.remove",
            Self::FileLock => "file.lock",
            Self::Spool => "file.spool",
            Self::Answer => "net.answer",
            Self::NetSend => "net.send",
            Self::NetStatus => "net.status",
            Self::NetChunk => "net.chunk",
        }
    }

    /// Of which kind it is: `db`, `file` or `net`.
    pub fn kind(self) -> &'static str {
        self.name().split('.').next().unwrap_or_default()
    }

    /// What can happen to such an operation. The clock can jump at any.
    pub fn faults(self) -> &'static [Fault] {
        match self {
            // SQLite tells the truth of a commit; what can come after it is the end of the process.
            Self::DbCommitted => &[Kill],
            Self::Answer => &[Reset, Kill],
            Self::NetSend => &[Reset, Stall, Throttled, Unavailable, Expired, Kill],
            Self::NetStatus => &[Reset, Stall, Throttled, Unavailable, Kill],
            Self::NetChunk => &[Reset, Stall, Truncated, Kill],
            other if other.kind() == "db" => DATABASE,
            _ => FILE,
        }
    }
}

impl std::fmt::Display for Point {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}
