//! One connection: its settings, the staged check, who takes part in its sync, and whether it rests.

mod checks;
mod filters;
mod page;
mod view;

pub use page::page;
#[cfg(debug_assertions)]
pub use view::{Deeds, Shown, view};
