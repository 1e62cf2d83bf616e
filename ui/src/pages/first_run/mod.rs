//! The first run: the demo school, or one's own.

mod page;
mod view;

pub use page::page;
#[cfg(debug_assertions)]
pub use view::{Deeds, view};
