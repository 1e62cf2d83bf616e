//! MAP: records of one side become records of the other.
//!
//! [`Compiled`] reads a crosswalk once; a [`CompiledStream`] turns each record, seen through a [`RecordView`],
//! into a [`Mapped`] one. Mapping cannot fail: what is odd becomes a finding, and a value that cannot be read is
//! left out. Absent stays absent and empty stays empty, unless a step says otherwise. [`explain`] shows every
//! value on the way, [`words`] says what a rule does.

mod bands;
mod cases;
mod compile;
mod condition;
mod dates;
mod fault;
mod input;
mod limit;
mod lookup;
mod needs;
mod numbers;
mod odd;
mod patterns;
mod phone;
mod privacy;
mod record;
mod rule;
mod step;
mod stream;
mod survey;
mod syntax;
mod template;
mod text;
mod title;
mod words;

#[cfg(test)]
mod tests;

pub(crate) use condition::Condition;

use crosswalk_model::{Date, Direction, Fields, Name};

pub use cases::{CaseRecord, differences, made_of};
pub use compile::Compiled;
pub use limit::FindingLimit;
pub use record::{RecordView, Resolver, RosterView, SourceView};
pub use stream::{CompiledStream, explain};
pub use words::words;

/// What a mapping is told of the world.
#[derive(Clone, Copy)]
pub struct MapContext {
    /// Inbound maps read a source's records, outbound ones the roster's. Outbound, a sensitive field without a
    /// purpose is not sent.
    pub direction: Direction,
    /// The run's civil date in the school's time zone.
    pub today: Date,
    /// The school's key for the keyed hash step. It has no `Debug` on purpose: this type is never printed.
    pub hash_key: [u8; 32],
}

/// A record as the other side wants it.
#[derive(Clone, Debug, PartialEq)]
pub struct Mapped {
    /// Inbound: an entity of the roster. Outbound: the destination's stream.
    pub to: Name,
    /// Its key there; never blank.
    pub key: String,
    /// Its fields; one that is not in it was not said.
    pub fields: Fields,
}
