//! What is connected: sources and destinations, how they are, and which rest.

mod page;
mod view;

pub use page::page;
#[cfg(debug_assertions)]
pub use view::view;
