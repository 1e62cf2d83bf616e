//! The way out: the roster as it is mapped, the destination as it is, the ledger as both agreed; a plan; its writing.
//!
//! [`snapshot`] holds the roster · [`sides`] the ledger · [`present`] the destination · [`plan`] compares, [`keys`]
//! says who may have which key · [`write`] applies · [`auto`] starts runs when the roster has changed.

mod auto;
mod circles;
mod keys;
mod mapped;
mod pins;
mod plan;
mod present;
mod quarantine;
mod run;
mod sides;
mod snapshot;
mod timing;
mod undo;
mod write;

pub use auto::Debounce;
pub(crate) use auto::{Changes, follows};
pub(crate) use run::{apply_outbound, retry_outbound, run_outbound};
pub(crate) use snapshot::{Snapshot, pointed_at};
pub(crate) use timing::{last_reconcile, reconciled};
pub(crate) use undo::take_back;
