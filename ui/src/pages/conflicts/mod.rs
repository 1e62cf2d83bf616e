//! The conflicts: questions that only a person can answer, one key each.

mod choices;
mod desk;
mod page;
mod settled;
mod view;

pub use page::page;
#[cfg(debug_assertions)]
pub use view::{Deeds, view};
