//! The way in: deliveries and reads become assertions, assertions become a plan for the roster, the plan is applied.
//!
//! [`lane`] orders what waits · [`extract`] reads and drops what is unchanged, [`known`] is what was said before, [`heard`]
//! knows what newer messages spoke of and [`scopes`] what they are complete for · [`assert`] maps · [`identity`] finds out
//! who is who · [`diff`] compares, sweeps and guards · [`commit`] writes, [`pending`] is what is remembered then. Nothing
//! before the commit changes anything.

mod assert;
mod awaited;
mod commit;
mod diff;
mod extract;
mod heard;
mod identity;
mod known;
mod lane;
mod merged;
mod open;
mod pending;
mod pinned;
mod read;
mod refs;
mod run;
mod schools;
mod scopes;
mod stored;
mod undo;
mod years;

pub(crate) use commit::commit_plan;
pub(crate) use diff::baseline;
pub(crate) use identity::identifiers;
pub(crate) use lane::take_in_all;
pub(crate) use open::take_what_waited;
pub(crate) use pending::Waiting;
pub(crate) use read::read_connection;
pub(crate) use refs::refs_of;
pub(crate) use stored::read_again;
pub(crate) use undo::take_back;
