//! The versions of a connection or a sync: who changed what and when, and the way back to one of them.

mod page;
mod restore;
mod view;

pub use page::{of_connection, of_sync};
#[cfg(debug_assertions)]
pub use view::{Deeds, view};
