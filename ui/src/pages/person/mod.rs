//! One person's data: everything that is kept of them, as a file; and erasing them for good.

mod erase;
mod page;
mod view;

pub use page::page;
#[cfg(debug_assertions)]
pub use view::{Deeds, gone, view};
