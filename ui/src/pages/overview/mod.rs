//! The overview: is everything fine, and if not, what waits?

mod page;
mod view;

pub use page::page;
#[cfg(debug_assertions)]
pub use view::{Deeds, view};
