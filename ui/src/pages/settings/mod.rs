//! Settings of this screen, and what this is.

mod page;
mod view;

pub use page::page;
#[cfg(debug_assertions)]
pub use view::{Own, view};
