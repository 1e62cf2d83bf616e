//! The schedules: when each sync is due, the next five times, and what did not happen.

mod draft;
mod edit;
mod page;
mod view;

pub use page::page;
#[cfg(debug_assertions)]
pub use view::{Deeds, view};
