//! The guard's limits of a sync: when a plan is held, what is held now, and the days around the start of the year.

mod limits;
mod page;
mod typed;
mod view;
mod year;

pub use page::page;
#[cfg(debug_assertions)]
pub use view::{Deeds, view};
