//! What changes overnight.

use crate::random::Random;

/// Which night's package is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Night {
    /// The first.
    First,
    /// The next one, with about one row in a hundred changed.
    OnePercent,
}

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Same,
    Changed,
    Gone,
    /// It stays, and another one comes beside it.
    Joined,
}

impl Night {
    /// The fate of an enrolment: of a thousand four end, two get another end, four come.
    pub(super) fn enrollment(self, seed: u64, number: usize) -> Fate {
        match self.lot(seed ^ 0xE, number) {
            0..4 => Fate::Gone,
            4..6 => Fate::Changed,
            6..10 => Fate::Joined,
            _ => Fate::Same,
        }
    }

    /// Whether a person or a class differs: ten of a thousand.
    pub(super) fn differs(self, seed: u64, number: usize) -> bool {
        self.lot(seed ^ 0xD, number) < 10
    }

    /// A number below a thousand; never a small one on the first night.
    fn lot(self, seed: u64, number: usize) -> usize {
        match self {
            Self::First => 999,
            Self::OnePercent => Random::derive(seed, number as u64).below(1_000),
        }
    }
}
