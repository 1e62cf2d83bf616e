//! The timing of an outbound sync: what starts it, when its destination is read, and reading all of it now.

mod page;
mod view;

pub use page::page;
#[cfg(debug_assertions)]
pub use view::{Deeds, view};
