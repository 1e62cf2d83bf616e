//! The deliveries: what was pushed to us, what we answered, and what it led to.

mod page;
mod view;

pub use page::page;
#[cfg(debug_assertions)]
pub use view::view;
