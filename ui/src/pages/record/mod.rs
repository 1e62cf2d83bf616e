//! One record of the roster: what it holds, whose word each field is, and where it stands elsewhere.

mod page;
mod pins;
mod view;

pub use page::page;
#[cfg(debug_assertions)]
pub use pins::Pinned;
#[cfg(debug_assertions)]
pub use view::view;
