//! The way in: deliveries and reads become assertions, assertions become a plan for the roster, the plan is applied.
//!
//! [`extract`] reads and drops what is unchanged · [`assert`] maps · [`identity`] finds out who is who · [`diff`]
//! compares, sweeps and guards · [`commit`] writes. Nothing before the commit changes anything.

mod assert;
mod commit;
mod diff;
mod extract;
mod identity;
mod lane;
mod read;
mod run;

pub(crate) use commit::commit_plan;
pub(crate) use lane::{read_again, take_in_all};
pub(crate) use read::read_connection;
