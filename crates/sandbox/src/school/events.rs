//! What happened on a day, so that the right `part` messages can be pushed and a test knows what to look for.

use jiff::civil::Date;

/// A person of the school, by index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Person {
    /// Index in the pupils.
    Pupil(usize),
    /// Index in the staff.
    Staff(usize),
}

/// One change of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DayEvent {
    /// A pupil is called by another given name.
    PreferredName {
        /// Who.
        pupil: usize,
    },
    /// A pupil is in another tutor class.
    Tutor {
        /// Who.
        pupil: usize,
        /// Code before.
        from: String,
        /// Code after.
        to: String,
    },
    /// A pupil moved from one class to another of the same line.
    ClassMove {
        /// Who.
        pupil: usize,
        /// Class before, by index.
        from: usize,
        /// Class after, by index.
        to: usize,
    },
    /// A pupil has another e-mail address.
    Email {
        /// Who.
        pupil: usize,
    },
    /// A pupil leaves.
    Left {
        /// Who.
        pupil: usize,
        /// Last day.
        on: Date,
    },
    /// A pupil is new.
    Joined {
        /// Who.
        pupil: usize,
    },
    /// A pupil who had left is back.
    Returned {
        /// Who.
        pupil: usize,
    },
    /// The office gave a member of staff another code.
    StaffCode {
        /// Who.
        staff: usize,
        /// Code before.
        from: String,
        /// Code after.
        to: String,
    },
}

impl DayEvent {
    /// Whom it happened to.
    pub fn person(&self) -> Person {
        match self {
            Self::PreferredName { pupil }
            | Self::Tutor { pupil, .. }
            | Self::ClassMove { pupil, .. }
            | Self::Email { pupil }
            | Self::Left { pupil, .. }
            | Self::Joined { pupil }
            | Self::Returned { pupil } => Person::Pupil(*pupil),
            Self::StaffCode { staff, .. } => Person::Staff(*staff),
        }
    }
}
