//! One run: where it is, what became of its changes in the vendor's words, and what was odd.

mod exchange;
mod exchanges;
mod page;
mod refused;
mod tables;
mod view;

pub use page::page;
#[cfg(debug_assertions)]
pub use refused::Again;
#[cfg(debug_assertions)]
pub use view::{Deeds, view};
