//! A file for each table: its row, how it is read through [`crate::Tenant`] and written through [`crate::Work`].

mod alerts;
mod buckets;
mod conflicts;
mod connections;
mod documents;
mod findings;
mod fingerprints;
mod forget;
mod history;
mod identifiers;
mod ledger;
mod links;
mod outbox;
mod outcomes;
mod pending;
mod plans;
mod roster;
mod roster_columns;
mod roster_ended;
mod roster_lists;
mod runs;
mod schedules;
mod secrets;
mod settings;
mod syncs;

pub use buckets::bucket_of;
pub use conflicts::ConflictFilter;
pub use connections::ConnectionRow;
pub use documents::{DocumentRow, Origin};
pub use fingerprints::Fingerprint;
pub use history::{ConfigKind, ConfigVersion};
pub use identifiers::Identified;
pub use ledger::LedgerEntry;
pub use links::Link;
pub use outbox::{Lease, OutboxItem};
pub use roster::RosterRow;
