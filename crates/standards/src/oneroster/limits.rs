//! How much of an archive is believed.

/// The limits of an archive. What exceeds them is refused before or, if it lied, while it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The most entries, folders included.
    pub entries: usize,
    /// The most bytes that one compressed byte may become, for each entry and for all together.
    pub ratio: u64,
    /// The most bytes of all entries together when unpacked.
    pub total_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { entries: 200, ratio: 100, total_bytes: 2 * 1024 * 1024 * 1024 }
    }
}
