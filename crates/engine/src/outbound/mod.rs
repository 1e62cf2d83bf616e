//! The way out: the roster as it is mapped, the destination as it is, the ledger as both agreed; a plan; its writing.
//!
//! [`snapshot`] holds the roster · [`sides`] the ledger and the destination · [`plan`] compares, [`keys`] says who may
//! have which key · [`write`] applies.

mod auto;
mod circles;
mod keys;
mod mapped;
mod plan;
mod run;
mod sides;
mod snapshot;
mod write;

pub(crate) use run::{apply_outbound, run_outbound};
pub(crate) use snapshot::Snapshot;
