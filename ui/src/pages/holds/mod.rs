//! The holds: plans that the guard stopped because they would do unusual harm.

mod page;
mod view;

pub use page::page;
#[cfg(debug_assertions)]
pub use view::{Held, view};
