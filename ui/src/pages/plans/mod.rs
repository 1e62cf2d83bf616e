//! The plans: first those that need somebody.

mod page;
mod view;

pub use page::page;
#[cfg(debug_assertions)]
pub use view::view;
