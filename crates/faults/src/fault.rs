//! What an operation can fail with.

use std::io;

/// A way to fail. Each layer raises it as the error that the real thing would have been there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Fault {
    /// The disk is full (`ENOSPC`).
    NoSpace,
    /// The disk cannot be read or written (`EIO`; `SQLITE_IOERR`).
    Io,
    /// The operating system does not allow it (`EACCES`; `SQLITE_READONLY`).
    Denied,
    /// Others hold the database (`SQLITE_BUSY`).
    Busy,
    /// The database cannot grow (`SQLITE_FULL`).
    Full,
    /// The connection is reset.
    Reset,
    /// Nothing comes any more until the patience of the caller is over. The time itself is not waited for.
    Stall,
    /// The answer ends early and looks as if it were whole.
    Truncated,
    /// 429 with `Retry-After: 0`.
    Throttled,
    /// 503.
    Unavailable,
    /// The certificate has expired.
    Expired,
    /// The clock jumps by so many seconds; the operation itself succeeds.
    Clock(i64),
    /// The process ends here, as by `kill -9`.
    Kill,
}

impl Fault {
    /// Every one, the clock ten minutes forwards and backwards.
    pub const ALL: [Self; 14] = [
        Self::NoSpace,
        Self::Io,
        Self::Denied,
        Self::Busy,
        Self::Full,
        Self::Reset,
        Self::Stall,
        Self::Truncated,
        Self::Throttled,
        Self::Unavailable,
        Self::Expired,
        Self::Clock(600),
        Self::Clock(-600),
        Self::Kill,
    ];

    /// As a script and a table call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::NoSpace => "ENOSPC",
            Self::Io => "EIO",
            Self::Denied => "EACCES",
            Self::Busy => "SQLITE_BUSY",
            Self::Full => "SQLITE_FULL",
            Self::Reset => "reset",
            Self::Stall => "stall",
            Self::Truncated => "truncated",
            Self::Throttled => "429",
            Self::Unavailable => "503",
            Self::Expired => "expired",
            Self::Clock(seconds) if seconds < 0 => "clock-",
            Self::Clock(_) => "clock+",
            Self::Kill => "kill",
        }
    }

    /// A fault by its name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fault| fault.name() == name)
    }

    /// As the operating system says it; what is no matter of files is an error of the device.
    pub fn io(self) -> io::Error {
        let (unix, windows) = match self {
            Self::NoSpace | Self::Full => (28, 112),
            Self::Denied => (13, 5),
            Self::Reset => (104, 10054),
            _ => (5, 1117),
        };
        io::Error::from_raw_os_error(if cfg!(windows) { windows } else { unix })
    }

    /// The code of SQLite that fits best (<https://sqlite.org/rescode.html>).
    pub fn sqlite(self) -> i32 {
        match self {
            Self::Busy => 5,
            Self::Denied => 8,
            Self::Full | Self::NoSpace => 13,
            _ => 10,
        }
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}
