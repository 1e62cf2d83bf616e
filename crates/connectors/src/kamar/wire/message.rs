//! A message as both formats give it: scalars, whole small values, and lists of records one at a time.

use super::Json;

/// What to do with the value of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Want {
    /// Passed over.
    Skip,
    /// Given whole.
    Whole,
    /// Given record by record.
    Records,
}

/// Nobody wants more of the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stop;

/// Takes a message as it is read. Keys come in lower case.
pub trait Message {
    /// What to do with the value of this key.
    fn want(&mut self, key: &str) -> Want;

    /// A value that was wanted whole.
    fn whole(&mut self, key: &str, value: Json) -> Result<(), Stop>;

    /// One record of a list, counted from 0.
    fn record(&mut self, list: &str, index: usize, record: Json) -> Result<(), Stop>;

    /// The end of a list: how many records it held, and how many it said it would.
    fn list_end(&mut self, list: &str, seen: usize, count: Option<i64>) -> Result<(), Stop>;
}

/// How reading ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// At the end of the message.
    Whole,
    /// Where nobody wanted more.
    Stopped,
    /// At something that cannot be read; where and what, without any value.
    Broken(String),
}

/// Passwords are passed over by name before their value is looked at.
pub fn is_password(key: &str) -> bool {
    key.to_ascii_lowercase().contains("password")
}

/// The name of the envelope.
pub fn is_envelope(name: &str) -> bool {
    name.eq_ignore_ascii_case("SMSDirectoryData")
}
