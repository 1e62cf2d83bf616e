//! Settings of this screen, and what this is.

mod page;
mod released;
mod updates;
mod view;

pub use page::page;
#[cfg(debug_assertions)]
pub use updates::Updates;
#[cfg(debug_assertions)]
pub use view::{Own, view};
